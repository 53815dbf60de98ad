"""PDF: the text layer of each page, through pypdfium2 (the extra `pdf`)."""

from contextlib import closing
from itertools import accumulate, chain
from typing import Any

from tracker.errors import BadInput
from tracker.load.unreadable import damaged, protected

PASSWORD = 4
"""PDFium's code for a document that needs one (FPDF_ERR_PASSWORD)."""

BREAK = "\n"
"""What stands between pages, and belongs to the one before."""

MAX_PAGES = 5000
"""Pages that a document may have."""

_PLAIN: dict[int, str | None] = {
    **dict.fromkeys(chain(range(32), range(0x7F, 0xA0))),
    ord("\n"): "\n",
    ord("\t"): "\t",
    0xFFFE: "-\n",
    0xF0B7: "•",
    0xF0A7: "•",
}
"""What becomes of the signs that PDFium gives: control characters, a hyphen at the end of a line
(for which it leaves out the line's end), and bullets of the fonts Symbol and Wingdings."""


def pdf_text(content: bytes, source: str, limit: int) -> tuple[str, tuple[int, ...]]:
    """Return the text, its lines as they are on paper, and the place at which each page begins.

    Reading ends with the page that takes it beyond the limit (in characters). Raises `BadInput` for
    a document that is damaged, protected or a scan.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        # PDFium may give the code of the document before for one that has no pages.
        needs = error.err_code == PASSWORD and b"/Encrypt" in content
        raise (protected if needs else damaged)(source) from error
    with closing(document):
        _check_pages(len(document), source)
        pages = _pages(document, source, limit)
    if not any(page.strip() for page in pages):
        raise BadInput(
            "“{source}” holds no text: it seems to be a scan. Have its text recognised first.",
            source=source,
        )
    places = accumulate((len(page) + len(BREAK) for page in pages[:-1]), initial=0)
    return BREAK.join(pages), tuple(places)


def _check_pages(pages: int, source: str) -> None:
    if pages > MAX_PAGES:
        raise BadInput(
            "“{source}” has {pages} pages; {limit} can be read.",
            source=source,
            pages=pages,
            limit=MAX_PAGES,
        )


def _pages(document: Any, source: str, limit: int) -> list[str]:
    from pypdfium2 import PdfiumError

    pages: list[str] = []
    for number in range(len(document)):
        try:
            pages.append(_page(document, number))
        except PdfiumError as error:
            raise BadInput(
                "Page {page} of “{source}” cannot be read.", page=number + 1, source=source
            ) from error
        limit -= len(pages[-1])
        if limit < 0:
            break
    return pages


def _page(document: Any, number: int) -> str:
    """Return the text of a page, and let go of what it took.

    All of it: asked for what stands within the edges of the page, PDFium runs lines together where
    the page is turned.
    """
    page = document[number]
    try:
        return str(page.get_textpage().get_text_range()).translate(_PLAIN)
    finally:
        page.close()
