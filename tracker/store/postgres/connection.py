"""The connection to a server, and what its errors mean to the user."""

import logging
import os
import weakref
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any, LiteralString

import psycopg
from psycopg import errors
from psycopg.conninfo import conninfo_to_dict
from psycopg.pq import TransactionStatus

from tracker.errors import Refused, StoreBusy, StoreUnreadable, WrongUsage

logging.getLogger("psycopg").addHandler(logging.NullHandler())  # what matters is raised

PATIENCE = 10
"""Seconds to wait for a server's answer, unless address, service or PGCONNECT_TIMEOUT says."""

TRIES = 3
"""How often something is tried that a lost connection or another's work can end."""

PASSING = (errors.SerializationFailure, errors.DeadlockDetected)
"""What the server refuses now, and not when it is asked again."""

_PREPARING = (
    "SELECT pg_catalog.set_config('search_path', 'pg_catalog, pg_temp', false), "
    "pg_catalog.set_config('row_security', 'on', false)"
)
"""Nobody's functions are taken for the server's, and rights are those of the store."""

_TOO_FAR = "TR002"
"""The code of our own for an executor's event of a day too far from the present one."""

Row = tuple[Any, ...]


class Server:
    """One connection to a server, opened on the first need, and again if it was lost.

    An address may name several servers of which one is the primary: what reads goes to the one that
    the address prefers (`target_session_attrs`), what changes to the one that can be written.
    """

    def __init__(self, address: str) -> None:
        self._address = address
        self.where = described(address)
        self._connection: psycopg.Connection[Row] | None = None
        self._snapshot: psycopg.Connection[Row] | None = None

    def connection(self, *, writes: bool = False) -> psycopg.Connection[Row]:
        """Return the connection, each statement of which counts at once.

        Raises `StoreUnreadable` if it `writes`, and no server can be written.
        """
        known = self._connection
        if known is None or known.closed or (writes and _is_replica(known)):
            try:
                known = self._connection = psycopg.connect(**self._given(writes=writes))
                known.execute(_PREPARING)
            except psycopg.OperationalError as error:
                if writes:
                    raise StoreUnreadable(
                        "No server of “{path}” takes changes now ({problem}). Nothing was changed; "
                        "try again in a moment.",
                        path=self.where,
                        problem=first_line(error),
                    ) from error
                raise
            weakref.finalize(self, known.close)
        return known

    def _given(self, *, writes: bool) -> dict[str, Any]:
        """Return how to connect: as the address says, but for what we rely on."""
        given: dict[str, Any] = {"application_name": "tracker", **conninfo_to_dict(self._address)}
        if "service" not in given and "PGCONNECT_TIMEOUT" not in os.environ:
            given.setdefault("connect_timeout", PATIENCE)
        if writes:
            given["target_session_attrs"] = "read-write"
        return {**given, "client_encoding": "UTF8", "autocommit": True}

    def answer(self, query: LiteralString, values: Mapping[str, object] | None = None) -> list[Row]:
        """Return what a query that only reads finds; ask again if the connection was lost."""
        tries = 0
        while True:
            tries += 1
            connection = self._snapshot or self.connection()
            try:
                return connection.execute(query, values, binary=True).fetchall()
            except psycopg.OperationalError as error:
                is_in_change = connection.info.transaction_status is TransactionStatus.INERROR
                is_bound = is_in_change or self._snapshot is not None
                if tries == TRIES or is_bound or not has_passed(error, connection):
                    raise

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Let all answers be of one moment, whatever others change; a replica can give it too."""
        connection = self.connection()
        connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        self._snapshot = connection
        try:
            yield
        finally:
            self._snapshot = None
            with suppress(psycopg.Error):
                connection.execute("ROLLBACK")

    @contextmanager
    def transaction(self, *, keeps: bool) -> Iterator[psycopg.Connection[Row]]:
        """Open a transaction, of which nothing is kept unless it `keeps`."""
        connection = self.connection(writes=keeps)
        with connection.transaction(force_rollback=not keeps):
            yield connection


def has_passed(error: psycopg.Error, connection: psycopg.Connection[Row]) -> bool:
    """Tell whether an error is one that may not come again, on a connection if need be."""
    return isinstance(error, PASSING) or connection.closed


def _is_replica(connection: psycopg.Connection[Row]) -> bool:
    """Tell whether a server is a replica: it says so itself, from version 14 on."""
    told = connection.info.parameter_status("in_hot_standby")
    if told is not None:
        return told == "on"
    ((answer,),) = connection.execute("SELECT pg_is_in_recovery()").fetchall()
    return bool(answer)


def described(address: str) -> str:
    """Return the address as it may be shown.

    Raises `WrongUsage` for one that is none, or bears a password: others could read it there.
    """
    try:
        given = conninfo_to_dict(address)
    except psycopg.ProgrammingError as error:
        raise WrongUsage("This is no address of a server: postgresql://HOST/DATABASE.") from error
    if given.get("password") or given.get("sslpassword"):
        raise WrongUsage(
            "Leave the password out of the address, where others can read it: ~/.pgpass or "
            "PGPASSFILE is the place for it."
        )
    return address


@contextmanager
def translated(where: str, *untouched: type[psycopg.Error]) -> Iterator[None]:
    """Turn what the server says into sentences, but for errors that are left `untouched`."""
    try:
        yield
    except untouched:
        raise
    except errors.LockNotAvailable as error:
        raise busy(where) from error
    except errors.InsufficientPrivilege as error:
        raise Refused("Your login may not do this at “{path}”.", path=where) from error
    except (psycopg.DataError, UnicodeEncodeError) as error:
        raise Refused("The text has a character that no server can keep.") from error
    except errors.ProgramLimitExceeded as error:
        raise Refused("A theme, an item or a name is too long for a server.") from error
    except (errors.UndefinedTable, errors.InvalidSchemaName, errors.UndefinedFunction) as error:
        raise StoreUnreadable(
            "There is no store at “{path}” yet: tracker store init “{path}”.", path=where
        ) from error
    except psycopg.Error as error:
        if error.sqlstate == _TOO_FAR:
            raise Refused(
                "An executor's report counts for a day close to today: leave out --today."
            ) from error
        raise StoreUnreadable(
            "The server of “{path}” does not answer as it should ({problem}).",
            path=where,
            problem=first_line(error),
        ) from error


def busy(where: str) -> StoreBusy:
    """Return the error for a store that somebody else is changing."""
    return StoreBusy(
        "Somebody else is writing to “{path}”. Nothing was changed; try again in a moment.",
        path=where,
    )


def first_line(error: psycopg.Error) -> str:
    """Return the server's first sentence."""
    said = error.diag.message_primary or str(error)
    return said.strip().splitlines()[0][:200] if said.strip() else type(error).__name__
