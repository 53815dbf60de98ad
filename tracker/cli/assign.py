"""`tracker assign`."""

from typing import Annotated

import typer

from tracker.cli import complete, parse
from tracker.cli.command import COMMANDS, Command, command_app
from tracker.cli.options import DryRun, Due, IdsBeforeUnit, Reason, Seen, With
from tracker.cli.session import Session
from tracker.i18n.language import N_
from tracker.service.assign import assign as give
from tracker.show.changes import Changes

app = command_app()


@app.command(cls=Command, help=COMMANDS["assign"])
def assign(
    context: typer.Context,
    ids: IdsBeforeUnit,
    unit: Annotated[
        str,
        typer.Argument(
            metavar="UNIT",
            help=N_("Executor, by key, name or alias."),
            autocompletion=complete.units,
        ),
    ],
    co_executors: With = None,
    alone: Annotated[
        bool, typer.Option("--alone", help=N_("Without co-executors; else those there are stay."))
    ] = False,
    seen: Seen = None,
    due: Due = None,
    reason: Reason = None,
    dry_run: DryRun = False,
) -> None:
    """Give directives to a unit, and print them with the unit's load."""
    session: Session = context.obj
    given = give(
        session.store,
        parse.ids(ids),
        unit,
        co_executors=() if alone else co_executors or None,
        due=due,
        reason=reason,
        seen=seen,
        by=session.by(),
        dry_run=dry_run,
    )
    session.show(Changes(given.changes, session.look(), dry_run, given.load))
