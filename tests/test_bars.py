"""Progress bars: after a second, on a terminal, with a rate and an end, and gone in the end."""

import io
import re
import sys
from contextlib import suppress

import pytest

from tracker.cli.bars import Bars
from tracker.cli.session import Session
from tracker.i18n.language import Language
from tracker.steps import steps, watched


class Terminal(io.StringIO):
    """Standard error as a terminal."""

    def isatty(self) -> bool:
        return True


class Clock:
    """A clock that goes on by a step each time it is asked."""

    def __init__(self, step: float) -> None:
        self.now = 0.0
        self.step = step

    def __call__(self) -> float:
        self.now += self.step
        return self.now


def drawn(count: int, seconds: float, *, total: int | None = None, code: str = "en") -> str:
    """Return what is on the terminal after so many steps, each of so many seconds."""
    terminal = Terminal()
    with watched(Bars(Language(code), terminal, Clock(seconds))):
        step = steps("Reading rows", count if total is None else total)
        for _ in range(count):
            step()
    return re.sub("\x1b\\[[0-9;?]*[A-Za-z]", "", terminal.getvalue())


@pytest.fixture
def wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("TERM", "xterm")


@pytest.mark.usefixtures("wide")
def test_nothing_is_drawn_within_the_first_second() -> None:
    assert drawn(90, 0.01) == ""


@pytest.mark.usefixtures("wide")
def test_a_bar_tells_how_far_how_fast_and_how_long() -> None:
    """200 steps of 10 ms each: after half of them there is a second left."""
    text = drawn(100, 0.01, total=200)
    assert "Reading rows" in text
    assert "99 of 200, 100 a second" in text
    assert "1 s left" in text


@pytest.mark.usefixtures("wide")
@pytest.mark.parametrize(
    ("code", "words"), [("kk", "Жолдар оқылуда"), ("ru", "Чтение строк"), ("en", "Reading rows")]
)
def test_it_speaks_the_users_language(code: str, words: str) -> None:
    assert words in drawn(300, 0.01, code=code)


@pytest.mark.usefixtures("wide")
def test_it_is_drawn_ten_times_a_second_at_most() -> None:
    """Three seconds, of which the first has none."""
    assert 15 <= drawn(3_000, 0.001).count(" a second") <= 25


@pytest.mark.usefixtures("wide")
def test_more_steps_than_expected_are_no_more_than_all() -> None:
    assert re.search("2[0-9]{2} of 2[0-9]{2}", drawn(250, 0.01, total=3))


@pytest.mark.usefixtures("wide")
def test_one_bar_follows_the_other_and_none_stays() -> None:
    terminal = Terminal()
    bars = Bars(Language("en"), terminal, Clock(0.01))
    with watched(bars):
        for what in ("Reading rows", "Writing events"):
            step = steps(what, 300)
            for _ in range(300):
                step()
    bars.clear()
    text = terminal.getvalue()
    assert text.index("Reading rows") < text.index("Writing events")
    assert "Reading rows" not in text[text.index("Writing events") :]
    assert text.endswith(("\x1b[2K", "\x1b[?25h"))  # the line is erased, the cursor is back


class Gone(Terminal):
    """A terminal that was closed."""

    def write(self, _text: str) -> int:
        raise OSError("gone")


@pytest.mark.usefixtures("wide")
def test_the_work_goes_on_when_the_terminal_has_gone() -> None:
    bars = Bars(Language("en"), Gone(), Clock(0.01))
    with watched(bars):
        step = steps("Writing events", 300)
        for _ in range(300):
            step()
    bars.clear()


@pytest.mark.parametrize(("stream", "term"), [(io.StringIO(), "xterm"), (Terminal(), "dumb")])
def test_only_a_terminal_has_bars(
    stream: io.StringIO, term: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stderr", stream)
    before = steps("Reading rows", 1)
    with Session({"TERM": term}).watching():
        assert steps("Reading rows", 1) is before


def test_bars_end_with_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", Terminal())
    before = steps("Reading rows", 1)
    with suppress(KeyboardInterrupt), Session({"TERM": "xterm"}).watching():
        assert steps("Reading rows", 1) is not before
        raise KeyboardInterrupt
    assert steps("Reading rows", 1) is before


def test_nobody_needs_to_watch() -> None:
    """Then all work has one and the same step, which does nothing."""
    assert steps("Reading rows", 2) is steps("Writing rows", 3)
