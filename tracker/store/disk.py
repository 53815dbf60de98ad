"""Writing to disk so that a file is whole, private and lasting, on POSIX and on Windows."""

import io
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from tracker.errors import StoreBusy, StoreUnwritable, obstacle

Stamp = tuple[int, int, int]
"""What tells a file from the one that takes its place: its number, time (ns) and size (bytes)."""

PRIVATE_FILE = 0o600
PRIVATE_FOLDER = 0o700

_REPLACE_TRIES = 50
_REPLACE_PAUSE = 0.02


@contextmanager
def told_plainly(path: Path) -> Iterator[None]:
    """Turn what the system refuses into a sentence that names the place."""
    try:
        yield
    except OSError as error:
        raise StoreUnwritable(
            "Nothing was changed: “{path}” cannot be written ({problem}).",
            path=str(path),
            problem=obstacle(error),
        ) from error


def make_folder(path: Path) -> None:
    """Create the folder, private to the user, and those above it, if they are missing."""
    with told_plainly(path):
        for folder in (*reversed(path.parents), path):
            if not folder.exists():
                folder.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
        path.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)


@contextmanager
def locked(path: Path, wait: float) -> Iterator[None]:
    """Hold the lock on this file; raise `StoreBusy` after `wait` seconds."""
    from filelock import FileLock, Timeout

    lock = FileLock(path, timeout=wait, mode=PRIVATE_FILE)
    with told_plainly(path):
        try:
            lock.acquire()
        except Timeout as error:
            raise StoreBusy(
                "Somebody else is writing to “{path}”. Nothing was changed; try again in a moment.",
                path=str(path.parent),
            ) from error
    try:
        yield
    finally:
        lock.release()


def stamp(stat: os.stat_result) -> Stamp:
    """Return the stamp of a file of which the system says this."""
    return stat.st_ino, stat.st_mtime_ns, stat.st_size


def replace_file(path: Path, content: bytes) -> Stamp:
    """Put the content in place of the file in one step: afterwards it is the old or the new.

    The content is on disk before it takes the place, and the place is on disk before this
    returns. A symbolic link is followed to its target, which is what is replaced. Returns the
    stamp of the new file.
    """
    target = Path(os.path.realpath(path))
    with told_plainly(target):
        return _put_in_place(io.BytesIO(content), target)


def keep_copy(path: Path, copy: Path) -> None:
    """Give the file's present state a second name, at a cost that does not grow with its size.

    Where a file system has no hard links, the content is copied. A copy that is there already (of
    a change that went no further, or of a history that was restored away) is replaced.
    """
    with told_plainly(copy):
        copy.unlink(missing_ok=True)
        try:
            os.link(os.path.realpath(path), copy)
        except OSError:
            copy_file(path, copy)


def copy_file(source: Path, target: Path) -> None:
    """Copy the content, private and on disk before the target has its name."""
    with told_plainly(target), source.open("rb") as content:
        _put_in_place(content, target)


def remove(path: Path) -> None:
    """Remove a file that is needed no more; one that somebody holds open stays for another time."""
    with suppress(OSError):
        path.unlink()


def append(path: Path, content: bytes | bytearray, *, at: int) -> None:
    """Write the content behind the first `at` bytes of the file, which is created if missing.

    What stood behind them, the remains of a change that was never committed, goes.
    """
    with told_plainly(path):
        new = not path.exists()
        with open(path, "r+b" if not new else "xb", opener=_private) as file:
            file.truncate(at)
            file.seek(at)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if new:
            sync_folder(path.parent)


def sync_folder(path: Path) -> None:
    """Make the names in a folder last. Windows has no such call and needs none."""
    if os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _put_in_place(content: IO[bytes], target: Path) -> Stamp:
    """Write beside the target, sync, take its place, sync the folder; return the new stamp."""
    beside = target.with_name(target.name + ".new")
    try:
        with open(beside, "wb", opener=_private) as file:
            shutil.copyfileobj(content, file)
            file.flush()
            os.fsync(file.fileno())
            made = stamp(os.fstat(file.fileno()))
        _take_place(beside, target)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    try:
        sync_folder(target.parent)
    except OSError as error:
        raise StoreUnwritable(
            "“{path}” was written, but the system does not vouch that it lasts ({problem}). Look "
            "at it again before you go on.",
            path=str(target),
            problem=obstacle(error),
        ) from error
    return made


def _take_place(beside: Path, target: Path) -> None:
    """Rename onto the target; on Windows a reader that has it open holds us up for a moment."""
    for _ in range(_REPLACE_TRIES if os.name == "nt" else 0):
        try:
            os.replace(beside, target)
        except PermissionError:
            time.sleep(_REPLACE_PAUSE)
        else:
            return
    os.replace(beside, target)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_BINARY", 0), PRIVATE_FILE)
