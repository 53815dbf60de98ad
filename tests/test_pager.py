"""Long tables go through the user's pager, on a terminal only."""

import io
import os
import shutil
import signal
import sys
from pathlib import Path
from typing import NamedTuple

import pytest
from conftest import TODAY

from tracker.cli.pager import paged
from tracker.cli.session import Session
from tracker.domain.selection import Selection, selected
from tracker.i18n.language import Language
from tracker.show.directives import DirectiveList
from tracker.show.look import Look
from tracker.show.mapped import Mapped
from tracker.show.page import Column, Grid, Page, Span
from tracker.show.view import Json, Sheet, View
from tracker.store.memory import MemoryStore


class Terminal(io.StringIO):
    """Standard output as a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def view(office: MemoryStore, monkeypatch: pytest.MonkeyPatch) -> View:
    """Return a list of about a dozen lines, for a terminal of ten."""
    monkeypatch.setenv("LINES", "10")
    monkeypatch.setenv("COLUMNS", "80")
    found = selected(office.directives(closed=True), Selection(closed=True)).directives
    look = Look(Language("kk"), TODAY, office.register(), office.meetings())
    return DirectiveList(found, look, len(found))


@pytest.fixture
def catching(tmp_path: Path) -> tuple[str, Path]:
    """Return a pager that keeps what it is given, and where."""
    caught = tmp_path / "shown.txt"
    script = tmp_path / "pager.py"
    script.write_text(
        "import sys, pathlib, os\n"
        f"pathlib.Path({str(caught)!r}).write_bytes("
        "os.environ['LESS'].encode() + b'\\n' + sys.stdin.buffer.read())\n",
        encoding="utf-8",
    )
    return f'"{sys.executable}" "{script}"', caught


def test_what_is_longer_than_the_terminal_is_paged(view: View, catching: tuple[str, Path]) -> None:
    pager, caught = catching
    stream = Terminal()
    assert paged(view, stream, {**os.environ, "PAGER": pager})
    assert stream.getvalue() == ""
    settings, _, text = caught.read_text(encoding="utf-8").partition("\n")
    assert settings == "FRX"
    assert "Облыстың еңбек нарығын" in text
    assert "\x1b[1;31m‼\x1b[0m" in text


def test_the_users_own_settings_of_less_stay(view: View, catching: tuple[str, Path]) -> None:
    pager, caught = catching
    assert paged(view, Terminal(), {**os.environ, "PAGER": pager, "LESS": "S"})
    assert caught.read_text(encoding="utf-8").startswith("S\n")


def test_what_fits_is_not_paged(
    view: View, catching: tuple[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LINES", "60")
    assert not paged(view, Terminal(), {**os.environ, "PAGER": catching[0]})
    assert not catching[1].exists()


@pytest.mark.parametrize("pager", ["", "/no/such/pager", '"unclosed'])
def test_without_a_pager_the_table_is_printed_as_ever(view: View, pager: str) -> None:
    assert not paged(view, Terminal(), {**os.environ, "PAGER": pager})


def test_less_is_the_pager_that_nobody_named(
    view: View, monkeypatch: pytest.MonkeyPatch, catching: tuple[str, Path]
) -> None:
    pager, caught = catching
    bare = {name: value for name, value in os.environ.items() if name != "PAGER"}
    monkeypatch.setattr(shutil, "which", lambda _: None)
    assert not paged(view, Terminal(), bare)
    script = caught.parent / "less"
    script.write_text(f"#!/bin/sh\nexec {pager}\n", encoding="utf-8")
    script.chmod(0o700)
    monkeypatch.setattr(shutil, "which", lambda name: str(script) if name == "less" else None)
    if os.name == "posix":
        assert paged(view, Terminal(), bare)
        assert caught.exists()


def test_an_interrupt_is_the_pagers_business(view: View, catching: tuple[str, Path]) -> None:
    """While it runs the signal is left to it; afterwards it is ours again."""
    before = signal.getsignal(signal.SIGINT)
    assert paged(view, Terminal(), {**os.environ, "PAGER": catching[0]})
    assert signal.getsignal(signal.SIGINT) is before


def test_a_session_pages_tables_on_terminals_unless_told_not_to(
    view: View, catching: tuple[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    pager, caught = catching
    session = Session({**os.environ, "PAGER": pager})
    pipe = io.StringIO()
    monkeypatch.setattr(sys, "stdout", pipe)
    session.show(view)
    assert not caught.exists()
    terminal = Terminal()
    monkeypatch.setattr(sys, "stdout", terminal)
    session.pages = False
    session.show(view)
    assert not caught.exists()
    assert "Облыстың" in terminal.getvalue()
    session.pages = True
    session.show(view)
    assert caught.exists()


def test_what_the_pager_does_not_ask_for_is_not_laid_out(
    office: MemoryStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of 20,000 rows a pager that is left at the first line gets what fits into a pipe."""
    monkeypatch.setenv("LINES", "10")
    laid_out = 0

    def row(number: int) -> list[Span]:
        nonlocal laid_out
        laid_out += 1
        return [(f"{number:>60}", "")]

    class Long(NamedTuple):
        look: Look

        def page(self) -> Page:
            rows = Mapped(row, range(20_000))
            return Page([Grid([Column()], rows, widest=[row(1)])])

        def sheet(self) -> Sheet:
            return Sheet([], [])

        def data(self) -> Json:
            return {}

    script = tmp_path / "pager.py"
    script.write_text("import sys\nsys.stdin.readline()\n", encoding="utf-8")
    look = Look(Language("kk"), TODAY, office.register(), office.meetings())
    pager = f'"{sys.executable}" "{script}"'
    assert paged(Long(look), Terminal(), {**os.environ, "PAGER": pager})
    assert 10 <= laid_out < 15_000
