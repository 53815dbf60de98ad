"""Keeping a store well: checking, backing up, restoring."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from tracker.domain.directive import Directive, Signature
from tracker.errors import Finding, Refused, StoreUnreadable, WrongUsage
from tracker.service.check import check, moments
from tracker.store import recovery
from tracker.store.base import Store
from tracker.store.inspection import inspect
from tracker.store.moving import EmptyFolder, move
from tracker.store.replay import State, state_of
from tracker.store.scratch import leftovers, scratch_folder
from tracker.store.tiny import FolderStore
from tracker.store.transaction import Transaction

if TYPE_CHECKING:  # an extra
    from tracker.store.postgres.store import PostgresStore

Pairs = tuple[tuple[Directive | None, Directive | None], ...]
"""Directives before and after; None where there was, or is, none."""


class Restoration(NamedTuple):
    """What restoring did to directives; `rebuilt` if the store was made anew first."""

    directives: Pairs
    rebuilt: bool


def findings(store: Store, *, today: date) -> Iterator[Finding]:
    """Yield all that is wrong with a store, its files first; what they spoil is not looked at."""
    if isinstance(store, FolderStore):
        yield from inspect(store)
    else:
        from tracker.store.postgres.inspection import inspect_server

        yield from inspect_server(_on_server(store))
    for path in leftovers(store.folder if isinstance(store, FolderStore) else None):
        yield Finding(
            "“{path}” was left behind by a command that was killed. The next change removes it.",
            path=str(path),
        )
    if recovery.is_readable(store):
        yield from check(store, today=today)


def remarks(store: Store) -> Iterator[Finding]:
    """Yield what is odd in a store, be there anything to be done or not, if it can be read."""
    if recovery.is_readable(store):
        yield from moments(store)


def back_up(store: Store, target: Path | None) -> Path:
    """Write the store into one zip file; return where.

    Raises `WrongUsage` for a store on a server and no place: only a folder has one of its own.
    """
    if isinstance(store, FolderStore):
        return recovery.back_up(store, target)
    if target is None:
        raise WrongUsage("A store on a server has no folder for backups: tracker backup FILE.")
    with scratch_folder() as place:
        copy = place / "store"
        move(_on_server(store), EmptyFolder(copy))
        return recovery.back_up(FolderStore(copy), target)


def restore(
    store: Store, file: Path | None, *, by: Signature, dry_run: bool = False
) -> Restoration:
    """Go back to a backup by new events; without one, to what the events say.

    A store that cannot be read is made readable first: from its journal, or, if that is lost too,
    from a zip backup. Raises `BadInput` for a file that is no good backup, before anything changes,
    and `Refused` for the dry run of a rebuild.
    """
    if not isinstance(store, FolderStore):
        return _restore_on_server(_on_server(store), file, by=by, dry_run=dry_run)
    folder = store
    target = recovery.state_in(folder, file) if file else None
    rebuilds = target is None or recovery.is_empty(folder) or not recovery.is_readable(folder)
    if rebuilds and dry_run:
        raise _no_trial()
    if file and recovery.is_empty(folder):
        recovery.put_in_place(folder, file)
        return Restoration(tuple((None, d) for d in store.directives(closed=True)), rebuilt=True)
    if rebuilds:
        _rebuild(folder, file)
    if target is None:
        return Restoration((), rebuilt=True)
    with store.change(by, trial=dry_run) as transaction:
        return Restoration(_gone_back(transaction, target), rebuilt=rebuilds)


def _restore_on_server(
    store: "PostgresStore", file: Path | None, *, by: Signature, dry_run: bool
) -> Restoration:
    store.check_whole()
    is_empty = not store.standing().seq
    if dry_run and (file is None or is_empty):
        raise _no_trial()
    if file is None:
        store.rebuild()
        return Restoration((), rebuilt=True)
    with recovery.unpacked(file) as backup:
        if is_empty:
            move(backup, store)
            pairs = tuple((None, d) for d in store.directives(closed=True))
            return Restoration(pairs, rebuilt=True)
        target = state_of(backup)
    with store.change(by, trial=dry_run) as transaction:
        return Restoration(_gone_back(transaction, target), rebuilt=False)


def _no_trial() -> Refused:
    return Refused("A rebuild cannot be tried out. tracker check only looks.")


def _on_server(store: Store) -> "PostgresStore":
    from tracker.store.postgres.store import PostgresStore

    if not isinstance(store, PostgresStore):
        raise Refused("This is for stores in a folder or on a server.")
    return store


def _rebuild(folder: FolderStore, file: Path | None) -> None:
    try:
        recovery.rebuild(folder)
    except StoreUnreadable:
        if file is None:
            raise
        recovery.put_in_place(folder, file)


def _gone_back(transaction: Transaction, target: State) -> Pairs:
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
