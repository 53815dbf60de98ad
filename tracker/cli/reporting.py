"""What all reports share: the options that limit them, and how they are printed or saved."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperOption

from tracker.cli import complete, parse
from tracker.cli.command import Command, Group, option
from tracker.cli.session import Session
from tracker.i18n.language import N_
from tracker.show.report import Report

Within = Annotated[
    int | None,
    typer.Option(
        "--within",
        metavar="DAYS",
        parser=parse.days,
        help=N_("How many working days ahead count as due soon."),
    ),
]


class ReportCommand(Command):
    """A command that takes the options of reports behind its own."""

    def __init__(self, *args: Any, params: list[Any] | None = None, **given: Any) -> None:
        super().__init__(*args, params=[*(params or []), *report_options()], **given)


class ReportGroup(Group):
    """A group whose own report takes the options of reports, and passes them on."""

    def __init__(self, *args: Any, params: list[Any] | None = None, **given: Any) -> None:
        super().__init__(*args, params=[*(params or []), *report_options()], **given)


class WatchCommand(Command):
    """A command that takes the options that limit reports."""

    def __init__(self, *args: Any, params: list[Any] | None = None, **given: Any) -> None:
        super().__init__(*args, params=[*(params or []), *scope_options()], **given)


class ExportCommand(Command):
    """A command that only writes a document."""

    def __init__(self, *args: Any, params: list[Any] | None = None, **given: Any) -> None:
        options = [_as_of_option(), _force_option()]
        super().__init__(*args, params=[*(params or []), *options], **given)


class LetterCommand(Command):
    """A command that prints a letter, or writes it."""

    def __init__(self, *args: Any, params: list[Any] | None = None, **given: Any) -> None:
        options = keeping_options(N_("Write a file: .docx, .txt or .md."))
        super().__init__(*args, params=[*(params or []), *options], **given)


class LoadCommand(Command):
    """A command that may write what it has drafted."""

    def __init__(self, *args: Any, params: list[Any] | None = None, **given: Any) -> None:
        options = keeping_options(N_("Write the drafts of a document into a .toml file to load."))
        super().__init__(*args, params=[*(params or []), *options], **given)


def report_options() -> list[TyperOption]:
    """Return the options that every report takes."""
    help = N_("Write a file: .html, .xlsx, .docx, .md, .ics, .csv or .json.")
    saving = option("--save", _set_report, help, "FILE")
    return [*scope_options(), _as_of_option(), saving, _force_option()]


def scope_options() -> list[TyperOption]:
    """Return the options that limit what a report is about."""
    return [
        option(
            "--period",
            lambda session, text: _limit(session, period=parse.period(text)),
            N_("2025-Q4, 2025-12, 2025 or 2025-11-01..2025-12-31."),
            "PERIOD",
        ),
        option(
            "--unit",
            lambda session, text: _limit(session, unit=text),
            N_("Only what this unit answers for."),
            "UNIT",
            complete.units,
        ),
        option(
            "--theme",
            lambda session, text: _limit(session, theme=text),
            N_("Theme, by code or name."),
            "THEME",
            complete.themes,
        ),
        option(
            "--meeting",
            lambda session, text: _limit(session, meeting=text),
            N_("Meeting, by its id."),
            "ID",
            complete.meetings,
        ),
    ]


def keeping_options(help: str) -> list[TyperOption]:
    """Return the options for writing an answer into a file."""
    return [option("--save", _set_save, help, "FILE"), _force_option()]


def deliver(session: Session, report: Report) -> None:
    """Print the report, or save it under the name that was asked for."""
    if session.save is None:
        session.show(report)
        return
    from tracker.show.documents.file import report_content

    path = session.save
    keep(
        session,
        path,
        report_content(
            report,
            path.suffix.lower(),
            session.look(),
            origins=lambda: _origins(session),
            stamp=session.clock(),
        ),
    )


def keep(session: Session, path: Path, content: bytes) -> None:
    """Write the content into the file, and print where it is."""
    from tracker.service.save import save
    from tracker.show.saved import Saved

    save(path, content, store=session.store.where, force=session.overwrites)
    session.show(Saved(str(path), session.look()))


def _as_of_option() -> TyperOption:
    return option("--as-of", _set_as_of, N_("As it stood at the end of this day."), "DATE")


def _force_option() -> TyperOption:
    return option("--force", _set_force, N_("Write over the file that is there."), None)


def _limit(session: Session, **limits: Any) -> None:
    session.scope = session.scope._replace(**limits)


def _set_as_of(session: Session, text: str) -> None:
    session.as_of = parse.day(text)


def _set_save(session: Session, text: str) -> None:
    session.save = parse.file(text)


def _set_report(session: Session, text: str) -> None:
    _set_save(session, text)
    session.tells_part = True


def _set_force(session: Session, _: bool) -> None:  # as options are given
    session.overwrites = True


def _origins(session: Session) -> Mapping[int, datetime]:
    from tracker.service.ask import origins

    return origins(session.store)
