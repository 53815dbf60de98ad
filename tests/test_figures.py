"""Figures over nine directives, with every sum worked out by hand.

The year is 2025 to 22 December; education has 1 to 5, health 6 to 8, nobody 9.

     first due   what happened
 1   2025-11-10  reported 11-08, accepted 11-12                        on time
 2   2025-11-20  reported 11-18, returned 11-19, reported 11-24,
                 accepted 11-26                                        late
 3   2025-11-25  moved on 11-24 to 12-05, then on 12-04 to 12-10;
                 reported 12-09, accepted 12-11                        on time; by first date late
 4   2025-12-01  reported 11-30, waits                                 pending (22 days)
 5   2025-12-15  nothing                                               overdue
 6   2025-11-30  every month; 11-30's report came 11-29, accepted
                 12-01; 12-31's date was moved to 12-20 on 12-10,
                 reported 12-19, accepted 12-20                        on time twice
 7   2025-12-12  moved on 12-11 to 2026-01-20                          by first date overdue
 8   2025-11-15  withdrawn 11-16                                       left out
 9   2025-12-24  nobody's                                              pending

Undone on the way: a return of 4, and a move of 5 to 2026-02-01.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from tracker.domain.deadline import Every, Period
from tracker.domain.directive import Signature
from tracker.domain.meeting import Meeting
from tracker.domain.status import Status
from tracker.errors import NotFound, Refused
from tracker.load.draft import Draft, Loaded
from tracker.load.shipped import work_calendar
from tracker.report.deadlines import Week
from tracker.report.flow import Stage, WeekEnd
from tracker.report.light import Light, Rule
from tracker.report.record import Record, total
from tracker.report.scope import Scope
from tracker.service import ask
from tracker.service.add import add
from tracker.service.assign import assign
from tracker.service.load import load
from tracker.service.undo import redo, undo
from tracker.service.units import add_unit
from tracker.service.update import News, update
from tracker.store.memory import MemoryStore

TODAY = date(2025, 12, 22)
NOVEMBER = Period(date(2025, 11, 1), date(2025, 11, 30))
DECEMBER = Period(date(2025, 12, 1), date(2025, 12, 31))
CALENDAR = work_calendar()


def day(month: int, number: int) -> date:
    return date(2025 if month > 6 else 2026, month, number)


def on(month: int, number: int) -> Signature:
    found = day(month, number)
    return Signature("Айгүл", datetime(found.year, month, number, 4, tzinfo=UTC), found)


def report(store: MemoryStore, id: int, sent: tuple[int, int], decided: tuple[int, int]) -> None:
    update(store, [id], News(status=Status.SUBMITTED), by=on(*sent))
    update(store, [id], News(status=Status.EXECUTED), by=on(*decided))


def move(store: MemoryStore, id: int, to: date, when: tuple[int, int]) -> None:
    update(store, [id], News(due=to, reason="хат"), by=on(*when))


@pytest.fixture(scope="module")
def store() -> MemoryStore:
    """Return the store of the table above; no test changes it."""
    store = MemoryStore()
    for key in ("education", "health"):
        add_unit(store, key, {"en": key.title()}, by=on(11, 3))
    dues = [(11, 10), (11, 20), (11, 25), (12, 1), (12, 15), (11, 30), (12, 12), (11, 15), (12, 24)]
    for number, due in enumerate(dues, start=1):
        unit = "education" if number <= 5 else "health" if number <= 8 else None
        every = Every.MONTH if number == 6 else None
        add(store, {"kk": f"{number}"}, executor=unit, due=day(*due), every=every, by=on(11, 3))
    report(store, 1, (11, 8), (11, 12))
    update(store, [8], News(status=Status.WITHDRAWN, reason="қайталау"), by=on(11, 16))
    update(store, [2], News(status=Status.SUBMITTED), by=on(11, 18))
    update(store, [2], News(status=Status.RETURNED, reason="толық емес"), by=on(11, 19))
    update(store, [2], News(status=Status.SUBMITTED), by=on(11, 24))
    move(store, 3, day(12, 5), (11, 24))
    update(store, [2], News(status=Status.EXECUTED), by=on(11, 26))
    update(store, [6], News(status=Status.SUBMITTED), by=on(11, 29))
    update(store, [4], News(status=Status.SUBMITTED), by=on(11, 30))
    update(store, [6], News(status=Status.EXECUTED), by=on(12, 1))
    update(store, [4], News(status=Status.RETURNED, reason="қате"), by=on(12, 2))
    undo(store, by=on(12, 2))
    move(store, 3, day(12, 10), (12, 4))
    update(store, [3], News(status=Status.SUBMITTED), by=on(12, 9))
    move(store, 6, day(12, 20), (12, 10))
    update(store, [3], News(status=Status.EXECUTED), by=on(12, 11))
    move(store, 7, day(1, 20), (12, 11))
    move(store, 5, day(2, 1), (12, 14))
    undo(store, by=on(12, 14))
    report(store, 6, (12, 19), (12, 20))
    return store


def record(store: MemoryStore, period: Period | None, unit: str | None) -> Record:
    records, _ = ask.discipline(store, today=TODAY, scope=Scope(period=period))
    return next(found for found in records if found.key == unit)


# Discipline


def test_the_record_of_education_over_the_year(store: MemoryStore) -> None:
    """Due 1 to 5; by the first dates 3 is late too. 2 was returned once, 3 moved twice."""
    assert record(store, None, "education") == Record(
        key="education",
        due=(1, 2, 3, 4, 5),
        on_time=(1, 3),
        late=(2,),
        overdue=(5,),
        pending=(4,),
        returned=(2,),
        moved=(3, 3),
        first_due=(1, 2, 3, 4, 5),
        first_on_time=(1,),
        first_late=(2, 3),
        first_overdue=(5,),
    )


def test_the_record_of_health_over_the_year(store: MemoryStore) -> None:
    """6 twice on time, its third date (2026-01-31) and 7's (2026-01-20) are of the next year.

    By first dates 6 was due on 30 November and 31 December, and 7 on 12 December.
    """
    found = record(store, None, "health")
    assert (found.due, found.on_time, found.pending) == ((6, 6), (6, 6), ())
    assert (found.moved, found.returned) == ((6, 7), ())
    assert (found.first_due, found.first_on_time) == ((6, 6, 7), (6, 6))
    assert (found.first_late, found.first_overdue) == ((), (7,))


def test_the_percentages(store: MemoryStore) -> None:
    """Education 2 of 4 and 1 of 4, health 2 of 2 and 2 of 3, both 4 of 6 and 3 of 7."""
    records, period = ask.discipline(store, today=TODAY)
    assert period == Period(date(2025, 1, 1), date(2025, 12, 31))
    shares = {r.key: (r.tally.percent, r.first_tally.percent) for r in records}
    assert shares == {
        "education": (50, 25),
        "health": (100, pytest.approx(66.667, abs=0.001)),
        None: (None, None),
    }
    whole = total(records)
    assert (whole.tally, whole.first_tally) == ((4, 1, 1), (3, 2, 2))
    assert len(whole.due) == 8
    assert [r.key for r in records] == ["education", "health", None]


def test_a_month_has_the_dates_of_the_month(store: MemoryStore) -> None:
    """Due in November: 1 and 2 of education, 6's first date; 3 was only first due then."""
    education, health = (record(store, NOVEMBER, unit) for unit in ("education", "health"))
    assert (education.due, education.on_time, education.late) == ((1, 2), (1,), (2,))
    assert (education.first_due, education.first_late) == ((1, 2, 3), (2, 3))
    assert (education.returned, education.moved) == ((2,), (3,))
    assert (health.due, health.on_time, health.first_due) == ((6,), (6,), (6,))


def test_in_december_the_move_of_7_is_seen_though_its_date_has_left(store: MemoryStore) -> None:
    health = record(store, DECEMBER, "health")
    assert (health.due, health.on_time) == ((6,), (6,))
    assert (health.first_due, health.first_overdue) == ((6, 7), (7,))
    assert health.moved == (6, 7)
    assert record(store, DECEMBER, None).due == (9,)


def test_a_scope_leaves_out_the_others(store: MemoryStore) -> None:
    records, _ = ask.discipline(store, today=TODAY, scope=Scope(unit="health"))
    assert [r.key for r in records] == ["health"]


def test_nothing_due_is_no_record(store: MemoryStore) -> None:
    summer = Scope(period=Period(date(2025, 6, 1), date(2025, 8, 31)))
    assert ask.discipline(store, today=TODAY, scope=summer)[0] == []
    assert total([]) == Record(None)


def test_what_was_made_again_counts_once() -> None:
    store = MemoryStore()
    add_unit(store, "health", {"en": "Health"}, by=on(11, 3))
    add(store, {"kk": "1"}, executor="health", due=day(12, 1), by=on(11, 3))
    move(store, 1, day(12, 5), (11, 10))
    undo(store, by=on(11, 10))
    redo(store, by=on(11, 10))
    records, _ = ask.discipline(store, today=TODAY)
    assert records[0].moved == (1,)
    assert (records[0].overdue, records[0].first_overdue) == ((1,), (1,))


@pytest.mark.parametrize(
    ("percent", "light"),
    [
        (100, Light.GREEN),
        (90, Light.GREEN),
        (89.9, Light.AMBER),
        (70, Light.AMBER),
        (69.9, Light.RED),
        (0, Light.RED),
        (None, None),
    ],
)
def test_lights_follow_their_rule(percent: float | None, light: Light | None) -> None:
    assert Rule(90, 70).light(percent) is light
    assert Rule(0, 0).light(0) is Light.GREEN


# Overview


def test_the_morning_sheet_of_the_year_s_end(store: MemoryStore) -> None:
    """From 22 December five working days reach 29 December; 9 is due on the 24th.

    5 is seven days late; 6 has its next date on 31 January; 4 waits since 30 November; 5 and 7
    (whose move is no news) and 9 have been silent since 3 November.
    """
    found = ask.overview(store, today=TODAY, calendar=CALENDAR, within=5, silent_days=14)
    names = ("overdue", "due_today", "due_soon", "reporting", "waiting", "silent")
    ids = {name: [d.id for d in getattr(found, name)] for name in names}
    assert ids == {
        "overdue": [5],
        "due_today": [],
        "due_soon": [9],
        "reporting": [],
        "waiting": [4],
        "silent": [5, 7, 9],
    }
    assert found.until == date(2025, 12, 29)


def test_what_is_due_today_and_reporting_dates_stand_by_themselves(store: MemoryStore) -> None:
    """On 24 December 9 is due; 6 reports on 31 January, a Saturday.

    Three working days from 28 January on are the 29th, the 30th and Monday, 2 February.
    """
    found = ask.overview(store, today=day(12, 24), calendar=CALENDAR, within=5, silent_days=90)
    assert [d.id for d in found.due_today] == [9]
    assert found.due_soon == ()
    late = ask.overview(store, today=day(1, 28), calendar=CALENDAR, within=3, silent_days=99)
    assert (late.until, [d.id for d in late.reporting]) == (date(2026, 2, 2), [6])
    assert late.due_soon == ()


def test_working_days_leave_out_holidays(store: MemoryStore) -> None:
    """From 31 December: 5, 6, 8 January; 1, 2 and 7 are holidays, 3 and 4 a weekend."""
    found = ask.overview(store, today=day(12, 31), calendar=CALENDAR, within=3, silent_days=14)
    assert found.until == date(2026, 1, 8)


def test_an_overview_of_one_unit(store: MemoryStore) -> None:
    scope = Scope(unit="education", period=NOVEMBER)
    found = ask.overview(
        store, today=TODAY, calendar=CALENDAR, within=5, silent_days=14, scope=scope
    )
    assert [g.key for g in found.units] == ["education"]
    assert (found.total.on_control, found.total.tally) == (2, (1, 1, 0))
    rows, whole = ask.groups(store, "units", today=TODAY, until=TODAY, scope=scope)
    assert ([row.key for row in rows], whole.tally) == (["education"], (1, 1, 0))


# Deadlines


def test_the_calendar_begins_with_this_week(store: MemoryStore) -> None:
    """9 on the 24th, 7 on 20 January, 6 on 31 January; 5 and 4 were due before."""
    found = ask.deadlines(store, today=TODAY, calendar=CALENDAR)
    assert found.period == Period(date(2025, 12, 22), date(2026, 2, 15))
    assert [[d.id for d in week.directives] for week in found.weeks] == [
        [9], [], [], [], [7], [6], [], [],
    ]  # fmt: skip
    assert [week.working_days for week in found.weeks] == [5, 3, 4, 5, 5, 5, 5, 5]
    assert (found.before, found.after, found.undated) == (2, 0, 0)
    assert found.weeks[0].due_on(date(2025, 12, 24)) == 1
    assert found.weeks[0].due_on(date(2025, 12, 25)) == 0


def test_a_period_cuts_its_first_and_last_week(store: MemoryStore) -> None:
    """10 to 24 December: of the first week only from Wednesday; 4 of the 1st is before."""
    scope = Scope(period=Period(date(2025, 12, 10), date(2025, 12, 24)))
    found = ask.deadlines(store, today=TODAY, calendar=CALENDAR, scope=scope)
    mondays = [week.period.first for week in found.weeks]
    assert mondays == [date(2025, 12, 8), date(2025, 12, 15), date(2025, 12, 22)]
    assert [[d.id for d in week.directives] for week in found.weeks] == [[], [5], [9]]
    assert (found.before, found.after) == (1, 2)
    assert isinstance(found.weeks[0], Week)
    ages = Scope(period=Period(date(2000, 1, 1), date(2030, 1, 1)))
    with pytest.raises(Refused, match="at most"):
        ask.deadlines(store, today=TODAY, calendar=CALENDAR, scope=ages)


# Changes


def ids(found: object) -> dict[str, list[int]]:
    names = ("overdue", "returned", "new", "accepted", "closed", "reopened")
    return {name: [d.id for d in getattr(found, name)] for name in names}


def test_what_has_changed_since_the_eleventh_of_december(store: MemoryStore) -> None:
    """3 was accepted that day; 6's period on the 20th; 5 has become overdue; 7 was moved."""
    found = ask.changes(store, day(12, 11), today=TODAY)
    assert ids(found) == {
        "overdue": [5],
        "returned": [],
        "new": [],
        "accepted": [6],
        "closed": [3],
        "reopened": [],
    }
    moves = [(m.directive.id, m.before, m.after, m.times) for m in found.moved]
    assert moves == [(7, day(12, 12), day(1, 20), 1)]


def test_several_moves_are_one_from_the_first_to_the_last(store: MemoryStore) -> None:
    found = ask.changes(store, day(11, 17), today=TODAY)
    moves = [(m.directive.id, m.before, m.after, m.times) for m in found.moved]
    assert moves == [
        (3, day(11, 25), day(12, 10), 2),
        (6, day(12, 31), day(12, 20), 1),
        (7, day(12, 12), day(1, 20), 1),
    ]
    assert ids(found)["returned"] == [2]


def test_a_period_has_a_last_day_too(store: MemoryStore) -> None:
    """In November 1, 2 and 8 were closed; 3 was overdue on no day of it: it was moved."""
    found = ask.changes(store, None, today=TODAY, scope=Scope(period=NOVEMBER))
    assert (found.since, found.today) == (NOVEMBER.first, NOVEMBER.last)
    assert ids(found)["closed"] == [1, 2, 8]
    assert ids(found)["new"] == list(range(1, 10))
    assert ids(found)["overdue"] == []


def test_nothing_new_since_today(store: MemoryStore) -> None:
    found = ask.changes(store, TODAY, today=TODAY)
    assert not any(ids(found).values())
    assert found.moved == ()


def hold(store: MemoryStore, id: str, when: tuple[int, int], *items: str) -> None:
    """Load a meeting of that day with these items."""
    drafts = [Draft(line=1, item=item, wording={"kk": f"{id}{item}"}) for item in items]
    meeting = Meeting(id, day(*when), {"kk": id})
    load(store, [Loaded(f"{id}.toml", meeting=meeting, drafts=drafts)], by=on(*when))


@pytest.fixture
def met() -> MemoryStore:
    """Return a store with two meetings, items that are not in order, and a reopened directive."""
    store = MemoryStore()
    hold(store, "a", (11, 3), "2", "10", "1", "1.2")
    add(store, {"kk": "тармақсыз"}, meeting="a", by=on(11, 4))
    update(store, [1], News(status=Status.WITHDRAWN, reason="х"), by=on(11, 5))
    hold(store, "b", (12, 1), "1")
    update(store, [1], News(status=Status.NEW, reason="х"), by=on(12, 5))
    return store


def test_since_a_meeting_and_since_the_last_one(met: MemoryStore) -> None:
    assert ids(ask.changes(met, "a", today=TODAY))["new"] == [1, 2, 3, 4, 5, 6]
    last = ask.changes(met, None, today=TODAY)
    assert last.since == date(2025, 12, 1)
    assert (ids(last)["new"], ids(last)["reopened"]) == ([6], [1])
    assert ask.changes(met, None, today=day(11, 20)).since == date(2025, 11, 3)
    with pytest.raises(NotFound, match="Known: "):
        ask.changes(met, "c", today=TODAY)
    with pytest.raises(NotFound, match="no meeting yet"):
        ask.changes(MemoryStore(), None, today=TODAY)


def test_a_meetings_list_is_in_the_order_of_its_items(met: MemoryStore) -> None:
    """1, 1.2, 2, 10, then those without; ids as they were loaded."""
    assert [d.id for d in ask.of_meeting(met, "a")] == [3, 4, 1, 2, 5]
    with pytest.raises(NotFound):
        ask.of_meeting(met, "c")


@pytest.mark.parametrize(
    ("scope", "error"),
    [
        (Scope(unit="nobody"), NotFound),
        (Scope(theme="nothing"), NotFound),
        (Scope(meeting="c"), NotFound),
    ],
)
def test_a_scope_that_names_nothing_is_told(
    met: MemoryStore, scope: Scope, error: type[Exception]
) -> None:
    with pytest.raises(error):
        ask.resolved(met, scope)
    assert ask.resolved(met, Scope(meeting="a")) == Scope(meeting="a")


# Indicators


@pytest.fixture
def measured() -> MemoryStore:
    store = MemoryStore()
    add(store, {"kk": "1"}, by=on(11, 3))
    for month, number, value in ((11, 5, 10.0), (11, 20, 12.5), (12, 10, 11.5)):
        update(store, [1], News(measures=[("орын", value)]), by=on(month, number))
    update(store, [1], News(targets=[("орын", 15), ("жоспар", 3)]), by=on(12, 11))
    return store


def test_indicators_have_first_last_change_and_what_is_left(measured: MemoryStore) -> None:
    """11.5 less 10 is 1.5; to 15 there are 3.5."""
    places, plan = ask.indicators(measured)
    assert places.first is not None
    assert places.last is not None
    assert (places.first.value, places.last.value, places.last.on) == (10, 11.5, day(12, 10))
    assert (places.change, places.left, places.indicator.target) == (1.5, 3.5, 15)
    assert (plan.first, plan.change, plan.left, plan.indicator.target) == (None, None, None, 3)


def test_a_period_has_its_own_first_and_last(measured: MemoryStore) -> None:
    places, _ = ask.indicators(measured, scope=Scope(period=NOVEMBER))
    assert (places.change, places.left) == (2.5, 2.5)
    places, _ = ask.indicators(measured, scope=Scope(period=DECEMBER))
    assert (places.change, places.left) == (None, 3.5)


# Flow


Stays = Callable[[Stage], tuple[int, float | None, object]]
"""Gives how many directives were in a stage, the median of their days, and the longest."""


def stays(store: MemoryStore, period: Period) -> Stays:
    found = {s.stage: s for s in ask.flow(store, today=TODAY, scope=Scope(period=period)).stays}
    return lambda stage: (found[stage].directives, found[stage].median, found[stage].longest)


def test_days_with_the_executor_and_with_the_controller() -> None:
    """1 with nobody 2 days, executor 10, controller 3 + 5, returned 2; 2 with its executor 49.

    From 3 November: 1 is assigned on the 5th, sent on the 15th, returned on the 18th, sent again
    on the 20th, accepted on the 25th; 2 is assigned at once.
    """
    store = MemoryStore()
    add_unit(store, "health", {"en": "Health"}, by=on(11, 3))
    add(store, {"kk": "1"}, by=on(11, 3))
    add(store, {"kk": "2"}, executor="health", by=on(11, 3))
    assign(store, [1], "health", by=on(11, 5))
    update(store, [1], News(status=Status.SUBMITTED), by=on(11, 15))
    update(store, [1], News(status=Status.RETURNED, reason="х"), by=on(11, 18))
    report(store, 1, (11, 20), (11, 25))
    year = stays(store, Period(date(2025, 1, 1), date(2025, 12, 31)))
    assert year(Stage.UNASSIGNED) == (2, 1, ((1, 2),))
    assert year(Stage.EXECUTOR) == (2, 29.5, ((2, 49), (1, 10)))
    assert year(Stage.CONTROLLER) == (1, 8, ((1, 8),))
    assert year(Stage.RETURNED) == (1, 2, ((1, 2),))
    december = stays(store, DECEMBER)
    assert december(Stage.EXECUTOR) == (1, 21, ((2, 21),))
    assert december(Stage.CONTROLLER) == (0, None, ())


def test_the_longest_five_are_named() -> None:
    store = MemoryStore()
    for number in range(1, 8):
        add(store, {"kk": f"{number}"}, by=on(12, number))
    whole = stays(store, DECEMBER)(Stage.UNASSIGNED)
    assert whole == (7, 18, ((1, 21), (2, 20), (3, 19), (4, 18), (5, 17)))


def test_the_burn_up_counts_what_was_loaded_and_what_is_off_control_by_week(
    met: MemoryStore,
) -> None:
    """Five were loaded in the week of 3 November, one on 1 December; 1 was off for a month."""
    weeks = ask.flow(met, today=TODAY).weeks
    assert weeks[0] == WeekEnd(date(2025, 11, 3), 5, 1)
    assert weeks[3] == WeekEnd(date(2025, 11, 24), 5, 1)
    assert weeks[4] == WeekEnd(date(2025, 12, 1), 6, 0)
    assert (len(weeks), weeks[-1].monday) == (8, date(2025, 12, 22))


def test_the_flow_of_nothing_has_no_weeks() -> None:
    found = ask.flow(MemoryStore(), today=TODAY)
    assert (found.weeks, {s.directives for s in found.stays}) == ((), {0})
