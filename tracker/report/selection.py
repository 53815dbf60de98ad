"""Which directives a list shows, and in which order."""

import re
from collections.abc import Callable, Iterable
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from tracker.domain.directive import Directive
from tracker.domain.status import Status
from tracker.domain.wording import normal


class Order(StrEnum):
    """What a list is sorted by."""

    DUE = "due"
    ID = "id"
    UNIT = "unit"
    STATUS = "status"
    THEME = "theme"
    PROGRESS = "progress"
    UPDATED = "updated"


class Selection(NamedTuple):
    """Filters, all of which a directive must pass; an empty one lets everything through.

    `unit` passes executors and co-executors. `due_before` and `due_after` leave out that day
    itself. `search` is looked for in every language's wording, whatever the case.
    """

    statuses: frozenset[Status] = frozenset()
    unit: str | None = None
    theme: str | None = None
    meeting: str | None = None
    overdue: bool = False
    due_before: date | None = None
    due_after: date | None = None
    search: str | None = None

    def passes(self, d: Directive, today: date) -> bool:
        """Tell whether the directive is among those asked for."""
        return (
            (not self.statuses or d.status in self.statuses)
            and (self.unit is None or self.unit in (d.executor, *d.co_executors))
            and (self.theme is None or d.theme == self.theme)
            and (self.meeting is None or d.meeting == self.meeting)
            and (not self.overdue or d.is_overdue(today))
            and (self.due_before is None or (d.due is not None and d.due < self.due_before))
            and (self.due_after is None or (d.due is not None and d.due > self.due_after))
            and (self.search is None or self._is_found_in(d))
        )

    def _is_found_in(self, d: Directive) -> bool:
        wanted = normal(self.search or "")
        return any(wanted in normal(text) for text in d.wording.values())


def selected(
    directives: Iterable[Directive],
    selection: Selection,
    *,
    today: date,
    order: Order = Order.DUE,
    reverse: bool = False,
) -> list[Directive]:
    """Return the directives that pass, sorted; those that lack what is sorted by come last."""
    passed = [d for d in directives if selection.passes(d, today)]
    key = _SORT_KEYS[order]
    known = [d for d in passed if key(d) is not None]
    known.sort(key=lambda d: (key(d), d.id), reverse=reverse)
    return known + [d for d in passed if key(d) is None]


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
