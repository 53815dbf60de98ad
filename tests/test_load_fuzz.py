"""Whatever a file holds, it is read or refused; it never breaks the program."""

import csv
import io
import string
from contextlib import suppress
from datetime import date, datetime, time
from typing import Any

import openpyxl
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from tracker.domain.decision import MAX_TEXT
from tracker.errors import TrackerError
from tracker.load.draft import Loaded
from tracker.load.fields import draft_of
from tracker.load.read import FORMATS, load

PIECES = [
    "text", "due", "item", "every", "directives", "units", "meeting", "format", "names", "key",
    "тапсырма", "срок", "[[directives]]", "[meeting]", '"', "'", '"""', "{", "}", "[", "]", "=",
    ":", ",", ";", "\t", "\n", "\r\n", "1", "-5", "1e400", "true", "null", "NaN", "2026-01-01",
    "31.12.2026", "\\u0000", "\\ud800", "\u2028", "ә", "\ufeff", "# ",
]  # fmt: skip
"""What documents are made of, so that chance builds some that are nearly right."""

NEARLY = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)
CONTENT = (
    st.binary(max_size=300) | NEARLY.map(str.encode) | NEARLY.map(lambda t: t.encode("utf-16"))
)


def _workbook() -> bytes:
    book = openpyxl.Workbook()
    for row in (["text", "item", "due"], ["x", 1, date(2026, 1, 31)], ["y", 2, "never"]):
        book.worksheets[0].append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


WORKBOOK = _workbook()


@settings(max_examples=200, deadline=None)
@given(content=CONTENT, format=st.sampled_from([*FORMATS, None]))
@example(content=b"\xff\xfe\x00", format=None)
@example(content=b"[[[[", format=None)
@example(content=b'{"directives": {"a": 1}}', format="json")
def test_any_bytes_are_read_or_refused(content: bytes, format: str | None) -> None:
    with suppress(TrackerError):
        assert isinstance(load("-", content, format), Loaded)


@settings(max_examples=150, deadline=None)
@given(place=st.integers(30, len(WORKBOOK) - 1), cut=st.booleans())
def test_damaged_workbooks_are_read_or_refused(place: int, cut: bool) -> None:
    """Zeros where something stood, or the rest of the file missing."""
    rest = b"" if cut else b"\0" + WORKBOOK[place + 1 :]
    with suppress(TrackerError):
        assert isinstance(load("a.xlsx", WORKBOOK[:place] + rest), Loaded)


FIELDS = [
    "text", "text_kk", "text_ru", "text_en", "meeting", "item", "theme", "executor",
    "co_executors", "due", "every", "indicators", "source",
]  # fmt: skip
LEAVES = (
    st.none()
    | st.booleans()
    | st.integers(-(10**20), 10**20)
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(["quarter", "2026-01-31", "31.12.2026", "x;y"])
    | st.dates()
    | st.datetimes()
    | st.times()
)
SOURCE = {"document": "x", "sha256": "0" * 64, "start": 0, "end": 1, "words": "x", "page": 1}
INNER = st.sampled_from(["kk", "ru", "en", "key", "on", "value", "names", "other", *SOURCE])
VALUES = st.recursive(
    LEAVES, lambda v: st.lists(v, max_size=3) | st.dictionaries(INNER, v, max_size=4), max_leaves=6
)
NEARLY_SOURCES = st.dictionaries(INNER, LEAVES, max_size=2).map(lambda some: SOURCE | some)


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(st.sampled_from(FIELDS), VALUES | NEARLY_SOURCES))
@example({"text": "x", "due": datetime(2026, 1, 31, 12, 0)})  # noqa: DTZ001  # as files have it
@example({"text": "x", "due": time(12, 0)})
@example({"text": "x", "item": float("inf")})
def test_any_row_is_a_draft_or_refused(raw: dict[str, Any]) -> None:
    with suppress(TrackerError):
        draft = draft_of(raw, 7)
        assert draft.wording
        assert draft.line == 7
        assert all(text.strip() == text != "" for text in draft.wording.values())


TEXTS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=50)


@settings(max_examples=200, deadline=None)
@given(text=TEXTS, delimiter=st.sampled_from(",;\t"))
@example(text='a "quoted", text;\r\nof\ttwo lines', delimiter=",")
@example(text="=1+1", delimiter=";")
@example(text=string.printable, delimiter=",")
def test_any_text_in_a_csv_cell_is_kept_as_it_is(text: str, delimiter: str) -> None:
    """But for white space around it, and an apostrophe, which may stand before a formula."""
    assume(text.strip() and len(text) <= MAX_TEXT and not text.startswith("'"))
    target = io.StringIO()
    csv.writer(target, delimiter=delimiter).writerows([["text", "item"], [text, "1"]])
    loaded = load("a.csv", target.getvalue().encode())
    assert [list(draft.wording.values()) for draft in loaded.drafts] == [[text.strip()]]
    assert not loaded.problems
