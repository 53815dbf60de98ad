"""What somebody is said to have spoken, and to whom: “…”, – деді әкім басқарма басшыларына."""

import re
from bisect import bisect_left, bisect_right
from functools import cache

from tracker.extract.endings import DAT, GEN
from tracker.extract.letters import Cleaned
from tracker.extract.lexicon import LANGUAGES, lexicon
from tracker.extract.phrases import Phrase, Span
from tracker.extract.reading import Reading
from tracker.extract.sentences import quotes
from tracker.extract.tokens import tokens

_FAR = 14
"""Tokens from a verb of saying to those to whom it is said, at most."""

_BEFORE_QUOTES = ' «“"'


class Spoken:
    """The parts of a paragraph that somebody is said to have spoken.

    `is_dashed` where a dash stands before it, as before what is spoken.
    """

    def __init__(self, text: Cleaned, start: int, end: int, *, is_dashed: bool) -> None:
        self._parts = _spoken(text, start, end, is_dashed=is_dashed)
        self._starts = [first for first, _ in self._parts]

    def holds(self, place: int) -> bool:
        """Tell whether a place of the text is in one of the parts."""
        part = bisect_right(self._starts, place) - 1
        return part >= 0 and place < self._parts[part][1]

    def touches(self, start: int, end: int) -> bool:
        """Tell whether any of it lies between two places of the text."""
        part = bisect_left(self._starts, end) - 1
        return part >= 0 and start < self._parts[part][1]

    def told(self, reading: Reading, language: str) -> list[Span]:
        """Return those to whom a sentence, outside quotations, says that it is said."""
        saying = lexicon(language).words("verbs", "saying")
        if not self._parts or not reading.has(saying):
            return []
        return [
            reading.span(phrase)
            for phrase in reading.phrases
            if _is_addressed(reading, phrase)
            and self._is_outside(reading, phrase.first)
            and self._is_said_before(reading, phrase.first, saying)
        ]

    def _is_outside(self, reading: Reading, place: int) -> bool:
        return not self.holds(reading.tokens[place].start)

    def _is_said_before(self, reading: Reading, place: int, saying: frozenset[str]) -> bool:
        near = range(max(place - _FAR, 0), place)
        return any(reading.low(i) in saying and self._is_outside(reading, i) for i in near)


def _is_addressed(reading: Reading, phrase: Phrase) -> bool:
    is_from = phrase.case == GEN and reading.low(phrase.first - 1) == "от"
    return phrase.case == DAT or is_from


def _spoken(text: Cleaned, start: int, end: int, *, is_dashed: bool) -> list[Span]:
    found = quotes(text.text, start, end)
    if not found and is_dashed and _says(text, [(start, end)]):
        return [(start, end)]
    if not found:
        said = _quoting().search(text.low, start, end)
        return [(start, said.start())] if said else []
    is_announced = text.low[start : found[0][0]].rstrip(_BEFORE_QUOTES).endswith(":")
    around = zip(
        [start, *(last for _, last in found)], [*(first for first, _ in found), end], strict=True
    )
    return found if is_announced or _says(text, list(around)) else []


def _says(text: Cleaned, parts: list[Span]) -> bool:
    """Tell whether a verb of saying stands in the parts of a text."""
    saying = frozenset().union(*(lexicon(code).words("verbs", "saying") for code in LANGUAGES))
    return any(
        token.low in saying
        for first, last in parts
        for token in tokens(text.text, text.low, first, last)
    )


@cache
def _quoting() -> re.Pattern[str]:
    """Return what finds where speech without quotation marks ends: …, – деді әкім."""
    words = "|".join(
        word for code in LANGUAGES for word in lexicon(code).listed("verbs", "quoting")
    )
    return re.compile(rf"[,!?]\s*[–—-]\s*(?:{words})")
