"""Draws the README's pictures: `python tests/pictures/draw.py`. Rich exports them as SVG.

The directives are the shipped ones, after a month and a half of work; nothing of the machine, the
day or the user is in them, so that drawing again changes nothing (`tests/test_pictures.py`).
"""

import io
import re
import tempfile
from datetime import UTC, date, datetime
from pathlib import Path

from rich._export_format import CONSOLE_SVG_FORMAT
from rich.console import Console

from tracker.cli.failure import explain
from tracker.domain.deadline import WorkCalendar
from tracker.domain.directive import Signature
from tracker.domain.selection import Selection, selected
from tracker.domain.status import Status
from tracker.i18n.language import Language
from tracker.load.documents.prose import Prose
from tracker.load.read import load as read
from tracker.load.shipped import shipped_files, work_calendar
from tracker.service import ask
from tracker.service.draft import draft
from tracker.service.load import load
from tracker.service.update import News, update
from tracker.show.deadlines import DeadlineReport
from tracker.show.directives import DirectiveList
from tracker.show.discipline import DisciplineReport
from tracker.show.drafts import DraftList
from tracker.show.flow import FlowReport
from tracker.show.groups import GroupReport
from tracker.show.indicators import IndicatorReport
from tracker.show.look import Look
from tracker.show.meeting import MeetingReport
from tracker.show.overview import OverviewSheet
from tracker.show.since import SinceReport
from tracker.show.view import View
from tracker.store.base import Store
from tracker.store.tiny import FolderStore

FOLDER = Path(__file__).parent
WIDTH = 80
TODAY = date(2025, 12, 28)
WITHIN = 5
MEETING = "abai-2025-11-03"
NEWS = """2025 жылғы 3 қараша
Кеңесте облыс әкімі білім басқармасына жұмыспен қамту басқармасымен бірлесіп 20 желтоқсанға дейін \
еңбек нарығын жан-жақты талдауды, кәсіпорындарға қай мамандықтан қанша жұмысшы керегін анықтауды, \
колледждерде дуальды оқыту мен тәлімгерлікті кеңейтуді, колледждер мен кәсіпорындардың \
әріптестігін күшейтуді, түлектердің жұмысқа орналасуын тұрақты бақылап отыруды және жұмысшы \
мамандықтардың беделін көтеруді тапсырды.
"""
"""The six directives of the shipped meeting in one sentence, words and date our own."""


def on(day: date) -> Signature:
    """Return the officer's signature of a day."""
    return Signature("Айгүл", datetime(day.year, day.month, day.day, 4, tzinfo=UTC), day)


def filled(store: Store) -> Store:
    """Load the shipped directives and do a month and a half of work on them."""
    load(store, [read(str(p), p.read_bytes()) for p in shipped_files()], by=on(date(2025, 11, 3)))
    november, december = on(date(2025, 11, 20)), on(date(2025, 12, 15))
    update(store, [1, 3], News(status=Status.IN_PROGRESS, progress=40), by=december)
    update(store, [2], News(status=Status.SUBMITTED, unit="education"), by=november)
    update(store, [2], News(status=Status.EXECUTED), by=november)
    moved = News(status=Status.IN_PROGRESS, due=date(2025, 12, 20), reason="хаттама", progress=60)
    update(store, [4], moved, by=december)
    update(store, [3], News(status=Status.SUBMITTED), by=on(date(2025, 12, 18)))
    returned = News(status=Status.RETURNED, reason="Тәлімгерлердің тізімі жоқ")
    update(store, [3], returned, by=on(date(2025, 12, 20)))
    for day, value in ((date(2025, 11, 20), 20150), (date(2025, 12, 15), 20420)):
        update(store, [1], News(measures=[("students", value)]), by=on(day))
    update(store, [1], News(targets=[("students", 20500)]), by=december)
    update(store, [5], News(status=Status.SUBMITTED), by=on(date(2025, 12, 24)))
    return store


def drawn() -> dict[str, str]:
    """Return the pictures by the names of their files."""
    with tempfile.TemporaryDirectory() as folder:
        store = filled(FolderStore(Path(folder)))
        calendar = work_calendar()
        look = Look(
            Language("kk"),
            TODAY,
            store.register(),
            store.meetings(),
            WIDTH,
            until=calendar.after(TODAY, WITHIN),
        )
        return {
            f"{name}.svg": picture(view, f"tracker {command}")
            for name, (command, view) in views(store, look, calendar).items()
        }


def views(store: Store, look: Look, calendar: WorkCalendar) -> dict[str, tuple[str, View]]:
    """Return each view with the command that shows it, by the name of its picture."""
    found = selected(store.directives(), Selection()).directives
    overview = ask.overview(store, today=TODAY, calendar=calendar, within=WITHIN, silent_days=14)
    units = ask.groups(store, "units", today=TODAY, until=calendar.after(TODAY, WITHIN))
    deadlines = ask.deadlines(store, today=TODAY, calendar=calendar)
    meeting, directives = look.meetings[MEETING], ask.of_meeting(store, MEETING)
    return {
        "list": ("list", DirectiveList(found, look, len(found))),
        "report": ("report", OverviewSheet(overview, look)),
        "units": ("report units", GroupReport("units", *units, WITHIN, look)),
        "discipline": (
            "report discipline",
            DisciplineReport(*ask.discipline(store, today=TODAY), look),
        ),
        "deadlines": ("report deadlines", DeadlineReport(deadlines, look)),
        "changes": (
            "report changes --since 2025-12-01",
            SinceReport(ask.changes(store, date(2025, 12, 1), today=TODAY), look),
        ),
        "meeting": (f"report meeting {MEETING}", MeetingReport(meeting, directives, look)),
        "indicators": ("report indicators", IndicatorReport(ask.indicators(store), look)),
        "flow": ("report flow", FlowReport(ask.flow(store, today=TODAY), look)),
        "draft": ("load news.txt", drafts(look)),
    }


def drafts(look: Look) -> DraftList:
    """Return what one sentence of news states, for an office that has only its units."""
    prose = Prose("news.txt", "0" * 64, NEWS)
    on = date(2025, 11, 3)
    found = draft(prose, look.register, [], today=on, calendar=work_calendar())
    return DraftList([found], look._replace(today=on), lambda e: explain(e, look.language))


def picture(view: View, title: str) -> str:
    """Return the view's table as SVG, in fonts that the reader's machine has."""
    console = Console(record=True, width=WIDTH, file=io.StringIO(), markup=False, highlight=False)
    console.print(view.page(), end="")
    frame = re.sub(r"@font-face \{\{.*?\}\}", "", CONSOLE_SVG_FORMAT, flags=re.DOTALL)
    svg = console.export_svg(title=title, code_format=frame, unique_id="tracker")
    return "\n".join(line.rstrip() for line in svg.splitlines()) + "\n"


if __name__ == "__main__":
    for name, svg in drawn().items():
        (FOLDER / name).write_text(svg, encoding="utf-8")
