"""Progress bars on standard error, for work that takes more than a second."""

import math
import time
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, TextIO

from tracker.i18n.language import Language
from tracker.steps import Step

if TYPE_CHECKING:  # few commands take that long
    from rich.progress import Progress, TaskID

PATIENCE = 1.0
"""Seconds before anything is drawn."""

PAUSE = 0.1
"""Seconds between two drawings."""


class Bars:
    """Draws how far the work is, with its rate and its end; one bar at a time.

    It watches steps (`tracker.steps`). `clear` takes the bar away, before anything is printed.
    """

    def __init__(
        self, language: Language, stream: TextIO, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._language = language
        self._stream = stream
        self._clock = clock
        self._due = clock() + PATIENCE
        self._progress: Progress | None = None
        self._task: TaskID | None = None

    def __call__(self, what: str, total: int) -> Step:
        """Begin with work of so many steps."""
        if self._progress and self._task is not None:
            self._progress.remove_task(self._task)
        self._task = None
        began, done = self._clock(), 0
        self._due = max(self._due, began + PAUSE)

        def step() -> None:
            nonlocal done
            done += 1
            now = self._clock()
            if now >= self._due:
                self._due = now + PAUSE
                try:
                    self._draw(what, done, max(total, done), now - began)
                except OSError:  # the terminal has gone; the work goes on
                    self._due = math.inf

        return step

    def clear(self) -> None:
        """Take the bar away."""
        if self._progress:
            with suppress(OSError):
                self._progress.stop()
        self._progress = self._task = None

    def _draw(self, what: str, done: int, total: int, seconds: float) -> None:
        language = self._language
        progress = self._progress = self._progress or self._started()
        if self._task is None:
            self._task = progress.add_task(language.say(what), total=total, told="", left="")
        rate = done / seconds if seconds else 0.0
        told = language.say(
            "{done} of {total}, {rate} a second",
            done=language.number(done),
            total=language.number(total),
            rate=language.number(round(rate)),
        )
        left = round((total - done) / rate) if rate else 0
        progress.update(
            self._task,
            completed=done,
            total=total,
            told=told,
            left=language.say("{seconds} s left", seconds=language.number(left)),
            refresh=True,
        )

    def _started(self) -> "Progress":
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn

        console = Console(file=self._stream, markup=False, highlight=False, emoji=False)
        names = ("{task.description}", "{task.fields[told]}", "{task.fields[left]}")
        what, told, left = (TextColumn(name, markup=False) for name in names)
        columns = (what, BarColumn(bar_width=20), told, left)
        progress = Progress(
            *columns,
            console=console,
            auto_refresh=False,
            transient=True,
            redirect_stdout=False,
            redirect_stderr=False,
        )
        progress.start()
        return progress
