"""Moving a store from a folder to a server or back: all of it, as it is, or nothing."""

import hashlib
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import NamedTuple, Protocol

from tracker.domain.event import Event
from tracker.domain.holding import Summary
from tracker.errors import Refused, StoreUnreadable
from tracker.store import codec, disk
from tracker.store.base import Store
from tracker.store.chain import Line, verified
from tracker.store.recovery import write_from
from tracker.store.replay import State, state_after, state_of
from tracker.store.scratch import scratch_folder
from tracker.store.tiny import FolderStore


class Movable(Store, Protocol):
    """A store whose events can be had as they are written."""

    def lines(self) -> Iterable[Line]:
        """Return the events as they are written, each with its hash."""
        ...

    def unchanging(self) -> AbstractContextManager[None]:
        """See to it that what is read meanwhile is of one moment."""
        ...


class Fillable(Protocol):
    """What a whole history can be put into."""

    def check_room(self) -> None:
        """Raise `Refused` if anything is there already, or nothing can be."""
        ...

    def fill(self, history: "History") -> None:
        """Keep all of it, or nothing; raises as `check_room`."""
        ...


class History(NamedTuple):
    """A store's events, as they are written and as they are, what they make, and how much it is."""

    lines: Sequence[Line]
    events: Sequence[Event]
    state: State
    summary: Summary

    def check(self, store: Movable) -> None:
        """Raise `StoreUnreadable` if a store holds anything else."""
        if summary(store.lines(), state_of(store)) != self.summary:
            raise _unsound(store.where)


def summary(lines: Iterable[Line], state: State) -> Summary:
    """Return how much a store holds whose events and state these are."""
    digest, number, last = hashlib.sha256(), 0, ""
    for body, last in lines:
        digest.update(b"%b%b\n" % (body, last.encode()))
        number += 1
    rows = [
        *(codec.directive_row(state.directives[id]) for id in sorted(state.directives)),
        *(codec.unit_row(state.units[key]) for key in sorted(state.units)),
        *(codec.meeting_row(state.meetings[id]) for id in sorted(state.meetings)),
    ]
    for row in rows:
        digest.update(codec.canonical(row))
    counts = len(state.directives), len(state.units), len(state.meetings)
    return Summary(number, *counts, last, digest.hexdigest())


def move(source: Movable, target: Fillable, *, dry_run: bool = False) -> Summary:
    """Copy a whole store into an empty place: ids, events and their hashes stay what they are.

    The source stays as it is. What was written is compared with what was read before it counts.
    Raises `Refused` for a source without events, or a place where something is, and
    `StoreUnreadable` if the two differ, or the source does not hang together.
    """
    target.check_room()
    with source.unchanging():
        history = _history(source)
        if not dry_run:
            target.fill(history)
    return history.summary


def _history(source: Movable) -> History:
    lines = list(source.lines())
    if not lines:
        raise Refused("There is nothing to move at “{path}”.", path=source.where)
    events, broken = verified(lines)
    if broken is not None:
        raise StoreUnreadable(
            "Event {number} of “{path}” is not as this program wrote it. Nothing was moved.",
            number=broken,
            path=source.where,
        )
    state = state_after(events)
    if state_of(source) != state:
        raise _unsound(source.where)
    return History(lines, events, state, summary(lines, state))


def _unsound(where: str) -> StoreUnreadable:
    return StoreUnreadable(
        "“{path}” is not what its events made it: tracker check says more. Nothing was moved.",
        path=where,
    )


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
            mark = store.journal().write(history.lines)
            write_from(store, history.events, mark)
            history.check(store)
            with disk.told_plainly(self.path):
                if self.path.exists():
                    self.path.rmdir()
                folder.replace(self.path)
                disk.sync_folder(self.path.parent)


def no_room(where: str) -> Refused:
    """Return the error for a place where something is already."""
    return Refused("“{path}” is not empty: a store is moved to a new place.", path=where)
