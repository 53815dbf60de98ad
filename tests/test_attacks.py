"""What an executor gains by plain SQL, without our program: nothing."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, date, datetime
from hashlib import sha256
from types import SimpleNamespace
from typing import Any

import psycopg
import pytest
from conftest import Cli
from logins import Login, people, run, two_units
from psycopg import errors

from tracker.domain.directive import Signature
from tracker.errors import Refused, StoreBusy, StoreUnreadable
from tracker.service.add import add
from tracker.service.assign import assign
from tracker.service.maintain import findings
from tracker.service.update import News, update
from tracker.store.base import Store, stamps_of
from tracker.store.open import open_store
from tracker.store.postgres.schema import init

REPORT = "INSERT INTO tracker_own.events (seq, directive, kind, line) VALUES (%s, %s, %s, %s)"
DAY = "2025-12-22"


@pytest.fixture
def store(on_server: str, by: Signature) -> Store:
    return two_units(on_server, by)


@pytest.fixture
def login(on_server: str, store: Store) -> Login:
    return people(on_server, store)


def event(seq: int, kind: str, change: dict[str, object], id: int = 1, **more: object) -> str:
    """Return a report as the program writes it, but for what is more."""
    said = {"seq": seq, "batch": seq, "id": id, "at": f"{DAY}T04:30:00Z", "on": DAY, "actor": "x"}
    said |= {"kind": kind, "change": change, "more": 0} | more
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"))


def report(address: str, kind: str, change: dict[str, object], id: int = 1, **more: object) -> None:
    """Add a report by plain SQL."""
    ((seq,),) = run(address, "SELECT seq + 1 FROM tracker_own.stands()")
    assert isinstance(seq, int)
    run(address, REPORT, seq, id, kind, event(seq, kind, change, id, **more))


def reading(value: float, on: str = DAY, key: str = "k", name: str = "k") -> dict[str, object]:
    return {"key": key, "names": {"kk": name}, "reading": [on, value]}


def measured(value: float) -> News:
    """Return the news that the program makes such a reading of."""
    return News(measures=[("k", value)], language="kk")


def readings(store: Store, id: int = 1) -> list[tuple[date, float]]:
    return [(r.on, r.value) for i in store.directive(id).indicators for r in i.readings]


# Readings


def test_a_reading_of_another_day_is_not_an_executors(
    store: Store, login: Login, by: Signature
) -> None:
    """The first reading of a measure cannot be written anew."""
    first = by._replace(on=date(2025, 11, 3))
    update(store, [1], measured(50), by=first)
    before = (store.directives(), store.events())
    for change in (reading(1, on="2025-11-03"), reading(1, on="2025-12-21")):
        with pytest.raises(errors.InsufficientPrivilege):
            report(login("bilim"), "measured", change)
    assert (store.directives(), store.events()) == before


@pytest.mark.parametrize("name", ["aigul", "densaulyq"])
def test_a_reading_that_another_has_given_is_not_an_executors_to_replace(
    store: Store, login: Login, by: Signature, name: str
) -> None:
    assign(store, [1], "education", co_executors=["health"], by=by)
    update(open_store(login(name)), [1], measured(50), by=by)
    with pytest.raises(psycopg.DatabaseError) as caught:
        report(login("bilim"), "measured", reading(1))
    assert caught.value.sqlstate == "TR003"
    with pytest.raises(Refused, match="theirs to change"):
        update(open_store(login("bilim")), [1], measured(1), by=by)
    assert readings(store) == [(by.on, 50)]


def test_a_reading_that_the_controller_has_put_in_the_place_of_ones_own_is_his(
    store: Store, login: Login, by: Signature
) -> None:
    update(open_store(login("bilim")), [1], measured(7), by=by)
    update(store, [1], measured(50), by=by)
    report(login("bilim"), "note", {"text": "x"})
    with pytest.raises(psycopg.DatabaseError):
        report(login("bilim"), "measured", reading(8))
    assert readings(store) == [(by.on, 50)]


def test_a_reading_of_ones_own_unit_is_replaced(
    store: Store, login: Login, on_server: str, by: Signature
) -> None:
    update(open_store(login("bilim")), [1], measured(1), by=by)
    update(open_store(login("bilim")), [1], measured(2), by=by)
    run(on_server, "INSERT INTO tracker.members VALUES ('nobody', 'education')")
    run(on_server, "GRANT tracker_executor TO nobody")
    report(login("nobody"), "measured", reading(3))
    assert readings(store) == [(by.on, 3)]
    assert list(findings(store, today=by.on)) == []


def test_one_statement_of_several_events_does_not_get_round_it(
    store: Store, login: Login, by: Signature
) -> None:
    assign(store, [1], "education", co_executors=["health"], by=by)
    update(open_store(login("densaulyq")), [1], measured(50), by=by)
    seq = len(store.events()) + 1
    lines = (
        event(seq, "measured", reading(1, key="z", name="z"), more=1),
        event(seq + 1, "measured", reading(1), batch=seq),
    )
    query = REPORT + ", (%s, %s, %s, %s)"
    with pytest.raises(psycopg.DatabaseError):
        run(login("bilim"), query, seq, 1, "measured", lines[0], seq + 1, 1, "measured", lines[1])
    assert readings(store) == [(by.on, 50)]


@pytest.mark.parametrize(
    ("kind", "change"),
    [
        ("note", {}),
        ("note", {"text": " \t\u2003"}),
        ("note", {"text": "\u200b\u2060"}),
        ("note", {"text": "\x01\x7f\x9f"}),
        ("note", {"text": "\u061c\u115f\ufe0f\U000e0041"}),
        ("measured", reading(1, name="")),
        ("measured", reading(1, name="\u3000")),
        ("measured", reading(1, key=" ")),
        ("measured", {"key": "k", "names": {}, "reading": [DAY, 1.0]}),
        ("evidence", {"name": "\xa0", "where": "x", "on": DAY}),
    ],
)
def test_what_has_no_words_is_refused(
    store: Store, login: Login, kind: str, change: dict[str, object]
) -> None:
    with pytest.raises(errors.InsufficientPrivilege):
        report(login("bilim"), kind, change)
    report(login("bilim"), "note", {"unit": "education"})
    assert store.directive(1).heard == ("education",)


def test_a_measure_is_not_told_under_another_name(
    store: Store, login: Login, by: Signature
) -> None:
    later = "2025-12-23"
    update(store, [1], measured(50), by=by)
    with pytest.raises(errors.InsufficientPrivilege):
        report(login("bilim"), "measured", reading(1, on=later, name="Басқа"), on=later)
    report(login("bilim"), "measured", reading(1, on=later), on=later)


@pytest.mark.parametrize(
    ("key", "names"),
    [
        (" K ", {"kk": " K "}),
        ("k\u200b", {"kk": "k\u200b"}),
        ("\u3000k", {"kk": "\u3000k"}),
        ("z", {"kk": "k"}),
        ("z", {"kk": "z", "ru": "k"}),
    ],
)
def test_a_measure_that_looks_like_a_known_one_is_not_begun(
    store: Store, login: Login, by: Signature, key: str, names: dict[str, object]
) -> None:
    """Its readings would be taken for those of the known one, which are others'."""
    update(store, [1], measured(50), by=by)
    change: dict[str, object] = {"key": key, "names": names, "reading": [DAY, 1.0]}
    with pytest.raises(errors.InsufficientPrivilege):
        report(login("bilim"), "measured", change)
    report(login("bilim"), "measured", reading(1, key="z", name="z"))
    assert [i.key for i in store.directive(1).indicators] == ["k", "z"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"kk":"k"', '"kk":"x","kk":"k"'),
        ("1.0", f"1.{'0' * 16_000}"),
        ("1.0", "0e-16000"),
        ("1.0", "1E+2"),
        (":00Z", ":00.000000Z"),
    ],
)
def test_a_reading_is_written_once_and_no_longer_than_it_has_to_be(
    store: Store, login: Login, old: str, new: str
) -> None:
    seq = len(store.events()) + 1
    line = event(seq, "measured", reading(1.0))
    with pytest.raises(errors.InsufficientPrivilege):
        run(login("bilim"), REPORT, seq, 1, "measured", line.replace(old, new))
    run(login("bilim"), REPORT, seq, 1, "measured", line)


# Moments


def test_the_moment_is_that_of_the_taking_in(
    on_server: str, store: Store, login: Login, by: Signature
) -> None:
    """Not that at which a transaction was opened, which may be days ago."""
    seq = len(store.events()) + 2
    with psycopg.connect(login("bilim")) as old:
        old.execute("SELECT now()")
        add(open_store(login("aigul")), {"kk": "Жол"}, by=by)
        seq = len(store.events()) + 1
        old.execute(REPORT.encode(), (seq, 1, "note", event(seq, "note", {"text": "x"})))
    ((is_later,),) = run(
        on_server,
        "SELECT kept_at > lag(kept_at) OVER (ORDER BY seq) FROM tracker.events "
        "ORDER BY seq DESC LIMIT 1",
    )
    assert is_later is True


def test_what_a_command_adds_bears_one_moment(store: Store, login: Login, by: Signature) -> None:
    update(open_store(login("bilim")), [1], News(note="x", progress=10), by=by)
    stamps = stamps_of(store, 1)
    assert stamps[7].at == stamps[8].at
    assert stamps[7].at != stamps[4].at


def test_the_servers_moment_is_shown_and_the_clients_where_it_differs(
    cli: Cli, on_server: str, login: Login
) -> None:
    """Whoever sends an event says what he likes of the time; the server does not believe it."""
    report(login("bilim"), "note", {"text": "x"}, at="2020-02-03T04:05:06Z")
    own = ("--store", login("aigul"), "--lang", "en")
    ((now,),) = run(on_server, "SELECT now()")
    assert isinstance(now, datetime)
    for words in (("history", "1"), ("show", "1")):
        out = " ".join(cli(*words, "--output", "table", *own)[1].split())
        assert "Sent as of 2020-02-03" in out
        assert f"{now.astimezone():%Y-%m-%d}" in out
    last = json.loads(cli("history", "1", "--output", "json", *own)[1])["events"][-1]
    assert last["at"] == "2020-02-03T04:05:06Z"
    assert datetime.fromisoformat(last["kept_at"]).astimezone(UTC) <= now
    add(open_store(login("aigul")), {"kk": "Жол"}, by=Signature("Айгүл", now, now.date()))
    assert "Sent as of" not in cli("show", "3", "--output", "table", *own)[1]


# What is hidden


HIDDEN = "Құпия"


@pytest.fixture
def hidden(store: Store, by: Signature) -> Any:
    """Add an event to directive 2; return its number, line and hash."""
    update(store, [2], News(note=HIDDEN), by=by)
    ((seq, line, digest),) = run(
        store.where, "SELECT seq, line, hash FROM tracker.events ORDER BY seq DESC LIMIT 1"
    )
    return SimpleNamespace(seq=seq, line=line, hash=digest)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT tracker.hash_of(7)",
        "SELECT hash FROM tracker.events",
        "SELECT hash FROM tracker_own.events",
        "SELECT seq FROM tracker.events",
        "SELECT id FROM tracker.directives",
        "EXPLAIN SELECT FROM tracker.events WHERE line < 'x'",
        "EXPLAIN ANALYZE SELECT FROM tracker.directives WHERE theme = 'x'",
        "SELECT FROM tracker.events_of(2)",
        "SELECT tracker.written('{}')",
        "INSERT INTO tracker.events (seq, kind, line, hash) VALUES (8, 'x', 'x', 'x')",
        "INSERT INTO tracker_own.events (seq) VALUES (8) RETURNING hash",
        "INSERT INTO tracker_own.events (seq, login) VALUES (8, 'aigul')",
        "INSERT INTO tracker.events (seq, directive, kind, line) VALUES (8, 1, 'note', 'x')",
        "SELECT FROM tracker.units",
        "COPY tracker.events TO STDOUT",
        "BEGIN; LOCK TABLE tracker.events",
        "SELECT FROM tracker.directives WHERE id = 2 FOR UPDATE",
    ],
)
@pytest.mark.usefixtures("hidden")
def test_what_would_tell_of_hidden_events_is_refused(login: Login, query: str) -> None:
    refusals = (errors.InsufficientPrivilege, errors.UndefinedFunction, errors.UndefinedColumn)
    with pytest.raises(refusals):
        run(login("bilim"), query)


def test_all_that_an_executor_may_read_or_run_is_known(login: Login) -> None:
    """Whatever is added to the schema is looked at first with an executor's eyes."""
    functions = run(
        login("bilim"),
        "SELECT oid::regprocedure::text FROM pg_proc "
        "WHERE pronamespace::regnamespace::text LIKE 'tracker%%' "
        "AND has_function_privilege(oid, 'EXECUTE') ORDER BY 1",
    )
    assert [name for (name,) in functions] == [
        "tracker_own.all_directives()", "tracker_own.all_events()", "tracker_own.arrived()",
        "tracker_own.events_of(bigint)", "tracker_own.is_mine(bigint,text)",
        "tracker_own.own_unit()", "tracker_own.stands()", "tracker_own.take_turn()",
    ]  # fmt: skip
    columns = run(
        login("bilim"),
        "SELECT DISTINCT attrelid::regclass::text FROM pg_attribute a JOIN pg_class c "
        "ON c.oid = attrelid WHERE relnamespace::regnamespace::text LIKE 'tracker%%' "
        "AND has_column_privilege(attrelid, attnum, 'SELECT') ORDER BY 1",
    )
    assert [name for (name,) in columns] == [
        "tracker_own.directives", "tracker_own.events", "tracker_own.meetings",
        "tracker_own.units",
    ]  # fmt: skip


def test_an_executor_is_told_no_hash(store: Store, login: Login, hidden: Any) -> None:
    """With one, a hidden line could be tried out: it is the hash of the one before and the line."""
    assert run(login("bilim"), "SELECT seq, hash, next_id FROM tracker_own.stands()") == [
        (hidden.seq, None, 2)
    ]
    assert run(login("reader"), "SELECT hash, next_id FROM tracker.stands()") == [(hidden.hash, 3)]
    columns = run(login("bilim"), "SELECT * FROM tracker_own.events")
    digests = {digest for (digest,) in run(store.where, "SELECT hash FROM tracker.events")}
    assert not digests & {value for row in columns for value in row}


def test_whether_an_event_is_there_is_told_of_ones_own_alone(
    store: Store, login: Login, hidden: Any
) -> None:
    """Whoever knows a hidden line letter by letter still does not learn that it is there."""
    report(login("bilim"), "note", {"text": "x"})
    own = run(login("bilim"), "SELECT seq, line FROM tracker_own.events ORDER BY seq")[-1]

    def asked(name: str, seq: object, line: object) -> object:
        digest = sha256(str(line).encode()).hexdigest()
        schema = "tracker" if name == "aigul" else "tracker_own"
        return run(login(name), f"SELECT {schema}.is_mine(%s, %s)", seq, digest)[0][0]

    assert asked("bilim", *own) is True
    assert asked("aigul", *own) is False
    assert asked("bilim", hidden.seq, hidden.line) is False
    assert run(login("bilim"), "SELECT tracker_own.is_mine(%s, NULL)", own[0]) == [(False,)]
    assert run(login("bilim"), "SELECT tracker_own.is_mine(%s, %s)", own[0], "") == [(False,)]
    assert len(store.events()) == hidden.seq + 1


def test_a_plan_says_the_same_of_a_right_guess_and_a_wrong_one(
    on_server: str, login: Login, hidden: Any
) -> None:
    """Neither the estimates nor what was counted rest on rows that are not the executor's."""
    run(on_server, "ANALYZE")
    explain = "EXPLAIN (ANALYZE, VERBOSE, TIMING OFF, SUMMARY OFF) SELECT FROM tracker_own."
    for condition, right, wrong in (
        ("events WHERE line = %s", hidden.line, "x" * len(hidden.line)),
        ("events WHERE line < %s", f"{hidden.line}~", f"{hidden.line[:-1]}"),
        ("directives WHERE words = %s", "емхана", "мектепп"),
        ("directives WHERE executor = %s", "health", "heals"),
    ):
        plans = []
        for guess in (right, wrong):
            plan = run(login("bilim"), explain + condition, guess)
            plans.append([str(line).replace(guess, "…") for (line,) in plan])
        assert plans[0] == plans[1]


@pytest.mark.parametrize(
    "query", ["tracker.directives WHERE executor = 'health'", "tracker.events WHERE directive = 2"]
)
def test_a_plan_that_is_printed_before_rights_are_looked_at_is_not_made(
    on_server: str, login: Login, hidden: Any, query: str
) -> None:
    """It says how many rows the server expects, which it knows of common values."""
    run(on_server, "ANALYZE")
    told: list[object] = []
    with psycopg.connect(login("bilim"), autocommit=True) as connection:
        connection.add_notice_handler(told.append)
        connection.execute("SET debug_print_plan = on")
        connection.execute("SET client_min_messages = log")
        connection.execute("SELECT 1")
        assert told
        told.clear()
        with pytest.raises(errors.InsufficientPrivilege):
            connection.execute(f"SELECT FROM {query}".encode())
    assert told == []
    assert hidden.seq


def test_what_is_counted_of_ones_reads_says_nothing_of_hidden_events(
    login: Login, hidden: Any
) -> None:
    counted = "SELECT seq_tup_read, idx_tup_fetch FROM pg_stat_xact_user_tables WHERE relname = %s"
    found = []
    with psycopg.connect(login("bilim")) as connection:
        connection.execute("SET LOCAL enable_seqscan = off")
        for id in (99, 2):
            connection.execute("SELECT FROM tracker_own.events_of(%s)", (id,))
            found.append(connection.execute(counted, ("events",)).fetchall())
    assert found[0] == found[1]
    assert hidden.seq


def test_statistics_show_nothing_of_what_is_hidden(on_server: str, login: Login) -> None:
    run(on_server, "ANALYZE")
    found = run(
        login("bilim"), "SELECT DISTINCT tablename::text FROM pg_stats WHERE schemaname = 'tracker'"
    )
    assert {name for (name,) in found} <= {"turn", "units", "meetings"}


def test_a_function_of_ones_own_sees_no_more(store: Store, login: Login) -> None:
    """A cheap one is asked first where the server may choose."""
    spy = (
        "CREATE FUNCTION pg_temp.spy(t text) RETURNS boolean LANGUAGE plpgsql COST 0.0001 AS "
        "$$ BEGIN RAISE NOTICE '%%', t; RETURN true; END $$"
    )
    seen: list[str] = []
    with psycopg.connect(login("bilim"), autocommit=True) as connection:
        connection.add_notice_handler(lambda told: seen.append(str(told.message_primary)))
        connection.execute(spy.replace("%%", "%").encode())
        connection.execute("SELECT FROM tracker_own.directives WHERE pg_temp.spy(row::text)")
        connection.execute("SELECT FROM tracker_own.events WHERE pg_temp.spy(line)")
    assert seen
    assert not [text for text in seen if "Емхана" in text or "health" in text]
    assert len(store.directives()) == 2


def test_a_hidden_directive_and_one_that_is_not_there_are_refused_alike(
    store: Store, login: Login
) -> None:
    said = []
    for id in (2, 99):
        with pytest.raises(errors.InsufficientPrivilege) as caught:
            report(login("bilim"), "note", {"text": "x"}, id)
        diagnosis = caught.value.diag
        said.append((diagnosis.message_primary, diagnosis.message_detail, diagnosis.message_hint))
    assert said[0] == said[1]
    assert said[0][1] is None
    assert len(store.events()) == 6


def test_whoever_listens_hears_that_something_changed_and_nothing_else(
    login: Login, store: Store, by: Signature
) -> None:
    with psycopg.connect(login("bilim"), autocommit=True) as connection:
        connection.execute("LISTEN tracker")
        update(store, [2], News(note=HIDDEN), by=by)
        (heard,) = connection.notifies(timeout=10, stop_after=1)
        assert (heard.channel, heard.payload) == ("tracker", "")


# What others are kept from


@pytest.mark.parametrize(
    ("name", "role"), [("reader", "reader"), ("bilim", "executor"), ("aigul", "controller")]
)
def test_nobody_drops_the_rights_of_a_role_that_he_has(
    store: Store, login: Login, by: Signature, name: str, role: str
) -> None:
    """It drops the policies that name the role, if there are any, and locks their tables."""
    locked = (
        "SELECT l.relation::regclass::text FROM pg_locks l JOIN pg_class c ON c.oid = l.relation "
        "WHERE l.pid = pg_backend_pid() AND c.relnamespace::regnamespace::text LIKE 'tracker%' "
        "AND l.mode = 'AccessExclusiveLock'"
    )
    with psycopg.connect(login(name)) as connection:
        with suppress(errors.InsufficientPrivilege):
            connection.execute(f"DROP OWNED BY tracker_{role}".encode())
            assert connection.execute(locked.encode()).fetchall() == []
        connection.commit()
    assert len(open_store(login("reader")).events()) == len(store.events())
    assert len(open_store(login("bilim")).directives()) == 1
    add(open_store(login("aigul")), {"kk": "Жол"}, by=by)
    report(login("bilim"), "note", {"text": "x"})


@pytest.mark.parametrize("name", ["aigul", "bilim", "reader"])
def test_the_turn_is_taken_and_not_written(login: Login, name: str) -> None:
    """Else its table could be filled, and every change would have to read through it."""
    with pytest.raises(errors.InsufficientPrivilege):
        run(login(name), "UPDATE tracker.turn SET one = true")


def test_a_line_that_is_far_too_long_is_refused_before_anybody_waits(
    store: Store, login: Login, by: Signature
) -> None:
    line = event(7, "note", {"text": "x" * 200_000})
    with store.change(by), psycopg.connect(login("bilim")) as connection:
        connection.execute("SET lock_timeout = '100ms'")
        with pytest.raises(errors.InsufficientPrivilege):
            connection.execute(REPORT.encode(), (7, 1, "note", line))


def test_who_reads_does_not_wait_without_end(
    on_server: str, store: Store, login: Login, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A reader can have the server ask for a lock that lets nobody pass, and never get it."""
    monkeypatch.setattr("tracker.store.postgres.connection.PATIENCE", 1)
    rule = "CREATE RULE r AS ON INSERT TO tracker.events DO INSTEAD NOTHING"
    waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted AND mode = 'AccessExclusiveLock'"
    with psycopg.connect(login("reader")) as one, ThreadPoolExecutor() as pool:
        one.execute("SELECT FROM tracker.events")
        other = pool.submit(run, login("reader"), rule)
        while run(on_server, waiting) == [(0,)] and not other.done():
            pass
        with pytest.raises(StoreBusy, match="reader"):
            open_store(login("aigul")).events()
        one.rollback()
        with pytest.raises(errors.InsufficientPrivilege):
            other.result()
    assert len(store.events()) == 6


def test_a_reader_who_is_made_to_execute_still_reads(on_server: str, login: Login) -> None:
    """Before PostgreSQL 15 whoever executes could give his own login to any other."""
    run(on_server, "GRANT bilim TO reader")
    own = open_store(login("reader"))
    assert (len(own.directives()), len(own.events())) == (2, 6)
    assert own.seen() is None  # type: ignore[attr-defined]
    with pytest.raises(psycopg.DatabaseError):
        report(login("reader"), "note", {"text": "x"})


# What an executor sees is said to be a part


def test_what_is_saved_of_a_part_says_so(
    cli: Cli, login: Login, store: Store, tmp_path: Any
) -> None:
    own = ("--store", login("bilim"), "--lang", "en")
    told = f"2 of {len(store.events())} events: what your login may see, not the whole store."
    for suffix in ("md", "html"):
        file = tmp_path / f"r.{suffix}"
        code, _, err = cli("report", "--save", str(file), *own)
        assert (code, told in err, told in file.read_text(encoding="utf-8")) == (0, True, True)
    file = tmp_path / "r.json"
    code, out, _ = cli("report", "units", "--save", str(file), "--output", "json", *own)
    part = {"events": 2, "of": len(store.events())}
    assert (code, json.loads(out)["seen"]) == (0, part)
    assert json.loads(file.read_text(encoding="utf-8"))["report"]["seen"] == part
    code, out, err = cli(
        "report", "--save", str(tmp_path / "a.md"), "--store", login("aigul"), "--lang", "en"
    )
    assert (code, "may see" in out + err) == (0, False)


# Old programs


def test_a_program_of_an_earlier_version_is_told_that_it_is_one(
    on_server: str, store: Store, login: Login
) -> None:
    """It asks where the chain stands, and would go on from a hash that it is not told."""
    with pytest.raises(psycopg.DatabaseError, match="newer version of tracker"):
        run(login("aigul"), "SELECT seq, hash, next_id FROM tracker.standing()")
    with pytest.raises(errors.InsufficientPrivilege):
        run(login("bilim"), "SELECT seq, hash, next_id FROM tracker.standing()")
    theirs = (
        "CREATE OR REPLACE FUNCTION tracker.standing(OUT seq bigint, OUT hash text, "
        "OUT next_id bigint) LANGUAGE sql AS $$ SELECT 0::bigint, ''::text, 0::bigint $$"
    )
    with pytest.raises(errors.InvalidFunctionDefinition):
        run(on_server, theirs)
    init(on_server)
    assert len(store.events()) == 6


def test_a_store_of_an_earlier_version_says_so(on_server: str, store: Store, by: Signature) -> None:
    run(on_server, "DROP FUNCTION tracker.stands()")
    change: Callable[[], object] = lambda: update(store, [1], News(note="x"), by=by)  # noqa: E731
    with pytest.raises(StoreUnreadable, match="another version of this program"):
        change()
    init(on_server)
    change()
