"""`tracker restore`."""

from typing import Annotated

import typer

from tracker.cli import parse
from tracker.cli.command import COMMANDS, Command, command_app
from tracker.cli.options import DryRun
from tracker.cli.session import Session
from tracker.i18n.language import N_
from tracker.service.maintain import restore as go_back
from tracker.show.reversal import BeforeAndAfter

app = command_app()


@app.command(cls=Command, help=COMMANDS["restore"])
def restore(
    context: typer.Context,
    file: Annotated[
        str | None,
        typer.Argument(
            metavar="[FILE]",
            help=N_("A backup; without one the store is made anew from its events."),
        ),
    ] = None,
    dry_run: DryRun = False,
) -> None:
    """Go back to a backup, or rebuild, and print what changed."""
    session: Session = context.obj
    done = go_back(
        session.store, parse.file(file) if file else None, by=session.by(), dry_run=dry_run
    )
    say = session.language.say
    rebuilt = say("The store was made anew from its events.") if done.rebuilt else ""
    restored = say("Restored: {file}", file=file) if file else ""
    heading = " ".join(filter(None, [rebuilt, restored]))
    session.show(BeforeAndAfter(heading, done.directives, session.look(), dry_run))
    if done.lost:
        session.complain(
            say(
                "{kept} of {all} events are left: what the others made is in the directives again, "
                "who made it and when is not. What was replaced is in backups/.",
                kept=str(done.kept),
                all=str(done.kept + done.lost),
            )
        )
