"""Runs a command as a terminal or a pipe would, and tells its time and its peak memory."""

import os
import resource
import select
import subprocess
import termios
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

LIMIT = 20.0
"""Seconds that a command may take; one that takes longer is ended and left out."""

ROWS, WIDTH = 24, 80
"""The terminal."""

_TAIL = 2000
"""Bytes of a command's output that are kept for an error."""


class TooSlowError(Exception):
    """The command was ended at the limit."""


class FailedError(Exception):
    """The command ended with another code than 0."""


class Command(NamedTuple):
    """What to run; on a terminal of 80 by 24, or with its output into a pipe.

    `code` is what it may end with besides 0.
    """

    words: Sequence[str]
    environ: Mapping[str, str]
    on_terminal: bool = False
    code: int = 0


class Sample(NamedTuple):
    """One run: its seconds, its peak memory in bytes, and the least peak that could be seen."""

    seconds: float
    peak: int
    floor: int


def _own_peak() -> int:
    """Return this process's peak, the past forgotten: Linux hands it down to children.

    None of them shows less.
    """
    with suppress(OSError):  # where there is no such file, the peak of all times is handed down
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def run(command: Command, *, limit: float = LIMIT) -> Sample:
    """Run the command and read all that it writes, until it ends."""
    floor = _own_peak()
    with _ends(on_terminal=command.on_terminal) as (reading, writing):
        begin = time.perf_counter()
        process = subprocess.Popen(
            command.words,
            stdin=writing if command.on_terminal else subprocess.DEVNULL,
            stdout=writing,
            stderr=writing,
            env=command.environ,
            start_new_session=True,
        )
        os.close(writing)
        tail, is_whole = _read(reading, begin + limit)
        if not is_whole:
            os.killpg(process.pid, 9)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - begin
    process.returncode = os.waitstatus_to_exitcode(status)
    if not is_whole:
        raise TooSlowError(f"longer than {limit:.0f} s: {' '.join(command.words[:4])}")
    if process.returncode not in (0, command.code):
        shown = tail.decode("utf-8", "replace")
        raise FailedError(f"{' '.join(command.words)[:300]}: {process.returncode}\n{shown}")
    return Sample(seconds, usage.ru_maxrss * 1024, floor)


@contextmanager
def _ends(*, on_terminal: bool) -> Iterator[tuple[int, int]]:
    """Give the end to read from and the one that the command writes to."""
    if on_terminal:
        reading, writing = os.openpty()
        termios.tcsetwinsize(writing, (ROWS, WIDTH))
    else:
        reading, writing = os.pipe()
    try:
        yield reading, writing
    finally:
        os.close(reading)


def _read(end: int, until: float) -> tuple[bytes, bool]:
    """Return the last of what was written, and whether the writer ended in time."""
    tail = b""
    while (left := until - time.perf_counter()) > 0:
        if not select.select([end], [], [], left)[0]:
            break
        try:
            read = os.read(end, 1 << 16)
        except OSError:  # what a terminal says when nobody holds its other end any more
            read = b""
        if not read:
            return tail, True
        tail = (tail + read)[-_TAIL:]
    return tail, False
