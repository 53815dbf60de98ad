"""What ends a command early: Ctrl+C, a terminal that is closed, and the system's request to end.

Nothing of it shows a traceback. Before a command runs there is nothing to be cleaned up, and when
it is over nothing any more: then the process ends at once. Meanwhile the first signal is raised
through the code, as `KeyboardInterrupt`, so that each `finally` does its work; those behind it are
ignored. The module imports little: until it is there, a signal finds Python's own answer.
"""

import os
import signal
import sys
import time

TYPE_CHECKING = False  # as `typing` has it, without its 3 ms before a signal is taken
if TYPE_CHECKING:
    from sys import UnraisableHookArgs
    from types import FrameType

INTERRUPTED, ENDED = 130, 143
"""The codes of a command that ended by Ctrl+C, and of one that was told to end."""

PAUSE = 0.001
"""Seconds after which an interrupt that was lost is raised again, until it is not lost."""


class Interrupts:
    """Takes the signals that end a command, but for those that whoever started it has ignored."""

    def __init__(self) -> None:
        named = {"SIGINT": INTERRUPTED, "SIGTERM": ENDED, "SIGHUP": ENDED, "SIGBREAK": ENDED}
        known = {getattr(signal, name, None): code for name, code in named.items()}
        self._codes = {
            number: code
            for number, code in known.items()
            if number is not None and signal.getsignal(number) is not signal.SIG_IGN
        }
        self._received: int | None = None
        self._is_lost = False

    def end_at_once(self) -> None:
        """End the process when a signal comes, from here on."""
        for number in self._codes:
            signal.signal(number, self._end)

    def raise_once(self) -> None:
        """Raise the first signal that comes, from here on."""
        sys.unraisablehook = self._unraisable
        for number in self._codes:
            signal.signal(number, self._raise)

    def code(self, own: int) -> int:
        """Return the exit code of a command whose own is this one.

        Ctrl+C may be a command's usual end; a request to end never is.
        """
        return ENDED if self._codes.get(self._received or 0) == ENDED else own

    def _end(self, number: int, frame: "FrameType | None") -> None:
        first = number if self._received is None else self._received
        os._exit(self._codes[first])

    def _raise(self, number: int, frame: "FrameType | None") -> None:
        if self._received is None:
            self._received = number
            raise KeyboardInterrupt
        if self._is_lost and not self._is_being_told(frame):
            self._is_lost = False
            raise KeyboardInterrupt

    def _unraisable(self, lost: "UnraisableHookArgs") -> None:
        """Raise an interrupt again that came where nothing can be raised, as in a finaliser."""
        if not isinstance(lost.exc_value, KeyboardInterrupt) or self._received is None:
            sys.__unraisablehook__(lost)
        elif not self._is_lost:
            from threading import Thread  # is there already, by the time of a command

            self._is_lost = True
            Thread(target=self._repeat, args=[self._received], daemon=True).start()

    def _repeat(self, number: int) -> None:
        while self._is_lost:
            time.sleep(PAUSE)
            signal.raise_signal(number)

    def _is_being_told(self, frame: "FrameType | None") -> bool:
        """Tell whether code is running that tells of a lost interrupt: it would be lost again."""
        while frame is not None and frame.f_code is not Interrupts._unraisable.__code__:
            frame = frame.f_back
        return frame is not None
