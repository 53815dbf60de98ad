"""What a careful reader would ask about a directive, by its own words."""

import re
from collections.abc import Iterator
from enum import StrEnum
from itertools import pairwise

from tracker.extract.find import Candidate
from tracker.extract.kazakh.words import is_converb
from tracker.extract.letters import cleaned
from tracker.extract.lexicon import lexicon
from tracker.extract.russian.words import is_infinitive
from tracker.extract.tokens import Token, tokens


class Doubt(StrEnum):
    """What is unsure about a draft; the codes are a promise of the JSON form."""

    NO_DATE = "no_date"
    VAGUE_DATE = "vague_date"
    NO_EXECUTOR = "no_executor"
    UNKNOWN_UNIT = "unknown_unit"
    SHARED_CO_EXECUTOR = "shared_co_executor"
    TWO_ACTIONS = "two_actions"
    NO_RESULT = "no_result"
    SHORT_TERM = "short_term"
    PERIOD_ASSUMED = "period_assumed"
    DUPLICATE = "duplicate"
    EARLIER = "earlier_directive"
    OTHER_LANGUAGE = "other_language"
    SOFT = "soft"


def doubts(candidate: Candidate, text: str) -> Iterator[Doubt]:
    """Yield what is unsure by the candidate's own words; the text is that it was found in."""
    first, last = candidate.action
    action = cleaned(text[first:last])
    words = list(tokens(action.text, action.low))
    data = lexicon(candidate.language)
    if candidate.deadline is None and candidate.every is None:
        yield Doubt.NO_DATE
    elif candidate.due is None and candidate.every is None:
        yield Doubt.VAGUE_DATE
    if not candidate.addressees:
        yield Doubt.NO_EXECUTOR
    if candidate.co_executors and candidate.helpers_for_all:
        yield Doubt.SHARED_CO_EXECUTOR
    if _has_two_actions(words, candidate.language):
        yield Doubt.TWO_ACTIONS
    if _is_vague(candidate, words):
        yield Doubt.NO_RESULT
    if candidate.every and not candidate.period_is_stated:
        yield Doubt.PERIOD_ASSUMED
    if any(mark in action.low for mark in data.listed("doubts", "earlier")):
        yield Doubt.EARLIER
    if candidate.is_soft:
        yield Doubt.SOFT


def _has_two_actions(words: list[Token], language: str) -> bool:
    """Tell whether an item asks for two things: тексеріп, … ұсыну; разработать и утвердить."""
    if language == "ru":
        return sum(is_infinitive(word.low) for word in words) > 1
    return any(is_converb(word) and sign.text == "," for word, sign in pairwise(words))


_FIGURE = re.compile(r"\d")


def _is_vague(candidate: Candidate, words: list[Token]) -> bool:
    """Tell whether nothing shows when it is done: a verb of more or better, and no figure."""
    vague = lexicon(candidate.language).words("doubts", "vague")
    if any(_FIGURE.search(word.text) for word in words):
        return False
    if candidate.language == "ru":
        verb = next((word.low for word in words if is_infinitive(word.low)), "")
        return verb in vague
    verb = candidate.wording.split()[-1].lower().strip(".,;") if candidate.wording else ""
    return verb in vague
