"""The life cycle, against a table written a second time by hand."""

from datetime import date
from itertools import product

import pytest

from tracker.domain.decision import move_status
from tracker.domain.directive import Directive, Signature
from tracker.domain.status import CLOSED, MOVES, OPEN, Status, allowed, check_move
from tracker.errors import Refused
from tracker.service.add import add
from tracker.service.assign import assign
from tracker.service.units import add_unit
from tracker.service.update import News, update
from tracker.store.memory import MemoryStore

TABLE = """
new          assigned     executor
new          withdrawn    reason
assigned     in_progress
assigned     submitted
assigned     withdrawn    reason
in_progress  submitted
in_progress  withdrawn    reason
submitted    returned     reason
submitted    executed
submitted    withdrawn    reason
returned     in_progress
returned     submitted
returned     withdrawn    reason
executed     in_progress  reason,executor
withdrawn    new          reason,nobody
withdrawn    in_progress  reason,executor
"""
EXPECTED = {
    (source, target): set(needs[0].split(",")) if needs else set()
    for source, target, *needs in map(str.split, TABLE.strip().splitlines())
}
PAIRS = list(product([status.value for status in Status], repeat=2))


def followers(source: str, *, has_executor: bool) -> tuple[str, ...]:
    """Return what the table above lets follow, in the order of its lines."""
    lacking = "nobody" if has_executor else "executor"
    return tuple(
        to for (at, to), needs in EXPECTED.items() if at == source and lacking not in needs
    )


def move(source: str, target: str, *, has_executor: bool, reason: str | None) -> None:
    check_move(7, Status(source), Status(target), has_executor=has_executor, reason=reason)


def test_the_statuses_and_which_of_them_are_closed() -> None:
    assert {s.value for s in CLOSED} == {"executed", "withdrawn"}
    assert {s.value for s in OPEN} == {"new", "assigned", "in_progress", "submitted", "returned"}


def test_the_moves_are_those_of_the_table() -> None:
    moves = {(source.value, target.value) for source in MOVES for target in MOVES[source]}
    assert moves == EXPECTED.keys()


@pytest.mark.parametrize("has_executor", [True, False])
@pytest.mark.parametrize(("source", "target"), PAIRS)
def test_every_pair_is_allowed_or_refused_as_the_table_says(
    source: str, target: str, has_executor: bool
) -> None:
    """With a reason given, only the table and the executor decide."""
    if target in followers(source, has_executor=has_executor):
        move(source, target, has_executor=has_executor, reason="бар")
    else:
        with pytest.raises(Refused):
            move(source, target, has_executor=has_executor, reason="бар")


@pytest.mark.parametrize(("source", "target"), EXPECTED)
def test_returning_withdrawing_and_reopening_need_a_reason_and_nothing_else_does(
    source: str, target: str
) -> None:
    needs = EXPECTED[source, target]
    for reason in (None, ""):
        if "reason" in needs:
            with pytest.raises(Refused, match="needs a reason"):
                move(source, target, has_executor="nobody" not in needs, reason=reason)
        else:
            move(source, target, has_executor=True, reason=reason)


@pytest.mark.parametrize(("source", "target"), PAIRS)
def test_a_refusal_names_what_is_allowed_instead(source: str, target: str) -> None:
    has_executor = source != "new"
    following = followers(source, has_executor=has_executor)
    assert allowed(Status(source), has_executor=has_executor) == following
    if target == source or target in following or (not has_executor and target in OPEN):
        return
    with pytest.raises(Refused) as refusal:
        move(source, target, has_executor=has_executor, reason="бар")
    assert refusal.value.values["allowed"] == following
    assert refusal.value.values["source"] == source
    assert refusal.value.values["target"] == target


@pytest.mark.parametrize("target", sorted(OPEN - {Status.NEW}))
def test_without_an_executor_a_refusal_says_to_assign_one(target: str) -> None:
    with pytest.raises(Refused, match="assign one first"):
        move("new", target, has_executor=False, reason=None)


@pytest.mark.parametrize("status", list(Status))
def test_a_status_does_not_follow_itself(status: Status) -> None:
    """Nothing is to be done; the table of moves knows no such move."""
    directive = Directive(7, {"kk": "Мектеп"}, date(2025, 11, 3), date(2025, 11, 3), status=status)
    assert move_status(directive, status, "бар") is None
    with pytest.raises(Refused, match="cannot go from"):
        move(status, status, has_executor=True, reason="бар")


def test_a_directive_goes_through_its_life_and_comes_back(by: Signature) -> None:
    """New has no executor; each step leaves the days that belong to its status."""
    store = MemoryStore()
    add_unit(store, "education", {"kk": "Білім басқармасы"}, by=by)
    new = add(store, {"kk": "Мектеп салу"}, by=by).after
    assert (new.status, new.executor) == (Status.NEW, None)

    assigned = assign(store, [1], "education", by=by).changes[0].after
    assert (assigned.status, assigned.executor) == (Status.ASSIGNED, "education")

    def go(status: Status, reason: str | None = None) -> tuple[bool, bool]:
        after = update(store, [1], News(status=status, reason=reason), by=by)[0].after
        assert after.status is status
        return after.submitted_on == by.on, after.closed_on == by.on

    assert go(Status.IN_PROGRESS) == (False, False)
    assert go(Status.SUBMITTED) == (True, False)
    assert go(Status.RETURNED, "толық емес") == (False, False)
    assert go(Status.SUBMITTED) == (True, False)
    assert go(Status.EXECUTED) == (True, True)
    assert go(Status.IN_PROGRESS, "қате қабылданды") == (False, False)
    assert go(Status.WITHDRAWN, "күші жойылды") == (False, True)
    assert go(Status.IN_PROGRESS, "қайта бақылауға") == (False, False)
