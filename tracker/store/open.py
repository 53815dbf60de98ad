"""From the address of a store to the store."""

from pathlib import Path

from tracker.store.base import Store
from tracker.store.tiny import FolderStore


def open_store(address: str) -> Store:
    """Return the store at this address: a folder, which need not exist yet."""
    return FolderStore(Path(address).expanduser())
