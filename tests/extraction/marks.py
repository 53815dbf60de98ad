"""Sentences that carry in marks what should be found in them.

`[…]` is what is to be done, `<…>` who is told, `{…}` who is to help, `(@…@)` the term.
"""

import re
from collections.abc import Iterable
from datetime import date

import pytest

from tracker.domain.unit import Register
from tracker.extract.find import Candidate, Span, candidates

MARKS = {"action": ("[", "]"), "told": ("<", ">"), "with": ("{", "}"), "term": ("(@", "@)")}
DAY = date(2025, 11, 3)
"""The day of the documents, a Monday."""

_MARK = re.compile("|".join(re.escape(mark) for pair in MARKS.values() for mark in pair))


def plain(sentence: str) -> str:
    """Return the sentence without its marks."""
    return _MARK.sub("", sentence)


def found_in(sentence: str, register: Register | None = None) -> list[Candidate]:
    """Return what is found in a sentence, its marks taken off before."""
    return candidates(plain(sentence), register or Register(), on=DAY)


def marked(
    sentence: str,
    register: Register | None = None,
    *,
    kinds: Iterable[str] = ("action", "told", "with"),
) -> str:
    """Return the sentence with marks at what is found in it, whatever marks it carries."""
    text = plain(sentence)
    signs: list[tuple[int, int, int, str]] = []
    for kind in kinds:
        opening, closing = MARKS[kind]
        spans = {
            span
            for one in candidates(text, register or Register(), on=DAY)
            for span in _spans(one)[kind]
        }
        for first, last in spans:
            signs += [(first, 1, -last, opening), (last, 0, -first, closing)]
    pieces, place = [], 0
    for at, _, _, sign in sorted(signs):
        pieces += [text[place:at], sign]
        place = at
    return "".join([*pieces, text[place:]])


def _spans(one: Candidate) -> dict[str, tuple[Span, ...]]:
    return {
        "action": (one.action,),
        "told": one.addressees,
        "with": one.co_executors,
        "term": (one.deadline,) if one.deadline else (),
    }


def named(*groups: dict[str, str]) -> pytest.MarkDecorator:
    """Run a test for each sentence, under its name."""
    rows = {name: sentence for group in groups for name, sentence in group.items()}
    return pytest.mark.parametrize("sentence", rows.values(), ids=rows)
