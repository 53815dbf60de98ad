"""`tracker update`."""

from typing import Annotated, Any

import typer

from tracker.cli import complete, parse
from tracker.cli.command import COMMANDS, Command, command_app
from tracker.cli.options import DryRun, Due, Ids, Reason, Seen
from tracker.cli.session import Session
from tracker.domain.status import Status
from tracker.i18n.language import N_
from tracker.service.update import News
from tracker.service.update import update as take
from tracker.show.changes import Changes

app = command_app()


@app.command(cls=Command, help=COMMANDS["update"])
def update(
    context: typer.Context,
    ids: Ids,
    status: Annotated[
        Any,
        typer.Option(
            "--status",
            metavar="STATUS",
            parser=parse.status,
            help=N_("New status, by code or label."),
            autocompletion=complete.statuses,
        ),
    ] = None,
    progress: Annotated[
        int | None,
        typer.Option(
            "--progress",
            metavar="PERCENT",
            parser=parse.percent,
            help=N_("Share of the work done."),
        ),
    ] = None,
    note: Annotated[
        str | None, typer.Option("--note", metavar="TEXT", help=N_("What happened."))
    ] = None,
    unit: Annotated[
        str | None,
        typer.Option(
            "--from",
            metavar="UNIT",
            help=N_("The unit that was heard from."),
            autocompletion=complete.units,
        ),
    ] = None,
    evidence: Annotated[
        list[str] | None,
        typer.Option(
            "--evidence",
            metavar="FILE",
            help=N_("Confirming document: a file or a URL; repeatable."),
        ),
    ] = None,
    due: Due = None,
    measure: Annotated[
        list[str] | None,
        typer.Option(
            "--measure", metavar="NAME=NUMBER", help=N_("Reading of an indicator; repeatable.")
        ),
    ] = None,
    target: Annotated[
        list[str] | None,
        typer.Option(
            "--target", metavar="NAME=NUMBER", help=N_("What an indicator is to reach; repeatable.")
        ),
    ] = None,
    reason: Reason = None,
    copy: Annotated[
        bool, typer.Option("--copy", help=N_("Take a copy of the evidence into the store."))
    ] = False,
    seen: Seen = None,
    final: Annotated[
        bool,
        typer.Option(
            "--final", help=N_("With --status executed: end a constant directive, not its period.")
        ),
    ] = False,
    dry_run: DryRun = False,
) -> None:
    """Take news into all of these directives or none, and print them."""
    session: Session = context.obj
    moved_to: Status | None = status
    news = News(
        status=moved_to,
        progress=progress,
        note=note,
        unit=unit,
        evidence=evidence or (),
        due=due,
        measures=[parse.measure(text) for text in measure or ()],
        targets=[parse.measure(text) for text in target or ()],
        reason=reason,
        final=final,
        copy=copy,
        language=session.language.code,
    )
    changes = take(session.store, parse.ids(ids), news, seen=seen, by=session.by(), dry_run=dry_run)
    session.show(Changes(changes, session.look(), dry_run))
