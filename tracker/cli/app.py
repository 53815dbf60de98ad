"""The command `tracker`: runs what is asked, turns what goes wrong into a sentence and a code."""

import itertools
import os
import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Annotated

import typer

from tracker import __version__
from tracker.cli.clock import LATEST, check, now
from tracker.cli.command import Root
from tracker.cli.failure import BUG, explain, record_bug, usage_sentence
from tracker.cli.interrupt import INTERRUPTED
from tracker.cli.places import config_file, log_folder
from tracker.cli.session import Session, let_go_of, output_lost, print_line
from tracker.errors import OutputLost, TrackerError
from tracker.i18n.language import N_


def main(argv: Sequence[str] | None = None, clock: Callable[[], datetime] = now) -> int:
    """Run the command line; return the exit code. See README, “Exit codes”."""
    _speak_utf8()
    arguments = list(sys.argv[1:] if argv is None else argv)
    session = Session(os.environ, clock)
    try:
        session.configure(_language_asked(arguments))
        with session.watching():
            return _run(arguments, session)
    except TrackerError as error:
        session.complain(explain(error, session.language))
        return error.exit_code
    except typer.TyperException as error:
        session.complain(usage_sentence(error, arguments, session.language))
        return error.exit_code
    except OSError as error:
        let_go_of(sys.stdout)
        session.complain(explain(output_lost(error), session.language))
        return OutputLost.exit_code
    except (KeyboardInterrupt, typer.Abort):
        return INTERRUPTED
    except Exception as error:  # noqa: BLE001  # the last door: no user ever sees a traceback
        return _last_door(error, session)


def _last_door(error: Exception, session: Session) -> int:
    """Say that the mistake is ours, or the clock's: beyond `LATEST` libraries fail at large."""
    at = session.clock()
    try:
        if at >= LATEST:
            check(at)
    except TrackerError as wrong:
        session.complain(explain(wrong, session.language))
        return wrong.exit_code
    session.complain(record_bug(error, log_folder(session.environ), session.language, at))
    return BUG


def _run(arguments: list[str], session: Session) -> int:
    app = typer.Typer(
        cls=Root,
        help=N_("Keep a governor's directives on control: load, assign, update, report."),
        epilog=_epilog(session) if "--help" in arguments else None,
        invoke_without_command=True,
        rich_markup_mode=None,
        subcommand_metavar="[COMMAND]",
        add_completion=_completes(arguments, session),
    )
    app.callback()(root)
    command = typer.main.get_command(app)
    code = command.main(arguments, prog_name="tracker", standalone_mode=False, obj=session)
    return code if isinstance(code, int) else 0


def _completes(arguments: Sequence[str], session: Session) -> bool:
    """Tell whether the options for completion, and the shells that know it, are needed."""
    asked = any("completion" in word or word == "--help" for word in arguments)
    return asked or "_TRACKER_COMPLETE" in session.environ


def root(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", help=N_("Print the version and exit."))
    ] = False,
) -> None:
    """Answer `tracker` alone: the overview, or how to start."""
    session: Session = context.obj
    if version:
        print_line(f"tracker {__version__}")
    elif context.invoked_subcommand is None:
        from tracker.cli import reports

        session.show(reports.overview(session))


def _language_asked(arguments: Sequence[str]) -> str | None:
    """Return the value of --lang, needed before the command line is parsed: help speaks it."""
    for word, following in itertools.zip_longest(arguments, arguments[1:], fillvalue=""):
        if word == "--":
            return None
        if word == "--lang":
            return following
        if word.startswith("--lang="):
            return word.partition("=")[2]
    return None


def _epilog(session: Session) -> str:
    return session.language.say(
        "Settings: {path}. A directive's life: tracker load, assign, update, report.",
        path=str(config_file(session.environ)),
    )


def _speak_utf8() -> None:
    """Write UTF-8 whatever the code page; what cannot be written never stops a command."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8", errors="replace")
