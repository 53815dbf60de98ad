"""What falls due when: a calendar by week."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from tracker.domain.deadline import Period, WorkCalendar, week_of
from tracker.domain.directive import Directive

WEEKS = 8
"""Weeks that a calendar spans when nobody names a period."""

MAX_YEARS = 5
MAX_DAYS = 366 * MAX_YEARS


class Week(NamedTuple):
    """A week from Monday, how many of its days are worked, and what falls due in it, by date."""

    period: Period
    working_days: int
    directives: tuple[Directive, ...]

    def due_on(self, day: date) -> int:
        """Return how many directives fall due on a day."""
        return sum(d.due == day for d in self.directives)


class Deadlines(NamedTuple):
    """The weeks of a period; `before` and `after` count what is due outside, `undated` the rest."""

    period: Period
    weeks: tuple[Week, ...]
    before: int
    after: int
    undated: int


def coming_weeks(today: date) -> Period:
    """Return the week of this day and those after it that a calendar spans."""
    first = week_of(today).first
    return Period(first, first + timedelta(weeks=WEEKS, days=-1))


def deadlines(
    directives: Iterable[Directive],
    period: Period,
    calendar: WorkCalendar,
    *,
    before: int,
    after: int,
    on_control: int,
) -> Deadlines:
    """Return the calendar of a period, of the directives on control that fall due in it.

    `before` and `after` count those that do outside, `on_control` all, the undated among them.
    """
    found = sorted(directives, key=lambda d: (d.due or date.max, d.id))
    return Deadlines(
        period=period,
        weeks=tuple(_weeks(found, period, calendar)),
        before=before,
        after=after,
        undated=on_control - before - after - len(found),
    )


def _weeks(directives: list[Directive], period: Period, calendar: WorkCalendar) -> Iterable[Week]:
    monday = week_of(period.first).first
    while monday <= period.last:
        week = week_of(monday)
        days = Period(max(week.first, period.first), min(week.last, period.last))
        own = tuple(d for d in directives if d.due is not None and days.holds(d.due))
        yield Week(week, calendar.working_days(week), own)
        monday += timedelta(weeks=1)
