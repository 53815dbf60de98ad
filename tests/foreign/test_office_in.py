"""LibreOffice makes documents of one another: as it counts and lays them out, so they are read."""

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import papers_in as paper
import pytest
from conftest import Find
from papers_in import KAZAKH, definition, item, num, p, table

from tracker.errors import BadInput
from tracker.load.documents.read import looks_like_document, read_prose

LIMIT = 120
"""Seconds that a conversion may take."""

LINES = [
    f"ХАТТАМА {KAZAKH}",
    *("1. Жылу", "1.1. Қазандық", "1.2. Құбыр", "а) Мектеп", "б) Аурухана", "арасы", "2. Жол"),
    *("2.1. Көпір", "(I) Дороги", "(II) Мосты", "• Река", "№ Тапсырма", "3 Есеп беру", "7. Су"),
]

NUMBERING = (
    definition(1, ("decimal", "%1."), ("decimal", "%1.%2."), ("russianLower", "%3)"))
    + definition(2, ("upperRoman", "(%1)"), ("bullet", "•"))
    + num(1, 1)
    + num(2, 2)
    + num(3, 1, '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride>')
)

BODY = "".join(
    [
        *(p(LINES[0]), item("Жылу", 1), item("Қазандық", 1, 1), item("Құбыр", 1, 1)),
        *(item("Мектеп", 1, 2), item("Аурухана", 1, 2), p("арасы"), item("Жол", 1)),
        *(item("Көпір", 1, 1), item("Дороги", 2), item("Мосты", 2), item("Река", 2, 1)),
        *(table([p("№"), p("Тапсырма")], [p("3"), p("Есеп беру")]), item("Су", 3)),
    ]
)

Convert = Callable[[str], bytes]
"""Takes the format that the document is to become."""


@pytest.fixture
def convert(program: Find, tmp_path: Path) -> Convert:
    """Return what has LibreOffice convert the document."""
    office = program("soffice")

    def converted(format: str) -> bytes:
        source = tmp_path / "a.docx"
        source.write_bytes(paper.docx(BODY, numbering=NUMBERING))
        profile = (tmp_path / "profile").as_uri()
        words = [office, "--headless", f"-env:UserInstallation={profile}", "--convert-to", format]
        subprocess.run(
            [*words, "--outdir", str(tmp_path / "out"), str(source)],
            check=True,
            capture_output=True,
            timeout=LIMIT,
            env={**os.environ, "LC_ALL": "C.UTF-8"},
        )
        return (tmp_path / "out" / f"a.{format.partition(':')[0]}").read_bytes()

    return converted


@pytest.mark.parametrize("format", ["odt", "docx", "pdf"])
def test_what_libreoffice_writes_is_read_as_it_shows_it(convert: Convert, format: str) -> None:
    content = convert(format)
    assert looks_like_document(content) == format
    read = read_prose("a", content, format)
    assert [" ".join(line.split()) for line in read.text.split("\n")] == LINES


def test_our_own_count_is_that_of_libreoffice() -> None:
    """The test above would hold for a LibreOffice that writes numbers into the text."""
    read = read_prose("a", paper.docx(BODY, numbering=NUMBERING), "docx")
    assert [" ".join(line.split()) for line in read.text.split("\n")] == LINES


def test_pages_of_libreoffice_are_in_utf_8_and_seen_as_pages(convert: Convert) -> None:
    content = convert("html")
    assert looks_like_document(content) == "html"
    text = read_prose("a", content, "html").text
    assert LINES[0] in text
    assert "№\tТапсырма\n3\tЕсеп беру" in text


def test_pdf_that_libreoffice_encrypts_is_refused(convert: Convert) -> None:
    lock = (
        '{"EncryptFile":{"type":"boolean","value":"true"},'
        '"DocumentOpenPassword":{"type":"string","value":"x"}}'
    )
    with pytest.raises(BadInput, match="is protected by a password"):
        read_prose("a", convert(f"pdf:writer_pdf_Export:{lock}"), "pdf")
