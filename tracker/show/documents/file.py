"""Which document a file is to hold, by the end of its name."""

import codecs
from collections.abc import Callable, Mapping
from datetime import datetime

from tracker.errors import Refused
from tracker.show.documents.document import Document
from tracker.show.look import Look
from tracker.show.output import Form, rendered
from tracker.show.report import Report

SUFFIXES = (".html", ".xlsx", ".docx", ".md", ".ics", ".csv", ".json")


def content(
    report: Report,
    suffix: str,
    look: Look,
    *,
    origins: Callable[[], Mapping[int, datetime]],
    stamp: datetime,
) -> bytes:
    """Return the report as the bytes of a file with this suffix.

    `origins` gives the moment at which each directive was entered, and `stamp` is the present one:
    calendars need both. Raises `Refused` for another suffix, a format whose library is missing, and
    a calendar of a report that is not about directives.
    """
    if suffix not in SUFFIXES:
        raise Refused(
            "A file that ends in “{suffix}” cannot be written. Known: {known}.",
            suffix=suffix,
            known=list(SUFFIXES),
        )
    if suffix == ".json":
        return rendered(report, Form.JSON, width=look.width).encode()
    if suffix == ".csv":
        return codecs.BOM_UTF8 + rendered(report, Form.CSV, width=look.width).encode()
    if suffix == ".ics":
        return _calendar(report, look, origins, stamp)
    return _written(report.document(), suffix)


def _written(document: Document, suffix: str) -> bytes:
    """Return the document in its format, whose library is loaded only now."""
    if suffix == ".md":
        from tracker.show.documents.markdown import markdown

        return markdown(document).encode()
    if suffix == ".html":
        from tracker.show.documents.html import html

        return html(document).encode()
    if suffix == ".xlsx":
        from tracker.show.documents.xlsx import xlsx

        return xlsx(document)
    from tracker.show.documents.docx import docx

    return docx(document)


def _calendar(
    report: Report, look: Look, origins: Callable[[], Mapping[int, datetime]], stamp: datetime
) -> bytes:
    from tracker.show.documents.ics import ics

    directives = report.document().directives
    if not directives:
        raise Refused("There is no directive in this report for a calendar to hold.")
    return ics(directives, origins(), look, stamp=stamp)
