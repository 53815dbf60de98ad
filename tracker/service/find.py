"""Finding directives and events in a store, by what people call things."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from tracker.domain.meeting import theme_code
from tracker.domain.selection import Found, Order, Selection
from tracker.domain.status import CLOSED, Status
from tracker.domain.wording import normal
from tracker.errors import NotFound, no_meeting
from tracker.store.base import Store

if TYPE_CHECKING:  # a list of directives needs no events
    from tracker.domain.event import Event


class Wanted(NamedTuple):
    """What a list is to show, as a person says it; see `domain.selection.Selection`.

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


def listed(
    store: Store,
    wanted: Wanted,
    *,
    today: date,
    order: Order = Order.DUE,
    reverse: bool = False,
    limit: int | None = None,
) -> Found:
    """Return the directives that are wanted, sorted; see `tracker.domain.selection`.

    Raises `NotFound` for a unit, theme or meeting that the store does not know.
    """
    selection = Selection(
        closed=wanted.closed or bool(wanted.statuses & CLOSED),
        statuses=wanted.statuses,
        unit=None if wanted.unit is None else store.register().find(wanted.unit).key,
        theme=None if wanted.theme is None else known_theme(store, wanted.theme),
        meeting=None if wanted.meeting is None else known_meeting(store, wanted.meeting),
        overdue=today if wanted.overdue else None,
        due_before=wanted.due_before,
        due_after=wanted.due_after,
        search=wanted.search,
    )
    return store.select(selection, order, reverse=reverse, limit=limit)


def history(
    store: Store,
    ids: Sequence[int] = (),
    *,
    since: date | None = None,
    unit: str | None = None,
    actor: str | None = None,
) -> list["Event"]:
    """Return events: of these directives (else all), from a day on, of a unit's, by a person.

    Raises `NotFound` for an unknown id or unit.
    """
    wanted = set(ids)
    for id in ids:
        store.directive(id)
    if unit is not None:
        key = store.register().find(unit).key
        own = {d.id for d in store.select(Selection(closed=True, unit=key)).directives}
        wanted = wanted & own if ids else own
    events = store.events(ids[0] if len(ids) == 1 else None)
    return [
        event
        for event in events
        if (event.directive in wanted or (not ids and unit is None))
        and (since is None or event.by.on >= since)
        and (actor is None or normal(event.by.actor) == normal(actor))
    ]


def known_theme(store: Store, written: str) -> str:
    """Return the code of the theme that is written; raise `NotFound` for one nobody knows."""
    code = theme_code(store.meetings().values(), written)
    if code is not None:
        return code
    known = _themes(store)
    if written not in known:
        raise NotFound("There is no theme “{theme}”. Known: {known}.", theme=written, known=known)
    return written


def _themes(store: Store) -> list[str]:
    """Return the codes of the themes that directives have, on control or off it."""
    from tracker.domain.deadline import Period
    from tracker.domain.group import By, Window

    of_no_day = Window(date.min, date.min, Period(date.min, date.min))
    rows = store.groups(By.THEME, Selection(closed=True), of_no_day)
    return sorted(row.key for row in rows if row.key)


def known_meeting(store: Store, id: str) -> str:
    """Return the meeting's id; raise `NotFound` for one that the store does not know."""
    known = store.meetings()
    if id not in known:
        raise no_meeting(id, known)
    return id
