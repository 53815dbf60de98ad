"""Moving a store from a folder to a server or back: all of it, as it is, or nothing."""

from contextlib import AbstractContextManager
from pathlib import Path
from typing import NamedTuple, Protocol

from tracker.domain.holding import Summary
from tracker.errors import Refused
from tracker.store import disk
from tracker.store.base import Store
from tracker.store.history import History, history_of
from tracker.store.recovery import write_anew
from tracker.store.scratch import scratch_folder
from tracker.store.tiny import FolderStore


class Movable(Store, Protocol):
    """A store that can be kept as it is for a while."""

    def unchanging(self) -> AbstractContextManager[None]:
        """See to it that what is read meanwhile is of one moment."""
        ...


class Fillable(Protocol):
    """What a whole history can be put into."""

    def check_room(self) -> None:
        """Raise `Refused` if anything is there already, or nothing can be."""
        ...

    def fill(self, history: History) -> None:
        """Keep all of it, or nothing; raises as `check_room`."""
        ...


def move(source: Movable, target: Fillable, *, dry_run: bool = False) -> Summary:
    """Copy a whole store into an empty place: ids, events and their hashes stay what they are.

    The source stays as it is. What was written is compared with what was read before it counts.
    Raises `Refused` for a source without events, or a place where something is, and
    `StoreUnreadable` if the two differ, or the source does not hang together.
    """
    target.check_room()
    with source.unchanging():
        lines = list(source.lines())
        if not lines:
            raise Refused("There is nothing to move at “{path}”.", path=source.where)
        history = history_of(source, lines)
        if not dry_run:
            target.fill(history)
    return history.summary


class EmptyFolder(NamedTuple):
    """A place for a store in a folder, which may be there if nothing is in it."""

    path: Path

    def check_room(self) -> None:
        """Raise `Refused` if anything is there already."""
        if self.path.exists() and (not self.path.is_dir() or any(self.path.iterdir())):
            raise no_room(str(self.path))

    def fill(self, history: History) -> None:
        """Write the store beside its place, look it over, and put it there in one step."""
        self.check_room()
        disk.make_folder(self.path.parent)
        with scratch_folder(beside=self.path) as folder:
            store = FolderStore(folder)
            write_anew(store, history.lines, history.events)
            history.check(store)
            with disk.told_plainly(self.path):
                if self.path.exists():
                    self.path.rmdir()
                folder.replace(self.path)
                disk.sync_folder(self.path.parent)


def no_room(where: str) -> Refused:
    """Return the error for a place where something is already."""
    return Refused("“{path}” is not empty: a store is moved to a new place.", path=where)
