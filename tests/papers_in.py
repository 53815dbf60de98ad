"""Documents to read, made of their markup: what no program writes on demand can be put in them."""

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from xml.sax.saxutils import escape

from tracker.load.documents.read import read_prose

KAZAKH = "әғқңөұүһі ӘҒҚҢӨҰҮҺІ"
SENTENCE = f"Мектептердің жылуын тексеру: {KAZAKH}"

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_ODT = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
    for short, long in {
        "office": "office",
        "text": "text",
        "table": "table",
        "style": "style",
        "draw": "drawing",
        "svg": "svg-compatible",
    }.items()
)
ODT_TYPE = "application/vnd.oasis.opendocument.text"

_FONT = "/Type/Font/BaseFont/A/Subtype"
_LETTERS = "<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"


def archive(members: Mapping[str, str | bytes]) -> bytes:
    """Return a zip archive."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in members.items():
            target.writestr(name, data)
    return content.getvalue()


def docx(
    body: str, *, numbering: str = "", styles: str = "", main: str = "word/document.xml"
) -> bytes:
    """Return a document of Word with this markup (its prefix is w)."""
    folder, _, name = main.rpartition("/")
    return archive(
        {
            "[Content_Types].xml": _types(
                {main: "document.main", f"{folder}/numbering.xml": "numbering"}
            ),
            "_rels/.rels": links(officeDocument=f"/{main}"),
            main: f"<w:document {_W}><w:body>{body}</w:body></w:document>",
            f"{folder}/_rels/{name}.rels": links(
                numbering="numbering.xml", styles="styles.xml", image="NULL"
            ),
            f"{folder}/numbering.xml": f"<w:numbering {_W}>{numbering}</w:numbering>",
            f"{folder}/styles.xml": f"<w:styles {_W}>{styles}</w:styles>",
        }
    )


def _types(parts: Mapping[str, str]) -> str:
    kinds = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    rows = "".join(
        f'<Override PartName="/{name}" ContentType="{kinds}.{kind}+xml"/>'
        for name, kind in parts.items()
    )
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{rows}</Types>'
    )


def links(**targets: str) -> str:
    """Return the part that says how others belong together: the last word of a kind, and a name."""
    kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    rows = "".join(
        f'<Relationship Id="{kind}" Type="{kinds}/{kind}" Target="{target}"/>'
        for kind, target in targets.items()
    )
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{space}">{rows}</Relationships>'


def p(text: str, properties: str = "") -> str:
    """Return a paragraph of Word."""
    run = f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'
    return f"<w:p><w:pPr>{properties}</w:pPr>{run}</w:p>"


def item(text: str, num: int, level: int = 0) -> str:
    """Return an item of a list of Word."""
    return p(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr>')


def table(*rows: Sequence[str]) -> str:
    """Return a table of Word; its cells are markup."""
    return f"<w:tbl>{''.join(_row(cells) for cells in rows)}</w:tbl>"


def _row(cells: Iterable[str]) -> str:
    return f"<w:tr>{''.join(f'<w:tc>{cell}</w:tc>' for cell in cells)}</w:tr>"


def definition(id: int, *levels: tuple[str, str], more: str = "") -> str:
    """Return the definition of a list of Word: the format and the pattern of each level."""
    written = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{format}"/>'
        f'<w:lvlText w:val="{pattern}"/></w:lvl>'
        for at, (format, pattern) in enumerate(levels)
    )
    return f'<w:abstractNum w:abstractNumId="{id}">{more}{written}</w:abstractNum>'


def num(id: int, definition: int, override: str = "") -> str:
    """Return a list of Word that goes by a definition."""
    return f'<w:num w:numId="{id}"><w:abstractNumId w:val="{definition}"/>{override}</w:num>'


def odt(body: str, *, styles: str = "", manifest: str = "") -> bytes:
    """Return a document of LibreOffice with this markup."""
    return archive(
        {
            "mimetype": ODT_TYPE,
            "META-INF/manifest.xml": f"<manifest>{manifest}</manifest>",
            "content.xml": f"<office:document-content {_ODT}><office:automatic-styles>{styles}"
            f"</office:automatic-styles><office:body><office:text>{body}</office:text>"
            "</office:body></office:document-content>",
        }
    )


LEVELS = """<text:list-style style:name="L"><text:list-level-style-number text:level="1"
    style:num-format="1" style:num-suffix="."/><text:list-level-style-number text:level="2"
    style:num-format="1" style:num-suffix="." text:display-levels="2"/>
    <text:list-level-style-number text:level="3" style:num-format="а, б, .., аа, аб, ... (ru)"
    style:num-suffix=")"/></text:list-style><text:list-style style:name="M">
    <text:list-level-style-number text:level="1" style:num-format="I" style:num-prefix="("
    style:num-suffix=")" text:start-value="4"/><text:list-level-style-bullet text:level="2"
    text:bullet-char="\uf0b7"/><text:list-level-style-number text:level="3" style:num-format=""/>
    </text:list-style><text:outline-style><text:outline-level-style text:level="1"
    style:num-format="A" style:num-suffix="."/></text:outline-style>"""
"""Styles of lists of LibreOffice: L counts 1., 1.1., а); M counts (IV), and has a bullet below."""


def li(*content: str, more: str = "") -> str:
    """Return an item of a list of LibreOffice; its content is markup."""
    return f"<text:list-item {more}>{''.join(content)}</text:list-item>"


def ol(*items: str, more: str = "") -> str:
    """Return a list of LibreOffice; its items are markup."""
    return f"<text:list {more}>{''.join(items)}</text:list>"


def pdf(
    *pages: Sequence[str], page: str = "", placed: str = "50 700 Td", trailer: str = ""
) -> bytes:
    """Return a PDF with these lines on its pages; more can be said of each page."""
    signs = sorted({sign for lines in pages for line in lines for sign in line})
    kids = " ".join(f"{6 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {len(pages)}/Kids[{kids}]>>",
        f"<<{_FONT}/Type0/Encoding/Identity-H/ToUnicode 4 0 R/DescendantFonts[5 0 R]>>",
        _stream(_unicode(signs)),
        f"<<{_FONT}/CIDFontType2/DW 500/CIDSystemInfo{_LETTERS}>>",
    ]
    kind = f"/Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Resources<</Font<</F 3 0 R>>>>{page}"
    for number, lines in enumerate(pages):
        objects += [f"<<{kind}/Contents {7 + 2 * number} 0 R>>", _stream(_shown(lines, placed))]
    return _numbered(objects, trailer)


def _unicode(signs: Sequence[str]) -> str:
    """Return what tells programs which letters the codes of a font are."""
    rows = "".join(f"<{ord(sign):04x}> <{ord(sign):04x}>\n" for sign in signs)
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        "1 begincodespacerange <0000> <ffff> endcodespacerange\n"
        f"{len(signs)} beginbfchar\n{rows}endbfchar\nendcmap end end"
    )


def _shown(lines: Iterable[str], placed: str) -> str:
    shown = " T* ".join(f"<{line.encode('utf-16-be').hex()}> Tj" for line in lines)
    return f"BT /F 12 Tf 14 TL {placed} {shown} ET"


def _stream(text: str) -> str:
    return f"<</Length {len(text)}>>stream\n{text}\nendstream"


def _numbered(objects: Sequence[str], trailer: str) -> bytes:
    content, places = "%PDF-1.7\n", []
    for number, each in enumerate(objects, start=1):
        places.append(f"{len(content):010} 00000 n \n")
        content += f"{number} 0 obj\n{each}\nendobj\n"
    size = len(objects) + 1
    return (
        f"{content}xref\n0 {size}\n0000000000 65535 f \n{''.join(places)}"
        f"trailer<</Size {size}/Root 1 0 R{trailer}>>\nstartxref\n{len(content)}\n%%EOF"
    ).encode("ascii")


def text(content: str | bytes, format: str) -> str:
    """Return the text of a document; markup may be given as a text."""
    content = content.encode() if isinstance(content, str) else content
    return read_prose("a", content, format).text
