"""A server dies with changes in flight, and its replica takes over: nothing confirmed is lost."""

from collections.abc import Iterator

import psycopg
import pytest
import servers
from conftest import need_postgres
from failover import failover

from tracker.domain.directive import Signature
from tracker.service.add import add
from tracker.store.open import open_store
from tracker.store.postgres.schema import init

PREFERS_REPLICA = "&target_session_attrs=prefer-standby"


@pytest.fixture
def pair() -> Iterator[servers.Pair]:
    """Return a server and its replica."""
    need_postgres()
    with servers.pair() as pair:
        yield pair


@pytest.mark.parametrize("tells", [True, False])
def test_reading_goes_to_the_replica_and_changing_to_the_primary(
    pair: servers.Pair, by: Signature, monkeypatch: pytest.MonkeyPatch, *, tells: bool
) -> None:
    """What the primary confirms, the replica shows: it confirms what the replica has applied.

    A server before version 14 does not tell what it is, and is asked.
    """
    init(pair.primary)
    if not tells:
        monkeypatch.setattr(psycopg.ConnectionInfo, "parameter_status", lambda *_: None)
    reader = open_store(pair.both + PREFERS_REPLICA)
    assert reader.directives() == []
    assert connections(pair.replica) == 1
    assert connections(pair.primary) == 0
    for number in range(1, 6):
        writer = open_store(pair.both + PREFERS_REPLICA)
        assert add(writer, {"kk": f"{number}"}, by=by).after.id == number
        assert [d.id for d in reader.directives()] == [*range(1, number + 1)]


def test_nothing_confirmed_is_lost_when_the_primary_is_killed(pair: servers.Pair) -> None:
    figures = failover(pair, writers=3, seconds=6)
    assert (figures.lost, figures.doubled, figures.otherwise) == (0, 0, [])
    assert figures.confirmed_before > 2
    assert figures.confirmed_after > 2
    code, told = figures.in_between
    assert (code, told.count("\n")) == (4, 1)
    assert "Nothing was changed" in told


def connections(address: str) -> int:
    """Return how many connections of the program a server has."""
    with psycopg.connect(address) as connection:
        found = connection.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'tracker'"
        ).fetchone()
        return int(found[0]) if found else 0
