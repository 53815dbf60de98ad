"""Writing to disk so that a file is whole, private and lasting, on POSIX and on Windows."""

import errno
import io
import os
import re
import shutil
import stat as modes
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from tracker.errors import Refused, StoreBusy, StoreUnwritable, obstacle
from tracker.files import open_file

Stamp = tuple[int, int, int]
"""What tells a file from the one that takes its place: its number, time (ns) and size (bytes)."""

PRIVATE_FILE = 0o600
PRIVATE_FOLDER = 0o700

MAX_FILE = 1 << 30
"""Bytes that a file may have which is read as a whole."""

_LONGEST_NAME = 200
"""Bytes of a file's name; systems take 255, of letters or of bytes."""

_LONGEST_SUFFIX = 20

_REPLACE_TRIES = 50
_REPLACE_PAUSE = 0.02

_TEMPORARY = r"\.tracker-[0-9a-f]{16}\.tmp"

_PIN = 3_000_000_000
"""Nanoseconds: more than the clock of any file system jumps at once."""

_NO_LINKS = frozenset(
    (errno.EPERM, errno.ENOSYS, errno.EOPNOTSUPP, errno.ENOTSUP, errno.EMLINK, errno.EXDEV)
)
"""What a file system refuses a second name with."""


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


def read_file(path: Path) -> bytes:
    """Return the content of a regular file; raise `OSError`, also for one that is too large."""
    with open_file(path) as file:
        if os.fstat(file.fileno()).st_size > MAX_FILE:
            raise OSError(errno.EFBIG, os.strerror(errno.EFBIG), str(path))
        return file.read()


def content_of(path: Path) -> bytes | None:
    """Return the content of a regular file, None for one that cannot be read."""
    try:
        return read_file(path)
    except OSError:
        return None


def fitting(name: str) -> str:
    """Return a file's name that every system takes: it loses bytes that are no text.

    A long one loses the end of its stem as well.
    """
    name = name.encode("utf-8", "ignore").decode()
    stem, dot, suffix = name.rpartition(".")
    if not stem or len(suffix.encode()) > _LONGEST_SUFFIX:
        stem, dot, suffix = name, "", ""
    room = _LONGEST_NAME - len((dot + suffix).encode())
    return stem.encode()[:room].decode("utf-8", "ignore") + dot + suffix


def replace_file(path: Path, content: bytes) -> Stamp:
    """Put the content in place of the file in one step: afterwards it is the old or the new.

    The content is on disk before it takes the place, and the place is on disk before this returns.
    A symbolic link is followed to its target, which is what is replaced. Returns the stamp of the
    new file.
    """
    target = Path(os.path.realpath(path))
    with told_plainly(target):
        return _put_in_place(io.BytesIO(content), target)


def write_note(path: Path, content: bytes) -> None:
    """Put the content in the place of whatever is there, in one step, but not yet on disk.

    A symbolic link is what is replaced: nobody has read what it leads to.
    """
    with told_plainly(path):
        _put_in_place(io.BytesIO(content), path, lasting=False)


def write_new(path: Path, content: bytes, *, over: bool = False) -> None:
    """Write a file for the user, private and lasting; `over` the file that is there if asked.

    Raises `Refused` for a file that is there already, and in any case for a link, a folder, a pipe
    or a device: what they lead to is not ours to change.
    """
    with told_plainly(path):
        try:
            mode = path.lstat().st_mode
        except FileNotFoundError:
            pass
        else:
            _check_free(path, mode, over=over)
        _put_in_place(io.BytesIO(content), path, is_new=not over)


def _check_free(path: Path, mode: int, *, over: bool) -> None:
    if modes.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    if not modes.S_ISREG(mode):
        raise Refused(
            "“{path}” is a link, a pipe or a device, through which nothing is written: name a "
            "file.",
            path=str(path),
        )
    if not over:
        raise is_there(path)


def is_there(path: Path) -> Refused:
    """Return the error for a file that would be written over."""
    return Refused("“{path}” is there already: --force writes over it.", path=str(path))


def keep_copy(path: Path, copy: Path) -> None:
    """Give the file's present state a second name, at a cost that does not grow with its size.

    Where a file system has no hard links, the content is copied. A copy that is there already (of
    a change that went no further) is replaced.
    """
    with told_plainly(copy):
        copy.unlink(missing_ok=True)
        try:
            os.link(os.path.realpath(path), copy)
        except OSError:
            copy_file(path, copy)


def copy_file(source: Path, target: Path) -> None:
    """Copy the content, private and on disk before the target has its name."""
    with told_plainly(target), open_file(source) as content:
        _put_in_place(content, target)


def write_from(content: IO[bytes], target: Path) -> None:
    """Write what can be read, private and on disk before the target has its name."""
    with told_plainly(target):
        _put_in_place(content, target)


def set_aside(path: Path, folder: Path, label: str) -> Path | None:
    """Keep what is in the place of a file under a name of its own that says what it is.

    Returns the new name; None if nothing is there. What is no file that we would read is moved, not
    copied.
    """
    if not os.path.lexists(path):
        return None
    target = _free_name(folder, label, path.name)
    if path.is_file() and path.stat().st_size <= MAX_FILE:
        copy_file(path, target)
    else:
        with told_plainly(target):
            path.rename(target)
    return target


def set_aside_bytes(content: bytes, folder: Path, label: str, name: str) -> Path:
    """Keep these bytes under a name of their own that says what they are; return it."""
    target = _free_name(folder, label, name)
    write_new(target, content)
    return target


def _free_name(folder: Path, label: str, name: str) -> Path:
    """Return a name that is not taken: a folder gives each number once, whatever the label.

    The folder is made if it is missing.
    """
    make_folder(folder)
    with told_plainly(folder):
        names = os.listdir(folder)  # noqa: PTH208  # names are all that is looked at
    taken = (re.fullmatch(r"[a-z]+-(\d{4,9})-.*", name, re.DOTALL) for name in names)
    number = max((int(match[1]) for match in taken if match), default=0) + 1
    return folder / f"{label}-{number:04}-{name}"


def remove(path: Path) -> None:
    """Remove a file that is needed no more; one that somebody holds open stays for another time."""
    with suppress(OSError):
        path.unlink()


def remains(folder: Path) -> list[Path]:
    """Return the files that writers which died have left beside those that they were to replace.

    While nobody writes: those of a living writer look the same.
    """
    with suppress(OSError):
        names = os.listdir(folder)  # noqa: PTH208  # a third of the time of iterdir, in each change
        hidden = (name for name in names if name.startswith("."))
        return [folder / name for name in hidden if re.fullmatch(_TEMPORARY, name)]
    return []


def append(path: Path, content: bytes | bytearray, *, at: int) -> None:
    """Write the content behind the `at` bytes of the file, which is created if missing.

    On disk before this returns; what cannot be written whole is taken back. Raises
    `StoreUnwritable`, also for a file of another size.
    """
    with told_plainly(path):
        new = not path.exists()
        mode = "r+b" if not new else "xb"
        # Unbuffered, so that closing the file writes nothing that was taken back.
        with open(path, mode, buffering=0, opener=_private) as file:
            if file.seek(0, os.SEEK_END) != at:
                raise OSError(errno.ESTALE, os.strerror(errno.ESTALE), str(path))
            try:
                rest = memoryview(content)
                while rest:
                    rest = rest[file.write(rest) :]
                os.fsync(file.fileno())
            except BaseException:
                with suppress(OSError):
                    file.truncate(at)
                raise
        if new:
            sync_folder(path.parent)


def cut(path: Path, size: int) -> None:
    """Cut a file off behind these bytes."""
    with told_plainly(path), open(path, "r+b", opener=_private) as file:
        file.truncate(size)


def pin(path: Path) -> Stamp:
    """Return a stamp that any later write to the file will change.

    The time of a file moves in jumps, so that two writes within one would look the same: it is set
    back behind the last of them. Raises `OSError` where that cannot be, as of somebody else's file.
    """
    past = path.stat().st_mtime_ns - _PIN
    os.utime(path, ns=(past, past))
    return stamp(path.stat())


def sync_folder(path: Path) -> None:
    """Make the names in a folder last. Windows has no such call and needs none."""
    if os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _put_in_place(
    content: IO[bytes], target: Path, *, lasting: bool = True, is_new: bool = False
) -> Stamp:
    """Write beside the target, sync, take its place, sync the folder; return the new stamp.

    Raises `Refused` if it `is_new` and something is there by then.
    """
    beside = target.with_name(f".tracker-{os.urandom(8).hex()}.tmp")
    try:
        with open(beside, "xb", opener=_private) as file:
            shutil.copyfileobj(content, file)
            file.flush()
            if lasting:
                os.fsync(file.fileno())
            made = stamp(os.fstat(file.fileno()))
        if is_new:
            _take_free_place(beside, target)
        else:
            _take_place(beside, target)
    except BaseException:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        raise
    if lasting:
        _make_last(target)
    return made


def _make_last(target: Path) -> None:
    try:
        sync_folder(target.parent)
    except OSError as error:
        raise StoreUnwritable(
            "“{path}” was written, but the system does not vouch that it lasts ({problem}). Look "
            "at it again before you go on.",
            path=str(target),
            problem=obstacle(error),
        ) from error


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


def _take_free_place(beside: Path, target: Path) -> None:
    """Give the file its name, unless another has got it meanwhile."""
    try:
        if os.name == "nt":
            beside.rename(target)  # refuses a name that is taken
            return
        try:
            os.link(beside, target)
        except OSError as error:
            if error.errno not in _NO_LINKS:
                raise
            os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE))
            os.replace(beside, target)
        else:
            beside.unlink()
    except FileExistsError as error:
        raise is_there(target) from error


def _private(path: str, flags: int) -> int:
    # Through no link: what is written beside a file has a name that nobody knows before.
    return os.open(path, flags | getattr(os, "O_BINARY", 0), PRIVATE_FILE)
