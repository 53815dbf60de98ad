"""What a file says: drafts of directives, units, a meeting, and the problems found on the way."""

from datetime import date
from typing import Any, NamedTuple

from msgspec import Struct

from tracker.domain.deadline import Every
from tracker.domain.indicator import Indicator
from tracker.domain.meeting import Meeting
from tracker.domain.source import Source
from tracker.domain.unit import Unit
from tracker.domain.wording import Wording
from tracker.errors import BadInput, TrackerError

MAX_ROWS = 250_000
"""Rows that a file may have, and problems: a row takes up to 8 KB until it is on control."""


class Draft(Struct, frozen=True, kw_only=True):
    """A directive as a file words it, units as they are written there; `line` counts from 1."""

    line: int
    wording: Wording
    meeting: str | None = None
    item: str | None = None
    theme: str | None = None
    executor: str | None = None
    co_executors: tuple[str, ...] = ()
    due: date | None = None
    every: Every | None = None
    indicators: tuple[Indicator, ...] = ()
    source: Source | None = None


class Problem(NamedTuple):
    """What is wrong at a line of a file, and why that row was left out."""

    source: str
    line: int
    error: TrackerError


class Loaded(Struct):
    """All that one file says; `source` is its name as the user gave it.

    A file that holds a whole store has `events`, each as it is encoded, with its line.
    """

    source: str
    meeting: Meeting | None = None
    units: list[tuple[int, Unit]] = []
    drafts: list[Draft] = []
    problems: list[Problem] = []
    events: list[tuple[int, Any]] | None = None
    _reported: set[str] = set()

    def report(self, line: int, error: TrackerError) -> None:
        """Note a problem; raise `BadInput` if it is one too many."""
        self.check_rows(len(self.problems) + 1)
        error.__cause__ = error.__context__ = None  # with all that it came from it took 3 KB
        self.problems.append(Problem(self.source, line, error.with_traceback(None)))

    def check_rows(self, count: int) -> None:
        """Raise `BadInput` for more rows, or problems, than can be taken at once."""
        if count > MAX_ROWS:
            raise BadInput(
                "“{source}” has more than {limit} rows or problems. Load it in parts.",
                source=self.source,
                limit=MAX_ROWS,
            )

    def report_once(self, line: int, error: TrackerError) -> None:
        """Note a problem that each row would have again, at the first of them."""
        if str(error) not in self._reported:
            self._reported.add(str(error))
            self.report(line, error)
