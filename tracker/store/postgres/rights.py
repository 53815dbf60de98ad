"""Who may do what with a store on a server: the server's own roles, given to its logins."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from psycopg import errors, sql

from tracker.domain.right import Right, Role
from tracker.domain.unit import Unit
from tracker.errors import NotFound
from tracker.store.postgres.connection import Row, Server, translated


def grant(address: str, login: str, role: Role, unit: Unit | None = None) -> None:
    """Give a login a role, in the place of any that it had.

    An executor has a unit. Raises `NotFound` for a login that the server does not know.
    """
    with _changing(address, login) as connection:
        _take(connection, login)
        given = sql.SQL("GRANT {} TO {}").format(_role(role), sql.Identifier(login))
        connection.execute(given)
        if unit is not None:
            connection.execute("INSERT INTO tracker.members VALUES (%s, %s)", (login, unit.key))


def revoke(address: str, login: str) -> None:
    """Take every role away from a login; raise `NotFound` for one that the server does not know."""
    with _changing(address, login) as connection:
        _take(connection, login)


def rights(address: str) -> list[Right]:
    """Return the rights that were given, by login."""
    server = Server(address)
    with translated(server.where):
        found = server.connection().execute(
            """
            SELECT login.rolname, substr(role.rolname, length('tracker_') + 1), m.unit
            FROM pg_auth_members given
            JOIN pg_roles role ON role.oid = given.roleid
            JOIN pg_roles login ON login.oid = given.member
            LEFT JOIN tracker.members m ON m.login = login.rolname
            WHERE role.rolname IN ('tracker_controller', 'tracker_executor', 'tracker_reader')
            ORDER BY login.rolname, role.rolname
            """
        )
        return [Right(login, Role(role), unit) for login, role, unit in found]


@contextmanager
def _changing(address: str, login: str) -> Iterator[psycopg.Connection[Row]]:
    """Change the rights of a login, all or nothing."""
    server = Server(address)
    try:
        with (
            translated(server.where, errors.UndefinedObject),
            server.transaction(keeps=True) as connection,
        ):
            yield connection
    except errors.UndefinedObject as error:
        raise NotFound(
            "The server has no login “{login}”: its administrator makes it, CREATE ROLE … LOGIN.",
            login=login,
        ) from error


def _take(connection: psycopg.Connection[Row], login: str) -> None:
    for role in Role:
        taken = sql.SQL("REVOKE {} FROM {}").format(_role(role), sql.Identifier(login))
        connection.execute(taken)
    connection.execute("DELETE FROM tracker.members WHERE login = %s", (login,))


def _role(role: Role) -> sql.Identifier:
    return sql.Identifier(f"tracker_{role}")
