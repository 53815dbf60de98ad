"""Files that a user names, opened for reading: nothing else in their place is waited for."""

import errno
import os
import stat
from pathlib import Path
from typing import BinaryIO


def open_file(path: Path) -> BinaryIO:
    """Open a file for reading; raise `OSError` (`ESPIPE`) for a pipe, a device or a socket.

    What it is is asked before it is opened, since opening alone can wait for ever, or start a
    device; and once more afterwards, in case something else has come into its place.
    """
    _check(path.stat())
    file = open(path, "rb", opener=_without_waiting)  # noqa: SIM115  # the caller closes it
    try:
        _check(os.fstat(file.fileno()))
    except OSError:
        file.close()
        raise
    return file


def read_file(path: Path, limit: int) -> bytes:
    """Return what a file holds, but no more than a byte beyond the limit."""
    with open_file(path) as file:
        return file.read(limit + 1) or b""  # a file of the system may have nothing yet


def _check(found: os.stat_result) -> None:
    if stat.S_ISDIR(found.st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if not stat.S_ISREG(found.st_mode):
        raise OSError(errno.ESPIPE, os.strerror(errno.ESPIPE))


def _without_waiting(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0))
