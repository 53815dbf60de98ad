"""`tracker history`."""

from datetime import date
from typing import Annotated

import typer

from tracker.cli import complete, parse
from tracker.cli.command import COMMANDS, Command, command_app
from tracker.cli.session import Session
from tracker.i18n.language import N_
from tracker.service import find
from tracker.show.history import History
from tracker.store.base import stamps_of

app = command_app()


@app.command(cls=Command, help=COMMANDS["history"])
def history(
    context: typer.Context,
    ids: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[ID]...",
            help=N_("Numbers of directives; everything without one."),
            autocompletion=complete.ids,
        ),
    ] = None,
    since: Annotated[
        date | None,
        typer.Option(
            "--since",
            metavar="DATE",
            parser=parse.day,
            help=N_("Only from this day on."),
        ),
    ] = None,
    unit: Annotated[
        str | None,
        typer.Option(
            "--unit",
            metavar="UNIT",
            help=N_("Only of directives that this unit executes or helps to."),
            autocompletion=complete.units,
        ),
    ] = None,
    actor: Annotated[
        str | None, typer.Option("--actor", metavar="NAME", help=N_("Only what this person did."))
    ] = None,
) -> None:
    """Print the events of directives, or all events."""
    session: Session = context.obj
    numbers = parse.ids(ids) if ids else []
    events = find.history(session.store, numbers, since=since, unit=unit, actor=actor)
    stamps = stamps_of(session.store, numbers[0] if len(numbers) == 1 else None)
    session.show(History(events, session.look(), stamps))
