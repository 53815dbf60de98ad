"""Documents that a library of others reads: in a process of its own, which may come to any end.

PDFium, calamine and lxml can abort, run on or take all memory over a document that is made for it.
So the process that reads (`reader`) is started for one document, with limits, and what it says is
taken for what it claims to be only. It costs an ordinary document about 30 ms.
"""

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date, datetime, time, timedelta
from importlib.util import find_spec
from pathlib import Path
from subprocess import DEVNULL, PIPE, Popen
from threading import Event, Timer
from typing import IO, Any, cast

from msgspec import DecodeError, Struct
from msgspec.json import Decoder

from tracker.errors import BadInput, obstacle
from tracker.load.limits import MEMORY, SECONDS
from tracker.load.reader import LIBRARIES, NO_MEMORY
from tracker.load.unreadable import missing_extra

PATIENCE = 2 * SECONDS
"""Seconds by the clock that a reader may take: it computes for half of them on a busy machine."""

MAX_ANSWER = 256 * 1024**2
"""Bytes that a reader may answer with: more than all text that a document may hold."""

PIECE = 1 << 20
"""Bytes of an answer that are read at once: most answers take no more memory than one."""

START = "import sys; sys.path += sys.argv[3:]; from tracker.load.reader import main; main()"
"""Finds nothing in the user's folder, and in none that comes before Python's own."""


class Text(Struct, tag="text"):
    """The text of a document, and the places at which its pages begin."""

    text: str
    pages: tuple[int, ...]


class Sheet(Struct, tag="sheet"):
    """How many rows follow."""

    rows: int


class Refusal(Struct, tag="refusal"):
    """Why the document cannot be read: a message and its values, but for the source."""

    message: str
    values: dict[str, str | int]


class Special(Struct, forbid_unknown_fields=True):
    """A cell that JSON has no value for."""

    moment: datetime | None = None
    day: date | None = None
    clock: time | None = None
    seconds: float | None = None
    number: str | None = None

    def value(self) -> Any:
        """Return the cell's value."""
        if self.seconds is not None:
            return timedelta(seconds=self.seconds)
        return float(self.number) if self.number else self.moment or self.day or self.clock


_ANSWER = Decoder(Text | Sheet | Refusal)
_ROW = Decoder(list[str | bool | int | float | Special | None])


def text_in(format: str, content: bytes, source: str, limit: int) -> tuple[str, tuple[int, ...]]:
    """Return the text of a document (docx, odt, html or pdf) and the places of its pages.

    A text longer than `limit` (characters) comes cut, but longer than that. Raises `BadInput` for
    what cannot be read within the limits, or if the extra is missing.
    """
    answer, _ = understood(said(format, content, source, limit), source)
    if not isinstance(answer, Text):
        raise _broken(source)
    return answer.text, answer.pages


def sheet_in(content: bytes, source: str, limit: int) -> tuple[int, Iterator[list[Any]]]:
    """Return how many rows the first sheet of a workbook has, and the rows.

    `limit` is how many bytes it may unpack to. Raises `BadInput` as `text_in` does, also while the
    rows are taken.
    """
    answer, lines = understood(said("xlsx", content, source, limit), source)
    if not isinstance(answer, Sheet):
        raise _broken(source)
    return answer.rows, _rows(lines, answer.rows, source)


def understood(output: bytes, source: str) -> tuple[Text | Sheet, io.BytesIO]:
    """Return the first line of an answer, and the others; raise `BadInput` for a refusal."""
    lines = io.BytesIO(output)
    try:
        answer = _ANSWER.decode(lines.readline())
        if not isinstance(answer, Refusal):
            return answer, lines
        own = {"source": source} if "source" in answer.values else {}
        refusal = BadInput(answer.message, **answer.values | own)
        str(refusal)  # a message that fits its values
    except (DecodeError, ValueError, LookupError, AttributeError, TypeError) as error:
        raise _broken(source) from error
    raise refusal


def _rows(lines: io.BytesIO, count: int, source: str) -> Iterator[list[Any]]:
    try:
        for _ in range(count):
            cells = _ROW.decode(lines.readline())
            yield [cell.value() if isinstance(cell, Special) else cell for cell in cells]
    except (DecodeError, ValueError) as error:
        raise _broken(source) from error


def said(format: str, content: bytes, source: str, limit: int) -> bytes:
    """Return what a reader of this format says about a document.

    Raises `BadInput` for one that dies of it, takes too much, or cannot be started.
    """
    command = _command(format, source, limit)
    try:
        process = Popen(command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL)  # noqa: S603  # ourselves
    except OSError as error:
        raise BadInput(
            "“{source}” cannot be read: no process can be started to read it ({problem}). Close "
            "other programs, and try again.",
            source=source,
            problem=obstacle(error),
        ) from error
    with process, _ended_after(process, PATIENCE) as expired:
        output = _output(process, content)
        if len(output) > MAX_ANSWER:
            raise BadInput(
                "“{source}” holds too much: more than {limit} MB. Keep the part that is needed.",
                source=source,
                limit=MAX_ANSWER // 1024**2,
            )
        code = process.wait()
    if expired.is_set() or _ended_by(code, "SIGXCPU"):
        raise BadInput(
            "“{source}” takes more than {limit} seconds to read. Open it in its own program, save "
            "it anew, and try again.",
            source=source,
            limit=SECONDS,
        )
    if code == NO_MEMORY:
        raise BadInput(
            "“{source}” takes more than {limit} MB of memory to read. Keep the part that is "
            "needed, and try again.",
            source=source,
            limit=MEMORY // 1024**2,
        )
    if code:
        raise _broken(source)
    return output


def _command(format: str, source: str, limit: int) -> list[str]:
    """Return what starts a reader: Python apart from the user's variables, folder and packages.

    Our modules and the library come from where they are for this process. Raises `BadInput` where
    there is no library.
    """
    spec = find_spec(LIBRARIES[format].partition(".")[0])
    if spec is None or spec.origin is None:
        raise missing_extra(source, format)
    own = Path(__file__).parent.parent
    folders = dict.fromkeys(str(package.parent) for package in (own, Path(spec.origin).parent))
    options = ("-I", "-S", "-X", "utf8", *(("-B",) if sys.dont_write_bytecode else ()))
    return [sys.executable, *options, "-c", START, format, str(limit), *folders]


@contextmanager
def _ended_after(process: Popen[bytes], seconds: float) -> Iterator[Event]:
    """End a process after so many seconds, and in any case; tell whether the time was up."""
    expired = Event()

    def expire() -> None:
        expired.set()
        process.kill()

    timer = Timer(seconds, expire)
    timer.daemon = True
    timer.start()
    try:
        yield expired
    finally:
        timer.cancel()
        process.kill()
        process.wait()


def _output(process: Popen[bytes], content: bytes) -> bytes:
    """Give a process its document, and return what it says of it, a piece too much at most."""
    stdin, stdout = cast("IO[bytes]", process.stdin), cast("IO[bytes]", process.stdout)
    with suppress(OSError):  # it ended before: how, says its code
        stdin.write(content)
    with suppress(OSError):
        stdin.close()
    pieces, size = [], 0
    while size <= MAX_ANSWER and (piece := stdout.read(PIECE)):
        pieces.append(piece)
        size += len(piece)
    return b"".join(pieces)


def _ended_by(code: int, name: str) -> bool:
    """Tell whether a process was ended by a signal of POSIX."""
    import signal

    return os.name != "nt" and code == -getattr(signal, name)


def _broken(source: str) -> BadInput:
    return BadInput(
        "“{source}” cannot be read: what reads it breaks down, or needs more than {limit} MB of "
        "memory. Open it in its own program, save it anew, and try again.",
        source=source,
        limit=MEMORY // 1024**2,
    )
