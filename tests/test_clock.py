"""Clocks that are wrong: what they would spoil is refused, what they make odd is told."""

import json
import os
import time
import zipfile
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from types import SimpleNamespace
from typing import Self

import psycopg
import pytest

from tracker.cli import clock
from tracker.cli.app import main
from tracker.domain.directive import Signature
from tracker.errors import Refused
from tracker.i18n.language import Language, local
from tracker.service.add import add
from tracker.service.maintain import back_up, remarks
from tracker.service.update import News, update
from tracker.store.base import last_moment_of
from tracker.store.memory import MemoryStore
from tracker.store.open import open_store
from tracker.store.tiny import FolderStore

WORKED = datetime(2026, 3, 2, 4, 30, tzinfo=UTC)

At = Callable[..., tuple[int, str, str]]
"""Runs a command at a moment; gives its code, output and errors."""


@pytest.fixture
def at(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> At:
    """Return what runs a command by another clock, on a store that was worked in at `WORKED`."""
    monkeypatch.setenv("TRACKER_STORE", str(tmp_path / "store"))
    monkeypatch.setenv("TRACKER_ACTOR", "Айгүл")
    monkeypatch.setenv("TRACKER_LANG", "en")
    monkeypatch.setenv("COLUMNS", "80")

    def run(moment: datetime, *words: str) -> tuple[int, str, str]:
        code = main(words, lambda: moment)
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    assert run(WORKED, "load")[0] == 0
    assert run(WORKED, "update", "1", "--progress", "40")[0] == 0
    return run


YEARS = (1902, 1969, 1979, 2019, 2101, 2107, 2262)
READING: Sequence[tuple[str, ...]] = (
    (),
    ("list",),
    ("show", "1"),
    ("history",),
    ("units",),
    ("report", "deadlines"),
    ("report", "discipline"),
    ("report", "flow"),
    ("report", "indicators"),
    ("store", "info"),
    ("undo", "--list"),
    ("report", "--as-of", "2026-03-01"),
)
CHANGING = (
    ("add", "Жол"),
    ("update", "1", "--progress", "50"),
    ("assign", "1", "employment"),
    ("load",),
    ("undo",),
    ("redo",),
    ("units", "add", "roads", "Жол"),
)


@pytest.mark.parametrize("year", YEARS)
def test_by_a_clock_that_is_wrong_everything_is_read(at: At, year: int) -> None:
    for words in READING:
        code, out, err = at(datetime(year, 6, 1, 12, tzinfo=UTC), *words)
        assert (code, bool(out), err) == (0, True, ""), words
    assert at(datetime(year, 6, 1, 12, tzinfo=UTC), "letter", "1", "reminder")[0] in (0, 1)


@pytest.mark.parametrize("suffix", ["html", "xlsx", "md", "ics", "json", "csv"])
@pytest.mark.parametrize("year", YEARS)
def test_by_a_clock_that_is_wrong_documents_are_written(
    at: At, tmp_path: Path, year: int, suffix: str
) -> None:
    moment = datetime(year, 6, 1, 12, tzinfo=UTC)
    assert at(moment, "export", str(tmp_path / f"x.{suffix}"))[0] == 0


@pytest.mark.parametrize("year", YEARS)
def test_by_a_clock_that_is_wrong_nothing_is_changed(at: At, tmp_path: Path, year: int) -> None:
    before = (tmp_path / "store" / "events.jsonl").read_bytes()
    for words in CHANGING:
        code, out, err = at(datetime(year, 6, 1, 12, tzinfo=UTC), *words)
        assert (code, out, err.count("\n")) == (1, "", 1), words
        assert f"{year:04}-06-01, which cannot be right" in err
    assert (tmp_path / "store" / "events.jsonl").read_bytes() == before


@pytest.mark.parametrize("year", [clock.FIRST_YEAR, clock.LAST_YEAR])
def test_any_other_clock_is_believed(year: int) -> None:
    assert clock.check(datetime(year, 12, 31, tzinfo=UTC)).year == year


def test_a_clock_that_cannot_be_told_stands_at_the_end_of_what_can(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """In 2263, nanoseconds take more than 64 bits."""

    class Full(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Self:
            raise OverflowError(tz)

    assert clock.now() < clock.LATEST
    monkeypatch.setattr(clock, "datetime", Full)
    assert clock.now() == clock.LATEST
    with pytest.raises(Refused, match="clock"):
        clock.check(clock.now())


def test_what_breaks_beyond_it_is_the_clocks_fault(
    at: At, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Libraries fail as soon as they are imported."""

    def failing(_: FolderStore, *, closed: bool = False) -> None:
        raise OverflowError(closed)

    monkeypatch.setattr(FolderStore, "directives", failing)
    code, _, err = at(clock.LATEST + timedelta(days=1), "list")
    assert (code, "The clock of this machine says" in err) == (1, True)
    assert at(WORKED, "list")[0] == 5
    assert len(list((tmp_path / "home").rglob("bug-*.txt"))) == 1


# A clock that is behind the last event


@pytest.mark.parametrize(
    ("behind", "is_told"), [(61, True), (3600, True), (60, False), (-5, False)]
)
def test_a_change_by_a_clock_that_is_behind_is_made_and_told(
    at: At, tmp_path: Path, behind: int, is_told: bool
) -> None:
    code, out, err = at(WORKED - timedelta(seconds=behind), "update", "1", "--progress", "50")
    assert (code, bool(out)) == (0, True)
    assert ("The clock says 2026-03-02" in err) is is_told
    assert FolderStore(tmp_path / "store").directive(1).progress == 50


def test_the_note_says_both_moments(at: At) -> None:
    english = Language("en")
    moment = WORKED - timedelta(hours=2)
    _, _, err = at(moment, "add", "Жол")
    says = f"The clock says {english.moment(moment)}, but the last event is of "
    assert says + english.moment(WORKED) in err


def test_the_last_moment_is_read_whatever_the_line_is_like(tmp_path: Path, by: Signature) -> None:
    """It may be long, and followed by what was never committed."""
    store = FolderStore(tmp_path / "store")
    assert last_moment_of(store) is None
    add(store, {"kk": "Мектеп " * 1400}, by=by)
    assert last_moment_of(store) == by.at
    later = by._replace(at=by.at + timedelta(hours=1))
    update(store, [1], News(note="Сөз"), by=later)
    assert last_moment_of(store) == later.at
    path = store.journal().path
    path.write_bytes(path.read_bytes() + b'{"seq":9,"at":"20')
    assert last_moment_of(store) == later.at
    path.write_bytes(b"not a line of ours\n")
    assert last_moment_of(store) is None
    path.write_bytes(b"torn")
    assert last_moment_of(store) is None
    path.write_bytes(b"")
    assert last_moment_of(store) is None


def test_only_a_folder_goes_by_its_users_clocks() -> None:
    assert last_moment_of(MemoryStore()) is None


def test_check_tells_that_time_went_back_and_finds_nothing_wrong(at: At, tmp_path: Path) -> None:
    first = len(FolderStore(tmp_path / "store").events()) + 1
    assert at(WORKED, "check")[0] == 0
    at(WORKED - timedelta(hours=1), "add", "Жол")
    at(WORKED - timedelta(hours=2), "add", "Көпір")
    at(WORKED - timedelta(hours=2, seconds=30), "add", "Тоннель")
    told = f"moment than the event before them: 2, the first is event {first} of 2026-03-02"
    code, out, err = at(WORKED, "check", "--output", "table")
    assert (code, told in " ".join(out.split()), "Nothing is wrong" in out) == (0, True, True)
    code, out, err = at(WORKED, "check", "--output", "plain")
    assert (code, told in err, told in out) == (0, True, False)
    document = json.loads(at(WORKED, "check", "--output", "json")[1])
    assert document["findings"] == []
    assert told in document["remarks"][0]


def test_a_server_goes_by_its_own_clock(on_server: str, by: Signature) -> None:
    """What the client says is beside it; moved events have no other moment."""
    store = open_store(on_server)
    for hours in (2, 1, 0):
        add(store, {"kk": "Жол"}, by=by._replace(at=by.at + timedelta(hours=hours)))
    assert list(remarks(store)) == []
    with psycopg.connect(on_server, autocommit=True) as connection:
        assert connection.execute("SELECT count(*) FROM tracker.events").fetchone() == (3,)


# Files


@pytest.mark.parametrize("year", [1969, 1979, 2107, 2312])
def test_a_file_of_any_age_breaks_nothing(at: At, tmp_path: Path, year: int) -> None:
    when = (datetime(year, 6, 1, tzinfo=UTC) - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds()
    for path in [*(tmp_path / "store").rglob("*.json*")]:
        os.utime(path, (when, when))
    for words in (*READING, ("check",), ("backup", str(tmp_path / "b.zip")), ("add", "Жол")):
        assert at(WORKED, *words)[0] == 0, words
    os.utime(tmp_path / "store" / "directives.json", (when, when))
    document = json.loads(at(WORKED, "store", "info", "--output", "json")[1])
    assert document["changed_at"].startswith(f"{year}-06-01")


def test_a_file_out_of_all_bounds_has_no_moment(
    at: At, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.utime(tmp_path / "store" / "directives.json", (0, 0))
    real = Path.stat

    def stat(path: Path, *, follow_symlinks: bool = True) -> object:
        found = real(path, follow_symlinks=follow_symlinks)
        if path.name != "directives.json":
            return found
        names = ("st_ino", "st_mtime_ns", "st_size", "st_mode")
        return SimpleNamespace(st_mtime=1e15, **{name: getattr(found, name) for name in names})

    monkeypatch.setattr(Path, "stat", stat)
    document = json.loads(at(WORKED, "store", "info", "--output", "json")[1])
    assert document["changed_at"] is None


def test_a_backup_says_of_no_file_when_it_is_from(tmp_path: Path, by: Signature) -> None:
    """A zip knows no year before 1980 and none behind 2107; and its files are private."""
    store = FolderStore(tmp_path / "store")
    add(store, {"kk": "Мектеп"}, by=by)
    with zipfile.ZipFile(back_up(store, tmp_path / "b.zip")) as archive:
        for member in archive.infolist():
            assert member.date_time == (1980, 1, 1, 0, 0, 0)
            assert member.external_attr >> 16 == 0o600
            assert member.compress_type == zipfile.ZIP_DEFLATED


@pytest.mark.parametrize("year", [1969, 2150])
@pytest.mark.parametrize("command", [("report", "--save"), ("letter", "1", "reminder", "--save")])
def test_a_word_file_that_the_clock_forbids_is_a_sentence(
    at: At, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, year: int, command: Sequence[str]
) -> None:
    """The library that writes it asks the clock for each part."""
    odd = SimpleNamespace(time=time.time, localtime=lambda _: (year, 6, 1, 12, 0, 0))
    monkeypatch.setattr(zipfile, "time", odd)
    code, _, err = at(WORKED, *command, str(tmp_path / "x.docx"))
    assert (code, "between 1980 and 2107" in err) == (1, True)
    assert not (tmp_path / "x.docx").exists()


def test_a_moment_that_the_system_cannot_place_is_told_in_utc() -> None:
    class Early(datetime):
        def astimezone(self, tz: tzinfo | None = None) -> Self:
            if tz is None:
                raise OSError(22, "Invalid argument")
            return super().astimezone(tz)

    assert local(Early(1969, 6, 1, 12, tzinfo=UTC)).isoformat() == "1969-06-01T12:00:00+00:00"
    assert Language("en").moment(Early(1969, 6, 1, 12, tzinfo=UTC)) == "1969-06-01 12:00"
