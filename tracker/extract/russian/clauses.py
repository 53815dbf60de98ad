"""Clauses of a Russian sentence whose verbs are nobody’s to do: который, чтобы, с целью."""

from tracker.extract.lexicon import lexicon
from tracker.extract.reading import Reading
from tracker.extract.russian.words import is_infinitive
from tracker.extract.tokens import DASHES

_RU = lexicon("ru")

_ENDS = DASHES | {",", ";", "»", ".", "!", "?", ""}


def closed_places(reading: Reading) -> frozenset[int]:
    """Return the tokens that stand in such clauses, or in brackets."""
    closed: set[int] = set()
    place = 0
    while place < reading.end:
        behind = _behind(reading, place)
        closed.update(range(place, behind))
        place = max(behind, place + 1)
    return frozenset(closed)


def _behind(reading: Reading, place: int) -> int:
    """Return where the clause that opens here ends; the place itself if none opens."""
    low, before = reading.low(place), reading.low(place - 1)
    is_purpose = low in _RU.words("heads", "purposes")
    if low in _RU.words("heads", "subordinating"):
        leads = before in _RU.words("heads", "before_clauses")
        if leads or low == "чтобы" or place == 0 or reading.text(place - 1) == ",":
            return _clause_end(reading, place + 1, is_purpose=is_purpose)
    if is_purpose and before in ("с", "в"):
        return _clause_end(reading, place + 1, is_purpose=True)
    return reading.behind_brackets(place)


def _clause_end(reading: Reading, place: int, *, is_purpose: bool) -> int:
    while reading.text(place) not in _ENDS:
        joins = is_purpose and reading.low(place) == "и"
        if joins and is_infinitive(reading.low(place + 1)):
            break
        place += 1
    return place
