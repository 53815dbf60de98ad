"""Co-executors in Kazakh: an instrumental before “бірлесіп” and its like."""

from collections.abc import Iterator

from tracker.extract.endings import INS, NOM
from tracker.extract.kazakh.nouns import AND
from tracker.extract.kazakh.words import is_accusative_noun
from tracker.extract.lexicon import lexicon
from tracker.extract.phrases import Phrase
from tracker.extract.reading import NEAR, Reading
from tracker.extract.tokens import Token

_KK = lexicon("kk")


def together(reading: Reading) -> Iterator[Phrase]:
    """Yield the phrases that name co-executors."""
    for phrase in reading.phrases:
        if phrase.case == INS and _word_behind(reading, phrase):
            yield phrase


def _word_behind(reading: Reading, phrase: Phrase) -> bool:
    """Tell whether “бірлесіп” follows before the sentence goes on to something else."""
    needed = _KK.table("together", "follow")
    for place in range(phrase.behind, min(phrase.behind + NEAR, reading.end)):
        low = reading.low(place)
        if low in _KK.words("together", "words"):
            return low not in needed or reading.low(place + 1) in needed[low]
        if _stops(reading.tokens[place]):
            return False
    return False


def _stops(token: Token) -> bool:
    return is_accusative_noun(token) or token.text in {";", "."}


def behind_together(reading: Reading, helper: Phrase) -> int:
    """Return what comes behind “бірлесе отырып” and the like, of a co-executor."""
    for place in range(helper.behind, min(helper.behind + NEAR + 2, reading.end)):
        if reading.low(place) in _KK.words("together", "words"):
            behind = place + 1
            while reading.low(behind) in _KK.words("together", "tails"):
                behind += 1
            return behind
    return helper.behind


def joined_before(reading: Reading, helper: Phrase) -> list[Phrase]:
    """Return the phrases that an “and” puts before a co-executor: А және Б-мен бірлесіп."""
    found: list[Phrase] = []
    first = helper.first
    while first > 1 and _is_and(reading, first - 1):
        before = reading.inside.get(first - 2)
        if not before or before.case not in (NOM, INS) or before.behind != first - 1:
            break
        found.insert(0, before)
        first = before.first
    return found


def leads_to_helper(reading: Reading, phrase: Phrase) -> bool:
    """Tell whether a phrase in the nominative is the first of several co-executors."""
    following: Phrase | None = phrase
    while following and following.case == NOM and _is_and(reading, following.behind):
        following = reading.begins.get(following.behind + 1)
        if following and following.first in reading.helpers:
            return True
    return False


def _is_and(reading: Reading, place: int) -> bool:
    return reading.low(place) in AND or reading.text(place) == ","
