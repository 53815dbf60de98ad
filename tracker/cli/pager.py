"""Long tables through the user's pager."""

import os
import shlex
import shutil
import signal
import subprocess
from collections.abc import Mapping
from typing import TextIO

from tracker.show.output import Form, has_colour, rendered, terminal_width
from tracker.show.view import View

LESS = {"LESS": "FRX", "LESSCHARSET": "utf-8"}
"""How less is to behave, unless the user has said: keep colours and the screen, end if it fits."""


def paged(view: View, stream: TextIO, environ: Mapping[str, str]) -> bool:
    """Show a table that is longer than the terminal through the pager; tell whether that was done.

    The pager is PAGER (none if that is empty), else less if it is there.
    """
    command = _pager(environ)
    if not command:
        return False
    width = terminal_width()
    text = rendered(view, Form.TABLE, width=width, colour=has_colour(stream, environ))
    is_long = text.count("\n") >= shutil.get_terminal_size((width, 24)).lines
    return is_long and _run(command, text, environ)


def _pager(environ: Mapping[str, str]) -> list[str]:
    named = environ.get("PAGER")
    if named is None:
        found = shutil.which("less")
        return [found] if found else []
    try:
        return shlex.split(named, posix=os.name != "nt")
    except ValueError:
        return []


def _run(command: list[str], text: str, environ: Mapping[str, str]) -> bool:
    """Give the text to the pager; an interrupt is its own business while it runs."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        subprocess.run(  # noqa: S603  # the user's own choice of a program
            command, input=text, encoding="utf-8", env={**LESS, **environ}, check=False
        )
    except OSError:
        return False
    finally:
        signal.signal(signal.SIGINT, before)
    return True
