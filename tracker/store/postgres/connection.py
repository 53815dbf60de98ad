"""The connection to a server, and what its errors mean to the user."""

import logging
import os
import weakref
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import Any, LiteralString

import psycopg
from psycopg import errors
from psycopg.conninfo import conninfo_to_dict
from psycopg.pq import TransactionStatus

from tracker.errors import Refused, StoreBusy, StoreUnreadable, TrackerError, WrongUsage
from tracker.i18n.language import N_
from tracker.store.address import bears_password, decoded, no_server

logging.getLogger("psycopg").addHandler(logging.NullHandler())  # what matters is raised

PATIENCE = 10
"""Seconds to wait for a server's answer, unless address, service or PGCONNECT_TIMEOUT says.

As long waits who reads for who keeps a table locked.
"""

LOCK_WAIT = 2
"""Seconds that making a store or giving rights waits for whoever is at work there.

As long wait those who come behind: what changes a table lets nobody pass meanwhile.
"""

TRIES = 3
"""How often something is tried that a lost connection or another's work can end."""

PASSING = (errors.SerializationFailure, errors.DeadlockDetected)
"""What the server refuses now, and not when it is asked again."""

_PREPARING = """
    SELECT pg_catalog.has_schema_privilege(pg_catalog.to_regnamespace('tracker'), 'USAGE')
        OR pg_catalog.has_schema_privilege(pg_catalog.to_regnamespace('tracker_own'), 'USAGE'),
      pg_catalog.set_config('lock_timeout', %s, false),
      pg_catalog.set_config('search_path', CASE
        WHEN pg_catalog.has_schema_privilege(pg_catalog.to_regnamespace('tracker'), 'USAGE')
        THEN 'pg_catalog, tracker, pg_temp'
        ELSE 'pg_catalog, tracker_own, pg_temp' END, false)
"""
"""Nobody's functions are taken for the server's, and rights are those of the store.

What an executor sees stands under the names of the tables in a schema of its own, the only one that
it may use. The answer begins with whether the login has any right there, NULL where there is no
store. Nobody waits for a lock without end, also who only reads.
"""

Row = tuple[Any, ...]


_PASSWORDS = (
    "password",
    "sslpassword",
    "oauth_client_secret",
    "scram_client_key",
    "scram_server_key",
)
"""The parts of an address that are secret themselves."""

_LAST_PORT = 65_535


class NoAnswer(StoreUnreadable):
    """The server does not answer, or not as it should."""


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
                known = self._connected(writes=writes)
            except psycopg.OperationalError as error:
                if writes:
                    raise StoreUnreadable(
                        "No server of “{path}” takes changes now ({problem}). Nothing was changed; "
                        "try again in a moment.",
                        path=self.where,
                        problem=first_line(error),
                    ) from error
                raise
            self._connection = known
            weakref.finalize(self, known.close)
        return known

    def _connected(self, *, writes: bool) -> psycopg.Connection[Row]:
        try:
            connection = psycopg.connect(**self._given(writes=writes))
        except UnicodeError as error:  # raised by the looking up of a name that no host can have
            raise psycopg.OperationalError("no host can have this name") from error
        try:
            _prepare(connection)
        except BaseException:
            connection.close()
            raise
        return connection

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
            except errors.LockNotAvailable as error:
                raise busy(self.where, holding_logins(connection)) from error
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
        """Open a transaction, of which nothing is kept unless it `keeps`.

        Raises `StoreUnreadable` for a connection that was lost at the end: who keeps anything this
        way may do so again.
        """
        connection, is_over = self.connection(writes=keeps), False
        try:
            with connection.transaction(force_rollback=not keeps):
                yield connection
                is_over = keeps
        except psycopg.OperationalError as error:
            if not (is_over and connection.closed):
                raise
            raise StoreUnreadable(
                "The connection to “{path}” was lost at the end: whether the change was made is "
                "not known. Give the command again; what is there already stays.",
                path=self.where,
            ) from error


def _prepare(connection: psycopg.Connection[Row]) -> None:
    ((may_enter, *_),) = connection.execute(_PREPARING, (f"{PATIENCE}s",)).fetchall()
    if may_enter is False:
        raise errors.InsufficientPrivilege("the login has no role of the store")


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
        given = {name: str(value) for name, value in conninfo_to_dict(address).items()}
    except (psycopg.ProgrammingError, UnicodeError):
        raise no_server() from None  # libpq's words have parts of the address
    bears_one = any(given.get(name) for name in _PASSWORDS)
    if bears_one or any(map(bears_password, given.values())) or _is_pair(given.get("user", "")):
        raise WrongUsage(
            "Leave the password out of the address, where others can read it: ~/.pgpass or "
            "PGPASSFILE is the place for it."
        )
    ports = given.get("port", "").split(",")
    hosts = f"{given.get('host', '')},{given.get('hostaddr', '')}".split(",")
    if (
        not all(not port or (port.isdecimal() and int(port) <= _LAST_PORT) for port in ports)
        or any("@" in host[1:] for host in hosts)
        or "@" in given.get("dbname", "")
    ):
        raise no_server()
    return address


def _is_pair(user: str) -> bool:
    """Tell whether a name looks like one and a password, however they are parted."""
    return any(sign in form for form in decoded(user) for sign in ":;|/, \t")


@contextmanager
def changing(where: str, *untouched: type[psycopg.Error]) -> Iterator[None]:
    """Translate as `translated` does; a server that does not answer has changed nothing."""
    try:
        with translated(where, *untouched):
            yield
    except NoAnswer as error:
        raise StoreUnreadable(
            "The server of “{path}” does not answer as it should ({problem}). Nothing was changed; "
            "try again in a moment.",
            **error.values,
        ) from error


@contextmanager
def translated(where: str, *untouched: type[psycopg.Error]) -> Iterator[None]:
    """Turn what the server says into sentences, but for errors that are left `untouched`."""
    try:
        yield
    except untouched:
        raise
    except errors.LockNotAvailable as error:
        raise busy(where) from error
    except errors.UndefinedObject as error:
        raise no_roles(where) from error
    except (psycopg.Error, UnicodeEncodeError) as error:
        for kinds, made, sentence in _SENTENCES:
            if isinstance(error, kinds):
                raise made(sentence, path=where) from error
        if isinstance(error, psycopg.Error) and error.sqlstate in _OWN:
            raise Refused(_OWN[error.sqlstate]) from error
        raise NoAnswer(
            N_("The server of “{path}” does not answer as it should ({problem})."),
            path=where,
            problem=first_line(error),
        ) from error


_SENTENCES: Sequence[tuple[tuple[type[Exception], ...], type[TrackerError], str]] = (
    ((errors.InsufficientPrivilege,), Refused, N_("Your login may not do this at “{path}”.")),
    (
        (psycopg.DataError, UnicodeEncodeError),
        Refused,
        N_("The text has a character that no server can keep."),
    ),
    (
        (errors.ProgramLimitExceeded,),
        Refused,
        N_("A theme, an item or a name is too long for a server."),
    ),
    (
        (errors.UndefinedTable, errors.InvalidSchemaName),
        StoreUnreadable,
        N_("There is no store at “{path}” yet: tracker store init “{path}”."),
    ),
    (
        (errors.UndefinedFunction, errors.UndefinedColumn),
        StoreUnreadable,
        N_(
            "The store at “{path}” is of another version of this program. Its administrator brings "
            "it up to date: tracker store init “{path}”."
        ),
    ),
)
"""What the server's errors mean, the first that fits."""

_OWN: Mapping[str | None, str] = {
    "TR002": N_("An executor's report counts for a day close to today: leave out --today."),
    "TR003": N_(
        "That day has a reading already, which the controller or another unit has given: it is "
        "theirs to change."
    ),
}
"""What the codes mean that our own functions there refuse an executor's event with."""


def busy(where: str, logins: Sequence[str] = ()) -> StoreBusy:
    """Return the error for a store that somebody else is changing, by these logins if known."""
    if logins:
        return StoreBusy(
            "Somebody else is writing to “{path}” ({logins}). Nothing was changed; try again in a "
            "moment.",
            path=where,
            logins=logins,
        )
    return StoreBusy(
        "Somebody else is writing to “{path}”. Nothing was changed; try again in a moment.",
        path=where,
    )


def no_roles(where: str) -> StoreUnreadable:
    """Return the error for a store that came to a server without its roles, as a dump does."""
    return StoreUnreadable(
        "The server of “{path}” does not have the roles of this store, as after a dump was "
        "restored: tracker store init “{path}”, then tracker store grant for each login.",
        path=where,
    )


def holders(connection: psycopg.Connection[Row]) -> list[tuple[str, int]]:
    """Return who else holds anything of the store locked, or reads it: login and process.

    Those that only wait for others are left out.
    """
    found = connection.execute(
        """
        SELECT DISTINCT a.usename::text, a.pid
        FROM pg_stat_activity a JOIN pg_locks l ON l.pid = a.pid
        JOIN pg_class c ON c.oid = l.relation
        WHERE c.relnamespace = to_regnamespace('tracker') AND l.granted
          AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
          AND a.pid <> pg_backend_pid()
          AND NOT EXISTS (SELECT FROM pg_locks w WHERE w.pid = a.pid AND NOT w.granted)
        ORDER BY 1, 2
        """
    )
    return [(login, process) for login, process in found.fetchall()]


def holding_logins(connection: psycopg.Connection[Row]) -> list[str]:
    """Return the logins of `holders`; none where the server does not say."""
    with suppress(psycopg.Error):
        return list(dict.fromkeys(login for login, _ in holders(connection)))
    return []


def first_line(error: Exception) -> str:
    """Return the server's first sentence."""
    told = error.diag.message_primary if isinstance(error, psycopg.Error) else None
    said = told or str(error)
    return said.strip().splitlines()[0][:200] if said.strip() else type(error).__name__
