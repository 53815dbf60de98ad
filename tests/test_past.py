"""The past: what had been recorded by a day, and reports as they were printed on it."""

import json
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from histories import ACTIONS, Action, perform
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tracker.domain.directive import Directive, Signature
from tracker.domain.event import Event, NoteAdded, Registered, Restored, fold, lived, recorded_by
from tracker.domain.status import Status
from tracker.errors import NotFound, Refused, TrackerError
from tracker.i18n.language import Language
from tracker.load.shipped import work_calendar
from tracker.service import ask
from tracker.service.add import add
from tracker.service.undo import redo, undo
from tracker.service.units import add_unit, rename_unit
from tracker.service.update import News, update
from tracker.show.deadlines import DeadlineReport
from tracker.show.discipline import DisciplineReport
from tracker.show.flow import FlowReport
from tracker.show.groups import GroupReport
from tracker.show.indicators import IndicatorReport
from tracker.show.look import Look
from tracker.show.meeting import MeetingReport
from tracker.show.output import Form, rendered
from tracker.show.overview import OverviewSheet
from tracker.show.report import Report
from tracker.show.since import SinceReport
from tracker.store.base import Store
from tracker.store.memory import MemoryStore
from tracker.store.past import PastStore
from tracker.store.tiny import FolderStore

FIRST = date(2025, 11, 3)
TODAY = date(2025, 12, 22)
CALENDAR = work_calendar()


def on(day: date) -> Signature:
    return Signature("Айгүл", datetime(day.year, day.month, day.day, 4, tzinfo=UTC), day)


def entries(*days: int) -> list[Event]:
    """Return events that count for these days of December, in the order of their entry."""
    return [
        Event(
            seq=n, batch=n, directive=n, by=on(date(2025, 12, day)), change=Registered(wording={})
        )
        for n, day in enumerate(days, start=1)
    ]


def known(events: list[Event], day: int) -> list[int]:
    return [e.seq for e in recorded_by(events, date(2025, 12, day), today=TODAY)]


def test_what_counts_for_a_later_day_was_not_recorded_yet() -> None:
    assert known(entries(1, 1, 5, 9), 4) == [1, 2]
    assert known(entries(1, 1, 5, 9), 5) == [1, 2, 3]


def test_what_was_dated_back_was_entered_no_earlier_than_those_before_it() -> None:
    """The third was entered behind one of the 10th, for the 2nd."""
    assert known(entries(1, 10, 2), 5) == [1]
    assert known(entries(1, 10, 2), 10) == [1, 2, 3]


def test_a_slip_into_the_future_hides_nothing_behind_it() -> None:
    """The second counts for the 30th, which is still to come on the 22nd."""
    assert known(entries(1, 30, 5), 5) == [1, 2, 3]
    assert known(entries(1, 30, 5), 4) == [1, 2]


def test_a_day_that_is_still_to_come_knows_all_there_is() -> None:
    assert known(entries(1, 22), 31) == [1, 2]


# What undo took back


@pytest.fixture
def store() -> MemoryStore:
    store = MemoryStore()
    add(store, {"kk": "Мектеп"}, by=on(FIRST))
    return store


def lived_kinds(store: Store) -> list[str]:
    return [event.change.kind for event in lived(store.events(1))]


def note(store: Store, text: str) -> None:
    update(store, [1], News(note=text), by=on(FIRST))


def test_without_undo_all_events_are_lived(store: MemoryStore) -> None:
    note(store, "а")
    assert lived(store.events(1)) == store.events(1)
    assert lived([]) == []


def test_what_was_taken_back_is_not_lived_and_what_was_made_again_is_once(
    store: MemoryStore,
) -> None:
    note(store, "а")
    note(store, "б")
    undo(store, by=on(FIRST))
    assert lived_kinds(store) == ["registered", "note"]
    redo(store, by=on(FIRST))
    assert lived_kinds(store) == ["registered", "note", "note"]
    undo(store, by=on(FIRST))
    undo(store, by=on(FIRST))
    note(store, "в")
    texts = [e.change.text for e in lived(store.events(1)) if isinstance(e.change, NoteAdded)]
    assert texts == ["в"]


def test_a_registration_that_was_taken_back_leaves_nothing(store: MemoryStore) -> None:
    undo(store, by=on(FIRST))
    assert lived(store.events(1)) == []
    redo(store, by=on(FIRST))
    assert lived_kinds(store) == ["registered"]


def test_a_state_from_elsewhere_is_a_beginning_of_its_own(store: MemoryStore) -> None:
    """As after restoring a backup whose event these events do not have."""
    note(store, "а")
    foreign = replace(store.directive(1), version=77)
    put_back = Event(seq=3, batch=3, directive=1, by=on(FIRST), change=Restored(foreign))
    assert lived([*store.events(1), put_back]) == [put_back]
    assert fold(lived([*store.events(1), put_back])) == replace(
        foreign, version=3, touched_on=FIRST
    )


@settings(max_examples=60, deadline=None)
@given(actions=st.lists(ACTIONS, max_size=20))
def test_the_lived_events_make_the_directive(actions: list[Action]) -> None:
    """All that it says, but for when it was touched last: undo touches it too."""

    def said(directive: Directive) -> Directive:
        return replace(directive, version=0, touched_on=FIRST)

    store = office_of(actions)
    for directive in store.directives(closed=True):
        made = fold(lived(store.events(directive.id)))
        assert made is not None
        assert said(made) == said(directive)


def office_of(actions: list[Action]) -> MemoryStore:
    """Return a store after these actions, each on the day after the last."""
    store = begun(MemoryStore())
    for number, (kind, id, what) in enumerate(actions, start=1):
        try:
            perform(store, kind, id, what, on(FIRST + timedelta(days=number)))
        except TrackerError:
            continue
    return store


def begun(store: MemoryStore) -> MemoryStore:
    for key in ("education", "health"):
        add_unit(store, key, {"en": key.title()}, by=on(FIRST))
    for text in ("бір", "екі", "үш"):
        add(store, {"kk": text}, executor="education", due=date(2025, 11, 20), by=on(FIRST))
    return store


# The store of then


def test_the_store_of_then_has_what_was_there_then() -> None:
    store = MemoryStore()
    add_unit(store, "roads", {"kk": "Жол басқармасы"}, by=on(FIRST))
    add(store, {"kk": "Жол салу"}, executor="roads", by=on(FIRST))
    later = on(date(2025, 12, 1))
    rename_unit(store, "roads", names={"kk": "Көлік басқармасы"}, by=later)
    update(store, [1], News(status=Status.SUBMITTED), by=later)
    add(store, {"kk": "Көпір салу"}, by=later)
    past = PastStore(store, date(2025, 11, 30), today=TODAY)
    assert [(d.id, d.status) for d in past.directives()] == [(1, Status.ASSIGNED)]
    assert past.register().find("roads").name("kk") == "Жол басқармасы"
    assert [e.seq for e in past.events()] == [1, 2, 3]
    assert past.events(2) == []
    with pytest.raises(NotFound):
        past.directive(2)
    assert PastStore(store, date(2025, 12, 1), today=TODAY).directives() == store.directives()
    assert PastStore(store, date(2025, 11, 2), today=TODAY).directives(closed=True) == []


def test_the_past_cannot_be_changed(store: MemoryStore, tmp_path: Path) -> None:
    past: Store = PastStore(store, FIRST, today=TODAY)
    with pytest.raises(Refused, match="past"), past.change(on(TODAY)):
        pass
    with pytest.raises(Refused, match="past"), past.change(on(TODAY), trial=True):
        pass
    with pytest.raises(Refused, match="past"):
        past.attach(tmp_path, "x")
    assert len(store.events()) == 1


def test_a_store_in_a_folder_has_a_past_too(tmp_path: Path) -> None:
    store = FolderStore(tmp_path / "store")
    add(store, {"kk": "Мектеп"}, by=on(FIRST))
    update(store, [1], News(status=Status.WITHDRAWN, reason="қате"), by=on(TODAY))
    past = PastStore(store, FIRST, today=TODAY)
    assert past.where == store.where
    assert [d.status for d in past.directives()] == [Status.NEW]


# What was printed


def reports(store: Store, today: date) -> Iterator[Report]:
    """Yield every report, as the command line builds it."""
    until = CALENDAR.after(today, 5)
    look = Look(Language("kk"), today, store.register(), store.meetings(), until=until)
    overview = ask.overview(store, today=today, calendar=CALENDAR, within=5, silent_days=14)
    yield OverviewSheet(overview, look)
    for kind in ask.KINDS:
        yield GroupReport(kind, *ask.groups(store, kind, today=today, until=until), 5, look)
    yield DisciplineReport(*ask.discipline(store, today=today), look, explains=True)
    yield DeadlineReport(ask.deadlines(store, today=today, calendar=CALENDAR), look)
    yield SinceReport(ask.changes(store, FIRST + timedelta(days=7), today=today), look)
    yield IndicatorReport(ask.indicators(store), look)
    yield FlowReport(ask.flow(store, today=today), look)
    for id, meeting in look.meetings.items():
        yield MeetingReport(meeting, ask.of_meeting(store, id), look)


def printed(store: Store, today: date) -> list[str]:
    return [
        rendered(report, form, width=80)
        for report in reports(store, today)
        for form in (Form.TABLE, Form.JSON, Form.PLAIN)
    ]


@settings(max_examples=25, deadline=None)
@given(
    actions=st.lists(
        st.tuples(ACTIONS, st.integers(0, 6), st.integers(0, 20)), min_size=2, max_size=14
    )
)
def test_what_was_printed_on_a_day_is_printed_again_letter_by_letter(
    actions: list[tuple[Action, int, int]],
) -> None:
    """Whatever happened later: changes, undo, renaming, and changes dated back behind others."""
    store, today = begun(MemoryStore()), FIRST
    shown: dict[date, list[str]] = {FIRST: printed(store, FIRST)}
    has_entry = True
    for (kind, id, what), days, back in actions:
        if days:
            today, has_entry = today + timedelta(days=days), False
        counts_for = max(FIRST, today - timedelta(days=back)) if has_entry else today
        before = len(store.events())
        with suppress(TrackerError):
            perform(store, kind, id, what, on(counts_for))
        has_entry = has_entry or len(store.events()) > before
        shown[today] = printed(store, today)
    for day, pages in shown.items():
        assert printed(PastStore(store, day, today=today), day) == pages


def test_a_page_of_the_past_differs_from_that_of_today(office: MemoryStore) -> None:
    """The test above would hold for pages that say nothing."""
    then, now = (
        printed(PastStore(office, FIRST + timedelta(days=1), today=TODAY), FIRST),
        printed(office, TODAY),
    )
    assert len(then) == len(now)
    assert all(one != other for one, other in zip(then, now, strict=True))
    assert json.loads(now[1])["report"]["kind"] == "overview"
