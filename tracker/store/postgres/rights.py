"""Who may do what with a store on a server: the server's own roles, given to its logins."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from psycopg import errors, sql

from tracker.domain.right import Right, Role
from tracker.domain.unit import Unit
from tracker.errors import NotFound, Refused
from tracker.store.postgres.connection import (
    LOCK_WAIT,
    Row,
    Server,
    changing,
    holders,
    no_roles,
    translated,
)

_ROLE = "SELECT rolcanlogin FROM pg_roles WHERE rolname = %s"


def grant(address: str, login: str, role: Role, unit: Unit | None = None) -> None:
    """Give a login a role, in the place of any that it had.

    An executor has a unit. Raises `NotFound` for a login that the server does not know, `Refused`
    for a role that nobody logs in by, as the program's own are.
    """
    with _changing(Server(address), login) as connection:
        if not _may_log_in(connection, login):
            raise Refused(
                "“{login}” is a role that nobody logs in by: rights are given to logins.",
                login=login,
            )
        _take(connection, login)
        given = sql.SQL("GRANT {} TO {}").format(_role(role), sql.Identifier(login))
        connection.execute(given)
        if unit is not None:
            connection.execute("INSERT INTO tracker.members VALUES (%s, %s)", (login, unit.key))


def revoke(address: str, login: str) -> list[int]:
    """Take every role away from a login, and end what it still holds locked.

    Returns the processes that hold anything and are not ours to end. Raises `NotFound` for a login
    that the server does not know.
    """
    server = Server(address)
    with _changing(server, login) as connection:
        _take(connection, login)
    with translated(server.where):
        connection = server.connection()
        return [process for process in _holding(connection, login) if not _end(connection, process)]


def _holding(connection: psycopg.Connection[Row], login: str) -> list[int]:
    return [process for holder, process in holders(connection) if holder == login]


def _end(connection: psycopg.Connection[Row], process: int) -> bool:
    """End a process of the server; tell whether we may."""
    try:
        connection.execute("SELECT pg_terminate_backend(%s, 5000)", (process,))
    except errors.UndefinedFunction:  # before version 14 it does not wait
        connection.execute("SELECT pg_terminate_backend(%s)", (process,))
    except errors.InsufficientPrivilege:
        return False
    return True


def rights(address: str) -> list[Right]:
    """Return the rights that were given, by login."""
    server = Server(address)
    with translated(server.where):
        connection = server.connection()
        _check_roles(connection, server.where)
        found = connection.execute(
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
def _changing(server: Server, login: str) -> Iterator[psycopg.Connection[Row]]:
    """Change the rights of a login, all or nothing."""
    with changing(server.where), server.transaction(keeps=True) as connection:
        connection.execute("SELECT set_config('lock_timeout', %s, true)", (f"{LOCK_WAIT}s",))
        _check_roles(connection, server.where)
        # One after the other, and not by the lock of changes, which the login itself may hold.
        connection.execute("LOCK TABLE tracker.members IN SHARE ROW EXCLUSIVE MODE")
        if not connection.execute(_ROLE, (login,)).fetchall():
            raise NotFound(
                "The server has no login “{login}”: its administrator makes it, CREATE ROLE … "
                "LOGIN.",
                login=login,
            )
        yield connection


def _check_roles(connection: psycopg.Connection[Row], where: str) -> None:
    """Raise `StoreUnreadable` on a server that a dump came to without the program's roles."""
    known = "SELECT count(*) FROM pg_roles WHERE rolname = ANY(%s)"
    ((number,),) = connection.execute(known, ([f"tracker_{role}" for role in Role],)).fetchall()
    if number < len(Role):
        raise no_roles(where)


def _may_log_in(connection: psycopg.Connection[Row], login: str) -> bool:
    ((answer,),) = connection.execute(_ROLE, (login,)).fetchall()
    return bool(answer) and login not in [f"tracker_{role}" for role in Role]


def _take(connection: psycopg.Connection[Row], login: str) -> None:
    for role in Role:
        taken = sql.SQL("REVOKE {} FROM {}").format(_role(role), sql.Identifier(login))
        connection.execute(taken)
    connection.execute("DELETE FROM tracker.members WHERE login = %s", (login,))


def _role(role: Role) -> sql.Identifier:
    return sql.Identifier(f"tracker_{role}")
