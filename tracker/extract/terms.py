"""Until when: the terms that the words of a sentence name."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from datetime import date
from functools import cache

from tracker.domain.deadline import EARLIEST, LATEST
from tracker.extract.dates import Days, calendar_day, date_patterns, groups_of
from tracker.extract.kazakh import terms as kazakh_terms
from tracker.extract.russian import terms as russian_terms
from tracker.extract.term_rules import Kind, Rule, Term

_PREPARING = re.compile(r"готов[а-я]*\b")
"""“Подготовить школы к зиме” names no term."""

_FAR = 80
"""Characters before a term among which that is looked for."""


def terms(low: str, start: int, end: int, language: str, days: Days) -> list[Term]:
    """Return the terms of a part of a text (in small letters), the longest where they overlap."""
    found = sorted(
        _found(low, start, end, language, days), key=lambda t: (t.start - t.end, t.start)
    )
    kept: list[Term] = []
    for term in found:
        place = bisect_left(kept, term.start, key=lambda other: other.start)
        is_free_before = place == 0 or kept[place - 1].end <= term.start
        if is_free_before and (place == len(kept) or term.end <= kept[place].start):
            kept.insert(place, term)
    return kept


def common_term(low: str, start: int, end: int, language: str, days: Days) -> Term | None:
    """Return the term that a line such as “Мерзімі: …”, “Срок – …” states, whatever its form."""
    if found := terms(low, start, end, language, days):
        return found[0]
    for pattern in date_patterns(language):
        if bare := pattern.search(low, start, end):
            due = _within(calendar_day(groups_of(bare), days))
            return Term(*bare.span(), Kind.DATE, f"{language}.date.bare", due)
    return None


def _found(low: str, start: int, end: int, language: str, days: Days) -> Iterator[Term]:
    for rule in _rules(language):
        for match in rule.pattern.finditer(low, start, end):
            first, last = match.span()
            if rule.kind is Kind.VAGUE and _is_purpose(low, start, first):
                continue
            due = _within(rule.read(groups_of(match), days))
            yield Term(
                *(first, last, rule.kind, f"{language}.date.{rule.name}", due),
                *(rule.every, rule.period_is_stated, rule.is_plain),
            )


def _within(due: date | None) -> date | None:
    """Return the day, None for one that no directive can bear."""
    return due if due and EARLIEST <= due <= LATEST else None


def _is_purpose(low: str, start: int, first: int) -> bool:
    """Tell whether what is prepared for begins here: подготовить школы к зиме."""
    if not low.startswith(("к ", "ко "), first):
        return False
    return _PREPARING.search(low, max(start, first - _FAR), first) is not None


@cache
def _rules(language: str) -> tuple[Rule, ...]:
    return kazakh_terms.rules() if language == "kk" else russian_terms.rules()
