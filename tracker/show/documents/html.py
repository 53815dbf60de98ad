"""A document as one page for a browser, which needs nothing from anywhere else."""

import base64
import hashlib
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from html import escape
from pathlib import Path

from tracker.i18n.language import N_, Language
from tracker.show.documents.charts import svg
from tracker.show.documents.document import Document
from tracker.show.documents.words import written
from tracker.show.text import clean
from tracker.show.view import Sheet, Value
from tracker.steps import steps

_FOLDER = Path(__file__).parent

FILTERED = ("executor", "unit", "status")
"""Codes of the columns that rows can be picked by."""


def html(document: Document) -> str:
    """Return the page: sentences, charts, a table a sheet, rules.

    Its script sorts, filters and searches the tables; without one all is there to be read. The
    page's policy lets it fetch nothing and run no other script.
    """
    style = (_FOLDER / "page.css").read_text(encoding="utf-8")
    script = (_FOLDER / "page.js").read_text(encoding="utf-8")
    policy = (
        f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    title = _safe(document.title)
    return (
        f'<!DOCTYPE html>\n<html lang="{document.language.code}">\n<head>\n'
        '<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"<title>{title}</title>\n<style>{style}</style>\n</head>\n"
        f"<body{_attributes(_words(document.language))}>\n<main>\n"
        f"{''.join(_body(document))}</main>\n<script>{script}</script>\n</body>\n</html>\n"
    )


def _body(document: Document) -> Iterator[str]:
    language = document.language
    yield f"<header>\n<h1>{_safe(document.title)}</h1>\n"
    if document.about:
        yield f"<p>{_safe(document.about)}</p>\n"
    yield (
        f'<p class="day"><time datetime="{document.day.isoformat()}">'
        f"{_safe(language.long_day(document.day))}</time></p>\n</header>\n"
    )
    for sentence in document.sentences:
        yield f'<p class="figures">{_safe(sentence)}</p>\n'
    drawn = [chart for chart in document.charts if chart.labels]
    for number, chart in enumerate(drawn, start=1):
        yield f"<figure>\n<figcaption>{_safe(chart.title)}</figcaption>\n"
        yield f"{svg(chart, language, number)}\n</figure>\n"
    for sheet in document.sheets:
        yield from _section(sheet, language)
    yield "<footer>\n"
    for note in document.notes:
        yield f"<p>{_safe(note)}</p>\n"
    yield "</footer>\n"


def _section(sheet: Sheet, language: Language) -> Iterator[str]:
    yield f"<section>\n<h2>{_safe(sheet.title)}</h2>\n"
    yield f'<div class="scroll">\n<table>\n<caption>{_safe(sheet.title)}</caption>\n<thead><tr>'
    for place, (code, title) in enumerate(sheet.columns):
        given = {"data-filter": title} if code in FILTERED else {}
        if any(_is_number(row[place]) for row in sheet.rows):
            given["class"] = "number"
        yield f'<th scope="col"{_attributes(given)}>{_safe(title)}</th>'
    yield "</tr></thead>\n<tbody>\n"
    step = steps(N_("Writing rows"), len(sheet.rows))
    for number, row in enumerate(sheet.rows):
        step()
        state = sheet.states[number] if sheet.states else ""
        yield f"<tr{_attributes({'class': state} if state else {})}>"
        yield from (_cell(value, language) for value in row)
        yield "</tr>\n"
    yield "</tbody>\n</table>\n</div>\n</section>\n"


def _cell(value: Value, language: Language) -> str:
    key: dict[str, str] = {}
    if isinstance(value, date | datetime):
        key = {"data-key": value.isoformat()}
    elif _is_number(value):
        key = {"data-key": repr(value), "class": "number"}
    return f"<td{_attributes(key)}>{_safe(written(value, language))}</td>"


def _is_number(value: Value) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _words(language: Language) -> dict[str, str]:
    """Return the words that the script shows; `0` and `1` in braces are its own numbers."""
    say = language.say
    return {
        "data-search": say("Search"),
        "data-all": say("All"),
        "data-sort": say("Sort by this column"),
        "data-count": say("Rows: {shown} of {found}", shown="{0}", found="{1}"),
    }


def _attributes(values: Mapping[str, str]) -> str:
    return "".join(f' {name}="{_safe(value)}"' for name, value in values.items())


def _safe(text: str) -> str:
    return escape(clean(text))


def _digest(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"sha256-{digest}"
