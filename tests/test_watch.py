"""`tracker watch`: the sheet follows what others do, on both kinds of stores."""

import io
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path

import pytest
import servers
from conftest import Cli

from tracker.cli.session import Session
from tracker.cli.watch import follow, sheet
from tracker.domain.directive import Signature
from tracker.i18n.language import Language
from tracker.service.add import add
from tracker.show.watched import Screen, fitted
from tracker.store.open import open_store
from tracker.store.postgres.signals import ServerSignal
from tracker.store.signals import FileSignal, signal_of
from tracker.store.tiny import FolderStore

pty = pytest.importorskip("pty", reason="no such terminals here")


class Terminal(io.StringIO):
    """Standard output as a terminal."""

    def isatty(self) -> bool:
        return True


class Time:
    """A clock that goes on only by sleeping; somebody may do something meanwhile."""

    def __init__(self, meanwhile: Callable[[float], object] = lambda _: None) -> None:
        self.now = 100.0
        self._meanwhile = meanwhile

    def clock(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds
        self._meanwhile(self.now)


def test_a_file_tells_when_another_is_in_its_place(tmp_path: Path, by: Signature) -> None:
    store = FolderStore(tmp_path / "store")
    time = Time(lambda now: now == 101 and add(store, {"kk": "Жол"}, by=by))
    signal = FileSignal(store.path, time.clock, time.sleep)
    assert signal.wait(5)
    assert time.now == 101
    assert not signal.wait(5)
    assert time.now == 106


def test_a_server_tells_of_what_is_committed(on_server: str, by: Signature) -> None:
    store, signal = open_store(on_server), signal_of(on_server)
    assert not signal.wait(0)
    with store.change(by, trial=True) as transaction:
        transaction.restore(1, None)
    assert not signal.wait(0)
    add(store, {"kk": "Жол"}, by=by)
    assert signal.wait(10)
    assert not signal.wait(0)


def test_a_lost_connection_may_have_missed_something(on_server: str, by: Signature) -> None:
    """It says so once when it is lost, and once when there is another."""
    signal = ServerSignal(on_server, sleep=lambda _: None)
    servers.end_connections(on_server)
    assert [signal.wait(10), signal.wait(10), signal.wait(0)] == [True, True, False]
    add(open_store(on_server), {"kk": "Жол"}, by=by)
    assert signal.wait(10)


class Waits:
    """A signal that is asked so often, then somebody presses Ctrl+C."""

    def __init__(self, told: list[bool]) -> None:
        self._told = iter(told)

    def wait(self, seconds: float) -> bool:
        for told in self._told:
            return told
        raise KeyboardInterrupt


def test_it_is_drawn_at_first_after_a_change_and_on_a_new_day(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    session = Session({})
    days = iter([date(2025, 12, 22)] * 3 + [date(2025, 12, 23)] * 9)
    monkeypatch.setattr(Session, "today", property(lambda _: next(days)))
    shown: list[str] = []
    follow(session, Waits([False, True, False]), lambda: f"{len(shown)}", shown.append)
    assert shown == ["0", "1", "2"]


def test_what_does_not_fit_is_counted() -> None:
    lines = [f"{n}" for n in range(9)]
    english = Language("en")
    assert fitted(lines, 80, 5, english).split("\n") == [
        *lines[:4], "… 5 more lines · Follows changes; Ctrl+C ends it.",
    ]  # fmt: skip
    assert fitted(lines[:2], 80, 5, english).split("\n") == [
        "0", "1", "", "", "Follows changes; Ctrl+C ends it.",
    ]  # fmt: skip
    assert fitted(lines, 20, 5, english).split("\n") == [
        "0", "1", "… 7 more lines ·", "Follows changes;", "Ctrl+C ends it.",
    ]  # fmt: skip


def test_a_store_that_cannot_be_read_is_said_and_followed_on(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert cli("load")[0] == 0
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("LINES", "24")
    session = Session(os.environ)
    session.configure("en")
    assert "6 on control" in sheet(session)
    kept = (tmp_path / "store" / "directives.json").read_bytes()
    (tmp_path / "store" / "directives.json").write_bytes(b"{")
    assert "damaged" in sheet(session)
    (tmp_path / "store" / "directives.json").write_bytes(kept)
    assert "6 on control" in sheet(session)


def test_the_screen_gives_the_terminal_back() -> None:
    stream = Terminal()
    with Screen(stream) as screen:
        screen.show("[bold] Жол \x1b[1mтазарту\x1b[0m")
    assert "[bold] Жол" in stream.getvalue()
    assert stream.getvalue().endswith("\x1b[?25h\x1b[?1049l")


def test_a_server_that_only_reads_or_is_gone_is_said_before_the_screen(cli: Cli) -> None:
    at = ("--store", "postgresql:///postgres?host=/no/such/folder", "--lang", "en")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tracker.cli.watch.Screen", None)
        patch.setattr("sys.stdout", Terminal())
        code, _, err = cli("watch", *at)
    assert (code, err.count("\n")) == (4, 1)
    assert "tells of changes" in err


def test_without_a_terminal_it_is_refused(cli: Cli) -> None:
    code, out, err = cli("watch", "--lang", "en")
    assert (code, out, err.count("\n")) == (2, "", 1)


@contextmanager
def watching(address: str, ended_by: int = 2, code: int = 0) -> Iterator[int]:
    """Run the command on a terminal; give the end to read from. At last a signal ends it."""
    reading, writing = os.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "tracker", "watch", "--store", address],
        stdin=writing,
        stdout=writing,
        stderr=writing,
        env={**os.environ, "TRACKER_LANG": "en", "TERM": "xterm", "COLUMNS": "80", "LINES": "30"},
        start_new_session=True,
    )
    os.close(writing)
    try:
        yield reading
    finally:
        process.send_signal(ended_by)
        rest = b""
        with suppress(OSError):
            while read := os.read(reading, 65_536):
                rest += read
        os.close(reading)
        assert process.wait(30) == code
        assert b"Traceback" not in rest
        assert b"\x1b[?1049l" in rest


def appears(text: str, end: int) -> bool:
    """Read until a text is there, for at most a minute."""
    seen, last = b"", time.monotonic() + 60
    while text.encode() not in seen:
        if not select.select([end], [], [], max(last - time.monotonic(), 0))[0]:
            return False
        seen += os.read(end, 65_536)
    return True


@pytest.mark.parametrize("kind", ["folder", "server"])
def test_what_others_change_shows_at_once(
    request: pytest.FixtureRequest, tmp_path: Path, by: Signature, kind: str
) -> None:
    address = str(tmp_path / "s") if kind == "folder" else request.getfixturevalue("on_server")
    store = open_store(address)
    add(store, {"en": "Clear the roads"}, due=date(2025, 1, 5), by=by)
    with watching(address) as end:
        assert appears("Clear the roads", end)
        add(store, {"en": "Heat the schools"}, due=date(2025, 1, 6), by=by)
        assert appears("Heat the schools", end)


def test_told_to_end_it_gives_the_terminal_back(tmp_path: Path, by: Signature) -> None:
    add(open_store(str(tmp_path / "s")), {"en": "Clear the roads"}, by=by)
    with watching(str(tmp_path / "s"), signal.SIGTERM, 143) as end:
        assert appears("Ctrl+C", end)
