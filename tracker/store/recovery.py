"""Making a folder store whole again.

Nothing of what is there is changed before the one commit, and what is replaced is set aside.
"""

import os
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from msgspec.structs import replace

from tracker.domain.directive import Directive, Signature
from tracker.domain.event import Event
from tracker.errors import (
    Leftover,
    OpenToOthers,
    StoreError,
    StoreInaccessible,
    StoreNewer,
    StoreUnreadable,
)
from tracker.store import disk
from tracker.store.base import Store
from tracker.store.book import Book, write_book
from tracker.store.chain import Line, event_lines
from tracker.store.inspection import inspect
from tracker.store.memory import MemoryStore
from tracker.store.replay import State, last_id, state_after, state_of
from tracker.store.rescue import Rescue, earlier_states, holds, rescue, state_in_files
from tracker.store.tiny import FolderStore
from tracker.store.transaction import Transaction
from tracker.store.zip_backup import is_zip, no_backup, no_store, unpacked

Pairs = tuple[tuple[Directive | None, Directive | None], ...]
"""Directives before and after; None where there was, or is, none."""


def is_readable(store: Store) -> bool:
    """Tell whether the store can be read at all."""
    try:
        store.directives(closed=True)
        store.register()
        store.meetings()
        store.events()
    except (StoreNewer, StoreInaccessible):
        raise
    except StoreUnreadable:
        return False
    return True


def is_whole(store: FolderStore) -> bool:
    """Tell whether a store can be read, and its files belong together."""
    try:
        store.check_whole()
    except (StoreNewer, StoreInaccessible):
        raise
    except StoreUnreadable:
        return False
    return is_readable(store)


def rebuild(store: FolderStore, *, by: Signature, file: Path | None = None) -> Rescue:
    """Make a store anew from what is left of it, and look it over; return what that was.

    Raises `StoreUnreadable` if nothing is left.
    """
    if is_empty(store):
        raise no_store(store)
    with store.locked():
        found = rescue(store, file)
        if found.is_empty:
            raise StoreUnreadable(
                "“{path}” holds no events to rebuild from: tracker restore FILE takes a backup.",
                path=str(store.journal().path),
            )
        write_anew(store, *_with_results(found, by))
    return found


def put_in_place(store: FolderStore, file: Path) -> None:
    """Put what a zip backup holds in the place of a store of which nothing is left.

    Raises `BadInput` for a file that is no good backup.
    """
    with unpacked(file) as other, store.locked():
        write_anew(store, list(other.lines()), other.events())


def _with_results(found: Rescue, by: Signature) -> tuple[Sequence[Line], Sequence[Event]]:
    """Return the lines and events, with new ones that bring back the results of what is lost."""
    store = MemoryStore(found.events)
    with store.change(by) as transaction:
        go_back(transaction, found.state)
        if transaction.next_id < found.next_id:  # the last ids are given up, and stay so
            transaction.restore(found.next_id - 1, None)
    new = store.events(after=len(found.events))
    last = found.lines[-1].hash if found.lines else ""
    return [*found.lines, *event_lines(new, last)], [*found.events, *new]


def write_anew(store: FolderStore, lines: Sequence[Line], events: Sequence[Event]) -> None:
    """Write a store from its events, and look it over; the lock is held.

    `directives.json` commits it, with all that is closed. Then `closed/` is written behind its
    back, and what is closed leaves it. What was there is set aside. Raises `StoreUnreadable` if
    what was made is not as it should be.
    """
    state, next_id = state_after(events), last_id(events) + 1
    store.set_aside(store.path, "replaced")
    mark = store.replace_journal(lines)
    places = store.journal().places(mark)
    write = partial(write_book, store.path, state, next_id=next_id, mark=mark, places=places)
    write(with_closed=True)
    store.note_commit(mark)
    _retire_states(store, lines)
    store.replace_closed((d for d in state.directives.values() if not d.is_open), places)
    store.keep_state(mark)  # of a file that is about to be another: editing the new one spares it
    write(with_closed=False)
    for finding in inspect(store):
        if not isinstance(finding, Leftover | OpenToOthers):
            raise StoreUnreadable(finding.message, **finding.values)


def _retire_states(store: FolderStore, lines: Sequence[Line]) -> None:
    """Set aside the earlier states that are not of this history: they would speak against it."""
    for path in store.backups():
        try:
            is_of_it = holds(lines, Book(path).mark)
        except StoreError:
            is_of_it = False
        if not is_of_it:
            store.set_aside(path, "former")
            disk.remove(path)


def go_back(transaction: Transaction, target: State) -> Pairs:
    """Change what differs from the target, and only that."""
    units = {u.key: u for u in transaction.register()}
    for key in sorted(units.keys() | target.units.keys()):
        if units.get(key) != target.units.get(key):
            transaction.put_unit(key, target.units.get(key))
    meetings = transaction.meetings()
    for id in sorted(meetings.keys() | target.meetings.keys()):
        if meetings.get(id) != target.meetings.get(id):
            transaction.put_meeting(id, target.meetings.get(id))
    present = {d.id: d for d in transaction.directives(closed=True)}
    pairs = []
    for number in sorted(present.keys() | target.directives.keys()):
        before, state = present.get(number), target.directives.get(number)
        if _said(before) != _said(state):
            pairs.append((before, transaction.restore(number, state)))
    return tuple(pairs)


def _said(directive: Directive | None) -> Directive | None:
    """Return what a directive says, without when it was last changed."""
    if directive is None:
        return None
    return replace(directive, version=0, touched_on=directive.created_on, news_on=None)


def state_in(store: FolderStore, file: Path) -> State:
    """Return what a backup holds: a zip, or an earlier `directives.json`.

    Of the latter, the closed directives are those that the store's events made up to then; if these
    are lost, it must be one of the store's own. Raises `BadInput` for what is no good backup.
    """
    if not file.is_file():
        raise no_backup(file)
    if is_zip(file):
        with unpacked(file) as other:
            return state_of(other)
    try:
        book = Book(file)
        found = rescue(store)
    except StoreError as error:
        raise no_backup(file) from error
    if holds(found.lines, book.mark):
        return state_after(found.events[: book.mark.seq])
    if book.mark in [state.mark for state in earlier_states(store)]:
        return state_in_files(store, book, found.made)
    raise no_backup(file)


def is_empty(store: FolderStore) -> bool:
    """Tell whether nothing was ever done in the store, as far as can be told."""
    has_files = any(map(os.path.lexists, (store.path, store.journal().path)))
    return not has_files and not store.was_written()
