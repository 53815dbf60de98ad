"""LibreOffice opens workbooks and notes: it makes PDFs of them, in which the text stands."""

import csv
import io
import os
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Find
from papers import HOSTILE, TEXTS, hostile, paper

from tracker.show.documents.docx import docx
from tracker.show.documents.xlsx import xlsx
from tracker.show.text import clean

LIMIT = 120
"""Seconds that a conversion may take."""

Convert = Callable[[str, bytes, str], Path]
"""Takes the name of a file, its content and the format that it is to become."""


@pytest.fixture
def convert(program: Find, tmp_path: Path) -> Convert:
    """Return what has LibreOffice convert a document."""
    office = program("soffice")

    def converted(name: str, content: bytes, format: str) -> Path:
        source = tmp_path / name
        source.write_bytes(content)
        profile = (tmp_path / "profile").as_uri()
        words = [office, "--headless", f"-env:UserInstallation={profile}", "--convert-to", format]
        subprocess.run(
            [*words, "--outdir", str(tmp_path), str(source)],
            check=True,
            capture_output=True,
            timeout=LIMIT,
            env={**os.environ, "LC_ALL": "C.UTF-8"},
        )
        return source.with_suffix(f".{format.partition(':')[0]}")

    return converted


def words_of(program: Find, file: Path) -> list[str]:
    """Return the text of each page, as it is laid out."""
    run = [program("pdftotext"), "-layout", str(file), "-"]
    done = subprocess.run(run, check=True, capture_output=True, timeout=LIMIT)
    return done.stdout.decode().rstrip("\f").split("\f")


def sizes_of(program: Find, file: Path) -> set[tuple[str, str]]:
    """Return the sizes of all pages, in points."""
    run = [program("pdfinfo"), "-f", "1", "-l", "99", str(file)]
    done = subprocess.run(run, check=True, capture_output=True, timeout=LIMIT)
    return set(re.findall(r"size: +(\d+)\.?\d* x (\d+)", done.stdout.decode()))


def test_a_note_prints_on_a4_landscape_with_its_head_on_each_page(
    convert: Convert, program: Find
) -> None:
    file = convert("note.docx", docx(paper()), "pdf")
    pages = words_of(program, file)
    assert sizes_of(program, file) == {("841", "595")}
    assert len(pages) > 1
    assert "Анықтама" in pages[0]
    assert "60 бақылауда · 13 мерзімі өткен" in pages[0]
    assert [("Тапсырма" in page and "Мерзімі" in page) for page in pages[:2]] == [True, True]
    text = " ".join(" ".join(pages).split())
    assert text.count("Жолдарды қардан тазарту кестесін бекіту (") == 19
    assert re.findall(r"(\d+) *$", pages[1].rstrip()) == ["2"]


def test_a_workbook_prints_as_wide_as_a_page_with_its_head_on_each(
    convert: Convert, program: Find
) -> None:
    file = convert("book.xlsx", xlsx(paper()), "pdf")
    pages = words_of(program, file)
    assert sizes_of(program, file) == {("841", "595")}
    listed = [page for page in pages if "Жолдарды қардан" in page]
    assert len(listed) > 1
    assert all("Тапсырма" in page and "Күйі" in page for page in listed)
    assert "15.11.2025" in listed[0]
    assert "overdue" not in "".join(pages)


def test_what_looks_like_a_formula_stays_text(convert: Convert) -> None:
    separators = "44,34,76,1,,0,false,true,false,false,false,2"
    file = convert("book.xlsx", xlsx(hostile()), f"csv:Text - txt - csv (StarCalc):{separators}")
    found = file if file.exists() else next(file.parent.glob("book-*.csv"))
    rows = list(csv.reader(io.StringIO(found.read_text("utf-8"), newline="")))
    assert rows[1][0] == clean(HOSTILE)


def test_a_formula_that_another_program_wrote_would_be_seen(convert: Convert) -> None:
    """The test above would hold for a LibreOffice that computes nothing."""
    file = convert("plain.csv", b"=1+1\n", "xlsx")
    assert convert("again.xlsx", file.read_bytes(), "csv").read_text("utf-8") == "2\n"


def test_the_wording_is_whole(convert: Convert, program: Find) -> None:
    pages = words_of(program, convert("note.docx", docx(paper("ru")), "pdf"))
    assert set(TEXTS[0].split()) <= set(" ".join(pages).split())
