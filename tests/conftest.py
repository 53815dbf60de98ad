"""What all tests share: a home of their own, a day of their own, no trace of the machine's."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import psycopg
import pytest
import servers

from tracker.cli.app import main
from tracker.domain.deadline import Every
from tracker.domain.directive import Signature
from tracker.domain.status import Status
from tracker.load.read import load, read_file
from tracker.load.shipped import shipped_files
from tracker.service.add import add
from tracker.service.load import load as take
from tracker.service.update import News, update
from tracker.store.memory import MemoryStore

Cli = Callable[..., tuple[int, str, str]]
"""Runs a command here; gives its code, output and errors."""

Find = Callable[[str], str]
"""Gives the path of a program."""

TODAY = date(2025, 12, 22)
UNTIL = date(2025, 12, 29)
"""The fifth working day from then on."""

REPOSITORY = Path(__file__).resolve().parent.parent


@pytest.fixture(autouse=True)
def _own_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Keep every test away from the user's own files, settings and language."""
    for name in list(os.environ):
        if name.startswith(("TRACKER_", "LC_", "XDG_")) or name in ("LANG", "NO_COLOR", "COLUMNS"):
            monkeypatch.delenv(name)
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    monkeypatch.setenv("APPDATA", str(home))
    monkeypatch.setenv("LOCALAPPDATA", str(home))


@pytest.fixture(autouse=True)
def _own_leftovers(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Keep every test away from what others leave; the path is short, for a browser's sockets."""
    with tempfile.TemporaryDirectory(prefix="t-", ignore_cleanup_errors=True) as folder:
        for name in ("TMPDIR", "TEMP", "TMP"):
            monkeypatch.setenv(name, folder)
        yield


@pytest.fixture
def program() -> Find:
    """Return the path of a program that others wrote; in CI a missing one is a failure."""

    def find(name: str) -> str:
        path = shutil.which(name)
        if path is None:
            if os.environ.get("CI"):
                pytest.fail(f"{name} is not installed")
            pytest.skip(f"{name} is not installed")
        return path

    return find


def need_postgres() -> None:
    """Skip the test where there is no PostgreSQL; in CI a missing one is a failure."""
    if servers.program("initdb") is None:
        if os.environ.get("CI"):
            pytest.fail("PostgreSQL is not installed")
        pytest.skip("PostgreSQL is not installed")


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """Return the address of a PostgreSQL server, for the one who made it."""
    need_postgres()
    with servers.server() as address:
        yield address


@pytest.fixture
def on_server(postgres: str) -> str:
    """Return the address of a new store on a server."""
    from tracker.store.postgres.schema import init

    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute("DROP SCHEMA IF EXISTS tracker CASCADE")
    init(postgres)
    with psycopg.connect(postgres, autocommit=True) as connection:  # the tests' days are long past
        connection.execute("UPDATE tracker.turn SET days_back = 100000")
    return postgres


@pytest.fixture
def by() -> Signature:
    """Return who makes the changes of a test, and when."""
    return Signature("Айгүл", datetime(2025, 12, 22, 4, 30, tzinfo=UTC), TODAY)


@pytest.fixture
def office() -> MemoryStore:
    """Return an office that has worked with the shipped meeting until `TODAY`.

    1 is overdue, 2 waits for the controller, 3 was returned, 4 is silent, 5 is constant with a
    period closed, 6 is executed, 7 is due soon, 8 has no executor, 9 was withdrawn.
    """
    store = MemoryStore()
    files = [load(str(path), read_file(path)) for path in shipped_files()]
    take(store, files, by=_on(11, 4))
    update(store, [1], News(progress=60, measures=[("students", 20450)]), by=_on(11, 20))
    due = News(due=date(2025, 12, 17), reason="Әкімнің шешімі", status=Status.IN_PROGRESS)
    update(store, [1], due, by=_on(12, 10))
    sent = News(status=Status.SUBMITTED, progress=100, evidence=["https://example.kz/3.pdf"])
    update(store, [3], sent, by=_on(12, 11))
    update(store, [3], News(status=Status.RETURNED, reason="Тізім жоқ"), by=_on(12, 12))
    update(store, [5, 6], News(status=Status.SUBMITTED), by=_on(12, 15))
    update(store, [5, 6], News(status=Status.EXECUTED), by=_on(12, 16))
    roads = {
        "kk": "Жолдарды қыстан тазарту",
        "ru": "Очистить дороги зимой",
        "en": "Clear the roads",
    }
    add(store, roads, executor="employment", due=date(2025, 12, 26), by=_on(12, 17))
    heat = {"kk": "Мектептердің жылуын тексеру"}
    add(store, heat, every=Every.YEAR, due=date(2026, 1, 15), by=_on(12, 18))
    add(store, {"ru": "Провести ярмарку"}, by=_on(12, 18))
    said = News(note="Тізім нақтыланды", unit="employment")
    update(store, [2], said, by=_on(12, 18))
    update(store, [2], News(status=Status.SUBMITTED), by=_on(12, 19))
    update(store, [9], News(status=Status.WITHDRAWN, reason="Қайталанған"), by=_on(12, 19))
    return store


def _on(month: int, day: int) -> Signature:
    """Return the signature of a change made on a day of 2025."""
    at = datetime(2025, month, day, 4, 30, tzinfo=UTC)
    return Signature("Айгүл", at, date(2025, month, day))


@pytest.fixture
def cli(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Cli:
    """Return a function that runs a command here and returns code, output and errors."""
    monkeypatch.setenv("TRACKER_STORE", str(tmp_path / "store"))
    monkeypatch.setenv("TRACKER_TODAY", "2025-12-22")
    monkeypatch.setenv("TRACKER_ACTOR", "Айгүл")
    monkeypatch.setenv("COLUMNS", "80")

    def run(*words: str) -> tuple[int, str, str]:
        code = main(words)
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run
