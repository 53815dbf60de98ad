"""Workbooks and notes, read back by other libraries than those that wrote them."""

import io
import sys
import zipfile
from datetime import date, datetime, time
from typing import Any

import docx as reader
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from papers import DAY, HOSTILE, TEXTS, UNITS, hostile, paper
from python_calamine import CalamineWorkbook

from tracker.errors import Refused
from tracker.i18n.language import Language
from tracker.show.documents.docx import docx, letter_docx
from tracker.show.documents.xlsx import xlsx
from tracker.show.text import clean
from tracker.show.view import Sheet

WORD = {"w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main"}


def book(content: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content))


def part(content: bytes, name: str) -> Any:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return etree.fromstring(archive.read(name))


# Workbooks


def test_a_workbook_has_a_summary_and_a_sheet_a_table() -> None:
    found = book(xlsx(paper()))
    assert found.sheetnames == ["Қысқаша", "Тапсырмалар", "Басқармалар   барлығы    2025"]
    summary = [row[0].value for row in found.worksheets[0].rows]
    assert summary == [
        "Бақылаудағы тапсырмалар",
        "Абай облысы",
        "2025 ж. 22 желтоқсан",
        "60 бақылауда · 13 мерзімі өткен",
        "Мерзімінде, % = мерзімінде / (мерзімінде + кеш + өткен).",
    ]


def test_dates_are_dates_and_numbers_numbers() -> None:
    found = book(xlsx(paper()))
    row = [cell.value for cell in found.worksheets[1][2]]
    assert row[:6] == [
        1,
        TEXTS[0],
        UNITS[1],
        datetime.combine(date(2025, 11, 15), time()),
        -37,
        "Есеп берілді",
    ]
    assert found.worksheets[1]["D2"].number_format == "dd.mm.yyyy"
    shares = found.worksheets[2]
    assert (shares["B2"].value, shares["B2"].number_format) == (66.66, "0.0")
    assert (shares["B3"].value, shares["C2"].value, shares["C3"].value) == (None, "1", 5)
    assert isinstance(shares["D2"].value, datetime)
    assert book(xlsx(paper("en"))).worksheets[1]["D2"].number_format == "yyyy-mm-dd"


def test_another_reader_sees_the_same() -> None:
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(xlsx(paper()))).get_sheet_by_index(1)
    rows = sheet.to_python()
    assert len(rows) == 61
    assert rows[1][:4] == [1.0, TEXTS[0], UNITS[1], date(2025, 11, 15)]


def test_a_sheet_is_ready_to_be_worked_with_and_printed() -> None:
    sheet = book(xlsx(paper())).worksheets[1]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:G61"
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.print_area == "'Тапсырмалар'!$A$1:$F$61"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    widths = {letter: sheet.column_dimensions[letter].width for letter in "ABCDEF"}
    assert widths["A"] < widths["D"] < widths["C"] < widths["B"] < 65


def test_rows_are_coloured_by_their_states_whatever_their_order() -> None:
    """By a rule over a hidden column that the filter sorts too, so that it moves with the row."""
    sheet = book(xlsx(paper())).worksheets[1]
    assert sheet.column_dimensions["G"].hidden
    assert [sheet[f"G{n}"].value for n in (2, 3)] == ["overdue", "soon"]
    rules = {
        rule.formula[0]: rule.dxf.font.color.rgb
        for found in sheet.conditional_formatting
        for rule in found.rules
    }
    assert {str(area.sqref) for area in sheet.conditional_formatting} == {"A2:F61"}
    assert rules['$G2="overdue"'] == "FFB3261E"
    assert len(rules) == 6


def test_text_is_never_a_formula_nor_a_link() -> None:
    found = book(xlsx(hostile()))
    texts = [
        cell for sheet in found for row in sheet.rows for cell in row if cell.value is not None
    ]
    assert {cell.data_type for cell in texts} == {"s"}
    assert {cell.hyperlink for cell in texts} == {None}
    assert found.worksheets[1]["A2"].value == clean(HOSTILE)


@settings(max_examples=60, deadline=None)
@given(text=st.text(min_size=1))
def test_any_text_survives_in_a_workbook(text: str) -> None:
    found = book(xlsx(paper(text=text))).worksheets[1]["B2"].value
    assert (found or "") == clean(text)


def test_text_that_looks_like_a_formula_stays_text_when_it_is_edited() -> None:
    """Spreadsheets take such a text for a formula once somebody confirms the cell."""
    for text in ("=1+1", "@SUM(A1)", "+7", "-1"):
        sheet = book(xlsx(paper(text=text))).worksheets[1]
        assert (sheet["B2"].value, sheet["B2"].data_type) == (text, "s")
        assert (sheet["B2"].quotePrefix, sheet["B3"].quotePrefix) == (True, False)


def test_rows_beyond_what_a_sheet_holds_go_to_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tracker.show.documents.xlsx.MAX_ROWS", 25)
    found = book(xlsx(paper()))
    assert found.sheetnames[1:4] == ["Тапсырмалар", "Тапсырмалар 2", "Тапсырмалар 3"]
    ids = [row[0].value for sheet in found.worksheets[1:4] for row in sheet.iter_rows(min_row=2)]
    assert ids == list(range(1, 61))
    assert [found.worksheets[n]["G2"].value for n in (1, 2, 3)] == ["overdue", "soon", "waiting"]


def test_more_than_a_cell_holds_is_cut() -> None:
    assert len(book(xlsx(paper(text="я" * 40_000))).worksheets[1]["B2"].value) == 32_767


@pytest.mark.parametrize(
    ("titles", "names"),
    [
        (["а" * 40, "а" * 40], ["а" * 31, "а" * 29 + " 2"]),
        (["", "'", "[]"], ["1", "1 2", "1 3"]),
        (["Қысқаша", "ҚЫСҚАША"], ["Қысқаша 2", "ҚЫСҚАША 3"]),
        (["📊" * 31, "📊" * 31], ["📊" * 15, "📊" * 14 + " 2"]),
    ],
)
def test_sheets_have_names_that_spreadsheets_take(titles: list[str], names: list[str]) -> None:
    sheets = [Sheet([("a", "А")], [[1]], title) for title in titles]
    assert book(xlsx(paper()._replace(sheets=sheets))).sheetnames[1:] == names


@settings(max_examples=60, deadline=None)
@given(title=st.text())
def test_any_title_names_a_sheet(title: str) -> None:
    sheets = [Sheet([("a", "А")], [[1]], title)] * 2
    assert len(book(xlsx(paper()._replace(sheets=sheets))).sheetnames) == 3


# Notes


def note(content: bytes) -> Any:
    return reader.Document(io.BytesIO(content))


def words_of(content: bytes) -> list[str]:
    return [p.text for p in note(content).paragraphs if p.text]


@pytest.mark.parametrize(
    ("code", "kind"), [("kk", "Анықтама"), ("ru", "Справка"), ("en", "Information note")]
)
def test_a_note_has_its_heading_its_figures_and_its_rules(code: str, kind: str) -> None:
    words = words_of(docx(paper(code)))
    assert words[:3] == [kind, "Бақылаудағы тапсырмалар", "Абай облысы"]
    assert words[3] == Language(code).long_day(DAY)
    assert words[4] == "60 бақылауда · 13 мерзімі өткен"
    assert words[-1].startswith("Мерзімінде, % =")


def test_its_tables_have_all_rows_in_the_language() -> None:
    tables = note(docx(paper())).tables
    assert [len(table.rows) for table in tables] == [61, 3]
    assert [cell.text for cell in tables[0].rows[1].cells] == [
        "1", TEXTS[0], UNITS[1], "15.11.2025", "-37", "Есеп берілді",
    ]  # fmt: skip
    assert tables[1].rows[1].cells[1].text == "66,66"


def test_heads_are_repeated_and_rows_stay_whole() -> None:
    body = part(docx(paper()), "word/document.xml")
    heads = body.xpath("//w:tr[w:trPr/w:tblHeader]", namespaces=WORD)
    assert "".join(heads[0].itertext()).startswith("№Тапсырма")
    assert len(heads) == 2
    assert len(body.xpath("//w:tr[w:trPr/w:cantSplit]", namespaces=WORD)) == 62


def test_it_is_a4_landscape_in_a_face_that_offices_use() -> None:
    content = docx(paper())
    section = note(content).sections[0]
    assert (round(section.page_width.cm, 1), round(section.page_height.cm, 1)) == (29.7, 21.0)
    normal = part(content, "word/styles.xml").xpath(
        "//w:style[@w:styleId='Normal']/w:rPr", namespaces=WORD
    )[0]
    fonts = normal.xpath("./w:rFonts", namespaces=WORD)[0]
    assert set(fonts.attrib.values()) == {"Times New Roman"}
    assert normal.xpath("string(./w:lang/@w:val)", namespaces=WORD) == "kk-KZ"
    assert b"PAGE" in etree.tostring(part(content, "word/footer1.xml"))


def test_the_wording_gets_the_most_room_and_the_page_is_full() -> None:
    table = note(docx(paper())).tables[0]
    widths = [cell.width.cm for cell in table.rows[1].cells]
    assert max(widths) == widths[1]
    assert min(widths) == widths[0]
    assert sum(widths) == pytest.approx(26.7, abs=0.1)


def test_a_word_without_end_leaves_the_other_columns_their_room() -> None:
    """A link to a document, say."""
    usual = [cell.width.cm for cell in note(docx(paper())).tables[0].rows[1].cells]
    for text in ("https://example.kz/" + "a" * 100, "я" * 3000):
        table = note(docx(paper(text=text))).tables[0]
        widths = [cell.width.cm for cell in table.rows[1].cells]
        assert all(width > room * 0.7 for width, room in zip(widths, usual, strict=True))


def test_a_title_longer_than_its_property_is_whole_on_paper() -> None:
    title = "Кеңейтілген аппарат жиыны " * 20
    content = docx(paper()._replace(title=title))
    assert words_of(content)[1] == title
    assert note(content).core_properties.title == title[:255]


def test_it_is_packed() -> None:
    with zipfile.ZipFile(io.BytesIO(docx(paper()))) as archive:
        methods = {member.compress_type for member in archive.infolist()}
    assert methods == {zipfile.ZIP_DEFLATED}


def test_states_are_on_the_first_cell_only() -> None:
    row = note(docx(paper())).tables[0].rows[1]
    colours = [cell.paragraphs[0].runs[0].font.color.rgb for cell in row.cells]
    assert [str(colour) for colour in colours] == ["B3261E", *["None"] * 5]


@settings(max_examples=25, deadline=None)
@given(text=st.text(min_size=1))
def test_any_text_survives_in_a_note(text: str) -> None:
    document = paper(text=text)._replace(sheets=[paper(text=text).sheets[0]._replace(states=())])
    short = document._replace(sheets=[s._replace(rows=s.rows[:1]) for s in document.sheets])
    table = note(docx(short)).tables[0]
    assert table.rows[1].cells[1].text == clean(text)


def test_hostile_text_is_text_in_a_note() -> None:
    content = docx(hostile())
    assert words_of(content)[1] == clean(HOSTILE)
    assert part(content, "word/document.xml").xpath("//w:hyperlink", namespaces=WORD) == []


# Letters


def test_a_letter_has_its_lines_and_the_addressee_at_the_right() -> None:
    text = "\t\tБілім басқармасы\n\nМазмұны\n$actor\n"
    content = letter_docx(text, Language("kk"), DAY)
    found = note(content)
    assert [p.text for p in found.paragraphs] == ["Білім басқармасы", "", "Мазмұны", "$actor"]
    indents = [p.paragraph_format.left_indent for p in found.paragraphs]
    assert indents[0] is not None
    assert indents[2] is None
    assert round(found.sections[0].page_width.cm) == 21
    assert found.paragraphs[0].runs[0].font.size.pt == 14


# Both


def test_the_same_document_is_the_same_file() -> None:
    for write in (xlsx, docx):
        assert write(paper()) == write(paper())
        content = write(paper())
        properties = etree.tostring(part(content, "docProps/core.xml"), encoding="unicode")
        assert "2025-12-22T00:00:00Z" in properties
        assert ">tracker<" in properties


@pytest.mark.parametrize(
    ("library", "extra", "write"),
    [("xlsxwriter", "xlsx", xlsx), ("docx", "docx", docx)],
)
def test_a_missing_library_is_a_sentence_with_the_command(
    monkeypatch: pytest.MonkeyPatch, library: str, extra: str, write: Any
) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(Refused) as raised:
        write(paper())
    assert f"pip install 'directive-tracker[{extra}]'" in str(raised.value)
