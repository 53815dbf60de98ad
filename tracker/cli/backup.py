"""`tracker backup`."""

from typing import Annotated

import typer

from tracker.cli import parse
from tracker.cli.command import COMMANDS, Command, command_app
from tracker.cli.session import Session
from tracker.i18n.language import N_
from tracker.service.maintain import back_up
from tracker.show.findings import BackupMade

app = command_app()


@app.command(cls=Command, help=COMMANDS["backup"])
def backup(
    context: typer.Context,
    file: Annotated[
        str | None,
        typer.Argument(metavar="[FILE]", help=N_("Where to; else beside the store's own backups.")),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help=N_("Write over the file that is there."))
    ] = False,
) -> None:
    """Write the store into one file, and print where."""
    session: Session = context.obj
    path = back_up(session.store, parse.file(file) if file else None, force=force)
    session.show(BackupMade(str(path), session.look()))
