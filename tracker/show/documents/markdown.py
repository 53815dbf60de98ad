"""A document as Markdown (GitHub's, with tables)."""

import re
from collections.abc import Iterator, Sequence

from tracker.i18n.language import N_, Language
from tracker.show.documents.document import Document
from tracker.show.documents.words import written
from tracker.show.text import clean
from tracker.show.view import Sheet, Value
from tracker.steps import steps

_MARKUP = re.compile(
    r"[\\`*_{}\[\]<>|~&@$]"
    r"|:(?=[A-Za-z+/])"  # links and GitHub's signs for pictures
    r"|(?<=www)\.|(?<=WWW)\."
    r"|^[#+=-]"  # headings, lists, rules
    r"|#(?=#*$)"  # the end of a heading
)
"""Signs that are, or begin, markup where they stand."""

_NUMBERED = re.compile(r"^(\d+)([.)])")


def markdown(document: Document) -> str:
    """Return the document: title, figures in sentences, a table a sheet, and the rules.

    All text stands there as text: nothing in it is markup or a link.
    """
    return "\n".join(_lines(document)).rstrip() + "\n"


def _lines(document: Document) -> Iterator[str]:
    yield f"# {_text(document.title)}"
    for line in (document.about, document.language.long_day(document.day), *document.sentences):
        if line:
            yield from ("", _text(line))
    for sheet in document.sheets:
        yield from ("", f"## {_text(sheet.title)}", "")
        yield from _table(sheet, document.language)
    if document.notes:
        yield from ("", "---")
    for note in document.notes:
        yield from ("", _text(note))


def _table(sheet: Sheet, language: Language) -> Iterator[str]:
    yield _row([_text(title) for _, title in sheet.columns])
    yield _row([_rule(sheet, column) for column in range(len(sheet.columns))])
    step = steps(N_("Writing rows"), len(sheet.rows))
    for values in sheet.rows:
        step()
        yield _row([_text(written(value, language)) for value in values])


def _rule(sheet: Sheet, column: int) -> str:
    """Return the line under a column's head: numbers stand at the right."""
    return "---:" if any(_is_number(row[column]) for row in sheet.rows) else "---"


def _is_number(value: Value) -> bool:
    return isinstance(value, int | float)


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _text(text: str) -> str:
    """Return the text on one line, its signs marked as such."""
    return _NUMBERED.sub(r"\1\\\2", _MARKUP.sub(r"\\\g<0>", clean(text).strip()))
