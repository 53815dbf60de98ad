"""Directives in a Kazakh sentence: what gives them, what is to be done, who is to do it."""

from collections.abc import Sequence

from tracker.extract.kazakh.addressees import nominatives, span, subjects
from tracker.extract.kazakh.heads import heads, needed_heads
from tracker.extract.kazakh.helpers import together
from tracker.extract.kazakh.items import items
from tracker.extract.kazakh.verbs import verbs
from tracker.extract.kazakh.words import is_passive_wish
from tracker.extract.lexicon import lexicon
from tracker.extract.phrases import Found, Phrase
from tracker.extract.reading import Reading, Verb

_KK = lexicon("kk")


def directives(reading: Reading) -> list[Found]:
    """Return the directives of a sentence; its co-executors are noted in the reading."""
    reading.helpers = {phrase.first: phrase for phrase in together(reading)}
    return [] if _is_meta(reading) else _Sentence(reading).directives()


def _is_meta(reading: Reading) -> bool:
    """Tell whether the sentence is about the paper itself: … күшіне енеді."""
    text = " ".join(token.low for token in reading.tokens)
    return any(meta in text for meta in _KK.words("heads", "meta"))


class _Sentence:
    """Reads a sentence verb by verb; who is named once is meant by the next orders, too."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._called: list[Phrase] = []
        self._wishing: list[Phrase] = []

    def directives(self) -> list[Found]:
        """Return what all verbs give."""
        found: list[Found] = []
        start = 0
        for verb in verbs(self._reading):
            if verb.first < start:
                continue
            given = self._given(verb, start)
            for one in given:
                one.is_soft = verb.is_soft
                one.rules.insert(0, f"kk.verb.{verb.kind}")
            found += given
            start = verb.behind
        return found

    def _given(self, verb: Verb, start: int) -> list[Found]:
        """Return what a verb gives, from where the verb before it ends."""
        match verb.kind:
            case "wish":
                return self._wished(verb, start)
            case "command":
                return self._commanded(verb, start)
            case "need":
                return self._needed(verb, start)
        places, form = heads(self._reading, verb, start)
        found = items(self._reading, places, form, start, verb) if places else []
        return found if not verb.is_soft or _is_told(found) else []

    def _wished(self, verb: Verb, start: int) -> list[Found]:
        """Return what somebody is to do, “… етсін”; somebody must be named, or it is an order."""
        token, around = self._reading.tokens[verb.first], self._reading.around
        is_passive = is_passive_wish(token)
        if is_passive and token.low in _KK.words("heads", "self_executing"):
            return []
        begin, executors = nominatives(self._reading, start, verb.first)
        self._wishing = executors = executors or self._wishing
        inner = [] if executors else subjects(self._reading, start, verb.first)
        is_order = around.is_item or around.decides or around.has_stem
        is_said = around.is_spoken and is_passive
        if not (executors or inner or is_order or is_said):
            return []
        found = items(self._reading, [verb.first], "wish", begin, verb, executors)
        for one in found:
            if inner and not one.addressees:
                one.addressees = [span(self._reading, phrase) for phrase in inner]
                one.rules.append("kk.addressee.subject")
        return found

    def _commanded(self, verb: Verb, start: int) -> list[Found]:
        """Return what those are to do who are spoken to: “… аяқтаңыздар”."""
        reading = self._reading
        begin, executors = nominatives(reading, start, verb.first)
        self._called = executors = executors or self._called
        is_said = reading.around.is_spoken and not reading.has(_KK.words("verbs", "advising"))
        if not (is_said or executors or reading.around.has_stem):
            return []
        places, goes_on = [verb.first], start > 0
        return items(reading, places, "imperative", begin, verb, executors, goes_on=goes_on)

    def _needed(self, verb: Verb, start: int) -> list[Found]:
        """Return what is said to be needed; without a word of giving, somebody must be named."""
        reading = self._reading
        places = list(needed_heads(reading, start, verb.first))
        if not places:
            return []
        begin, executors = nominatives(reading, start, places[0])
        found = items(reading, places, "need", begin, verb, executors)
        if not verb.is_soft:
            return found
        is_said = reading.around.is_spoken or reading.has(_KK.words("verbs", "saying"))
        is_order = is_said or reading.around.decides
        is_told = _is_told(found) or reading.around.has_stem
        return found if is_order and is_told else []


def _is_told(found: Sequence[Found]) -> bool:
    return any(one.addressees for one in found)
