"""Making a server ready for a store."""

from pathlib import Path

import psycopg
from msgspec import Raw
from psycopg import errors

from tracker.domain.wording import compared
from tracker.errors import Refused, StoreBusy
from tracker.store import codec
from tracker.store.postgres.connection import (
    LOCK_WAIT,
    TRIES,
    Row,
    Server,
    busy,
    changing,
    holding_logins,
    translated,
)

_AT_ONCE = (
    errors.UniqueViolation,
    errors.DuplicateObject,
    errors.DuplicateSchema,
    errors.DuplicateTable,
    errors.DuplicateFunction,
    errors.InternalError_,  # “tuple concurrently updated”, for which there is no code
)
"""What the server says where two make a store at once: who asks again finds it made."""


def statements() -> str:
    """Return the SQL that makes a store, and brings one that is there up to date."""
    parts = sorted(Path(__file__).with_name("sql").glob("*.sql"))
    return "\n".join(part.read_text(encoding="utf-8") for part in parts)


def init(address: str) -> None:
    """Make schema, roles and policies, all or nothing; again as often as wanted.

    Needs a login that may create roles and schemas. Raises `Refused` for a database that is not of
    UTF-8, `StoreBusy` where somebody is at work, and what `changing` says.
    """
    server = Server(address)
    tries = 0
    while True:
        tries += 1
        try:
            with changing(server.where, *_AT_ONCE, errors.LockNotAvailable):
                _make(server)
        except _AT_ONCE as error:
            if tries == TRIES:
                raise busy(server.where) from error
        except errors.LockNotAvailable as error:
            raise _in_use(server) from error
        else:
            return


def _make(server: Server) -> None:
    with server.transaction(keeps=True) as connection:
        if connection.info.parameter_status("server_encoding") != "UTF8":
            raise Refused(
                "The database must be of UTF-8: createdb --encoding UTF8 --template template0 NAME."
            )
        connection.execute("SELECT set_config('lock_timeout', %s, true)", (f"{LOCK_WAIT}s",))
        connection.execute(statements())
        _fill_words(connection)


def _in_use(server: Server) -> StoreBusy:
    """Return the error for a store that somebody reads or changes in an open transaction."""
    with translated(server.where):
        connection = server.connection()
    logins = holding_logins(connection)
    if not logins:
        return busy(server.where)
    return StoreBusy(
        "An open transaction of {logins} keeps “{path}” as it is. Nothing was changed; try again "
        "when it is over, or have the server's administrator end it (pg_terminate_backend).",
        path=server.where,
        logins=logins,
    )


def _fill_words(connection: psycopg.Connection[Row]) -> None:
    """Write the words of directives that an earlier form of the store had without them."""
    found = connection.execute(
        "SELECT id, convert_to(row::text, 'UTF8') FROM tracker.directives "
        "WHERE row IS NOT NULL AND words IS NULL",
        binary=True,
    ).fetchall()
    words = [("\n".join(compared(codec.directive_of(Raw(row)).wording)), id) for id, row in found]
    with connection.cursor() as cursor:
        cursor.executemany("UPDATE tracker.directives SET words = %s WHERE id = %s", words)
