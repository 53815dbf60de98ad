"""The text of a document that is read piece by piece, made into lines."""

import re
from collections.abc import Callable, Sequence
from itertools import chain

Cell = list[str]
"""The lines of a cell."""

MAX_NESTED = 8
"""Tables within one another that are taken as such; those further in are mere lines."""

_GAP = re.compile("\n{3,}")


class Lines:
    """Gathers pieces of text: lines of paragraphs, and lines of rows with tabs between their cells.

    `fold` makes a line of its pieces. Rows and cells outside a table count as mere lines.
    """

    def __init__(self, fold: Callable[[str], str] = str.strip) -> None:
        self._fold = fold
        self._pieces: list[str] = []
        self._label = ""
        self._lines: list[Cell] = [[]]
        self._tables: list[list[list[Cell]]] = []
        self._too_deep = 0

    def write(self, piece: str) -> None:
        """Go on with the line."""
        self._pieces.append(piece)

    def label(self, label: str) -> None:
        """Put the number of an item before the next line that says something."""
        self._label = label

    def end_line(self, *, keeps_empty: bool = False) -> None:
        """End the line; an empty one stands for a gap, or counts for nothing."""
        line = self._fold("".join(self._pieces))
        self._pieces.clear()
        if line and self._label:
            line, self._label = f"{self._label} {line}", ""
        if line or keeps_empty:
            self._lines[-1].append(line)

    def end_paragraph(self) -> None:
        """End the line, be it empty, and with it the item."""
        self.end_line(keeps_empty=True)
        self._label = ""

    def begin_table(self) -> None:
        """Begin a table, perhaps within a cell of another."""
        self.end_line()
        if self._too_deep or len(self._tables) == MAX_NESTED:
            self._too_deep += 1
        else:
            self._tables.append([])

    def begin_row(self) -> None:
        """Begin a row."""
        self.end_line()
        if self._counts():
            self._tables[-1].append([])

    def begin_cell(self) -> None:
        """Begin a cell, in a row of its own if there is none."""
        self.end_line()
        if self._counts():
            if not self._tables[-1]:
                self._tables[-1].append([])
            self._lines.append([])

    def end_cell(self) -> None:
        """End the cell."""
        self.end_line()
        if self._counts():
            self._tables[-1][-1].append([line for line in self._lines.pop() if line])

    def end_table(self) -> None:
        """End the table: its rows become lines."""
        self.end_line()
        if self._too_deep:
            self._too_deep -= 1
        else:
            self._lines[-1].extend(_laid_out(self._tables.pop()))

    def text(self) -> str:
        """Return the text, with one empty line at most between others."""
        self.end_line()
        return _GAP.sub("\n\n", "\n".join(chain(*self._lines))).strip("\n")

    def _counts(self) -> bool:
        """Tell whether rows and cells belong to a table."""
        return bool(self._tables) and not self._too_deep


def _laid_out(rows: Sequence[Sequence[Cell]]) -> list[str]:
    """Return the lines of a table.

    A row is a line. But where there is one row only, a table serves to set paragraphs beside one
    another: they stay lines, those of the left cell before those of the right. So do those of a
    cell that is the only one in its row to say something.
    """
    lines: list[str] = []
    for row in rows:
        filled = [cell for cell in row if cell]
        if len(filled) == 1 or (len(rows) == 1 and any(len(cell) > 1 for cell in filled)):
            lines += chain(*filled)
        elif filled:
            lines.append("\t".join(" ".join(cell) for cell in row))
    return lines
