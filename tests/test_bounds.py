"""What is read takes a bounded share of memory and time, whatever library reads it.

Each file is loaded in a process that has 4 GB, and as much time as a busy machine may need: what
eats more, aborts or runs on fails its test. `hostile/` has files that once took all memory.
"""

import io
import os
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import openpyxl
import papers_in as paper
import pytest
from conftest import REPOSITORY
from papers_in import p

from tracker.errors import BadInput
from tracker.load import csv, draft, json
from tracker.load.draft import Loaded
from tracker.load.read import load
from tracker.toml import MAX_PARTS

pytestmark = pytest.mark.skipif(os.name == "nt", reason="needs limits of POSIX")

HOSTILE = Path(__file__).parent / "hostile"

SECONDS = 120
"""A bound for a machine that is busy with other things; the slowest takes about ten."""

LIMITED = """
import resource, sys
memory, seconds, *words = sys.argv[1:]
resource.setrlimit(resource.RLIMIT_AS, (int(memory), int(memory)))
resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds)))
sys.path.insert(0, {repository!r})
from tracker.cli.app import main
sys.exit(main(words))
"""


class Answer(NamedTuple):
    code: int
    err: str


def ran(*words: str, memory: int = 4 << 30, seconds: int = SECONDS, **variables: str) -> Answer:
    """Run a command with so much memory (bytes) and computing; hold it to one sentence."""
    code = LIMITED.format(repository=str(REPOSITORY))
    done = subprocess.run(
        [sys.executable, "-c", code, str(memory), str(seconds), *words],
        env={**os.environ, "TRACKER_LANG": "en", **variables},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=SECONDS,
    )
    assert "Traceback" not in done.stderr, done
    if done.returncode:
        assert done.stderr.count("\n") == 1, done
    return Answer(done.returncode, done.stderr)


@pytest.fixture(autouse=True)
def _store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRACKER_STORE", str(tmp_path / "store"))
    monkeypatch.setenv("TRACKER_ACTOR", "Айгүл")
    monkeypatch.chdir(tmp_path)


def loaded(name: str, content: bytes) -> Answer:
    Path(name).write_bytes(content)
    return ran("load", name, "--dry-run")


BROKEN = "what reads it breaks down, or needs more than 1280 MB of memory. Open it in its own"


@pytest.mark.parametrize("name", ["rec2", "recform", "arr", "expform", "bomb3"])
def test_pdf_that_once_took_all_memory(name: str) -> None:
    answer = ran("load", str(HOSTILE / f"{name}.pdf"))
    assert answer.code == 1
    assert BROKEN in answer.err


def test_workbook_that_once_asked_for_petabytes() -> None:
    """It names what is to be deleted."""
    answer = ran("load", str(HOSTILE / "outside.xlsx"))
    assert answer.code == 1
    assert "4294967295 rows, 475254 columns. Delete what is far out." in answer.err


# PDF

Objects = Sequence[bytes]

FORM = b"/Type/XObject/Subtype/Form/BBox[0 0 1 1]"
FONT = b"/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>"
TEXT = b"BT /F 12 Tf 50 700 Td (x) Tj ET "


def pdf(resources: bytes, contents: bytes, *more: bytes) -> bytes:
    """Return a PDF of one page; the objects that its resources name begin with 5."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<<"
        + resources
        + b">>>>",
        contents,
        *more,
    ]
    content, places = b"%PDF-1.7\n", []
    for number, each in enumerate(objects, start=1):
        places.append(b"%010d 00000 n \n" % len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    size = len(objects) + 1
    return content + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF"
        % (size, b"".join(places), size, len(content))
    )


def stream(content: bytes, more: bytes = b"") -> bytes:
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (more, len(content), content)


def packed(content: bytes, times: int) -> bytes:
    """Return a stream that unpacks to so many times the content, packed twice."""
    packer = zlib.compressobj(9)
    once = b"".join(packer.compress(content) for _ in range(times)) + packer.flush()
    return stream(zlib.compress(once, 9), b"/Filter[/FlateDecode/FlateDecode]")


def form(contents: bytes, uses: bytes) -> bytes:
    return stream(contents, FORM + b"/Resources<<" + uses + b">>")


X = b"/XObject<</X 5 0 R>>"

PDFS: dict[str, Callable[[], bytes]] = {
    "two forms that draw one another": lambda: pdf(
        X,
        stream(b"/X Do"),
        form(b"/Y Do /Y Do", b"/XObject<</Y 6 0 R>>"),
        form(b"/X Do /X Do", X),
    ),
    "forms that draw ten of the next": lambda: pdf(
        X,
        stream(b"/X Do"),
        *(form(b"/X Do " * 10, b"/XObject<</X %d 0 R>>" % (6 + n)) for n in range(9)),
        form(TEXT, FONT),
    ),
    "a mask that masks itself": lambda: pdf(
        b"/ExtGState<</G 5 0 R>>/XObject<</X 6 0 R>>",
        stream(b"/G gs /X Do"),
        b"<</SMask<</S/Alpha/G 6 0 R>>>>",
        form(b"/G gs /X Do /X Do", b"/ExtGState<</G 5 0 R>>/XObject<</X 6 0 R>>"),
    ),
    "a page that unpacks to ten million letters": lambda: pdf(FONT, packed(TEXT * 1000, 10_000)),
}


@pytest.mark.parametrize("make", PDFS.values(), ids=PDFS)
def test_pdf_that_unfolds_without_end(make: Callable[[], bytes]) -> None:
    answer = loaded("a.pdf", make())
    assert answer.code == 1
    assert BROKEN in answer.err


TYPE3 = (
    b"<</Type/Font/Subtype/Type3/FontBBox[0 0 1 1]/FontMatrix[1 0 0 1 0 0]/FirstChar 97/LastChar 97"
    b"/Widths[1]/Encoding<</Differences[97/a]>>/CharProcs<</a 6 0 R>>/Resources<</Font<</F 5 0 R>>"
    b">>>>"
)

ODD_PDFS: dict[str, Callable[[], bytes]] = {
    "a letter drawn of itself": lambda: pdf(
        b"/Font<</F 5 0 R>>",
        stream(b"BT /F 12 Tf (aaaa) Tj ET"),
        TYPE3,
        stream(b"1 0 d0 BT /F 12 Tf (aaaa) Tj ET"),
    ),
    "a pattern filled with itself": lambda: pdf(
        b"/Pattern<</P 5 0 R>>",
        stream(b"/Pattern cs /P scn 0 0 9 9 re f"),
        stream(
            b"/Pattern cs /P scn 0 0 9 9 re f " * 2,
            b"/Type/Pattern/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 1 1]/XStep 1/YStep 1"
            b"/Resources<</Pattern<</P 5 0 R>>>>",
        ),
    ),
    "pages within themselves": lambda: pdf(FONT, stream(TEXT)).replace(
        b"/Kids[3 0 R]", b"/Kids[2 0 R]"
    ),
    "two thousand million pages": lambda: pdf(FONT, stream(TEXT)).replace(
        b"/Count 1>>", b"/Count 2147483647>>"
    ),
    "lists in lists": lambda: pdf(FONT, stream(b"[" * 10_000_000)),
    "tables in tables": lambda: pdf(FONT + b"/A" + b"<</A" * 1_000_000, stream(TEXT)),
}


@pytest.mark.parametrize("make", ODD_PDFS.values(), ids=ODD_PDFS)
def test_pdf_that_goes_in_circles(make: Callable[[], bytes]) -> None:
    assert loaded("a.pdf", make()).code in {0, 1}


# Documents of markup

NAMES = " ".join(f'w:a{n}=""' for n in range(1_000_000))

PAPERS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "a million attributes": ("docx", lambda: paper.docx(f"<w:p {NAMES}/>{p('x')}")),
    "a million names": (
        "docx",
        lambda: paper.docx("".join(f"<w:a{n} w:b{n}=''/>" for n in range(1_000_000)) + p("x")),
    ),
    "a hundred thousand namespaces": (
        "docx",
        lambda: paper.docx("".join(f"<w:p xmlns:n{n}='{n}'/>" for n in range(100_000)) + p("x")),
    ),
    "a text of 100 MB": ("docx", lambda: paper.docx(p("x" * 100_000_000))),
    "a value of 100 MB": ("docx", lambda: paper.docx(f"<w:p w:a='{'x' * 100_000_000}'/>{p('x')}")),
    "deep": ("docx", lambda: paper.docx("<w:p>" * 500_000 + "</w:p>" * 500_000)),
    "signs by their numbers": ("docx", lambda: paper.docx(p("&#60;" * 10_000_000))),
    "spaces by their number": (
        "odt",
        lambda: paper.odt("<text:p>x" + '<text:s text:c="999999"/>' * 500_000 + "y</text:p>"),
    ),
    "deep page": ("html", lambda: b"<div>" * 500_000 + b"x"),
    "tables in tables of a page": ("html", lambda: b"<table><tr><td>" * 100_000 + b"x"),
    "a page of a million attributes": (
        "html",
        lambda: b"<p " + b" ".join(b"a%d" % n for n in range(1_000_000)) + b">x",
    ),
}


@pytest.mark.parametrize(("format", "make"), PAPERS.values(), ids=PAPERS)
def test_document_that_is_out_to_grow(format: str, make: Callable[[], bytes]) -> None:
    assert loaded(f"a.{format}", make()).code in {0, 1}


def lying(member: str, size: int) -> bytes:
    """Return an archive whose member of 1.5 GB says that it is of this size."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open(member, "w") as file,
    ):
        file.writelines(bytes(1 << 20) for _ in range(1500))
    content = bytearray(target.getvalue())
    place = content.index(b"PK\x01\x02") + 24
    content[22:26] = content[place : place + 4] = size.to_bytes(4, "little")
    return bytes(content)


@pytest.mark.parametrize(
    ("name", "member"),
    [("a.docx", "word/document.xml"), ("a.xlsx", "xl/worksheets/sheet1.xml"), ("a", "mimetype")],
)
def test_archive_that_lies_about_gigabytes(name: str, member: str) -> None:
    assert loaded(name, lying(member, 39)).code == 1


@pytest.mark.parametrize("name", ["a", "a.docx", "a.xlsx"])
def test_archive_of_a_hundred_thousand_members(name: str) -> None:
    members = {str(n): b"" for n in range(100_000)}
    assert loaded(name, paper.archive(members | {"word/document.xml": b""})).code == 1


# Workbooks

HEAD = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    '<row r="1"><c r="A1" t="inlineStr"><is><t>text</t></is></c></row>'
)
TAIL = "</sheetData></worksheet>"
STRINGS = (
    '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>'
    f"{'я' * 32_000}</t></si></sst>"
)


def workbook(sheet: str | bytes, strings: str = STRINGS) -> bytes:
    book, plain = openpyxl.Workbook(), io.BytesIO()
    book.save(plain)
    with zipfile.ZipFile(plain) as archive:
        members: dict[str, str | bytes] = {n: archive.read(n) for n in archive.namelist()}
    own = {"xl/worksheets/sheet1.xml": sheet, "xl/sharedStrings.xml": strings}
    return paper.archive(members | own)


def far(place: str) -> str:
    return f'<row><c r="{place}" t="inlineStr"><is><t>x</t></is></c></row>'


WORKBOOKS: dict[str, Callable[[], bytes]] = {
    "a far cell in UTF-16": lambda: workbook((HEAD + far("XFD1048576") + TAIL).encode("utf-16")),
    "a far place by its numbers": lambda: workbook(HEAD + far("XFD&#49;048576") + TAIL),
    "a row far out": lambda: workbook(HEAD + '<row r="4294967295"><c><v>1</v></c></row>' + TAIL),
    "a wide row far down": lambda: workbook(
        HEAD + f'<row r="1048576">{"<c><v>1</v></c>" * 16384}</row>' + TAIL
    ),
    "a long text a million times": lambda: workbook(
        HEAD + ("<row>" + '<c t="s"><v>0</v></c>' * 10 + "</row>") * 100_000 + TAIL
    ),
}


@pytest.mark.parametrize("make", WORKBOOKS.values(), ids=WORKBOOKS)
def test_workbook_that_unfolds_without_end(make: Callable[[], bytes]) -> None:
    assert loaded("a.xlsx", make()).code == 1


@pytest.mark.parametrize(
    "sheet",
    [
        HEAD.replace("<sheetData>", '<dimension ref="A1:XFD1048576"/><sheetData>') + TAIL,
        HEAD.replace("<sheetData>", '<dimension ref="ZZZZZ99999999:A1"/><sheetData>') + TAIL,
    ],
)
def test_dimension_that_lies_costs_nothing(sheet: str) -> None:
    assert loaded("a.xlsx", workbook(sheet)).code == 0


# Our own formats: 2 seconds and 500 MB

KEY = ".".join(["a"] * 20_000)

TOMLS = {
    "a key": f"{KEY} = 1",
    "a key in quotes": KEY.replace("a", '"a"') + " = 1",
    "a key in apostrophes": KEY.replace("a", "'a'") + " = 1",
    "a key with spaces": KEY.replace(".", " .\t") + " = 1",
    "a table": f"[{KEY}]",
    "a list of tables": f"[[{KEY}]]",
    "a key in a table in a line": f"a = {{{KEY} = 1}}",
    "a key behind a text that looks like its end": f'a = """x\\""""\n{KEY} = 1',
    "keys of as many parts as may be": f"{'.'.join(['a'] * MAX_PARTS)}.b = 1\n" * 1000,
    "lists": "a = " + "[" * 20_000,
    "tables in a line": "a = " + "{a=" * 20_000,
    "a number": "a = 0x" + "f" * 50_000,
}


@pytest.mark.parametrize("text", TOMLS.values(), ids=TOMLS)
def test_toml_that_nests_without_end(text: str, tmp_path: Path) -> None:
    """As a file to load, and as the config file."""
    Path("a.toml").write_text(text, encoding="utf-8")
    assert ran("load", "a.toml", memory=500 << 20, seconds=2).code == 1
    config = str(tmp_path / "a.toml")
    assert ran("list", memory=500 << 20, seconds=2, TRACKER_CONFIG=config).code == 2


@pytest.mark.parametrize(
    "text",
    [
        "a = 0x" + "f" * 60_000_000,
        "a = " + "1" * 60_000_000,
        "a = [" + "[]," * 4_000_000 + "]",
        "\n".join(f"[a{n}]" for n in range(1_500_000)),
    ],
)
def test_toml_of_far_too_much(text: str) -> None:
    answer = loaded("a.toml", text.encode())
    assert answer.code == 1


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.json", "[" + ",".join(["{}"] * 20_000_000) + "]"),
        ("a", "[" + ",".join(["{}"] * 20_000_000) + "]"),
        ("a.json", '{"directives":' + "[" * 60_000_000),
        ("a.csv", "text\n" + "," * 60_000_000),
        ("a.csv", "text\n" + "x\n" * 30_000_000),
        ("a.csv", 'text,co_executors\nx,"' + ";" * 60_000_000 + '"'),
        ("a", "\n" * 60_000_000),
        ("a.toml", "\n" * 60_000_000),
    ],
)
def test_file_of_millions_of_small_pieces(name: str, text: str) -> None:
    assert loaded(name, text.encode()).code == 1


def test_values_are_counted_before_they_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    told = "“{}” holds too much: more than 0 million values. Load it in parts."
    monkeypatch.setattr(csv, "MAX_SIGNS", 3)
    assert load("a.csv", b"text,due,item").drafts == []
    with pytest.raises(BadInput) as caught:
        load("a.csv", b"text,due,item\n\n")
    assert str(caught.value) == told.format("a.csv")
    monkeypatch.setattr(json, "MAX_SIGNS", 3)
    assert len(load("a.json", b'[{"text":"x"}]').drafts) == 1
    for name in ("a.json", "-"):
        with pytest.raises(BadInput) as caught:
            load(name, b'[{"text":"x"},5]')
        assert str(caught.value) == told.format(name)


def test_rows_and_problems_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(draft, "MAX_ROWS", 2)
    told = "“a.{}” has more than 2 rows or problems. Load it in parts."
    assert len(load("a.csv", b"text\nx\n\ny\n").drafts) == 2
    for format, content in {
        "csv": b"text\nx\ny\nz\n",
        "json": b'[{"text":"x"},{"text":"y"},{"text":"z"}]',
        "toml": b'[[directives]]\ntext="x"\n' * 3,
    }.items():
        with pytest.raises(BadInput) as caught:
            load(f"a.{format}", content)
        assert str(caught.value) == told.format(format)
    with pytest.raises(BadInput, match="more than 2 rows or problems"):
        load("a.json", b'[{"text":"x","a":1,"b":1,"c":1}]')


def test_problem_keeps_nothing_of_where_it_came_from() -> None:
    """Frames and rows would stay with it, hundreds of thousands of times."""
    found: Loaded = load("a.csv", b"text,due\nx,31.31.2025\n")
    [problem] = found.problems
    assert problem.error.__traceback__ is None
    assert problem.error.__cause__ is None
    assert problem.error.__context__ is None


def test_list_of_thousands_of_names_is_no_value() -> None:
    names = ";".join(["x"] * 1001)
    [problem] = load("a.csv", f"text,executor,co_executors\nx,y,{names}\n".encode()).problems
    assert (
        str(problem.error) == "The value of “co_executors” is not of the kind that belongs there."
    )
