"""Making a server ready for a store."""

from pathlib import Path

from tracker.store.postgres.connection import Server, translated


def statements() -> str:
    """Return the SQL that makes a store, and changes nothing where one is."""
    return Path(__file__).with_name("schema.sql").read_text(encoding="utf-8")


def init(address: str) -> None:
    """Make schema, roles and policies, all or nothing; again as often as wanted.

    Needs a login that may create roles and schemas. Raises what `translated` says.
    """
    server = Server(address)
    with translated(server.where), server.transaction(keeps=True) as connection:
        connection.execute(statements())
