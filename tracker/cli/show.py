"""`tracker show`."""

from typing import Annotated

import typer

from tracker.cli import complete, parse
from tracker.cli.command import COMMANDS, Command, command_app
from tracker.cli.session import Session
from tracker.i18n.language import N_
from tracker.show.directive import OneDirective
from tracker.store.base import stamps_of

app = command_app()


@app.command(cls=Command, help=COMMANDS["show"])
def show(
    context: typer.Context,
    id: Annotated[
        str,
        typer.Argument(
            metavar="ID", help=N_("Number of a directive."), autocompletion=complete.ids
        ),
    ],
) -> None:
    """Print one directive with its last events."""
    session: Session = context.obj
    number = parse.one_id(id)
    store = session.store
    directive, events = store.directive(number), store.events(number)
    session.show(OneDirective(directive, events, session.look(), stamps_of(store, number)))
