"""A server dies with changes in flight, and its replica takes over: nothing confirmed is lost."""

import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import psycopg
import pytest
import servers
from conftest import need_postgres

from tracker.domain.directive import Signature
from tracker.service.add import add
from tracker.store.open import open_store
from tracker.store.postgres.schema import init

WRITERS = 3

PREFERS_REPLICA = "&target_session_attrs=prefer-standby"


@pytest.fixture
def pair() -> Iterator[servers.Pair]:
    """Return a server and its replica, with a new store."""
    need_postgres()
    with servers.pair() as pair:
        init(pair.primary)
        yield pair


def test_reading_goes_to_the_replica_and_changing_to_the_primary(
    pair: servers.Pair, by: Signature
) -> None:
    """What the primary confirms, the replica shows: it confirms what the replica has applied."""
    reader = open_store(pair.both + PREFERS_REPLICA)
    assert reader.directives() == []
    assert connections(pair.replica) == 1
    assert connections(pair.primary) == 0
    for number in range(1, 6):
        writer = open_store(pair.both + PREFERS_REPLICA)
        assert add(writer, {"kk": f"{number}"}, by=by).after.id == number
        assert [d.id for d in reader.directives()] == [*range(1, number + 1)]


def test_nothing_confirmed_is_lost_when_the_primary_is_killed(pair: servers.Pair) -> None:
    """Writers go on all the time; each knows what was confirmed, and what was refused how."""
    busy, promoted = Event(), Event()
    with ThreadPoolExecutor(WRITERS) as pool:
        runs = [pool.submit(write, pair.both, name, busy, promoted) for name in "абв"[:WRITERS]]
        assert busy.wait(60)
        pair.kill()
        code, told = tracker(pair.both, "add", "бос")
        assert (code, told.count("\n")) == (4, 1)
        assert "Nothing was changed" in told
        pair.promote()
        promoted.set()
        confirmed, failed = zip(*(run.result() for run in runs), strict=True)
    kept = [d.text("kk") for d in open_store(pair.replica).directives()]
    for texts in confirmed:
        assert len(texts) > 3
        assert set(texts) <= set(kept)
    assert len(kept) == len(set(kept))
    assert all(code == 4 and told.count("\n") == 1 for codes in failed for code, told in codes)
    assert "бос" not in kept


def write(
    address: str, name: str, busy: Event, promoted: Event
) -> tuple[list[str], list[tuple[int, str]]]:
    """Add directives until three were added to the promoted server; return what came of it."""
    confirmed: list[str] = []
    failed: list[tuple[int, str]] = []
    after = number = 0
    while after < 3 and number < 500:
        number += 1
        text = f"{name}{number}"
        counts = promoted.is_set()
        code, told = tracker(address, "add", text)
        if code == 0:
            confirmed.append(text)
            after += counts
        else:
            failed.append((code, told))
            promoted.wait(60)
        if number == 5:
            busy.set()
    return confirmed, failed


def tracker(address: str, *words: str) -> tuple[int, str]:
    """Run a command in a process of its own; return its code and what it says of errors."""
    done = subprocess.run(
        [sys.executable, "-m", "tracker", *words, "--store", address],
        env={**os.environ, "TRACKER_ACTOR": "Айгүл", "TRACKER_LANG": "en"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return done.returncode, done.stderr


def connections(address: str) -> int:
    """Return how many connections of the program a server has."""
    with psycopg.connect(address) as connection:
        found = connection.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'tracker'"
        ).fetchone()
        return int(found[0]) if found else 0
