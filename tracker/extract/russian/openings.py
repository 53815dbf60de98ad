"""What stands before an item’s infinitive in Russian: who is told, with whom, until when."""

from dataclasses import dataclass, field

from tracker.extract.endings import DAT, NOM
from tracker.extract.lexicon import lexicon
from tracker.extract.phrases import Phrase
from tracker.extract.reading import Reading, Verb
from tracker.extract.russian.addressees import is_told_by
from tracker.extract.russian.signs import skip
from tracker.extract.russian.units import OTHER, PERSON, dative_noun
from tracker.extract.term_rules import Kind
from tracker.extract.tokens import DASHES

_RU = lexicon("ru")

_PARTICIPLES = (
    *("щих", "щим", "щимся", "щихся", "вших", "вшим", "вшимся", "нных", "нным"),
    *("ственных", "ственным", "мых", "мым", "тых", "тым"),
)
_PLURAL_DATIVES = ("ам", "ям")


def opening_of(
    reading: Reading, start: int, head: int, verb: Verb, *, is_first: bool
) -> tuple[int, list[Phrase]]:
    """Return where the item’s own words begin, and who is told before them."""
    opening = _Opening(reading, verb, head, is_first=is_first)
    place = skip(reading, start, head)
    while place < head:
        behind = opening.step(place)
        if behind is None:
            break
        place = skip(reading, behind, head)
    return place, opening.told


@dataclass(slots=True)
class _Opening:
    """Takes in, token by token, what is no part of the item."""

    reading: Reading
    verb: Verb
    head: int
    is_first: bool = field(kw_only=True)
    told: list[Phrase] = field(default_factory=list)

    def step(self, place: int) -> int | None:
        """Take in what stands here; return what comes behind it, None if the item begins."""
        phrase = self.reading.begins.get(place)
        if phrase and is_told_by(self.reading, phrase, self.verb):
            self.told.append(phrase)
            return _behind_attribute(self.reading, self.reading.behind_brackets(phrase.behind))
        if (phrase and phrase.first in self.reading.helpers) or self._is_together(place):
            return phrase.behind if phrase else place + 1
        if self._is_preposition(place):
            return place + 1
        if behind := self._behind_term(place):
            return behind
        return self._step_over(place) or self._take_others(place) or self._ahead(place)

    def _step_over(self, place: int) -> int | None:
        """Pass over who speaks, and a preposition before somebody."""
        phrase = self.reading.begins.get(place)
        if self.is_first and phrase and phrase.case == NOM:
            return phrase.behind
        return place + 1 if self._leads_to_phrase(place) else None

    def _is_together(self, place: int) -> bool:
        return self.reading.low(place) in _RU.words("together", "words")

    def _is_preposition(self, place: int) -> bool:
        """Tell whether a preposition of “совместно с …”, “во взаимодействии с …” stands here."""
        if self.reading.low(place) not in _RU.words("together", "prepositions"):
            return False
        before = self._is_together(place - 1) or self._is_together(place + 1)
        return before or place + 1 in self.reading.helpers

    def _behind_term(self, place: int) -> int | None:
        term = self.reading.term(place)
        if not term or term.kind in (Kind.PERIOD, Kind.CONSTANT):
            return None
        return self.reading.place_at(term.end) if self.is_first or self.told else None

    def _leads_to_phrase(self, place: int) -> bool:
        leads = self.reading.low(place) in ("от", "на", "перед", "с")
        return leads and place + 1 in self.reading.begins

    def _take_others(self, place: int) -> int | None:
        """Take in people who are told without a unit’s noun: юристам."""
        if self.told and not self._joins(place):
            return None
        size = dative_noun(self.reading.tokens, place)
        if not size or place + size > self.head:
            return None
        is_dashed = self.reading.text(place + size) in DASHES
        if not is_dashed and not (
            self.is_first and self.verb.kind in ("active", "passive", "task")
        ):
            return None
        self.told.append(Phrase(place, place + size, DAT, OTHER))
        return self.reading.behind_brackets(place + size)

    def _joins(self, place: int) -> bool:
        """Tell whether more of those who are told follow: акимам и спортшколам."""
        before, low = self.reading.low(place - 1), self.reading.low(place)
        return before in {"и", ","} and low.endswith(_PLURAL_DATIVES)

    def _ahead(self, place: int) -> int | None:
        """Pass over what stands before those who are told, or over the name of who speaks."""
        if not self.is_first or self.told:
            return None
        ahead = next((p.first for p in self._datives(place + 1)), None)
        if ahead is None:
            return place + 1 if place > 0 and self.reading.is_capital(place) else None
        return ahead if self.verb.kind != "listed" else None

    def _datives(self, start: int) -> list[Phrase]:
        """Return the phrases before the infinitive at which somebody is told."""
        return [
            phrase
            for phrase in self.reading.phrases_in(start, self.head)
            if phrase.case == DAT and phrase.base != PERSON and not phrase.is_weak
        ]


def _behind_attribute(reading: Reading, place: int) -> int:
    """Return what comes behind an attribute between commas: акимам, не сдавшим отчёт."""
    word = place + 1
    while reading.low(word) in _RU.words("heads", "before_participles"):
        word += 1
    if reading.text(place) != "," or not reading.low(word).endswith(_PARTICIPLES):
        return place
    return next((i + 1 for i in range(word, reading.end) if reading.text(i) == ","), place)
