"""Which directives are asked for, and in which order."""

import re
from collections.abc import Callable, Iterable
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from tracker.domain.deadline import Period
from tracker.domain.directive import Directive
from tracker.domain.status import Status
from tracker.domain.wording import compared, normal


class Order(StrEnum):
    """What a list is sorted by."""

    DUE = "due"
    ID = "id"
    UNIT = "unit"
    STATUS = "status"
    THEME = "theme"
    PROGRESS = "progress"
    UPDATED = "updated"


class Attention(NamedTuple):
    """What needs attention: what waits, falls due by a day, or had no news since another."""

    until: date
    silent_since: date

    def holds(self, d: Directive) -> bool:
        """Tell whether a directive needs attention."""
        return d.is_open and (
            d.awaits_controller
            or (d.due is not None and d.due <= self.until)
            or d.owes_news_since <= self.silent_since
        )


class Selection(NamedTuple):
    """Filters, all of which a directive must pass; an empty one lets everything through.

    Only what is on control passes, unless it is `closed` ones too. `unit` passes executors and
    co-executors, `executor` the former. `due_before` and `due_after` leave out that day itself;
    `overdue` is the day asked about; `measured` asks for indicators. `search` is looked for in the
    wording of every language, whatever the case.
    """

    closed: bool = False
    statuses: frozenset[Status] = frozenset()
    unit: str | None = None
    executor: str | None = None
    theme: str | None = None
    meeting: str | None = None
    item: str | None = None
    overdue: date | None = None
    due_before: date | None = None
    due_after: date | None = None
    due_in: Period | None = None
    attention: Attention | None = None
    measured: bool = False
    search: str | None = None

    def passes(self, d: Directive) -> bool:
        """Tell whether the directive is among those asked for."""
        return (
            (self.closed or d.is_open)
            and (not self.statuses or d.status in self.statuses)
            and (self.unit is None or self.unit in (d.executor, *d.co_executors))
            and (self.executor is None or d.executor == self.executor)
            and (self.theme is None or d.theme == self.theme)
            and (self.meeting is None or d.meeting == self.meeting)
            and (self.item is None or d.item == self.item)
            and (self.overdue is None or d.is_overdue(self.overdue))
            and (self.due_before is None or (d.due is not None and d.due < self.due_before))
            and (self.due_after is None or (d.due is not None and d.due > self.due_after))
            and (self.due_in is None or (d.due is not None and self.due_in.holds(d.due)))
            and (self.attention is None or self.attention.holds(d))
            and (not self.measured or bool(d.indicators))
            and (self.search is None or self._is_found_in(d))
        )

    def _is_found_in(self, d: Directive) -> bool:
        wanted = normal(self.search or "")
        return any(wanted in text for text in compared(d.wording))


class Found(NamedTuple):
    """What was found, and how many there are without the limit."""

    directives: list[Directive]
    total: int


def selected(
    directives: Iterable[Directive],
    wanted: Selection,
    order: Order = Order.DUE,
    *,
    reverse: bool = False,
    limit: int | None = None,
) -> Found:
    """Return the directives that pass, sorted, at most so many.

    Those alike go by their ids, and those that lack what is sorted by come last.
    """
    key = _SORT_KEYS[order]
    passed = [d for d in directives if wanted.passes(d)]
    known = [d for d in passed if key(d) is not None]
    known.sort(key=lambda d: (key(d), d.id), reverse=reverse)
    others = [d for d in passed if key(d) is None]
    others.sort(key=lambda d: d.id, reverse=reverse)
    return Found((known + others)[:limit], len(passed))


def by_item(d: Directive) -> tuple[bool, list[tuple[int, str]], int]:
    """Return what sorts directives by item, as people number them: 2 before 10, 1.2 behind 1.

    Those without an item come last.
    """
    parts = re.findall(r"\d+|[^\d.\s]+", d.item or "")
    numbered = [(int(part), "") if part.isdecimal() else (-1, part) for part in parts]
    return d.item is None, numbered, d.id


_STATUS_ORDER = {status: number for number, status in enumerate(Status)}

_SORT_KEYS: dict[Order, Callable[[Directive], Any]] = {
    Order.DUE: lambda d: d.due,
    Order.ID: lambda d: d.id,
    Order.UNIT: lambda d: d.executor,
    Order.STATUS: lambda d: _STATUS_ORDER[d.status],
    Order.THEME: lambda d: d.theme,
    Order.PROGRESS: lambda d: d.progress,
    Order.UPDATED: lambda d: d.touched_on,
}
"""What each order compares; None where a directive lacks it."""
