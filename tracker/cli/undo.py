"""`tracker undo`."""

from typing import Annotated

import typer

from tracker.cli.command import COMMANDS, Command, command_app
from tracker.cli.options import DryRun
from tracker.cli.session import Session
from tracker.i18n.language import N_
from tracker.service import undo as undoing
from tracker.show.commands import CommandList
from tracker.show.reversal import BeforeAndAfter
from tracker.store.base import stamps_of

SHOWN = 10

app = command_app()


@app.command(cls=Command, help=COMMANDS["undo"])
def undo(
    context: typer.Context,
    list_: Annotated[
        bool, typer.Option("--list", help=N_("Show your last commands; take back none."))
    ] = False,
    dry_run: DryRun = False,
) -> None:
    """Take back the last command of this actor, and print what it changes."""
    session: Session = context.obj
    if list_:
        own = undoing.own_commands(session.store, session.who())
        last = [(c.events, c.undone) for c in reversed(own[-SHOWN:])]
        stamps = stamps_of(session.store, among=[events[0].seq for events, _ in last])
        session.show(CommandList(last, session.look(), stamps))
        return
    reversal = undoing.undo(session.store, by=session.by(), dry_run=dry_run)
    heading = session.language.say("Taken back: {command}", command=session.told(reversal.events))
    session.show(BeforeAndAfter(heading, reversal.directives, session.look(), dry_run))
