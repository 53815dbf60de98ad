"""From the words of a command to values; what cannot be understood is `WrongUsage` (exit 2)."""

import os
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from tracker.domain.deadline import EARLIEST, LATEST, Every, Period, period_end, read_date
from tracker.domain.status import Status
from tracker.errors import TrackerError, WrongUsage
from tracker.settings import MAX_DAYS

if TYPE_CHECKING:
    from tracker.domain.letter import Kind

MAX_IDS = 10_000
MAX_ID = 10**9

MONTHS = 12

RANGE = 2
"""Ends of a range."""


def day(text: str) -> date:
    """Return a date written as 2025-12-31 or 31.12.2025."""
    try:
        return read_date(text)
    except TrackerError as error:
        raise WrongUsage(error.message, **error.values) from error


def one_id(text: str) -> int:
    """Return the one id that the word names."""
    numbers = ids([text])
    if len(numbers) != 1:
        raise WrongUsage("This takes one number; tracker list shows several directives.")
    return numbers[0]


def letter(text: str) -> "Kind":
    """Return the kind of letter that the word names."""
    from tracker.domain.letter import Kind

    return Kind(choice(text, [kind.value for kind in Kind]))


def period(text: str) -> Period:
    """Return the period that `2025`, `2025-Q4`, `2025-12` or two dates with `..` between name."""
    first, dots, last = text.partition("..")
    if dots:
        found = Period(day(first), day(last))
        if found.first <= found.last:
            return found
    elif named := _named_period(text):
        return named
    raise WrongUsage(
        "“{text}” is not a period: write 2025, 2025-Q4, 2025-12 or 2025-11-01..2025-12-31.",
        text=text,
    )


def _named_period(text: str) -> Period | None:
    """Return the year, quarter or month of this name; None if it is none."""
    year, dash, part = text.strip().upper().partition("-")
    every = Every.QUARTER if part[:1] == "Q" else Every.MONTH if part else Every.YEAR
    months = {Every.QUARTER: 3, Every.MONTH: 1, Every.YEAR: 12}[every]
    number = _number(part.removeprefix("Q")) if part else 1
    digits = _number(year)
    if digits is None or number is None or bool(dash) is not bool(part):
        return None
    if not 1 <= number <= MONTHS // months:
        return None
    if not EARLIEST.year <= digits <= LATEST.year:
        return None
    first = date(digits, (number - 1) * months + 1, 1)
    return Period(first, period_end(every, first))


def ids(words: Sequence[str]) -> list[int]:
    """Return the ids that words like `4`, `3-6` and `1,4-5` name, each once, in their order."""
    found: dict[int, None] = {}
    for word in ",".join(words).split(","):
        ends = [_number(end) or 0 for end in word.strip().split("-")]
        first, last = ends[0], ends[-1]
        if len(ends) > RANGE or not 0 < first <= last <= MAX_ID:
            raise WrongUsage(
                "“{text}” is not a number of a directive, nor a range like 3-6.", text=word
            )
        if last - first + len(found) >= MAX_IDS:
            raise WrongUsage("More than {limit} directives at once.", limit=MAX_IDS)
        found |= dict.fromkeys(range(first, last + 1))
    return list(found)


def whole(text: str, least: int, most: int) -> int:
    """Return a whole number between two bounds."""
    number = _number(text)
    if number is None or not least <= number <= most:
        raise WrongUsage(
            "“{text}” is not a whole number from {least} to {most}.",
            text=text,
            least=least,
            most=most,
        )
    return number


def _number(text: str) -> int | None:
    """Return the whole number that up to ten digits write; None for anything else."""
    digits = text.strip()
    is_number = digits.isascii() and digits.isdecimal() and len(digits) <= len(str(MAX_ID))
    return int(digits) if is_number else None


def percent(text: str) -> int:
    """Return a whole number from 0 to 100, with or without its sign."""
    return whole(text.strip().removesuffix("%"), 0, 100)


def days(text: str) -> int:
    """Return a number of days."""
    return whole(text, 0, MAX_DAYS)


def limit(text: str) -> int:
    """Return how many rows to show at most."""
    return whole(text, 1, 10**8)


def event(text: str) -> int:
    """Return the number of an event."""
    return whole(text, 0, MAX_ID)


def file(text: str) -> Path:
    """Return the path of a file, to be written or read."""
    if not text.strip() or "\0" in text or not is_encodable(text):
        raise WrongUsage("“{text}” is not a name for a file.", text=text)
    return Path(text)


def is_encodable(name: str) -> bool:
    """Tell whether the system can take the text as a name: it has no half a character."""
    try:
        os.fsencode(name)
    except UnicodeEncodeError:
        return False
    return True


def status(text: str) -> Status:
    """Return the status that a code, or a label in any language, names."""
    from tracker.show.labels import status_of

    found = status_of(text)
    if found is None:
        raise WrongUsage(
            "“{text}” is not a status. Known: {known}.", text=text, known=[s.value for s in Status]
        )
    return found


def every(text: str) -> Every:
    """Return the reporting period that a code or a word names."""
    from tracker.load.columns import read_period

    try:
        return read_period(text)
    except TrackerError as error:
        raise WrongUsage(error.message, **error.values) from error


def measure(text: str) -> tuple[str, float]:
    """Return the indicator and the number of `name=81.5` (or `name=81,5`)."""
    import re

    name, equals, number = text.rpartition("=")
    plain = re.sub(r"[\s\u00a0\u202f]", "", number).replace(",", ".")
    if (
        not equals
        or not name.strip()
        or not re.fullmatch(r"[+-]?\d{1,18}(\.\d{1,9})?", plain, re.ASCII)
    ):
        raise WrongUsage("“{text}” is not a measure: write “name=81.5”.", text=text)
    return name.strip(), float(plain)


def choice(text: str, known: Sequence[str]) -> str:
    """Return the word if it is one of the known ones."""
    if text not in known:
        raise WrongUsage("“{text}” is not among: {known}.", text=text, known=list(known))
    return text
