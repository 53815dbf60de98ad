"""The infinitives of a Russian sentence that say what is to be done, each an item of its own."""

from collections.abc import Iterator

from tracker.extract.endings import ACC, DAT, GEN, NOM
from tracker.extract.lexicon import lexicon
from tracker.extract.reading import NEAR, Reading
from tracker.extract.russian.signs import PARTING, is_separator
from tracker.extract.russian.units import dative_noun
from tracker.extract.russian.words import is_infinitive, is_past
from tracker.extract.tokens import DASHES

_RU = lexicon("ru")

_SHARING = frozenset(("и", "или", "затем"))
"""What joins two infinitives that share their object: разработать и утвердить план."""


def heads(reading: Reading, start: int, end: int) -> list[int]:
    """Return the infinitives of a part of the sentence that begin items."""
    found: list[int] = []
    for place in _infinitives(reading, start, end):
        if _is_governed(reading, place, start):
            continue
        if found and (_shares(reading, found[-1], place) or not _parted(reading, found[-1], place)):
            continue
        found.append(place)
    return found


def _infinitives(reading: Reading, start: int, end: int) -> Iterator[int]:
    for place in range(start, end):
        low = reading.low(place)
        if place in reading.closed or place in reading.inside or not is_infinitive(low):
            continue
        if low not in _RU.words("heads", "not_items"):
            yield place


def _is_governed(reading: Reading, place: int, start: int) -> bool:
    """Tell whether the infinitive belongs to the word before it: возможность получить."""
    before = place - 1
    if reading.lows(place - 2, place) == ["при", "необходимости"]:
        return False
    while before >= start and reading.low(before) in _RU.words("heads", "adverbs"):
        before -= 1
    low = reading.low(before) if before >= start else ""
    if low in _RU.words("heads", "governing"):
        return True
    return before == place - 1 and is_infinitive(low)


def _shares(reading: Reading, head: int, place: int) -> bool:
    """Tell whether two infinitives share their object: разработать и утвердить план."""
    between = [low for i in range(head + 1, place) if (low := _content(reading, i))]
    joins = _SHARING | {","}
    if not between or not all(low in joins or is_infinitive(low) for low in between):
        return False
    return not _SHARING.isdisjoint([*between, *reading.lows(place + 1, place + 3)])


def _content(reading: Reading, place: int) -> str:
    """Return the word here, nothing for terms and adverbs."""
    low = reading.low(place)
    return "" if reading.term(place) or low in _RU.words("heads", "adverbs") else low


def _parted(reading: Reading, head: int, place: int) -> bool:
    return any(is_separator(reading, i) for i in range(head + 1, place))


def is_interrupted(reading: Reading, start: int, head: int) -> bool:
    """Tell whether another verb stands before the infinitive, which then belongs to it."""
    for place in range(start, head):
        if place in reading.closed or place in reading.inside or reading.term(place):
            continue
        if is_past(reading.low(place)):
            return True
    return False


def beginning(reading: Reading, head: int, start: int) -> int:
    """Return where the item of an infinitive begins: behind the last sign that parts it."""
    place = head
    while place > start and _leads(reading, place - 1):
        place -= 1
    if place > start and reading.low(place - 1) in _RU.words("heads", "parting"):
        return place
    return _behind_sign(reading, place, start)


def _leads(reading: Reading, place: int) -> bool:
    """Tell whether an adverb, a term or “при необходимости” stands before the infinitive."""
    low = reading.low(place)
    is_adverb = low in _RU.words("heads", "adverbs") and low != "также"
    return is_adverb or low in ("при", "необходимости") or reading.term(place) is not None


def _behind_sign(reading: Reading, head: int, start: int) -> int:
    joined = None
    for place in range(head - 1, start - 1, -1):
        text = reading.text(place)
        if place in reading.closed or (place in reading.inside and text not in DASHES):
            continue
        if text in DASHES:
            behind = _behind_dash(reading, place, start)
            if behind is not None:
                return behind
        elif text in PARTING:
            return place + 1
        elif joined is None and reading.low(place) in ("и", "также"):
            joined = place + 1
    return start if joined is None else joined


def _behind_dash(reading: Reading, dash: int, start: int) -> int | None:
    """Return where an item begins before which a dash stands; None if the dash is within it."""
    told = _told_by_dash(reading, dash, start)
    if told is not None:
        return told
    is_within = any(reading.text(i) in {",", ";"} for i in range(start, dash))
    return None if is_within else dash + 1


def _told_by_dash(reading: Reading, dash: int, start: int) -> int | None:
    """Return where those are named who a dash says are to do it: юристам — подготовить."""
    last = dash - 1
    if reading.text(last) == ")":
        opening = (i for i in range(last, start, -1) if reading.text(i) == "(")
        last = next(opening, last) - 1
    phrase = reading.inside.get(last)
    if phrase and phrase.case in (DAT, ACC, GEN, NOM):
        return phrase.first
    for place in range(max(start, dash - NEAR), dash):
        if (
            _begins_part(reading, place, start)
            and dative_noun(reading.tokens, place) >= dash - place
        ):
            return place
    return None


def _begins_part(reading: Reading, place: int, start: int) -> bool:
    before = reading.low(place - 1)
    return place == start or before in {",", ";", "а", "и"}
