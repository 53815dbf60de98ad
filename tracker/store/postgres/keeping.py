"""Keeping what a transaction changed on a server: once, whatever becomes of the connection.

A change holds one lock from its first read to its commit, so that events have one order and one
chain of hashes. If the connection is lost, or the server puts the change off, it is written again
on the same state, or not at all: the last event tells whether it was kept.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

import psycopg
from psycopg import errors

from tracker.domain.directive import Directive
from tracker.errors import Refused, StoreUnreadable
from tracker.store.postgres.connection import (
    TRIES,
    Row,
    Server,
    busy,
    has_passed,
    holding_logins,
)
from tracker.store.postgres.writing import (
    EventLine,
    event_lines,
    write_change,
    write_history,
    write_state,
)
from tracker.store.replay import state_after

if TYPE_CHECKING:  # reading needs neither
    from tracker.domain.event import Event
    from tracker.store.history import History
    from tracker.store.transaction import Transaction

_UNCONFIRMED = ("57014", "57P01")
"""What the server warns with when it stops waiting for its replica, which may have nothing."""


class Standing(NamedTuple):
    """Where a store stands: number and hash of the last event, and the next id.

    An executor is told no hash (None), and the id behind those that it sees.
    """

    seq: int
    hash: str | None
    next_id: int


def standing(connection: psycopg.Connection[Row]) -> Standing:
    """Return where the store stands."""
    (found,) = connection.execute("SELECT seq, hash, next_id FROM stands()").fetchall()
    return Standing(*found)


class Keeping:
    """One change, from taking the lock to its commit; `standing` is where the store stood then."""

    standing: Standing
    _connection: psycopg.Connection[Row]

    def __init__(self, server: Server, wait: float) -> None:
        self._server = server
        self._wait = wait
        self._begin()

    def _begin(self) -> None:
        """Wait for the lock, at most as long as was asked, and note where the store stands."""
        tries = 0
        while True:
            tries += 1
            connection = self._connection = self._server.connection(writes=True)
            try:
                connection.execute("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE")
                most = str(max(int(self._wait * 1000), 1))
                connection.execute("SELECT set_config('lock_timeout', %s, true)", (most,))
                connection.execute("SELECT take_turn()")
                self.standing = standing(connection)
            except errors.LockNotAvailable as error:
                self.abandon()
                raise busy(self._server.where, holding_logins(connection)) from error
            except BaseException as error:
                self.abandon()
                passed = isinstance(error, psycopg.Error) and has_passed(error, connection)
                if tries == TRIES or not passed:
                    raise
            else:
                return

    def abandon(self) -> None:
        """Keep nothing."""
        with suppress(psycopg.Error):
            self._connection.execute("ROLLBACK")

    def end(self, transaction: "Transaction") -> None:
        """Keep what was changed; raises as `settle` does."""
        if not transaction.events:
            self.abandon()
            return
        base = self.standing
        lines = list(event_lines(transaction.events, base.hash, transaction.kept))
        self.settle(lambda open_: write_change(open_, transaction, lines, base.next_id), lines[-1])

    def fill(self, history: "History", check: Callable[[], None]) -> None:
        """Keep a whole history in a store that has none, if the check lets it; as `settle`."""
        body, digest = history.lines[-1]
        last = EventLine(len(history.lines), None, "", body.decode(), digest)

        def write(connection: psycopg.Connection[Row]) -> None:
            write_history(connection, history)
            check()

        self.settle(write, last)

    def rewrite(self, kept: Mapping[int, Directive | None], events: Sequence["Event"]) -> None:
        """Write what the events make where something else is kept; as `settle`.

        Raises `Refused` for events that are not all.
        """
        if len(events) != self.standing.seq:
            raise not_all(self._server.where)
        state = state_after(events)
        self.settle(lambda open_: write_state(open_, kept, state), None)

    def settle(
        self, write: Callable[[psycopg.Connection[Row]], None], last: EventLine | None
    ) -> None:
        """Write and commit what ends with this event (None: with none), and be sure of it.

        Raises `StoreUnreadable` if the connection was lost for good, which says whether anything
        was kept, or that this is not known; `StoreBusy` if others have changed the store meanwhile.
        """
        base = self.standing
        tries = 0
        while True:
            tries += 1
            connection, commits = self._connection, False
            try:
                write(connection)
                commits = True
                self._commit()
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

    def _commit(self) -> None:
        """Commit; raise `_UnconfirmedError` if the server gave up waiting for its replica."""
        warnings: list[str | None] = []

        def note(diagnosis: psycopg.errors.Diagnostic) -> None:
            warnings.append(diagnosis.sqlstate)

        self._connection.add_notice_handler(note)
        try:
            self._connection.execute("COMMIT")
        finally:
            self._connection.remove_notice_handler(note)
        if any(code in _UNCONFIRMED for code in warnings):
            raise _UnconfirmedError

    def _is_kept(self, last: EventLine | None, base: Standing, *, may_be: bool) -> bool:
        """Tell whether a change was kept after all, once nobody can still be keeping it.

        The lock tells: it is free when the server has ended the lost transaction. If the change was
        not kept, it is begun again. If it was, it counts when the server has its replica's word for
        what came behind it.
        """
        try:
            self._begin()
            if self.standing.seq == base.seq:
                return False
            is_ours = last is not None and _is_mine(self._connection, last)
            if is_ours:
                self._connection.execute("SELECT pg_logical_emit_message(true, 'tracker', '')")
                self._commit()
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


def _is_mine(connection: psycopg.Connection[Row], event: EventLine) -> bool:
    digest = sha256(event.line.encode()).hexdigest()
    asked = connection.execute("SELECT is_mine(%s, %s)", (event.seq, digest))
    ((found,),) = asked.fetchall()
    return bool(found)


class _UnconfirmedError(Exception):
    """The server keeps a change that its replica may not have."""


def not_all(where: str) -> Refused:
    """Return the error for a login that does not see all of a store."""
    return Refused("Your login does not see all of “{path}”.", path=where)
