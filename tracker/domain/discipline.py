"""Executive discipline: how the due dates of a period were met."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from tracker.domain.deadline import Every, Period, period_end
from tracker.domain.directive import Directive, Outcome

DECEMBER = 12


class Tally(NamedTuple):
    """How many due dates of a period were met on time, late, or are overdue still."""

    on_time: int = 0
    late: int = 0
    overdue: int = 0

    @property
    def percent(self) -> float | None:
        """On time / (on time + late + overdue), in percent; None when none was due."""
        due = self.on_time + self.late + self.overdue
        return 100 * self.on_time / due if due else None


def twelve_months(day: date) -> Period:
    """Return the month of the day and the eleven before it; in December, the calendar year."""
    last = period_end(Every.MONTH, day)
    year, month = (day.year, 1) if day.month == DECEMBER else (day.year - 1, day.month + 1)
    return Period(date(year, month, 1), last)


def tally(directives: Iterable[Directive], period: Period, today: date) -> Tally:
    """Count the outcomes of the due dates that lie in the period, as they stand today.

    A directive without a date or a closed period in it has none, and is not asked.
    """
    first, last = period
    outcomes = [
        outcome
        for directive in directives
        if directive.accepted or (directive.due is not None and first <= directive.due <= last)
        for due, outcome in directive.outcomes(today)
        if first <= due <= last
    ]
    return Tally(*(outcomes.count(kind) for kind in Outcome))
