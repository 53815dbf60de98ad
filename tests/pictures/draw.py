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

from tracker.domain.directive import Signature
from tracker.domain.status import Status
from tracker.i18n.language import Language
from tracker.load.read import load as read
from tracker.load.shipped import shipped_files, work_calendar
from tracker.report.selection import Selection, selected
from tracker.service import ask
from tracker.service.load import load
from tracker.service.update import News, update
from tracker.show.directives import DirectiveList
from tracker.show.look import Look
from tracker.show.overview import OverviewSheet
from tracker.show.view import View
from tracker.store.base import Store
from tracker.store.tiny import FolderStore

FOLDER = Path(__file__).parent
WIDTH = 80
TODAY = date(2025, 12, 28)


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
    update(store, [5], News(status=Status.SUBMITTED), by=on(date(2025, 12, 24)))
    return store


def drawn() -> dict[str, str]:
    """Return the pictures by the names of their files."""
    with tempfile.TemporaryDirectory() as folder:
        store = filled(FolderStore(Path(folder)))
        look = Look(Language("kk"), TODAY, store.register(), store.meetings(), WIDTH)
        found = selected(store.directives(), Selection(), today=TODAY)
        overview = ask.overview(
            store, today=TODAY, calendar=work_calendar(), within=5, silent_days=14
        )
        return {
            "list.svg": picture(DirectiveList(found, look, len(found)), "tracker list"),
            "report.svg": picture(OverviewSheet(overview, look), "tracker report"),
        }


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
