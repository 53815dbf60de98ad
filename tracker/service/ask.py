"""Questions about many directives, answered from a store.

Each takes the `Scope` that `resolved` returns, and the day asked about. A store as it stood on an
earlier day (`tracker.store.past`) answers them as that day did.
"""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from tracker.domain.deadline import Period, WorkCalendar
from tracker.domain.directive import Directive
from tracker.domain.discipline import twelve_months
from tracker.domain.group import By, Group, Window, together
from tracker.domain.selection import Attention, Selection, by_item
from tracker.errors import NotFound, Refused
from tracker.report import overview as overviews
from tracker.report.overview import Overview
from tracker.report.scope import ALL, Scope
from tracker.service.find import known_meeting, known_theme
from tracker.store.base import Store

if TYPE_CHECKING:  # each question loads what answers it, and no other
    from tracker.domain.event import Event
    from tracker.report.changes import ChangesSince
    from tracker.report.deadlines import Deadlines
    from tracker.report.flow import Flow
    from tracker.report.indicators import Measure
    from tracker.report.record import Record

KINDS = {"units": By.UNIT, "themes": By.THEME, "meetings": By.MEETING}
"""The kinds of grouped reports, and what each groups by."""


def resolved(store: Store, scope: Scope) -> Scope:
    """Return the scope with the key or code of what it names as people do.

    Raises `NotFound` for a unit, theme or meeting that the store does not know.
    """
    return scope._replace(
        unit=None if scope.unit is None else store.register().find(scope.unit).key,
        theme=scope.theme and known_theme(store, scope.theme),
        meeting=scope.meeting and known_meeting(store, scope.meeting),
    )


def overview(
    store: Store,
    *,
    today: date,
    calendar: WorkCalendar,
    within: int,
    silent_days: int,
    scope: Scope = ALL,
) -> Overview:
    """Return what needs attention; the scope's period is that of the shares on time."""
    window = Window(today, calendar.after(today, within), scope.period or twelve_months(today))
    wanted = scope.selection()
    needing = Attention(window.until, today - timedelta(days=silent_days))
    return overviews.overview(
        store.select(wanted._replace(closed=False, attention=needing)).directives,
        store.groups(By.UNIT, wanted, window),
        window,
        within=within,
        silent_days=silent_days,
    )


def groups(
    store: Store, kind: str, *, today: date, until: date, scope: Scope = ALL
) -> tuple[list[Group], Group]:
    """Return a row for each unit, theme or meeting (`KINDS`), and the row of all.

    What is due by the day `until` counts as due soon; the scope's period is that of the shares.
    """
    window = Window(today, until, scope.period or twelve_months(today))
    rows = store.groups(KINDS[kind], scope.selection(), window)
    return rows, together(rows, window.period)


def loads(store: Store, *, today: date) -> dict[str, Group]:
    """Return what each unit has on control."""
    window = Window(today, today, twelve_months(today))
    rows = store.groups(By.UNIT, Selection(), window)
    return {row.key: row for row in rows if row.key is not None}


def discipline(store: Store, *, today: date, scope: Scope = ALL) -> tuple[list["Record"], Period]:
    """Return the record of each unit, and over which period: the scope's, else twelve months."""
    from tracker.report.record import records

    period = scope.period or twelve_months(today)
    found = store.with_events(scope.selection(), period)
    events = {d.id: own for d, own in found}
    return records([d for d, _ in found], events, period, today), period


def deadlines(
    store: Store, *, today: date, calendar: WorkCalendar, scope: Scope = ALL
) -> "Deadlines":
    """Return what falls due by week: in the scope's period, else from this week on."""
    from tracker.report import deadlines as by_week

    period = scope.period or by_week.coming_weeks(today)
    if (period.last - period.first).days > by_week.MAX_DAYS:
        raise Refused("A calendar spans at most {years} years.", years=by_week.MAX_YEARS)
    wanted = scope.selection(closed=False)

    def count(asked: Selection) -> int:
        return store.select(asked, limit=0).total

    return by_week.deadlines(
        store.select(wanted._replace(due_in=period)).directives,
        period,
        calendar,
        before=count(wanted._replace(due_before=period.first)),
        after=count(wanted._replace(due_after=period.last)),
        on_control=count(wanted),
    )


def of_meeting(store: Store, id: str, *, scope: Scope = ALL) -> list[Directive]:
    """Return a meeting's directives by item; those due in the scope's period, if it has one."""
    known_meeting(store, id)
    found = store.select(scope._replace(meeting=id).selection()).directives
    period = scope.period
    return sorted((d for d in found if not period or (d.due and period.holds(d.due))), key=by_item)


def changes(
    store: Store, since: date | str | None, *, today: date, scope: Scope = ALL
) -> "ChangesSince":
    """Return what changed since a day, a meeting's day, or (None) that of the last meeting.

    The scope's period stands for both days, the first and the last. Raises `NotFound` for a meeting
    that there is not, or if there is none at all.
    """
    from tracker.report.changes import changes_since
    from tracker.store.past import PastStore

    if scope.period is not None:
        since, last = scope.period.first, min(scope.period.last, today)
        store, today = PastStore(store, last, today=today), last
    day = since if isinstance(since, date) else _meeting_day(store, since, today)
    before = PastStore(store, day - timedelta(days=1), today=today)
    return changes_since(
        day,
        {d.id: d for d in before.directives(closed=True)},
        store.select(scope.selection()).directives,
        _events(store),
        today=today,
    )


def indicators(store: Store, *, scope: Scope = ALL) -> list["Measure"]:
    """Return the indicators, with their readings of the scope's period."""
    from tracker.report.indicators import measures

    wanted = scope.selection()._replace(measured=True)
    return measures(store.select(wanted).directives, scope.period)


def flow(store: Store, *, today: date, scope: Scope = ALL) -> "Flow":
    """Return how directives flow: in the scope's period, else in twelve months."""
    from tracker.report import flow as flows

    ids = {d.id for d in store.select(scope.selection()).directives}
    events = {id: own for id, own in _events(store).items() if id in ids}
    return flows.flow(events, scope.period or twelve_months(today), today)


def origins(store: Store) -> dict[int, datetime]:
    """Return the moment at which each directive was entered: it is the directive's for ever."""
    return {id: own[0].by.at for id, own in _events(store).items()}


def _events(store: Store) -> dict[int, list["Event"]]:
    """Return the events of each directive."""
    from tracker.domain.event import histories

    return histories(store.events())


def _meeting_day(store: Store, id: str | None, today: date) -> date:
    """Return the day of a meeting, None for the last one that was held by today."""
    meetings = store.meetings()
    if id is not None:
        return meetings[known_meeting(store, id)].on
    held = [meeting.on for meeting in meetings.values() if meeting.on <= today]
    if not held:
        raise NotFound("There is no meeting yet: give --since DATE.")
    return held[-1]
