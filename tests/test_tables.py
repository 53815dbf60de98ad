"""The tables as people see them, in each language, at a narrow and a wide screen.

The pictures in `__snapshots__` are to be looked at when they change: pytest --snapshot-update.
"""

import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime

import pytest
from conftest import TODAY, UNTIL
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from rich.cells import cell_len
from syrupy.assertion import SnapshotAssertion

from tracker.cli.failure import explain
from tracker.domain.deadline import Every, Period
from tracker.domain.directive import Directive, Signature
from tracker.domain.selection import Selection, selected
from tracker.domain.source import Source
from tracker.domain.status import Status
from tracker.domain.unit import Register, Unit
from tracker.i18n.language import CODES, Language
from tracker.load.read import load
from tracker.load.shipped import work_calendar
from tracker.report.scope import Scope
from tracker.service import ask
from tracker.service.add import add
from tracker.service.assign import assign
from tracker.service.load import load as take
from tracker.service.update import News, update
from tracker.show.changes import Changes
from tracker.show.deadlines import DeadlineReport
from tracker.show.directive import OneDirective
from tracker.show.directives import DirectiveList, directive_grid
from tracker.show.discipline import DisciplineReport
from tracker.show.flow import FlowReport
from tracker.show.groups import GroupReport
from tracker.show.history import History
from tracker.show.indicators import IndicatorReport
from tracker.show.loading import LoadResult
from tracker.show.look import Look
from tracker.show.meeting import MeetingReport
from tracker.show.overview import OverviewSheet
from tracker.show.saved import Saved
from tracker.show.since import SinceReport
from tracker.show.units import OneUnit, UnitList
from tracker.show.view import View
from tracker.show.welcome import Welcome
from tracker.store.memory import MemoryStore

WIDTHS = (80, 120)
BY = Signature("Айгүл", datetime(2025, 12, 22, 4, 30, tzinfo=UTC), TODAY)

FILE = """meeting,item,text_kk,text_ru,text_en,due,executor
abai-2025-11-03,1,Облыстың еңбек нарығын мұқият зерделеу,,,,
abai-2025-11-03,2,Кәсіпорындарға әр жұмысшы мамандық бойынша қанша маман керегін нақты анықтау,,,,
abai-2025-11-03,7,Шеберханаларды жабдықтау,Оснастить мастерские,Equip the workshops,31.03.2026,білім
abai-2025-11-03,8,Көктемгі жәрмеңке,,,32.03.2026,
,,Көшет отырғызу,,,,орман шаруашылығы
"""

DIRECTIVE = Directive(1, {"kk": "Көпір"}, date(2025, 11, 3), date(2025, 11, 3))

Build = Callable[[MemoryStore, Look], View]


def _list(store: MemoryStore, look: Look) -> View:
    found = selected(store.directives(closed=True), Selection(closed=True)).directives
    return DirectiveList(found, look, len(found))


def _limited(store: MemoryStore, look: Look) -> View:
    found = selected(store.directives(), Selection(overdue=TODAY)).directives
    return DirectiveList(found, look, 5, is_filtered=True)


def _overview(store: MemoryStore, look: Look) -> OverviewSheet:
    return OverviewSheet(
        ask.overview(store, today=TODAY, calendar=work_calendar(), within=5, silent_days=14), look
    )


def _quiet_office() -> MemoryStore:
    store = MemoryStore()
    add(store, {"kk": "Есеп беру"}, by=BY)
    update(store, [1], News(status=Status.WITHDRAWN, reason="Қайталанған"), by=BY)
    return store


def _groups(kind: str) -> Build:
    def build(store: MemoryStore, look: Look) -> View:
        rows, total = ask.groups(store, kind, today=TODAY, until=UNTIL)
        return GroupReport(kind, rows, total, 5, look)

    return build


def _discipline(store: MemoryStore, look: Look, *, explains: bool = False) -> View:
    records, period = ask.discipline(store, today=TODAY)
    return DisciplineReport(records, period, look, explains)


def _deadlines(store: MemoryStore, look: Look) -> View:
    return DeadlineReport(ask.deadlines(store, today=TODAY, calendar=work_calendar()), look)


def _changes(store: MemoryStore, look: Look) -> View:
    return SinceReport(ask.changes(store, date(2025, 12, 10), today=TODAY), look)


def _measured(store: MemoryStore, look: Look) -> View:
    november = Signature("Айгүл", BY.at, date(2025, 11, 30))
    more = News(measures=[("students", 20700.5), ("өтінім", 0.25)], targets=[("students", 21000)])
    update(store, [1], more, by=november)
    return IndicatorReport(ask.indicators(store), look)


def _flow(store: MemoryStore, look: Look) -> View:
    return FlowReport(ask.flow(store, today=TODAY), look)


def _meeting(store: MemoryStore, look: Look) -> View:
    id = "abai-2025-11-03"
    return MeetingReport(look.meetings[id], ask.of_meeting(store, id), look)


def _limited_overview(store: MemoryStore, look: Look) -> View:
    period = Period(date(2025, 10, 1), date(2025, 12, 31))
    scope = Scope("education", None, "abai-2025-11-03", period)
    answer = ask.overview(
        store, today=TODAY, calendar=work_calendar(), within=5, silent_days=14, scope=scope
    )
    return OverviewSheet(answer, look._replace(scope=scope))


def _one(id: int) -> Build:
    return lambda store, look: OneDirective(store.directive(id), store.events(id), look)


def _drafted(store: MemoryStore, look: Look) -> View:
    """Show a source out to do harm, too."""
    words = (
        "2. Білім басқармасы\x1b[31m\nөңірдегі еңбек нарығын [bold] мұқият талдап,\tұсыныс берсін."
    )
    source = Source("Хаттама\u202e № 7.pdf", "9f86d081884c7d65" * 4, 1204, 1288, words, page=2)
    return OneDirective(replace(store.directive(7), source=source), store.events(7), look)


def _updated(store: MemoryStore, look: Look) -> View:
    news = News(progress=80, note="Есеп дайын", reason="Хат", language=look.language.code)
    return Changes(update(store, [1, 4], news, by=BY), look, dry_run=True)


def _assigned(store: MemoryStore, look: Look) -> View:
    given = assign(store, [4, 7, 8], "білім", co_executors=["employment"], by=BY)
    return Changes(given.changes, look, load=given.load)


def _loaded(store: MemoryStore, look: Look) -> View:
    outcome = take(store, [load("list.csv", FILE.encode())], by=BY)
    return LoadResult(outcome, look, lambda error: explain(error, look.language))


def _reloaded(store: MemoryStore, look: Look) -> View:
    outcome = take(store, [load("list.csv", FILE.encode())], update=True, by=BY, dry_run=True)
    return LoadResult(outcome, look, lambda error: explain(error, look.language), dry_run=True)


def _renamed(store: MemoryStore, look: Look) -> View:
    return OneUnit(next(iter(store.register())), look, dry_run=True)


VIEWS: dict[str, Build] = {
    "list": _list,
    "list, limited": _limited,
    "list, nothing found": lambda _, look: DirectiveList([], look, 0, is_filtered=True),
    "list, nothing there": lambda _, look: DirectiveList([], look, 0),
    "show, overdue": _one(1),
    "show, constant": _one(5),
    "show, executed": _one(6),
    "show, drafted from a document": _drafted,
    "overview": _overview,
    "overview, nothing to do": lambda _, look: _overview(_quiet_office(), look),
    "report by unit": _groups("units"),
    "report by theme": _groups("themes"),
    "report by meeting": _groups("meetings"),
    "report of a unit, a meeting, a period": _limited_overview,
    "discipline": _discipline,
    "discipline, nothing due": lambda _, look: _discipline(MemoryStore(), look),
    "discipline explained": lambda store, look: _discipline(store, look, explains=True),
    "deadlines": _deadlines,
    "changes since": _changes,
    "changes since, nothing": lambda store, look: SinceReport(
        ask.changes(store, date(2025, 12, 22), today=TODAY), look
    ),
    "indicators": _measured,
    "indicators, nothing measured": lambda _, look: IndicatorReport([], look),
    "flow": _flow,
    "flow, nothing there": lambda _, look: _flow(MemoryStore(), look),
    "meeting": _meeting,
    "saved": lambda _, look: Saved("/home/айгүл/есеп.html", look),
    "history": lambda store, look: History(store.events(), look),
    "history, nothing there": lambda _, look: History([], look),
    "units": lambda store, look: UnitList(ask.loads(store, today=TODAY), look),
    "units, nothing there": lambda _, look: UnitList({}, Look(look.language, TODAY)),
    "unit": _renamed,
    "changes of update": _updated,
    "changes of assign": _assigned,
    "load": _loaded,
    "load, dry run with --update": _reloaded,
    "welcome": lambda _, look: Welcome(_overview(MemoryStore(), look), look),
}

every_view = pytest.mark.parametrize("view", VIEWS)
every_language = pytest.mark.parametrize("code", CODES)
every_width = pytest.mark.parametrize("width", WIDTHS)


@pytest.fixture(autouse=True)
def _almaty(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Show moments in the time of Almaty; Windows has no way to."""
    monkeypatch.setenv("TZ", "ALMT-5")
    if sys.platform != "win32":
        time.tzset()
    yield
    monkeypatch.undo()
    if sys.platform != "win32":
        time.tzset()


def look_at(store: MemoryStore, code: str, width: int) -> Look:
    return Look(Language(code), TODAY, store.register(), store.meetings(), width, UNTIL)


def printed(view: str, store: MemoryStore, code: str, width: int) -> str:
    page = VIEWS[view](store, look_at(store, code, width)).page()
    return "".join(page.ansi(width, colour=False))


@pytest.mark.skipif(sys.platform == "win32", reason="moments are shown in another time zone")
@every_width
@every_language
@every_view
def test_view_looks_as_it_did(
    office: MemoryStore,
    snapshot: SnapshotAssertion,
    view: str,
    code: str,
    width: int,
) -> None:
    assert printed(view, office, code, width) == snapshot


VARIED = st.lists(
    st.builds(
        replace,
        st.sampled_from(
            [DIRECTIVE, replace(DIRECTIVE, every=Every.MONTH, starts=date(2026, 1, 31))]
        ),
        id=st.integers(1, 20_000),
        wording=st.sampled_from([{"kk": "Көпір"}, {"kk": "Жол жөндеу жұмыстарын аяқтау " * 4}]),
        executor=st.sampled_from([None, "education", "a-unit-that-nobody-knows"]),
        co_executors=st.sampled_from([(), ("labour",), ("labour",) * 12]),
        due=st.none() | st.dates(date(2024, 1, 1), date(2028, 1, 1)),
        status=st.sampled_from(Status),
        progress=st.none() | st.integers(0, 100),
    ),
    min_size=1,
    max_size=12,
)


@settings(max_examples=100, deadline=None)
@given(found=VARIED, code=st.sampled_from(CODES), width=st.sampled_from(WIDTHS))
def test_a_list_is_as_wide_as_if_each_row_were_measured(
    found: list[Directive], code: str, width: int
) -> None:
    """Which directives have the widest texts is found by their values, without laying rows out."""
    units = Register([Unit("education", {"kk": "Білім басқармасы"}, {"kk": "Білім"})])
    grid = directive_grid(found, Look(Language(code), TODAY, units, {}, width, UNTIL))
    assert [*grid.lines(width)] == [*grid._replace(widest=()).lines(width)]


@every_width
@every_language
@every_view
def test_no_line_is_wider_than_the_screen(
    office: MemoryStore, view: str, code: str, width: int
) -> None:
    lines = printed(view, office, code, width).splitlines()
    assert [line for line in lines if cell_len(line) > width] == []


@every_width
@every_language
def test_status_and_unit_stand_whole_in_a_row_of_the_list(
    office: MemoryStore, code: str, width: int
) -> None:
    """Abbreviated on a narrow screen, but never cut."""
    look = look_at(office, code, width)
    lines = printed("list", office, code, width).splitlines()
    for d in office.directives(closed=True):
        status = look.status(d.status) if look.is_wide else look.narrow_status(d.status)
        unit = look.narrow_unit(d.executor)
        assert any(status in line and unit in line for line in lines), d


@every_language
def test_status_and_unit_stand_in_full_in_the_whole_directive(
    office: MemoryStore, code: str
) -> None:
    look = look_at(office, code, 120)
    for d in office.directives(closed=True):
        page = "".join(OneDirective(d, office.events(d.id), look).page().ansi(120, colour=False))
        assert look.status(d.status) in page
        assert look.unit(d.executor) in page


@every_language
def test_every_state_is_in_the_overview(office: MemoryStore, code: str) -> None:
    """Each directive on control that needs attention stands there once; the office has all."""
    answer = ask.overview(office, today=TODAY, calendar=work_calendar(), within=5, silent_days=14)
    sections = (answer.overdue, answer.due_soon, answer.waiting, answer.silent)
    assert [[d.id for d in found] for found in sections] == [[1], [7], [2], [4, 1]]
    assert {s for s, n in answer.by_status.items() if n} == {
        Status.NEW,
        Status.ASSIGNED,
        Status.IN_PROGRESS,
        Status.SUBMITTED,
        Status.RETURNED,
    }
    page = printed("overview", office, code, 80)
    for found in sections:
        assert found[0].text(code).split()[0] in page
