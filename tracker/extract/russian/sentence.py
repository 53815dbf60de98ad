"""Directives in a Russian sentence: what gives them, what is to be done, who is to do it."""

from collections.abc import Sequence

from tracker.extract.endings import NOM
from tracker.extract.lexicon import lexicon
from tracker.extract.phrases import Found
from tracker.extract.reading import Reading, Verb
from tracker.extract.russian.addressees import (
    asked,
    is_surely_told,
    nominatives,
    official_before,
    told_before,
    told_behind,
)
from tracker.extract.russian.clauses import closed_places
from tracker.extract.russian.contents import awaited, charged, clause, commanded, noun_content
from tracker.extract.russian.heads import heads, is_interrupted
from tracker.extract.russian.helpers import together
from tracker.extract.russian.items import items
from tracker.extract.russian.verbs import verbs
from tracker.extract.tokens import DASHES, QUOTES

_RU = lexicon("ru")

_FRONTED = frozenset(("active", "passive", "task", "demanded", "obliged"))
"""The kinds of verbs before which their content may stand: “… разработать”, – поручил аким."""


def directives(reading: Reading) -> list[Found]:
    """Return the directives of a sentence; its co-executors are noted in the reading."""
    reading.helpers = together(reading)
    reading.closed = closed_places(reading)
    if _is_meta(reading) or "?" in reading.lows(reading.end - 2, reading.end):
        return []
    return _all(reading)


def _is_meta(reading: Reading) -> bool:
    """Tell whether the sentence is about the paper itself: … вступает в силу."""
    text = " ".join(token.low for token in reading.tokens)
    return any(meta in text for meta in _RU.words("heads", "meta"))


def _all(reading: Reading) -> list[Found]:
    """Return what all verbs of a sentence give, each up to the next."""
    giving = list(verbs(reading))
    found: list[Found] = []
    start = 0
    for number, verb in enumerate(giving, start=1):
        end = giving[number].first if number < len(giving) else reading.end
        found += _given(reading, verb, start, end)
        start = verb.behind
        if found and found[-1].action[1] > reading.tokens[verb.first].start:
            start = reading.place_at(found[-1].action[1])
    return found


def _given(reading: Reading, verb: Verb, start: int, end: int) -> list[Found]:
    found = _contents(reading, verb, start, end)
    if verb.kind in ("soft", "implicit"):
        found = [one for one in found if one.addressees and is_surely_told(reading, one)]
    for one in found:
        one.is_soft = verb.is_soft
        one.rules.insert(0, f"ru.verb.{verb.kind}")
    return found


def _contents(reading: Reading, verb: Verb, start: int, end: int) -> list[Found]:
    match verb.kind:
        case "charge":
            return charged(reading, verb, start, end)
        case "implicit":
            return awaited(reading, verb, end)
        case "command":
            return commanded(reading, verb, start, end)
    if found := clause(reading, verb, end):
        return found
    if verb.kind == "demanded" and not _may_demand(reading, verb, start):
        return []
    return _behind(reading, verb, start, end) or _before(reading, verb, start, end)


def _behind(reading: Reading, verb: Verb, start: int, end: int) -> list[Found]:
    """Return what the infinitives behind the verb say, if they are its own."""
    places = heads(reading, verb.behind, end)
    if not places:
        return []
    if verb.kind == "soft":
        return _softly(reading, verb, start, end, places)
    if verb.kind != "listed" and is_interrupted(reading, verb.behind, places[0]):
        return []
    told = told_before(reading, verb, start)
    return items(reading, places, verb.behind, end, verb, told)


def _before(reading: Reading, verb: Verb, start: int, end: int) -> list[Found]:
    """Return the infinitives before the verb, else what stands in “поручение о …”."""
    if verb.kind not in _FRONTED:
        return []
    places = heads(reading, start, verb.first)
    if not places:
        return noun_content(reading, verb, start, end)
    told = told_behind(reading, verb, end)
    return items(reading, places, start, _before_frame(reading, verb.first, start), verb, told)


def _may_demand(reading: Reading, verb: Verb, start: int) -> bool:
    """Tell whether it is an official who demands: “потребовал” has other senses."""
    if any(phrase.case == NOM for phrase in reading.phrases):
        return True
    words = [i for i in range(start, verb.first) if reading.tokens[i].is_word]
    return all(reading.low(i) in _RU.words("verbs", "pronouns") for i in words)


def _before_frame(reading: Reading, place: int, start: int) -> int:
    """Return where the words before a verb end, without “, – ” and who says it."""
    giver = reading.inside.get(place - 1)
    if giver and giver.case == NOM:
        place = giver.first
    framing = DASHES | QUOTES | {",", "."}
    while place > start and (
        reading.text(place - 1) in framing
        or reading.low(place - 1) in _RU.words("heads", "before_frames")
    ):
        place -= 1
    return place


def _softly(
    reading: Reading, verb: Verb, start: int, end: int, places: Sequence[int]
) -> list[Found]:
    """Return what somebody needs to do; somebody must be named."""
    low = reading.low(verb.first)
    if low in _RU.words("verbs", "soft_nominative"):
        return _owed(reading, verb, start, end, places)
    if low in _RU.words("verbs", "soft_accusative"):
        return _asked(reading, verb, end, places)
    if low in _RU.words("verbs", "soft_dative"):
        told = told_before(reading, verb, start)
        return items(reading, places, verb.behind, end, verb, told)
    return []


def _owed(reading: Reading, verb: Verb, start: int, end: int, places: Sequence[int]) -> list[Found]:
    """Return what somebody must do: акимы должны."""
    if reading.low(verb.behind) in ("быть", "будет", "будут"):
        return []
    told = nominatives(reading, start, verb.first)
    told = told or nominatives(reading, verb.behind, places[0])
    return items(reading, places, verb.behind, end, verb, told)


def _asked(reading: Reading, verb: Verb, end: int, places: Sequence[int]) -> list[Found]:
    """Return what somebody is asked to do: прошу акимов."""
    told = asked(reading, verb, places[0])
    is_official = reading.low(verb.first) == "прошу" or official_before(reading, verb.first)
    return items(reading, places, told[-1].behind, end, verb, told) if told and is_official else []
