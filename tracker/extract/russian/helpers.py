"""Co-executors in Russian: совместно с …, с участием …, and others after an “and”."""

from tracker.extract.endings import GEN, INS
from tracker.extract.lexicon import lexicon
from tracker.extract.phrases import Phrase
from tracker.extract.reading import Reading
from tracker.extract.russian.nouns import noun

_RU = lexicon("ru")

WITH = frozenset(("с", "со"))
_AND = frozenset(("и", ","))


def together(reading: Reading) -> dict[int, Phrase]:
    """Return the co-executors by their first tokens."""
    found: dict[int, Phrase] = {}
    for phrase in reading.phrases:
        if _is_led(reading, phrase) or _follows(reading, phrase, found):
            found[phrase.first] = phrase
    return found


def _is_led(reading: Reading, phrase: Phrase) -> bool:
    before, earlier = reading.low(phrase.first - 1), reading.low(phrase.first - 2)
    if phrase.case == INS:
        return before in WITH and earlier in _RU.words("together", "with")
    return phrase.case == GEN and before in _RU.words("together", "of")


def _follows(reading: Reading, phrase: Phrase, found: dict[int, Phrase]) -> bool:
    """Tell whether an “and” or a comma adds it to a co-executor in the same case."""
    if reading.low(phrase.first - 1) not in _AND:
        return False
    before = reading.inside.get(phrase.first - 2)
    if not before or before.first not in found:
        return False
    return before.case == phrase.case or _may_be(reading, phrase, before.case)


def _may_be(reading: Reading, phrase: Phrase, case: str) -> bool:
    """Tell whether a phrase whose noun has the same form in several cases may be in this one."""
    known = [noun(reading.tokens[place]) for place in range(phrase.first, phrase.behind)]
    return any(one is not None and one.base == phrase.base and case in one.options for one in known)
