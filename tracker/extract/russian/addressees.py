"""Those who are told to do it in a Russian sentence, in the case that the verb asks for."""

from collections.abc import Sequence

from tracker.extract.endings import ACC, DAT, GEN, INS, NOM
from tracker.extract.lexicon import lexicon
from tracker.extract.phrases import Found, Phrase
from tracker.extract.reading import NEAR, Reading, Verb
from tracker.extract.russian.nouns import is_indeclinable
from tracker.extract.russian.signs import skip
from tracker.extract.russian.units import OTHER, PERSON, dative_noun

_RU = lexicon("ru")

_AND = frozenset(("и", ",", "а", "также"))
_BEHIND = {"obliged": (ACC, GEN), "demanded": (GEN,)}
"""The cases in which those are told who are named behind a verb, the dative for all others."""

_MOST = 3
"""How many are asked for something at once, at most."""


def tell(reading: Reading, found: Found, told: Sequence[Phrase]) -> None:
    """Write into a find who is told; co-executors are not."""
    own = [phrase for phrase in told if phrase.first not in reading.helpers]
    found.addressees = [reading.span(phrase) for phrase in own]
    if told:
        found.rules.append(f"ru.addressee.{told[0].case}")


def is_dative(reading: Reading, phrase: Phrase) -> bool:
    """Tell whether a phrase is in the dative, or stands behind “перед”: задачу перед акимом."""
    if phrase.case == INS:
        return reading.low(phrase.first - 1) == "перед"
    return phrase.case == DAT


def told_before(reading: Reading, verb: Verb, start: int) -> list[Phrase]:
    """Return those who are named before the verb: управлению … поручено."""
    if verb.kind == "obliged":
        return _obliged_before(reading, verb, start)
    if verb.kind not in ("passive", "task", "soft", "active"):
        return []
    if reading.low(verb.first) in _RU.words("verbs", "receiving"):
        return nominatives(reading, start, verb.first)
    found = [
        phrase
        for phrase in reading.phrases_in(start, verb.behind)
        if is_dative(reading, phrase) and phrase.first not in reading.closed
    ]
    if found or verb.kind not in ("passive", "task"):
        return _neighbours(reading, found)
    return _other_before(reading, verb, start)


def _obliged_before(reading: Reading, verb: Verb, start: int) -> list[Phrase]:
    before = reading.inside.get(verb.first - 1)
    fits = before and before.first >= start
    return [before] if before and fits and _is_object(before) else []


def _is_object(phrase: Phrase) -> bool:
    return phrase.case in (ACC, GEN) or is_indeclinable(phrase.base)


def _other_before(reading: Reading, verb: Verb, start: int) -> list[Phrase]:
    """Return people in the dative who are told: юристам поручено."""
    place = skip(reading, start, verb.first)
    size = dative_noun(reading.tokens, place)
    is_before = size and place + size <= verb.first
    return [Phrase(place, place + size, DAT, OTHER)] if is_before else []


def told_behind(reading: Reading, verb: Verb, end: int) -> list[Phrase]:
    """Return those who are told behind the verb, the content standing before it."""
    wanted = _BEHIND.get(verb.kind, (DAT,))
    return [phrase for phrase in reading.phrases_in(verb.behind, end) if phrase.case in wanted]


def nominatives(reading: Reading, start: int, end: int) -> list[Phrase]:
    """Return the subject of “должен”, the last phrases before it in the nominative."""
    found = [
        phrase
        for phrase in reading.phrases_in(start, end)
        if (phrase.case == NOM or is_indeclinable(phrase.base))
        and phrase.first not in reading.closed
    ]
    if not found or not _reaches(reading, found[-1].behind, end):
        return []
    return _neighbours(reading, found)


def nominatives_at(reading: Reading, place: int) -> list[Phrase]:
    """Return the phrases in the nominative that stand here one after another."""
    found: list[Phrase] = []
    while (phrase := reading.begins.get(place)) and phrase.case == NOM:
        found.append(phrase)
        place = phrase.behind
        if reading.low(place) in {"и", ","}:
            place += 1
    return found


def datives_at(reading: Reading, place: int) -> list[Phrase]:
    """Return the phrases in the dative that stand here one after another."""
    found: list[Phrase] = []
    while (phrase := reading.begins.get(place)) and phrase.case == DAT:
        found.append(phrase)
        place = phrase.behind
        if reading.low(place) in {"и", ","}:
            place += 1
    return found


def _reaches(reading: Reading, place: int, end: int) -> bool:
    """Tell whether nothing but small words, terms and co-executors stands up to `end`."""
    while place < end:
        phrase = reading.inside.get(place)
        if phrase and phrase.first in reading.helpers:
            place = phrase.behind
        elif _is_small(reading, place):
            place += 1
        else:
            return False
    return True


def _is_small(reading: Reading, place: int) -> bool:
    if reading.term(place) or not reading.tokens[place].is_word:
        return True
    lists = (("heads", "adverbs"), ("together", "words"), ("heads", "small"))
    return any(reading.low(place) in _RU.words(*names) for names in lists)


def _neighbours(reading: Reading, found: list[Phrase]) -> list[Phrase]:
    """Return the last phrases that but commas and “and” part."""
    kept = found[-1:]
    for phrase in reversed(found[:-1]):
        if not _AND.issuperset(reading.lows(phrase.behind, kept[0].first)):
            break
        kept.insert(0, phrase)
    return kept


def asked(reading: Reading, verb: Verb, head: int) -> list[Phrase]:
    """Return those who are asked or called upon: прошу акимов."""
    near = [p for p in reading.phrases_in(verb.behind, head) if p.first - verb.behind < NEAR]
    return [p for p in near if p.case in (ACC, GEN, NOM) and not p.is_weak][:_MOST]


def official_before(reading: Reading, end: int) -> bool:
    """Tell whether somebody who holds a post is named before the verb."""
    posts = _RU.words("units", "posts")
    return any(p.case == NOM and p.base in posts for p in reading.phrases_in(0, end))


def is_told_by(reading: Reading, phrase: Phrase, verb: Verb) -> bool:
    """Tell whether the phrase is in the case in which the verb tells somebody."""
    before = reading.low(phrase.first - 1)
    match verb.kind:
        case "obliged":
            return _is_object(phrase)
        case "demanded":
            from_whom = before in ("от", "с") and phrase.case in (GEN, INS)
            return from_whom or phrase.case == DAT
        case "charge":
            return before == "на"
        case "soft" if reading.low(verb.first) in _RU.words("verbs", "soft_nominative"):
            return phrase.case == NOM
    return is_dative(reading, phrase)


def is_surely_told(reading: Reading, found: Found) -> bool:
    """Tell whether a softer word is said to somebody, decided, or given a day."""
    around = reading.around
    if around.is_spoken or around.decides or around.is_item:
        return True
    lists = ("saying", "recommending", "soft_accusative")
    if any(reading.has(_RU.words("verbs", name)) for name in lists):
        return True
    named = [phrase for phrase in reading.phrases if reading.span(phrase) in found.addressees]
    people = _RU.words("units", "posts") | {OTHER, PERSON}
    return any(not p.is_weak and (p.base not in people or found.term) for p in named)
