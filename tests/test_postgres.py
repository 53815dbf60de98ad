"""A store on a PostgreSQL server: what it refuses, also to those who talk to it without us."""

import hashlib
import json
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from random import Random
from urllib.parse import quote

import psycopg
import pytest
from conftest import Cli
from logins import Login, people, run, two_units
from psycopg import errors

from tracker.domain.directive import Signature
from tracker.domain.event import fold
from tracker.domain.right import Right, Role
from tracker.domain.selection import Selection
from tracker.domain.status import Status
from tracker.errors import Refused, StoreBusy, StoreUnreadable, WrongUsage
from tracker.service.add import add
from tracker.service.assign import assign
from tracker.service.maintain import findings
from tracker.service.units import add_unit
from tracker.service.update import News, update
from tracker.store.base import Store
from tracker.store.open import open_store
from tracker.store.postgres.rights import revoke, rights
from tracker.store.postgres.schema import init, statements
from tracker.store.tiny import FolderStore


@pytest.fixture
def store(on_server: str, by: Signature) -> Store:
    return two_units(on_server, by)


@pytest.fixture
def login(on_server: str, store: Store) -> Login:
    return people(on_server, store)


# The schema


def test_making_it_again_changes_nothing(on_server: str, store: Store) -> None:
    before = (store.directives(closed=True), store.events(), list(store.register()))
    init(on_server)
    assert (store.directives(closed=True), store.events(), list(store.register())) == before


def test_the_sql_is_there_to_be_read() -> None:
    assert "CREATE SCHEMA IF NOT EXISTS tracker" in statements()


def test_a_server_without_a_store_says_how_to_make_one(on_server: str) -> None:
    run(on_server, "DROP SCHEMA tracker CASCADE")
    with pytest.raises(StoreUnreadable, match="tracker store init"):
        open_store(on_server).directives()


def test_a_server_that_is_not_there_is_one_sentence() -> None:
    with pytest.raises(StoreUnreadable, match="does not answer"):
        open_store("postgresql:///postgres?host=/no/such/folder").directives()


@pytest.mark.parametrize(
    "address", ["postgresql://aigul:secret@host/db", "postgresql://host/db?password=secret"]
)
def test_a_password_does_not_belong_into_an_address(address: str) -> None:
    with pytest.raises(WrongUsage) as caught:
        open_store(address)
    assert "secret" not in str(caught.value)


# Changes


def test_only_one_writes_at_a_time(on_server: str, store: Store, by: Signature) -> None:
    with store.change(by), pytest.raises(StoreBusy):
        add(open_store(on_server, wait=0.1), {"kk": "Жол"}, by=by)
    assert add(open_store(on_server), {"kk": "Жол"}, by=by).after.id == 3


@pytest.mark.parametrize("text", ["a\x00b", "half \ud800 pair"])
def test_what_no_server_can_keep_is_refused_whole(store: Store, by: Signature, text: str) -> None:
    before = store.events()
    with pytest.raises(Refused, match="no server can keep"):
        add(store, {"kk": text}, by=by)
    assert store.events() == before


@pytest.mark.parametrize(
    "text", ["'; DROP TABLE tracker.events; --", "%s $1 \\", "\u202ex", "'\"\n"]
)
def test_hostile_text_is_a_value_everywhere(store: Store, by: Signature, text: str) -> None:
    named = Signature(text.strip(), by.at, by.on)
    id = add(store, {"kk": text}, item=text, theme=text, executor="health", by=named).after.id
    update(store, [id], News(note=text, measures=[(text, 1)], reason=text), by=named)
    assert store.directive(id).wording == {"kk": text.strip()}
    assert store.events(id)[-1].by.actor == text.strip()


# The chain


@pytest.mark.parametrize(
    "query",
    [
        "UPDATE tracker.events SET line = line",
        "DELETE FROM tracker.events",
        "TRUNCATE tracker.events",
    ],
)
def test_nobody_changes_events(on_server: str, store: Store, login: Login, query: str) -> None:
    before = store.events()
    for address in (on_server, login("aigul"), login("bilim"), login("reader")):
        with pytest.raises(errors.InsufficientPrivilege):
            run(address, query)
    assert store.events() == before


ADD = "INSERT INTO tracker.events (seq, directive, kind, line, hash) VALUES (%s, %s, %s, %s, %s)"
REPORT = "INSERT INTO tracker_own.events (seq, directive, kind, line) VALUES (%s, %s, %s, %s)"


def following(store: Store, address: str, **other: object) -> tuple[object, ...]:
    """Return an event that goes on from the last one, as it is written, but for what is `other`."""
    ((last,),) = run(address, "SELECT hash FROM tracker.stands()")
    event = {"seq": len(store.events()) + 1, "batch": 7, "id": 1, "kind": "note"}
    moment = {"at": "2025-12-22T04:30:00Z", "on": "2025-12-22", "actor": "x"}
    line = json.dumps(event | moment | {"change": {"text": "x"}} | other)
    digest = hashlib.sha256(f"{last}{line}".encode()).hexdigest()
    return event["seq"], 1, "note", line, digest


def test_the_server_holds_events_to_their_chain(store: Store, on_server: str) -> None:
    seq, id, kind, line, digest = following(store, on_server)
    for wrong in (
        (seq, id, kind, line, "0" * 64),
        (seq, id, kind, f"{line} ", digest),
        (seq, 2, kind, line, digest),
        (seq, id, "status", line, digest),
        following(store, on_server, seq=99),
    ):
        with pytest.raises(psycopg.DatabaseError):
            run(on_server, ADD, *wrong)
    run(on_server, ADD, seq, id, kind, line, digest)
    assert len(store.events()) == seq


NOTE: dict[str, object] = {"text": "x"}
SAID: dict[str, object] = {
    "seq": 0, "batch": 0, "id": 1, "at": "2025-12-22T04:30:00Z", "on": "2025-12-22", "actor": "x",
    "kind": "note", "change": NOTE, "more": 0,
}  # fmt: skip


def said(store: Store, address: str, line: str, kind: str = "note", id: int | None = 1) -> None:
    """Add an event as an executor would who has a program of his own."""
    run(address, REPORT, store.standing().seq + 1, id, kind, line)  # type: ignore[attr-defined]


def line_of(store: Store, **other: object) -> str:
    """Return a note as the program writes it, but for what is other."""
    seq = store.standing().seq + 1  # type: ignore[attr-defined]
    event = SAID | {"seq": seq, "batch": seq} | other
    known = {name: value for name, value in event.items() if value is not None}
    return json.dumps(known, ensure_ascii=False, separators=(",", ":"))


def test_an_event_as_the_program_writes_it_is_taken_from_anybody(
    store: Store, login: Login
) -> None:
    said(store, login("bilim"), line_of(store))
    assert store.directive(1).version == len(store.events())


@pytest.mark.parametrize(
    "other",
    [
        {"change": {"text": 1}},
        {"change": {"text": None}},
        {"change": {"text": ""}},
        {"change": {"text": "x" * 10_001}},
        {"change": {"text": "x", "more": []}},
        {"change": {"text": "x", "unit": "health"}},
        {"change": []},
        {"on": "2025-99-99"},
        {"on": "0001-01-01"},
        {"on": "9999-12-31"},
        {"on": "22.12.2025"},
        {"at": "2025-12-22T04:30:00"},
        {"at": "0001-01-01T00:00:00+14:00"},
        {"at": "2025-12-22T25:30:00Z"},
        {"at": "2025-12-22T24:00:00Z"},
        {"at": "2025-12-22T23:59:60Z"},
        {"actor": ""},
        {"actor": 5},
        {"actor": None},
        {"more": -1},
        {"more": None},
        {"more": 3},
        {"batch": 1},
        {"batch": 999},
        {"batch": "7"},
        {"seq": "7"},
        {"id": "1"},
        {"reverts": 3},
        {"extra": [[[[[]]]]]},
        {"reason": 5},
        {"kind": "progress", "change": {"to": 1000}},
        {"kind": "progress", "change": {"from": 5, "to": 10}},
        {"kind": "progress", "change": {"to": 1.5}},
        {"kind": "status", "change": {}},
        {"kind": "status", "change": {"from": "assigned", "to": "executed"}},
        {"kind": "status", "change": {"from": "executed", "to": "in_progress"}},
        {"kind": "status", "change": {"from": "in_progress", "to": "submitted"}},
        {"kind": "status", "change": {"from": "bogus", "to": "submitted"}},
        {"kind": "measured", "change": {"key": "k", "names": {}, "reading": ["2025-12-22", 1.0]}},
        {"kind": "measured", "change": {"key": "k", "names": {"kk": "k"}, "reading": ["x", 1.0]}},
        {
            "kind": "measured",
            "change": {"key": "k", "names": {"kk": "k"}, "reading": ["2025-12-22", 1e300]},
        },
        {
            "kind": "measured",
            "change": {"key": "k", "names": {"kk": "k"}, "reading": ["2025-12-21", 1.0]},
        },
        {
            "kind": "measured",
            "change": {"key": "k", "names": {"kk": " "}, "reading": ["2025-12-22", 1.0]},
        },
        {
            "kind": "measured",
            "change": {"key": "\u200b", "names": {"kk": "k"}, "reading": ["2025-12-22", 1.0]},
        },
        {"change": {}},
        {"change": {"text": " \n\u2028\u3000"}},
        {"change": {"text": "\u200b\ufeff"}},
        {"reason": "\xa0"},
        {"kind": "evidence", "change": {"name": "x", "where": "y", "on": "2020-01-01"}},
        {"kind": "evidence", "change": {"name": "x", "where": "y", "on": "2025-12-22", "size": -1}},
        {"kind": "target", "change": {"key": "k", "names": {"kk": "k"}, "to": 1.0}},
        {"kind": "restored", "change": {}},
        {"kind": "due", "change": {"to": "2030-01-01"}},
        {"kind": "nonsense"},
    ],
)
def test_an_event_that_others_would_choke_on_or_be_misled_by_is_refused(
    store: Store, login: Login, other: dict[str, object]
) -> None:
    """The directive is of the executor's unit, so that nothing but the event can be wrong."""
    before = (store.directives(closed=True), store.events())
    with pytest.raises(psycopg.DatabaseError):
        said(store, login("bilim"), line_of(store, **other), str(other.get("kind", "note")))
    assert (store.directives(closed=True), store.events()) == before


@pytest.mark.parametrize(
    "spoil",
    [
        lambda line: f"{line}\n",
        lambda line: f" {line}",
        lambda line: line.replace(",", ", ", 1),
        lambda line: line.replace('"x"', '"\\u0078"'),
        lambda line: line.replace('"id":1', '"id":2,"id":1'),
        lambda line: line.replace('"id":1', '"id":1e0'),
        lambda line: line.replace('"id":1', '"id":1.0'),
        lambda line: line.replace('"more":0', '"more":0e0'),
        lambda line: line.replace('"more":0', '"more":-0'),
        lambda line: line.replace('{"text"', '{"text":' + "[" * 3000 + "]" * 3000 + ',"text"'),
        lambda line: line.replace('"change"', '"kind":"note","change"'),
    ],
)
def test_an_event_in_another_form_is_refused(
    store: Store, login: Login, spoil: Callable[[str], str]
) -> None:
    before = store.events()
    with pytest.raises(psycopg.DatabaseError):
        said(store, login("bilim"), spoil(line_of(store)))
    assert store.events() == before


@pytest.mark.parametrize(
    "number", ["999999999999999.99999", "0.10000000000000000555", "1e-400", "123456789012345.125"]
)
def test_a_number_that_the_program_would_write_otherwise_is_refused(
    store: Store, login: Login, number: str
) -> None:
    change = {"key": "k", "names": {"kk": "k"}, "reading": ["2025-12-22", 1.0]}
    line = line_of(store, kind="measured", change=change)
    with pytest.raises(psycopg.DatabaseError):
        said(store, login("bilim"), line.replace("1.0", number), "measured")
    said(store, login("bilim"), line.replace("1.0", "1e-07"), "measured")
    assert [i.readings[0].value for i in store.directive(1).indicators] == [1e-07]


def test_an_event_that_is_passed_over_changes_nothing(
    on_server: str, store: Store, login: Login
) -> None:
    """Two of one login at once; the second would let the first have its number."""
    seq, note = len(store.events()) + 1, line_of(store)
    change = {"from": "assigned", "to": "submitted"}
    status = line_of(store, kind="status", change=change)
    query = f"{REPORT} ON CONFLICT DO NOTHING"
    with psycopg.connect(login("bilim")) as one, ThreadPoolExecutor() as pool:
        one.execute(REPORT.encode(), (seq, 1, "note", note))
        values = (seq, 1, "status", status)
        other = pool.submit(run, login("bilim"), query, *values)
        waits = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
        while run(on_server, waits) == [(0,)] and not other.done():
            pass
        one.commit()
        with pytest.raises(psycopg.DatabaseError):
            other.result()
    assert store.directive(1).status is Status.ASSIGNED
    assert list(findings(store, today=date(2026, 1, 31))) == []


@pytest.mark.parametrize("zone", ["X167", "X-167"])
def test_a_zone_of_ones_own_moves_no_days(
    on_server: str, login: Login, zone: str, by: Signature
) -> None:
    run(on_server, "UPDATE tracker.turn SET days_back = 3")
    ((far,),) = run(on_server, f"SELECT current_date + {-9 if zone == 'X167' else 7}")
    assert isinstance(far, date)
    own = open_store(f"{login('bilim')}&options={quote(f'-c TimeZone={zone}')}")
    with pytest.raises(Refused, match="close to today"):
        update(own, [1], News(note="x"), by=by._replace(on=far))


def test_another_administrator_may_bring_a_store_up_to_date(
    on_server: str, login: Login, by: Signature
) -> None:
    """What he adds is the owner's like the rest."""
    run(on_server, "DROP ROLE IF EXISTS dba")
    run(on_server, "CREATE ROLE dba LOGIN SUPERUSER")
    run(on_server, "DROP FUNCTION tracker.written(json)")
    init(on_server.replace("user=postgres", "user=dba"))
    update(open_store(login("bilim")), [1], News(note="x"), by=by)
    owned = (
        "SELECT DISTINCT proowner::regrole::text FROM pg_proc WHERE pronamespace = %s::regnamespace"
    )
    assert run(on_server, owned, "tracker") == [("postgres",)]
    run(on_server, "DROP ROLE dba")


def test_long_addresses_of_evidence_are_taken_from_executors_too(
    store: Store, login: Login, by: Signature
) -> None:
    url = f"https://example.kz/{'u' * 1500}"
    update(open_store(login("bilim")), [1], News(evidence=[url]), by=by)
    assert store.directive(1).evidence[-1].where == url


def test_an_executor_dates_nothing_far_back(on_server: str, login: Login, by: Signature) -> None:
    """Three days unless the office says otherwise; a controller may."""
    run(on_server, "UPDATE tracker.turn SET days_back = 3")
    with pytest.raises(Refused, match="close to today"):
        update(open_store(login("bilim")), [1], News(note="x"), by=by)
    update(open_store(login("aigul")), [1], News(note="x"), by=by)
    ((today,),) = run(on_server, "SELECT current_date - 2")
    assert isinstance(today, date)
    update(open_store(login("bilim")), [1], News(note="x"), by=by._replace(on=today))


NASTY = [
    "".join(map(chr, range(1, 0x300))), "\u2028\u2029\x7f\x85\ufeff\ufffe\U0001f642", '\\"/\\u0041',
    "';--", " ә ", "а\u0301", "\r\n\t",
]  # fmt: skip
NUMBERS = [0.0, -1.5, 1e-07, 123456789.25, 1e14, 3.0, 81.5, -0.1, 5e-324, 1e15 - 1]


@pytest.mark.parametrize("seed", range(4))
def test_what_is_reported_the_server_works_out_as_the_program_does(
    on_server: str, store: Store, login: Login, by: Signature, seed: int
) -> None:
    """Else it would refuse the program's own rows: reports at random, several at once."""
    random = Random(seed)  # noqa: S311  # no secret
    own, head = open_store(login("bilim")), open_store(login("aigul"))
    for number in range(60):
        at = by.at + timedelta(seconds=number)
        who = Signature(
            random.choice(["Болат", *NASTY[1:4]]), at, by.on + timedelta(days=number % 9)
        )
        news = News(
            note=random.choice([None, *NASTY]),
            unit=random.choice([None, "education"]),
            progress=random.choice([None, 0, 40, 100]),
            evidence=random.sample(["https://example.kz/1", "https://example.kz/ә"], number % 3),
            measures=random.sample(
                [("k", random.choice(NUMBERS)), ("ә", 3), ("z", -0.0)], number % 4
            ),
            status=random.choice([None, Status.IN_PROGRESS, Status.SUBMITTED]),
            reason=random.choice([None, "себеп"]),
        )
        with suppress(Refused):
            update(own, [1], news, by=who)
        if number % 10 == 9 and store.directive(1).status is Status.SUBMITTED:
            update(head, [1], News(status=Status.RETURNED, reason="толық емес"), by=who)
    assert len(store.events(1)) > 60
    assert list(findings(open_store(on_server), today=date(2026, 1, 31))) == []
    assert fold(store.events(1)) == store.directive(1)


# Rights


def test_rights_are_given_told_and_taken(on_server: str, login: Login) -> None:
    given = [
        Right("aigul", Role.CONTROLLER),
        Right("bilim", Role.EXECUTOR, "education"),
        Right("densaulyq", Role.EXECUTOR, "health"),
        Right("reader", Role.READER),
    ]
    names = [right.login for right in given]  # other tests have logins of their own

    def told() -> list[Right]:
        return [right for right in rights(on_server) if right.login in names]

    assert told() == given
    revoke(on_server, "bilim")
    assert told() == [given[0], *given[2:]]
    with pytest.raises(Refused):
        open_store(login("bilim")).directives()


def test_a_controller_does_everything_and_cannot_forge_the_login(
    on_server: str, login: Login, by: Signature
) -> None:
    store = open_store(login("aigul"))
    id = add(store, {"kk": "Жол"}, executor="health", due=date(2026, 3, 1), by=by).after.id
    update(store, [id], News(due=date(2026, 4, 1), reason="мерзім"), by=by)
    update(store, [id], News(status=Status.SUBMITTED), by=by)
    update(store, [id], News(status=Status.EXECUTED), by=by)
    found = run(on_server, "SELECT DISTINCT login FROM tracker.events WHERE directive = %s", id)
    assert found == [("aigul",)]
    with pytest.raises(errors.InsufficientPrivilege):
        run(login("aigul"), "INSERT INTO tracker.events (seq, login) VALUES (99, 'reader')")


def test_an_executor_sees_what_its_unit_executes_or_helps_to(
    store: Store, login: Login, by: Signature
) -> None:
    own = open_store(login("bilim"))
    assert [d.id for d in own.directives(closed=True)] == [1]
    assert {e.directive for e in own.events()} == {1}
    assert own.events(2) == []
    assign(store, [2], "health", co_executors=["education"], by=by)
    assert [d.id for d in own.directives()] == [1, 2]


@pytest.mark.parametrize("name", ["part.json", "part.csv", "part.md"])
def test_what_an_executor_exports_says_that_it_is_a_part(
    store: Store, login: Login, cli: Cli, tmp_path: Path, name: str
) -> None:
    file, at = str(tmp_path / name), ("--store", login("bilim"), "--lang", "en")
    seen, number = len(open_store(login("bilim")).events()), len(store.events())
    note = f"{seen} of {number} events: what your login may see"
    assert seen < number
    code, out, err = cli("export", file, *at, "--output", "plain")
    assert (code, note in err, note in out) == (0, True, False)
    text = (tmp_path / name).read_text(encoding="utf-8")
    assert note in text or json.loads(text)["of"] == number
    assert note in cli("export", file, *at, "--output", "table", "--force")[1]
    if not name.endswith(".md"):
        assert cli("load", file, "--store", str(tmp_path / "new"), "--lang", "en")[0] == 1
        assert not FolderStore(tmp_path / "new").events()
    whole = str(tmp_path / f"whole-{name}")
    for who in ("aigul", "reader"):
        code, out, err = cli("export", whole, "--store", login(who), "--force")
        assert (code, "events" in out + err) == (0, False)


def test_an_executor_may_report(store: Store, login: Login, by: Signature) -> None:
    own = open_store(login("bilim"))
    update(own, [1], News(progress=40, note="жүріп жатыр", measures=[("білім", 3)]), by=by)
    update(own, [1], News(status=Status.SUBMITTED, evidence=["https://example.kz/a"]), by=by)
    found = store.directive(1)
    assert (found.status, found.progress) == (Status.SUBMITTED, 40)
    assert [e.change.kind for e in store.events(1)][-4:] == [
        "measured", "progress", "evidence", "status",
    ]  # fmt: skip


def test_an_executor_may_do_nothing_else(store: Store, login: Login, by: Signature) -> None:
    own = open_store(login("bilim"))
    update(own, [1], News(status=Status.SUBMITTED), by=by)
    before = (store.directives(closed=True), store.events())
    refused: list[Callable[[], object]] = [
        lambda: update(own, [1], News(status=Status.EXECUTED), by=by),
        lambda: update(own, [1], News(status=Status.RETURNED, reason="x"), by=by),
        lambda: update(own, [1], News(status=Status.WITHDRAWN, reason="x"), by=by),
        lambda: update(own, [1], News(due=date(2027, 1, 1), reason="x"), by=by),
        lambda: update(own, [1], News(targets=[("x", 1)]), by=by),
        lambda: assign(own, [1], "health", by=by),
        lambda: add(own, {"kk": "Жол"}, by=by),
        lambda: add_unit(own, "roads", {"kk": "Жол"}, by=by),
    ]
    for refuse in refused:
        with pytest.raises(Refused):
            refuse()
    assert (store.directives(closed=True), store.events()) == before


@pytest.mark.parametrize(
    "query",
    [
        'UPDATE tracker.directives SET row = row || \'{"due": "2030-01-01"}\' WHERE id = 1',
        "UPDATE tracker.directives SET row = row || '{\"progress\": 90}' WHERE id = 1",
        "UPDATE tracker.directives SET row = row || '{\"evidence\": 5}' WHERE id = 1",
        "UPDATE tracker.directives SET row = row || '{\"version\": 1}' WHERE id = 1",
        'UPDATE tracker.directives SET row = row || \'{"submitted": "2025-01-01"}\' WHERE id = 1',
        "UPDATE tracker.directives SET row = row - 'status' WHERE id = 1",
        "UPDATE tracker.directives SET words = '' WHERE id = 1",
        "UPDATE tracker.turn SET days_back = 9999",
        'UPDATE tracker.directives SET row = row || \'{"status": "executed"}\' WHERE id = 1',
        'UPDATE tracker.directives SET row = row || \'{"executor": "health"}\' WHERE id = 1',
        "UPDATE tracker.directives SET row = NULL WHERE id = 1",
        "UPDATE tracker.directives SET id = 9 WHERE id = 1",
        "DELETE FROM tracker.directives",
        "INSERT INTO tracker.directives (id, row) VALUES (9, '{}')",
        "INSERT INTO tracker.units VALUES ('x', '{}')",
        "UPDATE tracker.members SET unit = 'health'",
        "INSERT INTO tracker.members VALUES ('bilim', 'health')",
        "SET ROLE tracker_controller",
        "ALTER TABLE tracker.events DISABLE TRIGGER ALL",
        "DROP SCHEMA tracker CASCADE",
    ],
)
def test_plain_sql_gives_an_executor_nothing_more(store: Store, login: Login, query: str) -> None:
    before = (store.directives(closed=True), list(store.register()))
    with pytest.raises(errors.InsufficientPrivilege):
        run(login("bilim"), query)
    assert (store.directives(closed=True), list(store.register())) == before


def test_plain_sql_does_not_reach_the_directives_of_others(store: Store, login: Login) -> None:
    assert run(login("bilim"), "SELECT id FROM tracker_own.directives") == [(1,)]
    assert run(login("bilim"), "SELECT line FROM tracker_own.events WHERE directive = 2") == []
    assert run(login("bilim"), "SELECT line FROM tracker_own.events_of(2)") == []
    with pytest.raises(errors.InsufficientPrivilege):
        run(
            login("bilim"),
            "UPDATE tracker.directives SET row = row || '{\"progress\": 9}' WHERE id = 2",
        )
    assert store.directive(2).progress is None


def test_only_who_may_change_can_keep_others_from_it(login: Login) -> None:
    for name in ("reader", "nobody"):
        with pytest.raises(errors.InsufficientPrivilege):
            run(login(name), "SELECT FROM tracker.turn FOR UPDATE")
        for schema in ("tracker", "tracker_own"):
            with pytest.raises(errors.InsufficientPrivilege):
                run(login(name), f"SELECT {schema}.take_turn()")
        with pytest.raises(errors.InsufficientPrivilege):
            run(login(name), "BEGIN; LOCK TABLE tracker.turn")


def test_functions_of_others_are_not_taken_for_the_servers(
    on_server: str, store: Store, login: Login
) -> None:
    """On an old server everybody may create in the schema public."""
    before = store.directives()
    run(on_server, "GRANT CREATE ON SCHEMA public TO PUBLIC")
    for of in ("convert_to(text, text) RETURNS bytea", "convert_to(text, name) RETURNS bytea"):
        run(
            login("bilim"),
            f"CREATE FUNCTION public.{of} LANGUAGE plpgsql AS $$ BEGIN RAISE 'mine'; END $$",
        )
    assert open_store(login("aigul")).directives() == before
    init(on_server)
    assert rights(on_server)
    run(on_server, "DROP FUNCTION public.convert_to(text, text), public.convert_to(text, name)")
    run(on_server, "REVOKE CREATE ON SCHEMA public FROM PUBLIC")


def test_a_store_of_an_earlier_form_is_brought_up_to_date(
    on_server: str, store: Store, by: Signature
) -> None:
    """It had fewer columns, no words, and other triggers."""
    before = (store.directives(closed=True), store.events())
    run(
        on_server,
        "ALTER TABLE tracker.directives DROP COLUMN words, DROP COLUMN item, DROP COLUMN news, "
        "DROP COLUMN touched, DROP COLUMN submitted, DROP COLUMN progress",
    )
    run(on_server, "DROP TABLE tracker.turn")
    init(on_server)
    renewed = open_store(on_server)
    assert (renewed.directives(closed=True), renewed.events()) == before
    assert [d.id for d in renewed.select(Selection(search="МЕКТЕП")).directives] == [1]
    assert add(renewed, {"kk": "Жол"}, by=by).after.id == 3


def test_a_reader_reads(store: Store, login: Login, by: Signature) -> None:
    found = open_store(login("reader"))
    assert found.directives(closed=True) == store.directives(closed=True)
    assert found.events() == store.events()
    for refuse in (
        lambda: update(found, [1], News(note="x"), by=by),
        lambda: add(found, {"kk": "Жол"}, by=by),
    ):
        with pytest.raises(Refused):
            refuse()
    assert [e.seq for e in store.events(1)] == [3, 4]


def test_a_login_without_a_role_sees_nothing(login: Login) -> None:
    with pytest.raises(Refused):
        open_store(login("nobody")).directives()


# Commands


def test_an_office_is_set_up_by_commands(
    cli: Cli, on_server: str, store: Store, login: Login
) -> None:
    at = ("--store", on_server, "--lang", "en")
    assert cli("store", "init", on_server, *at)[0] == 0
    code, out, _ = cli("store", "grant", "executor", "nobody", "--unit", "health", *at)
    assert (code, "nobody\texecutor\tДенсаулық басқармасы" in out.splitlines()) == (0, True)
    assert "nobody" in cli("store", "roles", *at)[1]
    assert "PostgreSQL" in cli("store", *at)[1]
    assert "nobody" not in cli("store", "revoke", "nobody", *at)[1]
    own = ("--store", login("bilim"), "--lang", "en", "--as", "Болат")
    assert cli("update", "1", "--progress", "30", *own)[0] == 0
    assert cli("update", "2", "--progress", "30", *own)[0] == 1
    code, _, err = cli("assign", "1", "health", *own)
    assert (code, err.count("\n")) == (1, 1)
    assert "Your login may not do this" in err
    assert store.directive(1).progress == 30


def test_a_dry_run_prints_the_sql_and_makes_nothing(cli: Cli, on_server: str) -> None:
    run(on_server, "DROP SCHEMA tracker CASCADE")
    code, out, _ = cli("store", "init", on_server, "--dry-run")
    assert code == 0
    assert "CREATE TABLE" in out
    code, _, err = cli("list", "--store", on_server, "--lang", "en")
    assert (code, "tracker store init" in err) == (4, True)


def test_what_was_changed_behind_the_back_is_found_and_put_right(
    cli: Cli, on_server: str, store: Store, login: Login, by: Signature
) -> None:
    """A controller's own program writes what no event says, also what nobody can read."""
    at = ("--store", login("aigul"), "--lang", "en")
    update(store, [1], News(progress=10), by=by)
    before = (store.directives(closed=True), store.events(), store.meetings())
    assert cli("check", *at)[0] == 0
    run(
        login("aigul"),
        "UPDATE tracker.directives SET row = row || '{\"progress\": 1000}' WHERE id = 1",
    )
    run(on_server, "DELETE FROM tracker.units WHERE key = 'health'")
    run(on_server, "UPDATE tracker.directives SET row = NULL WHERE id = 2")
    code, out, _ = cli("check", *at)
    assert (code, out.count("not what")) == (1, 3)
    code, _, err = cli("check", "--store", login("bilim"), "--lang", "en")
    assert (code, "does not see all" in err) == (1, True)
    assert cli("restore", "--store", login("bilim"))[0] == 1
    assert cli("restore", *at)[0] == 0
    assert cli("check", *at)[0] == 0
    assert (store.directives(closed=True), store.events(), store.meetings()) == before


def test_a_backup_of_a_server_is_one_of_a_folder_and_brings_both_back(
    cli: Cli, on_server: str, store: Store, tmp_path: Path, by: Signature
) -> None:
    file, folder = str(tmp_path / "b.zip"), str(tmp_path / "new")
    assert cli("backup", file, "--store", on_server)[0] == 0
    before = store.directives(closed=True)
    update(store, [1], News(progress=10), by=by)
    assert cli("restore", file, "--store", on_server)[0] == 0
    assert [d.progress for d in store.directives()] == [None, None]
    assert [e.change.kind for e in store.events(1)][-1] == "restored"
    assert cli("restore", file, "--store", folder)[0] == 0
    assert FolderStore(Path(folder)).directives(closed=True) == before
    run(on_server, "DROP SCHEMA tracker CASCADE")
    init(on_server)
    assert cli("restore", file, "--dry-run", "--store", on_server)[0] == 1
    assert cli("restore", file, "--store", on_server)[0] == 0
    assert open_store(on_server).directives(closed=True) == before


@pytest.mark.usefixtures("store")
def test_events_that_do_not_go_on_from_one_another_are_found(cli: Cli, on_server: str) -> None:
    """Only who can turn triggers off can write such: the server's administrator."""
    run(
        on_server,
        "SET session_replication_role = replica; "
        "UPDATE tracker.events SET line = replace(line, 'Мектеп', 'Балабақша')",
    )
    code, out, _ = cli("check", "--store", on_server, "--lang", "en")
    assert (code, "Event 3 is not as this program wrote it" in out) == (1, True)


def test_a_history_tells_the_login_beside_the_name(cli: Cli, login: Login) -> None:
    own = ("--store", login("bilim"), "--as", "Әкім")
    assert cli("update", "1", "--note", "сөз", *own)[0] == 0
    for words in (("history", "1"), ("show", "1")):
        code, out, _ = cli(*words, "--output", "table", *own)
        assert (code, "Әкім · bilim" in out) == (0, True)
    (*_, last) = json.loads(cli("history", "1", "--output", "json", *own)[1])["events"]
    assert (last["actor"], last["login"]) == ("Әкім", "bilim")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("store", "init", "a-folder"), 1),
        (("backup", "--store", "{server}"), 2),
        (("restore", "x.zip", "--store", "{server}"), 1),
        (("restore", "--dry-run", "--store", "{server}"), 1),
        (("store", "roles", "--store", "a-folder"), 1),
        (("store", "init", "postgresql://a:secret@host/db"), 2),
        (("store", "grant", "king", "aigul", "--store", "{server}"), 2),
        (("store", "grant", "executor", "aigul", "--store", "{server}"), 2),
        (("store", "grant", "reader", "aigul", "--unit", "health", "--store", "{server}"), 2),
        (("store", "grant", "executor", "aigul", "--unit", "жоқ", "--store", "{server}"), 1),
        (("store", "grant", "reader", "ghost", "--store", "{server}"), 1),
        (("store", "revoke", "ghost", "--store", "{server}"), 1),
    ],
)
@pytest.mark.usefixtures("login")
def test_wrong_uses_are_one_sentence(
    cli: Cli, on_server: str, words: tuple[str, ...], code: int
) -> None:
    found, out, err = cli(*(word.format(server=on_server) for word in words))
    assert (found, out, err.count("\n")) == (code, "", 1)
    assert "secret" not in err


@pytest.mark.parametrize(
    "words",
    [("init",), ("init", "--dry-run"), ("roles",), ("grant", "reader", "x"), ("revoke", "x")],
)
def test_without_the_extra_each_command_names_it(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    for name in [name for name in sys.modules if name.startswith("tracker.store.postgres")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "psycopg", None)
    code, _, err = cli("store", *words, "--store", "postgresql:///x", "--lang", "en")
    assert (code, err.count("\n")) == (2, 1)
    assert "directive-tracker[postgres]" in err
