"""`tracker export`."""

from typing import Annotated

import typer

from tracker.cli import parse
from tracker.cli.command import COMMANDS, command_app
from tracker.cli.reporting import ExportCommand, keep
from tracker.cli.session import Session
from tracker.i18n.language import N_
from tracker.show.look import Look

app = command_app()

WHOLE = (".json", ".csv")
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
    made = _whole if suffix in WHOLE else _document
    keep(session, path, made(session, look, suffix))


def _whole(session: Session, look: Look, suffix: str) -> bytes:
    """Return the whole store."""
    from tracker.service.whole import whole
    from tracker.show.whole import WholeStore

    store = WholeStore(*whole(session.store), look)
    return (store.json_text() if suffix == ".json" else store.csv_text()).encode()


def _document(session: Session, look: Look, suffix: str) -> bytes:
    """Return a document of all directives and all reports."""
    from tracker.cli import reports
    from tracker.service.ask import origins
    from tracker.show.documents.file import document_content
    from tracker.show.export import Everything

    parts = [
        reports.overview(session),
        reports.groups(session, "themes"),
        reports.groups(session, "meetings"),
        reports.discipline(session),
        reports.deadlines(session),
        reports.indicators(session),
        reports.flow(session),
    ]
    return document_content(
        Everything(session.store.directives(closed=True), parts, look).document(),
        suffix,
        look,
        origins=lambda: origins(session.store),
        stamp=session.clock(),
    )
