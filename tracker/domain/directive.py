"""A directive as it stands, and the questions it answers about a day."""

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from msgspec import Struct

from tracker.domain.deadline import Every
from tracker.domain.indicator import Indicator
from tracker.domain.source import Source
from tracker.domain.status import CLOSED, Status
from tracker.domain.wording import Wording, in_language

WHOLE = 100
"""All of the work, in percent."""

_SUBMITTED = Status.SUBMITTED


class Outcome(StrEnum):
    """How a due date was met; computed for a day, never stored."""

    ON_TIME = "on_time"
    LATE = "late"
    OVERDUE = "overdue"


class Evidence(NamedTuple):
    """A document that confirms execution, as it was on the day it was named.

    `where` is a full path or a URL; `size` (bytes) and `sha256` (hex) are known for files only.
    """

    name: str
    where: str
    on: date
    size: int | None = None
    sha256: str | None = None


class Accepted(NamedTuple):
    """A period of a constant directive that an accepted report has closed.

    `due` is the date the report was due, `submitted` the day it came.
    """

    due: date
    submitted: date


class Directive(Struct, frozen=True):
    """One directive: the fold of its events.

    `due` is the current date, `first_due` the one first set, `moved` how often it was moved. A
    constant directive has `every`; then these three speak of the current period, `starts` is its
    very first reporting date and `accepted` the periods closed so far. `heard` are the units that
    have reported anything; `submitted_on` is the day of the report that waits or was accepted;
    `touched_on` the day of the last event and `version` its `seq`; `news_on` the day since which
    the executors owe news: of their last sign of life, or of the controller's last demand. `source`
    is where it stands in the document that it was drafted from.
    """

    id: int
    wording: Wording
    created_on: date
    touched_on: date
    status: Status = Status.NEW
    meeting: str | None = None
    item: str | None = None
    theme: str | None = None
    executor: str | None = None
    co_executors: tuple[str, ...] = ()
    heard: tuple[str, ...] = ()
    due: date | None = None
    first_due: date | None = None
    moved: int = 0
    every: Every | None = None
    starts: date | None = None
    accepted: tuple[Accepted, ...] = ()
    progress: int | None = None
    indicators: tuple[Indicator, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    submitted_on: date | None = None
    closed_on: date | None = None
    version: int = 0
    news_on: date | None = None
    source: Source | None = None

    def text(self, language: str) -> str:
        """Return the wording in this language, else in another."""
        return in_language(self.wording, language)

    @property
    def is_open(self) -> bool:
        """Tell whether the directive is on control."""
        return self.status not in CLOSED

    @property
    def is_constant(self) -> bool:
        """Tell whether it has reporting dates instead of a final date."""
        return self.every is not None

    @property
    def awaits_controller(self) -> bool:
        """Tell whether a report waits for the controller's decision."""
        return self.status is _SUBMITTED

    def days_left(self, today: date) -> int | None:
        """Return the calendar days to the due date: 0 on it, negative after it.

        None without a date, and once closed.
        """
        if self.due is None or not self.is_open:
            return None
        return (self.due - today).days

    def is_overdue(self, today: date) -> bool:
        """Tell whether the executor is behind: open, past its date, and no report waiting.

        Due today is not overdue.
        """
        return (
            self.due is not None
            and self.due < today
            and self.is_open
            and not self.awaits_controller
        )

    def is_due_by(self, today: date, until: date) -> bool:
        """Tell whether the date comes from today to the day `until`, with no report waiting."""
        return (
            self.due is not None
            and today <= self.due <= until
            and self.is_open
            and not self.awaits_controller
        )

    def days_waiting(self, today: date) -> int | None:
        """Return for how many days a report has waited for the controller; None if none waits."""
        if not self.awaits_controller or self.submitted_on is None:
            return None
        return (today - self.submitted_on).days

    def days_silent(self, today: date) -> int | None:
        """Return for how many days there was no news; None when none is owed."""
        if not self.is_open or self.awaits_controller:
            return None
        return (today - self.owes_news_since).days

    @property
    def owes_news_since(self) -> date:
        """The day of the last news, or of the controller's last demand for it."""
        return self.news_on or self.touched_on

    def unheard(self) -> tuple[str, ...]:
        """Return the co-executors that have not reported anything."""
        return tuple(key for key in self.co_executors if key not in self.heard)

    def dues(self) -> list[date]:
        """Return each due date that counts: those of closed periods, and the current one.

        That of a withdrawn directive is left out.
        """
        found = [a.due for a in self.accepted]
        if self.due is not None and self.status is not Status.WITHDRAWN:
            found.append(self.due)
        return found

    def outcomes(self, today: date) -> list[tuple[date, Outcome]]:
        """Return each due date that has been decided by this day, and how it was met.

        A directive has at most one, a constant one also one for each period closed. Dates still
        ahead, reports that wait and withdrawn directives (but for periods closed before) have none.
        The rule is the glossary's: the submission that was accepted counts, not the day of the
        acceptance.
        """
        found = [(a.due, _met(a.due, a.submitted)) for a in self.accepted]
        if self.due is not None:
            if self.status is Status.EXECUTED and self.submitted_on is not None:
                found.append((self.due, _met(self.due, self.submitted_on)))
            elif self.is_overdue(today):
                found.append((self.due, Outcome.OVERDUE))
        return found


def _met(due: date, submitted: date) -> Outcome:
    return Outcome.ON_TIME if submitted <= due else Outcome.LATE


CLOCK_SLACK = timedelta(minutes=1)
"""How far apart the moments of two clocks may lie untold: no two say quite the same."""


class Signature(NamedTuple):
    """Who makes a change, at which moment (UTC), and for which day it counts."""

    actor: str
    at: datetime
    on: date
