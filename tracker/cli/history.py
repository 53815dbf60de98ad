"""`tracker history`."""

from typing import Annotated

import typer

from tracker.cli import complete, parse
from tracker.cli.command import COMMANDS, Command, command_app
from tracker.cli.session import Session
from tracker.i18n.language import N_
from tracker.show.history import History

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
) -> None:
    """Print the events of directives, or all events."""
    session: Session = context.obj
    numbers = parse.ids(ids) if ids else []
    for number in numbers:
        session.store.directive(number)
    events = session.store.events(numbers[0] if len(numbers) == 1 else None)
    found = [e for e in events if not numbers or e.directive in numbers]
    session.show(History(found, session.look()))
