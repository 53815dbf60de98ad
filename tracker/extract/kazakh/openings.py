"""What stands before an item’s own words in Kazakh: who is told, with whom, until when."""

from dataclasses import dataclass, field

from tracker.extract.endings import DAT, NOM
from tracker.extract.kazakh.addressees import (
    GROUP,
    behind_own_deed,
    is_group,
    modifies,
    next_told,
    told_at,
)
from tracker.extract.kazakh.helpers import behind_together, joined_before, leads_to_helper
from tracker.extract.kazakh.nouns import AND
from tracker.extract.kazakh.signs import quotes_within, skip
from tracker.extract.lexicon import lexicon
from tracker.extract.phrases import Phrase
from tracker.extract.reading import Reading
from tracker.extract.term_rules import Kind, Term
from tracker.extract.tokens import DASHES, OPENING, QUOTES

_KK = lexicon("kk")

_SIGNS = DASHES | QUOTES | {",", "(", ")"}

_INFLECTED = (
    *("ды", "ді", "ты", "ті", "ны", "ні", "да", "де", "та", "те"),
    *("ға", "ге", "қа", "ке", "ың", "ің", "ын", "ін"),
)
"""The endings of words that are no name in the nominative."""


@dataclass(slots=True)
class Opening:
    """Who is told, with whom and until when, as it stands before an item’s own words."""

    told: list[Phrase] = field(default_factory=list)
    helpers: list[Phrase] = field(default_factory=list)
    term: Term | None = None
    rules: list[str] = field(default_factory=list)


def opening_of(reading: Reading, start: int, head: int, *, is_first: bool) -> tuple[int, Opening]:
    """Return where the item’s own words begin, and what stands before them.

    Only the first item of a sentence has who speaks, where and when before it.
    """
    opening = Opening()
    place = skip(reading, start, head)
    best = place
    while place < head:
        behind = _step(reading, place, head, opening, is_first=is_first)
        if behind is not None:
            best = place = skip(reading, behind, head)
            continue
        if not is_first or opening.told:
            break
        ahead = next_told(reading, place, head)
        ahead = behind_own_deed(reading, place, head) if ahead is None else ahead
        if ahead is None:
            break
        if ahead not in reading.begins and ahead not in reading.helpers:
            best = skip(reading, ahead, head)
        place = ahead
    return best, opening


def _step(
    reading: Reading, place: int, head: int, opening: Opening, *, is_first: bool
) -> int | None:
    """Take in what stands here if it is no part of the item; return what comes behind it."""
    if helper := reading.helpers.get(place):
        opening.helpers = [*opening.helpers, *joined_before(reading, helper), helper]
        opening.rules.append("kk.co_executor.together")
        return behind_together(reading, helper)
    phrase = reading.begins.get(place)
    if phrase and (told := told_at(reading, place, head)):
        return _take_told(reading, place, told, opening)
    if phrase and leads_to_helper(reading, phrase):
        return phrase.behind
    if not is_first:
        return None
    if phrase and _is_giver(reading, phrase, head, opening):
        return phrase.behind
    return _step_of_first(reading, place, head, opening)


def _take_told(reading: Reading, place: int, told: list[Phrase], opening: Opening) -> int | None:
    is_listed = reading.text(place - 1) == "," or reading.low(place - 1) in AND
    if opening.told and not is_listed:
        return None
    opening.told += told
    opening.rules.append("kk.addressee.dative")
    return reading.behind_brackets(told[-1].behind)


def _is_giver(reading: Reading, phrase: Phrase, head: int, opening: Opening) -> bool:
    is_thing = phrase.is_weak and not phrase.plural
    may_speak = phrase.case == NOM and phrase.behind < head and not opening.told
    return may_speak and not is_thing and not modifies(reading, phrase, head)


def _step_of_first(reading: Reading, place: int, head: int, opening: Opening) -> int | None:
    """Take in what only the beginning of a sentence has: a term, the setting, a name, people."""
    term = reading.term(place)
    if term and not term.is_plain and term.kind is not Kind.PERIOD:
        opening.term = term
        return max(reading.place_at(term.end), place)
    if _is_setting(reading, place, head) or _is_named(reading, place, head):
        return place + 1
    if not opening.told and is_group(reading, place, head):
        opening.told.append(Phrase(place, place + 1, DAT, GROUP, plural=True))
        opening.rules.append("kk.addressee.group")
        return place + 1
    return None


def _is_setting(reading: Reading, place: int, head: int) -> bool:
    """Tell whether the word says where or when the directive was given, or by whom."""
    low = reading.low(place)
    if reading.text(place) in OPENING and quotes_within(reading, place, head):
        return False
    pairs = (f"{low} {reading.low(place + 1)}", f"{reading.low(place - 1)} {low}")
    if not _KK.words("opening", "pairs").isdisjoint(pairs) or reading.text(place) in _SIGNS:
        return True
    lists = (("verbs", "pronouns"), ("opening", "settings"), ("opening", "said"))
    return any(low in _KK.words(*names) for names in lists)


def _is_named(reading: Reading, place: int, head: int) -> bool:
    """Tell whether a person’s name, without a post, stands here: Олжас Төлеуов."""
    if place > 1 or not reading.is_capital(place) or reading.low(place).endswith(_INFLECTED):
        return False
    other = place + 1 if place == 0 else place - 1
    return reading.is_capital(other) and (place == 0 or head > place + 1)
