"""What a directive answers about a day, and constant directives through the service."""

from datetime import date

import pytest
from msgspec.structs import replace

from tracker.domain.deadline import Every
from tracker.domain.directive import Accepted, Directive, Outcome, Signature
from tracker.domain.indicator import Indicator, Reading, check_value
from tracker.domain.status import Status
from tracker.errors import Refused
from tracker.load.draft import Draft, Loaded
from tracker.service.add import add
from tracker.service.load import load
from tracker.service.units import add_unit
from tracker.service.update import News, update
from tracker.store.memory import MemoryStore

DUE = date(2025, 12, 10)
BEFORE, AFTER = date(2025, 12, 9), date(2025, 12, 11)
PLAIN = Directive(
    1,
    {"ru": "Построить школу"},
    created_on=date(2025, 11, 3),
    touched_on=date(2025, 12, 1),
    executor="education",
    status=Status.IN_PROGRESS,
    due=DUE,
    first_due=DUE,
)
WAITING = replace(PLAIN, status=Status.SUBMITTED, submitted_on=BEFORE)


def test_due_today_is_not_overdue() -> None:
    assert not PLAIN.is_overdue(BEFORE)
    assert not PLAIN.is_overdue(DUE)
    assert PLAIN.is_overdue(AFTER)


@pytest.mark.parametrize("status", list(Status))
def test_only_open_directives_without_a_waiting_report_are_overdue(status: Status) -> None:
    late = replace(PLAIN, status=status, submitted_on=BEFORE)
    owed = status in {Status.NEW, Status.ASSIGNED, Status.IN_PROGRESS, Status.RETURNED}
    assert late.is_overdue(AFTER) is owed


def test_without_a_date_nothing_is_overdue_or_due_soon() -> None:
    undated = replace(PLAIN, due=None)
    assert not undated.is_overdue(date(2199, 1, 1))
    assert not undated.is_due_by(DUE, date.max)
    assert undated.days_left(DUE) is None


def test_days_left_count_down_to_nought_and_below() -> None:
    assert [PLAIN.days_left(day) for day in (BEFORE, DUE, AFTER)] == [1, 0, -1]
    assert WAITING.days_left(AFTER) == -1
    assert replace(PLAIN, status=Status.EXECUTED).days_left(BEFORE) is None


def test_due_by_reaches_from_today_to_the_last_day_named() -> None:
    assert PLAIN.is_due_by(DUE, DUE)
    assert PLAIN.is_due_by(date(2025, 12, 3), DUE)
    assert not PLAIN.is_due_by(date(2025, 12, 2), BEFORE)
    assert not PLAIN.is_due_by(AFTER, date(2025, 12, 18))
    assert not WAITING.is_due_by(DUE, AFTER)


def test_days_waiting_count_from_the_report_that_waits() -> None:
    assert WAITING.days_waiting(BEFORE) == 0
    assert WAITING.days_waiting(date(2026, 1, 1)) == 23
    assert PLAIN.days_waiting(AFTER) is None
    assert replace(WAITING, status=Status.EXECUTED).days_waiting(AFTER) is None


def test_days_silent_count_from_the_last_event_while_news_is_owed() -> None:
    assert PLAIN.days_silent(date(2025, 12, 1)) == 0
    assert PLAIN.days_silent(date(2025, 12, 22)) == 21
    assert WAITING.days_silent(AFTER) is None
    assert replace(PLAIN, status=Status.WITHDRAWN).days_silent(AFTER) is None


@pytest.mark.parametrize(
    ("directive", "expected"),
    [
        (replace(PLAIN, status=Status.EXECUTED, submitted_on=DUE), [Outcome.ON_TIME]),
        (replace(PLAIN, status=Status.EXECUTED, submitted_on=AFTER), [Outcome.LATE]),
        (PLAIN, [Outcome.OVERDUE]),
        (WAITING, []),
        (replace(WAITING, submitted_on=AFTER), []),
        (replace(PLAIN, status=Status.RETURNED), [Outcome.OVERDUE]),
        (replace(PLAIN, status=Status.WITHDRAWN), []),
        (replace(PLAIN, due=None), []),
        (replace(PLAIN, due=None, status=Status.EXECUTED, submitted_on=DUE), []),
        (replace(PLAIN, due=AFTER), []),
    ],
)
def test_the_outcome_of_a_due_date(directive: Directive, expected: list[Outcome]) -> None:
    """As of the day after 10 December; what is still ahead or waits has none."""
    assert [outcome for _, outcome in directive.outcomes(AFTER)] == expected


def test_a_constant_directive_has_an_outcome_for_each_period() -> None:
    constant = replace(
        PLAIN,
        every=Every.MONTH,
        accepted=(
            Accepted(date(2025, 10, 10), date(2025, 10, 10)),
            Accepted(date(2025, 11, 10), date(2025, 11, 12)),
        ),
    )
    closed = [
        (date(2025, 10, 10), Outcome.ON_TIME),
        (date(2025, 11, 10), Outcome.LATE),
    ]
    assert constant.outcomes(DUE) == closed
    assert constant.outcomes(AFTER) == [*closed, (DUE, Outcome.OVERDUE)]


def test_unheard_are_the_co_executors_that_said_nothing() -> None:
    shared = replace(PLAIN, co_executors=("health", "labour"), heard=("education", "labour"))
    assert shared.unheard() == ("health",)


def test_readings_stand_in_the_order_of_their_days_one_a_day() -> None:
    indicator = Indicator("jobs", {"ru": "Рабочие места"})
    for reading in (Reading(AFTER, 3.0), Reading(BEFORE, 1.0), Reading(AFTER, 4.0)):
        indicator = indicator.read(reading)
    assert indicator.readings == (Reading(BEFORE, 1.0), Reading(AFTER, 4.0))
    assert indicator.is_named(" рабочие  МЕСТА")
    assert indicator.is_named("Jobs")
    assert not indicator.is_named("места")


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf"), 1e15, -1e15])
def test_a_number_that_cannot_be_kept_is_refused(value: float) -> None:
    with pytest.raises(Refused):
        check_value(value)


def test_ordinary_numbers_are_kept() -> None:
    assert [check_value(v) for v in (0.0, -12.5, 999_999_999_999_999.0)] == [
        0.0,
        -12.5,
        999_999_999_999_999.0,
    ]


# Constant directives, through the service: quarterly from the last day of 2025.

END = date(2025, 12, 31)
MARCH, JUNE = date(2026, 3, 31), date(2026, 6, 30)


@pytest.fixture
def store(by: Signature) -> MemoryStore:
    """Return a store with directive 1, reported on every quarter, given to a unit."""
    store = MemoryStore()
    add_unit(store, "education", {"kk": "Білім басқармасы"}, by=by)
    add(store, {"kk": "Есеп беру"}, every=Every.QUARTER, executor="education", by=by)
    return store


def report(store: MemoryStore, by: Signature, on: date, *, final: bool = False) -> Directive:
    """Submit the report on a day, and accept it on the same."""
    by = by._replace(on=on)
    update(store, [1], News(status=Status.SUBMITTED), by=by)
    return update(store, [1], News(status=Status.EXECUTED, final=final), by=by)[0].after


def test_a_quarterly_directive_without_a_date_is_due_at_the_end_of_its_quarter(
    store: MemoryStore, by: Signature
) -> None:
    """Added on 22 December; loaded from a file the day counts too, as no meeting is named."""
    loaded = Loaded("a.csv", drafts=[Draft(line=2, wording={"ru": "Отчёт"}, every=Every.QUARTER)])
    load(store, [loaded], by=by)
    for id in (1, 2):
        directive = store.directive(id)
        assert (directive.due, directive.first_due, directive.starts) == (END, END, END)
        assert directive.is_constant


def test_accepting_closes_the_period_and_sets_the_next_date(
    store: MemoryStore, by: Signature
) -> None:
    update(store, [1], News(progress=80), by=by)
    after = report(store, by, date(2025, 12, 30))
    assert after.status is Status.IN_PROGRESS
    assert after.accepted == (Accepted(END, date(2025, 12, 30)),)
    assert (after.due, after.first_due, after.starts) == (MARCH, MARCH, END)
    assert (after.progress, after.submitted_on, after.closed_on) == (None, None, None)
    assert report(store, by, MARCH).due == JUNE


def test_a_constant_directive_is_not_overdue_for_ever(store: MemoryStore, by: Signature) -> None:
    """Reported three days late: late for that period, not overdue any more."""
    late = date(2026, 1, 3)
    assert store.directive(1).is_overdue(late)
    after = report(store, by, late)
    assert not after.is_overdue(late)
    assert after.outcomes(late) == [(END, Outcome.LATE)]


def test_final_ends_a_constant_directive(store: MemoryStore, by: Signature) -> None:
    report(store, by, date(2025, 12, 30))
    ended = report(store, by, date(2026, 4, 1), final=True)
    assert (ended.status, ended.closed_on) == (Status.EXECUTED, date(2026, 4, 1))
    assert ended.outcomes(date(2027, 1, 1)) == [(END, Outcome.ON_TIME), (MARCH, Outcome.LATE)]


def test_moving_the_date_of_one_period_does_not_shift_the_schedule(
    store: MemoryStore, by: Signature
) -> None:
    update(store, [1], News(due=date(2026, 1, 20), reason="мереке"), by=by)
    moved = store.directive(1)
    assert (moved.due, moved.first_due, moved.moved) == (date(2026, 1, 20), END, 1)
    after = report(store, by, date(2026, 1, 20))
    assert (after.due, after.moved) == (MARCH, 0)
    assert after.outcomes(date(2026, 1, 21)) == [(date(2026, 1, 20), Outcome.ON_TIME)]


def test_a_returned_report_sent_again_after_the_date_is_late(by: Signature) -> None:
    """Sent on the 9th, returned on the 10th, overdue on the 11th, sent and accepted: late."""
    store = MemoryStore()
    add_unit(store, "education", {"kk": "Білім басқармасы"}, by=by)
    add(store, {"kk": "Есеп"}, due=DUE, executor="education", by=by._replace(on=BEFORE))
    update(store, [1], News(status=Status.SUBMITTED), by=by._replace(on=BEFORE))
    assert not store.directive(1).is_overdue(AFTER)
    back = News(status=Status.RETURNED, reason="қол қойылмаған")
    update(store, [1], back, by=by._replace(on=DUE))
    assert store.directive(1).is_overdue(AFTER)
    assert report(store, by, AFTER).outcomes(AFTER) == [(DUE, Outcome.LATE)]


def test_a_report_accepted_late_but_sent_in_time_is_on_time(by: Signature) -> None:
    store = MemoryStore()
    add_unit(store, "education", {"kk": "Білім басқармасы"}, by=by)
    add(store, {"kk": "Есеп"}, due=DUE, executor="education", by=by)
    update(store, [1], News(status=Status.SUBMITTED), by=by._replace(on=DUE))
    update(store, [1], News(status=Status.EXECUTED), by=by._replace(on=date(2026, 2, 1)))
    assert store.directive(1).outcomes(date(2026, 2, 1)) == [(DUE, Outcome.ON_TIME)]
