"""A server that many share: set up, brought up to date, restored, in use, going away."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import NamedTuple

import psycopg
import pytest
import servers
from conftest import Cli
from logins import Login, fill, make_logins, people, run, two_units
from proxy import Loss, between

from tracker.domain.directive import Signature
from tracker.domain.meeting import Meeting
from tracker.domain.right import Right, Role
from tracker.errors import NotFound, Refused, StoreBusy, StoreUnreadable
from tracker.service.add import add
from tracker.service.maintain import findings
from tracker.service.update import News, update
from tracker.store.base import Store, stamps_of
from tracker.store.history import History
from tracker.store.moving import move
from tracker.store.open import open_store
from tracker.store.postgres import schema
from tracker.store.postgres.rights import grant, revoke, rights
from tracker.store.postgres.schema import init
from tracker.store.postgres.writing import write_history
from tracker.store.tiny import FolderStore

EARLIER = Path(__file__).with_name("stores") / "server" / "earlier.sql"
"""The schema as an earlier version made it."""

ROLES = ("tracker_controller", "tracker_executor", "tracker_reader")


@pytest.fixture
def store(on_server: str, by: Signature) -> Store:
    return two_units(on_server, by)


@pytest.fixture
def login(on_server: str, store: Store) -> Login:
    return people(on_server, store)


@contextmanager
def open_transaction(address: str, query: str) -> Iterator[None]:
    """Have a transaction of somebody's open in which a query was asked, and nothing since."""
    with psycopg.connect(address) as connection:
        connection.execute(query.encode())
        try:
            yield
        finally:
            connection.close()


def drop_all(address: str) -> None:
    """Take everything of the store from the server, also its roles."""
    run(address, "DROP SCHEMA IF EXISTS tracker, tracker_own CASCADE")
    for role in ROLES:
        run(address, f"DROP ROLE IF EXISTS {role}")


# Setting up


def test_several_who_make_a_store_at_once_make_one(on_server: str) -> None:
    for _ in range(3):
        drop_all(on_server)
        with ThreadPoolExecutor(4) as pool:
            assert list(pool.map(init, [on_server] * 4)) == [None] * 4
        assert open_store(on_server).events() == []


class Tables(NamedTuple):
    """The tables of a server, as they are."""

    address: str

    def check_room(self) -> None:
        """Take them for empty."""

    def fill(self, history: History) -> None:
        """Write a whole history into them."""
        with psycopg.connect(self.address) as connection:
            write_history(connection, history)


def test_a_store_of_an_earlier_version_is_brought_up_to_date(
    on_server: str, tmp_path: Path, by: Signature
) -> None:
    """With all that is in it: events with their hashes, rows, members and rights."""
    drop_all(on_server)
    run(on_server, EARLIER.read_text(encoding="utf-8").replace("%", "%%"))
    folder = FolderStore(tmp_path / "store")
    fill(folder, by)
    move(folder, Tables(on_server))
    login = make_logins(on_server, "bilim")
    run(on_server, "GRANT tracker_executor TO bilim")
    run(on_server, "INSERT INTO tracker.members VALUES ('bilim', 'education')")
    run(on_server, "UPDATE tracker.turn SET days_back = 100000")
    before = run(on_server, "SELECT * FROM tracker.events ORDER BY seq")
    with pytest.raises(StoreUnreadable, match="another version"):
        update(open_store(login("bilim")), [1], News(note="x"), by=by)
    for _ in range(2):
        init(on_server)
    assert run(on_server, "SELECT * FROM tracker.events ORDER BY seq") == before
    own = open_store(login("bilim"))
    assert [d.id for d in own.directives()] == [1]
    update(own, [1], News(note="x", progress=10), by=by)
    store = open_store(on_server)
    assert [stamp.login for stamp in stamps_of(store).values()] == ["postgres"] * 6 + ["bilim"] * 2
    assert store.directive(1).progress == 10
    assert list(findings(store, today=by.on)) == []
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        run(login("bilim"), "UPDATE tracker.directives SET row = row WHERE id = 1")


def test_a_dump_in_a_server_without_the_roles_says_how_to_go_on(
    cli: Cli, on_server: str, store: Store, login: Login, by: Signature
) -> None:
    """A dump of a database does not have the roles, which are the server's."""
    before = store.events()
    for role in ROLES:
        run(on_server, f"DROP OWNED BY {role}")
        run(on_server, f"DROP ROLE {role}")
    at = ("--store", on_server, "--lang", "en")
    for words in (
        ("update", "1", "--note", "x"),
        ("store", "roles"),
        ("store", "grant", "reader", "reader"),
        ("store", "revoke", "reader"),
        ("store", "info"),
    ):
        code, out, err = cli(*words, *at)
        assert (code, out, err.count("\n"), "tracker store init" in err) == (4, "", 1, True)
    assert cli("store", "init", *at)[0] == 0
    assert cli("store", "grant", "executor", "bilim", "--unit", "education", *at)[0] == 0
    assert open_store(on_server).events() == before
    update(open_store(login("bilim")), [1], News(note="x"), by=by)


# Rights


@pytest.mark.parametrize("role", [*ROLES, "office"])
def test_rights_are_given_to_logins_alone(on_server: str, store: Store, role: str) -> None:
    """Not to a role of the program: then all who have that one would have the other too."""
    run(on_server, "DROP ROLE IF EXISTS office")
    run(on_server, "CREATE ROLE office")
    before = rights(on_server)
    with pytest.raises(Refused, match="nobody logs in"):
        grant(on_server, role, Role.CONTROLLER)
    assert rights(on_server) == before
    assert len(store.events()) == 6


@pytest.mark.parametrize("name", ["ghost", "public", "none", "session_user", ""])
@pytest.mark.usefixtures("store")
def test_who_is_no_login_is_not_found(on_server: str, name: str) -> None:
    with pytest.raises(NotFound, match="no login"):
        grant(on_server, name, Role.READER)
    with pytest.raises(NotFound, match="no login"):
        revoke(on_server, name)


# In use


def test_an_open_read_is_named_to_who_makes_the_store_anew(
    on_server: str, login: Login, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schema, "LOCK_WAIT", 0.1)
    with (
        open_transaction(login("reader"), "SELECT FROM tracker.directives"),
        pytest.raises(StoreBusy, match=r"transaction of \['reader'\] .*Nothing was changed"),
    ):
        init(on_server)
    init(on_server)


def test_rights_are_given_whoever_reads(on_server: str, login: Login) -> None:
    with open_transaction(login("reader"), "SELECT FROM tracker.directives"):
        grant(on_server, "nobody", Role.READER)
    assert Right("nobody", Role.READER) in rights(on_server)


TAKES_TURN = "SELECT tracker_own.take_turn()"


def test_whoever_keeps_others_waiting_is_named(on_server: str, login: Login, by: Signature) -> None:
    store = open_store(on_server, wait=0.1)
    with (
        open_transaction(login("bilim"), TAKES_TURN),
        pytest.raises(StoreBusy, match="bilim"),
    ):
        add(store, {"kk": "Жол"}, by=by)
    add(store, {"kk": "Жол"}, by=by)


def test_who_loses_the_rights_loses_the_lock(on_server: str, login: Login, by: Signature) -> None:
    store = open_store(on_server, wait=0.1)
    with open_transaction(login("bilim"), TAKES_TURN):
        assert revoke(on_server, "bilim") == []
        add(store, {"kk": "Жол"}, by=by)


def test_a_lock_that_is_not_ours_to_end_is_told(cli: Cli, on_server: str, by: Signature) -> None:
    """The store's owner need not be the server's administrator, and gives rights all the same."""
    drop_all(on_server)
    run(on_server, "DROP ROLE IF EXISTS office")
    run(on_server, "CREATE ROLE office LOGIN CREATEROLE")
    run(on_server, "GRANT CREATE ON DATABASE postgres TO office")
    try:
        of_login = make_logins(on_server, "bilim")
        own = of_login("office")
        init(own)
        fill(open_store(own), by)
        grant(own, "bilim", Role.CONTROLLER)
        with open_transaction(of_login("bilim"), "SELECT tracker.take_turn()"):
            code, _, err = cli("store", "revoke", "bilim", "--store", own, "--lang", "en")
            assert (code, err.count("pg_terminate_backend")) == (0, 1)
        assert rights(own) == []
    finally:
        drop_all(on_server)
        run(on_server, "DROP OWNED BY office")
        run(on_server, "DROP ROLE office")


# Going away


MEETING = Meeting("a", date(2025, 11, 3), {"kk": "Жиын"})


def test_a_server_that_goes_while_it_is_decided_has_changed_nothing(
    on_server: str, store: Store, by: Signature
) -> None:
    before = store.events()
    with between(on_server) as (proxy, address):
        through = open_store(address)

        def change() -> None:
            with through.change(by) as transaction:
                transaction.put_meeting("a", MEETING)
                proxy.close()
                servers.end_connections(on_server)
                transaction.directive(1)

        with pytest.raises(StoreUnreadable, match="Nothing was changed"):
            change()
    assert store.events() == before


@pytest.mark.parametrize("is_trial", [False, True])
def test_a_server_that_is_gone_before_it_begins_has_changed_nothing(
    on_server: str, store: Store, by: Signature, *, is_trial: bool
) -> None:
    with between(on_server) as (proxy, address):
        proxy.close()
        with pytest.raises(StoreUnreadable, match="Nothing was changed"):
            update(open_store(address), [1], News(note="x"), by=by, dry_run=is_trial)
    assert len(store.events()) == 6


@pytest.mark.parametrize("loss", Loss)
def test_rights_whose_giving_was_lost_may_be_given_again(
    on_server: str, login: Login, loss: Loss
) -> None:
    with between(on_server) as (proxy, address):
        proxy.losses = [loss]
        with pytest.raises(StoreUnreadable, match=r"not known\. Give the command again"):
            grant(address, "nobody", Role.READER)
        grant(address, "nobody", Role.READER)
    assert Right("nobody", Role.READER) in rights(on_server)
    assert open_store(login("nobody")).events()


@pytest.mark.parametrize("losses", [[Loss.QUESTION], [Loss.ANSWER]])
def test_an_executors_report_whose_commit_is_lost_is_made_once(
    store: Store, login: Login, by: Signature, losses: list[Loss]
) -> None:
    """It has no hash to know its event by, and is told of its own events alone."""
    with between(login("bilim")) as (proxy, address):
        proxy.losses = list(losses)
        update(open_store(address), [1], News(note="x", progress=10), by=by)
    assert proxy.losses == []
    assert [e.change.kind for e in store.events()][6:] == ["note", "progress"]
    assert list(findings(store, today=by.on)) == []


def test_an_executor_asks_everything_of_what_it_sees(cli: Cli, login: Login) -> None:
    own = ("--store", login("bilim"), "--lang", "en", "--output", "json")
    for words in (
        ("list", "--all", "--sort", "unit"), ("list", "--search", "МЕКТЕП"), ("show", "1"),
        ("history",), ("report",), ("report", "units"), ("report", "discipline"),
        ("report", "flow"), ("report", "indicators"), ("report", "deadlines"), ("store", "info"),
        ("undo", "--list"),
    ):  # fmt: skip
        code, out, err = cli(*words, *own)
        assert (code, err, "Емхана" in out) == (0, "", False)
    assert cli("show", "2", *own)[0] == 1
    assert json.loads(cli("store", "info", *own)[1])["hash"] is None
