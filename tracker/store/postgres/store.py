"""A store on PostgreSQL: the promises of `base.Store`, kept by a server that many share.

Each change is a transaction of the server (`keeping`); what is asked about many directives the
server answers itself (`asking`), and what a login may not do it refuses (`sql/`).
"""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING, LiteralString

from msgspec import Raw

from tracker.domain.deadline import Period
from tracker.domain.directive import Directive, Signature
from tracker.domain.meeting import Meeting
from tracker.domain.selection import Found, Order, Selection
from tracker.domain.unit import Register
from tracker.errors import Refused, StoreUnreadable, no_directive
from tracker.store import codec
from tracker.store.postgres import asking
from tracker.store.postgres.connection import Row, Server, changing, translated
from tracker.store.postgres.keeping import Keeping, Standing, not_all, standing
from tracker.store.postgres.meetings import Meetings
from tracker.store.scratch import remove_leftovers

if TYPE_CHECKING:  # reading directives needs none of these
    from tracker.domain.event import Event, Stamp
    from tracker.domain.group import By, Group, Window
    from tracker.store.chain import Line
    from tracker.store.history import History
    from tracker.store.transaction import Transaction

LARGEST = 2**63
"""From here on no number is an id."""

_ROWS: LiteralString = "SELECT convert_to(row::text, 'UTF8') FROM "
_LINES: LiteralString = "SELECT convert_to(line, 'UTF8') FROM events"
_LINES_OF: LiteralString = _LINES + "_of(%(id)s)"


class PostgresStore:
    """Keeps the promises of `base.Store` on a server."""

    def __init__(self, address: str, *, wait: float) -> None:
        self._server = Server(address)
        self.where = self._server.where
        self._wait = wait

    def directives(self, *, closed: bool = False) -> list[Directive]:
        """Return the directives on control; with `closed`, also those taken off it."""
        return self.select(Selection(closed=closed)).directives

    def select(
        self,
        wanted: Selection,
        order: Order = Order.ID,
        *,
        reverse: bool = False,
        limit: int | None = None,
    ) -> Found:
        """Return the directives that pass, sorted, at most so many."""
        condition, values = asking.where(wanted)
        ordering, ordered = asking.sorted_by(order, reverse=reverse)
        query: LiteralString = _ROWS + "directives WHERE " + condition + ordering
        found = self._directives(query + " LIMIT %(limit)s", values | ordered | {"limit": limit})
        if limit is None or len(found) < limit:
            return Found(found, len(found))
        counting: LiteralString = "SELECT count(*) FROM directives WHERE " + condition
        ((total,),) = self._answer(counting, values)
        return Found(found, total)

    def with_events(
        self, wanted: Selection, period: Period
    ) -> list[tuple[Directive, list["Event"]]]:
        """Return the directives that pass and were due or decided on in a period, with events."""
        from tracker.domain.event import histories

        condition, values = asking.stirring(wanted, period)
        ids: LiteralString = "SELECT id FROM directives WHERE " + condition
        lines: LiteralString = _LINES + " WHERE directive IN (" + ids + ") ORDER BY seq"
        with self.unchanging():
            found = self._directives(
                _ROWS + "directives WHERE " + condition + " ORDER BY id", values
            )
            events = self._events(lines, values)
        own = histories(events)
        return [(d, own.get(d.id, [])) for d in found]

    def groups(self, by: "By", wanted: Selection, window: "Window") -> list["Group"]:
        """Count the directives that pass by unit, theme or meeting."""
        query, values = asking.counting(by, wanted, window)
        return asking.counted(self._answer(query, values), window)

    def directive(self, id: int) -> Directive:
        """Return one directive, on control or off it; raise `NotFound`."""
        found = self._find(id)
        if found is None:
            raise no_directive(id)
        return found

    def meetings(self) -> Mapping[str, Meeting]:
        """Return the meetings by id, in the order of their days."""
        return Meetings(self._read_meetings)

    def _read_meetings(self, condition: LiteralString, values: asking.Values) -> list[Meeting]:
        rows = self._rows(_ROWS + "meetings" + condition, values)
        with self._decoding():
            return [codec.meeting_of(row) for row in rows]

    def register(self) -> Register:
        """Return the units."""
        with self._decoding():
            return Register(codec.unit_of(row) for row in self._rows(_ROWS + "units"))

    def events(self, id: int | None = None, *, after: int = 0) -> list["Event"]:
        """Return all events behind a number, or those of one directive."""
        query: LiteralString = _LINES
        if id is not None:
            if not 0 < id < LARGEST:
                return []
            query = _LINES_OF
        return self._events(
            query + " WHERE seq > %(after)s ORDER BY seq", {"id": id, "after": after}
        )

    def _events(self, query: LiteralString, values: asking.Values) -> list["Event"]:
        from tracker.store.event_codec import event_of

        rows = self._rows(query, values)
        with self._decoding():
            return [event_of(row) for row in rows]

    def login(self) -> str:
        """Return the login that the server knows us by."""
        ((login,),) = self._answer("SELECT session_user::text")
        return str(login)

    def stamps(
        self, id: int | None = None, *, among: Collection[int] | None = None
    ) -> Mapping[int, "Stamp"]:
        """Return by `seq` what was written down beside all events, one directive's, or these."""
        from tracker.domain.event import Stamp

        query: LiteralString = "SELECT seq, login, NULLIF(kept_at, (SELECT arrived())) FROM events"
        if id is not None:
            query += "_of(%(id)s)"
        elif among is not None:
            query += " WHERE seq = ANY(%(among)s)"
        found = self._answer(query, {"id": id, "among": list(among or ())})
        return {seq: Stamp(login, at and at.astimezone(UTC)) for seq, login, at in found}

    def seen(self) -> tuple[int, int] | None:
        """Return how many events may be seen, and how many there are; None if all may be."""
        ((may_see_all,),) = self._answer("SELECT has_schema_privilege('tracker', 'USAGE')")
        if may_see_all:
            return None
        ((seen, number),) = self._answer("SELECT (SELECT count(*) FROM events), seq FROM stands()")
        return seen, number

    def standing(self) -> Standing:
        """Return where the store stands, whatever the login may see of it."""
        with translated(self.where):
            return standing(self._server.connection())

    def check_whole(self) -> None:
        """Raise `Refused` for a login that does not see all of the store."""
        ((seen,),) = self._answer("SELECT count(*) FROM events")
        if seen != self.standing().seq:
            raise not_all(self.where)

    @contextmanager
    def unchanging(self) -> Iterator[None]:
        """Read one moment of the store meanwhile, whatever others change."""
        with translated(self.where), self._server.snapshot():
            yield

    def kept(self) -> dict[int, Directive | None]:
        """Return the directives by id, None for a row that this program did not write."""
        query: LiteralString = (
            "SELECT id, convert_to(row::text, 'UTF8') FROM directives WHERE row IS NOT NULL"
        )
        return {id: _decoded(id, Raw(content)) for id, content in self._answer(query)}

    def rebuild(self) -> None:
        """Make directives, units and meetings anew from the events; what agrees is not touched."""
        with self._keeping() as keeping:
            keeping.rewrite(self.kept(), self.events())

    def lines(self) -> Iterator["Line"]:
        """Yield the events as they are written; raise `Refused` if the login does not see all."""
        from tracker.store.chain import Line

        self.check_whole()
        seq = 0
        query: LiteralString = (
            "SELECT seq, convert_to(line, 'UTF8'), hash FROM events "
            "WHERE seq > %(last)s ORDER BY seq LIMIT 10000"
        )
        while found := self._answer(query, {"last": seq}):
            yield from (Line(body, digest) for _, body, digest in found)
            seq = found[-1][0]

    def check_room(self) -> None:
        """Raise `Refused` if a whole history has no room here, since there is one."""
        from tracker.store.moving import no_room

        if self.standing().seq:
            raise no_room(self.where)

    def fill(self, history: "History") -> None:
        """Keep a whole history, or nothing; raise `Refused` if there is one already."""
        with self._keeping() as keeping:
            self.check_room()
            keeping.fill(history, lambda: history.check(self))

    @contextmanager
    def _keeping(self) -> Iterator[Keeping]:
        """Keep other writers out; what is not kept by then is not kept."""
        remove_leftovers()
        with changing(self.where):
            keeping = Keeping(self._server, self._wait)
            try:
                yield keeping
            except BaseException:
                keeping.abandon()
                raise

    def attach(self, source: Path, name: str) -> Path:
        """Raise `Refused`: the server keeps no documents."""
        raise Refused("A store on a server takes no copies of documents: leave out --copy.")

    @contextmanager
    def change(self, by: Signature, *, trial: bool = False) -> Iterator["Transaction"]:
        """Open a transaction: no other writer until it ends; a trial keeps out nobody."""
        with changing(self.where):
            if trial:
                with self._server.transaction(keeps=False) as connection:
                    yield self._transaction(standing(connection), by)
                return
            with self._keeping() as keeping:
                transaction = self._transaction(keeping.standing, by)
                yield transaction
                keeping.end(transaction)

    def _transaction(self, at: Standing, by: Signature) -> "Transaction":
        from tracker.store.transaction import Transaction

        return Transaction(
            by,
            read=self._find,
            read_all=lambda wanted: self.select(wanted).directives,
            read_events=self.events,
            register=self.register(),
            meetings=self.meetings(),
            next_id=at.next_id,
            last_seq=at.seq,
        )

    def _find(self, id: int) -> Directive | None:
        if not 0 < id < LARGEST:
            return None
        query: LiteralString = _ROWS + "directives WHERE row IS NOT NULL AND id = %(id)s"
        found = self._directives(query, {"id": id})
        return found[0] if found else None

    def _directives(self, query: LiteralString, values: asking.Values) -> list[Directive]:
        rows = self._rows(query, values)
        with self._decoding():
            return list(codec.directives_of(rows))

    def _rows(self, query: LiteralString, values: asking.Values | None = None) -> list[Raw]:
        """Return the one column of a query: rows as JSON."""
        return [Raw(content) for (content,) in self._answer(query, values)]

    def _answer(self, query: LiteralString, values: asking.Values | None = None) -> list[Row]:
        with translated(self.where):
            return self._server.answer(query, values)

    @contextmanager
    def _decoding(self) -> Iterator[None]:
        try:
            yield
        except codec.DECODING as error:
            raise StoreUnreadable(
                "“{path}” is not a store that this program wrote, or it is damaged. It was left "
                "as it is.",
                path=self.where,
            ) from error


def _decoded(id: int, row: Raw) -> Directive | None:
    try:
        found = codec.directive_of(row)
    except codec.DECODING:
        return None
    return found if found.id == id else None
