"""`tracker watch`."""

import os
import shutil
import sys
from collections.abc import Callable
from datetime import date

import typer

from tracker.cli import reports
from tracker.cli.command import COMMANDS, command_app
from tracker.cli.failure import explain
from tracker.cli.reporting import WatchCommand, Within
from tracker.cli.session import Session
from tracker.errors import StoreError, WrongUsage
from tracker.show.output import Form, has_colour, is_dumb
from tracker.show.text import clean, wrapped
from tracker.show.watched import Screen, fitted
from tracker.steps import unwatched
from tracker.store.signals import Signal, signal_of

PATIENCE = 1.0
"""Seconds after which the day and the size of the terminal are looked at again."""

app = command_app()


@app.command(cls=WatchCommand, help=COMMANDS["watch"])
def watch(context: typer.Context, within: Within = None) -> None:
    """Show the morning sheet, and again whenever something has changed; Ctrl+C ends it."""
    session: Session = context.obj
    stream = sys.stdout
    is_screen = stream is not None and stream.isatty() and not is_dumb(session.environ)
    if not is_screen or session.form not in (None, Form.TABLE):
        raise WrongUsage("tracker watch needs a terminal; tracker report prints the sheet once.")
    signal = signal_of(session.address)
    with unwatched(), Screen(stream) as screen:
        follow(session, signal, lambda: sheet(session, within), screen.show)


def follow(
    session: Session, signal: Signal, draw: Callable[[], str], show: Callable[[str], None]
) -> None:
    """Draw and show, again after each change, on a new day and in a new size, until Ctrl+C."""
    try:
        shown: tuple[date, os.terminal_size] | None = None
        while True:
            now = session.today, shutil.get_terminal_size()
            if now != shown or signal.wait(PATIENCE):
                show(draw())
                shown = now
    except KeyboardInterrupt:
        return


def sheet(session: Session, within: int | None = None) -> str:
    """Return the sheet as it fits the terminal, or what is wrong with the store just now."""
    size = shutil.get_terminal_size()
    colour = has_colour(sys.stdout, session.environ)
    try:
        page = reports.overview(session, within).page()
        lines = "".join(page.ansi(size.columns, colour=colour)).splitlines()
    except StoreError as error:
        lines = wrapped(clean(explain(error, session.language)), size.columns)
    return fitted(lines, size.columns, size.lines, session.language)
