"""Which document a file is to hold, by the end of its name."""

import codecs
from collections.abc import Callable, Mapping
from datetime import datetime

from tracker.errors import Refused
from tracker.show.documents.document import Document
from tracker.show.look import Look
from tracker.show.output import Form, rendered
from tracker.show.report import Report

Origins = Callable[[], Mapping[int, datetime]]
"""Gives the moment at which each directive was entered, which calendars need."""

FORMS = {".csv": Form.CSV, ".json": Form.JSON}
DOCUMENTS = (".html", ".xlsx", ".docx", ".md", ".ics")


def report_content(
    report: Report, suffix: str, look: Look, *, origins: Origins, stamp: datetime
) -> bytes:
    """Return the report as the bytes of a file with this suffix; see `document_content`."""
    if suffix not in FORMS:
        return document_content(report.document(), suffix, look, origins=origins, stamp=stamp)
    text = rendered(report, FORMS[suffix], width=look.width).encode()
    return codecs.BOM_UTF8 + text if suffix == ".csv" else text


def document_content(
    document: Document, suffix: str, look: Look, *, origins: Origins, stamp: datetime
) -> bytes:
    """Return the document in the format of this suffix, whose library is loaded only now.

    `stamp` is the present moment. Raises `Refused` for another suffix, a format whose library is
    missing, and a calendar of a document that is not about directives.
    """
    if suffix not in DOCUMENTS:
        raise Refused(
            "A file that ends in “{suffix}” cannot be written. Known: {known}.",
            suffix=suffix,
            known=[*DOCUMENTS, *FORMS],
        )
    document = document._replace(
        sheets=[sheet._replace(rows=list(sheet.rows)) for sheet in document.sheets]
    )
    if suffix == ".ics":
        return _calendar(document, look, origins, stamp)
    if suffix == ".xlsx":
        from tracker.show.documents.xlsx import xlsx

        return xlsx(document)
    if suffix == ".docx":
        from tracker.show.documents.docx import docx

        return docx(document)
    return _text(document, suffix).encode()


def _text(document: Document, suffix: str) -> str:
    if suffix == ".md":
        from tracker.show.documents.markdown import markdown

        return markdown(document)
    from tracker.show.documents.html import html

    return html(document)


def _calendar(document: Document, look: Look, origins: Origins, stamp: datetime) -> bytes:
    if not document.directives:
        raise Refused("There is no directive in this report for a calendar to hold.")
    from tracker.show.documents.ics import ics

    return ics(document.directives, origins(), look, stamp=stamp)
