"""The door for documents: finds the format, keeps to the limits."""

import hashlib
import io
import re
import zipfile
from collections.abc import Callable
from pathlib import PurePath

from tracker.errors import BadInput
from tracker.load.archive import UNREADABLE, is_plain
from tracker.load.documents.docx import docx_text
from tracker.load.documents.html import html_text
from tracker.load.documents.odt import MIMETYPE, odt_text
from tracker.load.documents.pdf import pdf_text
from tracker.load.documents.prose import Prose
from tracker.load.read import FORMATS, check_size, decoded, looks_like
from tracker.load.unreadable import unknown_format

MAX_TEXT = 20_000_000
"""Characters that the text of a document may have."""

_TEXT: dict[str, Callable[[bytes, str], str]] = {
    "txt": decoded,
    "md": decoded,
    "html": html_text,
    "docx": docx_text,
    "odt": odt_text,
}
DOCUMENTS = (*_TEXT, "pdf")
ALL_FORMATS = (*FORMATS, *DOCUMENTS)

OTHER_NAMES = {"htm": "html", "text": "txt", "markdown": "md"}

HEAD = 4096
"""Bytes at the beginning of a page among which it says that it is one."""

_PAGE = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL
)


def document_format(name: str) -> str | None:
    """Return the format of a document by the end of its name, None for a name that tells none."""
    suffix = PurePath(name).suffix.lower().lstrip(".")
    format = OTHER_NAMES.get(suffix, suffix)
    return format if format in DOCUMENTS else None


def format_of(source: str, content: bytes) -> str:
    """Return the format of a file, one of `ALL_FORMATS`: by its name, else by its looks.

    Raises `BadInput` for a name that ends in something else.
    """
    suffix = PurePath(source).suffix.lower().lstrip(".")
    format = OTHER_NAMES.get(suffix, suffix)
    format = format or looks_like_document(content) or looks_like(content)
    if format not in ALL_FORMATS:
        raise unknown_format(source, ALL_FORMATS)
    return format


def looks_like_document(content: bytes) -> str | None:
    """Return the format that the first bytes, or the parts of an archive, speak for.

    None for all else, plain text and Markdown among it: these look like anything.
    """
    if content.startswith(b"%PDF"):
        return "pdf"
    if content.startswith(b"PK"):
        return _archived_format(content)
    head = content[:HEAD]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.decode("utf-16", "ignore").encode()
    return "html" if _PAGE.match(head.removeprefix(b"\xef\xbb\xbf")) else None


def read_prose(source: str, content: bytes, format: str) -> Prose:
    """Return the text of a document in one of the formats of `DOCUMENTS`.

    Raises `BadInput` with one sentence for a document that cannot be read: it is too large, damaged
    or protected, it holds no text, or its library is not installed.
    """
    check_size(content, source)
    pages: tuple[int, ...] = ()
    if format == "pdf":
        text, pages = pdf_text(content, source, MAX_TEXT)
    elif format in _TEXT:
        text = _TEXT[format](content, source)
    else:
        raise unknown_format(source, DOCUMENTS)
    _check_text(text, source)
    return Prose(source, hashlib.sha256(content).hexdigest(), text, pages)


def _archived_format(content: bytes) -> str | None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
            if "word/document.xml" in names:
                return "docx"
            if "mimetype" in names and is_plain(archive.getinfo("mimetype")):
                with archive.open("mimetype") as member:
                    kind = member.read(len(MIMETYPE) + 1)
                return "odt" if kind == MIMETYPE.encode() else None
    except UNREADABLE:
        pass
    return None


def _check_text(text: str, source: str) -> None:
    if not text.strip():
        raise BadInput("“{source}” holds no text.", source=source)
    if len(text) > MAX_TEXT:
        raise BadInput(
            "“{source}” holds too much text: more than {limit} million characters.",
            source=source,
            limit=MAX_TEXT // 1_000_000,
        )
