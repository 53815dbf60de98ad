"""What every store promises, shown of each of them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest
from histories import KINDS, perform
from msgspec.structs import replace

from tracker.domain.deadline import Every, Period
from tracker.domain.directive import Accepted, Directive, Signature
from tracker.domain.discipline import twelve_months
from tracker.domain.event import (
    Assigned,
    Assignment,
    Event,
    MeetingKept,
    NoteAdded,
    Registered,
    Restored,
    Reworded,
    StatusMoved,
    UnitKept,
    fold,
)
from tracker.domain.group import By, Window, grouped
from tracker.domain.indicator import Indicator
from tracker.domain.meeting import Meeting
from tracker.domain.selection import Attention, Order, Selection, selected
from tracker.domain.status import CLOSED, Status
from tracker.domain.unit import Unit
from tracker.errors import NotFound, Refused, TrackerError
from tracker.report.record import records
from tracker.service.units import add_unit
from tracker.store.base import Store
from tracker.store.memory import MemoryStore
from tracker.store.open import open_store
from tracker.store.postgres.asking import _CONDITIONS
from tracker.store.tiny import FolderStore
from tracker.store.transaction import Transaction

EDUCATION = Unit("education", {"kk": "Білім басқармасы"}, {})
HEALTH = Unit("health", {"kk": "Денсаулық сақтау басқармасы"}, {})
AUTUMN = Meeting("2025-11-03", date(2025, 11, 3), {"kk": "Жиын"})
SPRING = Meeting("spring", date(2025, 4, 1), {"kk": "Жиын"}, themes={"roads": {"kk": "Жолдар"}})


@pytest.fixture(params=["memory", "folder", "postgres"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    makers: dict[str, Callable[[], Store]] = {
        "memory": MemoryStore,
        "folder": lambda: FolderStore(tmp_path / "deep" / "store"),
        "postgres": lambda: open_store(request.getfixturevalue("on_server")),
    }
    return makers[request.param]()


def enter(store: Store, by: Signature, *texts: str) -> list[int]:
    """Take directives on control in one transaction; return their ids."""
    with store.change(by) as transaction:
        return [transaction.add(Registered(wording={"kk": text})).id for text in texts]


def withdraw(store: Store, by: Signature, id: int) -> None:
    with store.change(by) as transaction:
        transaction.record(id, StatusMoved(Status.NEW, Status.WITHDRAWN), "күші жойылды")


@contextmanager
def raising(error: BaseException) -> Iterator[None]:
    yield
    raise error


@contextmanager
def failing(store: Store, by: Signature, error: BaseException) -> Iterator[Transaction]:
    """Open a transaction that ends with this error."""
    with pytest.raises(type(error)), store.change(by) as transaction, raising(error):
        yield transaction


def everything(store: Store) -> object:
    return (
        store.directives(closed=True),
        store.events(),
        store.meetings(),
        list(store.register()),
    )


def test_at_first_there_is_nothing(store: Store) -> None:
    assert everything(store) == ([], [], {}, [])
    assert store.directives() == []
    assert store.events(1) == []


@pytest.mark.parametrize("id", [-1, 0, 2, 10**30])
def test_an_unknown_id_is_not_found(store: Store, by: Signature, id: int) -> None:
    enter(store, by, "бір")
    with pytest.raises(NotFound):
        store.directive(id)
    with store.change(by) as transaction, pytest.raises(NotFound):
        transaction.directive(id)
    assert store.events(id) == []


def test_what_a_transaction_did_is_kept(store: Store, by: Signature) -> None:
    assert enter(store, by, "бір", "екі") == [1, 2]
    assert [d.text("kk") for d in store.directives()] == ["бір", "екі"]
    assert store.directive(2) == Directive(2, {"kk": "екі"}, by.on, by.on, version=2, news_on=by.on)


def test_a_transaction_has_the_events_of_each_directive_and_no_earlier_ones(
    store: Store, by: Signature
) -> None:
    with store.change(by) as transaction:
        transaction.add(Registered(wording={"kk": "бір"}))
    with store.change(by) as transaction:
        transaction.add(Registered(wording={"kk": "екі"}))
        transaction.record(1, Reworded({"kk": "бір"}, {"kk": "үш"}))
        transaction.record(2, Reworded({"kk": "екі"}, {"kk": "төрт"}))
        assert [[e.seq for e in transaction.events_of(id)] for id in (1, 2, 3)] == [[3], [2, 4], []]


def test_an_exception_keeps_nothing(store: Store, by: Signature) -> None:
    enter(store, by, "бір")
    before = everything(store)
    with failing(store, by, Refused("no")) as transaction:
        transaction.put_unit(EDUCATION.key, EDUCATION)
        transaction.put_meeting(AUTUMN.id, AUTUMN)
        transaction.add(Registered(wording={"kk": "екі"}))
        transaction.record(1, NoteAdded("ескерту"))
    assert everything(store) == before


def test_an_interrupt_keeps_nothing_and_leaves_the_store_free(store: Store, by: Signature) -> None:
    with failing(store, by, KeyboardInterrupt()) as transaction:
        transaction.add(Registered(wording={"kk": "бір"}))
    assert enter(store, by, "бір") == [1]


def test_a_trial_keeps_nothing(store: Store, by: Signature) -> None:
    enter(store, by, "бір")
    before = everything(store)
    with store.change(by, trial=True) as transaction:
        transaction.put_unit(EDUCATION.key, EDUCATION)
        assert transaction.add(Registered(wording={"kk": "екі"})).id == 2
    assert everything(store) == before


def test_ids_are_not_used_again_and_leave_no_gap(store: Store, by: Signature) -> None:
    """Given: 1 and 2; a tried and a failed 3; after closing both, the next is 3."""
    enter(store, by, "бір", "екі")
    with store.change(by, trial=True) as transaction:
        assert transaction.add(Registered(wording={"kk": "үш"})).id == 3
    with failing(store, by, Refused("no")) as transaction:
        assert transaction.add(Registered(wording={"kk": "үш"})).id == 3
    withdraw(store, by, 1)
    withdraw(store, by, 2)
    assert enter(store, by, "үш") == [3]
    assert [d.id for d in store.directives(closed=True)] == [1, 2, 3]


def test_closed_directives_are_returned_when_asked_for(store: Store, by: Signature) -> None:
    enter(store, by, "бір", "екі", "үш")
    withdraw(store, by, 2)
    assert [d.id for d in store.directives()] == [1, 3]
    assert [d.id for d in store.directives(closed=True)] == [1, 2, 3]
    assert store.directive(2).closed_on == by.on


def test_reopening_brings_a_directive_back_on_control(store: Store, by: Signature) -> None:
    enter(store, by, "бір")
    withdraw(store, by, 1)
    with store.change(by) as transaction:
        assert transaction.directives() == []
        transaction.record(1, StatusMoved(Status.WITHDRAWN, Status.NEW), "қайта")
        assert [d.id for d in transaction.directives()] == [1]
    assert [d.id for d in store.directives()] == [1]
    assert [d.id for d in store.directives(closed=True)] == [1]
    assert store.directive(1).is_open


def test_a_change_of_a_closed_directive_is_kept(store: Store, by: Signature) -> None:
    enter(store, by, "бір")
    withdraw(store, by, 1)
    with store.change(by) as transaction:
        transaction.record(1, NoteAdded("мұрағатқа", "education"))
    assert store.directives() == []
    assert store.directive(1).heard == ("education",)


def test_events_come_in_order_with_their_batch(store: Store, by: Signature) -> None:
    """The first command makes events 1 and 2, the second 3 to 5."""
    enter(store, by, "бір", "екі")
    with store.change(by) as transaction:
        transaction.record(1, Assigned(Assignment(None), Assignment("education")), "солай")
        transaction.record(2, NoteAdded("ескерту"))
        transaction.put_unit(EDUCATION.key, EDUCATION)
    seen = [(e.seq, e.batch, e.directive, e.change.kind, e.reason) for e in store.events()]
    assert seen == [
        (1, 1, 1, "registered", None),
        (2, 1, 2, "registered", None),
        (3, 3, 1, "assigned", "солай"),
        (4, 3, 2, "note", None),
        (5, 3, None, "unit", None),
    ]
    assert [e.seq for e in store.events(1)] == [1, 3]
    assert {e.by for e in store.events()} == {by}


def test_events_behind_a_number_are_the_later_ones(store: Store, by: Signature) -> None:
    enter(store, by, "бір", "екі")
    withdraw(store, by, 1)
    assert [e.seq for e in store.events(after=1)] == [2, 3]
    assert [e.seq for e in store.events(1, after=1)] == [3]
    assert store.events(after=3) == []
    with store.change(by) as transaction:
        assert [e.seq for e in transaction.history(after=2)] == [3]
        assert [e.seq for e in transaction.history(1, after=0)] == [1, 3]


def test_the_events_of_1_are_not_those_of_11(store: Store, by: Signature) -> None:
    enter(store, by, *(f"{n}" for n in range(1, 13)))
    assert [e.directive for e in store.events(1)] == [1]
    assert [e.directive for e in store.events(11)] == [11]


def test_units_are_kept_and_replaced(store: Store, by: Signature) -> None:
    renamed = EDUCATION._replace(names={"kk": "Ағарту басқармасы"}, aliases=("Білім",))
    for unit in (HEALTH, EDUCATION, renamed):
        with store.change(by) as transaction:
            transaction.put_unit(unit.key, unit)
    assert list(store.register()) == [renamed, HEALTH]
    assert store.register().find("білім") == renamed


def test_meetings_are_kept_and_replaced_in_the_order_of_their_days(
    store: Store, by: Signature
) -> None:
    moved = AUTUMN._replace(title={"kk": "Үлкен жиын"}, chair="Әкім")
    for meeting in (AUTUMN, SPRING, moved):
        with store.change(by) as transaction:
            transaction.put_meeting(meeting.id, meeting)
    assert store.meetings() == {"spring": SPRING, "2025-11-03": moved}
    assert list(store.meetings()) == ["spring", "2025-11-03"]


def test_a_transaction_reads_its_own_changes(store: Store, by: Signature) -> None:
    enter(store, by, "бір")
    with store.change(by) as transaction:
        transaction.put_unit(EDUCATION.key, EDUCATION)
        transaction.put_unit(EDUCATION.key, EDUCATION._replace(head="Әсел"))
        transaction.put_meeting(AUTUMN.id, AUTUMN)
        new = transaction.add(Registered(wording={"kk": "екі"}, every=Every.MONTH))
        transaction.record(1, StatusMoved(Status.NEW, Status.WITHDRAWN), "жоқ")
        assert transaction.directive(2) == new
        assert transaction.directive(1).status is Status.WITHDRAWN
        assert [d.id for d in transaction.directives()] == [2]
        assert [d.id for d in transaction.directives(closed=True)] == [1, 2]
        assert transaction.register().find("education").head == "Әсел"
        assert "2025-11-03" in transaction.meetings()
        assert [(d.status, d.version) for d in store.directives()] == [(Status.NEW, 1)]
    assert len(store.events()) == 6


def test_units_and_meetings_are_taken_out(store: Store, by: Signature) -> None:
    with store.change(by) as transaction:
        for unit in (EDUCATION, HEALTH):
            transaction.put_unit(unit.key, unit)
        for meeting in (AUTUMN, SPRING):
            transaction.put_meeting(meeting.id, meeting)
    with store.change(by) as transaction:
        transaction.put_unit("education", None)
        transaction.put_meeting("spring", None)
        assert list(transaction.register()) == [HEALTH]
        assert list(transaction.meetings()) == ["2025-11-03"]
    assert list(store.register()) == [HEALTH]
    assert store.meetings() == {"2025-11-03": AUTUMN}
    assert [e.change for e in store.events()[-2:]] == [
        UnitKept("education", EDUCATION, None),
        MeetingKept("spring", SPRING, None),
    ]


def test_what_is_put_back_to_nothing_is_gone_and_its_id_is_not_given_again(
    store: Store, by: Signature
) -> None:
    """Directive 2 is closed by then, and comes back as it was."""
    enter(store, by, "бір", "екі")
    withdraw(store, by, 2)
    before = store.directive(2)
    with store.change(by) as transaction:
        assert transaction.restore(2, None) is None
        assert transaction.find(2) is None
    assert [d.id for d in store.directives(closed=True)] == [1]
    with pytest.raises(NotFound):
        store.directive(2)
    assert enter(store, by, "үш") == [3]
    with store.change(by) as transaction:
        transaction.restore(2, before)
    assert store.directive(2) == replace(before, version=6)
    assert [d.id for d in store.directives()] == [1, 3]
    assert fold(store.events(2)) == store.directive(2)


def test_a_transaction_knows_what_was_kept_and_what_is_not_there(
    store: Store, by: Signature
) -> None:
    enter(store, by, "бір", "екі")
    with store.change(by) as transaction:
        transaction.record(1, NoteAdded("ескерту"))
        assert [e.seq for e in transaction.history()] == [1, 2]
        assert [e.seq for e in transaction.history(2)] == [2]
        assert transaction.find(3) is None


def test_a_reader_keeps_what_it_was_given(store: Store, by: Signature) -> None:
    enter(store, by, "бір")
    seen, events = store.directives(), store.events()
    enter(store, by, "екі")
    assert [d.id for d in seen] == [1]
    assert [e.seq for e in events] == [1]


def test_another_store_object_on_the_folder_sees_each_commit(tmp_path: Path, by: Signature) -> None:
    one, other = FolderStore(tmp_path / "s"), open_store(str(tmp_path / "s"))
    assert other.directives() == []
    for count in (1, 2, 3):
        enter(one, by, "тапсырма")
        assert [d.id for d in other.directives()] == list(range(1, count + 1))
        assert other.events() == one.events()
    withdraw(other, by, 2)
    assert [d.id for d in one.directives()] == [1, 3]
    assert everything(one) == everything(other)


def test_a_history_that_puts_back_another_directive_is_none(store: Store, by: Signature) -> None:
    state = Directive(7, {"kk": "жеті"}, by.on, by.on)
    alien = Event(seq=1, batch=1, directive=5, by=by, change=Restored(state))
    with store.change(by) as transaction, pytest.raises(Refused):
        transaction.adopt([alien])


# Questions about many


def test_a_server_knows_each_filter() -> None:
    """All but `closed`, which each question answers first."""
    assert [*_CONDITIONS, "closed"] == [*Selection._fields[1:], "closed"]


def drawn(random: Random, id: int) -> Directive:
    """Return a directive as it might be."""

    def day() -> date | None:
        return random.choice([None, date(2025, 12, 1) + timedelta(days=random.randrange(40))])

    units = [None, "education", "health", "roads"]
    status = random.choice(list(Status))
    accepted = [
        Accepted(date(2025, m, 28), date(2025, m, 20 + random.randrange(9))) for m in (9, 11)
    ]
    return Directive(
        id,
        {
            language: random.choice(["Жол салу", "МЕКТЕП\t ашу", "Straße", "İstanbul ΣΑΣ", "100%_"])
            for language in random.sample(["kk", "ru", "en"], random.randint(1, 3))
        },
        created_on=date(2025, 11, 1),
        touched_on=day() or date(2025, 12, 9),
        status=status,
        meeting=random.choice([None, "2025-11-03", "spring"]),
        item=random.choice([None, "1", "2.1"]),
        theme=random.choice([None, "жол", "roads", "Zebra"]),
        executor=random.choice(units),
        co_executors=tuple({unit for unit in random.choices(units, k=2) if unit}),
        due=day(),
        accepted=tuple(random.sample(accepted, random.randrange(3))),
        progress=random.choice([None, 0, 9, 10, 100]),
        indicators=random.choice([(), (Indicator("k", {"kk": "k"}),)]),
        submitted_on=day(),
        closed_on=date(2025, 12, 20) if status in CLOSED else None,
        news_on=day(),
    )


def asked(random: Random) -> Selection:
    """Return filters, most of them empty."""
    day = date(2025, 12, 1) + timedelta(days=random.randrange(40))
    filters: dict[str, object] = {
        "closed": True,
        "statuses": frozenset(random.sample(list(Status), 2)),
        "unit": random.choice(["education", "health", "?"]),
        "executor": random.choice(["education", "roads", "%s"]),
        "theme": random.choice(["жол", "Zebra", "'"]),
        "meeting": "2025-11-03",
        "item": "2.1",
        "overdue": day,
        "due_before": day,
        "due_after": day,
        "due_in": Period(day, day + timedelta(days=9)),
        "attention": Attention(day, day - timedelta(days=9)),
        "measured": True,
        "search": random.choice(["", "жол", "мектеп ашу", "STRASSE", "i", "σασ", "_", "%", "\\"]),
    }
    given = random.sample(sorted(filters), random.randrange(4))
    return Selection(**{name: filters[name] for name in given})  # type: ignore[arg-type]


@pytest.mark.parametrize("seed", range(3))
def test_what_is_asked_of_many_is_answered_as_by_looking_at_each(
    store: Store, by: Signature, seed: int
) -> None:
    random = Random(seed)  # noqa: S311  # no secret
    with store.change(by) as transaction:
        for id in range(1, 121):
            transaction.restore(id, drawn(random, id))
    known = store.directives(closed=True)
    assert len(known) == 120
    for _ in range(150):
        wanted, order = asked(random), random.choice(list(Order))
        reverse, limit = random.random() < 0.5, random.choice([None, 0, 1, 7, 500])
        found = store.select(wanted, order, reverse=reverse, limit=limit)
        assert found == selected(known, wanted, order, reverse=reverse, limit=limit), wanted
        window = Window(
            date(2025, 12, 20),
            date(2025, 12, 29),
            random.choice([Period(date(2025, 12, 1), date(2025, 12, 31)), twelve_months(by.on)]),
        )
        for key in By:
            helps = key is By.UNIT and wanted.executor is None
            passed = [d for d in known if wanted.passes(d)]
            expected = grouped(passed, key, window, helps=helps)
            assert store.groups(key, wanted, window) == expected, (wanted, key)


@pytest.mark.parametrize("seed", range(6))
def test_figures_of_a_period_rest_on_what_stirred_in_it(
    store: Store, by: Signature, seed: int
) -> None:
    """What a store leaves out says nothing: the records are those of all directives and events."""
    random = Random(seed)  # noqa: S311  # no secret
    for key in ("education", "health"):
        add_unit(store, key, {"en": key.title()}, by=by)
    for number in range(120):
        kind, whats = random.choice(KINDS)
        on = date(2025, 9, 1) + timedelta(days=number + random.randrange(-9, 9))
        who = Signature("А", by.at + timedelta(minutes=number), on)
        with suppress(TrackerError):
            perform(store, kind, random.randint(1, 6), random.choice(whats), who)
    everything = {d.id: store.events(d.id) for d in store.directives(closed=True)}
    for begin in range(0, 130, 13):
        first = date(2025, 9, 1) + timedelta(days=begin)
        period, today = Period(first, first + timedelta(days=random.randrange(40))), first
        found = store.with_events(Selection(closed=True), period)
        assert [(d, store.events(d.id)) for d, _ in found] == found
        some = records([d for d, _ in found], {d.id: e for d, e in found}, period, today)
        assert some == records(store.directives(closed=True), everything, period, today)
