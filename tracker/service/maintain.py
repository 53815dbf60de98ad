"""Keeping a store well: checking, backing up, restoring."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tracker.domain.directive import Signature
from tracker.errors import Finding, Refused, StoreInaccessible, StoreUnreadable, WrongUsage
from tracker.service.check import check, moments
from tracker.service.save import save
from tracker.store import recovery, zip_backup
from tracker.store.base import Store
from tracker.store.inspection import inspect, left_behind, out_of_place
from tracker.store.moving import EmptyFolder, move
from tracker.store.replay import state_of
from tracker.store.scratch import leftovers, scratch_folder
from tracker.store.tiny import FolderStore

if TYPE_CHECKING:  # an extra
    from tracker.store.postgres.store import PostgresStore


class Restoration(NamedTuple):
    """What restoring did to directives; `rebuilt` if the store was made anew first.

    Then `kept` of its events were left, and `lost` were not.
    """

    directives: recovery.Pairs
    rebuilt: bool
    kept: int = 0
    lost: int = 0


def findings(store: Store, *, today: date) -> Iterator[Finding]:
    """Yield all that is wrong with a store, its files first; what they spoil is not looked at."""
    if isinstance(store, FolderStore):
        yield from inspect(store)
        yield from out_of_place(store)
    else:
        from tracker.store.postgres.inspection import inspect_server

        yield from inspect_server(_on_server(store))
    beside = store.folder if isinstance(store, FolderStore) else None
    yield from map(left_behind, leftovers(beside))
    if recovery.is_readable(store):
        yield from check(store, today=today)


def remarks(store: Store) -> Iterator[Finding]:
    """Yield what is odd in a store, be there anything to be done or not, if it can be read."""
    if recovery.is_readable(store):
        yield from moments(store)


def back_up(store: Store, target: Path | None, *, force: bool = False) -> Path:
    """Write the store into one zip file; return where.

    Without a target it goes beside the store's own backups. Raises `WrongUsage` for a store on a
    server and no target: only a folder has such a place; else as `save`.
    """
    if isinstance(store, FolderStore):
        if target is None:
            return zip_backup.keep_packed(store)
        content = zip_backup.packed(store)
    elif target is None:
        raise WrongUsage("A store on a server has no folder for backups: tracker backup FILE.")
    else:
        with scratch_folder() as place:
            copy = place / "store"
            move(_on_server(store), EmptyFolder(copy))
            content = zip_backup.packed(FolderStore(copy))
    save(target, content, store=store.where, force=force)
    return target


def restore(
    store: Store, file: Path | None, *, by: Signature, dry_run: bool = False
) -> Restoration:
    """Go back to a backup by new events; without one, to what the events say.

    A store whose files are damaged, or do not belong together, is made whole first, of all that is
    left; if that is nothing, from a zip backup. Raises `BadInput` for a file that is no good
    backup, before anything changes, and `Refused` for the dry run of a rebuild.
    """
    if not isinstance(store, FolderStore):
        return _restore_on_server(_on_server(store), file, by=by, dry_run=dry_run)
    folder = store
    target = recovery.state_in(folder, file) if file else None
    is_empty = recovery.is_empty(folder)
    rebuilds = target is None or is_empty or not recovery.is_whole(folder)
    if rebuilds and dry_run:
        raise _no_trial()
    if file and is_empty:
        recovery.put_in_place(folder, file)
        return Restoration(tuple((None, d) for d in store.directives(closed=True)), rebuilt=True)
    kept, lost = _rebuild(folder, file, by=by) if rebuilds else (0, 0)
    if target is None:
        return Restoration((), rebuilt=True, kept=kept, lost=lost)
    with store.change(by, trial=dry_run) as transaction:
        pairs = recovery.go_back(transaction, target)
    return Restoration(pairs, rebuilds, kept, lost)


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
    with zip_backup.unpacked(file) as backup:
        if is_empty:
            move(backup, store)
            pairs = tuple((None, d) for d in store.directives(closed=True))
            return Restoration(pairs, rebuilt=True)
        target = state_of(backup)
    with store.change(by, trial=dry_run) as transaction:
        return Restoration(recovery.go_back(transaction, target), rebuilt=False)


def _no_trial() -> Refused:
    return Refused("A rebuild cannot be tried out. tracker check only looks.")


def _on_server(store: Store) -> "PostgresStore":
    from tracker.store.postgres.store import PostgresStore

    if not isinstance(store, PostgresStore):
        raise Refused("This is for stores in a folder or on a server.")
    return store


def _rebuild(folder: FolderStore, file: Path | None, *, by: Signature) -> tuple[int, int]:
    """Make a folder anew of all that is left, else from a zip backup.

    Returns how many events were kept, and how many were not.
    """
    try:
        found = recovery.rebuild(folder, by=by, file=file)
    except StoreInaccessible:
        raise
    except StoreUnreadable:
        if file is None:
            raise
        recovery.put_in_place(folder, file)
        return 0, 0
    return len(found.events), found.lost
