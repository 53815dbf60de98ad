"""From the address of a store to the store."""

from pathlib import Path
from typing import TYPE_CHECKING

from tracker.errors import WrongUsage
from tracker.store.address import is_server
from tracker.store.base import Store
from tracker.store.tiny import BACKUPS, WAIT, FolderStore

if TYPE_CHECKING:  # an extra
    from tracker.store.postgres.store import PostgresStore


def open_store(address: str, *, wait: float = WAIT, backups: int = BACKUPS) -> Store:
    """Return the store at this address: a folder, which need not exist yet, or on a server.

    `wait` is how many seconds to wait for another writer, `backups` how many earlier states to
    keep in a folder. Raises `WrongUsage` for what was meant for a server and cannot be its address,
    and if the extra is missing.
    """
    if is_server(address):
        return open_server(address, wait)
    return FolderStore(Path(address).expanduser(), wait=wait, backups=backups)


def open_server(address: str, wait: float = WAIT) -> "PostgresStore":
    """Return the store on a server at this address; raises as `open_store` does."""
    try:
        from tracker.store.postgres.store import PostgresStore
    except ImportError as error:
        raise WrongUsage(
            "A store on a server needs an extra: pip install 'directive-tracker[postgres]'."
        ) from error
    return PostgresStore(address.strip(), wait=wait)
