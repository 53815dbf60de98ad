"""Events: a directive is the fold of its own, whatever people did."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tracker.domain.deadline import Every
from tracker.domain.directive import Directive, Evidence, Signature
from tracker.domain.event import (
    Assigned,
    Assignment,
    Change,
    DueMoved,
    Event,
    EvidenceAdded,
    NoteAdded,
    ProgressReported,
    Registered,
    ReportAccepted,
    Restored,
    Reworded,
    StatusMoved,
    UnitKept,
    fold,
)
from tracker.domain.source import Source
from tracker.domain.status import Status, allowed
from tracker.domain.unit import Unit
from tracker.errors import StoreUnreadable, TrackerError
from tracker.service.add import add
from tracker.service.assign import assign
from tracker.service.units import add_unit
from tracker.service.update import News, update
from tracker.store.memory import MemoryStore

FIRST = date(2025, 11, 3)
UNITS = ("education", "health", "labour")
SOURCE = Source("хаттама.docx", "0" * 64, 3, 18, "построить школу")
REGISTERED = Registered(wording={"ru": "Построить школу"}, due=date(2025, 12, 31))


def events(by: Signature, *changes: Change | UnitKept) -> list[Event]:
    return [
        Event(seq=n, batch=1, directive=1, by=by, change=change)
        for n, change in enumerate(changes, start=1)
    ]


def made_of(events: Iterable[Event]) -> Directive:
    """Return the directive that these events make; there must be one."""
    made = fold(events)
    assert made is not None
    return made


def test_a_registration_starts_a_directive(by: Signature) -> None:
    """Its first date is the one it was registered with."""
    assert fold(events(by, REGISTERED)) == Directive(
        1,
        {"ru": "Построить школу"},
        created_on=by.on,
        touched_on=by.on,
        due=date(2025, 12, 31),
        first_due=date(2025, 12, 31),
        version=1,
        news_on=by.on,
    )


def test_a_source_stays_through_all_that_follows(by: Signature) -> None:
    drafted = Registered(wording={"ru": "Школа"}, source=SOURCE)
    reworded = Reworded({"ru": "Школа"}, {"ru": "Две школы"})
    assert made_of(events(by, drafted, reworded, DueMoved(None, FIRST))).source == SOURCE
    assert made_of(events(by, REGISTERED)).source is None


def test_a_first_date_is_no_move_and_every_later_one_is(by: Signature) -> None:
    undated = Registered(wording={"ru": "Школа"})
    first, second, third = date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)
    made = made_of(
        events(by, undated, DueMoved(None, first), DueMoved(first, second), DueMoved(second, third))
    )
    assert (made.first_due, made.due, made.moved) == (first, third, 2)


def test_a_unit_is_heard_once_and_a_note_of_nobody_is_of_no_unit(by: Signature) -> None:
    notes = [NoteAdded("бір", "health"), NoteAdded("екі"), NoteAdded(None, "health")]
    assert made_of(events(by, REGISTERED, *notes)).heard == ("health",)


def test_evidence_is_kept_in_order_and_the_wording_is_replaced(by: Signature) -> None:
    one, two = (Evidence(name, f"/{name}", by.on) for name in ("1.pdf", "2.pdf"))
    reworded = Reworded({"ru": "Школа"}, {"kk": "Мектеп"})
    made = made_of(events(by, REGISTERED, EvidenceAdded(one), EvidenceAdded(two), reworded))
    assert made.evidence == (one, two)
    assert made.wording == {"kk": "Мектеп"}


def test_another_executor_leaves_the_status_of_work_begun(by: Signature) -> None:
    given_to = Assigned(Assignment(None), Assignment("health", ("labour",)))
    new, begun = (
        replace(made_of(events(by, REGISTERED)), status=status)
        for status in (Status.NEW, Status.RETURNED)
    )
    assert given_to.apply(new, by.on).status is Status.ASSIGNED
    assert given_to.apply(begun, by.on).status is Status.RETURNED
    assert given_to.apply(begun, by.on).co_executors == ("labour",)


def test_every_event_touches_the_directive(by: Signature) -> None:
    later = by._replace(on=date(2026, 1, 9))
    log = [*events(by, REGISTERED), *events(later, NoteAdded("ескерту"))]
    made = made_of(log)
    assert (made.created_on, made.touched_on, made.news_on) == (by.on, later.on, later.on)


def test_the_version_is_the_number_of_the_last_event(by: Signature) -> None:
    log = events(by, REGISTERED, NoteAdded("бір"), NoteAdded("екі"))
    assert [made_of(log[:n]).version for n in (1, 2, 3)] == [1, 2, 3]


def test_what_the_controller_does_by_himself_is_no_news(by: Signature) -> None:
    """Moving the date, rewording and putting back; whatever else happens is news."""
    start = made_of(events(by, REGISTERED))
    later = by._replace(on=date(2026, 1, 9))

    def news_after(change: Change) -> date | None:
        after = Event(seq=2, batch=2, directive=1, by=later, change=change).apply(start)
        assert after is not None
        return after.news_on

    silent = (DueMoved(None, later.on), Reworded({}, {"kk": "Мектеп"}), Restored(start))
    assert [news_after(change) for change in silent] == [by.on] * 3
    assert [news_after(c) for c in (NoteAdded("бір"), ProgressReported(None, 5))] == [later.on] * 2


def test_progress_begins_the_work_and_comes_from_the_executor(by: Signature) -> None:
    assigned = Assigned(Assignment(None), Assignment("health", ("labour",)))
    log = events(by, REGISTERED, assigned, ProgressReported(None, 0), ProgressReported(0, 5))
    begun = [made_of(log[:n]) for n in (2, 3, 4)]
    assert [d.status for d in begun] == [Status.ASSIGNED, Status.ASSIGNED, Status.IN_PROGRESS]
    assert [d.heard for d in begun] == [(), ("health",), ("health",)]


def test_a_report_sent_was_heard_and_its_acceptance_asks_anew(by: Signature) -> None:
    assigned = Assigned(Assignment(None), Assignment("health"))
    sent = StatusMoved(Status.ASSIGNED, Status.SUBMITTED)
    accepted = ReportAccepted(date(2025, 12, 31), by.on, date(2026, 3, 31))
    log = events(by, replace(REGISTERED, every=Every.QUARTER), assigned, sent, accepted)
    assert [made_of(log[:n]).heard for n in (2, 3, 4)] == [(), ("health",), ()]
    after = made_of(log)
    assert (after.status, after.due) == (Status.IN_PROGRESS, date(2026, 3, 31))


def test_putting_back_starts_from_nothing_or_ends_in_it(by: Signature) -> None:
    start = made_of(events(by, REGISTERED))
    gone = events(by, REGISTERED, Restored(None))
    assert fold(gone) is None
    assert made_of(events(by, REGISTERED, Restored(None), Restored(start))) == replace(
        start, version=3
    )


def test_no_events_make_no_directive() -> None:
    assert fold([]) is None


def test_what_is_no_history_of_a_directive_has_no_fold(by: Signature) -> None:
    with pytest.raises(StoreUnreadable, match="does not follow"):
        fold(events(by, NoteAdded("ескерту")))
    with pytest.raises(ValueError, match="not of a directive"):
        fold(events(by, UnitKept("health", None, Unit("health", {"ru": "УЗ"}, {}))))


@dataclass(frozen=True)
class Action:
    """One thing that somebody tries: `kind` says what, the rest with what."""

    kind: str
    id: int
    status: Status
    pick: int
    executor: str | None
    co_executors: list[str]
    due: date | None
    every: Every | None
    progress: int | None
    reason: str | None
    final: bool
    days: int


ACTIONS = st.builds(
    Action,
    kind=st.sampled_from(["add", "assign", "update", "step", "step", "step"]),
    id=st.integers(1, 4),
    status=st.sampled_from(Status),
    pick=st.integers(0, 6),
    executor=st.none() | st.sampled_from([*UNITS, "nobody"]),
    co_executors=st.lists(st.sampled_from(UNITS), max_size=2),
    due=st.none() | st.dates(date(1980, 1, 1), date(2030, 1, 1)),
    every=st.none() | st.sampled_from(Every),
    progress=st.none() | st.integers(-1, 101),
    reason=st.none() | st.just("себебі"),
    final=st.booleans(),
    days=st.integers(0, 40),
)


def perform(store: MemoryStore, do: Action, by: Signature) -> None:
    """Do it as the command line would; a `step` is a move that the life cycle allows."""
    if do.kind == "add":
        add(
            store,
            {"kk": "Мектеп салу"},
            due=do.due,
            every=do.every,
            executor=do.executor,
            co_executors=do.co_executors,
            by=by,
        )
    elif do.kind == "assign":
        assign(
            store,
            [do.id, do.id % 4 + 1],
            do.executor or "education",
            co_executors=do.co_executors,
            due=do.due,
            reason=do.reason,
            by=by,
        )
    elif do.kind == "step":
        directive = store.directive(do.id)
        following = allowed(directive.status, has_executor=directive.executor is not None)
        target = following[do.pick % len(following)]
        update(store, [do.id], News(status=target, reason="себебі", final=do.final), by=by)
    else:
        news = News(
            status=do.status if do.pick < 3 else None,
            progress=do.progress,
            note=do.reason,
            unit=do.executor,
            due=do.due,
            measures=[("орын", do.pick / 4)] if do.pick else [],
            targets=[("орын", do.pick * 2)] if do.pick else [],
            reason=do.reason,
            final=do.final,
        )
        update(store, [do.id], news, by=by)


def check(store: MemoryStore) -> None:
    """Check what must be true of every store."""
    directives = store.directives(closed=True)
    assert [d.id for d in directives] == list(range(1, len(directives) + 1))
    assert [e.seq for e in store.events()] == list(range(1, len(store.events()) + 1))
    for d in directives:
        assert fold(store.events(d.id)) == d == store.directive(d.id)
        assert (d.closed_on is None) is d.is_open
        assert d.status is not Status.NEW or d.executor is None
        assert d.executor is not None or d.status in {Status.NEW, Status.WITHDRAWN}
        assert d.executor not in d.co_executors
        assert (d.submitted_on is not None) is (d.status in {Status.SUBMITTED, Status.EXECUTED})
        assert (d.due is None) is (d.first_due is None)
        assert not d.is_constant or (d.due is not None and d.starts is not None)
        assert d.progress is None or 0 <= d.progress <= 100
        if d.is_open and d.is_constant and not d.moved:
            assert d.due == d.first_due


@settings(max_examples=100, deadline=None)
@given(actions=st.lists(ACTIONS, min_size=10, max_size=40))
def test_whatever_people_try_the_events_of_a_directive_make_the_directive(
    actions: list[Action],
) -> None:
    """Refused actions leave nothing; ids and events are numbered from 1 without a gap."""
    store = MemoryStore()
    by = Signature("Айгүл", datetime(2025, 11, 3, tzinfo=UTC), FIRST)
    for key in UNITS:
        add_unit(store, key, {"en": f"Department of {key}"}, by=by)
    add(store, {"kk": "Бірінші"}, executor="education", by=by)
    for action in actions:
        by = by._replace(on=by.on + timedelta(days=action.days))
        before = (store.directives(closed=True), store.events())
        try:
            perform(store, action, by)
        except TrackerError:
            assert (store.directives(closed=True), store.events()) == before
        check(store)
    for directive in store.directives(closed=True):
        event(directive.status.value)
