"""`tracker report`: the morning sheet, and the other reports."""

from contextlib import suppress
from datetime import date
from typing import Annotated

import typer

from tracker.cli import complete, parse, reports
from tracker.cli.command import COMMANDS, group_app
from tracker.cli.reporting import ReportCommand, ReportGroup, Within, deliver
from tracker.cli.session import Session
from tracker.errors import WrongUsage
from tracker.i18n.language import N_

app = group_app(COMMANDS["report"], ReportGroup)


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
        deliver(context.obj, reports.overview(context.obj, within, silent))


@app.command(cls=ReportCommand, help=N_("A row a unit: on control, overdue, discipline."))
def units(context: typer.Context, within: Within = None) -> None:
    """Print a row a unit."""
    deliver(context.obj, reports.groups(context.obj, "units", within))


@app.command(cls=ReportCommand, help=N_("A row a theme."))
def themes(context: typer.Context, within: Within = None) -> None:
    """Print a row a theme."""
    deliver(context.obj, reports.groups(context.obj, "themes", within))


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
        deliver(session, reports.groups(session, "meetings", within))
    else:
        deliver(session, reports.meeting(session, id))


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
    session: Session = context.obj
    if unit is not None:
        session.scope = session.scope._replace(unit=unit)
    deliver(session, reports.discipline(session, explains=explain))


@app.command(cls=ReportCommand, help=N_("What falls due when, by week."))
def deadlines(context: typer.Context) -> None:
    """Print the calendar of due dates."""
    deliver(context.obj, reports.deadlines(context.obj))


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
    day: date | str | None = since
    with suppress(WrongUsage):
        day = parse.day(since) if since else None
    deliver(context.obj, reports.changes(context.obj, day))


@app.command(cls=ReportCommand, help=N_("What was measured: first, last, change, target, trend."))
def indicators(context: typer.Context) -> None:
    """Print the indicators."""
    deliver(context.obj, reports.indicators(context.obj))


@app.command(
    cls=ReportCommand, help=N_("How long directives stay with whom; loaded and closed by week.")
)
def flow(context: typer.Context) -> None:
    """Print how directives flow."""
    deliver(context.obj, reports.flow(context.obj))
