"""Where stores are: making one on a server, its rights, moving from place to place."""

from collections.abc import Sequence
from pathlib import Path

from tracker.domain.holding import About, Summary
from tracker.domain.right import Right, Role
from tracker.errors import Refused, WrongUsage
from tracker.store.about import about_folder
from tracker.store.address import is_server
from tracker.store.base import Store
from tracker.store.moving import EmptyFolder
from tracker.store.moving import move as move_all
from tracker.store.open import open_server, open_store
from tracker.store.tiny import WAIT, FolderStore


def init(address: str, *, dry_run: bool = False) -> str:
    """Make a server ready for a store, or bring the one there up to date; return the SQL.

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


def revoke(address: str, login: str) -> Sequence[int]:
    """Take every right away from a login, and end what it holds locked.

    Returns the server's processes that are not ours to end. Raises `NotFound` for a login that
    there is not.
    """
    _check(address)
    from tracker.store.postgres.rights import revoke as take

    return take(address, login)


def rights(address: str) -> Sequence[Right]:
    """Return the rights that were given, by login."""
    _check(address)
    from tracker.store.postgres.rights import rights as given

    return given(address)


def info(address: str) -> About:
    """Return what the store at an address is, and how much it holds."""
    if not is_server(address):
        return about_folder(_folder(address))
    _check(address)
    from tracker.store.postgres.about import about_server

    return about_server(address)


def move(source: str, target: str, *, wait: float, dry_run: bool = False) -> Summary:
    """Copy a whole store to another place; see `tracker.store.moving.move`."""
    given = open_server(source, wait) if is_server(source) else _folder(source, wait)
    if is_server(target):
        return move_all(given, open_server(target, wait), dry_run=dry_run)
    taking = EmptyFolder(_folder(target).folder.resolve())
    if isinstance(given, FolderStore) and taking.path.is_relative_to(given.folder.resolve()):
        raise Refused("“{path}” is a place in the store itself.", path=target)
    return move_all(given, taking, dry_run=dry_run)


def documents_in(address: str) -> int:
    """Return how many documents were taken into a store; there are none on a server."""
    if is_server(address):
        return 0
    return sum(1 for _ in (_folder(address).folder / "evidence").glob("*"))


def _folder(address: str, wait: float = WAIT) -> FolderStore:
    return FolderStore(Path(address).expanduser(), wait=wait)


def _check(address: str) -> None:
    """Raise `Refused` for no server's address, and what opening raises if it cannot be one."""
    if not is_server(address):
        raise Refused("This is for stores on a server: --store postgresql://HOST/DATABASE.")
    open_store(address)
