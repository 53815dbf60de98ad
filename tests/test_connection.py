"""What a lost connection, a busy server and a second server do to changes: nothing, or once."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest
import servers
from conftest import need_postgres
from proxy import Loss, Proxy, between
from psycopg.conninfo import conninfo_to_dict

from tracker.domain.directive import Signature
from tracker.domain.meeting import Meeting
from tracker.errors import Refused, StoreBusy, StoreUnreadable
from tracker.service.add import add
from tracker.service.update import News, update
from tracker.store.base import Store
from tracker.store.open import open_store
from tracker.store.postgres.schema import init

MEETING = Meeting("a", date(2025, 11, 3), {"kk": "Жиын"})

Line = tuple[Proxy, Store]
"""A proxy, and a store that is reached through it."""


@pytest.fixture
def line(on_server: str) -> Iterator[Line]:
    with between(on_server) as (proxy, address):
        yield proxy, open_store(address, wait=5)


def texts(store: Store) -> list[str]:
    return [d.text("kk") for d in store.directives(closed=True)]


@pytest.mark.parametrize("losses", [[Loss.QUESTION], [Loss.ANSWER], [Loss.QUESTION, Loss.ANSWER]])
def test_a_change_whose_commit_is_lost_is_made_once(
    line: Line, on_server: str, by: Signature, losses: list[Loss]
) -> None:
    """The question lost: it is asked again. The answer lost: it was kept, and is not made again."""
    proxy, store = line
    add(store, {"kk": "бір"}, by=by)
    proxy.losses = list(losses)
    assert add(store, {"kk": "екі"}, by=by).after.id == 2
    assert proxy.losses == []
    assert texts(open_store(on_server)) == ["бір", "екі"]
    assert [e.seq for e in open_store(on_server).events()] == [1, 2]
    assert add(store, {"kk": "үш"}, by=by).after.id == 3


def test_a_change_that_is_lost_each_time_says_that_nothing_was_changed(
    line: Line, on_server: str, by: Signature
) -> None:
    proxy, store = line
    add(store, {"kk": "бір"}, by=by)
    proxy.losses = [Loss.QUESTION] * 9
    with pytest.raises(StoreUnreadable, match="Nothing was changed"):
        add(store, {"kk": "екі"}, by=by)
    assert texts(open_store(on_server)) == ["бір"]


@pytest.mark.parametrize("loss", Loss)
def test_a_server_that_is_gone_at_the_commit_leaves_a_doubt_which_is_said(
    line: Line, by: Signature, loss: Loss
) -> None:
    proxy, store = line
    proxy.losses = [loss]

    def change() -> None:
        with store.change(by) as transaction:
            transaction.put_meeting("a", MEETING)
            proxy.close()

    with pytest.raises(StoreUnreadable, match="not known"):
        change()


def test_a_connection_lost_while_deciding_is_no_matter(
    line: Line, on_server: str, by: Signature
) -> None:
    """The server ends the connection in the middle; the change is written on a new one."""
    _, store = line
    add(store, {"kk": "бір"}, by=by)
    with store.change(by) as transaction:
        servers.end_connections(on_server)
        assert transaction.directive(1).text("kk") == "бір"
        transaction.put_meeting("a", MEETING)
    assert [e.seq for e in store.events()] == [1, 2]


def test_what_others_changed_meanwhile_is_not_written_over(
    line: Line, on_server: str, by: Signature
) -> None:
    """The lock goes with the connection: somebody else takes it, and is first."""
    _, store = line

    def change() -> None:
        with store.change(by) as transaction:
            servers.end_connections(on_server)
            add(open_store(on_server), {"kk": "өзге"}, by=by)
            transaction.put_meeting("a", MEETING)

    with pytest.raises(StoreBusy, match="Nothing was changed"):
        change()
    assert texts(store) == ["өзге"]
    assert len(store.events()) == 1


def test_a_reader_asks_again_on_a_new_connection(line: Line, on_server: str, by: Signature) -> None:
    _, store = line
    add(store, {"kk": "бір"}, by=by)
    servers.end_connections(on_server)
    assert texts(store) == ["бір"]


@pytest.mark.parametrize(("hiccups", "is_kept"), [(2, True), (9, False)])
@pytest.mark.parametrize("code", ["40001", "40P01"])
def test_what_the_server_puts_off_is_tried_again_a_few_times(
    on_server: str, by: Signature, code: str, hiccups: int, *, is_kept: bool
) -> None:
    """A trigger fails so many times; a sequence counts on through what is rolled back."""
    put_off(on_server, code, hiccups)
    store = open_store(on_server)
    if is_kept:
        add(store, {"kk": "бір"}, by=by)
    else:
        with pytest.raises(StoreUnreadable, match="Nothing was changed"):
            add(store, {"kk": "бір"}, by=by)
    assert texts(store) == ["бір"] * is_kept
    assert len(store.events()) == is_kept


def test_a_change_made_on_what_somebody_saw_holds_across_connections(
    on_server: str, by: Signature
) -> None:
    one, other = open_store(on_server), open_store(on_server)
    seen = add(one, {"kk": "бір"}, by=by).after.version
    update(other, [1], News(progress=10), seen=seen, by=by)
    with pytest.raises(Refused, match="was changed since event"):
        update(one, [1], News(progress=20), seen=seen, by=by)
    assert one.directive(1).progress == 10


def test_tls_is_as_the_address_asks_and_a_wrong_certificate_is_one_sentence() -> None:
    need_postgres()
    with servers.encrypted() as (address, certificate):
        checked = f"{address}?sslmode=verify-full&sslrootcert={certificate}"
        init(checked)
        assert open_store(checked).directives() == []
        with psycopg.connect(checked) as connection:
            query = b"SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()"
            assert connection.execute(query).fetchone() == (True,)
        for wrong in (
            checked.replace("localhost", "127.0.0.1"),
            f"{address}?sslmode=verify-full&sslrootcert=/no/such/file",
        ):
            with pytest.raises(StoreUnreadable, match="certificate") as caught:
                open_store(wrong).directives()
            assert "\n" not in str(caught.value)


def test_a_service_names_the_server_and_a_file_the_password(
    on_server: str, by: Signature, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = conninfo_to_dict(on_server)
    lines = "".join(f"{name}={given[name]}\n" for name in ("host", "port", "user", "dbname"))
    (tmp_path / "services").write_text(f"[office]\n{lines}", encoding="utf-8")
    monkeypatch.setenv("PGSERVICEFILE", str(tmp_path / "services"))
    store = open_store("postgresql:///?service=office")
    add(store, {"kk": "Жол"}, by=by)
    assert texts(open_store(on_server)) == ["Жол"]
    with pytest.raises(StoreUnreadable, match="nowhere"):
        open_store("postgresql:///?service=nowhere").directives()


@pytest.mark.parametrize("level", ["serializable", "repeatable read"])
def test_what_the_server_isolates_by_default_is_no_matter(
    on_server: str, by: Signature, level: str
) -> None:
    """A stricter level would take its view before the lock, and miss the last change."""
    options = quote(f"-c default_transaction_isolation={level.replace(' ', chr(92) + ' ')}")
    store = open_store(f"{on_server}&options={options}")
    other = open_store(on_server)
    for number in range(1, 6):
        assert add(store, {"kk": f"{number}"}, by=by).after.id == 2 * number - 1
        assert add(other, {"kk": f"{number}"}, by=by).after.id == 2 * number


def put_off(address: str, code: str, times: int) -> None:
    """Let the first changes fail with this code."""
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("CREATE SEQUENCE tracker.hiccups")
        connection.execute(
            f"""
            CREATE FUNCTION tracker.hiccup() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
              IF nextval('tracker.hiccups') <= {times:d} THEN
                RAISE EXCEPTION 'not now' USING ERRCODE = '{code}';
              END IF;
              RETURN NEW;
            END $$
            """.encode()
        )
        connection.execute(
            "CREATE TRIGGER hiccup BEFORE INSERT ON tracker.directives "
            "FOR EACH ROW EXECUTE FUNCTION tracker.hiccup()"
        )
