"""`tracker letter`."""

from pathlib import Path
from typing import Annotated

import typer

from tracker.cli import complete, parse
from tracker.cli.command import COMMANDS, command_app
from tracker.cli.places import config_file
from tracker.cli.reporting import LetterCommand, keep
from tracker.cli.session import Session
from tracker.errors import Refused
from tracker.i18n.language import N_
from tracker.load.template import read_template
from tracker.service.letter import matter
from tracker.show.letter import Letter, filled, values

app = command_app()

TEXTS = {".txt", ".md"}


@app.command(cls=LetterCommand, help=COMMANDS["letter"])
def letter(
    context: typer.Context,
    id: Annotated[
        str,
        typer.Argument(
            metavar="ID", help=N_("Number of a directive."), autocompletion=complete.ids
        ),
    ],
    kind: Annotated[
        str,
        typer.Argument(
            metavar="KIND",
            help=N_("reminder, return, extension or removal."),
            autocompletion=complete.letters,
        ),
    ],
    template: Annotated[
        str | None,
        typer.Option("--template", metavar="FILE", help=N_("Another template for this letter.")),
    ] = None,
) -> None:
    """Print a letter about a directive, or save it."""
    session: Session = context.obj
    found = matter(session.store, parse.one_id(id), parse.letter(kind))
    own = config_file(session.environ).parent / "letters"
    source = read_template(found.kind.value, session.language.code, own=own, named=template)
    look = session.look()
    known = values(found.directive, found.ground, look, session.by().actor)
    view = Letter(found.kind, found.directive, filled(*source, known), look)
    if session.save is None:
        session.show(view)
    else:
        keep(session, session.save, _written(view, session.save))


def _written(view: Letter, path: Path) -> bytes:
    """Return the letter as the bytes of a file with this name."""
    suffix = path.suffix.lower()
    if suffix in TEXTS:
        return view.text.encode()
    if suffix != ".docx":
        raise Refused(
            "A file that ends in “{suffix}” cannot be written. Known: {known}.",
            suffix=suffix,
            known=[".docx", *sorted(TEXTS)],
        )
    from tracker.show.documents.docx import letter_docx

    return letter_docx(view.text, view.look.language, view.look.today)
