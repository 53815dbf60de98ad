"""What programs are promised: the JSON form, and the rows of CSV and plain text."""

import csv
import io
import json
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

import pytest
from conftest import TODAY, UNTIL
from hypothesis import example, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tracker.domain.directive import Directive, Signature
from tracker.domain.event import Changed
from tracker.domain.source import Source
from tracker.domain.status import Status
from tracker.errors import Refused
from tracker.i18n.language import CODES, Language
from tracker.load.draft import Problem
from tracker.load.outcome import Outcome
from tracker.load.shipped import work_calendar
from tracker.service import ask
from tracker.service.add import add
from tracker.show.changes import Changes
from tracker.show.deadlines import DeadlineReport
from tracker.show.directive import OneDirective
from tracker.show.directives import DirectiveList
from tracker.show.discipline import DisciplineReport
from tracker.show.events import TELLINGS
from tracker.show.flow import FlowReport
from tracker.show.groups import GroupReport
from tracker.show.history import History
from tracker.show.indicators import IndicatorReport
from tracker.show.loading import LoadResult
from tracker.show.look import Look
from tracker.show.meeting import MeetingReport
from tracker.show.output import Form, form_for, rendered
from tracker.show.overview import OverviewSheet
from tracker.show.page import Page
from tracker.show.since import SinceReport
from tracker.show.units import UnitList
from tracker.show.view import Json, ManySheets, Ref, Sheet, Value, View
from tracker.store.memory import MemoryStore

DIRECTIVE = [
    "id", "text", "texts", "meeting", "item", "theme", "executor", "co_executors",
    "not_heard_from", "status", "due", "first_due", "moved", "days_left", "overdue",
    "days_waiting", "progress", "every", "periods", "indicators", "evidence", "source", "version",
    "created", "updated", "submitted", "closed",
]  # fmt: skip
EVENT = [
    "seq", "batch", "at", "on", "actor", "directive", "kind", "from", "to", "reason",
    "reverts", "login", "kept_at", "unverified",
]  # fmt: skip
UNIT = ["key", "names", "short", "aliases", "head", "on_control", "overdue"]
COUNTS = [
    "on_control", "helping", "overdue", "due_soon", "waiting", "executed", "withdrawn", "on_time",
    "late",
    "on_time_percent", "light",
]  # fmt: skip
RECORD = [
    "due", "on_time", "late", "overdue", "pending", "returned", "moved", "first_due",
    "first_on_time", "first_late", "first_overdue", "on_time_percent", "first_on_time_percent",
    "light",
]  # fmt: skip
ROW = [
    "id", "text", "meeting", "item", "theme", "executor", "co_executors", "status", "due",
    "first_due", "moved", "days_left", "overdue", "progress", "every",
]  # fmt: skip


def look_at(store: MemoryStore, code: str = "en") -> Look:
    return Look(Language(code), TODAY, store.register(), store.meetings())


def all_of(store: MemoryStore, look: Look) -> DirectiveList:
    found = store.directives(closed=True)
    return DirectiveList(found, look, len(found))


def one(store: MemoryStore, look: Look, id: int) -> OneDirective:
    return OneDirective(store.directive(id), store.events(id), look)


def overview(store: MemoryStore, look: Look) -> OverviewSheet:
    return OverviewSheet(
        ask.overview(store, today=TODAY, calendar=work_calendar(), within=5, silent_days=14), look
    )


def report(store: MemoryStore, look: Look, kind: str) -> GroupReport:
    rows, total = ask.groups(store, kind, today=TODAY, until=UNTIL)
    return GroupReport(kind, rows, total, 5, look)


def unit_list(store: MemoryStore, look: Look) -> UnitList:
    return UnitList(ask.loads(store, today=TODAY), look)


def read(view: View) -> Any:
    return json.loads(rendered(view, Form.JSON, width=80))


def rows_of(view: View, form: Form) -> list[list[str]]:
    text = rendered(view, form, width=80)
    if form is Form.PLAIN:
        return [line.split("\t") for line in text.splitlines()]
    return list(csv.reader(io.StringIO(text, newline="")))


def test_list(office: MemoryStore) -> None:
    document = read(all_of(office, look_at(office)))
    assert list(document) == ["format", "directives", "found", "today"]
    assert (document["format"], document["found"], document["today"]) == (1, 9, "2025-12-22")
    assert {tuple(directive) for directive in document["directives"]} == {tuple(DIRECTIVE)}


def test_directive(office: MemoryStore) -> None:
    document = read(one(office, look_at(office), 1))
    assert list(document) == ["format", "directive"]
    assert list(document["directive"]) == [*DIRECTIVE, "events"]
    assert {tuple(event) for event in document["directive"]["events"]} == {tuple(EVENT)}


def test_values_of_an_overdue_directive(office: MemoryStore) -> None:
    directive = read(one(office, look_at(office), 1))["directive"]
    del directive["events"], directive["texts"]
    assert directive == {
        "id": 1,
        "text": "Analyse the region's labour market thoroughly",
        "meeting": "abai-2025-11-03",
        "item": "1",
        "theme": "labour-market",
        "executor": "education",
        "co_executors": ["employment"],
        "not_heard_from": ["employment"],
        "status": "in_progress",
        "due": "2025-12-17",
        "first_due": "2025-12-31",
        "moved": 1,
        "days_left": -5,
        "overdue": True,
        "days_waiting": None,
        "progress": 60,
        "every": None,
        "periods": [],
        "indicators": [
            {
                "key": "students",
                "names": {
                    "kk": "Колледж студенттері",
                    "ru": "Студенты колледжей",
                    "en": "College students",
                },
                "readings": [
                    {"on": "2025-11-03", "value": 20000.0},
                    {"on": "2025-11-20", "value": 20450},
                ],
                "target": None,
            },
            {
                "key": "state-order-share",
                "names": {
                    "kk": "Мемлекеттік тапсырыспен оқитындар, %",
                    "ru": "Обучаются по госзаказу, %",
                    "en": "Studying on the state order, %",
                },
                "readings": [{"on": "2025-11-03", "value": 75.0}],
                "target": None,
            },
        ],
        "evidence": [],
        "source": None,
        "version": 18,
        "created": "2025-11-04",
        "updated": "2025-12-10",
        "submitted": None,
        "closed": None,
    }


def test_the_source_of_a_directive(office: MemoryStore) -> None:
    """In lists as well; in plain text and CSV of the whole directive a row for each thing said."""
    look, source = look_at(office), Source("хаттама.pdf", "5a" * 32, 10, 27, "Мектеп\nсалынсын")
    d = replace(office.directive(1), source=source)
    told = {
        "document": "хаттама.pdf",
        "sha256": "5a" * 32,
        "start": 10,
        "end": 27,
        "words": "Мектеп\nсалынсын",
        "page": None,
    }
    assert read(OneDirective(d, [], look))["directive"]["source"] == told
    assert read(DirectiveList([d], look, 1))["directives"][0]["source"] == told
    assert rows_of(OneDirective(d, [], look), Form.PLAIN)[-3:] == [
        ["Source", "хаттама.pdf · characters 10–27"],
        ["Source", "Мектеп салынсын"],
        ["Source", f"SHA-256 {'5a' * 32}"],
    ]


def test_values_of_other_states(office: MemoryStore) -> None:
    waiting, returned, constant, executed = (
        read(one(office, look_at(office), id))["directive"] for id in (2, 3, 5, 6)
    )
    assert (waiting["status"], waiting["days_waiting"], waiting["overdue"]) == (
        "submitted",
        3,
        False,
    )
    assert returned["evidence"] == [
        {
            "name": "https://example.kz/3.pdf",
            "where": "https://example.kz/3.pdf",
            "on": "2025-12-11",
            "size": None,
            "sha256": None,
        }
    ]
    assert (constant["every"], constant["due"]) == ("quarter", "2026-03-31")
    assert constant["periods"] == [{"due": "2025-12-31", "submitted": "2025-12-15"}]
    assert (executed["closed"], executed["days_left"]) == ("2025-12-16", None)


def test_values_of_events(office: MemoryStore) -> None:
    """Codes, ISO dates and numbers; moments in UTC."""
    events = read(History(office.events(1), look_at(office)))["events"]
    assert {tuple(event) for event in events} == {tuple(EVENT)}
    moved = next(event for event in events if event["kind"] == "due")
    assert moved | {"seq": 0, "batch": 0} == {
        "seq": 0,
        "batch": 0,
        "at": "2025-12-10T04:30:00Z",
        "on": "2025-12-10",
        "actor": "Айгүл",
        "directive": 1,
        "kind": "due",
        "from": "2025-12-31",
        "to": "2025-12-17",
        "reason": "Әкімнің шешімі",
        "reverts": None,
        "login": None,
        "kept_at": None,
        "unverified": False,
    }
    assert [(e["kind"], e["from"], e["to"]) for e in events[1:] if e["kind"] != "due"] == [
        (
            "assigned",
            None,
            {"executor": "education", "co_executors": ["employment"]},
        ),
        ("measured", None, {"key": "students", "on": "2025-11-20", "value": 20450}),
        ("progress", None, 60),
    ]


def test_kinds_of_events() -> None:
    assert list(TELLINGS) == [
        "registered", "reworded", "assigned", "status", "accepted", "due", "progress", "note",
        "evidence", "measured", "target", "restored", "unit", "meeting",
    ]  # fmt: skip


def test_units(office: MemoryStore) -> None:
    document = read(unit_list(office, look_at(office)))
    assert list(document) == ["format", "units"]
    assert {tuple(unit) for unit in document["units"]} == {tuple(UNIT)}
    loads = [(unit["key"], unit["on_control"], unit["overdue"]) for unit in document["units"]]
    assert loads == [("education", 5, 1), ("employment", 1, 0)]


def test_overview(office: MemoryStore) -> None:
    document = read(overview(office, look_at(office)))
    assert list(document) == ["format", "report"]
    found = document["report"]
    assert list(found) == [
        "kind", "today", "scope", "within", "until", "silent_days", "period", "by_status",
        "overdue", "due_today", "due_soon", "reporting", "waiting", "silent", "units", "total",
    ]  # fmt: skip
    assert found["kind"] == "overview"
    assert found["scope"] == {"unit": None, "theme": None, "meeting": None}
    assert (found["within"], found["until"]) == (5, "2025-12-29")
    assert (found["due_today"], found["reporting"]) == ([], [])
    assert found["period"] == {"first": "2025-01-01", "last": "2025-12-31"}
    assert found["by_status"] == {
        "new": 1,
        "assigned": 2,
        "in_progress": 2,
        "submitted": 1,
        "returned": 1,
    }
    sections = [found[name] for name in ("overdue", "due_soon", "waiting", "silent")]
    assert [[directive["id"] for directive in section] for section in sections] == [
        [1],
        [7],
        [2],
        [4, 1],
    ]
    assert {tuple(d) for section in sections for d in section} == {tuple(DIRECTIVE)}
    assert {tuple(row) for row in found["units"]} == {("unit", *COUNTS)}
    assert list(found["total"]) == COUNTS


@pytest.mark.parametrize(
    ("kind", "name", "keys"),
    [
        ("units", "unit", ["education", "employment", None]),
        (
            "themes",
            "theme",
            [
                "labour-market",
                "dual-training",
                "graduates",
                "partnership",
                "workforce-need",
                "prestige",
                None,
            ],
        ),
        ("meetings", "meeting", ["abai-2025-11-03", None]),
    ],
)
def test_grouped_reports(office: MemoryStore, kind: str, name: str, keys: list[str | None]) -> None:
    found = read(report(office, look_at(office), kind))["report"]
    assert list(found) == ["kind", "today", "scope", "within", "period", kind, "total"]
    assert {tuple(row) for row in found[kind]} == {(name, *COUNTS)}
    assert [row[name] for row in found[kind]] == keys
    assert list(found["total"]) == COUNTS
    assert (found["total"]["on_time_percent"], found["total"]["light"]) == (66.7, "red")
    assert (found[kind][-1]["on_time_percent"], found[kind][-1]["light"]) == (None, None)


def test_discipline(office: MemoryStore) -> None:
    """On time 5 and 6, overdue 1; 3 was returned; 1's date was moved forward."""
    records, period = ask.discipline(office, today=TODAY)
    found = read(DisciplineReport(records, period, look_at(office), explains=True))["report"]
    assert list(found) == ["kind", "today", "scope", "period", "units", "total"]
    assert found["period"] == {"first": "2025-01-01", "last": "2025-12-31"}
    assert list(found["units"][0]) == ["unit", *RECORD, "ids"]
    total = found["total"]
    assert {name: total[name] for name in RECORD} == {
        "due": 7, "on_time": 2, "late": 0, "overdue": 1, "pending": 4, "returned": 1, "moved": 1,
        "first_due": 7, "first_on_time": 2, "first_late": 0, "first_overdue": 0,
        "on_time_percent": 66.7, "first_on_time_percent": 100.0, "light": "red",
    }  # fmt: skip
    assert (total["ids"]["overdue"], total["ids"]["on_time"]) == ([1], [5, 6])
    plain = read(DisciplineReport(records, period, look_at(office)))["report"]
    assert list(plain["total"]) == RECORD


def test_deadlines(office: MemoryStore) -> None:
    found = ask.deadlines(office, today=TODAY, calendar=work_calendar())
    report = read(DeadlineReport(found, look_at(office)))["report"]
    assert list(report) == [
        "kind", "today", "scope", "period", "weeks", "before", "after", "undated",
    ]  # fmt: skip
    first = report["weeks"][0]
    assert (first["monday"], first["working_days"]) == ("2025-12-22", 5)
    assert [d["id"] for d in first["directives"]] == [7]
    assert (report["before"], report["after"], report["undated"]) == (1, 1, 0)


def test_changes_since(office: MemoryStore) -> None:
    found = ask.changes(office, date(2025, 12, 10), today=TODAY)
    report = read(SinceReport(found, look_at(office)))["report"]
    sections = ["overdue", "returned", "moved", "new", "accepted", "closed", "reopened"]
    assert list(report) == ["kind", "today", "scope", "since", *sections]
    ids = [[d["id"] for d in report[section]] for section in sections]
    assert ids == [[1], [3], [1], [7, 8, 9], [5], [6, 9], []]
    move = report["moved"][0]
    assert (move["moved_from"], move["moved_to"], move["times_since"]) == (
        "2025-12-31",
        "2025-12-17",
        1,
    )


def test_indicators(office: MemoryStore) -> None:
    report = read(IndicatorReport(ask.indicators(office), look_at(office)))["report"]
    assert list(report) == ["kind", "today", "scope", "indicators"]
    students = report["indicators"][0]
    assert list(students) == [
        "directive", "executor", "key", "names", "readings", "change", "target", "left",
    ]  # fmt: skip
    assert (students["key"], students["change"], students["target"]) == ("students", 450.0, None)


def test_flow(office: MemoryStore) -> None:
    report = read(FlowReport(ask.flow(office, today=TODAY), look_at(office)))["report"]
    assert list(report) == ["kind", "today", "scope", "period", "stages", "weeks"]
    returned = report["stages"][-1]
    assert returned == {
        "stage": "returned",
        "directives": 1,
        "median_days": 10.0,
        "longest": [{"id": 3, "days": 10}],
    }
    assert report["weeks"][-1] == {"monday": "2025-12-22", "loaded": 9, "closed": 2}


def test_meeting(office: MemoryStore) -> None:
    look, id = look_at(office), "abai-2025-11-03"
    report = read(MeetingReport(look.meetings[id], ask.of_meeting(office, id), look))["report"]
    assert list(report) == ["kind", "today", "scope", "meeting", "directives"]
    assert (report["meeting"]["id"], len(report["directives"])) == (id, 6)


def test_changes_and_results_of_loading(office: MemoryStore) -> None:
    look, directive = look_at(office), office.directive(1)
    changed = read(Changes([Changed(directive, directive)], look, dry_run=True))
    assert list(changed) == ["format", "directives", "changed", "dry_run"]
    assert (changed["changed"], changed["dry_run"]) == ([], True)
    problem = Problem("a.csv", 3, Refused("The text is empty."))
    loaded = read(LoadResult(Outcome(same=6, problems=[problem]), look, str))
    assert list(loaded) == [
        "format", "directives", "reworded", "differing", "same", "units", "changed_units",
        "differing_units", "problems", "dry_run",
    ]  # fmt: skip
    assert loaded["problems"] == [{"file": "a.csv", "line": 3, "message": "The text is empty."}]


def test_json_is_the_same_in_every_language_but_for_the_text(office: MemoryStore) -> None:
    def without_text(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: without_text(inner) for key, inner in value.items() if key != "text"}
        return [without_text(inner) for inner in value] if isinstance(value, list) else value

    for code in CODES:
        look, english = look_at(office, code), look_at(office)
        assert read(one(office, look, 1))["directive"]["text"] == office.directive(1).text(code)
        for view, other in zip(views(office, look), views(office, english), strict=True):
            assert without_text(read(view)) == without_text(read(other))


def views(store: MemoryStore, look: Look) -> Sequence[View]:
    return [
        all_of(store, look),
        *(one(store, look, id) for id in range(1, 10)),
        overview(store, look),
        *(report(store, look, kind) for kind in ask.KINDS),
        unit_list(store, look),
        History(store.events(), look),
    ]


HOSTILE = '=1+1 \x1b[31m\x9b2J\u202e\u2066\u200b\ufeff\x7f\x00\r\n\t"\\ \ud800 \U000e0001 қ 漢 🇰🇿'


def of_text(text: str) -> DirectiveList:
    directive = Directive(1, {"en": text}, TODAY, TODAY)
    return DirectiveList([directive], Look(Language("en"), TODAY), 1)


def test_json_escapes_what_a_terminal_obeys() -> None:
    text = rendered(of_text(HOSTILE), Form.JSON, width=80)
    assert text.replace("\n", "").isprintable()
    assert "қ 漢 🇰🇿" in text
    assert "\\u001b" in text
    assert "\\u202e" in text
    assert "\\u009b" in text
    assert "\\udb40\\udc01" in text


@settings(max_examples=150, deadline=None)
@given(st.text(st.characters(codec=None)))
@example(HOSTILE)
def test_json_reads_back_exactly(text: str) -> None:
    written = rendered(of_text(text), Form.JSON, width=80)
    assert json.loads(written)["directives"][0]["text"] == text
    assert written.replace("\n", "").isprintable()


@pytest.mark.parametrize("code", CODES)
def test_csv_has_codes_in_every_language(office: MemoryStore, code: str) -> None:
    look = look_at(office, code)
    head, first, *_, last = rows_of(all_of(office, look), Form.CSV)
    assert head == ROW
    assert first == [
        "1", office.directive(1).text(code), "abai-2025-11-03", "1", "labour-market", "education",
        "employment", "in_progress", "2025-12-17", "2025-12-31", "1", "-5", "1", "60", "",
    ]  # fmt: skip
    assert last[7:] == ["withdrawn", "", "", "0", "", "0", "", ""]


def test_csv_heads_of_other_views(office: MemoryStore) -> None:
    look = look_at(office)
    heads = [rows_of(view, Form.CSV)[0] for view in views(office, look)]
    assert heads[1] == ["field", "value"]
    assert heads[10] == ["section", *ROW]
    assert heads[11:14] == [["unit", *COUNTS], ["theme", *COUNTS], ["meeting", *COUNTS]]
    assert heads[14] == ["key", "name", "short", "head", "aliases"]
    assert heads[15] == [
        "seq", "at", "on", "actor", "directive", "kind", "from", "to", "reason",
        "login", "kept_at", "unverified",
    ]  # fmt: skip


class Rows(NamedTuple):
    """A view of one row."""

    row: Sequence[Value]

    def page(self) -> Page:
        return Page()

    def sheet(self) -> Sheet:
        return Sheet([(f"c{n}", f"Title {n}") for n, _ in enumerate(self.row)], [self.row])

    def data(self) -> Json:
        return {}


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+7 701", "'+7 701"),
        ("-5 days", "'-5 days"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("1=1", "1=1"),
        (-5, "-5"),
        (-5.5, "-5.5"),
        (None, ""),
        (True, "1"),
        (date(2025, 12, 31), "2025-12-31"),
        (datetime(2025, 12, 31, 4, 30, tzinfo=UTC), "2025-12-31T04:30:00+00:00"),
        (Ref("=x", "name"), "'=x"),
        (Ref("education", "Білім басқармасы"), "education"),
        (Ref(None, "–"), ""),
        ("a\nb\tc\x1b", "a b c\ufffd"),
        ('say "no", please', 'say "no", please'),
    ],
)
def test_csv_cells_are_never_formulas(value: Value, cell: str) -> None:
    """Texts that look like one get an apostrophe; numbers stay numbers."""
    assert rows_of(Rows(["first", value]), Form.CSV)[1] == ["first", cell]


@pytest.mark.parametrize("code", CODES)
def test_plain_text_has_names_and_titles_in_the_language(office: MemoryStore, code: str) -> None:
    look = look_at(office, code)
    head, first, *_ = rows_of(all_of(office, look), Form.PLAIN)
    assert head[1] == look.language.say("Directive")
    assert len(head) == len(first) == len(ROW)
    assert first[5] == look.unit("education")
    assert first[7] == look.status(Status.IN_PROGRESS)
    assert first[8] == "2025-12-17"


def test_plain_text_is_a_line_a_row_whatever_the_text_holds(by: Signature) -> None:
    store = MemoryStore()
    add(store, {"en": "tab\there\nand\r\na\u2028line\x1b"}, by=by)
    rows = rows_of(all_of(store, look_at(store)), Form.PLAIN)
    assert [len(row) for row in rows] == [len(ROW), len(ROW)]
    assert rows[1][1] == "tab here and  a line\ufffd"


def is_overview(view: View) -> bool:
    """Tell whether the view is more than one table."""
    return isinstance(view, ManySheets)


def test_every_view_has_as_many_cells_as_columns(office: MemoryStore) -> None:
    for view in views(office, look_at(office, "kk")):
        for form in (Form.PLAIN, Form.CSV):
            tables = rendered(view, form, width=80).split("\n\n")
            assert len(tables) == (3 if form is Form.PLAIN and is_overview(view) else 1)
            rows = rows_of(view, form)[: tables[0].count("\n") + 1]
            assert {len(row) for row in rows if row != [""]} == {len(rows[0])}


def test_form_is_plain_where_no_terminal_is() -> None:
    assert form_for(None, io.StringIO()) is Form.PLAIN
    assert form_for(Form.JSON, io.StringIO()) is Form.JSON
