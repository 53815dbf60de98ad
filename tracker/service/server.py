"""A store on a server: making it, and who may do what with it."""

from collections.abc import Sequence

from tracker.domain.right import Right, Role
from tracker.errors import Refused, WrongUsage
from tracker.store.base import Store
from tracker.store.open import is_server, open_store


def init(address: str, *, dry_run: bool = False) -> str:
    """Make a server ready for a store, which changes nothing where one is; return the SQL.

    Raises `Refused` for an address of no server, and for a login that may not.
    """
    _check(address)
    from tracker.store.postgres.schema import init as make
    from tracker.store.postgres.schema import statements

    if not dry_run:
        make(address)
    return statements()


def grant(address: str, store: Store, role: Role, login: str, *, unit: str | None = None) -> None:
    """Give a login a role, with a unit if it is to execute.

    Raises `NotFound` for an unknown login or unit, `Refused` for an address of no server.
    """
    _check(address)
    from tracker.store.postgres.rights import grant as give

    if (role is Role.EXECUTOR) is not (unit is not None):
        raise WrongUsage("An executor needs a unit, and nobody else has one: --unit UNIT.")
    give(address, login, role, store.register().find(unit) if unit else None)


def revoke(address: str, login: str) -> None:
    """Take every right away from a login; raise `NotFound` for one that there is not."""
    _check(address)
    from tracker.store.postgres.rights import revoke as take

    take(address, login)


def rights(address: str) -> Sequence[Right]:
    """Return the rights that were given, by login."""
    _check(address)
    from tracker.store.postgres.rights import rights as given

    return given(address)


def _check(address: str) -> None:
    """Raise `Refused` for no server's address, and what opening raises if it cannot be one."""
    if not is_server(address):
        raise Refused("This is for stores on a server: --store postgresql://HOST/DATABASE.")
    open_store(address)
