"""A store on PostgreSQL: the promises of `base.Store`, kept by a server that many share.

Each change is a transaction of the server that holds one lock, so that events have one order and
one chain of hashes. What the rights of a login do not allow, the server refuses (`schema.sql`).
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, LiteralString

import psycopg
from msgspec import Raw, Struct
from psycopg import sql

from tracker.domain.directive import Directive, Signature
from tracker.domain.meeting import Meeting
from tracker.domain.selection import Found, Order, Selection
from tracker.domain.unit import Register
from tracker.domain.wording import compared
from tracker.errors import Refused, StoreUnreadable, no_directive
from tracker.i18n.language import N_
from tracker.steps import steps
from tracker.store import codec
from tracker.store.postgres import asking
from tracker.store.postgres.connection import Row, Server, translated

if TYPE_CHECKING:  # reading directives needs none of these
    from tracker.domain.event import Event
    from tracker.domain.group import By, Group, Window
    from tracker.store.transaction import Transaction

LOCK = 7_267_423_001
"""The number of the lock that changes take turns by."""

LARGEST = 2**63
"""From here on no number is an id."""

_ROWS: LiteralString = "SELECT convert_to(row::text, 'UTF8') FROM tracker."

_ADD_EVENT = (
    "INSERT INTO tracker.events (seq, directive, kind, line, hash) VALUES (%s, %s, %s, %s, %s)"
)


_ADD_DIRECTIVE = "INSERT INTO tracker.directives (row, words, id) VALUES (%s, %s, %s)"
_UPDATE_ROW = "UPDATE tracker.directives SET row = %s WHERE id = %s"
_UPDATE_BOTH = "UPDATE tracker.directives SET row = %s, words = %s WHERE id = %s"


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
        counting: LiteralString = "SELECT count(*) FROM tracker.directives WHERE " + condition
        ((total,),) = self._answer(counting, values)
        return Found(found, total)

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

    def meetings(self) -> dict[str, Meeting]:
        """Return the meetings by id, in the order of their days."""
        with self._decoding():
            found = [codec.meeting_of(row) for row in self._rows(_ROWS + "meetings")]
        return {m.id: m for m in sorted(found, key=lambda m: (m.on, m.id))}

    def register(self) -> Register:
        """Return the units."""
        with self._decoding():
            return Register(codec.unit_of(row) for row in self._rows(_ROWS + "units"))

    def events(self, id: int | None = None) -> list["Event"]:
        """Return all events, or those of one directive."""
        from tracker.store.event_codec import event_of

        lines: LiteralString = "SELECT convert_to(line, 'UTF8') FROM tracker.events"
        if id is None:
            rows = self._rows(lines + " ORDER BY seq")
        elif 0 < id < LARGEST:
            rows = self._rows(lines + " WHERE directive = %(id)s ORDER BY seq", {"id": id})
        else:
            return []
        with self._decoding():
            return [event_of(row) for row in rows]

    def attach(self, source: Path, name: str) -> Path:
        """Raise `Refused`: the server keeps no documents."""
        raise Refused("A store on a server takes no copies of documents: leave out --copy.")

    @contextmanager
    def change(self, by: Signature, *, trial: bool = False) -> Iterator["Transaction"]:
        """Open a transaction: no other writer until it ends; a trial keeps out nobody."""
        with translated(self.where), self._server.transaction(keeps=not trial) as connection:
            if not trial:
                self._take_turn(connection)
            transaction = self._transaction(connection, by)
            yield transaction
            if transaction.events and not trial:
                self._keep(connection, transaction)

    def _take_turn(self, connection: psycopg.Connection[Any]) -> None:
        """Wait for the lock, at most as long as was asked."""
        most = str(max(int(self._wait * 1000), 1))
        connection.execute("SELECT set_config('lock_timeout', %s, true)", (most,))
        connection.execute("SELECT pg_advisory_xact_lock(%s)", (LOCK,))

    def _transaction(self, connection: psycopg.Connection[Any], by: Signature) -> "Transaction":
        from tracker.store.transaction import Transaction

        found = connection.execute("SELECT seq, next_id FROM tracker.standing()").fetchone()
        seq, next_id = found or (0, 1)
        return Transaction(
            by,
            read=self._find,
            read_all=lambda wanted: self.select(wanted).directives,
            read_events=self.events,
            register=self.register(),
            meetings=self.meetings(),
            next_id=next_id,
            last_seq=seq,
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
            return self._server.connection().execute(query, values, binary=True).fetchall()

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

    def _keep(self, connection: psycopg.Connection[Any], transaction: "Transaction") -> None:
        """Write what the transaction changed; the server's commit makes it true."""
        from tracker.domain.event import Restored, Reworded

        rewording = (Restored, Reworded)
        standing = connection.execute("SELECT hash, next_id FROM tracker.standing()").fetchone()
        chain, next_id = standing or ("", 1)
        with connection.cursor() as cursor:
            cursor.executemany(_ADD_EVENT, _event_rows(transaction.events, chain))
            step = steps(N_("Writing directives"), len(transaction.changed))
            reported: list[tuple[str | None, int]] = []
            reworded: list[tuple[str | None, str | None, int]] = []
            new: list[tuple[str | None, str | None, int]] = []
            for id, directive in transaction.changed.items():
                step()
                text = None if directive is None else _text(codec.directive_row(directive))
                words = None if directive is None else "\n".join(compared(directive.wording))
                if id >= next_id:
                    new.append((text, words, id))
                elif any(isinstance(e.change, rewording) for e in transaction.events_of(id)):
                    reworded.append((text, words, id))
                else:
                    reported.append((text, id))
            cursor.executemany(_UPDATE_ROW, reported)
            cursor.executemany(_UPDATE_BOTH, reworded)
            cursor.executemany(_ADD_DIRECTIVE, new)
            for key, unit in transaction.units.items():
                _put(cursor, "units", "key", key, None if unit is None else codec.unit_row(unit))
            for name, meeting in transaction.new_meetings.items():
                row = None if meeting is None else codec.meeting_row(meeting)
                _put(cursor, "meetings", "id", name, row)


def _event_rows(events: Sequence["Event"], chain: str) -> Iterator[tuple[object, ...]]:
    from tracker.store.chain import chained
    from tracker.store.event_codec import event_row

    step = steps(N_("Writing events"), len(events))
    for more, event in zip(reversed(range(len(events))), events, strict=True):
        step()
        line = codec.encoded(event_row(event, more))
        chain = chained(chain, line)
        yield event.seq, event.directive, event.change.kind, line.decode(), chain


def _put(cursor: psycopg.Cursor[Any], table: str, key: str, name: str, row: Struct | None) -> None:
    """Put a row that is known by a key of its own, or take it out."""
    place = {"table": sql.Identifier("tracker", table), "key": sql.Identifier(key)}
    if row is None:
        cursor.execute(sql.SQL("DELETE FROM {table} WHERE {key} = %s").format(**place), (name,))
        return
    put = sql.SQL(
        "INSERT INTO {table} ({key}, row) VALUES (%s, %s) "
        "ON CONFLICT ({key}) DO UPDATE SET row = EXCLUDED.row"
    )
    cursor.execute(put.format(**place), (name, _text(row)))


def _text(row: Struct) -> str:
    return codec.encoded(row).decode()
