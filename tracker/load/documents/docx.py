"""DOCX: paragraphs, lists and tables as they read once changes are accepted, through lxml.

lxml comes with the extra `docx`. python-docx, which writes our notes, loads in 90 ms instead of 20,
and refuses documents that Word opens: one link to a picture that is gone is enough.
"""

import posixpath
import re
from typing import Any

from tracker.errors import BadInput
from tracker.load import archive
from tracker.load.documents.lines import Lines
from tracker.load.documents.numbering_docx import Numbering, W, is_on
from tracker.load.unreadable import damaged, protected

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How an encrypted document begins, and one of Word before 2007."""

ENCRYPTED = "EncryptedPackage".encode("utf-16-le")

STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
"""The name of W in documents that were saved as strict."""

FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
"""The same again, for older programs."""

UNSEEN = {
    FALLBACK,
    *(W + name for name in ("del", "moveFrom", "instrText", "rt")),
    *(W + name for name in ("pPr", "rPr", "tblPr", "tblGrid", "trPr", "tcPr", "sectPr", "sdtPr")),
}
"""What is deleted, or says how the rest looks."""

SIGNS = {W + "tab": "\t", W + "noBreakHyphen": "-", W + "ptab": "\t"}

_SPACE = re.compile("[\r\n]+")


def docx_text(content: bytes, source: str) -> str:
    """Return the text: paragraphs with the numbers of their lists, rows of tables as lines.

    Deletions that were tracked are left out, and so is what is hidden. Raises `BadInput` for a
    document that is damaged, too large or protected.
    """
    if content.startswith(OLE):
        raise protected(source) if ENCRYPTED in content else _old(source)
    parts = _Parts(content, source)
    main = parts.related("", "officeDocument")
    document = parts.tree(main)
    body = None if document is None else document.find(W + "body")
    if main is None or body is None:
        raise damaged(source)
    numbering, styles = (parts.tree(parts.related(main, kind)) for kind in ("numbering", "styles"))
    return _text(body, Numbering(numbering, styles))


def _old(source: str) -> BadInput:
    return BadInput(
        "“{source}” is of a Word older than 2007. Save it as .docx, and try again.", source=source
    )


class _Parts:
    """The parts of a document, and how they belong together."""

    def __init__(self, content: bytes, source: str) -> None:
        self._archive = archive.opened(content, source)
        self._names = set(self._archive.namelist())
        self._source = source

    def related(self, part: str, kind: str) -> str | None:
        """Return the name of the part of this kind that a part (or the whole, "") refers to."""
        folder, name = posixpath.split(part)
        links = self.tree(posixpath.join(folder, "_rels", f"{name}.rels"))
        for link in [] if links is None else links:
            if link.get("Type", "").endswith(f"/{kind}"):
                target = posixpath.join("/", folder, link.get("Target", ""))
                return posixpath.normpath(target).lstrip("/")
        return None

    def tree(self, part: str | None) -> Any:
        """Return the root of a part; None if there is no such part."""
        if part not in self._names:
            return None
        content = self._archive.read(part).replace(STRICT, W[1:-1].encode())
        return archive.tree(content, self._source)


def _text(body: Any, numbering: Numbering) -> str:
    from lxml import etree

    lines, left_out = Lines(), None
    walk = etree.iterwalk(body, events=("start", "end"))
    for event, element in walk:
        if event == "end":
            if element is not left_out:
                _end(element, lines)
        elif element.tag in UNSEEN or _is_hidden(element):
            walk.skip_subtree()
            left_out = element
        else:
            _begin(element, lines, numbering)
    return lines.text()


def _begin(element: Any, lines: Lines, numbering: Numbering) -> None:
    name = element.tag
    if name == W + "t":
        lines.write(_SPACE.sub(" ", element.text or ""))
    elif name == W + "p" and not _runs_on(element):
        lines.label(numbering.label(element.find(W + "pPr")))
    elif name in SIGNS:
        lines.write(SIGNS[name])
    elif name in {W + "br", W + "cr"}:
        lines.end_line(keeps_empty=True)
    elif name == W + "txbxContent":
        lines.end_line()
    elif name == W + "tbl":
        lines.begin_table()
    elif name == W + "tr":
        lines.begin_row()
    elif name == W + "tc":
        lines.begin_cell()


def _end(element: Any, lines: Lines) -> None:
    name = element.tag
    if name == W + "p" and not _runs_on(element):
        lines.end_paragraph()
    elif name == W + "tbl":
        lines.end_table()
    elif name == W + "tc":
        lines.end_cell()


def _runs_on(paragraph: Any) -> bool:
    """Tell whether the end of a paragraph was deleted, so that the next one goes on with it."""
    mark = paragraph.find(f"{W}pPr/{W}rPr")
    return mark is not None and any(mark.find(W + name) is not None for name in ("del", "moveFrom"))


def _is_hidden(element: Any) -> bool:
    """Tell whether a run is hidden, or a row deleted."""
    if element.tag == W + "r":
        return is_on(element.find(f"{W}rPr/{W}vanish"))
    return element.tag == W + "tr" and element.find(f"{W}trPr/{W}del") is not None
