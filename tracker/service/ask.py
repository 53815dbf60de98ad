"""Questions about many directives, answered from a store."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple

from tracker.domain.directive import Directive
from tracker.domain.event import Event
from tracker.domain.meeting import theme_code
from tracker.domain.status import CLOSED, Status
from tracker.domain.wording import normal
from tracker.errors import NotFound, no_meeting
from tracker.report import overview as overviews
from tracker.report.groups import Group, by_meeting, by_theme, by_unit, group, grouped, helpers
from tracker.report.overview import Overview
from tracker.report.selection import Order, Selection, selected
from tracker.store.base import Store

KEYS: dict[str, Callable[[Directive], str | None]] = {
    "units": by_unit,
    "themes": by_theme,
    "meetings": by_meeting,
}
"""The kinds of grouped reports, and what each groups by."""


class Wanted(NamedTuple):
    """What a list is to show, as a person says it; see `report.selection.Selection`.

    `unit` is a key, name or alias, `theme` a code or name, `meeting` an id; `closed` asks also for
    what is off control.
    """

    statuses: frozenset[Status] = frozenset()
    unit: str | None = None
    theme: str | None = None
    meeting: str | None = None
    overdue: bool = False
    due_before: date | None = None
    due_after: date | None = None
    search: str | None = None
    closed: bool = False


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


def listed(
    store: Store, wanted: Wanted, *, today: date, order: Order = Order.DUE, reverse: bool = False
) -> list[Directive]:
    """Return the directives that are wanted, sorted; see `tracker.report.selection`.

    Raises `NotFound` for a unit, theme or meeting that the store does not know.
    """
    directives = store.directives(closed=wanted.closed or bool(wanted.statuses & CLOSED))
    selection = Selection(
        statuses=wanted.statuses,
        unit=None if wanted.unit is None else store.register().find(wanted.unit).key,
        theme=None if wanted.theme is None else _known_theme(store, wanted.theme, directives),
        meeting=None if wanted.meeting is None else _known_meeting(store, wanted.meeting),
        overdue=wanted.overdue,
        due_before=wanted.due_before,
        due_after=wanted.due_after,
        search=wanted.search,
    )
    return selected(directives, selection, today=today, order=order, reverse=reverse)


def history(
    store: Store,
    ids: Sequence[int] = (),
    *,
    since: date | None = None,
    unit: str | None = None,
    actor: str | None = None,
) -> list[Event]:
    """Return events: of these directives (else all), from a day on, of a unit's, by a person.

    Raises `NotFound` for an unknown id or unit.
    """
    wanted = set(ids)
    for id in ids:
        store.directive(id)
    if unit is not None:
        key = store.register().find(unit).key
        own = {d.id for d in store.directives(closed=True) if key in (d.executor, *d.co_executors)}
        wanted = wanted & own if ids else own
    events = store.events(ids[0] if len(ids) == 1 else None)
    return [
        event
        for event in events
        if (event.directive in wanted or (not ids and unit is None))
        and (since is None or event.by.on >= since)
        and (actor is None or normal(event.by.actor) == normal(actor))
    ]


def _known_theme(store: Store, written: str, directives: list[Directive]) -> str:
    known = sorted({d.theme for d in directives if d.theme})
    code = theme_code(store.meetings().values(), written) or (written if written in known else None)
    if code is None:
        raise NotFound("There is no theme “{theme}”. Known: {known}.", theme=written, known=known)
    return code


def _known_meeting(store: Store, id: str) -> str:
    known = store.meetings()
    if id not in known:
        raise no_meeting(id, known)
    return id
