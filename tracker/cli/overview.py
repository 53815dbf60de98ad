"""The overview, which `tracker` alone and `tracker report` print."""

from tracker.cli.session import Session
from tracker.service import ask
from tracker.show.overview import OverviewSheet
from tracker.show.report import Report
from tracker.show.welcome import Welcome


def overview_of(session: Session, within: int | None = None, silent: int | None = None) -> Report:
    """Return what needs attention, or how to start where there is nothing."""
    settings = session.settings
    session.scope = ask.resolved(session.store, session.scope)
    answer = ask.overview(
        session.store,
        today=session.today,
        calendar=session.calendar,
        within=settings.within if within is None else within,
        silent_days=settings.silent if silent is None else silent,
        scope=session.scope,
    )
    look = session.look(within=answer.within)
    view = OverviewSheet(answer, look)
    is_limited = any(session.scope)
    return view if answer.units or is_limited else Welcome(view, look)
