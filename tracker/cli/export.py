"""`tracker export`."""

from typing import Annotated

import typer

from tracker.cli import parse, reports
from tracker.cli.command import COMMANDS, command_app
from tracker.cli.reporting import ExportCommand, keep
from tracker.cli.session import Session
from tracker.i18n.language import N_
from tracker.service.ask import origins
from tracker.service.whole import whole
from tracker.show.documents.file import document_content
from tracker.show.export import Everything
from tracker.show.whole import WholeStore

app = command_app()

WHOLE = {".json": WholeStore.json_text, ".csv": WholeStore.csv_text}
"""The suffixes under which a store is written so that `tracker load` makes it again."""


@app.command(cls=ExportCommand, help=COMMANDS["export"])
def export(
    context: typer.Context,
    file: Annotated[
        str,
        typer.Argument(
            metavar="FILE",
            help=N_("Where to: .json or .csv for the whole store, else a document of all reports."),
        ),
    ],
) -> None:
    """Write the store, or a document of everything in it, and print where."""
    session: Session = context.obj
    session.tells_part = True
    path, look = parse.file(file), session.look()
    suffix = path.suffix.lower()
    if suffix in WHOLE:
        keep(session, path, WHOLE[suffix](WholeStore(*whole(session.store), look)).encode())
        return
    made = document_content(
        _everything(session).document(),
        suffix,
        look,
        origins=lambda: origins(session.store),
        stamp=session.clock(),
    )
    keep(session, path, made)


def _everything(session: Session) -> Everything:
    """Return all directives and all reports."""
    look = session.look()
    parts = [
        reports.overview(session),
        reports.groups(session, "themes"),
        reports.groups(session, "meetings"),
        reports.discipline(session),
        reports.deadlines(session),
        reports.indicators(session),
        reports.flow(session),
    ]
    return Everything(session.store.directives(closed=True), parts, look)
