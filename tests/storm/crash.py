"""Runs one `tracker` command that kills itself at a step of its writing: crash.py STEP WORDS...

The steps are what `tracker.store.disk` asks of the system: before and after each rename, sync,
link, truncation, new folder and removal, and before, in the middle of and after each write. A
command that gets by with fewer steps ends as it always does.
"""

import os
import signal
import sys
from collections.abc import Callable
from types import SimpleNamespace
from typing import IO, Any, Self

from tracker.cli.app import main
from tracker.store import disk


class Fuse:
    """Counts the steps, and ends the process at the one that was chosen."""

    def __init__(self, last: int) -> None:
        self._left = last

    def step(self) -> None:
        self._left -= 1
        if self._left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def around(self, call: Callable[..., Any]) -> Callable[..., Any]:
        """Return the call with a step before and one after it."""

        def stepped(*args: Any, **given: Any) -> Any:
            self.step()
            result = call(*args, **given)
            self.step()
            return result

        return stepped


class File:
    """A file whose writes can end half way; what was written until then is the system's."""

    def __init__(self, file: IO[bytes], fuse: Fuse) -> None:
        self._file, self._fuse = file, fuse

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._file.close()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)

    def truncate(self, size: int) -> None:
        self._fuse.around(self._file.truncate)(size)

    def write(self, content: bytes) -> int:
        self._fuse.step()
        for part in (content[: len(content) // 2], content[len(content) // 2 :]):
            self._file.write(part)
            self._file.flush()
            self._fuse.step()
        return len(content)


def lay(fuse: Fuse) -> None:
    """Put the steps into the module that writes."""
    system = {name: getattr(os, name) for name in dir(os)}
    system |= {name: fuse.around(system[name]) for name in ("replace", "fsync", "link")}
    setattr(disk, "os", SimpleNamespace(**system))  # noqa: B010  # mypy knows the module's own
    for name in ("make_folder", "remove"):
        setattr(disk, name, fuse.around(getattr(disk, name)))

    def opened(*args: Any, **given: Any) -> File:
        fuse.step()
        return File(open(*args, **given), fuse)

    vars(disk)["open"] = opened


if __name__ == "__main__":
    lay(Fuse(int(sys.argv[1])))
    sys.exit(main(sys.argv[2:]))
