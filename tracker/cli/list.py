"""`tracker list`."""

from datetime import date
from typing import Annotated

import typer

from tracker.cli import complete, parse
from tracker.cli.command import COMMANDS, Command, command_app
from tracker.cli.options import MeetingId, Theme
from tracker.cli.session import Session
from tracker.domain.selection import Order
from tracker.i18n.language import N_
from tracker.service import find
from tracker.show.directives import DirectiveList

SCREENS = 2_000
"""Rows that a pager gets at most, unless --limit says otherwise: nobody turns more pages."""

app = command_app()


@app.command(cls=Command, help=COMMANDS["list"])
def list_directives(
    context: typer.Context,
    status: Annotated[
        list[str] | None,
        typer.Option(
            "--status",
            metavar="STATUS",
            help=N_("Only this status, by code or label; may be given several times."),
            autocompletion=complete.statuses,
        ),
    ] = None,
    unit: Annotated[
        str | None,
        typer.Option(
            "--unit",
            metavar="UNIT",
            help=N_("Only those that this unit executes or helps to."),
            autocompletion=complete.units,
        ),
    ] = None,
    theme: Theme = None,
    meeting: MeetingId = None,
    overdue: Annotated[bool, typer.Option("--overdue", help=N_("Only overdue ones."))] = False,
    due_before: Annotated[
        date | None,
        typer.Option(
            "--due-before",
            metavar="DATE",
            parser=parse.day,
            help=N_("Only those due before this day."),
        ),
    ] = None,
    due_after: Annotated[
        date | None,
        typer.Option(
            "--due-after",
            metavar="DATE",
            parser=parse.day,
            help=N_("Only those due after this day."),
        ),
    ] = None,
    search: Annotated[
        str | None,
        typer.Option(
            "--search", metavar="TEXT", help=N_("Only those whose wording has this text.")
        ),
    ] = None,
    sort: Annotated[
        str,
        typer.Option(
            "--sort",
            metavar="KEY",
            help=N_(
                "due, id, unit, status, theme, progress or updated; -due is the other way round."
            ),
        ),
    ] = "due",
    limit: Annotated[
        int | None,
        typer.Option("--limit", metavar="N", parser=parse.limit, help=N_("At most so many rows.")),
    ] = None,
    closed: Annotated[
        bool, typer.Option("--all", help=N_("Also those taken off control."))
    ] = False,
) -> None:
    """Print the directives that pass the filters."""
    session: Session = context.obj
    wanted = find.Wanted(
        statuses=frozenset(map(parse.status, status or ())),
        unit=unit,
        theme=theme,
        meeting=meeting,
        overdue=overdue,
        due_before=due_before,
        due_after=due_after,
        search=search,
        closed=closed,
    )
    order = Order(parse.choice(sort.removeprefix("-"), [key.value for key in Order]))
    found = find.listed(
        session.store,
        wanted,
        today=session.today,
        order=order,
        reverse=sort.startswith("-"),
        limit=SCREENS if limit is None and session.is_paged else limit,
    )
    is_filtered = wanted != find.Wanted(closed=closed)
    session.show(DirectiveList(found.directives, session.look(), found.total, is_filtered))
