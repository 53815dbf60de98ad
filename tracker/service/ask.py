"""Questions about many directives, answered from a store."""

from collections.abc import Callable
from datetime import date

from tracker.domain.directive import Directive
from tracker.report import overview as overviews
from tracker.report.groups import Group, by_meeting, by_theme, by_unit, group, grouped, helpers
from tracker.report.overview import Overview
from tracker.store.base import Store

KEYS: dict[str, Callable[[Directive], str | None]] = {
    "units": by_unit,
    "themes": by_theme,
    "meetings": by_meeting,
}
"""The kinds of grouped reports, and what each groups by."""


def overview(store: Store, *, today: date, within: int, silent_days: int) -> Overview:
    """Return what needs attention; see `tracker.report.overview`."""
    directives = store.directives(closed=True)
    return overviews.overview(directives, today=today, within=within, silent_days=silent_days)


def groups(store: Store, kind: str, *, today: date, within: int) -> tuple[list[Group], Group]:
    """Return a row for each unit, theme or meeting (`KEYS`), and the row of all."""
    directives = store.directives(closed=True)
    is_of_units = {"helpers": helpers} if kind == "units" else {}
    rows = grouped(directives, KEYS[kind], today=today, within=within, **is_of_units)
    return rows, group(None, directives, today=today, within=within)


def loads(store: Store, *, today: date) -> dict[str, Group]:
    """Return what each unit has on control."""
    rows = grouped(store.directives(), by_unit, helpers=helpers, today=today, within=0)
    return {row.key: row for row in rows if row.key is not None}
