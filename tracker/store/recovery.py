"""Making a folder store whole again, and whole copies of it."""

import io
import zipfile
import zlib
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tracker.domain.event import Event
from tracker.errors import (
    BadInput,
    Finding,
    StoreError,
    StoreNewer,
    StoreUnreadable,
    StoreUnwritable,
    obstacle,
)
from tracker.store import disk
from tracker.store.base import Store
from tracker.store.book import Book, write_book
from tracker.store.codec import Mark
from tracker.store.inspection import inspect
from tracker.store.replay import State, given_up, last_id, state_after, state_of
from tracker.store.scratch import scratch_folder
from tracker.store.tiny import FolderStore

MAX_UNPACKED = 2 * 1024**3
"""Bytes that a backup may unpack to."""


UNPACKING = (
    OSError,
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    RuntimeError,
    StoreError,
    ValueError,
)
"""What a zip fails with that is none, is damaged, encrypted, or holds no good store."""


def is_readable(store: Store) -> bool:
    """Tell whether the store can be read at all."""
    try:
        store.directives(closed=True)
        store.register()
        store.meetings()
        store.events()
    except StoreNewer:
        raise
    except StoreUnreadable:
        return False
    return True


def rebuild(store: FolderStore) -> None:
    """Make `directives.json` and `closed/` anew from the journal.

    The file that was there goes to `backups/`. Without a readable mark in it, all whole commands
    count that the journal holds. Raises `StoreUnreadable` if the journal holds none.
    """
    if is_empty(store):
        raise _no_store(store)
    with store.locked():
        events, mark = _committed(store)
        if not events:
            raise StoreUnreadable(
                "“{path}” holds no events to rebuild from: tracker restore FILE takes a backup.",
                path=str(store.journal().path),
            )
        _put_aside(store, store.path)
        _put_aside(store, store.journal().path)
        write_from(store, events, mark)


def write_from(store: FolderStore, events: Collection[Event], mark: Mark) -> None:
    """Write `directives.json` and `closed/` from the events that the journal holds."""
    found = state_after(events)
    places = store.journal().places(mark)
    store.replace_closed((d for d in found.directives.values() if not d.is_open), places)
    write_book(
        store.path,
        [d for d in found.directives.values() if d.is_open],
        found.units.values(),
        found.meetings.values(),
        next_id=last_id(events) + 1,
        mark=mark,
        gone=given_up(events),
        places=places,
    )


def back_up(store: FolderStore, target: Path | None) -> Path:
    """Write the whole store into one zip file, by default in `backups/`; return where.

    Raises `StoreUnreadable` or `StoreUnwritable`.
    """
    if not store.path.exists():
        raise _no_store(store)
    own = {store.path, store.journal().path, *store.closed_files()}
    if target is not None and target.resolve() in {path.resolve() for path in own}:
        raise StoreUnwritable("“{path}” is a file of the store itself.", path=str(target))
    with store.locked():
        mark = Book(store.path).mark
        _, problem = store.journal().verified(mark)
        if problem is not None:
            raise StoreUnreadable(problem.message, **problem.values)
        if target is None:
            disk.make_folder(store.folder / "backups")
            target = store.folder / "backups" / f"tracker-{mark.seq:010}.zip"
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(_member(store.path.name), store.path.read_bytes())
            for path in store.closed_files():
                archive.writestr(_member(f"closed/{path.name}"), path.read_bytes())
            journal = store.journal().path
            if journal.exists():
                archive.writestr(_member(journal.name), journal.read_bytes()[: mark.size])
        disk.replace_file(target, packed.getvalue())
    return target


def _member(name: str) -> zipfile.ZipInfo:
    """Return what a zip says of a file: private, and no moment, since a zip knows none before 1980.

    Nor does it know one behind 2107, and clocks may be wrong.
    """
    member = zipfile.ZipInfo(name)
    member.compress_type = zipfile.ZIP_DEFLATED
    member.external_attr = disk.PRIVATE_FILE << 16
    return member


def state_in(store: FolderStore, file: Path) -> State:
    """Return what a backup holds: a zip of `back_up`, or an earlier `directives.json`.

    Of the latter, the closed directives are those that the store's journal made up to then. Raises
    `BadInput` for a file that is no good backup.
    """
    if zipfile.is_zipfile(file):
        with unpacked(file) as other:
            return state_of(other)
    try:
        mark = Book(file).mark
        events, problem = store.journal().verified(mark)
    except StoreError as error:
        raise _no_backup(file) from error
    if problem or not file.exists():
        raise _no_backup(file)
    return state_after(events)


def is_empty(store: FolderStore) -> bool:
    """Tell whether nothing was ever done in the store."""
    return not store.path.exists() and not store.journal().path.exists()


def put_in_place(store: FolderStore, file: Path) -> None:
    """Put the files of a zip backup in the place of a store that cannot be read.

    What was there goes to `backups/`. Raises `BadInput` for a file that is no good backup.
    """
    with unpacked(file) as other, store.locked():
        _put_aside(store, store.journal().path)
        _put_aside(store, store.path)
        if other.journal().path.exists():
            disk.copy_file(other.journal().path, store.journal().path)
        places = other.places(Book(other.path))
        store.replace_closed((d for d in other.directives(closed=True) if not d.is_open), places)
        disk.copy_file(other.path, store.path)


@contextmanager
def unpacked(file: Path) -> Iterator[FolderStore]:
    """Give the store in a zip; raise `BadInput` for one that is no good backup."""
    if not zipfile.is_zipfile(file):
        raise _no_backup(file)
    with scratch_folder() as folder:
        try:
            with zipfile.ZipFile(file) as archive:
                _unpack(archive, folder)
            store = FolderStore(folder)
            problems: Iterable[Finding] = list(inspect(store))
        except StoreNewer:
            raise
        except UNPACKING as error:
            raise _no_backup(file) from error
        if problems or not store.path.exists():
            raise _no_backup(file)
        yield store


def _unpack(archive: zipfile.ZipFile, folder: Path) -> None:
    """Unpack the files that a backup has, under their own names and no others."""
    if sum(member.file_size for member in archive.infolist()) > MAX_UNPACKED:
        raise ValueError("too large")
    disk.make_folder(folder / "closed")
    for name in archive.namelist():
        is_closed = name.startswith("closed/") and name[7:-5].isdecimal()
        if name in ("directives.json", "events.jsonl") or (is_closed and name.endswith(".json")):
            disk.replace_file(folder / name, archive.read(name))


def _committed(store: FolderStore) -> tuple[list[Event], Mark]:
    """Return the events that count, and the mark: what `directives.json` says, if it can be read.

    If it cannot, or is older than its journal, all whole commands count.
    """
    try:
        mark = Book(store.path).mark if store.path.exists() else None
    except StoreNewer:
        raise
    except StoreUnreadable:
        mark = None
    if mark is None or store.journal().commands_behind(mark) > 1:
        return store.journal().whole()
    events, problem = store.journal().verified(mark)
    if problem is not None:
        raise StoreUnreadable(problem.message, **problem.values)
    return events, mark


def _put_aside(store: FolderStore, path: Path) -> None:
    """Keep a file that is about to be replaced, under a name of its own."""
    if not path.exists():
        return
    disk.make_folder(store.folder / "backups")
    number = len(list((store.folder / "backups").glob(f"replaced-*-{path.name}"))) + 1
    try:
        disk.copy_file(path, store.folder / "backups" / f"replaced-{number:04}-{path.name}")
    except OSError as error:
        raise StoreUnreadable(
            "“{path}” cannot be read ({problem}).", path=str(path), problem=obstacle(error)
        ) from error


def _no_store(store: FolderStore) -> StoreUnreadable:
    """Return the error for a place where no store is."""
    return StoreUnreadable("There is no store at “{path}” yet.", path=str(store.folder))


def _no_backup(file: Path) -> BadInput:
    return BadInput(
        "“{path}” is not a backup that can be restored; nothing was changed.", path=str(file)
    )
