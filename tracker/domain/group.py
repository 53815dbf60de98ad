"""Where the directives of each unit, theme or meeting stand."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from tracker.domain.deadline import Period
from tracker.domain.directive import Directive
from tracker.domain.discipline import Tally, tally
from tracker.domain.status import OPEN, Status


class By(StrEnum):
    """What directives are counted by: the unit that answers, the theme, the meeting."""

    UNIT = "unit"
    THEME = "theme"
    MEETING = "meeting"


class Window(NamedTuple):
    """The days that counts are about.

    What is due from `today` to the day `until` counts as due soon; `period` is that of the share on
    time.
    """

    today: date
    until: date
    period: Period


class Group(NamedTuple):
    """One row of a report; `key` is the unit, theme or meeting, None for those without.

    All counts are of directives as of the day asked about: `by_status` of all of them, `helping` of
    those on control that a unit helps to execute, `tally` over `period`.
    """

    key: str | None
    by_status: Mapping[Status, int]
    overdue: int
    due_soon: int
    tally: Tally
    period: Period
    helping: int = 0

    @property
    def on_control(self) -> int:
        """How many are on control."""
        return sum(n for status, n in self.by_status.items() if status in OPEN)

    @property
    def waiting(self) -> int:
        """How many wait for the controller."""
        return self.by_status.get(Status.SUBMITTED, 0)

    @property
    def executed(self) -> int:
        """How many were ever executed."""
        return self.by_status.get(Status.EXECUTED, 0)

    @property
    def withdrawn(self) -> int:
        """How many were ever withdrawn."""
        return self.by_status.get(Status.WITHDRAWN, 0)


def grouped(
    directives: Iterable[Directive], by: By, window: Window, *, helps: bool = False
) -> list[Group]:
    """Return a row for each key that the directives (open and closed) have, as `arranged`.

    If it counts who `helps`, also for each unit that only does so.
    """
    members: dict[str | None, list[Directive]] = {}
    helping: Counter[str] = Counter()
    key = _KEYS[by]
    for directive in directives:
        members.setdefault(key(directive), []).append(directive)
        if helps and directive.is_open:
            helping.update(directive.co_executors)
    for helper in helping:
        members.setdefault(helper, [])
    return arranged(
        group(name, found, window)._replace(helping=helping[name] if name else 0)
        for name, found in members.items()
    )


def arranged(rows: Iterable[Group]) -> list[Group]:
    """Return rows in their order.

    Most overdue ones come first, then those with most on control, then by key, the row without a
    key last.
    """
    return sorted(rows, key=lambda r: (r.key is None, -r.overdue, -r.on_control, r.key or ""))


def group(key: str | None, directives: Iterable[Directive], window: Window) -> Group:
    """Return the row of these directives."""
    found = list(directives)
    today, until, period = window
    return Group(
        key=key,
        by_status=Counter(d.status for d in found),
        overdue=sum(d.is_overdue(today) for d in found),
        due_soon=sum(d.is_due_by(today, until) for d in found),
        tally=tally(found, period, today),
        period=period,
    )


def together(rows: Sequence[Group], period: Period) -> Group:
    """Return the row of all, of rows over a period that have no directive in common."""
    by_status: Counter[Status] = Counter()
    for row in rows:
        by_status.update(row.by_status)
    tallies = [row.tally for row in rows]
    return Group(
        key=None,
        by_status=by_status,
        overdue=sum(row.overdue for row in rows),
        due_soon=sum(row.due_soon for row in rows),
        tally=Tally(*(sum(column) for column in zip(*tallies, strict=True))),
        period=period,
    )


_KEYS: dict[By, Callable[[Directive], str | None]] = {
    By.UNIT: lambda d: d.executor,
    By.THEME: lambda d: d.theme,
    By.MEETING: lambda d: d.meeting,
}
