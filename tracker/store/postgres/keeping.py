"""Keeping what a transaction changed on a server: once, whatever becomes of the connection.

A change holds one lock from its first read to its commit, so that events have one order and one
chain of hashes. If the connection is lost, or the server puts the change off, it is written again
on the same state, or not at all: the last event tells whether it was kept.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NamedTuple

import psycopg
from msgspec import Struct
from psycopg import sql

from tracker.domain.directive import Directive
from tracker.domain.meeting import Meeting
from tracker.domain.unit import Unit
from tracker.domain.wording import compared
from tracker.errors import Refused, StoreUnreadable
from tracker.i18n.language import N_
from tracker.steps import steps
from tracker.store import codec
from tracker.store.postgres.connection import TRIES, Row, Server, busy, has_passed
from tracker.store.replay import State, state_after

if TYPE_CHECKING:  # reading needs neither
    from tracker.domain.event import Event
    from tracker.store.moving import History
    from tracker.store.transaction import Transaction

_UNCONFIRMED = ("57014", "57P01")
"""What the server warns with when it stops waiting for its replica, which may have nothing."""

_ADD_EVENT = (
    "INSERT INTO tracker.events (seq, directive, kind, line, hash) VALUES (%s, %s, %s, %s, %s)"
)
_ADD_DIRECTIVE = "INSERT INTO tracker.directives (row, words, id) VALUES (%s, %s, %s)"
_PUT_DIRECTIVE = (
    _ADD_DIRECTIVE + " ON CONFLICT (id) DO UPDATE SET row = EXCLUDED.row, words = EXCLUDED.words"
)
_UPDATE_ROW = "UPDATE tracker.directives SET row = %s WHERE id = %s"
_UPDATE_BOTH = "UPDATE tracker.directives SET row = %s, words = %s WHERE id = %s"


_NOTHING = object()
"""What is kept of a directive that is not there."""

_NewRow = tuple[str | None, str | None, int]
"""A directive's row, its words and its id."""


class Standing(NamedTuple):
    """Where a store stands: number and hash of the last event, and the next id."""

    seq: int
    hash: str
    next_id: int


def standing(connection: psycopg.Connection[Row]) -> Standing:
    """Return where the store stands."""
    (found,) = connection.execute("SELECT seq, hash, next_id FROM tracker.standing()").fetchall()
    return Standing(*found)


class Keeping:
    """One change, from taking the lock to its commit."""

    def __init__(self, server: Server, wait: float) -> None:
        self._server = server
        self._wait = wait
        self._connection: psycopg.Connection[Row] | None = None
        self.standing = Standing(0, "", 1)

    def begin(self) -> psycopg.Connection[Row]:
        """Wait for the lock, at most as long as was asked, and note where the store stands."""
        tries = 0
        while True:
            tries += 1
            connection = self._connection = self._server.connection(writes=True)
            try:
                connection.execute("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE")
                most = str(max(int(self._wait * 1000), 1))
                connection.execute("SELECT set_config('lock_timeout', %s, true)", (most,))
                connection.execute("SELECT FROM tracker.turn FOR UPDATE")
                self.standing = standing(connection)
            except BaseException as error:
                self.abandon()
                passed = isinstance(error, psycopg.Error) and has_passed(error, connection)
                if tries == TRIES or not passed:
                    raise
            else:
                return connection

    def abandon(self) -> None:
        """Keep nothing."""
        if self._connection is not None:
            with suppress(psycopg.Error):
                self._connection.execute("ROLLBACK")

    def end(self, transaction: "Transaction") -> None:
        """Keep what was changed; raises as `settle` does."""
        if not transaction.events:
            self.abandon()
            return
        base = self.standing
        lines = list(_event_rows(transaction.events, base.hash))
        self.settle(lambda open_: _write(open_, transaction, lines, base), lines[-1])

    def fill(self, history: "History", check: Callable[[], None]) -> None:
        """Keep a whole history in a store that has none, if the check lets it; as `settle`."""
        last = _Line(len(history.lines), None, "", "", history.lines[-1].hash)

        def write(connection: psycopg.Connection[Row]) -> None:
            _write_history(connection, history)
            check()

        self.settle(write, last)

    def rewrite(self, kept: Mapping[int, Directive | None], events: Sequence["Event"]) -> None:
        """Write what the events make where something else is kept; as `settle`.

        Raises `Refused` for events that are not all.
        """
        if len(events) != self.standing.seq:
            raise not_all(self._server.where)
        state = state_after(events)
        self.settle(lambda open_: _write_state(open_, kept, state), None)

    def settle(
        self, write: Callable[[psycopg.Connection[Row]], None], last: "_Line | None"
    ) -> None:
        """Write and commit what ends with this event (None: with none), and be sure of it.

        Raises `StoreUnreadable` if the connection was lost for good, which says whether anything
        was kept, or that this is not known; `StoreBusy` if others have changed the store meanwhile.
        """
        base = self.standing
        tries = 0
        while True:
            tries += 1
            connection = self._open()
            commits = False
            try:
                write(connection)
                commits = True
                self._commit(connection)
            except _UnconfirmedError:
                pass
            except psycopg.OperationalError as error:
                self.abandon()
                if not has_passed(error, connection):
                    raise
            except BaseException:
                self.abandon()
                raise
            else:
                return
            if self._is_kept(last, base, may_be=commits):
                return
            if tries == TRIES:
                self.abandon()
                raise self._lost()

    def _open(self) -> psycopg.Connection[Row]:
        return self._connection or self.begin()

    def _commit(self, connection: psycopg.Connection[Row]) -> None:
        """Commit; raise `_UnconfirmedError` if the server gave up waiting for its replica."""
        warnings: list[str | None] = []

        def note(diagnosis: psycopg.errors.Diagnostic) -> None:
            warnings.append(diagnosis.sqlstate)

        connection.add_notice_handler(note)
        try:
            connection.execute("COMMIT")
        finally:
            connection.remove_notice_handler(note)
        if any(code in _UNCONFIRMED for code in warnings):
            raise _UnconfirmedError

    def _is_kept(self, last: "_Line | None", base: Standing, *, may_be: bool) -> bool:
        """Tell whether a change was kept after all, once nobody can still be keeping it.

        The lock tells: it is free when the server has ended the lost transaction. If the change was
        not kept, it is begun again. If it was, it counts when the server has its replica's word for
        what came behind it.
        """
        try:
            connection = self.begin()
            if self.standing.seq == base.seq or last is None:
                return False
            query = "SELECT tracker.hash_of(%s)"
            is_ours = connection.execute(query, (last.seq,)).fetchone() == (last.hash,)
            if is_ours:
                connection.execute("SELECT pg_logical_emit_message(true, 'tracker', '')")
                self._commit(connection)
        except (psycopg.Error, StoreUnreadable, _UnconfirmedError) as error:
            self.abandon()
            if may_be:
                raise StoreUnreadable(
                    "The connection to “{path}” was lost while the change was being kept: whether "
                    "it was is not known. Look at tracker history before you make it again.",
                    path=self._server.where,
                ) from error
            raise self._lost() from error
        if not is_ours:
            self.abandon()
            raise busy(self._server.where)
        return True

    def _lost(self) -> StoreUnreadable:
        return StoreUnreadable(
            "The connection to “{path}” was lost, or the server put the change off again and again."
            " Nothing was changed; try again in a moment.",
            path=self._server.where,
        )


class _UnconfirmedError(Exception):
    """The server keeps a change that its replica may not have."""


def not_all(where: str) -> Refused:
    """Return the error for a login that does not see all of a store."""
    return Refused("Your login does not see all of “{path}”.", path=where)


class _Line(NamedTuple):
    """A row of `tracker.events`."""

    seq: int
    directive: int | None
    kind: str
    line: str
    hash: str


def _write(
    connection: psycopg.Connection[Row],
    transaction: "Transaction",
    lines: Sequence[_Line],
    base: Standing,
) -> None:
    from tracker.domain.event import Restored, Reworded

    with connection.cursor() as cursor:
        cursor.executemany(_ADD_EVENT, lines)
        step = steps(N_("Writing directives"), len(transaction.changed))
        reported: list[tuple[str | None, int]] = []
        reworded: list[_NewRow] = []
        new: list[_NewRow] = []
        for id, directive in transaction.changed.items():
            step()
            row = _new_row(id, directive)
            if id >= base.next_id:
                new.append(row)
            elif any(isinstance(e.change, Restored | Reworded) for e in transaction.events_of(id)):
                reworded.append(row)
            else:
                reported.append((row[0], id))
        cursor.executemany(_UPDATE_ROW, reported)
        cursor.executemany(_UPDATE_BOTH, reworded)
        cursor.executemany(_ADD_DIRECTIVE, new)
        _put_named(cursor, transaction.units, transaction.new_meetings)


def _write_history(connection: psycopg.Connection[Row], history: "History") -> None:
    from tracker.store.replay import given_up

    state = history.state
    with connection.cursor() as cursor:
        cursor.executemany(_ADD_EVENT, _history_rows(history))
        step = steps(N_("Writing directives"), len(state.directives))
        rows: list[_NewRow] = [(None, None, id) for id in given_up(history.events)]
        for directive in state.directives.values():
            step()
            rows.append(_new_row(directive.id, directive))
        cursor.executemany(_ADD_DIRECTIVE, rows)
        _put_named(cursor, state.units, state.meetings)


def _write_state(
    connection: psycopg.Connection[Row], kept: Mapping[int, Directive | None], made: State
) -> None:
    """Write what is not as it was made; None is kept for a row that cannot be read."""
    differing = [
        id
        for id in kept.keys() | made.directives.keys()
        if kept.get(id, _NOTHING) != made.directives.get(id, _NOTHING)
    ]
    with connection.cursor() as cursor:
        rows = [_new_row(id, made.directives.get(id)) for id in differing]
        cursor.executemany(_PUT_DIRECTIVE, rows)
        cursor.execute("DELETE FROM tracker.units WHERE NOT key = ANY(%s)", (list(made.units),))
        ids = list(made.meetings)
        cursor.execute("DELETE FROM tracker.meetings WHERE NOT id = ANY(%s)", (ids,))
        _put_named(cursor, made.units, made.meetings)


def _new_row(id: int, directive: Directive | None) -> _NewRow:
    if directive is None:
        return None, None, id
    return _text(codec.directive_row(directive)), "\n".join(compared(directive.wording)), id


def _history_rows(history: "History") -> Iterator[_Line]:
    step = steps(N_("Writing events"), len(history.events))
    for event, line in zip(history.events, history.lines, strict=True):
        step()
        yield _Line(event.seq, event.directive, event.change.kind, line.body.decode(), line.hash)


def _put_named(
    cursor: psycopg.Cursor[Any],
    units: Mapping[str, Unit | None],
    meetings: Mapping[str, Meeting | None],
) -> None:
    for key, unit in units.items():
        _put(cursor, "units", "key", key, None if unit is None else codec.unit_row(unit))
    for name, meeting in meetings.items():
        row = None if meeting is None else codec.meeting_row(meeting)
        _put(cursor, "meetings", "id", name, row)


def _event_rows(events: Sequence["Event"], chain: str) -> Iterator[_Line]:
    from tracker.store.chain import chained
    from tracker.store.event_codec import event_row

    step = steps(N_("Writing events"), len(events))
    for more, event in zip(reversed(range(len(events))), events, strict=True):
        step()
        line = codec.encoded(event_row(event, more))
        chain = chained(chain, line)
        yield _Line(event.seq, event.directive, event.change.kind, line.decode(), chain)


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
