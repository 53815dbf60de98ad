"""How minutes and orders are laid out: the part that decides, stems over items, common lines."""

from collections.abc import Sequence
from dataclasses import dataclass

from tracker.extract.common_lines import common_lines, line_start, take_responsible, take_term
from tracker.extract.dates import Days
from tracker.extract.endings import DAT, NOM
from tracker.extract.kazakh.addressees import span
from tracker.extract.letters import Cleaned
from tracker.extract.lexicon import LANGUAGES, lexicon
from tracker.extract.phrases import Around, Found, Phrase, Span
from tracker.extract.reading import Reading
from tracker.extract.sentences import Sentence
from tracker.extract.tokens import DASHES

_HEADING = 120
"""Characters that a heading has at most."""

_EARLY = 12
"""Tokens among which a stem names who is told."""

_MOST_STEMS = 8
"""Stems that may stand over one another, at most."""

_MOST_ITEMS = 300
"""Items that a common line may speak of, at most."""

_NUMBERING = " :.–-\t*№0123456789"


@dataclass(slots=True)
class _Stem:
    """A line that ends with a colon, over items that are told to the same."""

    level: int
    paragraph: int
    text: Span
    told: list[Span]
    helpers: list[Span]
    number: str


class Minutes:
    """Keeps what was said above: what the sentence at hand stands under.

    For each sentence, in order: `begin`, `around`, and `place` with what was found in it.
    """

    def __init__(self, text: Cleaned, days: Days) -> None:
        self._text = text
        self._days = days
        self._decides = False
        self._stems: list[_Stem] = []
        self._item_paragraph = -1
        self._group: list[Found] = []
        self._open: list[Found] = []
        self._group_text: Span = (0, 0)
        self._is_closed = False
        self._lines: Span | None = None

    def begin(self, sentence: Sentence) -> Sentence | None:
        """Return what of a sentence is to be read: all but headings and common lines.

        Common lines with words before them wait for `place`.
        """
        if self._is_heading(sentence):
            return None
        start = line_start(self._text.low, sentence.start, sentence.end)
        if start is None:
            return sentence
        if self._text.low[sentence.start : start].strip(" (,;.–-"):
            self._lines = (start, sentence.end)
            return sentence._replace(end=start)
        self._take_lines(start, sentence.end)
        return None

    def around(self, sentence: Sentence, *, is_spoken: bool) -> Around:
        """Return what the sentence stands in."""
        self._leave_stems(sentence)
        has_stem = bool(self._stems)
        return Around(
            decides=self._decides,
            is_item=bool(sentence.label) and (self._decides or has_stem),
            is_spoken=is_spoken,
            has_stem=has_stem,
        )

    def place(
        self, sentence: Sentence, language: str, found: Sequence[Found], reading: Reading
    ) -> None:
        """Give the finds what their stem says, and remember them for the common lines below."""
        stem = self._stems[-1] if self._stems else None
        for one in found:
            one.label = _numbered(stem, sentence.number)
            if stem and stem.helpers and not one.helpers:
                one.helpers, one.helper_is_certain = list(stem.helpers), False
            if stem and stem.told and not one.addressees:
                one.addressees = list(stem.told)
                one.rules.append(f"{language}.addressee.stem")
        if found:
            self._remember(sentence, found)
        elif self._ends_open(sentence):
            self._open_stem(sentence, language, reading)
        if self._lines:
            self._take_lines(*self._lines)
            self._lines = None

    def _remember(self, sentence: Sentence, found: Sequence[Found]) -> None:
        if not self._stems or self._is_closed:
            self._group = []
        if not sentence.label:
            self._open = []
        self._group += found
        self._open += found
        self._group_text = (sentence.start, sentence.end)
        self._is_closed = False

    # Stems

    def _leave_stems(self, sentence: Sentence) -> None:
        """Leave the stems that the sentence does not stand under."""
        if not self._stems and not sentence.label:
            return
        if not sentence.label:
            goes_on = self._stems[-1].paragraph == sentence.paragraph
            is_in_item = self._item_paragraph == sentence.paragraph
            if not (goes_on or is_in_item or self._text.text[sentence.start].islower()):
                self._stems.clear()
            return
        if self._stems and sentence.level <= self._stems[-1].level:
            self._begin_group()
        while self._stems and sentence.level <= self._stems[-1].level:
            self._stems.pop()
        self._item_paragraph = sentence.paragraph

    def _begin_group(self) -> None:
        self._group, self._is_closed = [], False

    def _ends_open(self, sentence: Sentence) -> bool:
        end = self._text.text[sentence.start : sentence.end].rstrip()
        return end.endswith((":", "!", *DASHES))

    def _open_stem(self, sentence: Sentence, language: str, reading: Reading) -> None:
        giving = ("active", "passive", "task_nouns")
        words = lexicon(language)
        announces = any(reading.has(words.words("verbs", name)) for name in giving)
        told = [
            span(reading, phrase) if language == "kk" else reading.span(phrase)
            for phrase in reading.phrases
            if phrase.case == DAT or _heads_stem(phrase, language, announces=announces)
        ]
        if announces or told or self._decides:
            place = (sentence.start, sentence.end)
            helpers = [reading.span(phrase) for phrase in reading.helpers.values()]
            self._stems.append(
                _Stem(sentence.level, sentence.paragraph, place, told, helpers, sentence.number)
            )
            del self._stems[:-_MOST_STEMS]
            self._begin_group()

    # Headings and common lines

    def _is_heading(self, sentence: Sentence) -> bool:
        """Take note of a heading that begins what was heard, or what is decided."""
        low = self._text.low[sentence.start : sentence.end]
        line = low.strip(_NUMBERING)[-_HEADING:]
        is_open = low.rstrip().endswith(":")
        for language in LANGUAGES:
            decided = lexicon(language).words("minutes", "decided")
            if line in lexicon(language).words("minutes", "heard"):
                self._decides = False
                return True
            if line in decided or (is_open and line.endswith(tuple(decided))):
                self._decides = True
                self._stems.clear()
                self._group = []
                return True
        return False

    def _take_lines(self, start: int, end: int) -> None:
        """Take the common lines of a sentence into the items above it."""
        for line in common_lines(self._text.low, start, end):
            self._is_closed = True
            if not line.is_term:
                around = [self._group_text, *(stem.text for stem in self._stems)]
                take_responsible(self._text, line, self._group[-_MOST_ITEMS:], around)
                continue
            if line.is_for_all:
                self._group = self._open
            take_term(self._text, line, self._group[-_MOST_ITEMS:], self._days)
            self._open = []


def _numbered(stem: _Stem | None, number: str) -> str:
    """Return the number of an item, that of its stem before it: 2.1 for 1) under 2."""
    if not stem or not stem.number or not number or number.startswith(f"{stem.number}."):
        return number
    return f"{stem.number}.{number}"


def _heads_stem(phrase: Phrase, language: str, *, announces: bool) -> bool:
    """Tell whether a stem names its executor in the nominative (Білім басқармасы: …)."""
    is_early = phrase.case == NOM and phrase.first < _EARLY
    return language == "kk" and is_early and not announces
