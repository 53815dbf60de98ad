"""Making a server ready for a store."""

from pathlib import Path

import psycopg
from msgspec import Raw

from tracker.domain.wording import compared
from tracker.errors import Refused
from tracker.store import codec
from tracker.store.postgres.connection import PATIENCE, Row, Server, translated


def statements() -> str:
    """Return the SQL that makes a store, and brings one that is there up to date."""
    parts = sorted(Path(__file__).with_name("sql").glob("*.sql"))
    return "\n".join(part.read_text(encoding="utf-8") for part in parts)


def init(address: str) -> None:
    """Make schema, roles and policies, all or nothing; again as often as wanted.

    Needs a login that may create roles and schemas. Raises `Refused` for a database that is not of
    UTF-8, and what `translated` says.
    """
    server = Server(address)
    with translated(server.where), server.transaction(keeps=True) as connection:
        if connection.info.parameter_status("server_encoding") != "UTF8":
            raise Refused(
                "The database must be of UTF-8: createdb --encoding UTF8 --template template0 NAME."
            )
        connection.execute("SELECT set_config('lock_timeout', %s, true)", (f"{PATIENCE}s",))
        connection.execute(statements())
        _fill_words(connection)


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
