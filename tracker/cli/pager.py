"""Long tables through the user's pager."""

import os
import shlex
import shutil
import signal
from collections.abc import Iterator, Mapping
from contextlib import suppress
from itertools import chain, islice
from typing import IO, TextIO, cast

from tracker.show.output import has_colour, terminal_width, write_pieces
from tracker.show.view import View

LESS = {"LESS": "FRX", "LESSCHARSET": "utf-8"}
"""How less is to behave, unless the user has said: keep colours and the screen, end if it fits."""


def paged(view: View, stream: TextIO, environ: Mapping[str, str]) -> bool:
    """Show a table that is longer than the terminal through the pager; tell whether that was done.

    The pager is PAGER (none if that is empty), else less if it is there. What it does not ask for
    is not laid out.
    """
    command = chosen_pager(environ)
    if not command:
        return False
    width = terminal_width()
    page = view.page()
    lines = page.ansi(width, colour=has_colour(stream, environ))
    height = shutil.get_terminal_size((width, 24)).lines
    if page.least() >= height:  # the pager starts while the first lines are laid out
        return _run(command, lines, environ)
    first = list(islice(lines, height))
    return len(first) == height and _run(command, chain(first, lines), environ)


def chosen_pager(environ: Mapping[str, str]) -> list[str]:
    """Return the words of the pager of the user; nothing for none."""
    named = environ.get("PAGER")
    if named is None:
        found = shutil.which("less")
        return [found] if found else []
    try:
        return shlex.split(named, posix=os.name != "nt")
    except ValueError:
        return []


def _run(command: list[str], lines: Iterator[str], environ: Mapping[str, str]) -> bool:
    """Give the lines to the pager; an interrupt is its own business while it runs."""
    import subprocess  # a table that fits needs none

    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        process = subprocess.Popen(  # noqa: S603  # the user's own choice of a program
            command, stdin=subprocess.PIPE, encoding="utf-8", env={**LESS, **environ}
        )
        try:
            with suppress(OSError), process:  # a pager that was left takes no more
                write_pieces(lines, cast("IO[str]", process.stdin))
        except KeyboardInterrupt:  # we are told to end; it must not stay behind
            process.terminate()
            raise
    except OSError:
        return False
    finally:
        signal.signal(signal.SIGINT, before)
    return True
