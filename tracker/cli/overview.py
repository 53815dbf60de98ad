"""The overview, which `tracker` alone and `tracker report` print."""

from tracker.cli.session import Session
from tracker.service import ask
from tracker.show.overview import OverviewSheet
from tracker.show.welcome import Welcome


def print_overview(session: Session, within: int | None = None, silent: int | None = None) -> None:
    """Print what needs attention, or how to start where there is nothing."""
    settings = session.settings
    answer = ask.overview(
        session.store,
        today=session.today,
        within=settings.within if within is None else within,
        silent_days=settings.silent if silent is None else silent,
    )
    look = session.look(within=answer.within)
    view = OverviewSheet(answer, look)
    session.show(view if answer.units else Welcome(view, look))
