"""Writing to disk so that a file is whole, private and lasting, on POSIX and on Windows."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tracker.errors import StoreBusy, StoreUnwritable, obstacle

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
        path.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)


@contextmanager
def locked(path: Path, wait: float) -> Iterator[None]:
    """Hold the lock on this file; raise `StoreBusy` after `wait` seconds."""
    from filelock import FileLock, Timeout

    lock = FileLock(path, timeout=wait, mode=PRIVATE_FILE)
    try:
        with told_plainly(path):
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


def replace_file(path: Path, content: bytes) -> None:
    """Put the content in place of the file in one step: afterwards it is the old or the new.

    The content is on disk before it takes the place, and the place is on disk before this
    returns. A symbolic link is followed to its target, which is what is replaced.
    """
    target = Path(os.path.realpath(path))
    beside = target.with_name(target.name + ".new")
    with told_plainly(target):
        try:
            with open(beside, "wb", opener=_private) as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            _take_place(beside, target)
        except BaseException:
            beside.unlink(missing_ok=True)
            raise
        sync_folder(target.parent)


def append(path: Path, content: bytes, *, at: int) -> None:
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
