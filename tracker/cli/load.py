"""`tracker load`."""

import sys
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from tracker.cli import parse
from tracker.cli.command import COMMANDS, command_app
from tracker.cli.failure import explain
from tracker.cli.options import DryRun
from tracker.cli.parse import choice
from tracker.cli.reporting import LoadCommand
from tracker.cli.session import Session
from tracker.i18n.language import N_
from tracker.load.documents.read import ALL_FORMATS, DOCUMENTS, format_of
from tracker.load.draft import Loaded
from tracker.load.outcome import Outcome
from tracker.load.read import MAX_SIZE, read_file
from tracker.load.read import load as read
from tracker.load.shipped import shipped_files
from tracker.service.load import load as take
from tracker.show.loading import LoadResult

WITH_PROBLEMS = 3

MOST_TOLD = 20
"""Problems told one by one; --output json has them all."""

app = command_app()


@app.command(cls=LoadCommand, help=COMMANDS["load"])
def load(
    context: typer.Context,
    files: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[FILE]...",
            help=N_(
                "TOML, JSON, CSV or XLSX; minutes and articles as DOCX, PDF, ODT, HTML, MD or TXT "
                "are drafted; - is standard input."
            ),
        ),
    ] = None,
    update: Annotated[
        bool, typer.Option("--update", help=N_("Take changed wordings of known directives."))
    ] = False,
    format: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="FORMAT",
            help=N_("toml, json, csv, xlsx, docx, pdf, odt, html, md or txt, if no name says."),
        ),
    ] = None,
    yes: Annotated[
        bool, typer.Option("--yes", help=N_("Take the drafts that nothing grave speaks against."))
    ] = False,
    on: Annotated[
        date | None,
        typer.Option(
            "--date",
            metavar="DATE",
            parser=parse.day,
            help=N_("The document's day, from which its terms are counted."),
        ),
    ] = None,
    lang_of: Annotated[
        str | None,
        typer.Option("--lang-of", metavar="CODE", help=N_("The document's language: kk or ru.")),
    ] = None,
    reasons: Annotated[
        bool, typer.Option("--explain", help=N_("Say which rules made each draft."))
    ] = False,
    dry_run: DryRun = False,
) -> None:
    """Load files, draft what documents state, and report the rows that could not be taken."""
    session: Session = context.obj
    format = choice(format, ALL_FORMATS) if format else None
    contents = [_content(name, format) for name in files or map(str, shipped_files())]
    loaded = [read(*content) for content in contents if content[2] not in DOCUMENTS]
    documents = [content for content in contents if content[2] in DOCUMENTS]
    if documents:
        from tracker.cli.review import Review

        review = Review(session, documents, loaded, on=on, language=lang_of, reasons=reasons)
        review.run(update=update, yes=yes, dry_run=dry_run)
        return
    result = taken(session, loaded, update=update, dry_run=dry_run)
    session.show(result)
    complain_of(result.outcome, session)


Content = tuple[str, bytes, str]
"""A file's name as the user gave it, its bytes and its format."""


def taken(session: Session, loaded: list[Loaded], *, update: bool, dry_run: bool) -> LoadResult:
    """Take files on control; return what came of it."""
    outcome = take(session.store, loaded, update=update, by=session.by(), dry_run=dry_run)
    return LoadResult(outcome, session.look(), lambda e: explain(e, session.language), dry_run)


def complain_of(outcome: Outcome, session: Session) -> None:
    """Tell the problems of a load, and end with their exit code if there are any."""
    for problem in outcome.problems[:MOST_TOLD]:
        sentence = explain(problem.error, session.language)
        session.complain(f"{problem.source}:{problem.line}: {sentence}")
    more = len(outcome.problems) - MOST_TOLD
    if more > 0:
        told = session.language.count("… and {n} more problem.", "… and {n} more problems.", more)
        session.complain(told)
    if outcome.problems:
        raise typer.Exit(WITH_PROBLEMS)


def _content(name: str, format: str | None) -> Content:
    content = sys.stdin.buffer.read(MAX_SIZE + 1) if name == "-" else read_file(Path(name))
    return name, content, format or format_of(name, content)
