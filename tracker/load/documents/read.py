"""The door for documents: finds the format, keeps to the limits."""

import hashlib
import re
from pathlib import PurePath

from tracker.errors import BadInput
from tracker.load.decoding import decoded
from tracker.load.documents.prose import Prose
from tracker.load.read import FORMATS, check_size, looks_like
from tracker.load.unreadable import unknown_format

MAX_TEXT = 20_000_000
"""Characters that the text of a document may have."""

DOCUMENTS = ("txt", "md", "html", "docx", "odt", "pdf")
ALL_FORMATS = (*FORMATS, *DOCUMENTS)

OTHER_NAMES = {"htm": "html", "text": "txt", "markdown": "md"}

HEAD = 4096
"""Bytes at the beginning of a page among which it says that it is one."""

_PAGE = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL
)


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
        from tracker.load.archive import document_in

        return document_in(content)
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
    if format in {"txt", "md"}:
        text = decoded(content, source)
    elif format in DOCUMENTS:
        from tracker.load.child import text_in

        text, pages = text_in(format, content, source, MAX_TEXT)
    else:
        raise unknown_format(source, DOCUMENTS)
    _check_text(text, source)
    return Prose(source, hashlib.sha256(content).hexdigest(), text, pages)


def _check_text(text: str, source: str) -> None:
    if not text.strip():
        raise BadInput("“{source}” holds no text.", source=source)
    if len(text) > MAX_TEXT:
        raise BadInput(
            "“{source}” holds too much text: more than {limit} million characters.",
            source=source,
            limit=MAX_TEXT // 1_000_000,
        )
