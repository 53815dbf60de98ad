"""Reports over twelve directives, with every number counted by hand.

Asked about on 22 December 2025, due soon within 5 working days (to 29 December):

     unit       status       due         submitted   touched
 1   education  in_progress  2025-12-10              12-10   overdue
 2   education  assigned     2025-12-29              12-01   due soon, silent for 21 days
 3   education  submitted    2025-12-01  2025-11-30          waiting for 22 days
 4   health     returned     2025-12-15              12-08   overdue, silent for 14 days
 5   health     submitted    2025-12-31  2025-12-20          waiting for 2 days
 6   health     executed     2025-06-30  2025-06-30          on time
 7   education  executed     2025-10-31  2025-11-01          late
 8   education  withdrawn    2025-12-01
 9              new                                  12-22
10   labour     in_progress  2025-12-30              12-09   silent for 13 days
11   labour     executed     2024-12-31  2025-01-09          late, but due in 2024
12   education  executed     2025-05-15  2025-05-14          on time
"""

from datetime import date

import pytest
from conftest import TODAY, UNTIL
from msgspec.structs import replace

from tracker.domain.deadline import Every, Period
from tracker.domain.directive import Accepted, Directive, Signature
from tracker.domain.discipline import Tally, tally, twelve_months
from tracker.domain.group import By, Group, Window, group, grouped
from tracker.domain.selection import Order, Selection, selected
from tracker.domain.status import Status
from tracker.load.shipped import work_calendar
from tracker.report.overview import Overview
from tracker.service import ask
from tracker.service.add import add
from tracker.service.units import add_unit
from tracker.service.update import News, update
from tracker.store.memory import MemoryStore

YEAR = Period(date(2025, 1, 1), date(2025, 12, 31))


def parsed(table: str) -> list[Directive]:
    """Return the directives of the table above."""

    def day(cell: str, year: str = "") -> date | None:
        return date.fromisoformat(year + cell) if cell.strip() else None

    directives = []
    for line in table.splitlines():
        if not line[:2].strip().isdecimal():
            continue
        status = Status(line[16:27].strip())
        submitted = day(line[41:51])
        directives.append(
            Directive(
                int(line[:2]),
                {"kk": f"Тапсырма {line[:2].strip()}"},
                created_on=date(2024, 11, 1),
                touched_on=day(line[53:58], "2025-") or TODAY,
                executor=line[5:14].strip() or None,
                status=status,
                due=day(line[29:39]),
                submitted_on=submitted,
                closed_on=TODAY if status in {Status.EXECUTED, Status.WITHDRAWN} else None,
            )
        )
    return directives


DIRECTIVES = parsed(__doc__)


def ids(directives: list[Directive] | tuple[Directive, ...]) -> list[int]:
    return [d.id for d in directives]


class Table(MemoryStore):
    """A store of these directives, without their events."""

    def __init__(self, directives: list[Directive]) -> None:
        super().__init__()
        self._directives = {d.id: d for d in directives}


def overview(directives: list[Directive], within: int = 5, silent_days: int = 14) -> Overview:
    return ask.overview(
        Table(directives),
        today=TODAY,
        calendar=work_calendar(),
        within=within,
        silent_days=silent_days,
    )


@pytest.fixture
def seen() -> Overview:
    return overview(DIRECTIVES)


def test_the_table_is_read_whole() -> None:
    assert ids(DIRECTIVES) == list(range(1, 13))
    assert DIRECTIVES[8].executor is None
    assert DIRECTIVES[3].touched_on == date(2025, 12, 8)


# Groups

WINDOW = Window(TODAY, UNTIL, YEAR)
EDUCATION = Group(
    "education",
    {
        Status.IN_PROGRESS: 1,
        Status.ASSIGNED: 1,
        Status.SUBMITTED: 1,
        Status.EXECUTED: 2,
        Status.WITHDRAWN: 1,
    },
    overdue=1,
    due_soon=1,
    tally=Tally(on_time=1, late=1, overdue=1),
    period=YEAR,
)
HEALTH = Group(
    "health",
    {Status.RETURNED: 1, Status.SUBMITTED: 1, Status.EXECUTED: 1},
    overdue=1,
    due_soon=0,
    tally=Tally(on_time=1, late=0, overdue=1),
    period=YEAR,
)
LABOUR = Group("labour", {Status.IN_PROGRESS: 1, Status.EXECUTED: 1}, 0, 0, Tally(), YEAR)
NOBODY = Group(None, {Status.NEW: 1}, 0, 0, Tally(), YEAR)
TOTAL = Group(
    None,
    {
        Status.IN_PROGRESS: 2,
        Status.ASSIGNED: 1,
        Status.RETURNED: 1,
        Status.SUBMITTED: 2,
        Status.EXECUTED: 4,
        Status.WITHDRAWN: 1,
        Status.NEW: 1,
    },
    overdue=2,
    due_soon=1,
    tally=Tally(on_time=2, late=1, overdue=2),
    period=YEAR,
)


def test_each_unit_has_its_row() -> None:
    """On control, overdue, due soon, waiting, executed, withdrawn; labour's 11 was due in 2024."""
    assert grouped(DIRECTIVES, By.UNIT, WINDOW) == [
        EDUCATION,
        HEALTH,
        LABOUR,
        NOBODY,
    ]


def test_the_total_is_the_sum_of_the_rows() -> None:
    assert group(None, DIRECTIVES, WINDOW) == TOTAL
    counted = (TOTAL.on_control, TOTAL.waiting, TOTAL.executed, TOTAL.withdrawn)
    assert counted == (7, 2, 4, 1)
    rows = [EDUCATION, HEALTH, LABOUR, NOBODY]
    for name in ("on_control", "overdue", "due_soon", "waiting", "executed", "withdrawn"):
        assert sum(getattr(row, name) for row in rows) == getattr(TOTAL, name)
    assert tuple(map(sum, zip(*(row.tally for row in rows), strict=True))) == TOTAL.tally


def test_the_percentage_is_of_the_dates_that_were_due() -> None:
    """1 of 3, 1 of 2, 2 of 5; none due gives no value."""
    assert EDUCATION.tally.percent == pytest.approx(33.333, abs=0.001)
    assert HEALTH.tally.percent == 50
    assert TOTAL.tally.percent == 40
    assert LABOUR.tally.percent is None
    assert Tally(late=2).percent == 0
    assert Tally(on_time=2).percent == 100


def test_rows_come_by_overdue_then_on_control_then_key_and_nobody_last() -> None:
    def on(unit: str | None, overdue: int, others: int) -> list[Directive]:
        late, plain = DIRECTIVES[0], DIRECTIVES[1]
        return [replace(late, executor=unit)] * overdue + [replace(plain, executor=unit)] * others

    mixed = [*on("a", 0, 1), *on(None, 5, 5), *on("c", 1, 0), *on("b", 0, 3), *on("d", 1, 0)]
    rows = grouped(mixed, By.UNIT, WINDOW)
    assert [row.key for row in rows] == ["c", "d", "b", "a", None]


def test_groups_by_theme_and_meeting() -> None:
    themed = replace(DIRECTIVES[0], theme="roads", meeting="m")
    for key, name in ((By.THEME, "roads"), (By.MEETING, "m")):
        rows = grouped([themed, DIRECTIVES[1]], key, WINDOW)
        assert [row.key for row in rows] == [name, None]


def test_nothing_has_no_rows_and_a_total_of_noughts() -> None:
    assert grouped([], By.UNIT, WINDOW) == []
    assert group(None, [], WINDOW) == Group(None, {}, 0, 0, Tally(), YEAR)


# Discipline


@pytest.mark.parametrize(
    ("day", "first", "last"),
    [
        ("2025-12-01", "2025-01-01", "2025-12-31"),
        ("2025-12-31", "2025-01-01", "2025-12-31"),
        ("2025-11-30", "2024-12-01", "2025-11-30"),
        ("2026-01-01", "2025-02-01", "2026-01-31"),
        ("2024-02-10", "2023-03-01", "2024-02-29"),
    ],
)
def test_twelve_months_end_with_the_month_of_the_day(day: str, first: str, last: str) -> None:
    expected = Period(date.fromisoformat(first), date.fromisoformat(last))
    assert twelve_months(date.fromisoformat(day)) == expected


def test_the_period_holds_its_first_and_its_last_day() -> None:
    """Of the dates 15 May and 30 June 2025, the period from 15 May to 29 June has one."""
    assert tally(DIRECTIVES, Period(date(2025, 5, 15), date(2025, 6, 29)), TODAY) == Tally(1)
    assert tally(DIRECTIVES, Period(date(2025, 5, 15), date(2025, 6, 30)), TODAY) == Tally(2)
    assert tally(DIRECTIVES, Period(date(2025, 5, 16), date(2025, 6, 29)), TODAY) == Tally()
    assert tally(DIRECTIVES, Period(date(2024, 12, 31), date(2024, 12, 31)), TODAY) == Tally(0, 1)


def test_each_period_of_a_constant_directive_counts() -> None:
    """September on time, October late, November not reported on: 1 of 3."""
    constant = replace(
        DIRECTIVES[0],
        every=Every.MONTH,
        due=date(2025, 11, 30),
        accepted=(
            Accepted(date(2025, 9, 30), date(2025, 9, 30)),
            Accepted(date(2025, 10, 31), date(2025, 11, 2)),
        ),
    )
    assert tally([constant], YEAR, TODAY) == Tally(1, 1, 1)


# Overview


def test_the_overview_counts_what_is_on_control(seen: Overview) -> None:
    assert seen.by_status == {
        Status.NEW: 1,
        Status.ASSIGNED: 1,
        Status.IN_PROGRESS: 2,
        Status.SUBMITTED: 2,
        Status.RETURNED: 1,
    }
    assert list(seen.by_status) == [s for s in Status if s in seen.by_status]
    assert sum(seen.by_status.values()) == seen.total.on_control == 7


def test_the_overview_lists_what_needs_attention_in_order(seen: Overview) -> None:
    """By date; the longest waiting and the longest silent first."""
    assert ids(seen.overdue) == [1, 4]
    assert ids(seen.due_soon) == [2]
    assert ids(seen.waiting) == [3, 5]
    assert ids(seen.silent) == [2, 4]
    assert seen.units == (EDUCATION, HEALTH, LABOUR, NOBODY)
    assert seen.total == TOTAL


def test_the_overview_of_a_longer_look_ahead_and_a_shorter_patience() -> None:
    """6 working days ahead reach 30 December; 13 days of silence take in the tenth."""
    seen = overview(DIRECTIVES, within=6, silent_days=13)
    assert ids(seen.due_soon) == [2, 10]
    assert ids(seen.silent) == [2, 4, 10]


def test_equal_dates_come_by_id() -> None:
    late = DIRECTIVES[0]
    seen = overview([replace(late, id=9), late, replace(late, id=5)])
    assert ids(seen.overdue) == [1, 5, 9]


def test_a_store_is_asked_for_all_of_its_directives(by: Signature) -> None:
    """Directive 1 of education is two days overdue; 2 is nobody's."""
    store = MemoryStore()
    add_unit(store, "education", {"kk": "Білім басқармасы"}, by=by)
    add(store, {"kk": "бір"}, due=date(2025, 12, 20), executor="education", theme="t", by=by)
    add(store, {"kk": "екі"}, by=by)
    rows, total = ask.groups(store, "units", today=TODAY, until=UNTIL)
    assert [(row.key, row.overdue) for row in rows] == [("education", 1), (None, 0)]
    assert (total.on_control, total.overdue) == (2, 1)
    assert [row.key for row in ask.groups(store, "themes", today=TODAY, until=UNTIL)[0]] == [
        "t",
        None,
    ]
    assert ask.loads(store, today=TODAY).keys() == {"education"}


# Selection


@pytest.mark.parametrize(
    ("selection", "expected"),
    [
        (Selection(closed=True), [*range(1, 13)]),
        (Selection(closed=True, statuses=frozenset({Status.NEW, Status.RETURNED})), [4, 9]),
        (Selection(closed=True, unit="health"), [4, 5, 6]),
        (Selection(closed=True, unit="culture"), [10]),
        (Selection(closed=True, theme="roads"), [2, 5]),
        (Selection(closed=True, meeting="m"), [5, 6]),
        (Selection(closed=True, overdue=TODAY), [1, 4]),
        (Selection(closed=True, due_before=date(2025, 6, 30)), [11, 12]),
        (Selection(closed=True, due_after=date(2025, 12, 29)), [5, 10]),
        (
            Selection(closed=True, due_after=date(2025, 12, 1), due_before=date(2025, 12, 29)),
            [1, 4],
        ),
        (Selection(closed=True, search="построить  ШКОЛУ"), [7]),
        (Selection(closed=True, search="тапсырма 1"), [1, 10, 11, 12]),
        (Selection(closed=True, search="[a-z]"), []),
        (Selection(closed=True, unit="health", theme="roads"), [5]),
        (Selection(closed=True, unit="labour", overdue=TODAY), []),
    ],
)
def test_a_selection_passes_what_meets_all_of_it(selection: Selection, expected: list[int]) -> None:
    changes: dict[int, dict[str, object]] = {
        2: {"theme": "roads"},
        5: {"theme": "roads", "meeting": "m"},
        6: {"meeting": "m"},
        7: {"wording": {"kk": "Тапсырма 7", "ru": "Построить школу"}},
        10: {"co_executors": ("culture",)},
    }
    directives = [replace(d, **changes.get(d.id, {})) for d in DIRECTIVES]
    assert ids(selected(directives, selection, Order.ID).directives) == expected


@pytest.mark.parametrize(
    ("order", "forward", "backward"),
    [
        (Order.ID, [1, 2, 4, 9, 10], [10, 9, 4, 2, 1]),
        (Order.DUE, [1, 4, 2, 10, 9], [10, 2, 4, 1, 9]),
        (Order.UNIT, [1, 2, 4, 10, 9], [10, 4, 2, 1, 9]),
        (Order.STATUS, [9, 2, 1, 10, 4], [4, 10, 1, 2, 9]),
        (Order.UPDATED, [2, 4, 10, 1, 9], [9, 1, 10, 4, 2]),
        (Order.PROGRESS, [10, 2, 1, 4, 9], [2, 10, 9, 4, 1]),
        (Order.THEME, [4, 2, 1, 9, 10], [2, 4, 10, 9, 1]),
    ],
)
def test_a_list_is_sorted_and_what_lacks_the_value_comes_last_either_way(
    order: Order, forward: list[int], backward: list[int]
) -> None:
    """Progress: 10 has 0 percent, 2 has 50; themes: 4 has a, 2 has b; the others have none."""
    changes: dict[int, dict[str, object]] = {
        2: {"progress": 50, "theme": "b"},
        4: {"theme": "a"},
        10: {"progress": 0},
    }
    directives = [replace(d, **changes.get(d.id, {})) for d in DIRECTIVES if d.id in forward]
    assert ids(selected(directives, Selection(closed=True), order).directives) == forward
    found = selected(directives, Selection(closed=True), order, reverse=True)
    assert (ids(found.directives), found.total) == (backward, 5)
    found = selected(directives, Selection(closed=True), order, limit=2)
    assert (ids(found.directives), found.total) == (forward[:2], 5)


def test_the_order_is_by_date_unless_another_is_asked_for() -> None:
    assert ids(selected(DIRECTIVES, Selection(closed=True, unit="health")).directives) == [6, 4, 5]


def test_units_that_help_have_a_row_too(by: Signature) -> None:
    """Health helps with two on control and one that is closed, and executes nothing itself."""
    store = MemoryStore()
    for key in ("education", "health"):
        add_unit(store, key, {"en": key.title()}, by=by)
    for _ in range(3):
        add(store, {"kk": "Бірге"}, executor="education", co_executors=["health"], by=by)
    update(store, [3], News(status=Status.WITHDRAWN, reason="жоқ"), by=by)
    rows, everything = ask.groups(store, "units", today=TODAY, until=UNTIL)
    assert [(row.key, row.on_control, row.helping) for row in rows] == [
        ("education", 2, 0),
        ("health", 0, 2),
    ]
    assert (everything.on_control, everything.helping) == (2, 0)
