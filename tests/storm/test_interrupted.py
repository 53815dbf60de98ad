"""Ctrl+C, a closed terminal, a request to end: no traceback, nothing left, and a code for it."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from conftest import REPOSITORY
from interrupted import Place, failures

from tracker.cli.interrupt import Interrupts

on_posix = pytest.mark.skipif(os.name == "nt", reason="Windows sends no such signals")

MOMENTS = {
    "SIGINT": {"list": 4, "add": 4},
    "SIGTERM": {"restore": 5},
    "SIGHUP": {"move": 4},
}
"""How many moments of which commands; `storm/interrupted.py` takes more."""


def python(code: str, *words: str) -> subprocess.CompletedProcess[str]:
    """Run code in a process of its own."""
    return subprocess.run(
        [sys.executable, "-c", code, *words],
        capture_output=True,
        check=False,
        encoding="utf-8",
        timeout=60,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
    )


@on_posix
@pytest.mark.parametrize("name", MOMENTS)
def test_a_command_ends_at_any_moment_and_leaves_nothing(tmp_path: Path, name: str) -> None:
    """Signals behind the first, while it cleans up, change nothing of that."""
    assert list(failures(tmp_path / "place", name, MOMENTS[name])) == []


@on_posix
def test_what_was_ignored_stays_ignored(tmp_path: Path) -> None:
    """As under nohup, where a closed terminal ends nothing."""
    place = Place(tmp_path / "place")
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        outcome = place.run(1, "SIGHUP", ["list"])
    finally:
        signal.signal(signal.SIGHUP, before)
    assert (outcome.code, outcome.said) == (0, "")


def handlers_of(
    monkeypatch: pytest.MonkeyPatch, **signals: int
) -> dict[int, Callable[[int, None], None]]:
    """Put a system with these signals in the place of ours; return what will handle them."""
    handlers: dict[int, Callable[[int, None], None]] = {}
    system = SimpleNamespace(
        **signals,
        SIG_IGN=1,
        getsignal=lambda number: 0,  # noqa: ARG005  # as the system's is called
        signal=handlers.__setitem__,
    )
    monkeypatch.setattr("tracker.cli.interrupt.signal", system)
    monkeypatch.setattr(sys, "unraisablehook", sys.unraisablehook)
    return handlers


def test_on_windows_a_closed_window_ends_a_command(monkeypatch: pytest.MonkeyPatch) -> None:
    """SIGBREAK is what there is of it; there is no SIGHUP."""
    handlers = handlers_of(monkeypatch, SIGINT=2, SIGTERM=15, SIGBREAK=21)
    interrupts = Interrupts()
    interrupts.raise_once()
    assert set(handlers) == {2, 15, 21}
    with pytest.raises(KeyboardInterrupt):
        handlers[21](21, None)
    handlers[2](2, None)
    assert interrupts.code(0) == 143


@pytest.mark.parametrize(("number", "own", "code"), [(2, 0, 0), (2, 130, 130), (15, 0, 143)])
def test_the_code_is_the_commands_own_unless_it_was_told_to_end(
    monkeypatch: pytest.MonkeyPatch, number: int, own: int, code: int
) -> None:
    """Ctrl+C is how `tracker watch` ends."""
    handlers = handlers_of(monkeypatch, SIGINT=2, SIGTERM=15)
    interrupts = Interrupts()
    interrupts.raise_once()
    with pytest.raises(KeyboardInterrupt):
        handlers[number](number, None)
    assert interrupts.code(own) == code


LOST = """
import os, signal, sys
from tracker.cli.interrupt import Interrupts

class Finalised:
    def __del__(self):
        os.kill(os.getpid(), signal.SIGINT)
        len([])

interrupts = Interrupts()
interrupts.raise_once()
try:
    Finalised()
    while True:
        len([])
except KeyboardInterrupt:
    os._exit(7)
"""


@on_posix
def test_an_interrupt_that_came_where_none_can_be_raised_is_raised_again() -> None:
    done = python(LOST)
    assert (done.returncode, done.stderr) == (7, "")


OTHER = """
from tracker.cli.interrupt import Interrupts

class Finalised:
    def __del__(self):
        raise ValueError("ours")

Interrupts().raise_once()
Finalised()
"""


def test_other_errors_that_cannot_be_raised_are_told_as_ever() -> None:
    assert "ValueError: ours" in python(OTHER).stderr


EDITING = """
import os, sys
from tracker.cli.interrupt import Interrupts
from tracker.cli.review import edited
from tracker.load.draft import Draft

interrupts = Interrupts()
interrupts.raise_once()
try:
    edited(Draft(line=1, wording={"kk": "Мектеп"}), os.environ)
except KeyboardInterrupt:
    sys.exit(interrupts.code(130))
"""

PAGING = """
import io, os, sys
from tracker.cli.interrupt import Interrupts
from tracker.cli.pager import _run

interrupts = Interrupts()
interrupts.raise_once()
try:
    _run([sys.executable, sys.argv[1]], iter(["x\\n"] * 3), os.environ)
except KeyboardInterrupt:
    sys.exit(interrupts.code(130))
"""

ENDING_ITS_PARENT = """
import os, pathlib, signal, time
pathlib.Path({place!r}).write_text(str(os.getpid()))
os.kill(os.getppid(), signal.{name})
time.sleep(600)
"""


@on_posix
@pytest.mark.parametrize(("name", "code"), [("SIGINT", 130), ("SIGTERM", 143), ("SIGHUP", 143)])
def test_a_signal_while_the_editor_is_open_removes_the_draft(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, code: int
) -> None:
    script, said = tmp_path / "editor.py", tmp_path / "said"
    script.write_text(ENDING_ITS_PARENT.format(place=str(said), name=name), encoding="utf-8")
    monkeypatch.setenv("VISUAL", f'"{sys.executable}" "{script}"')
    done = python(EDITING)
    assert (done.returncode, done.stderr) == (code, "")
    assert list(Path(os.environ["TMPDIR"]).iterdir()) == []
    assert has_ended(int(said.read_text(encoding="utf-8")))


@on_posix
def test_a_command_that_is_told_to_end_takes_its_pager_along(tmp_path: Path) -> None:
    script, said = tmp_path / "pager.py", tmp_path / "said"
    script.write_text(ENDING_ITS_PARENT.format(place=str(said), name="SIGTERM"), encoding="utf-8")
    done = python(PAGING, str(script))
    assert (done.returncode, done.stderr) == (143, "")
    assert has_ended(int(said.read_text(encoding="utf-8")))


def has_ended(process: int) -> bool:
    """Tell whether a process is no more, or about to be taken away by whoever inherited it."""
    try:
        state = Path(f"/proc/{process}/stat").read_text(encoding="utf-8")
    except OSError:
        return True
    return state.rpartition(")")[2].split()[0] in "ZX"
