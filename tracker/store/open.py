"""From the address of a store to the store."""

from pathlib import Path

from tracker.store.base import Store
from tracker.store.tiny import BACKUPS, WAIT, FolderStore


def open_store(address: str, *, wait: float = WAIT, backups: int = BACKUPS) -> Store:
    """Return the store at this address: a folder, which need not exist yet.

    `wait` is how many seconds to wait for another writer, `backups` how many earlier states to
    keep.
    """
    return FolderStore(Path(address).expanduser(), wait=wait, backups=backups)
