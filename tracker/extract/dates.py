"""Calendar arithmetic for the terms of directives: which day the words of a term come to.

Each reader takes the groups of a rule’s pattern that matched (by name) and the days from which
terms are counted, and returns the day, or None where the words name none.
"""

import calendar
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

from tracker.domain.deadline import Every, WorkCalendar, period_end
from tracker.extract.lexicon import LANGUAGES, lexicon


class Days(NamedTuple):
    """What terms are counted from: the document’s day, if it is known, and the working days."""

    on: date | None
    calendar: WorkCalendar = WorkCalendar()


Groups = Mapping[str, str]
Reader = Callable[[Groups, Days], date | None]

_MOST_DAYS = 1000
"""Working days that are counted, at most."""

_DAYS = {"day": 1, "week": 7}
_MONTHS = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}
_HOURS_OF_DAY = 24
_LAST_MONTH = 12

_FIGURES = re.compile(
    r"(?<![\d.])(?P<day>\d{1,2})[./](?P<month>\d{1,2})[./](?P<year>\d{4})(?!\d)"
    r"|(?<![\d-])(?P<iso>\d{4}-\d{2}-\d{2})(?!\d)"
)


def day_in(low: str, language: str) -> date | None:
    """Return the first full date (day, month and year) of a text in small letters."""
    found = [
        match
        for pattern in date_patterns(language)
        for match in pattern.finditer(low)
        if match["year"] or match.groupdict().get("iso")
    ]
    for match in sorted(found, key=lambda one: one.start()):
        if day := calendar_day(groups_of(match), Days(None)):
            return day
    return None


@cache
def date_patterns(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return what finds dates without a word that makes terms of them: 01.12.2025, 1 желтоқсан."""
    month = "|".join(lexicon(language).listed("dates", "months"))
    if language == "kk":
        in_words = (
            r"(?:(?P<year>\d{4})\s*(?:жылғы|жылдың|ж\.?|жыл|-шы жылғы)\s*)?"
            rf"(?P<day>\d{{1,2}})(?:-?[а-яәі]{{2,4}})?\s+(?P<name>{month})[а-яәіңғқ]*"
        )
    else:
        in_words = (
            rf"(?P<day>\d{{1,2}})(?:-?(?:го|е|ого))?\s+(?P<name>{month})"
            r"(?:\s+(?P<year>\d{4}))?(?:\s*(?:года|г\.?))?"
        )
    return _FIGURES, re.compile(in_words)


def groups_of(match: re.Match[str]) -> Groups:
    """Return the named groups of a match that took part in it, their spaces single."""
    return {name: " ".join(text.split()) for name, text in match.groupdict().items() if text}


def no_day(_groups: Groups, _days: Days) -> date | None:
    """Read a term that names no day."""
    return None


def calendar_day(groups: Groups, days: Days) -> date | None:
    """Read a day and its month, in figures or by name; without a year, the next one from `on`."""
    with suppress(ValueError):
        if "iso" in groups:
            return date.fromisoformat(groups["iso"])
        number = int(groups["day"])
        month = int(groups["month"]) if "month" in groups else _month(groups["name"])
        if "year" in groups:
            return date(int(groups["year"]), month, number)
        return _in_year(groups.get("which", ""), month, number, days.on)
    return None


def _in_year(which: str, month: int, number: int, on: date | None) -> date | None:
    """Return the day in the year that `which` names, else the next such day from `on`."""
    if on is None:
        return None
    if which:
        return date(on.year + _is_next(which), month, number)
    for year in (on.year, on.year + 1):
        with suppress(ValueError):
            day = date(year, month, number)
            if day >= on:
                return day
    return None


def _is_next(which: str) -> bool:
    return which.startswith(_listed("next"))


@cache
def _listed(name: str) -> tuple[str, ...]:
    return tuple(word for code in LANGUAGES for word in lexicon(code).listed("dates", name))


@cache
def _table(name: str) -> dict[str, int | str]:
    return {
        word: value
        for code in LANGUAGES
        for word, value in lexicon(code).table("dates", name).items()
    }


def _month(name: str) -> int:
    for code in LANGUAGES:
        names = lexicon(code).listed("dates", "months")
        if name in names:
            return names.index(name) + 1
    raise ValueError(name)


def _unit(word: str) -> str:
    """Return which unit of time a word begins with (day, week, month …)."""
    for beginning, unit in _table("units").items():
        if word.startswith(beginning):
            return str(unit)
    raise ValueError(word)


def _number(word: str) -> int:
    """Return a number in figures or words, 1 for none."""
    if not word:
        return 1
    return int(word) if word.isdigit() else int(_table("numbers")[word])


def month_end(groups: Groups, days: Days) -> date | None:
    """Read the last day of the month that is named."""
    month = _month(groups["name"])
    year = _year_of(groups, days, is_past=days.on is not None and month < days.on.month)
    return None if year is None else _last_day(year, month)


def _year_of(groups: Groups, days: Days, *, is_past: bool) -> int | None:
    """Return the year that is named, else that of the document, or the next if it `is_past`."""
    if "year" in groups:
        return int(groups["year"])
    if days.on is None:
        return None
    if "which" in groups:
        return days.on.year + _is_next(groups["which"])
    return days.on.year + is_past


def _last_day(year: int, month: int) -> date | None:
    with suppress(ValueError, calendar.IllegalMonthError):
        return date(year, month, calendar.monthrange(year, month)[1])
    return None


def year_end(groups: Groups, days: Days) -> date | None:
    """Read the last day of a year."""
    year = _year_of(groups, days, is_past=False)
    return None if year is None else _last_day(year, _LAST_MONTH)


def quarter_end(groups: Groups, days: Days) -> date | None:
    """Read the last day of a quarter or half-year that is named by its number."""
    number = int(_table("ordinals")[groups["number"]])
    month = number * _MONTHS["half_year" if "half" in groups else "quarter"]
    if month > _LAST_MONTH:
        return None
    year = _year_of(groups, days, is_past=days.on is not None and month < days.on.month)
    return None if year is None else _last_day(year, month)


def after(groups: Groups, days: Days) -> date | None:
    """Read so many units of time, counted from the document’s day."""
    if days.on is None:
        return None
    number = _number(groups.get("count", ""))
    with suppress(ValueError, OverflowError):
        if "working" in groups:
            return days.calendar.after(days.on, number) if number <= _MOST_DAYS else None
        return _moved(days.on, _unit(groups["unit"]), number)
    return None


def _moved(on: date, unit: str, number: int) -> date:
    if unit == "hour":
        return on - timedelta(days=-number // _HOURS_OF_DAY)
    if unit in _DAYS:
        return on + timedelta(days=_DAYS[unit] * number)
    year, month = divmod(on.year * 12 + on.month - 1 + _MONTHS[unit] * number, 12)
    return date(year, month + 1, min(on.day, calendar.monthrange(year, month + 1)[1]))


def weekday(groups: Groups, days: Days) -> date | None:
    """Read a day of the week: the next such day, never the document’s own."""
    if days.on is None:
        return None
    for code in LANGUAGES:
        for number, name in enumerate(lexicon(code).listed("dates", "weekdays")):
            if groups["weekday"].startswith(name):
                return days.on + timedelta(days=(number - days.on.weekday() - 1) % 7 + 1)
    return None


def day_of_month(groups: Groups, days: Days) -> date | None:
    """Read a day of the document’s own month."""
    with suppress(ValueError):
        return days.on and days.on.replace(day=int(groups["day"]))
    return None


def end_of_unit(groups: Groups, days: Days) -> date | None:
    """Read the end of the week, month, quarter or year in which the document’s day lies."""
    every = Every(_unit(groups["unit"]))
    is_next = _is_next(groups.get("which", ""))
    return _end_of(every, days, is_next=is_next)


def _end_of(every: Every, days: Days, *, is_next: bool) -> date | None:
    if days.on is None:
        return None
    end = period_end(every, days.on)
    return period_end(every, end + timedelta(days=1)) if is_next else end


def end_of(every: Every, *, is_next: bool = False) -> Reader:
    """Return the reader of a term that lasts for this, or the next, such period."""
    return lambda _groups, days: _end_of(every, days, is_next=is_next)


def in_days(number: int) -> Reader:
    """Return the reader of a term that ends so many days after the document’s day."""
    return lambda _groups, days: days.on and days.on + timedelta(days=number)
