"""Writing a view in the form that was asked for."""

import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from itertools import islice
from operator import attrgetter
from typing import IO, Any, TextIO

from tracker.show.page import Page
from tracker.show.text import clean
from tracker.show.view import FORMAT, ManySheets, Ref, Value, View, Worded

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


_FEW, _MANY = 30, 1000
"""Lines that are written at once, in the beginning and in the end."""

NARROWEST, WIDEST = 20, 1000
"""Cells; what COLUMNS says beyond them is no terminal."""


class Form(StrEnum):
    """The forms of output."""

    TABLE = "table"
    PLAIN = "plain"
    JSON = "json"
    CSV = "csv"


def form_for(asked: Form | None, stream: TextIO) -> Form:
    """Return the form asked for, else a table on a terminal and plain text elsewhere."""
    return asked or (Form.TABLE if stream.isatty() else Form.PLAIN)


def terminal_width() -> int:
    """Return the terminal's width in cells, 80 where there is none, within reason."""
    return min(max(shutil.get_terminal_size((80, 24)).columns, NARROWEST), WIDEST)


def has_colour(stream: TextIO, environ: Mapping[str, str]) -> bool:
    """Tell whether to colour: on a terminal, unless NO_COLOR or a dumb terminal says no."""
    return stream.isatty() and not environ.get("NO_COLOR") and not is_dumb(environ)


def is_dumb(environ: Mapping[str, str]) -> bool:
    """Tell whether the terminal has no more than letters."""
    return environ.get("TERM") == "dumb"


def rendered(view: View, form: Form, *, width: int) -> str:
    """Return the view as text in this form, without colours."""
    return "".join(pieces(view, form, width=width))


def pieces(view: View, form: Form, *, width: int, colour: bool = False) -> Iterator[str]:
    """Yield the view as text in this form; tables and plain text line by line."""
    match form:
        case Form.TABLE:
            yield from view.page().ansi(width, colour=colour)
        case Form.PLAIN:
            yield from _plain(view)
        case Form.CSV:
            yield _csv(view)
        case Form.JSON:
            yield _json(view)


def write(view: View, form: Form, stream: TextIO, *, width: int) -> None:
    """Write the view; on a Windows terminal through Rich, which knows all of them."""
    if form is Form.TABLE and os.name == "nt" and stream.isatty():
        _write_by_rich(view.page(), stream, width)
    else:
        found = pieces(view, form, width=width, colour=has_colour(stream, os.environ))
        write_pieces(found, stream)
    stream.flush()


def write_pieces(found: Iterator[str], stream: IO[str]) -> None:
    """Write text that comes in pieces: few at first, so that a reader has something, then many."""
    many = _FEW
    while text := "".join(islice(found, many)):
        stream.write(text)
        stream.flush()
        many = min(2 * many, _MANY)


def _write_by_rich(page: Page, stream: TextIO, width: int) -> None:
    from rich.console import Console

    console = Console(file=stream, width=width, markup=False, highlight=False, emoji=False)
    console.print(page, end="", crop=False)


def _plain(view: View) -> Iterator[str]:
    if isinstance(view, Worded):
        yield view.plain()
        return
    sheets = view.sheets() if isinstance(view, ManySheets) else [view.sheet()]
    for number, sheet in enumerate(sheets):
        if number:
            yield "\n"
        yield _plain_row([title for _, title in sheet.columns])
        yield from map(_plain_row, sheet.rows)


def _plain_row(row: Sequence[Value]) -> str:
    """Return a line; most rows have nothing to clean in any of their cells."""
    words = _SHOWN.get
    cells = [words(type(value), str)(value) for value in row]
    harmless = cells if "".join(cells).isprintable() else map(clean, cells)
    return "\t".join(harmless) + "\n"


def _csv(view: View) -> str:
    import csv
    import io

    sheet = view.sheet()
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow([code for code, _ in sheet.columns])
    writer.writerows([csv_cell(value) for value in row] for row in sheet.rows)
    return target.getvalue()


def _json(view: View) -> str:
    return json_text({"format": FORMAT} | view.data(), indent=2) + "\n"


def json_text(document: object, *, indent: int | None = None) -> str:
    """Return the document as JSON in which a terminal has nothing to obey."""
    import json  # a table needs none

    text = json.dumps(document, ensure_ascii=False, indent=indent)
    odd: dict[str, str | int | None] = {
        c: _escaped(c) for c in set(text) if c > "\x7e" and not c.isprintable()
    }
    return text.translate(str.maketrans(odd)) if odd else text


def _escaped(character: str) -> str:
    """Return the JSON escape of a character that a terminal might obey."""
    units = character.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[i : i + 4]}" for i in range(0, len(units), 4))


def shown(value: Value) -> str:
    """Return a value in words."""
    return _SHOWN.get(type(value), str)(value)


def csv_cell(value: Value) -> str:
    """Return the value for a spreadsheet, a text that looks like a formula made harmless."""
    if isinstance(value, Ref):
        value = value.code
    text = clean(shown(value))
    return f"'{text}" if isinstance(value, str) and text.startswith(_FORMULA) else text


_SHOWN: dict[type, Callable[[Any], str]] = {
    str: str,
    type(None): lambda _: "",
    bool: lambda value: "1" if value else "0",
    date: date.isoformat,
    datetime: datetime.isoformat,
    Ref: attrgetter("name"),
}
"""What writes a value of each type; a large table has a million of them, so nothing is tried."""
