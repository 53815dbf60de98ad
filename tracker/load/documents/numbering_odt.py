"""The numbers of paragraphs in ODT, which stand in no text: they are counted when it is shown."""

from collections.abc import Callable
from typing import Any, NamedTuple

from tracker.load.documents.numerals import CYRILLIC, bullet, lettered, roman, whole

T = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
ID = "{http://www.w3.org/XML/1998/namespace}id"

LONGEST = 20
"""Characters that may stand before and behind a number; what is longer is cut."""

_NUMERALS: dict[str, Callable[[int], str]] = {
    "a": lettered,
    "A": lambda number: lettered(number).upper(),
    "i": roman,
    "I": lambda number: roman(number).upper(),
    "а": lambda number: lettered(number, CYRILLIC),
    "А": lambda number: lettered(number, CYRILLIC).upper(),
}
"""How a number is written, by the first letter of its format; others are in figures."""

Counts = dict[int, int]
"""How far each level was counted, from 1."""


class Level(NamedTuple):
    """How the items of a level are numbered: with a bullet, else with a format, if any."""

    bullet: str | None
    format: str
    before: str
    behind: str
    shown: int
    start: int


class Open(NamedTuple):
    """A list that has begun and not ended."""

    style: str
    counts: Counts


class Numbering:
    """Counts the paragraphs of a document, which must come in their order."""

    def __init__(self, *parts: Any) -> None:
        self._styles: dict[str, dict[int, Level]] = {}
        self._outline: dict[int, Level] = {}
        for part in parts:
            self._take_styles(part)
        self._by_style: dict[str, Counts] = {}
        self._by_id: dict[str, Counts] = {}
        self._headings: Counts = {}
        self._open: list[Open] = []
        self._awaits = False

    def begin_list(self, element: Any) -> None:
        """Begin a list: a new one, or one that goes on with another."""
        goes_on = element.get(T + "continue-numbering") == "true"
        style = element.get(T + "style-name") or (self._open[-1].style if self._open else "")
        if self._open:
            counts = self._open[-1].counts
            if not goes_on:
                counts.pop(len(self._open) + 1, None)
        else:
            counts = self._counts_of(element.get(T + "continue-list"), style if goes_on else None)
        self._open.append(Open(style, counts))
        self._by_style[style] = self._by_id[element.get(ID, "")] = counts

    def end_list(self) -> None:
        """End the list."""
        self._open.pop()
        self._awaits = False

    def begin_item(self, element: Any) -> None:
        """Begin an item, whose first paragraph is to have the number."""
        self._awaits = bool(self._open)
        start = element.get(T + "start-value")
        if start is not None and self._open:
            self._open[-1].counts[len(self._open)] = whole(start, 1) - 1

    def label(self, paragraph: Any) -> str:
        """Return the number of the next paragraph (“1.”, “2.1)”, “•”), empty if it has none."""
        if self._awaits:
            self._awaits = False
            style, counts = self._open[-1]
            return _counted(self._styles.get(style, {}), counts, len(self._open))
        depth = whole(paragraph.get(T + "outline-level"), 0)
        if self._open or paragraph.get(T + "is-list-header") == "true":
            return ""
        return _counted(self._outline, self._headings, depth)

    def _take_styles(self, part: Any) -> None:
        for element in [] if part is None else part.iter(T + "list-style"):
            self._styles[element.get(STYLE + "name", "")] = _levels(element)
        for element in [] if part is None else part.iter(T + "outline-style"):
            self._outline = _levels(element)

    def _counts_of(self, list: str | None, style: str | None) -> Counts:
        """Return the counts of a list by its id, else of the last one in a style, else new ones."""
        if list in self._by_id:
            return self._by_id[list]
        return {} if style is None else self._by_style.get(style, {})


def _levels(style: Any) -> dict[int, Level]:
    return {whole(level.get(T + "level"), 1): _level(level) for level in style}


def _level(element: Any) -> Level:
    return Level(
        bullet=element.get(T + "bullet-char", "") if "bullet" in str(element.tag) else None,
        format=element.get(STYLE + "num-format", ""),
        before=element.get(STYLE + "num-prefix", "")[:LONGEST],
        behind=element.get(STYLE + "num-suffix", "")[:LONGEST],
        shown=whole(element.get(T + "display-levels"), 1),
        start=whole(element.get(T + "start-value"), 1),
    )


def _counted(levels: dict[int, Level], counts: Counts, depth: int) -> str:
    """Count an item of a level; return its number."""
    level = levels.get(depth)
    if level is None:
        return ""
    counts[depth] = counts.get(depth, level.start - 1) + 1
    for deeper in [at for at in counts if at > depth]:
        del counts[deeper]
    if level.bullet is not None:
        return bullet(level.bullet)
    if not level.format:
        return ""
    shown = [at for at in range(depth - level.shown + 1, depth + 1) if at in levels]
    numbers = (_numeral(levels[at], counts.get(at, levels[at].start)) for at in shown)
    return f"{level.before}{'.'.join(filter(None, numbers))}{level.behind}".strip()


def _numeral(level: Level, number: int) -> str:
    return _NUMERALS.get(level.format[:1], str)(number) if level.format else ""
