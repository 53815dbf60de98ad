"""`tracker report`, and its tables by unit, theme and meeting."""

from typing import Annotated

import typer

from tracker.cli import parse
from tracker.cli.command import COMMANDS, Command, group_app
from tracker.cli.overview import print_overview
from tracker.cli.session import Session
from tracker.i18n.language import N_
from tracker.service import ask
from tracker.show.groups import GroupReport

app = group_app(COMMANDS["report"])

Within = Annotated[
    int | None,
    typer.Option(
        "--within",
        metavar="DAYS",
        parser=parse.days,
        help=N_("How many days ahead count as due soon."),
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
    """Print the overview, unless one of the tables is asked for."""
    if context.invoked_subcommand is None:
        print_overview(context.obj, within, silent)


@app.command(cls=Command, help=N_("A row a unit: on control, overdue, discipline."))
def units(context: typer.Context, within: Within = None) -> None:
    """Print a row a unit."""
    _print_groups(context.obj, "units", within)


@app.command(cls=Command, help=N_("A row a theme."))
def themes(context: typer.Context, within: Within = None) -> None:
    """Print a row a theme."""
    _print_groups(context.obj, "themes", within)


@app.command(cls=Command, help=N_("A row a meeting."))
def meeting(context: typer.Context, within: Within = None) -> None:
    """Print a row a meeting."""
    _print_groups(context.obj, "meetings", within)


def _print_groups(session: Session, kind: str, within: int | None) -> None:
    within = session.settings.within if within is None else within
    rows, total = ask.groups(session.store, kind, today=session.today, within=within)
    session.show(GroupReport(kind, rows, total, within, session.look()))
