"""The overview: what needs attention on a day."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import NamedTuple

from tracker.domain.directive import Directive
from tracker.domain.group import Group, Window, together
from tracker.domain.status import OPEN, Status


class Overview(NamedTuple):
    """What needs attention on `today`.

    `due_soon` and `reporting` (the dates of constant directives) come behind today, in the next
    `within` working days, of which `until` is the last. They, `overdue` and `due_today` come by
    date, `waiting` and `silent` (no record for `silent_days` days or more) the longest first. No
    directive is in two of these, while a silent one may be overdue or due too. `units` has a row a
    unit, `total` the sum of all.
    """

    today: date
    within: int
    until: date
    silent_days: int
    by_status: dict[Status, int]
    overdue: tuple[Directive, ...]
    due_today: tuple[Directive, ...]
    due_soon: tuple[Directive, ...]
    reporting: tuple[Directive, ...]
    waiting: tuple[Directive, ...]
    silent: tuple[Directive, ...]
    units: tuple[Group, ...]
    total: Group


def overview(
    found: Sequence[Directive],
    units: Sequence[Group],
    window: Window,
    *,
    within: int,
    silent_days: int,
) -> Overview:
    """Return the overview, of what needs attention and of the rows of all units.

    `found` may hold more than what needs attention, but nothing closed.
    """
    today, until, period = window
    due = _by_date(d for d in found if d.is_due_by(today, until))
    soon = [d for d in due if d.due != today]
    total = together(units, period)
    return Overview(
        today=today,
        within=within,
        until=until,
        silent_days=silent_days,
        by_status={status: total.by_status.get(status, 0) for status in Status if status in OPEN},
        overdue=_by_date(d for d in found if d.is_overdue(today)),
        due_today=tuple(d for d in due if d.due == today),
        due_soon=tuple(d for d in soon if not d.is_constant),
        reporting=tuple(d for d in soon if d.is_constant),
        waiting=_longest(found, lambda d: d.days_waiting(today), 0),
        silent=_longest(found, lambda d: d.days_silent(today), silent_days),
        units=tuple(units),
        total=total,
    )


def _by_date(directives: Iterable[Directive]) -> tuple[Directive, ...]:
    return tuple(sorted(directives, key=lambda d: (d.due or date.max, d.id)))


def _longest(
    directives: Iterable[Directive], days: Callable[[Directive], int | None], least: int
) -> tuple[Directive, ...]:
    """Return those whose number of days is known and at least `least`, the most days first."""
    counted = [(n, d) for d in directives if (n := days(d)) is not None and n >= least]
    return tuple(d for _, d in sorted(counted, key=lambda pair: (-pair[0], pair[1].id)))
