"""CSV and XLSX, and how the format of a file is found."""

import io
import sys
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from tracker.domain.deadline import Every
from tracker.errors import BadInput
from tracker.load import read as reading
from tracker.load import xlsx
from tracker.load.draft import Draft, Loaded
from tracker.load.read import load, read_file


def read(text: str) -> Loaded:
    return load("a.csv", text.encode())


def problems(loaded: Loaded) -> list[tuple[int, str]]:
    return [(problem.line, str(problem.error)) for problem in loaded.problems]


def texts(loaded: Loaded) -> list[str]:
    return [text for draft in loaded.drafts for text in draft.wording.values()]


def workbook(*rows: Sequence[object]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(list(row))
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


@pytest.mark.parametrize(
    "head",
    [
        "text,item,theme,executor,co_executors,due,every",
        "Directive,No.,Theme,Responsible,Co-executors,Deadline,Reporting period",
        "Тапсырма,Тармақ,Бағыты,Жауапты орындаушы,Бірлесіп орындаушылар,Мерзімі,Есеп беру кезеңі",
        "ПОРУЧЕНИЕ,№ п/п,Направление, Исполнитель ,Соисполнители,Срок исполнения,Периодичность",
    ],
)
def test_columns_are_known_in_each_language(head: str) -> None:
    loaded = read(f"{head}\nx,1,roads,education,employment;sport,2026-01-31,quarter\n")
    assert loaded.drafts == [
        Draft(
            line=2,
            wording={"en": "x"},
            item="1",
            theme="roads",
            executor="education",
            co_executors=("employment", "sport"),
            due=date(2026, 1, 31),
            every=Every.QUARTER,
        )
    ]
    assert not loaded.problems


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_cells_are_parted_by_comma_semicolon_or_tab(delimiter: str) -> None:
    rows = [["text", "item", "due"], ['"a, b; c\td"', "2", "2026-01-31"]]
    [draft] = read("\n".join(delimiter.join(row) for row in rows)).drafts
    assert (draft.wording, draft.item, draft.due) == (
        {"en": "a, b; c\td"},
        "2",
        date(2026, 1, 31),
    )


@pytest.mark.parametrize("written", ["2026-02-01", "01.02.2026", "1.2.2026", " 1.02.2026 "])
def test_dates_are_read_in_both_forms(written: str) -> None:
    assert read(f"text,due\nx,{written}").drafts[0].due == date(2026, 2, 1)


@pytest.mark.parametrize(
    "written", ["2026-2-1", "01/02/2026", "1.2.26", "2026", "20260201", "٣.1.2026"]
)
def test_other_dates_are_problems(written: str) -> None:
    assert problems(read(f"text,due\nx,{written}")) == [
        (2, f"“{written}” is not a date: write 2025-12-31 or 31.12.2025.")
    ]


@pytest.mark.parametrize(
    ("word", "every"),
    [
        ("апта сайын", Every.WEEK),
        ("Ежемесячно", Every.MONTH),
        ("QUARTERLY", Every.QUARTER),
        ("жарты жыл сайын", Every.HALF_YEAR),
        ("год", Every.YEAR),
    ],
)
def test_periods_are_known_by_words(word: str, every: Every) -> None:
    assert read(f"text,every\nx,{word}").drafts[0].every is every


def test_line_of_a_bad_row_after_cells_of_several_lines() -> None:
    loaded = read('text,due\n"one\n\ntwo",2026-01-31\n\n"three\nfour",never\nfive,never\n')
    assert [(draft.line, draft.wording["en"]) for draft in loaded.drafts] == [(2, "one\n\ntwo")]
    assert [line for line, _ in problems(loaded)] == [6, 8]


def test_lines_are_counted_alike_with_the_line_ends_of_windows() -> None:
    loaded = read('text,due\r\n"one\r\ntwo",2026-01-31\r\nthree,never\r\n')
    assert [line for line, _ in problems(loaded)] == [4]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_unicode_is_read_with_and_without_its_mark(encoding: str) -> None:
    assert texts(load("a.csv", "Тапсырма\nЖолды жөндеу".encode(encoding))) == ["Жолды жөндеу"]


def test_windows_1251_is_read() -> None:
    assert texts(load("a.csv", "Поручение\nПроверить дороги".encode("cp1251"))) == [
        "Проверить дороги"
    ]


@pytest.mark.parametrize(
    "content", [b"text\na\0b", b"\xff\xfe\0\xd8", "text\na\0".encode("utf-16")]
)
def test_bytes_that_are_no_text_are_bad_input(content: bytes) -> None:
    with pytest.raises(BadInput, match="is not a text: its encoding is unknown"):
        load("a.csv", content)


@pytest.mark.parametrize("text", ["", "\n\n", "due,item\n2026-01-01,1\n", "Жолды жөндеу\n"])
def test_file_without_a_column_of_texts_is_bad_input(text: str) -> None:
    with pytest.raises(BadInput, match="has no column with the text"):
        read(text)


def test_cell_beyond_all_measure_is_bad_input() -> None:
    with pytest.raises(BadInput, match=r"“a\.csv” is not CSV: see line 2"):
        read("text\n" + "x" * 1_000_001)


def test_unknown_column_is_a_problem_and_left_out() -> None:
    loaded = read("colour,text,,item\nred,x,,1")
    assert problems(loaded) == [(1, "The column “colour” is unknown; it was left out.")]
    assert [(draft.wording, draft.item) for draft in loaded.drafts] == [({"en": "x"}, "1")]


def test_columns_for_what_no_cell_can_hold_are_unknown() -> None:
    loaded = read("text,source,indicators\nx,protocol 1,5\n")
    assert problems(loaded) == [
        (1, "The column “source” is unknown; it was left out."),
        (1, "The column “indicators” is unknown; it was left out."),
    ]
    assert texts(loaded) == ["x"]


def test_column_that_stands_there_twice_is_a_problem_and_the_first_counts() -> None:
    loaded = read("text,due,Мерзімі\nx,2026-01-01,2026-02-02")
    assert problems(loaded) == [(1, "The column “Мерзімі” stands there twice.")]
    assert loaded.drafts[0].due == date(2026, 1, 1)


def test_cells_beyond_the_columns_are_a_problem() -> None:
    """A comma that should have been quoted must not cut a text in two unseen."""
    loaded = read("item,text\n1,repair the road, the bridge\n2,paint,,\n")
    assert problems(loaded) == [(2, "This row has a cell under no column title.")]
    assert texts(loaded) == ["paint"]


def test_empty_rows_are_skipped() -> None:
    loaded = read("\n,,\ntext,item\n\n , \nx,1\n,\n")
    assert texts(loaded) == ["x"]
    assert not loaded.problems


def test_row_that_lacks_its_text_is_a_problem() -> None:
    assert problems(read("text,item\n,1\n")) == [(2, "The field “text” is empty.")]


def test_short_row_is_filled_up() -> None:
    assert texts(read("text,item,due\nx\n")) == ["x"]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("'=1+1", "=1+1"),
        ("'-5", "-5"),
        ("'+7", "+7"),
        ("'@home", "@home"),
        ("'tis", "'tis"),
        ("''", "''"),
        ("=1+1", "=1+1"),
    ],
)
def test_apostrophe_before_a_formula_is_taken_back(cell: str, text: str) -> None:
    assert texts(read(f"text\n{cell}\n")) == [text]


def test_texts_in_several_languages() -> None:
    [draft] = read("text_kk,text_ru,text_en\nЖол,Дорога,\n").drafts
    assert draft.wording == {"kk": "Жол", "ru": "Дорога"}


def test_workbook_is_read() -> None:
    """Real dates are dates, whole numbers are items, and a datetime counts as its day."""
    content = workbook(
        ["Тапсырма", "Тармақ", "Мерзімі"],
        ["first", 1.0, date(2026, 1, 31)],
        ["second", "2", datetime(2026, 2, 28, 15, 0)],  # noqa: DTZ001  # as spreadsheets have it
        ["third", 3, "31.03.2026"],
    )
    assert [(d.line, d.wording["en"], d.item, d.due) for d in load("a.xlsx", content).drafts] == [
        (2, "first", "1", date(2026, 1, 31)),
        (3, "second", "2", date(2026, 2, 28)),
        (4, "third", "3", date(2026, 3, 31)),
    ]


def test_problems_of_a_workbook_name_the_row() -> None:
    loaded = load(
        "a.xlsx",
        workbook(
            [],
            [None, "text", "due", "colour"],
            [None, "a", "never"],
            [],
            [None, "b", 45_000],
            [None, "c"],
            [None, True],
        ),
    )
    assert problems(loaded) == [
        (2, "The column “colour” is unknown; it was left out."),
        (3, "“never” is not a date: write 2025-12-31 or 31.12.2025."),
        (5, "“45000” is not a date: write 2025-12-31 or 31.12.2025."),
        (7, "The value of “text” is not of the kind that belongs there."),
    ]
    assert texts(loaded) == ["c"]


def test_only_the_first_sheet_of_a_workbook_is_read() -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].append(["text"])
    book.worksheets[0].append(["x"])
    book.create_sheet("2").append(["colour"])
    content = io.BytesIO()
    book.save(content)
    assert texts(load("a.xlsx", content.getvalue())) == ["x"]


@pytest.mark.parametrize("content", [b"", b"text\nx", b"PK", b"PK\x03\x04" + b"\0" * 100])
def test_what_is_no_workbook_is_bad_input(content: bytes) -> None:
    with pytest.raises(BadInput, match="is not a workbook that can be read"):
        load("a.xlsx", content)


def test_zip_that_is_no_workbook_is_bad_input() -> None:
    import zipfile

    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("a.txt", "x")
    with pytest.raises(BadInput, match="is not a workbook that can be read"):
        load("a.xlsx", content.getvalue())


def test_workbook_that_unpacks_too_large_is_bad_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "MAX_UNPACKED", 1024)
    with pytest.raises(BadInput, match="is too large: it unpacks to more than"):
        load("a.xlsx", workbook(["text"], ["x"]))


def test_missing_extra_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "python_calamine", None)
    with pytest.raises(BadInput, match=r"pip install 'directive-tracker\[xlsx\]'"):
        load("a.xlsx", workbook(["text"], ["x"]))


TOML, JSON, CSV = b'[[directives]]\ntext = "x"', b'[\n{"text": "x"}\n]', b"text\nx"


@pytest.mark.parametrize(
    ("name", "content", "format"),
    [
        ("a.toml", TOML, None),
        ("A.TOML", TOML, None),
        ("a.json", JSON, None),
        ("a.json.csv", CSV, None),
        ("a.xlsx", workbook(["text"], ["x"]), None),
        ("a.csv", JSON, "json"),
        ("a.txt", CSV, "csv"),
        ("-", TOML, "toml"),
        ("-", TOML, None),
        ("-", b"# units, then directives\n" + TOML, None),
        ("-", b"\nformat = 1\n" + TOML, None),
        ("-", b'directives = [{ text = "x" }]', None),
        ("-", JSON, None),
        ("-", b'{"directives": ' + JSON + b"}", None),
        ("-", b"\xef\xbb\xbf" + CSV, None),
        ("list", CSV, None),
        ("minutes.d/list", CSV, None),
        ("-", workbook(["text"], ["x"]), None),
    ],
)
def test_format_is_found_by_name_by_choice_or_by_looks(
    name: str, content: bytes, format: str | None
) -> None:
    assert texts(load(name, content, format)) == ["x"]


@pytest.mark.parametrize("name", ["a.txt", "a.docx", "a.xls"])
def test_unknown_suffix_is_bad_input(name: str) -> None:
    with pytest.raises(BadInput, match="is of no known format"):
        load(name, CSV)


def test_file_that_is_too_large_is_bad_input(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The limit holds for what is read from a file, too: no more than it is taken into memory."""
    monkeypatch.setattr(reading, "MAX_SIZE", len(CSV))
    assert texts(load("a.csv", CSV)) == ["x"]
    path = tmp_path / "a.csv"
    path.write_bytes(CSV + b" " * 100)
    assert len(read_file(path)) == len(CSV) + 1
    with pytest.raises(BadInput, match="is too large: more than 0 MB"):
        load("a.csv", read_file(path))


@pytest.mark.parametrize("name", ["missing.csv", ".", "a\0b"])
def test_file_that_cannot_be_read_is_bad_input(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadInput, match="cannot be read"):
        read_file(tmp_path / name)
