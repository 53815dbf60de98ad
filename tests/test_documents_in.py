"""Documents become text: what of them is kept, what is left out, and why one cannot be read."""

import hashlib
import io
import sys
import zipfile
from collections.abc import Callable
from contextlib import suppress

import papers_in as paper
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from papers_in import KAZAKH, LEVELS, SENTENCE, definition, item, li, num, ol, p, table, text

from tracker.errors import BadInput
from tracker.load.child import Text, understood
from tracker.load.documents import read as documents
from tracker.load.documents.numerals import lettered, roman
from tracker.load.documents.prose import Prose
from tracker.load.documents.read import DOCUMENTS, format_of, looks_like_document, read_prose
from tracker.load.reader import LIBRARIES, lines_of, reader_of

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
LOCK = "<</Filter/Standard/V 1/R 2/P -4/O<" + "00" * 32 + ">/U<" + "11" * 32 + ">>>"

SMALL = {
    "txt": SENTENCE.encode(),
    "md": f"# {SENTENCE}\n".encode(),
    "html": f"<!DOCTYPE html><title>x</title><p>{SENTENCE}</p>".encode(),
    "docx": paper.docx(p(SENTENCE)),
    "odt": paper.odt(f"<text:p>{SENTENCE}</text:p>"),
    "pdf": paper.pdf([SENTENCE]),
}
"""A document of each format that says the same."""

each_format = pytest.mark.parametrize("format", DOCUMENTS)


def refusal(content: bytes, format: str) -> str:
    with pytest.raises(BadInput) as caught:
        read_prose("a", content, format)
    return str(caught.value)


# All formats


@each_format
def test_kazakh_letters_stay_whole(format: str) -> None:
    read = read_prose(f"хаттама.{format}", SMALL[format], format)
    assert SENTENCE in read.text
    assert read.source == f"хаттама.{format}"
    assert read.sha256 == hashlib.sha256(SMALL[format]).hexdigest()
    assert read.pages == ((0,) if format == "pdf" else ())


@pytest.mark.parametrize(
    ("name", "format"),
    [
        ("a.txt", "txt"),
        ("a.TEXT", "txt"),
        ("a.md", "md"),
        ("a.markdown", "md"),
        ("a.htm", "html"),
        ("b/a.b.HTML", "html"),
        ("a.docx", "docx"),
        ("a.odt", "odt"),
        ("a.Pdf", "pdf"),
        ("a.xlsx", "xlsx"),
        ("pdf", "txt"),
        ("", "txt"),
    ],
)
def test_format_is_found_by_name(name: str, format: str) -> None:
    """Where the name says nothing, plain words are a text."""
    assert format_of(name, "Жай сөз.".encode()) == format


def test_a_name_of_another_format_is_refused() -> None:
    with pytest.raises(BadInput):
        format_of("a.doc", "Жай сөз.".encode())


@pytest.mark.parametrize(
    ("content", "format"),
    [
        *((content, name) for name, content in SMALL.items() if name not in {"txt", "md"}),
        (b"\xef\xbb\xbf \n<!-- saved -->\n<HTML lang=kk>", "html"),
        (b'<?xml version="1.0"?><!DOCTYPE HTML PUBLIC "">', "html"),
        ("<html>".encode("utf-16"), "html"),
        (b"<htmlx>", None),
        (b"text <html>", None),
        (SMALL["txt"], None),
        (SMALL["md"], None),
        (paper.archive({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), None),
        (paper.archive({"xl/workbook.xml": "<a/>"}), None),
        (SMALL["docx"][:-30], None),
        (b"PK", None),
        (b"", None),
        (OLE, None),
    ],
)
def test_format_is_found_by_looks(content: bytes, format: str | None) -> None:
    assert looks_like_document(content) == format


@pytest.mark.parametrize("format", ["doc", "xlsx", ""])
def test_other_formats_are_refused(format: str) -> None:
    assert refusal(b"x", format) == (
        "“a” is of no known format. Known: ['txt', 'md', 'html', 'docx', 'odt', 'pdf']."
    )


@each_format
def test_too_large_a_document_is_refused(format: str) -> None:
    assert refusal(bytes(64 * 1024**2 + 1), format) == "“a” is too large: more than 64 MB."


@pytest.mark.parametrize(
    ("content", "format"),
    [
        (b"", "txt"),
        (b" \r\n\t\n", "md"),
        (b"", "html"),
        (b"<!-- x -->", "html"),
        (b"<html><head><title>x</title></head><script>x</script>", "html"),
        (paper.docx(""), "docx"),
        (paper.docx(p(" ")), "docx"),
        (paper.odt("<text:p/>"), "odt"),
    ],
)
def test_document_without_text_is_refused(content: bytes, format: str) -> None:
    assert refusal(content, format) == "“a” holds no text."


@pytest.mark.parametrize("pages", [[[]], [[" "], []]])
def test_pdf_without_a_text_layer_is_a_scan(pages: list[list[str]]) -> None:
    assert refusal(paper.pdf(*pages), "pdf") == (
        "“a” holds no text: it seems to be a scan. Have its text recognised first."
    )


@pytest.mark.parametrize(
    ("content", "format"),
    [
        (SMALL["docx"][:-30], "docx"),
        (SMALL["odt"], "docx"),
        (SMALL["docx"], "odt"),
        (paper.archive({"word/document.xml": "<w/>"}), "docx"),
        (paper.archive({"content.xml": "<a"}), "odt"),
        (SMALL["pdf"][:100], "pdf"),
        (paper.pdf(), "pdf"),
        (SMALL["txt"], "docx"),
        (SMALL["txt"], "odt"),
        (SMALL["txt"], "pdf"),
        (b"", "pdf"),
    ],
)
def test_damaged_document_is_refused(content: bytes, format: str) -> None:
    assert refusal(content, format) == "“a” is not a document that can be read."


def with_flag(content: bytes, flag: int) -> bytes:
    """Return an archive whose first member has this flag in both places where flags stand."""
    changed = bytearray(content)
    changed[6] |= flag
    changed[content.index(b"PK\x01\x02") + 8] |= flag
    return bytes(changed)


@pytest.mark.parametrize("method", [1, 9, 12, 14, 93])
@pytest.mark.parametrize("format", ["docx", "odt"])
def test_archive_packed_in_an_unusual_way_is_refused(format: str, method: int) -> None:
    changed = bytearray(SMALL[format])
    changed[8], changed[changed.index(b"PK\x01\x02") + 10] = method, method
    assert refusal(bytes(changed), format) == "“a” is not a document that can be read."
    assert looks_like_document(bytes(changed)) in {None, "docx"}


@pytest.mark.parametrize(
    ("content", "format"),
    [
        (OLE + "EncryptedPackage".encode("utf-16-le"), "docx"),
        (with_flag(SMALL["docx"], 1), "docx"),
        (with_flag(SMALL["odt"], 1), "odt"),
        (paper.odt("", manifest="<x:encryption-data xmlns:x='y'/>"), "odt"),
        (paper.pdf([SENTENCE], trailer=f"/Encrypt{LOCK}/ID[<00><00>]"), "pdf"),
    ],
)
def test_encrypted_document_is_refused(content: bytes, format: str) -> None:
    assert refusal(content, format) == (
        "“a” is protected by a password. Save it without one, and try again."
    )


def test_pdf_without_pages_is_not_taken_for_the_encrypted_one_before() -> None:
    refusal(paper.pdf([SENTENCE], trailer=f"/Encrypt{LOCK}/ID[<00><00>]"), "pdf")
    assert refusal(paper.pdf(), "pdf") == "“a” is not a document that can be read."


def test_document_of_old_word_is_refused() -> None:
    assert refusal(OLE, "docx") == (
        "“a” is of a Word older than 2007. Save it as .docx, and try again."
    )


def with_size(content: bytes, size: int) -> bytes:
    """Return an archive whose first member says that it unpacks to so many bytes."""
    place, written = content.index(b"PK\x01\x02") + 24, size.to_bytes(4, "little")
    return content[:22] + written + content[26:place] + written + content[place + 4 :]


@pytest.mark.parametrize("format", ["docx", "odt"])
def test_archive_that_unpacks_too_large_is_refused(format: str) -> None:
    assert refusal(with_size(SMALL[format], 256 * 1024**2), format) == (
        "“a” is too large: it unpacks to more than 256 MB."
    )


@pytest.mark.parametrize("format", ["docx", "odt"])
def test_archive_that_lies_about_its_size_is_refused(format: str) -> None:
    assert refusal(with_size(SMALL[format], 5), format) == "“a” is not a document that can be read."


@pytest.mark.parametrize(
    ("content", "format"),
    [
        (paper.docx("<w:p/>" * 2_000_000), "docx"),
        (paper.odt("<text:p/>" * 2_000_000), "odt"),
        (b"<b>" * 2_000_001, "html"),
    ],
)
def test_markup_beyond_all_measure_is_refused(content: bytes, format: str) -> None:
    assert refusal(content, format) == "“a” is too large: it has more than 2 million tags."


@pytest.mark.parametrize(
    ("content", "format"),
    [(b"a" * 20_000_001, "txt"), (b"<p>" + b"a" * 20_000_001, "html")],
)
def test_text_beyond_all_measure_is_refused(content: bytes, format: str) -> None:
    assert refusal(content, format) == "“a” holds too much text: more than 20 million characters."


def test_reading_of_a_pdf_ends_with_the_text_that_is_too_much(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(documents, "MAX_TEXT", 10)
    broken = paper.pdf(["x" * 11], ["y"]).replace(b"8 0 obj", b"9 9 obj")
    assert "holds too much text" in refusal(broken, "pdf")


@pytest.mark.parametrize(
    ("library", "format"),
    [("lxml", "html"), ("lxml", "docx"), ("lxml", "odt"), ("pypdfium2", "pdf")],
)
def test_missing_extra_says_how_to_install_it(
    monkeypatch: pytest.MonkeyPatch, library: str, format: str
) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    assert refusal(SMALL[format], format) == (
        f"To read “a” install the extra: pip install 'directive-tracker[{format}]'."
    )


ENTITIES = (
    '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname"><!ENTITY b "bbbbbbbb">'
    '<!ENTITY c "&b;&b;&b;&b;">]>'
)


def test_entities_are_not_followed() -> None:
    markup = paper.archive({"content.xml": f"{ENTITIES}<a>&x;&c;</a>"})
    assert refusal(markup, "odt") == "“a” is not a document that can be read."
    assert text(f"{ENTITIES}<p>a &x; b</p>", "html").endswith("a &x; b")


# Plain text and Markdown


@pytest.mark.parametrize("format", ["txt", "md"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_plain_text_is_kept_as_it_was_decoded(format: str, encoding: str) -> None:
    """Be it white space or line ends of any kind, so that places stay."""
    written = f"  1.\u00a0{KAZAKH}\t \r\n\r\n\r\n\x0b- *x*\u2028\n \n"
    assert text(written.encode(encoding), format) == written


@pytest.mark.parametrize("format", ["txt", "md", "html"])
def test_windows_1251_is_read(format: str) -> None:
    assert text("Поручение".encode("cp1251"), format) == "Поручение"


@pytest.mark.parametrize("format", ["txt", "md", "html"])
def test_bytes_that_are_no_text_are_refused(format: str) -> None:
    assert refusal(b"a\0b", format) == "“a” is not a text: its encoding is unknown."


# PDF


def test_lines_of_a_pdf_stay_as_they_are_with_their_hyphens() -> None:
    read = text(paper.pdf(["Мектептердің жылуын тек-", "серу,", "сондай-ақ жолдар"]), "pdf")
    assert read == "Мектептердің жылуын тек-\nсеру,\nсондай-ақ жолдар"


def test_page_of_a_place() -> None:
    read = read_prose("a", paper.pdf(["бірінші", "бет"], [], ["үшінші бет"]), "pdf")
    assert read.text == "бірінші\nбет\n\nүшінші бет"
    assert read.pages == (0, 12, 13)
    places = [read.text.index(words) for words in ("бірінші", "бет", "үшінші")]
    assert [read.page(place) for place in places] == [1, 1, 3]
    assert read_prose("a", SMALL["docx"], "docx").page(3) is None


def test_turned_pages_keep_their_lines() -> None:
    lines = ["first line", "second line", "third line"]
    turned = paper.pdf(lines, page="/Rotate 90", placed="0 1 -1 0 100 50 Tm")
    assert text(turned, "pdf").split("\n") == lines


def test_signs_in_a_pdf_that_say_nothing_are_left_out() -> None:
    assert text(paper.pdf(["\uf0b7 a\x1b[31m\x01b\tc\x85"]), "pdf") == "• a[31mb\tc"


def test_page_that_cannot_be_read_is_named() -> None:
    broken = paper.pdf(["a"], ["b"]).replace(b"8 0 obj", b"9 9 obj")
    assert refusal(broken, "pdf") == "Page 2 of “a” cannot be read."


def test_too_many_pages_are_refused() -> None:
    assert refusal(paper.pdf(*([["a"]] * 5001)), "pdf") == "“a” has 5001 pages; 5000 can be read."


# Numerals


@pytest.mark.parametrize(
    ("write", "written"),
    [
        (roman, ["0", "i", "iv", "ix", "xlix", "dcclxxx", "781"]),
        (lettered, ["0", "a", "d", "i", "ww", "z" * 30, "781"]),
    ],
)
def test_numbers_in_letters(write: Callable[[int], str], written: list[str]) -> None:
    assert [write(number) for number in (0, 1, 4, 9, 49, 780, 781)] == written


# Whatever comes


MARKUP = [
    "<w:p>", "</w:p>", "<w:t>", "</w:t>", "<w:tbl>", "</w:tbl>", "<w:tr>", "<w:tc>", "</w:tc>",
    "<w:numPr/>", "<table>", "</table>", "<tr>", "<td>", "</td>", "<li>", "<ol>", "</ol>", "<p>",
    "<pre>", "</pre>", "<br>", "<form>", "<p hidden>", "<!--", "-->", "<", ">", "&", "&#0;", "ә",
    "\n", "\0", "<!DOCTYPE html>", "<?xml?>", "%PDF-1.7", "obj", "stream", "<svg>", "]]>",
]  # fmt: skip
"""What documents are made of, so that chance builds some that are nearly right."""

NEARLY = st.lists(st.sampled_from(MARKUP), max_size=40).map("".join)


def read_here(content: bytes, format: str) -> Prose:
    """Read a document as its own process does, in this one: what breaks it breaks a test."""
    if format not in LIBRARIES:
        return read_prose("a", content, format)
    answer, _ = understood(b"".join(lines_of(reader_of(format)(content, 10_000))), "a")
    assert isinstance(answer, Text)
    documents._check_text(answer.text, "a")
    return Prose("a", "", answer.text, answer.pages)


def taken(content: bytes, format: str) -> None:
    """Read a document; hold it to what is promised."""
    looks_like_document(content)
    with suppress(BadInput):
        read = read_here(content, format)
        assert isinstance(read, Prose)
        assert read.text.strip()
        assert sorted(read.pages) == list(read.pages)


@settings(max_examples=300, deadline=None)
@given(content=st.binary(max_size=300) | NEARLY.map(str.encode), format=st.sampled_from(DOCUMENTS))
@example(content=b"%PDF-1.7\n%%EOF", format="pdf")
@example(content=b"PK\x05\x06" + bytes(18), format="docx")
def test_any_bytes_are_read_or_refused(content: bytes, format: str) -> None:
    taken(content, format)


@settings(max_examples=300, deadline=None)
@given(format=st.sampled_from(["html", "docx", "odt", "pdf"]), data=st.data())
def test_damaged_documents_are_read_or_refused(format: str, data: st.DataObject) -> None:
    """Other bytes where something stood, or the rest of the file missing."""
    content = SMALL[format]
    place = data.draw(st.integers(0, len(content) - 1))
    new = data.draw(st.binary(max_size=4))
    rest = content[place + len(new) :] if data.draw(st.booleans()) else b""
    taken(content[:place] + new + rest, format)


RICH = {
    "docx": paper.docx(
        item("a", 1) + table([p("b"), item("c", 1, 1)]) + p("d", '<w:pStyle w:val="S"/>'),
        numbering=definition(1, ("decimal", "%1."), ("russianLower", "%1.%2)")) + num(1, 1),
        styles='<w:style w:styleId="S"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
        '<w:basedOn w:val="S"/></w:style>',
    ),
    "odt": paper.odt(
        ol(li("<text:p>a</text:p>", ol(li("<text:p>b</text:p>"))), more='text:style-name="L"')
        + "<text:h text:outline-level='1'>c</text:h>",
        styles=LEVELS,
    ),
}


@settings(max_examples=300, deadline=None)
@given(format=st.sampled_from(["docx", "odt"]), data=st.data())
def test_sound_archives_of_damaged_parts_are_read_or_refused(
    format: str, data: st.DataObject
) -> None:
    """A value, a tag or a whole part is another than it was."""
    with zipfile.ZipFile(io.BytesIO(RICH[format])) as archive:
        members = {name: archive.read(name).decode() for name in archive.namelist()}
    name = data.draw(st.sampled_from(sorted(members)))
    words = members.pop(name)
    if data.draw(st.integers(0, 9)):
        pieces = words.split('"')
        place = data.draw(st.integers(0, len(pieces) - 1))
        pieces[place] = data.draw(
            st.sampled_from(["", "-1", "0", "99999999", "1e5", "%", "ә", "/", "../x", "<"])
        )
        members[name] = '"'.join(pieces)
    taken(paper.archive(members), format)
