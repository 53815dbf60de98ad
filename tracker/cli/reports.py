"""Each report of a session: asked for, limited as its options say, and ready to be shown."""

from datetime import date

from tracker.cli.session import Session
from tracker.report.scope import Scope
from tracker.service import ask
from tracker.show.report import Report


def overview(session: Session, within: int | None = None, silent: int | None = None) -> Report:
    """Return what needs attention, or how to start where there is nothing."""
    from tracker.show.overview import OverviewSheet
    from tracker.show.welcome import Welcome

    settings = session.settings
    answer = ask.overview(
        session.store,
        today=session.today,
        calendar=session.calendar,
        within=settings.within if within is None else within,
        silent_days=settings.silent if silent is None else silent,
        scope=_scope(session),
    )
    look = session.look(within=answer.within)
    view = OverviewSheet(answer, look)
    return view if answer.units or any(session.scope) else Welcome(view, look)


def groups(session: Session, kind: str, within: int | None = None) -> Report:
    """Return a row a unit, theme or meeting (`ask.KINDS`)."""
    from tracker.show.groups import GroupReport

    scope, until = _scope(session), session.until(within)
    rows, total = ask.groups(session.store, kind, today=session.today, until=until, scope=scope)
    working_days = session.settings.within if within is None else within
    return GroupReport(kind, rows, total, working_days, session.look(within))


def meeting(session: Session, id: str) -> Report:
    """Return the list of a meeting's directives."""
    from tracker.show.meeting import MeetingReport

    found = ask.of_meeting(session.store, id, scope=_scope(session))
    look = session.look()
    return MeetingReport(look.meetings[id], found, look)


def discipline(session: Session, *, explains: bool = False) -> Report:
    """Return how each unit met its dates."""
    from tracker.show.discipline import DisciplineReport

    records, period = ask.discipline(session.store, today=session.today, scope=_scope(session))
    return DisciplineReport(records, period, session.look(), explains)


def deadlines(session: Session) -> Report:
    """Return the calendar of due dates."""
    from tracker.show.deadlines import DeadlineReport

    found = ask.deadlines(
        session.store, today=session.today, calendar=session.calendar, scope=_scope(session)
    )
    return DeadlineReport(found, session.look())


def changes(session: Session, since: date | str | None) -> Report:
    """Return what has changed since a day, or a meeting's."""
    from tracker.show.since import SinceReport

    found = ask.changes(session.store, since, today=session.today, scope=_scope(session))
    return SinceReport(found, session.look()._replace(today=found.today))


def indicators(session: Session) -> Report:
    """Return what was measured."""
    from tracker.show.indicators import IndicatorReport

    found = ask.indicators(session.store, scope=_scope(session))
    return IndicatorReport(found, session.look())


def flow(session: Session) -> Report:
    """Return how directives flow."""
    from tracker.show.flow import FlowReport

    found = ask.flow(session.store, today=session.today, scope=_scope(session))
    return FlowReport(found, session.look())


def _scope(session: Session) -> Scope:
    """Return what the report is limited to, by keys; the session keeps it for the look."""
    session.scope = ask.resolved(session.store, session.scope)
    return session.scope
