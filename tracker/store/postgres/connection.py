"""The connection to a server, and what its errors mean to the user."""

import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg import errors
from psycopg.conninfo import conninfo_to_dict

from tracker.errors import Refused, StoreBusy, StoreUnreadable, WrongUsage

PATIENCE = 10
"""Seconds to wait for a server to answer, unless the address or PGCONNECT_TIMEOUT says."""

Row = tuple[Any, ...]


class Server:
    """One connection to a server, opened on the first need, and again if it was lost."""

    def __init__(self, address: str) -> None:
        self._address = address
        self.where = described(address)
        self._connection: psycopg.Connection[Row] | None = None

    def connection(self) -> psycopg.Connection[Row]:
        """Return the connection, each statement of which counts at once."""
        if self._connection is None or self._connection.closed:
            given: dict[str, Any] = {"connect_timeout": PATIENCE, "application_name": "tracker"}
            given |= conninfo_to_dict(self._address)
            self._connection = psycopg.connect(autocommit=True, **given)
            weakref.finalize(self, self._connection.close)
        return self._connection

    @contextmanager
    def transaction(self, *, keeps: bool) -> Iterator[psycopg.Connection[Row]]:
        """Open a transaction, of which nothing is kept unless it `keeps`."""
        connection = self.connection()
        with connection.transaction(force_rollback=not keeps):
            yield connection


def described(address: str) -> str:
    """Return the address as it may be shown.

    Raises `WrongUsage` for one that is none, or bears a password: others could read it there.
    """
    try:
        given = conninfo_to_dict(address)
    except psycopg.ProgrammingError as error:
        raise WrongUsage("This is no address of a server: postgresql://HOST/DATABASE.") from error
    if given.get("password"):
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
        raise StoreBusy(
            "Somebody else is writing to “{path}”. Nothing was changed; try again in a moment.",
            path=where,
        ) from error
    except errors.InsufficientPrivilege as error:
        raise Refused("Your login may not do this at “{path}”.", path=where) from error
    except (psycopg.DataError, UnicodeEncodeError) as error:
        raise Refused("The text has a character that no server can keep.") from error
    except (errors.UndefinedTable, errors.InvalidSchemaName, errors.UndefinedFunction) as error:
        raise StoreUnreadable(
            "There is no store at “{path}” yet: tracker store init “{path}”.", path=where
        ) from error
    except psycopg.Error as error:
        raise StoreUnreadable(
            "The server of “{path}” does not answer as it should ({problem}).",
            path=where,
            problem=first_line(error),
        ) from error


def first_line(error: psycopg.Error) -> str:
    """Return the server's first sentence."""
    said = error.diag.message_primary or str(error)
    return said.strip().splitlines()[0][:200] if said.strip() else type(error).__name__
