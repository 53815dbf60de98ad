"""Where the directives of each unit, theme or meeting stand."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import NamedTuple

from tracker.domain.deadline import Period
from tracker.domain.directive import Directive
from tracker.domain.status import OPEN, Status
from tracker.report.discipline import Tally, tally, twelve_months


class Group(NamedTuple):
    """One row of a report; `key` is the unit, theme or meeting, None for those without.

    All counts are of directives as of the day asked about; `helping` of those on control that a
    unit helps to execute; `waiting` for the controller;
    `executed` and `withdrawn` ever; `tally` over `period`.
    """

    key: str | None
    on_control: int
    overdue: int
    due_soon: int
    waiting: int
    executed: int
    withdrawn: int
    tally: Tally
    period: Period
    helping: int = 0


def no_helpers(_: Directive) -> Iterable[str]:
    """Return nobody: where helping does not count."""
    return ()


def grouped(
    directives: Iterable[Directive],
    key: Callable[[Directive], str | None],
    *,
    helpers: Callable[[Directive], Iterable[str]] = no_helpers,
    today: date,
    until: date,
    period: Period | None = None,
) -> list[Group]:
    """Return a row for each key that the directives (open and closed) have, or helpers of them.

    What is due from today to the day `until` counts as due soon; `period` is that of the share on
    time, the last twelve months if None. Most overdue rows come first,
    then those with most on control, then by key, the row without a key last.
    """
    members: dict[str | None, list[Directive]] = {}
    helping: dict[str | None, int] = {}
    for directive in directives:
        members.setdefault(key(directive), []).append(directive)
        for helper in helpers(directive) if directive.is_open else ():
            members.setdefault(helper, [])
            helping[helper] = helping.get(helper, 0) + 1
    rows = [
        group(name, found, today=today, until=until, period=period)._replace(
            helping=helping.get(name, 0)
        )
        for name, found in members.items()
    ]
    return sorted(rows, key=lambda r: (r.key is None, -r.overdue, -r.on_control, r.key or ""))


def group(
    key: str | None,
    directives: Iterable[Directive],
    *,
    today: date,
    until: date,
    period: Period | None = None,
) -> Group:
    """Return the row of these directives; see `grouped`."""
    found = list(directives)
    period = period or twelve_months(today)
    by_status = Counter(d.status for d in found)
    return Group(
        key=key,
        on_control=sum(by_status[status] for status in OPEN),
        overdue=sum(d.is_overdue(today) for d in found),
        due_soon=sum(d.is_due_by(today, until) for d in found),
        waiting=by_status[Status.SUBMITTED],
        executed=by_status[Status.EXECUTED],
        withdrawn=by_status[Status.WITHDRAWN],
        tally=tally(found, period, today),
        period=period,
    )


def together(rows: Sequence[Group], period: Period) -> Group:
    """Return the row of all, of rows over a period that have no directive in common."""
    tallies = [row.tally for row in rows]
    return Group(
        key=None,
        on_control=sum(row.on_control for row in rows),
        overdue=sum(row.overdue for row in rows),
        due_soon=sum(row.due_soon for row in rows),
        waiting=sum(row.waiting for row in rows),
        executed=sum(row.executed for row in rows),
        withdrawn=sum(row.withdrawn for row in rows),
        tally=Tally(*(sum(column) for column in zip(*tallies, strict=True))),
        period=period,
    )


def by_unit(directive: Directive) -> str | None:
    """Return the unit that answers for the directive."""
    return directive.executor


def helpers(directive: Directive) -> Iterable[str]:
    """Return the units that help to execute the directive."""
    return directive.co_executors


def by_theme(directive: Directive) -> str | None:
    """Return the directive's theme."""
    return directive.theme


def by_meeting(directive: Directive) -> str | None:
    """Return the meeting at which the directive was given."""
    return directive.meeting
