"""`tracker add`."""

from typing import Annotated

import typer

from tracker.cli import complete
from tracker.cli.command import COMMANDS, Command, command_app
from tracker.cli.options import DryRun, Due, EveryPeriod, MeetingId, Theme, With
from tracker.cli.session import Session
from tracker.domain.wording import guessed_language
from tracker.i18n.language import N_
from tracker.service.add import add as take
from tracker.show.changes import Changes

app = command_app()


@app.command(cls=Command, help=COMMANDS["add"])
def add(
    context: typer.Context,
    text: Annotated[str, typer.Argument(metavar="TEXT", help=N_("The directive's wording."))],
    due: Due = None,
    every: EveryPeriod = None,
    unit: Annotated[
        str | None,
        typer.Option("--unit", metavar="UNIT", help=N_("Executor."), autocompletion=complete.units),
    ] = None,
    co_executors: With = None,
    theme: Theme = None,
    meeting: MeetingId = None,
    item: Annotated[
        str | None, typer.Option("--item", metavar="ITEM", help=N_("Item of the minutes."))
    ] = None,
    dry_run: DryRun = False,
) -> None:
    """Take one directive on control, and print it."""
    session: Session = context.obj
    change = take(
        session.store,
        {guessed_language(text): text},
        meeting=meeting,
        item=item,
        theme=theme,
        due=due,
        every=every,
        executor=unit,
        co_executors=co_executors or (),
        by=session.by(),
        dry_run=dry_run,
    )
    session.show(Changes([change], session.look(), dry_run))
