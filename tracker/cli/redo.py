"""`tracker redo`."""

import typer

from tracker.cli.command import COMMANDS, Command, command_app
from tracker.cli.options import DryRun
from tracker.cli.session import Session
from tracker.service import undo as undoing
from tracker.show.reversal import BeforeAndAfter

app = command_app()


@app.command(cls=Command, help=COMMANDS["redo"])
def redo(context: typer.Context, dry_run: DryRun = False) -> None:
    """Make again the command that this actor took back last, and print what it changes."""
    session: Session = context.obj
    reversal = undoing.redo(session.store, by=session.by(), dry_run=dry_run)
    heading = session.language.say("Made again: {command}", command=session.told(reversal.events))
    session.show(BeforeAndAfter(heading, reversal.directives, session.look(), dry_run))
