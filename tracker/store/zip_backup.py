"""Whole copies of a store in one zip file."""

import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tracker.errors import BadInput, Finding, StoreError, StoreNewer, StoreUnreadable
from tracker.store import disk
from tracker.store.book import Book
from tracker.store.inspection import inspect
from tracker.store.scratch import scratch_folder
from tracker.store.tiny import FolderStore

MAX_UNPACKED = 2 * 1024**3
"""Bytes that a backup may unpack to."""

MAX_RATIO = 100
"""How many times its size a backup may unpack to: a hash in each line keeps ours far below."""

MAX_MEMBERS = 1_000
"""Files in a backup: one for each year in which anything was closed, and two more."""

_SMALL = 10_000
"""Bytes of a backup that counts as small."""

UNPACKING = (
    OSError,
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    RuntimeError,
    NotImplementedError,
    StoreError,
    ValueError,
)
"""What a zip fails with that is none, is damaged, encrypted, or holds no good store."""


def packed(store: FolderStore) -> bytes:
    """Return the whole store as a zip file, the same bytes for the same state.

    Raises `StoreUnreadable` for a store whose files do not belong together.
    """
    with store.unchanging():
        return _zipped(store)


def keep_packed(store: FolderStore) -> Path:
    """Write what `packed` returns among the store's own backups; return where.

    It may be there already.
    """
    with store.unchanging():
        content = _zipped(store)
        disk.make_folder(store.folder / "backups")
        path = _own_place(store, content)
        if not path.exists():
            disk.write_new(path, content)
    return path


def _zipped(store: FolderStore) -> bytes:
    if not store.path.exists():
        raise no_store(store)
    store.check_whole()
    mark = Book(store.path).mark
    found = io.BytesIO()
    with zipfile.ZipFile(found, "w", zipfile.ZIP_DEFLATED) as archive:
        _pack(archive, store.path.name, disk.read_file(store.path))
        for path in store.closed_files():
            _pack(archive, f"closed/{path.name}", disk.read_file(path))
        journal = store.journal()
        _pack(archive, journal.path.name, journal.content(mark))
    return found.getvalue()


def _pack(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    # Without the day of the file, which a zip cannot hold if the clock was far off.
    member = zipfile.ZipInfo(name)
    member.compress_type = zipfile.ZIP_DEFLATED
    member.external_attr = disk.PRIVATE_FILE << 16
    archive.writestr(member, content)


def _own_place(store: FolderStore, content: bytes) -> Path:
    """Return where among its own backups one of this content belongs."""
    folder = store.folder / "backups"
    seq = Book(store.path).mark.seq
    path, number = folder / f"tracker-{seq:010}.zip", 1
    while path.exists() and disk.content_of(path) != content:
        number += 1
        path = folder / f"tracker-{seq:010}-{number}.zip"
    return path


def is_zip(file: Path) -> bool:
    """Tell whether a path is a file, and a zip: a pipe would keep us waiting."""
    return file.is_file() and zipfile.is_zipfile(file)


@contextmanager
def unpacked(file: Path) -> Iterator[FolderStore]:
    """Give the store in a zip; raise `BadInput` for one that is no good backup."""
    if not is_zip(file):
        raise no_backup(file)
    with scratch_folder() as folder:
        try:
            with zipfile.ZipFile(file) as archive:
                _unpack(archive, folder, file.stat().st_size)
            store = FolderStore(folder)
            problem = store.fault(Book(store.path), fully=True)  # first: it costs least
            problems: Iterable[Finding] = [problem] if problem else list(inspect(store))
        except StoreNewer as error:
            raise StoreNewer(error.message, **error.values | {"path": str(file)}) from error
        except UNPACKING as error:
            raise no_backup(file) from error
        if problems or not store.path.exists():
            raise no_backup(file)
        yield store


def _unpack(archive: zipfile.ZipFile, folder: Path, size: int) -> None:
    """Unpack the files that a backup has, under their own names and no others."""
    members = archive.infolist()
    most = min(MAX_UNPACKED, max(size, _SMALL) * MAX_RATIO)
    if len(members) > MAX_MEMBERS or sum(member.file_size for member in members) > most:
        raise ValueError("too large")
    disk.make_folder(folder / "closed")
    for name in archive.namelist():
        is_closed = name.startswith("closed/") and name[7:-5].isdecimal()
        if name in ("directives.json", "events.jsonl") or (is_closed and name.endswith(".json")):
            with archive.open(name) as content:
                disk.write_from(content, folder / name)


def no_store(store: FolderStore) -> StoreUnreadable:
    """Return the error for a place where no store is."""
    return StoreUnreadable("There is no store at “{path}” yet.", path=str(store.folder))


def no_backup(file: Path) -> BadInput:
    """Return the error for a file that is no good backup."""
    return BadInput(
        "“{path}” is not a backup that can be restored; nothing was changed.", path=str(file)
    )
