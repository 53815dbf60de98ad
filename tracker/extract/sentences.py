"""Paragraphs, items of lists and sentences."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from tracker.extract.lexicon import LANGUAGES, lexicon
from tracker.extract.tokens import DASHES

_LABEL = re.compile(
    r"[ \t]*+(?P<label>(?:\d{1,3}\.){1,4}\d{1,3}\.?|\d{1,3}[.)]|[^\W\d_]\)|[-–—•*·▪●►○])"
    r"(?:[ \t]++|(?=[^\W\d_«]))"
)
_END = re.compile(
    r"(?<![.!?…])[.!?…]++[»”\"')\]]*+(?=\s)"
    r"|[;:](?=\s+\d{1,2}[.)]\s)"
    r"|\.(?=\s*\d{1,2}[.)]\s)"
)
"""Where a sentence may end: at its stop, and before a number that begins an item."""

_LAST_WORD = re.compile(r"[^\s«(\"“]+$")
_STARTS = re.compile(r"\s++(?:[«“„\"'(\[]*+[^\W\d_]|[«“„\"']*+\d|[-–—•]\s*+[«“„\"]*+[^\W\d_])")
_OPENING = re.compile(r"[«“„\"'(\[\s]*+")
_QUOTED = re.compile(r"[«“„](?P<inside>[^«»“”„]{20,}+)[»”]|\"(?P<plain>[^\"]{20,}+)\"")

_INITIALS = re.compile(r"(?:[^\W\d_]\.-?)*[^\W\d_a-zа-яәіңғүұқөһ]")
"""The last of initials, without its stop: С, П.С."""

_LONGEST_WORD = 30
"""Characters before a stop among which the last word is looked for."""

_LONGEST = 4000
"""Characters of a sentence, at most: what is longer is cut between words."""

_LONG, _WIDE = 60, 160
"""Characters from which on a line may have been broken for want of room, and up to which."""

_FEW = 3
"""Long lines from which on a text may have been laid out for a width."""

_FULL = 0.8
"""The share of the width from which on a line is full."""

_DEEP = 5
"""The level of items that have no number; those with a dash may stand under others."""

SPEECH_DASHES = DASHES | {"-"}
"""What stands before speech without quotation marks, and before items of a list too."""

_TERMINAL = frozenset(".!?:;…")


class Sentence(NamedTuple):
    """A sentence of the cleaned text, from where to where.

    `paragraph` counts from 0. The first sentence of a listed item has its `label` as it stands,
    without its stop (`1`, `3.1`, `а)`, `–`).
    """

    start: int
    end: int
    paragraph: int
    label: str = ""

    @property
    def level(self) -> int:
        """How deep the item is: 1 for `1.`, 2 for `1.1` and `1)`, 5 for `а)` and •, 6 for –.

        It is 0 for what is no item.
        """
        if not self.label:
            return 0
        if self.label[0].isdigit():
            return self.label.count(".") + 1 + self.label.endswith(")")
        return _DEEP + (self.label in SPEECH_DASHES)

    @property
    def number(self) -> str:
        """The number of the item, nothing for letters and dashes."""
        return self.label.rstrip(")") if self.label[:1].isdigit() else ""


def sentences(text: str) -> list[Sentence]:
    """Return the sentences of a text in order."""
    return [
        piece
        for number, (start, end) in enumerate(paragraphs(text))
        for sentence in _of_paragraph(text, start, end, number)
        for piece in _pieces(text, sentence)
    ]


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Yield where paragraphs begin and end: lines, joined where they were broken for want of room.

    A line goes on into the next if nothing ends it and the next begins with a small letter, or if
    it is as long as the others and the next is no item of a list.
    """
    start: int | None = None
    before = (0, 0)
    room = _room(text)
    for line in _lines(text):
        if start is None:
            start = line[0]
        elif not _goes_on(text, before, line, room):
            yield start, before[1]
            start = line[0]
        before = line
    if start is not None:
        yield start, before[1]


def _lines(text: str) -> Iterator[tuple[int, int]]:
    """Yield the lines that say something, without the space around them."""
    place = 0
    for line in text.splitlines(keepends=True):
        stripped = line.strip()
        if stripped:
            first = place + len(line) - len(line.lstrip())
            yield first, first + len(stripped)
        place += len(line)


def _room(text: str) -> int:
    """Return from which length on a line counts as full: text laid out for a width has many."""
    sizes = sorted(size for line in text.splitlines() if (size := len(line.strip())) >= _LONG)
    if len(sizes) < _FEW:
        return 0
    widest = sizes[-max(len(sizes) // 20, 1)]
    full = sum(size >= widest * _FULL for size in sizes)
    return int(widest * _FULL) if full * 2 >= len(sizes) and widest < _WIDE else 0


_CELLS = "\t"
"""What parts the cells of a table's row."""


def _goes_on(text: str, line: tuple[int, int], following: tuple[int, int], room: int) -> bool:
    between = text[line[1] : following[0]]
    if between.count("\n") > 1 or text[line[1] - 1] in _TERMINAL:
        return False
    if _CELLS in text[line[0] : line[1]] or _CELLS in text[following[0] : following[1]]:
        return False
    if _LABEL.match(text, following[0], following[1]) or _is_common(text, following[0]):
        return False
    is_full = room > 0 and line[1] - line[0] >= room
    return text[following[0]].islower() or text[line[1] - 1] == "," or is_full


def _is_common(text: str, start: int) -> bool:
    """Tell whether a line that speaks of the items above it begins here (Мерзімі: …)."""
    beginning = text[start : start + _LONG].lower()
    return any(
        beginning.startswith(word)
        for code in LANGUAGES
        for word in lexicon(code).words("minutes", "common")
    )


def _of_paragraph(text: str, start: int, end: int, number: int) -> Iterator[Sentence]:
    label, place = _labelled(text, start, end)
    for stop in _END.finditer(text, place, end):
        if stop.start() < place or stop.end() >= end or not _ends(text, stop, place):
            continue
        yield Sentence(place, stop.end(), number, label)
        label, place = _labelled(text, _skip(text, stop.end()), end)
        if label in SPEECH_DASHES:
            label, place = "", _skip(text, stop.end())
    if place < end:
        yield Sentence(place, end, number, label)


def _pieces(text: str, sentence: Sentence) -> Iterator[Sentence]:
    """Yield a sentence, cut between words where it is too long to be one."""
    start = sentence.start
    while sentence.end - start > _LONGEST:
        cut = text.rfind(" ", start + 1, start + _LONGEST)
        cut = cut if cut > start else start + _LONGEST
        if text[start:cut].strip():
            yield sentence._replace(start=start, end=cut)
        start = cut
    if text[start : sentence.end].strip():
        yield sentence._replace(start=start)


def _labelled(text: str, start: int, end: int) -> tuple[str, int]:
    """Return the label that stands here, if any does, and where the words begin."""
    found = _LABEL.match(text, start, end)
    if not found or found.end() >= end:
        return "", start
    return found["label"].rstrip("."), found.end()


def _skip(text: str, place: int) -> int:
    while place < len(text) and text[place].isspace():
        place += 1
    return place


def _ends(text: str, stop: re.Match[str], start: int) -> bool:
    """Tell whether a sentence ends here: not behind an abbreviation, nor before small letters."""
    mark = stop[0]
    if mark in ";:":
        return True
    if not _STARTS.match(text, stop.end()) or _is_followed_by_small(text, stop.end()):
        return False
    if mark != ".":
        return True
    last = _LAST_WORD.search(text, max(start, stop.start() - _LONGEST_WORD), stop.start())
    word = last[0] if last else ""
    if _INITIALS.fullmatch(word) or _is_abbreviation(word.lower()):
        return False
    return not _is_number(text, start, stop.start())


def _is_followed_by_small(text: str, place: int) -> bool:
    """Tell whether a small letter follows, but for signs."""
    following = _skip(text, place)
    if text[following] in "-–—":
        return text[_skip(text, following + 1)].islower()
    opening = _OPENING.match(text, place)
    behind = opening.end() if opening else place
    return text[behind : behind + 1].islower()


def _is_abbreviation(word: str) -> bool:
    return any(word in lexicon(code).words("sentences", "abbreviations") for code in LANGUAGES)


def _is_number(text: str, start: int, end: int) -> bool:
    """Tell whether the sentence so far is but a number."""
    if end - start > _LONGEST_WORD:
        return False
    return text[start:end].strip().replace(".", "").isdigit()


def quotes(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return where the longer quotations of a paragraph begin and end, without their marks."""
    return [
        quote.span("plain" if quote["inside"] is None else "inside")
        for quote in _QUOTED.finditer(text, start, end)
    ]
