"""Reports as documents: each says what its table does, and each format takes it."""

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import TODAY, UNTIL, Cli

from tracker.i18n.language import CODES, Language
from tracker.load.shipped import work_calendar
from tracker.service import ask
from tracker.show.deadlines import DeadlineReport
from tracker.show.discipline import DisciplineReport
from tracker.show.documents.document import Document
from tracker.show.export import Everything
from tracker.show.flow import FlowReport
from tracker.show.groups import GroupReport
from tracker.show.indicators import IndicatorReport
from tracker.show.look import Look
from tracker.show.meeting import MeetingReport
from tracker.show.overview import OverviewSheet
from tracker.show.page import STYLES
from tracker.show.report import Report
from tracker.show.since import SinceReport
from tracker.store.memory import MemoryStore


def reports(store: MemoryStore, code: str = "en") -> dict[str, Report]:
    look = Look(Language(code), TODAY, store.register(), store.meetings(), until=UNTIL)
    calendar = work_calendar()
    overview = ask.overview(store, today=TODAY, calendar=calendar, within=5, silent_days=14)
    groups = {
        kind: GroupReport(kind, *ask.groups(store, kind, today=TODAY, until=UNTIL), 5, look)
        for kind in ask.KINDS
    }
    id = "abai-2025-11-03"
    return {
        "overview": OverviewSheet(overview, look),
        **groups,
        "discipline": DisciplineReport(*ask.discipline(store, today=TODAY), look),
        "deadlines": DeadlineReport(ask.deadlines(store, today=TODAY, calendar=calendar), look),
        "changes": SinceReport(ask.changes(store, id, today=TODAY), look),
        "indicators": IndicatorReport(ask.indicators(store), look),
        "flow": FlowReport(ask.flow(store, today=TODAY), look),
        "meeting": MeetingReport(look.meetings[id], ask.of_meeting(store, id), look),
    }


def documents(store: MemoryStore, code: str) -> Iterator[Document]:
    found = reports(store, code)
    yield from (report.document() for report in found.values())
    look = Look(Language(code), TODAY, store.register(), store.meetings(), until=UNTIL)
    yield Everything(store.directives(closed=True), list(found.values()), look).document()


@pytest.mark.parametrize("code", CODES)
def test_each_document_is_whole(office: MemoryStore, code: str) -> None:
    """A title, sentences, titled tables with rows as long as their heads, charts that fit."""
    for document in documents(office, code):
        assert document.title
        assert all(document.sentences)
        titles = [sheet.title for sheet in document.sheets]
        assert all(titles)
        assert len(set(titles)) == len(titles)
        for sheet in document.sheets:
            assert {len(row) for row in sheet.rows} == {len(sheet.columns)}
            assert len(sheet.states) in (0, len(sheet.rows))
            assert set(sheet.states) <= set(STYLES)
        for chart in document.charts:
            assert {len(series.values) for series in chart.series} == {len(chart.labels)}
            assert {series.style for series in chart.series} <= set(STYLES)


SENTENCES = {
    "overview": "7 directives are on control. 1 of them is overdue. 1 falls due by 2025-12-29. "
    "1 report waits for the controller's decision. Of 2 there was no news for 14 days or more. "
    "Of the dates from 2025-01-01 to 2025-12-31 that are decided, 67% were met on time.",
    "units": "7 directives are on control. 1 of them is overdue. "
    "Of the dates from 2025-01-01 to 2025-12-31 that are decided, 67% were met on time.",
    "discipline": "7 dates fall in the period: 2 met on time, 0 late, 1 overdue, 4 undecided. "
    "Reports returned: 1; dates moved: 1. "
    "Of the dates from 2025-01-01 to 2025-12-31 that are decided, 67% were met on time. "
    "By the dates first set: 100%.",
    "flow": "Loaded 9, of them closed 2 (full), on control 7 (light).",
}


@pytest.mark.parametrize("name", SENTENCES)
def test_the_figures_are_in_sentences(office: MemoryStore, name: str) -> None:
    assert list(reports(office)[name].document().sentences) == [SENTENCES[name]]


def test_nothing_is_said_of_what_there_is_none_of() -> None:
    (sentence,) = reports_of_nothing().sentences
    assert sentence == (
        "0 directives are on control. No date from 2025-01-01 to 2025-12-31 is decided."
    )


def reports_of_nothing() -> Document:
    store = MemoryStore()
    overview = ask.overview(store, today=TODAY, calendar=work_calendar(), within=5, silent_days=14)
    return OverviewSheet(overview, Look(Language("en"), TODAY)).document()


BEGINNINGS = {
    ".html": b"<!DOCTYPE html>",
    ".md": b"# ",
    ".xlsx": b"PK",
    ".docx": b"PK",
    ".ics": b"BEGIN:VCALENDAR",
    ".csv": b"\xef\xbb\xbf",
    ".json": b"{",
}


@pytest.fixture
def loaded(cli: Cli) -> Cli:
    cli("load", "--today", "2025-11-03")
    cli("update", "1", "--measure", "students=20450", "--today", "2025-12-01")
    return cli


COMMANDS = (
    "report", "report units", "report themes", "report meeting", "report meeting abai-2025-11-03",
    "report discipline", "report deadlines", "report changes", "report indicators", "report flow",
)  # fmt: skip
WITHOUT_DIRECTIVES = {"units", "themes", "meeting", "discipline", "indicators", "flow"}


@pytest.mark.parametrize("suffix", BEGINNINGS)
@pytest.mark.parametrize("command", COMMANDS)
def test_every_report_is_saved_in_every_format(
    loaded: Cli, tmp_path: Path, command: str, suffix: str
) -> None:
    """But for calendars of reports that are not about directives."""
    target = tmp_path / f"есеп{suffix}"
    words = (*command.split(), "--lang", "kk", "--today", "2025-12-29", "--save", str(target))
    code, _, err = loaded(*words)
    if suffix == ".ics" and command.rsplit(maxsplit=1)[-1] in WITHOUT_DIRECTIVES:
        assert (code, len(err.splitlines()), target.exists()) == (1, 1, False)
    else:
        assert (code, err) == (0, "")
        assert target.read_bytes().startswith(BEGINNINGS[suffix])


@pytest.mark.parametrize("suffix", BEGINNINGS)
def test_everything_is_exported_in_every_format(loaded: Cli, tmp_path: Path, suffix: str) -> None:
    target = tmp_path / f"бәрі{suffix}"
    code, out, err = loaded(
        "export", str(target), "--lang", "kk", "--today", "2025-12-29", "--output", "json"
    )
    assert (code, json.loads(out)["saved"], err) == (0, str(target), "")
    assert target.read_bytes().startswith(BEGINNINGS[suffix])
    if suffix == ".xlsx":
        with zipfile.ZipFile(target) as archive:
            sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
        assert len(sheets) >= 9
