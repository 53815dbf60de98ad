"""`tracker check`."""

import typer

from tracker.cli.command import COMMANDS, Command, command_app
from tracker.cli.failure import explain
from tracker.cli.session import Session
from tracker.service.maintain import findings, remarks
from tracker.show.findings import Findings
from tracker.show.look import Look

WRONG = 1

app = command_app()


@app.command(cls=Command, help=COMMANDS["check"])
def check(context: typer.Context) -> None:
    """Print what is wrong with the store; exit 1 if anything is."""
    session: Session = context.obj
    found = [explain(f, session.language) for f in findings(session.store, today=session.today)]
    odd = [explain(r, session.language) for r in remarks(session.store)]
    look = Look(session.language, session.today)
    session.show(Findings(found, session.store.where, look, odd))
    if found:
        raise typer.Exit(WRONG)
