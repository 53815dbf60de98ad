"""What a term is, and what the rules are made of that find terms."""

import re
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from tracker.domain.deadline import Every
from tracker.extract.dates import Reader, no_day


class Kind(StrEnum):
    """What a term says of time."""

    DATE = "date"
    VAGUE = "vague"
    PERIOD = "period"
    CONSTANT = "constant"


class Term(NamedTuple):
    """The words of a term, from where to where, and what they say.

    `due` is the day they come to, None where they name none (or it depends on a day that is not
    known). `every` is how often a constant directive is to be reported on; `period_is_stated` is
    not set where the words only say that it is constant. `is_plain` tells of a word that only
    colours the action, as long as it does not stand alone as a term.
    """

    start: int
    end: int
    kind: Kind
    rule: str
    due: date | None = None
    every: Every | None = None
    period_is_stated: bool = True
    is_plain: bool = False


class Rule(NamedTuple):
    """What finds a kind of term, and what reads the day out of it.

    The groups that readers ask for: `day`, `month` (in figures), `name` (of a month), `year`,
    `which` (this, next), `number` and `half` (of a quarter, half-year), `count`, `unit` and
    `working` (so many working days), `weekday`.
    """

    name: str
    pattern: re.Pattern[str]
    read: Reader = no_day
    kind: Kind = Kind.DATE
    every: Every | None = None
    period_is_stated: bool = True
    is_plain: bool = False


def rule(name: str, pattern: str, read: Reader) -> Rule:
    """Return the rule of a term that comes to a day; a space in the pattern is any space."""
    return Rule(name, _compiled(pattern), read)


def vague(name: str, *patterns: str) -> Rule:
    """Return the rule of terms that name no day."""
    return Rule(name, _compiled("|".join(patterns)), kind=Kind.VAGUE)


def period(every: Every, *patterns: str) -> Rule:
    """Return the rule of terms that come again and again."""
    return Rule("period", _compiled("|".join(patterns)), kind=Kind.PERIOD, every=every)


def daily(*patterns: str) -> Rule:
    """Return the rule of terms that come each day, or oftener; they are reported on weekly."""
    compiled = _compiled("|".join(patterns))
    return Rule("daily", compiled, kind=Kind.PERIOD, every=Every.WEEK, period_is_stated=False)


def constant(*patterns: str, is_plain: bool) -> Rule:
    """Return the rule of words for what never ends; it is reported on by quarters."""
    return Rule(
        "constant",
        _compiled("|".join(patterns)),
        kind=Kind.CONSTANT,
        every=Every.QUARTER,
        period_is_stated=False,
        is_plain=is_plain,
    )


def _compiled(pattern: str) -> re.Pattern[str]:
    spaced = pattern.replace(" ", r"\s+")
    return re.compile(rf"(?<![\w-])(?:{spaced})(?!\w)")
