"""Tables of directives: a head that names the columns, then a row a directive.

Text has the cells of a row on one line, parted by tabs, as documents are read.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from tracker.extract.common_lines import Line, take_responsible, take_term
from tracker.extract.dates import Days
from tracker.extract.letters import Cleaned
from tracker.extract.lexicon import LANGUAGES, lexicon
from tracker.extract.phrases import Found, Span
from tracker.extract.tokens import tokens

_TAB = "\t"

_COLUMNS = {
    "column_text": "text",
    "column_item": "item",
    "due": "due",
    "responsible": "told",
}
"""The lists of words in the data, and the columns that they are heads of."""


@dataclass(slots=True)
class Row:
    """A row of a table by its cells; `text` is None for the head itself."""

    text: Span | None = None
    item: str = ""
    told: Span | None = None
    due: Span | None = None


class Tables:
    """Knows the columns of the table that a line stands in."""

    def __init__(self, text: Cleaned) -> None:
        self._text = text
        self._columns: list[str] = []

    def row(self, start: int, end: int) -> Row | None:
        """Return the row that a paragraph is; None for one that is part of no table."""
        cells = _cells(self._text.text, *self._line(start, end))
        if len(cells) < 2:  # noqa: PLR2004  # one cell is a line of prose
            self._columns = []
            return None
        names = [_column(self._text.low[first:last]) for first, last in cells]
        if "text" in names and {"due", "told"} & set(names):
            self._columns = names
            return Row()
        if len(cells) != len(self._columns):
            return None
        found = dict(zip(self._columns, cells, strict=True))
        text = found.get("text", (0, 0))
        number = found.get("item")
        return Row(
            text=text if text[0] < text[1] else None,
            item=self._text.text[slice(*number)].rstrip(".") if number else "",
            told=found.get("told"),
            due=found.get("due"),
        )

    def _line(self, start: int, end: int) -> Span:
        """Return the whole line of a paragraph: empty cells stand at its ends."""
        stop = self._text.text.find("\n", end)
        return self._text.text.rfind("\n", 0, start) + 1, len(self._text.text) if stop < 0 else stop


def complete(
    text: Cleaned, row: Row, found: Sequence[Found], language: str, days: Days
) -> list[Found]:
    """Return the directives of a row, with its executors and its term.

    A cell in which no verb is found is one directive as it stands.
    """
    items = list(found) or [_whole(text, row, language)]
    if row.told and row.told[0] < row.told[1]:
        take_responsible(
            text, Line(*row.told, language, is_term=False, is_for_all=False), items, ()
        )
    if row.due and row.due[0] < row.due[1]:
        take_term(text, Line(*row.due, language, is_term=True, is_for_all=False), items, days)
    for one in items:
        one.helper_is_certain = True
        one.rules.insert(0, f"{language}.table.row")
    return items


def _whole(text: Cleaned, row: Row, language: str) -> Found:
    first, last = row.text or (0, 0)
    words = list(tokens(text.text, text.low, first, last))
    head = (words[-1].start, words[-1].end)
    return Found((first, last), head, "noun", rules=[f"{language}.head.noun"])


def _cells(text: str, start: int, end: int) -> list[Span]:
    """Return from where to where the cells of a line go, the space around them left out."""
    cells = []
    for cell in text[start:end].split(_TAB):
        first = start + len(cell) - len(cell.lstrip())
        last = max(first, start + len(cell.rstrip()))
        cells.append((first, last))
        start += len(cell) + 1
    return cells


def _column(cell: str) -> str:
    """Return which column a cell is the head of; nothing for none."""
    return _heads().get(" ".join(cell.split()).rstrip(":."), "")


@cache
def _heads() -> dict[str, str]:
    return {
        word: column
        for language in LANGUAGES
        for name, column in _COLUMNS.items()
        for word in lexicon(language).words("minutes", name)
    }
