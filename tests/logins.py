"""A store on a server that several logins share, and plain SQL, as from somebody without us."""

from collections.abc import Callable
from datetime import date

import psycopg
from psycopg import sql

from tracker.domain.directive import Signature
from tracker.domain.right import Role
from tracker.service.add import add
from tracker.service.units import add_unit
from tracker.store.base import Store
from tracker.store.open import open_store
from tracker.store.postgres.rights import grant

Login = Callable[[str], str]
"""Gives the address of a login."""


def run(address: str, query: str, *values: object) -> list[tuple[object, ...]]:
    """Run plain SQL."""
    with psycopg.connect(address, autocommit=True) as connection:
        cursor = connection.execute(query.encode(), values)
        return cursor.fetchall() if cursor.description else []


def make_logins(address: str, *names: str) -> Login:
    """Make logins without any rights, also if there are some of these names."""
    with psycopg.connect(address, autocommit=True) as connection:
        for name in names:
            role = sql.Identifier(name)
            connection.execute(sql.SQL("DROP ROLE IF EXISTS {}").format(role))
            connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(role))
    return lambda name: address.replace("user=postgres", f"user={name}")


def two_units(address: str, by: Signature) -> Store:
    """Return a store of two units; directive 1 is of education, and 2 of health."""
    store = open_store(address, wait=0.2)
    fill(store, by)
    return store


def fill(store: Store, by: Signature) -> None:
    """Enter two units and their directives: six events."""
    add_unit(store, "education", {"kk": "Білім басқармасы"}, by=by)
    add_unit(store, "health", {"kk": "Денсаулық басқармасы"}, by=by)
    add(store, {"kk": "Мектеп"}, executor="education", due=date(2026, 1, 31), by=by)
    add(store, {"kk": "Емхана"}, executor="health", by=by)


def people(address: str, store: Store) -> Login:
    """Make the logins aigul, who controls, bilim (education) and densaulyq (health), who execute.

    `reader` reads, and `nobody` has no rights.
    """
    login = make_logins(address, "aigul", "bilim", "densaulyq", "reader", "nobody")
    grant(address, "aigul", Role.CONTROLLER)
    grant(address, "bilim", Role.EXECUTOR, store.register().find("education"))
    grant(address, "densaulyq", Role.EXECUTOR, store.register().find("health"))
    grant(address, "reader", Role.READER)
    return login
