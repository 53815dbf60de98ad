"""What a Russian verb may give that is no infinitive: a clause, a noun, a charge, a command."""

from collections.abc import Sequence

from tracker.extract.endings import ACC, DAT, GEN, LOC, NOM
from tracker.extract.lexicon import lexicon
from tracker.extract.phrases import Found, Phrase
from tracker.extract.reading import Reading, Verb
from tracker.extract.russian.addressees import (
    datives_at,
    nominatives_at,
    tell,
    told_before,
)
from tracker.extract.russian.ends import cut, found_between
from tracker.extract.russian.heads import heads
from tracker.extract.russian.items import items
from tracker.extract.russian.signs import is_separator, skip
from tracker.extract.russian.units import OTHER
from tracker.extract.russian.words import is_adjective_in, is_past

_RU = lexicon("ru")

_FAR = 14
"""Tokens from a verb to its “чтобы”, at most."""

_SHORTEST_NOUN = 5
_ACTION_ENDS = ("е", "и", "у", "ю")
_MASCULINES = ("л", "ла", "ли")


def clause(reading: Reading, verb: Verb, end: int) -> list[Found]:
    """Return what stands in “потребовал, чтобы акимы обеспечили …”."""
    if verb.kind not in ("active", "demanded", "task"):
        return []
    near = range(verb.behind, min(verb.behind + _FAR, end))
    that = next((i for i in near if reading.low(i) == "чтобы"), None)
    if that is None or heads(reading, verb.behind, that):
        return []
    subjects = nominatives_at(reading, that + 1)
    begin = subjects[-1].behind if subjects else that + 1
    if not subjects and reading.low(begin) in _RU.words("verbs", "pronouns"):
        begin += 1
    head = next((i for i in range(begin, end) if is_past(reading.low(i))), None)
    if head is None:
        return []
    term = reading.term(begin)
    while begin < head and reading.term(begin):
        begin += 1
    found = found_between(reading, begin, head, cut(reading, begin, end), "clause")
    found.term = found.term or term
    before = reading.phrases_in(verb.behind, that)
    tell(reading, found, subjects or [p for p in before if p.case in (DAT, GEN)])
    return [found]


def noun_content(reading: Reading, verb: Verb, start: int, end: int) -> list[Found]:
    """Return what stands in “дал поручение о создании …”, “по ремонту …”."""
    if verb.kind != "task":
        return []
    told = datives_at(reading, verb.behind)
    place = _behind(reading, told, verb.behind)
    low = reading.low(place)
    if low not in ("о", "об", "по"):
        return []
    head = place + 1
    while head < end and is_adjective_in(reading.low(head), DAT if low == "по" else LOC):
        head += 1
    if head >= end or not _is_action(reading.low(head)):
        return []
    found = found_between(reading, place, head, cut(reading, place, end), "noun")
    found.needs_addressee = low == "по"
    told = told or told_before(reading, verb, start)
    tell(reading, found, told or _datives(reading, head + 2, end)[:1])
    return [found]


def _behind(reading: Reading, told: Sequence[Phrase], place: int) -> int:
    """Return what comes behind phrases, and the comma or “and” behind the last of them."""
    if not told:
        return place
    place = told[-1].behind
    return place + 1 if reading.low(place) in {"и", ","} else place


def _is_action(low: str) -> bool:
    return len(low.rpartition("-")[2]) >= _SHORTEST_NOUN and low.endswith(_ACTION_ENDS)


def _datives(reading: Reading, start: int, end: int) -> list[Phrase]:
    return [phrase for phrase in reading.phrases_in(start, end) if phrase.case == DAT]


def charged(reading: Reading, verb: Verb, start: int, end: int) -> list[Found]:
    """Return what is laid on somebody: контроль … возложить на заместителя акима."""
    told = _laid_on(reading, verb, start, end)
    if not told:
        return []
    behind = told[-1].behind
    places = heads(reading, behind, end)
    if places and not any(is_separator(reading, i) for i in range(behind, places[0])):
        return items(reading, places, behind, end, verb, told)
    begin, stop = _charge(reading, verb, start, end, told)
    is_empty = not any(reading.tokens[i].is_word for i in range(begin, stop))
    not_charges = _RU.words("verbs", "not_charges")
    if is_empty or not not_charges.isdisjoint(reading.lows(begin, stop)):
        return []
    found = found_between(reading, begin, begin, stop, "noun")
    tell(reading, found, told)
    return [found]


def _laid_on(reading: Reading, verb: Verb, start: int, end: int) -> list[Phrase]:
    """Return those on whom it is laid: behind the verb, whatever they are called, or before it."""
    behind = _behind_on(reading, verb.behind, end)
    told = [one for phrase in behind for one in _with_joined(reading, phrase)]
    return told or _whoever(reading, verb, end) or _behind_on(reading, start, verb.first)


def _behind_on(reading: Reading, start: int, end: int) -> list[Phrase]:
    found = reading.phrases_in(start, end)
    return [phrase for phrase in found if reading.low(phrase.first - 1) == "на"]


def _with_joined(reading: Reading, phrase: Phrase) -> list[Phrase]:
    """Return a phrase in the accusative with those whom “и” or a comma adds to it."""
    found = [phrase]
    while reading.low(found[-1].behind) in {"и", ","}:
        following = reading.begins.get(found[-1].behind + 1)
        if not following or following.case not in (ACC, GEN):
            break
        found.append(following)
    return found


def _whoever(reading: Reading, verb: Verb, end: int) -> list[Phrase]:
    """Return whoever is named behind “возложить на”, but for “на себя”, “на него”."""
    place = verb.behind
    is_other = reading.low(place + 1) in _RU.words("heads", "reflexive")
    if reading.low(place) != "на" or is_other:
        return []
    behind = place + 1
    while behind < end and (reading.tokens[behind].is_word or _ends_initial(reading, behind)):
        behind += 1
    return [Phrase(place + 1, behind, ACC, OTHER)] if behind > place + 1 else []


def _ends_initial(reading: Reading, place: int) -> bool:
    is_initial = len(reading.text(place - 1)) == 1 and reading.is_capital(place - 1)
    return reading.text(place) == "." and is_initial


def _charge(
    reading: Reading, verb: Verb, start: int, end: int, told: Sequence[Phrase]
) -> tuple[int, int]:
    """Return from where to where that goes, before or behind the verb, which is laid on."""
    begin = skip(reading, start, verb.first)
    stop = _before_giver(reading, verb, begin)
    if told[0].first < verb.first:
        stop = min(stop, told[0].first - 1)
    if stop > begin:
        return begin, stop
    begin, stop = verb.behind, told[0].first - 1
    if stop > begin:
        return begin, stop
    return told[-1].behind, cut(reading, told[-1].behind, end)


def _before_giver(reading: Reading, verb: Verb, begin: int) -> int:
    """Return where the words before a verb end, without who lays it on somebody."""
    stop = verb.first
    last = reading.inside.get(stop - 1)
    if last and last.case == NOM and reading.low(verb.first).endswith(_MASCULINES):
        return last.first
    is_named = stop > begin and reading.tokens[stop - 1].is_capital
    return begin if is_named and is_past(reading.low(verb.first)) else stop


def commanded(reading: Reading, verb: Verb, start: int, end: int) -> list[Found]:
    """Return what is asked of those who are spoken to: представьте мне график."""
    found = found_between(
        reading, verb.first, verb.first, cut(reading, verb.behind, end), "imperative"
    )
    before = reading.phrases_in(start, verb.first)
    called = [p for p in before if p.case == NOM and reading.text(p.behind) == ","]
    tell(reading, found, called)
    first = reading.tokens[verb.first].start
    leading = [t for t in reading.terms_between(0, first) if t.end <= first and not t.is_plain]
    found.term = found.term or (leading[-1] if leading else None)
    found.needs_addressee = True
    return [found]


def awaited(reading: Reading, verb: Verb, end: int) -> list[Found]:
    """Return what stands in “к пятнице жду доклад”."""
    things = tuple(_RU.listed("verbs", "awaited"))
    if not any(low.startswith(things) for low in reading.lows(verb.behind, verb.behind + 3)):
        return []
    found = found_between(reading, verb.first, verb.first, cut(reading, verb.behind, end), "clause")
    tell(reading, found, _datives(reading, verb.behind, reading.end)[:1])
    first = reading.tokens[verb.first].start
    before = (term for term in reading.terms_between(0, first) if term.end <= first)
    found.term = found.term or next(before, None)
    return [found]
