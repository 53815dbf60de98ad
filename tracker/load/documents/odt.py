"""ODT: paragraphs, lists and tables as they read once changes are accepted, through lxml."""

import re
import zipfile
from typing import Any

from tracker.load import archive
from tracker.load.documents.lines import Lines
from tracker.load.documents.numbering_odt import Numbering, T
from tracker.load.unreadable import damaged, protected

MANIFEST = "META-INF/manifest.xml"

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"

UNSEEN = {
    *(T + name for name in ("tracked-changes", "note", "hidden-text", "ruby-text")),
    *(OFFICE + name for name in ("annotation", "forms")),
    *(SVG + name for name in ("title", "desc")),
}
"""What is deleted, hidden, or said beside the text."""

PARAGRAPHS = {T + "p", T + "h"}
CELLS = {TABLE + "table-cell", TABLE + "covered-table-cell"}
SIGNS = {T + "s": " ", T + "tab": "\t"}

_SPACE = re.compile("[ \t\r\n]+")
_SPACES = re.compile(" {2,}")


def odt_text(content: bytes, source: str) -> str:
    """Return the text: paragraphs with the numbers of their lists, rows of tables as lines.

    Deletions that were tracked are left out, and so is what is hidden. Raises `BadInput` for a
    document that is damaged, too large or protected.
    """
    parts = archive.opened(content, source)
    if MANIFEST in parts.namelist() and b":encryption-data" in parts.read(MANIFEST):
        raise protected(source)
    document, styles = (_tree(parts, name, source) for name in ("content.xml", "styles.xml"))
    body = None if document is None else document.find(f"{OFFICE}body/{OFFICE}text")
    if body is None:
        raise damaged(source)
    return _text(body, Numbering(styles, document))


def _tree(parts: zipfile.ZipFile, name: str, source: str) -> Any:
    """Return the root of a part; None if there is no such part."""
    if name not in parts.namelist():
        return None
    return archive.tree(parts.read(name), source)


def _text(body: Any, numbering: Numbering) -> str:
    from lxml import etree

    lines, left_out = Lines(lambda line: _SPACES.sub(" ", line).strip()), None
    walk = etree.iterwalk(body, events=("start", "end"))
    for event, element in walk:
        if event == "end":
            if element is not left_out:
                _end(element, lines, numbering)
            lines.write(_SPACE.sub(" ", element.tail or ""))
        elif element.tag in UNSEEN:
            walk.skip_subtree()
            left_out = element
        else:
            _begin(element, lines, numbering)
            lines.write(_SPACE.sub(" ", element.text or ""))
    return lines.text()


def _begin(element: Any, lines: Lines, numbering: Numbering) -> None:
    name = element.tag
    if name in PARAGRAPHS:
        lines.label(numbering.label(element))
    elif name in SIGNS:
        lines.write(SIGNS[name])
    elif name == T + "line-break":
        lines.end_line(keeps_empty=True)
    elif name == T + "list":
        numbering.begin_list(element)
    elif name == T + "list-item":
        numbering.begin_item(element)
    elif name == DRAW + "text-box":
        lines.end_line()
    elif name == TABLE + "table":
        lines.begin_table()
    elif name == TABLE + "table-row":
        lines.begin_row()
    elif name in CELLS:
        lines.begin_cell()


def _end(element: Any, lines: Lines, numbering: Numbering) -> None:
    name = element.tag
    if name in PARAGRAPHS:
        lines.end_paragraph()
    elif name == T + "list":
        numbering.end_list()
    elif name == TABLE + "table":
        lines.end_table()
    elif name in CELLS:
        lines.end_cell()
