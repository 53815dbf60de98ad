"""The process that reads one document: bytes on standard input, what they say on standard output.

`child` starts it and explains how it may end. It has its limits before it imports a library, and
imports nothing that it can do without: msgspec alone would take a third of its time.

What it writes is JSON: one line for a text or a refusal; for a sheet one line, then a line a row.
"""

import gc
import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from math import isfinite
from typing import Any, BinaryIO, NoReturn

from tracker.errors import BadInput
from tracker.load.limits import limit_itself, write_no_files
from tracker.load.unreadable import missing_extra

NO_MEMORY = 12
"""The code with which it ends for want of memory."""

LIBRARIES = {
    "docx": "lxml.etree",
    "odt": "lxml.etree",
    "html": "lxml.etree",
    "pdf": "pypdfium2",
    "xlsx": "python_calamine",
}
"""What reads a format; the extra that installs it is called as the format is."""

Answer = Iterator[dict[str, Any] | list[Any]]
"""What becomes a line each."""


def main() -> NoReturn:
    """Read a document of the format and with the limit that the command line names."""
    gc.disable()  # a process for one document makes no more garbage than the document
    format, limit = sys.argv[1], int(sys.argv[2])
    answer = reader_of(format)
    output = _kept_output()
    code = 0
    try:
        limit_itself()
        __import__(LIBRARIES[format])  # may still keep its compiled modules
        write_no_files()
        _write(answer(sys.stdin.buffer.read(), limit), output)
    except ImportError:
        _write(_refusal(missing_extra("", format)), output)
    except MemoryError:
        code = NO_MEMORY
    os._exit(code)


def _kept_output() -> BinaryIO:
    """Return standard output, which from now on nobody else can write to."""
    output = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    return output


def _write(answer: Answer, output: BinaryIO) -> None:
    output.writelines(lines_of(answer))
    output.flush()


def lines_of(answer: Answer) -> Iterator[bytes]:
    """Return an answer as it is written."""
    encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode
    for line in answer:
        yield encode(line).encode() + b"\n"


def reader_of(format: str) -> Callable[[bytes, int], Answer]:
    """Return what answers for documents of a format, loaded with nothing of the others."""
    if format == "xlsx":
        from tracker.load.workbook import sheet_of

        return lambda content, limit: _told(lambda: _sheet(sheet_of(content, "", limit)))
    read = _text_reader(format)
    return lambda content, limit: _told(lambda: _text(*read(content, "", limit), limit))


def _text_reader(format: str) -> Callable[[bytes, str, int], tuple[str, Sequence[int]]]:
    if format == "pdf":
        from tracker.load.documents.pdf import pdf_text

        return pdf_text
    if format == "docx":
        from tracker.load.documents.docx import docx_text

        return lambda content, source, _limit: (docx_text(content, source), ())
    if format == "odt":
        from tracker.load.documents.odt import odt_text

        return lambda content, source, _limit: (odt_text(content, source), ())
    from tracker.load.documents.html import html_text

    return lambda content, source, _limit: (html_text(content, source), ())


def _told(read: Callable[[], Answer]) -> Answer:
    """Return an answer, or the refusal that came in its place."""
    try:
        return read()
    except BadInput as error:
        return _refusal(error)


def _refusal(error: BadInput) -> Answer:
    return iter([{"type": "refusal", "message": error.message, "values": error.values}])


def _text(text: str, pages: Sequence[int], limit: int) -> Answer:
    """Return a text; of one that is longer than the limit a character more than that."""
    return iter([{"type": "text", "text": text[: limit + 1], "pages": pages}])


def _sheet(rows: Sequence[Sequence[Any]]) -> Answer:
    yield {"type": "sheet", "rows": len(rows)}
    for row in rows:
        yield [cell if type(cell) in PLAIN else _special(cell) for cell in row]


PLAIN = {str, bool, int, type(None)}
"""Values of cells that JSON writes as they are."""


def _special(cell: Any) -> Any:
    """Return a cell as a table of one field, which says what it is."""
    if type(cell) is float:
        return cell if isfinite(cell) else {"number": str(cell)}
    if type(cell) is timedelta:
        return {"seconds": cell.total_seconds()}
    kinds = {datetime: "moment", date: "day", time: "clock"}
    return {kinds[type(cell)]: cell.isoformat()}
