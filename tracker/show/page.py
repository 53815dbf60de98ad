"""What is printed: lines and grids, laid out once for a width.

A `Page` is a Rich renderable. Importing Rich's console takes a third of a short command's time, so
on terminals that understand ANSI `ansi` writes the same spans without it (`terminal`).
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

from tracker.show.text import cells, clean, wrapped

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderResult

Span = tuple[str, str]
"""Text and the name of its style (a key of `STYLES`)."""

STATES = {
    "overdue": "bold red",
    "soon": "yellow",
    "waiting": "blue",
    "returned": "magenta",
    "executed": "green",
    "withdrawn": "bright_black",
}
"""For each state of a directive its style."""

FINDS = {"told": "green", "helping": "blue", "doing": "bold", "when": "yellow"}
"""For what was found in a document its style: who, with whom, what, until when."""

STYLES = {"": "", "head": "bold", "quiet": "bright_black", **STATES, **FINDS}
"""For each name the style as Rich writes it: the same state has the same colour everywhere."""

_SGR = {
    "": "",
    "bold": "1",
    "bright_black": "90",
    "bold red": "1;31",
    "yellow": "33",
    "blue": "34",
    "magenta": "35",
    "green": "32",
}

_CODES = {name: _SGR[style] for name, style in STYLES.items()}
"""For each name of a style what a terminal is told."""

_GAP = 2
"""Cells between a line's text and what stands at its right edge, at least."""

_LEAST = 24
"""Cells that a wrapping column keeps while others can give way."""

_KEPT = 12
"""Cells that a column keeps in the end, however narrow the terminal."""


class Line(NamedTuple):
    """A line of text, wrapped if need be; `right` stands at the right edge if there is room.

    The indent takes half of a narrow screen at most.
    """

    text: str = ""
    style: str = ""
    right: str = ""
    indent: int = 1

    def lines(self, width: int) -> Iterator[list[Span]]:
        """Yield the line's spans, as often as it is wrapped."""
        indent = min(self.indent, width // 2)
        pad = " " * indent
        text, right = clean(self.text), clean(self.right)
        room = width - indent
        gap = room - cells(text) - cells(right)
        if right and gap >= _GAP:
            yield [(pad, ""), (text, self.style), (" " * gap, ""), (right, "quiet")]
            return
        for part in wrapped(text, room):
            yield [(pad, ""), (part, self.style)]
        if right:
            yield [(pad, ""), (right, "quiet")]


class Column(NamedTuple):
    """A column: `wraps` for the one that takes what room is left, `gap` cells before it.

    `least` cells wide it is in any case, so that grids under one another stand in line. One that
    `gives` way wraps too where the other would be left with next to nothing.
    """

    title: str = ""
    right: bool = False
    wraps: bool = False
    gap: int = 2
    least: int = 0
    gives: bool = False


def in_line(columns: Sequence[Column], rows: Iterable[Sequence[Span]]) -> list[Column]:
    """Return the columns wide enough for all these rows, of several grids under one another."""
    found = [[cells(clean(text)) for text, _ in row] for row in rows]
    widest = [max(sizes, default=0) for sizes in zip(*found, strict=True)] or [0] * len(columns)
    return [c._replace(least=width) for c, width in zip(columns, widest, strict=True)]


class _Place(NamedTuple):
    """Where a column stands: its first cell, its cells, on which side, and whether it wraps."""

    at: int
    size: int
    right: bool
    wraps: bool


class Grid(NamedTuple):
    """Rows under columns. Only the wrapping column wraps, under itself; nothing is cut off.

    `widest` are rows that have each column's widest text, for one who knows them: then each row is
    looked at only when its line is due. Without them all rows are measured first.
    """

    columns: Sequence[Column]
    rows: Sequence[Sequence[Span]]
    indent: int = 1
    widest: Sequence[Sequence[Span]] = ()

    def lines(self, width: int) -> Iterator[list[Span]]:
        """Yield the head, if any column has a title, then the rows."""
        measured = list(map(_clean_row, self.widest or self.rows))
        titled = any(column.title for column in self.columns)
        head = [(column.title, "head") for column in self.columns]
        widths = self._widths([head, *measured] if titled else measured, width)
        frame = self._frame(widths)
        if titled:
            yield from _laid_out(head, frame)
        for row in self.rows:
            yield from _laid_out(_clean_row(row), frame)

    def _widths(self, rows: Sequence[Sequence[Span]], width: int) -> list[int]:
        widths = [
            max([column.least, *(cells(row[i][0]) for row in rows)])
            for i, column in enumerate(self.columns)
        ]
        missing = self.indent + sum(column.gap for column in self.columns[1:]) + sum(widths) - width
        wrapping = [i for i, column in enumerate(self.columns) if column.wraps]
        giving = [i for i, column in enumerate(self.columns) if column.gives]
        giving.sort(key=lambda i: -widths[i])
        for least, yielding in ((_LEAST, wrapping), (_KEPT, giving), (_KEPT, wrapping)):
            for i in yielding:
                given = min(max(missing, 0), max(widths[i] - least, 0))
                widths[i], missing = widths[i] - given, missing - given
        return widths

    def _frame(self, widths: Sequence[int]) -> list[_Place]:
        """Return where each column stands."""
        places, at = [], self.indent
        for number, (column, size) in enumerate(zip(self.columns, widths, strict=True)):
            at += column.gap if number else 0
            places.append(_Place(at, size, column.right, column.wraps or column.gives))
            at += size
        return places


def _laid_out(row: Sequence[Span], frame: Sequence[_Place]) -> Iterator[list[Span]]:
    """Yield a row's lines; what the wrapping column has left goes on under its beginning."""
    parts = [
        wrapped(text, place.size) if place.wraps else (text,)
        for place, (text, _) in zip(frame, row, strict=True)
    ]
    for texts in zip_longest(*parts, fillvalue=""):
        spans: list[Span] = []
        end = 0
        for text, (_, style), (at, size, right, _) in zip(texts, row, frame, strict=True):
            if text:
                used = cells(text)
                begin = at + size - used if right else at
                spans += ((" " * (begin - end), ""), (text, style))
                end = begin + used
        yield spans


def _clean_row(row: Sequence[Span]) -> list[Span]:
    return [(clean(text), style) for text, style in row]


class Passage(NamedTuple):
    """A text whose parts have styles of their own, wrapped at its spaces."""

    parts: Sequence[Span]
    indent: int = 1

    def lines(self, width: int) -> Iterator[list[Span]]:
        """Yield the lines; a word keeps its styles where the line is broken."""
        indent = min(self.indent, width // 2)
        pad: Span = (" " * indent, "")
        styled = [(c, style) for text, style in self.parts for c in clean(text)]
        place = 0
        for line in wrapped("".join(c for c, _ in styled), width - indent):
            spans = [pad]
            for character in line:
                if styled[place][0] != character:
                    place = _behind_spaces(styled, place)
                _append(spans, character, styled[place][1])
                place += 1
            yield spans


def _behind_spaces(styled: Sequence[Span], place: int) -> int:
    """Return the place of the next character that is no space."""
    while place < len(styled) and styled[place][0] == " ":
        place += 1
    return place


def _append(spans: list[Span], character: str, style: str) -> None:
    """Put a character at the end, into the last span if that has its style."""
    text, last = spans[-1]
    if last == style and len(spans) > 1:
        spans[-1] = (text + character, style)
    else:
        spans.append((character, style))


class Drawing(NamedTuple):
    """Lines whose parts are laid out already, by somebody who knew the width."""

    rows: Sequence[Sequence[Span]]

    def lines(self, width: int) -> Iterator[list[Span]]:
        """Yield the lines as they are."""
        yield from map(list, self.rows)


Block = Line | Grid | Passage | Drawing


class Page:
    """Lines, grids and drawings from top to bottom."""

    def __init__(self, blocks: Iterable[Block] = ()) -> None:
        self.blocks = list(blocks)

    def add(self, *blocks: Block) -> None:
        """Put blocks at the end."""
        self.blocks += blocks

    def gap(self) -> None:
        """Put an empty line at the end, unless the page begins there."""
        if self.blocks:
            self.blocks.append(Line())

    def least(self) -> int:
        """Return how many lines it has at least, before any is laid out."""
        return sum(len(b.rows) if isinstance(b, Grid | Drawing) else 1 for b in self.blocks)

    def lines(self, width: int) -> Iterator[list[Span]]:
        """Yield the spans of each line, laid out for a width in cells."""
        for block in self.blocks:
            yield from block.lines(width)

    def ansi(self, width: int, *, colour: bool) -> Iterator[str]:
        """Yield the lines of the page for a terminal; without colour they are only text."""
        ansi_line = _coloured if colour else _colourless
        for spans in self.lines(width):
            yield ansi_line(spans) + "\n"

    def __rich_console__(self, console: "Console", options: "ConsoleOptions") -> "RenderResult":
        """Yield the page as Rich's segments."""
        from rich.segment import Segment
        from rich.style import Style

        for spans in self.lines(options.max_width):
            for text, style in spans:
                yield Segment(text, Style.parse(STYLES[style]))
            yield Segment.line()


def _coloured(spans: Iterable[Span]) -> str:
    return "".join(
        f"\x1b[{code}m{text}\x1b[0m" if text and (code := _CODES[style]) else text
        for text, style in spans
    )


def _colourless(spans: Iterable[Span]) -> str:
    return "".join(text for text, _ in spans).rstrip()
