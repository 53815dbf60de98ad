"""Dates of directives: reporting dates of a constant directive, working days, periods."""

from contextlib import suppress
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from tracker.errors import Refused


class Every(StrEnum):
    """How often a constant directive is reported on."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"


class Period(NamedTuple):
    """From a first to a last day, both included."""

    first: date
    last: date

    def holds(self, day: date) -> bool:
        """Tell whether the day lies in the period."""
        return self.first <= day <= self.last


class WorkCalendar(NamedTuple):
    """Which days are worked: Monday to Friday but for `off`, and the weekend days in `worked`.

    Both hold days as 2025-12-16: each command has them, and few are ever asked for.
    """

    off: frozenset[str] = frozenset()
    worked: frozenset[str] = frozenset()

    def is_working(self, day: date) -> bool:
        """Tell whether the day is worked."""
        name = day.isoformat()
        return name in self.worked or not (day.weekday() >= SATURDAY or name in self.off)

    def after(self, day: date, number: int) -> date:
        """Return the working day that comes so many working days after this day; itself for 0."""
        while number:
            day += timedelta(days=1)
            number -= self.is_working(day)
        return day

    def working_days(self, period: Period) -> int:
        """Return how many days of the period are worked."""
        days = (period.last - period.first).days + 1
        return sum(self.is_working(period.first + timedelta(days=n)) for n in range(days))


SATURDAY = 5
"""The weekday on which the weekend begins, Monday being 0."""

_MONTHS = {Every.MONTH: 1, Every.QUARTER: 3, Every.HALF_YEAR: 6, Every.YEAR: 12}

_SHORT_DATES = ([4, 1, 1], [4, 1, 2], [4, 2, 1])
"""How long year, month and day may be when points part them: 1.2.2026."""

EARLIEST = date(1990, 1, 1)
LATEST = date(2199, 12, 31)


def check_date(day: date) -> date:
    """Return the date, or raise `Refused` for one that no directive can bear."""
    if not EARLIEST <= day <= LATEST:
        raise Refused(
            "The date {day} cannot be right: it must lie between {earliest} and {latest}.",
            day=day.isoformat(),
            earliest=EARLIEST.isoformat(),
            latest=LATEST.isoformat(),
        )
    return day


@lru_cache(maxsize=4096)
def read_date(text: str) -> date:
    """Return the date written as 2025-12-31 or 31.12.2025; raise `Refused` for anything else."""
    written = text.strip()
    parts = written.split("-") if "-" in written else written.split(".")[::-1]
    sizes = [len(part) for part in parts]
    if written.isascii() and all(part.isdecimal() for part in parts):
        with suppress(ValueError):
            if sizes == [4, 2, 2] or ("." in written and sizes in _SHORT_DATES):
                return check_date(date(*map(int, parts)))
    raise Refused("“{text}” is not a date: write 2025-12-31 or 31.12.2025.", text=text[:40])


def week_of(day: date) -> Period:
    """Return the week, from Monday, in which the day lies."""
    last = period_end(Every.WEEK, day)
    return Period(last - timedelta(days=6), last)


def period_end(every: Every, day: date) -> date:
    """Return the last day of the calendar period (week from Monday) in which the day lies."""
    if every is Every.WEEK:
        return day + timedelta(days=6 - day.weekday())
    months = _MONTHS[every]
    return _month_end(day.year, (day.month - 1) // months * months + months)


def reporting_date(every: Every, starts: date, number: int) -> date:
    """Return the reporting date that comes `number` periods after the first one, `starts`.

    A first date on the last day of its month stays on last days (31.12, 31.03, 30.06); any other
    keeps its day where the month has it, else takes the month's last day.
    """
    if every is Every.WEEK:
        return starts + timedelta(weeks=number)
    last = _month_end(starts.year, starts.month)
    end = _month_end(starts.year, starts.month + _MONTHS[every] * number)
    return end if starts == last else end.replace(day=min(starts.day, end.day))


def _month_end(year: int, month: int) -> date:
    """Return the last day of a month; months past 12 run on into the next years."""
    year, month = year + month // 12, month % 12 + 1
    return date(year, month, 1) - timedelta(days=1)
