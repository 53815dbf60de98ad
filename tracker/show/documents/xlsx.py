"""A document as a workbook, through XlsxWriter (the extra `xlsx`)."""

import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any

from tracker.i18n.language import N_, local
from tracker.show.documents.document import Document, missing_extra
from tracker.show.documents.ink import INK
from tracker.show.output import shown
from tracker.show.text import cells, clean, wrapped
from tracker.show.view import Sheet, Value
from tracker.steps import steps

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

MAX_NAME = 31
MAX_CELL = 32_767
"""Characters that a spreadsheet takes in a cell."""

MAX_ROWS = 1_048_575
"""Rows that a spreadsheet takes in a sheet, below the head."""

FORMULA = ("=", "+", "-", "@")
"""What a text begins with that a spreadsheet takes for a formula once the cell is edited."""

LINE = 15
"""Points that a line is high."""

PAGE = 100
"""Characters that the summary is wide."""

ROOM = 3
"""Characters of a column that stay free."""

WIDEST, NARROWEST = 60, 6
"""Characters that a column is wide: what is longer is wrapped, what is shorter has room."""

A4 = 9
"""The number that spreadsheets know the paper by."""

STATE = "state"


def xlsx(document: Document) -> bytes:
    """Return the document as a workbook: a summary, then a sheet a table.

    Texts are never formulas, dates and numbers are real ones. The rows' states stand in a hidden
    column, by which they are coloured, so that sorting takes the colours along. Raises `Refused` if
    the library is not installed.
    """
    try:
        from xlsxwriter import Workbook
    except ImportError as error:
        raise missing_extra("xlsx") from error
    target = io.BytesIO()
    book = Workbook(
        target,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "default_date_format": _date_format(document),
            "default_format_properties": {"font_name": "Arial", "font_size": 10},
        },
    )
    made = datetime.combine(document.day, time(), UTC).replace(tzinfo=None)
    book.set_properties({"title": clean(document.title), "author": "tracker", "created": made})
    names: list[str] = []
    summary = document.language.say("Summary")
    _write_summary(book.add_worksheet(_name(summary, names)), book, document)
    for sheet in document.sheets:
        for part in _parts(sheet):
            _write_sheet(book.add_worksheet(_name(part.title, names)), book, part, document)
    book.close()
    return target.getvalue()


def _parts(sheet: Sheet) -> Iterator[Sheet]:
    """Yield the table in parts that a sheet can hold, mostly one."""
    for start in range(0, max(len(sheet.rows), 1), MAX_ROWS):
        rows = slice(start, start + MAX_ROWS)
        yield sheet._replace(rows=sheet.rows[rows], states=sheet.states[rows])


def _write_summary(page: "Worksheet", book: "Workbook", document: Document) -> None:
    """Write the title, the day, the figures in sentences and their rules, a line a row."""
    head = book.add_format({"bold": True, "font_size": 14, "text_wrap": True})
    plain = book.add_format({"text_wrap": True, "valign": "top"})
    small = book.add_format({"text_wrap": True, "valign": "top", "font_color": "#6B6B6B"})
    day = document.language.long_day(document.day)
    lines = [(document.title, head), (document.about, plain), (day, plain)]
    lines += [(sentence, plain) for sentence in document.sentences]
    lines += [(note, small) for note in document.notes]
    page.set_column(0, 0, PAGE)
    for row, (text, style) in enumerate((text, style) for text, style in lines if text):
        page.write_string(row, 0, clean(text)[:MAX_CELL], style)
        page.set_row(row, LINE * _lines(text, PAGE) + (LINE / 2 if style is head else 0))
    _set_up(page)


def _write_sheet(page: "Worksheet", book: "Workbook", sheet: Sheet, document: Document) -> None:
    head = book.add_format(
        {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "indent": 1}
    )
    last = len(sheet.columns) - 1
    for column, (_, title) in enumerate(sheet.columns):
        page.write_string(0, column, clean(title), head)
    styles = [_style(book, code, document) for code, _ in sheet.columns]
    widths = list(_widths(sheet))
    for column, width in enumerate(widths):
        page.set_column(column, column, width)
    page.set_row(0, LINE * _height([title for _, title in sheet.columns], widths))
    step = steps(N_("Writing rows"), len(sheet.rows))
    for number, row in enumerate(sheet.rows, start=1):
        step()
        page.set_row(number, LINE * _height(map(shown, row), widths))
        for column, value in enumerate(row):
            _write(page, number, column, value, styles[column])
    if sheet.states:
        _colour(page, book, sheet)
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, len(sheet.rows), last + bool(sheet.states))
    page.repeat_rows(0)
    page.print_area(0, 0, len(sheet.rows), last)
    _set_up(page)


def _style(book: "Workbook", code: str, document: Document) -> Any:
    style: dict[str, Any] = {"valign": "top", "text_wrap": True}
    text = {**style, "align": "left", "indent": 1}
    if code.endswith("percent"):
        style["num_format"] = "0.0"
    return {
        "text": book.add_format(text),
        "formula": book.add_format({**text, "quote_prefix": True}),
        "number": book.add_format(style),
        "day": book.add_format({**text, "num_format": _date_format(document), "align": "left"}),
        "moment": book.add_format(
            {**text, "num_format": f"{_date_format(document)} hh:mm", "align": "left"}
        ),
    }


def _write(page: "Worksheet", row: int, column: int, value: Value, styles: Any) -> None:
    if value is None:
        page.write_blank(row, column, None, styles["text"])
    elif isinstance(value, datetime):
        here = local(value).replace(tzinfo=None)
        page.write_datetime(row, column, here, styles["moment"])
    elif isinstance(value, date):
        page.write_datetime(row, column, datetime.combine(value, time()), styles["day"])
    elif isinstance(value, int | float) and not isinstance(value, bool):
        page.write_number(row, column, value, styles["number"])
    else:
        written = clean(shown(value))[:MAX_CELL]
        kind = "formula" if written.startswith(FORMULA) else "text"
        page.write_string(row, column, written, styles[kind])


def _colour(page: "Worksheet", book: "Workbook", sheet: Sheet) -> None:
    """Write the states behind the table, unseen, and colour each row by its own.

    The filter's range has them too: only what is in it is sorted.
    """
    from xlsxwriter.utility import xl_col_to_name

    at = len(sheet.columns)
    letter = xl_col_to_name(at)
    page.write_string(0, at, STATE)
    for number, state in enumerate(sheet.states, start=1):
        page.write_string(number, at, state)
    page.set_column(at, at, None, None, {"hidden": True})
    for state, ink in INK.items():
        page.conditional_format(
            1,
            0,
            len(sheet.rows),
            at - 1,
            {
                "type": "formula",
                "criteria": f'=${letter}2="{state}"',
                "format": book.add_format({"font_color": f"#{ink}"}),
            },
        )


def _set_up(page: "Worksheet") -> None:
    """Make a sheet print on A4, as wide as one page, with numbered pages."""
    page.set_landscape()
    page.set_paper(A4)
    page.fit_to_pages(1, 0)
    page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    page.set_footer("&R&P / &N")


def _widths(sheet: Sheet) -> Iterator[int]:
    """Yield how wide each column is: as its widest text, within bounds."""
    for column, (_, title) in enumerate(sheet.columns):
        longest = max((_room(row[column]) for row in sheet.rows), default=0)
        words = max(map(len, title.split()), default=0)
        yield min(max(longest, words + 1, NARROWEST), WIDEST) + ROOM


def _room(value: Value) -> int:
    return len("31.12.2025") if isinstance(value, date) else cells(clean(shown(value)))


def _height(texts: Iterable[str], widths: Sequence[int]) -> int:
    """Return how many lines a row needs, its texts wrapped in columns of these widths."""
    return max(_lines(text, width) for text, width in zip(texts, widths, strict=True))


def _lines(text: str, width: int) -> int:
    return len(wrapped(clean(text), max(width - ROOM, 1)))


def _name(title: str, taken: list[str]) -> str:
    """Return a name for a sheet that spreadsheets take, and that none has yet."""
    plain = "".join(" " if letter in "[]:*?/\\" else letter for letter in clean(title))
    base = _cut(plain.strip(" '"), MAX_NAME).strip(" '") or "1"
    name, number = base, 1
    while name.casefold() in taken:
        number += 1
        end = f" {number}"
        name = _cut(base, MAX_NAME - len(end)) + end
    taken.append(name.casefold())
    return name


def _cut(text: str, most: int) -> str:
    """Return the text's beginning, as long as spreadsheets count: in units of UTF-16."""
    return text.encode("utf-16-le")[: 2 * most].decode("utf-16-le", "ignore")


def _date_format(document: Document) -> str:
    return "yyyy-mm-dd" if document.language.code == "en" else "dd.mm.yyyy"
