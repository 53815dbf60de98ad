"""`tracker load`."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from tracker.cli.command import COMMANDS, Command, command_app
from tracker.cli.failure import explain
from tracker.cli.options import DryRun
from tracker.cli.parse import choice
from tracker.cli.session import Session
from tracker.i18n.language import N_
from tracker.load.draft import Loaded
from tracker.load.outcome import Outcome
from tracker.load.read import FORMATS, MAX_SIZE, read_file
from tracker.load.read import load as read
from tracker.load.shipped import shipped_files
from tracker.service.load import load as take
from tracker.show.loading import LoadResult

WITH_PROBLEMS = 3

MOST_TOLD = 20
"""Problems told one by one; --output json has them all."""

app = command_app()


@app.command(cls=Command, help=COMMANDS["load"])
def load(
    context: typer.Context,
    files: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[FILE]...", help=N_("TOML, JSON, CSV or XLSX; - is standard input.")
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
            help=N_("toml, json, csv or xlsx, if the name does not say."),
        ),
    ] = None,
    dry_run: DryRun = False,
) -> None:
    """Load files, and report the rows that could not be taken."""
    session: Session = context.obj
    format = choice(format, FORMATS) if format else None
    loaded = [_read(name, format) for name in files or map(str, shipped_files())]
    outcome = take(session.store, loaded, update=update, by=session.by(), dry_run=dry_run)
    session.show(
        LoadResult(outcome, session.look(), lambda e: explain(e, session.language), dry_run)
    )
    _complain_of(outcome, session)


def _read(name: str, format: str | None) -> Loaded:
    if name == "-":
        return read("-", sys.stdin.buffer.read(MAX_SIZE + 1), format)
    return read(name, read_file(Path(name)), format)


def _complain_of(outcome: Outcome, session: Session) -> None:
    for problem in outcome.problems[:MOST_TOLD]:
        sentence = explain(problem.error, session.language)
        session.complain(f"{problem.source}:{problem.line}: {sentence}")
    more = len(outcome.problems) - MOST_TOLD
    if more > 0:
        told = session.language.count("… and {n} more problem.", "… and {n} more problems.", more)
        session.complain(told)
    if outcome.problems:
        raise typer.Exit(WITH_PROBLEMS)
