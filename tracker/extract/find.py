"""The door: a text becomes the candidate directives that it states."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import NamedTuple

from tracker.domain.deadline import Every, WorkCalendar
from tracker.domain.unit import Register
from tracker.extract.dates import Days
from tracker.extract.kazakh import sentence as kazakh
from tracker.extract.language import language_of
from tracker.extract.letters import Cleaned, cleaned
from tracker.extract.minutes import Minutes
from tracker.extract.phrases import Around, Found, Names, Span
from tracker.extract.quotations import Spoken
from tracker.extract.reading import Reading
from tracker.extract.russian import sentence as russian
from tracker.extract.sentences import SPEECH_DASHES, Sentence, sentences
from tracker.extract.tables import Row, Tables, complete
from tracker.extract.terms import terms
from tracker.extract.tokens import tokens
from tracker.extract.units import phrases_of
from tracker.extract.wording import task

__all__ = ["Candidate", "Span", "candidates"]

_EVERY_DAY = WorkCalendar()

_MOST_TOLD = 12
"""Those to whom a quotation is said, at most."""


class Candidate(NamedTuple):
    """A directive that a text seems to state; all spans are places in the text as it was given.

    `wording` is the task, `action` the words it was made of, `sentence` those around them.
    `label` is the number of the item in minutes. `period_is_stated` is not set where it is
    constant, or daily, and `every` but a guess. `helpers_for_all` is set where the co-executors
    are named for an earlier item of the list. `rules` say why it was taken for a directive.
    """

    language: str
    wording: str
    action: Span
    sentence: Span
    addressees: tuple[Span, ...] = ()
    co_executors: tuple[Span, ...] = ()
    deadline: Span | None = None
    due: date | None = None
    every: Every | None = None
    period_is_stated: bool = True
    label: str = ""
    helpers_for_all: bool = False
    is_soft: bool = False
    rules: tuple[str, ...] = ()


def candidates(
    text: str,
    register: Register,
    *,
    on: date | None,
    language: str | None = None,
    calendar: WorkCalendar = _EVERY_DAY,
) -> list[Candidate]:
    """Return the directives that a text states, in its order.

    `on` is the document's day, from which terms are counted (None: relative ones have no date);
    `language` (kk, ru) overrules the guess for each sentence.
    """
    reader = _Reader(cleaned(text), Names(register), Days(on, calendar), language)
    return [reader.candidate(told) for told in reader.read()]


class _Told(NamedTuple):
    """A directive, and the sentence that states it."""

    found: Found
    sentence: Sentence
    language: str


class _Reader:
    """Goes through a text sentence by sentence."""

    def __init__(self, text: Cleaned, names: Names, days: Days, language: str | None) -> None:
        self._text = text
        self._names = names
        self._days = days
        self._language = language
        self._minutes = Minutes(text, days)
        self._tables = Tables(text)

    def read(self) -> list[_Told]:
        """Return all directives with their sentences."""
        found: list[_Told] = []
        for _, paragraph in groupby(sentences(self._text.text), lambda one: one.paragraph):
            parts = list(paragraph)
            row = self._tables.row(parts[0].start, parts[-1].end)
            if row is None:
                found += self._paragraph(parts)
            elif row.text:
                found += self._row(row, Sentence(*row.text, parts[0].paragraph, row.item))
        return found

    def _row(self, row: Row, sentence: Sentence) -> Iterator[_Told]:
        """Return the directives of a table's row, with what its other cells say of them."""
        language = self._language or self._guessed(sentence)
        speech = kazakh if language == "kk" else russian
        around = Around(decides=True, is_item=True, has_stem=True)
        found = speech.directives(self._reading(sentence, language, around))
        found = complete(self._text, row, found, language, self._days)
        for one in found:
            one.label = sentence.number
        return (_Told(one, sentence, language) for one in found)

    def _paragraph(self, paragraph: Sequence[Sentence]) -> Iterator[_Told]:
        """Return the directives of a paragraph; lines below it may still complete them."""
        first, last = paragraph[0], paragraph[-1]
        spoken = Spoken(self._text, first.start, last.end, is_dashed=first.label in SPEECH_DASHES)
        told: list[_Told] = []
        listeners: list[Span] = []
        for sentence in paragraph:
            language = self._language or self._guessed(sentence)
            rest = self._minutes.begin(sentence)
            if rest is None:
                continue
            around = self._minutes.around(rest, is_spoken=spoken.touches(rest.start, rest.end))
            reading = self._reading(rest, language, around)
            speech = kazakh if language == "kk" else russian
            found = speech.directives(reading)
            listeners += spoken.told(reading, language)
            self._minutes.place(rest, language, found, reading)
            told += [_Told(one, sentence, language) for one in found]
        for one in told:
            if not one.found.addressees and spoken.holds(one.found.action[0]):
                one.found.addressees = listeners[:_MOST_TOLD]
        return (one for one in told if one.found.addressees or not one.found.needs_addressee)

    def _guessed(self, sentence: Sentence) -> str:
        return language_of(self._text.low[sentence.start : sentence.end])

    def _reading(self, sentence: Sentence, language: str, around: Around) -> Reading:
        start, end = sentence.start, sentence.end
        words = list(tokens(self._text.text, self._text.low, start, end))
        return Reading(
            words,
            phrases_of(language, words, self._names),
            terms(self._text.low, start, end, language, self._days),
            around,
        )

    def candidate(self, told: _Told) -> Candidate:
        """Return the candidate that a find makes, its places those of the original text."""
        found, sentence, language = told
        first, last = found.action
        head = (found.head[0] - first, found.head[1] - first)
        term = found.term
        period = found.every or (term if term and term.every else None)
        return Candidate(
            language=language,
            wording=task(self._text.text[first:last], head, found.form, language),
            action=self._origin(found.action),
            sentence=self._origin((sentence.start, sentence.end)),
            addressees=tuple(map(self._origin, found.addressees)),
            co_executors=tuple(map(self._origin, found.helpers)),
            deadline=self._origin((term.start, term.end)) if term else None,
            due=term.due if term else None,
            every=period.every if period else None,
            period_is_stated=period is None or period.period_is_stated,
            label=found.label,
            helpers_for_all=not found.helper_is_certain,
            is_soft=found.is_soft,
            rules=(*found.rules, *([term.rule] if term else [])),
        )

    def _origin(self, span: Span) -> Span:
        first, last = span
        return self._text.origin(first), self._text.origin(last - 1) + 1
