"""`tracker report`: the morning sheet, and the other reports."""

from contextlib import suppress
from datetime import date
from typing import Annotated

import typer

from tracker.cli import complete, parse
from tracker.cli.command import COMMANDS, group_app
from tracker.cli.overview import overview_of
from tracker.cli.reporting import ReportCommand, ReportGroup, deliver
from tracker.cli.session import Session
from tracker.errors import WrongUsage
from tracker.i18n.language import N_
from tracker.report.scope import Scope
from tracker.service import ask

app = group_app(COMMANDS["report"], ReportGroup)

Within = Annotated[
    int | None,
    typer.Option(
        "--within",
        metavar="DAYS",
        parser=parse.days,
        help=N_("How many working days ahead count as due soon."),
    ),
]


@app.callback()
def report(
    context: typer.Context,
    within: Within = None,
    silent: Annotated[
        int | None,
        typer.Option(
            "--silent",
            metavar="DAYS",
            parser=parse.days,
            help=N_("Days without news that make silent."),
        ),
    ] = None,
) -> None:
    """Print the overview, unless another report is asked for."""
    if context.invoked_subcommand is None:
        deliver(context.obj, overview_of(context.obj, within, silent))


@app.command(cls=ReportCommand, help=N_("A row a unit: on control, overdue, discipline."))
def units(context: typer.Context, within: Within = None) -> None:
    """Print a row a unit."""
    _print_groups(context.obj, "units", within)


@app.command(cls=ReportCommand, help=N_("A row a theme."))
def themes(context: typer.Context, within: Within = None) -> None:
    """Print a row a theme."""
    _print_groups(context.obj, "themes", within)


@app.command(
    cls=ReportCommand, help=N_("A meeting's directives by item; without an id a row a meeting.")
)
def meeting(
    context: typer.Context,
    id: Annotated[
        str | None,
        typer.Argument(
            metavar="[ID]", help=N_("Meeting, by its id."), autocompletion=complete.meetings
        ),
    ] = None,
    within: Within = None,
) -> None:
    """Print the list of a meeting, or a row a meeting."""
    session: Session = context.obj
    if id is None:
        _print_groups(session, "meetings", within)
        return
    from tracker.show.meeting import MeetingReport

    found = ask.of_meeting(session.store, id, scope=_scope(session))
    look = session.look(within)
    deliver(session, MeetingReport(look.meetings[id], found, look))


@app.command(
    cls=ReportCommand,
    help=N_("How each unit met its dates; --explain lists the directives behind every figure."),
)
def discipline(
    context: typer.Context,
    unit: Annotated[
        str | None,
        typer.Argument(metavar="[UNIT]", help=N_("Only this unit."), autocompletion=complete.units),
    ] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help=N_("List the ids behind every figure."))
    ] = False,
) -> None:
    """Print the discipline of the units over a period."""
    from tracker.show.discipline import DisciplineReport

    session: Session = context.obj
    if unit is not None:
        session.scope = session.scope._replace(unit=unit)
    records, period = ask.discipline(session.store, today=session.today, scope=_scope(session))
    deliver(session, DisciplineReport(records, period, session.look(), explain))


@app.command(cls=ReportCommand, help=N_("What falls due when, by week."))
def deadlines(context: typer.Context) -> None:
    """Print the calendar of due dates."""
    from tracker.show.deadlines import DeadlineReport

    session: Session = context.obj
    found = ask.deadlines(
        session.store, today=session.today, calendar=session.calendar, scope=_scope(session)
    )
    deliver(session, DeadlineReport(found, session.look()))


@app.command(
    cls=ReportCommand, help=N_("What is new, closed, returned, moved or overdue since a day.")
)
def changes(
    context: typer.Context,
    since: Annotated[
        str | None,
        typer.Option(
            "--since",
            metavar="DATE|MEETING",
            help=N_("From this day on, or a meeting's; else the last meeting's."),
            autocompletion=complete.meetings,
        ),
    ] = None,
) -> None:
    """Print what has changed since the last meeting, or a day."""
    from tracker.show.since import SinceReport

    session: Session = context.obj
    day: date | str | None = since
    with suppress(WrongUsage):
        day = parse.day(since) if since else None
    found = ask.changes(session.store, day, today=session.today, scope=_scope(session))
    deliver(session, SinceReport(found, session.look()._replace(today=found.today)))


@app.command(cls=ReportCommand, help=N_("What was measured: first, last, change, target, trend."))
def indicators(context: typer.Context) -> None:
    """Print the indicators."""
    from tracker.show.indicators import IndicatorReport

    session: Session = context.obj
    found = ask.indicators(session.store, scope=_scope(session))
    deliver(session, IndicatorReport(found, session.look()))


@app.command(
    cls=ReportCommand, help=N_("How long directives stay with whom; loaded and closed by week.")
)
def flow(context: typer.Context) -> None:
    """Print how directives flow."""
    from tracker.show.flow import FlowReport

    session: Session = context.obj
    found = ask.flow(session.store, today=session.today, scope=_scope(session))
    deliver(session, FlowReport(found, session.look()))


def _scope(session: Session) -> Scope:
    """Return what the report is limited to, by keys; the session keeps it for the look."""
    session.scope = ask.resolved(session.store, session.scope)
    return session.scope


def _print_groups(session: Session, kind: str, within: int | None) -> None:
    from tracker.show.groups import GroupReport

    scope, until = _scope(session), session.until(within)
    rows, total = ask.groups(session.store, kind, today=session.today, until=until, scope=scope)
    working_days = session.settings.within if within is None else within
    deliver(session, GroupReport(kind, rows, total, working_days, session.look(within)))
