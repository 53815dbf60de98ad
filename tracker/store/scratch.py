"""Folders for the moment: private, removed at the end, and known by name if their process died.

The name says which machine's process made a folder, so that whoever comes later can tell whether
it is still at work: `tracker-MACHINE-PROCESS-RANDOM`. A place may be shared by many machines.
"""

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tracker.store.disk import PRIVATE_FOLDER, told_plainly

_NAME = r"(?P<process>[0-9]{1,10})-[0-9a-f]{16}"

_SYNCHRONIZE, _WAIT_TIMEOUT, _ACCESS_DENIED = 0x100000, 0x102, 5
"""What Windows calls the right to wait for a process, one that still runs, and one of others."""


@contextmanager
def scratch_folder(beside: Path | None = None) -> Iterator[Path]:
    """Give a new folder that only this user can look into, and remove it whatever happens.

    It lies where the system keeps temporary files, or beside a path, so that it can be renamed to
    it; then nothing is left to remove. Raises `StoreUnwritable` if it cannot be made.
    """
    place, prefix = _place(beside)
    folder = place / f"{prefix}{os.getpid()}-{os.urandom(8).hex()}"
    try:
        with told_plainly(folder):
            folder.mkdir(mode=PRIVATE_FOLDER)
        yield folder
    finally:
        try:
            shutil.rmtree(folder, ignore_errors=True)
        except KeyboardInterrupt:  # comes once at most: see tracker.cli.interrupt
            shutil.rmtree(folder, ignore_errors=True)
            raise


def leftovers(beside: Path | None = None) -> list[Path]:
    """Return what processes of this user that are no more have left, also beside a path."""
    places = {_place(None), _place(beside)}
    return sorted(path for place in places for path in _left_in(*place))


def remove_leftovers(beside: Path | None = None) -> None:
    """Remove what `leftovers` finds, as far as the system lets us."""
    for path in leftovers(beside):
        shutil.rmtree(path, ignore_errors=True)


def _place(beside: Path | None) -> tuple[Path, str]:
    """Return where scratch folders are made, and how the names of this machine's begin."""
    if beside is None:
        return _system_place(), f"tracker-{_machine()}-"
    return beside.parent, f".{beside.name}.tracker-{_machine()}-"


def _system_place() -> Path:
    """Return the folder for temporary files: `tempfile` would write a file to find that out."""
    named = (os.environ.get(name) for name in ("TMPDIR", "TEMP", "TMP"))
    return Path(next(filter(None, named), "/tmp"))  # noqa: S108  # private folders in it


def _machine() -> str:
    """Return the name of this machine, in letters and digits."""
    name = os.environ.get("COMPUTERNAME", "") if os.name == "nt" else os.uname().nodename
    return re.sub(r"[^0-9A-Za-z]", "", name)


def _left_in(place: Path, prefix: str) -> Iterator[Path]:
    try:
        names = os.listdir(place)  # noqa: PTH208  # half the time of iterdir, in each change
    except OSError:
        return
    for name in names:
        if name.startswith(prefix):
            found = re.fullmatch(_NAME, name[len(prefix) :])
            path = place / name
            if found and _is_own_folder(path) and not is_running(int(found["process"])):
                yield path


def _is_own_folder(path: Path) -> bool:
    """Tell whether a folder (no link to one) is this user's; Windows has no such numbers."""
    try:
        is_own = os.name == "nt" or path.lstat().st_uid == os.getuid()
        return is_own and path.is_dir() and not path.is_symlink()
    except OSError:
        return False


def is_running(process: int) -> bool:
    """Tell whether a process of this machine is at work, be it another's."""
    if os.name == "nt":
        import ctypes

        return is_running_on_windows(process, getattr(ctypes, "windll").kernel32)  # noqa: B009
    try:
        os.kill(process, 0)
    except PermissionError:
        return True
    except (ProcessLookupError, OverflowError):
        return False
    return True


def is_running_on_windows(process: int, kernel: Any) -> bool:
    """Tell whether a process is at work; there, `os.kill` would end it."""
    handle = kernel.OpenProcess(_SYNCHRONIZE, False, process)  # noqa: FBT003  # the system's call
    if not handle:
        return bool(kernel.GetLastError() == _ACCESS_DENIED)
    try:
        return bool(kernel.WaitForSingleObject(handle, 0) == _WAIT_TIMEOUT)
    finally:
        kernel.CloseHandle(handle)
