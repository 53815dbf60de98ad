"""Arguments and options that several commands take."""

from datetime import date
from typing import Annotated

import typer

from tracker.cli import complete, parse
from tracker.domain.deadline import Every
from tracker.i18n.language import N_

IDS_HELP = N_("Numbers of directives; ranges too: 1 4 7-9.")

Ids = Annotated[
    list[str], typer.Argument(metavar="ID...", help=IDS_HELP, autocompletion=complete.ids)
]
IdsBeforeUnit = Annotated[
    list[str], typer.Argument(metavar="ID...", help=IDS_HELP, autocompletion=complete.ids_and_units)
]
Reason = Annotated[str | None, typer.Option("--reason", metavar="TEXT", help=N_("Why."))]
Due = Annotated[
    date | None,
    typer.Option(
        "--due",
        metavar="DATE",
        parser=parse.day,
        help=N_("Due date: 2025-12-31 or 31.12.2025; moving one needs --reason."),
    ),
]
EveryPeriod = Annotated[
    Every | None,
    typer.Option(
        "--every",
        metavar="PERIOD",
        parser=parse.every,
        help=N_("Constant directive, reported on each week, month, quarter, half_year or year."),
        autocompletion=complete.periods,
    ),
]
With = Annotated[
    list[str] | None,
    typer.Option(
        "--with",
        metavar="UNIT",
        help=N_("Co-executor; may be given several times."),
        autocompletion=complete.units,
    ),
]
Theme = Annotated[
    str | None,
    typer.Option(
        "--theme",
        metavar="THEME",
        help=N_("Theme, by code or name."),
        autocompletion=complete.themes,
    ),
]
MeetingId = Annotated[
    str | None,
    typer.Option(
        "--meeting", metavar="ID", help=N_("Meeting, by its id."), autocompletion=complete.meetings
    ),
]
Seen = Annotated[
    int | None,
    typer.Option(
        "--seen",
        metavar="EVENT",
        parser=parse.event,
        help=N_("Refuse if anybody changed them after this event (version, in JSON)."),
    ),
]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help=N_("Show what would happen; change nothing."))
]
