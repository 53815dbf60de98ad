"""Learning that a store was changed by somebody else, without asking for what it holds."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from tracker.store import disk
from tracker.store.address import is_server

PAUSE = 0.25
"""Seconds between two looks at a file."""


class Signal(Protocol):
    """Tells of changes from the moment at which it was made."""

    def wait(self, seconds: float) -> bool:
        """Wait for a change, at most so long; tell whether there was one, or may have been."""
        ...


class FileSignal:
    """Looks at a file time and again: that works on every system, and on shared drives."""

    def __init__(
        self,
        path: Path,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._path = path
        self._clock = clock
        self._sleep = sleep
        self._seen = self._stamp()

    def wait(self, seconds: float) -> bool:
        """Wait for another file in its place."""
        end = self._clock() + seconds
        while (now := self._stamp()) == self._seen:
            left = end - self._clock()
            if left <= 0:
                return False
            self._sleep(min(PAUSE, left))
        self._seen = now
        return True

    def _stamp(self) -> disk.Stamp | None:
        try:
            return disk.stamp(self._path.stat())
        except OSError:
            return None


def signal_of(address: str) -> Signal:
    """Return what tells of changes of the store at this address."""
    if is_server(address):
        from tracker.store.postgres.signals import ServerSignal

        return ServerSignal(address)
    return FileSignal(Path(address).expanduser() / "directives.json")
