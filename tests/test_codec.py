"""On disk and back: everything survives JSON, and foreign rows are noticed."""

import json
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import Struct
from msgspec.structs import replace

from tracker.domain.deadline import Every
from tracker.domain.directive import Accepted, Directive, Evidence, Signature
from tracker.domain.event import (
    Assigned,
    Assignment,
    DueMoved,
    Event,
    EvidenceAdded,
    Measured,
    MeetingKept,
    NoteAdded,
    ProgressReported,
    Registered,
    ReportAccepted,
    Restored,
    Reworded,
    StatusMoved,
    Targeted,
    UnitKept,
)
from tracker.domain.indicator import TOO_LARGE, Indicator, Reading
from tracker.domain.meeting import Meeting
from tracker.domain.source import Source
from tracker.domain.status import Status
from tracker.domain.unit import Unit
from tracker.store.codec import (
    directive_of,
    directive_row,
    directives_of,
    kept,
    meeting_of,
    meeting_row,
    unit_of,
    unit_row,
    written,
)
from tracker.store.event_codec import event_of, event_row

FOREIGN = (ValueError, TypeError, KeyError, AttributeError)

TEXT = st.text(max_size=20) | st.sampled_from(["Ұлытау «облысы»", '"\\\n\u2028', "[bold]"])
MAYBE_TEXT = st.none() | TEXT
TEXTS = st.lists(TEXT, max_size=3).map(tuple)
LANGUAGE = st.sampled_from(["kk", "ru", "en"])
WORDING = st.dictionaries(LANGUAGE, TEXT, min_size=1)
DAY = st.dates()
MAYBE_DAY = st.none() | DAY
WHOLE = st.integers(0, 2**53 - 1)
PERCENT = st.none() | st.integers(0, 100)
NUMBER = st.floats(-TOO_LARGE, TOO_LARGE, exclude_min=True, exclude_max=True)
READING = st.builds(Reading, DAY, NUMBER)
INDICATOR = st.builds(
    Indicator,
    key=TEXT,
    names=WORDING,
    readings=st.lists(READING, max_size=3).map(tuple),
    target=st.none() | NUMBER,
)
INDICATORS = st.lists(INDICATOR, max_size=2).map(tuple)
EVIDENCE = st.builds(
    Evidence, name=TEXT, where=TEXT, on=DAY, size=st.none() | WHOLE, sha256=MAYBE_TEXT
)
HASH = st.text("0123456789abcdef", min_size=64, max_size=64)
SOURCE = st.none() | st.builds(
    lambda document, sha256, a, b, words, page: Source(
        document, sha256, min(a, b), max(a, b), words, page
    ),
    TEXT,
    HASH,
    WHOLE,
    WHOLE,
    TEXT,
    st.none() | st.integers(1, 2**53 - 1),
)
EVERY = st.none() | st.sampled_from(Every)
UNIT = st.builds(
    Unit,
    key=TEXT,
    names=WORDING,
    short=st.dictionaries(LANGUAGE, TEXT),
    aliases=TEXTS,
    head=MAYBE_TEXT,
)
MEETING = st.builds(
    Meeting,
    id=TEXT,
    on=DAY,
    title=WORDING,
    region=st.dictionaries(LANGUAGE, TEXT),
    chair=MAYBE_TEXT,
    source=MAYBE_TEXT,
    themes=st.dictionaries(TEXT, WORDING, max_size=2),
)


def sides_of(
    entries: st.SearchStrategy[Any], alike: Callable[[Any, Any], Any]
) -> st.SearchStrategy[Any]:
    """Return an entry before and after, under one handle; one of the two may be missing."""
    pairs = st.tuples(entries, entries).map(lambda two: (two[0], alike(two[1], two[0])))
    return pairs | st.tuples(st.none(), entries) | st.tuples(entries, st.none())


DIRECTIVE = st.builds(
    Directive,
    id=WHOLE,
    wording=WORDING,
    created_on=DAY,
    touched_on=DAY,
    meeting=MAYBE_TEXT,
    item=MAYBE_TEXT,
    theme=MAYBE_TEXT,
    executor=MAYBE_TEXT,
    co_executors=TEXTS,
    heard=TEXTS,
    status=st.sampled_from(Status),
    due=MAYBE_DAY,
    first_due=MAYBE_DAY,
    moved=WHOLE,
    every=EVERY,
    starts=MAYBE_DAY,
    accepted=st.lists(st.builds(Accepted, DAY, DAY), max_size=3).map(tuple),
    progress=PERCENT,
    indicators=INDICATORS,
    evidence=st.lists(EVIDENCE, max_size=2).map(tuple),
    submitted_on=MAYBE_DAY,
    closed_on=MAYBE_DAY,
    version=WHOLE,
    news_on=MAYBE_DAY,
    source=SOURCE,
).filter(lambda d: d.every is None or (d.starts is not None and d.due is not None))
TWO_UNITS = sides_of(UNIT, lambda unit, other: unit._replace(key=other.key))
TWO_MEETINGS = sides_of(MEETING, lambda meeting, other: meeting._replace(id=other.id))
ASSIGNMENT = st.builds(Assignment, MAYBE_TEXT, TEXTS)
STATUS = st.sampled_from(Status)
CHANGES: dict[str, st.SearchStrategy[Any]] = {
    "registered": st.builds(
        Registered,
        wording=WORDING,
        meeting=MAYBE_TEXT,
        item=MAYBE_TEXT,
        theme=MAYBE_TEXT,
        due=MAYBE_DAY,
        every=EVERY,
        indicators=INDICATORS,
        source=SOURCE,
    ),
    "reworded": st.builds(Reworded, WORDING, WORDING),
    "assigned": st.builds(Assigned, ASSIGNMENT, ASSIGNMENT),
    "status": st.builds(StatusMoved, STATUS, STATUS),
    "accepted": st.builds(ReportAccepted, DAY, DAY, DAY),
    "due": st.builds(DueMoved, MAYBE_DAY, DAY),
    "progress": st.builds(ProgressReported, PERCENT, st.integers(0, 100)),
    "note": st.builds(NoteAdded, MAYBE_TEXT, MAYBE_TEXT),
    "evidence": st.builds(EvidenceAdded, EVIDENCE),
    "measured": st.builds(Measured, TEXT, WORDING, READING),
    "target": st.builds(Targeted, TEXT, WORDING, st.none() | NUMBER, NUMBER),
    "restored": st.builds(Restored, st.none() | DIRECTIVE),
    "unit": TWO_UNITS.map(lambda sides: UnitKept((sides[1] or sides[0]).key, *sides)),
    "meeting": TWO_MEETINGS.map(lambda sides: MeetingKept((sides[1] or sides[0]).id, *sides)),
}
MOMENT = st.dates().map(lambda day: datetime(day.year, day.month, day.day, 4, 30, 1, 5, tzinfo=UTC))
SIGNATURE = st.builds(Signature, TEXT, MOMENT, DAY)

GOOD = written(
    directive_row(
        Directive(
            3,
            {"kk": "Мектеп салу"},
            created_on=date(2025, 11, 3),
            touched_on=date(2025, 11, 3),
            executor="education",
            co_executors=("health",),
            due=date(2025, 12, 31),
            accepted=(Accepted(date(2025, 12, 1), date(2025, 12, 1)),),
            progress=0,
            indicators=(Indicator("i", {"kk": "i"}, (Reading(date(2025, 12, 1), 1.5),)),),
            evidence=(Evidence("a", "/a", date(2025, 12, 1), 1, "ab"),),
            source=Source("a.pdf", "0" * 64, 0, 11, "Мектеп салу", 1),
        )
    )
)
EVENT = {
    "seq": 1,
    "batch": 1,
    "id": 1,
    "at": "2025-12-22T04:30:00Z",
    "on": "2025-12-22",
    "actor": "Айгүл",
    "kind": "note",
    "change": {"text": "ескерту"},
}


def through_json(row: Struct) -> Any:
    """Return what a row is in the file, and in JSON that another program has read and written."""
    return json.loads(bytes(kept(row)))


@settings(max_examples=100, deadline=None)
@given(directive=DIRECTIVE)
def test_a_directive_survives(directive: Directive) -> None:
    row = directive_row(directive)
    assert directive_of(kept(row)) == directive
    assert directive_of(through_json(row)) == directive
    assert list(directives_of([kept(row), through_json(row)])) == [directive] * 2


@settings(max_examples=50, deadline=None)
@given(unit=UNIT, meeting=MEETING)
def test_units_and_meetings_survive(unit: Unit, meeting: Meeting) -> None:
    assert unit_of(kept(unit_row(unit))) == unit_of(through_json(unit_row(unit))) == unit
    row = meeting_row(meeting)
    assert meeting_of(kept(row)) == meeting_of(through_json(row)) == meeting


@pytest.mark.parametrize("kind", CHANGES)
@settings(max_examples=30, deadline=None)
@given(
    data=st.data(), by=SIGNATURE, id=st.none() | WHOLE, reason=MAYBE_TEXT, reverts=st.none() | WHOLE
)
def test_an_event_of_every_kind_survives(
    kind: str,
    data: st.DataObject,
    by: Signature,
    id: int | None,
    reason: str | None,
    reverts: int | None,
) -> None:
    change = data.draw(CHANGES[kind])
    event = Event(
        seq=9, batch=8, directive=id, by=by, change=change, reason=reason, reverts=reverts
    )
    row = through_json(event_row(event))
    assert row["kind"] == kind
    assert event_of(row) == event_of(kept(event_row(event))) == event


def test_a_moment_is_written_in_utc() -> None:
    """09:30 in Almaty (UTC+5) is 04:30 in UTC."""
    at = datetime(2025, 12, 22, 9, 30, tzinfo=timezone(timedelta(hours=5)))
    by = Signature("Айгүл", at, date(2025, 12, 22))
    change = NoteAdded("ескерту")
    row = written(event_row(Event(seq=1, batch=1, directive=1, by=by, change=change)))
    assert row == EVENT
    assert event_of(row).by.at.utcoffset() == timedelta(0)


def test_a_row_leaves_out_what_is_empty_and_keeps_a_nought() -> None:
    assert GOOD["progress"] == 0
    assert not {"meeting", "heard", "closed", "every"} & GOOD.keys()


@pytest.mark.parametrize(
    "wrong",
    [
        {"id": "3"},
        {"id": -1},
        {"id": 3.0},
        {"id": True},
        {"id": 2**53},
        {"text": "Мектеп"},
        {"text": {"kk": 1}},
        {"status": "done"},
        {"status": 1},
        {"due": 20251231},
        {"due": "31.12.2025"},
        {"due": "2025-02-30"},
        {"executor": ["education"]},
        {"co": [1]},
        {"co": 1},
        {"co": "health"},
        {"every": "month"},
        {"version": -1},
        {"news": 1},
        {"moved": None},
        {"every": "day"},
        {"accepted": 1},
        {"accepted": [["2025-12-31"]]},
        {"accepted": [["2025-12-31", 1]]},
        {"progress": 101},
        {"progress": "50"},
        {"indicators": ["i"]},
        {"indicators": [{"key": "i"}]},
        {"indicators": [{"key": "i", "names": {"kk": "i"}, "readings": [["2025-12-01", "1"]]}]},
        {"indicators": [{"key": "i", "names": {"kk": "i"}, "readings": [["2025-12-01", True]]}]},
        {"indicators": [{"key": "i", "names": {"kk": "i"}, "readings": [["2025-12-01", 1e15]]}]},
        {"evidence": [{"name": "a"}]},
        {"evidence": [{"name": "a", "where": "/a", "on": "2025-12-01", "size": "1"}]},
        {"source": "a.pdf"},
        {"source": []},
        {"source": {}},
        {"created": None},
        {"touched": 1},
    ],
)
def test_a_directive_of_wrong_types_is_noticed(wrong: dict[str, Any]) -> None:
    with pytest.raises(FOREIGN):
        directive_of(GOOD | wrong)


@pytest.mark.parametrize(
    "wrong",
    [
        {"document": None},
        {"document": 1},
        {"sha256": "0" * 63},
        {"sha256": "G" * 64},
        {"sha256": "A" * 64},
        {"sha256": 0},
        {"start": -1},
        {"start": 12},
        {"start": "0"},
        {"start": True},
        {"end": -1},
        {"end": 11.0},
        {"end": 2**53},
        {"words": None},
        {"words": ["Мектеп"]},
        {"page": 0},
        {"page": -1},
        {"page": "1"},
        {"page": False},
    ],
)
def test_a_source_that_cannot_be_is_noticed(wrong: dict[str, Any]) -> None:
    with pytest.raises(FOREIGN):
        directive_of(GOOD | {"source": GOOD["source"] | wrong})
    with pytest.raises(FOREIGN):
        event_of(
            EVENT
            | {
                "kind": "registered",
                "change": {"text": {"kk": "а"}, "source": GOOD["source"] | wrong},
            }
        )


@pytest.mark.parametrize("name", ["document", "sha256", "start", "end", "words"])
def test_a_source_without_what_it_needs_is_noticed(name: str) -> None:
    source = {key: value for key, value in GOOD["source"].items() if key != name}
    with pytest.raises(FOREIGN):
        directive_of(GOOD | {"source": source})


def test_a_row_of_before_there_were_sources_has_none() -> None:
    """So has one without its page: it is left out, as all that is empty."""
    before = {key: value for key, value in GOOD.items() if key != "source"}
    assert directive_of(before).source is None
    without = replace(directive_of(GOOD), source=Source("a.txt", "0" * 64, 0, 11, "Мектеп салу"))
    assert list(written(directive_row(without))["source"]) == [
        "document",
        "sha256",
        "start",
        "end",
        "words",
    ]
    assert "source" not in written(directive_row(replace(without, source=None)))


@pytest.mark.parametrize("name", ["id", "text", "status", "created", "touched"])
def test_a_directive_without_what_it_needs_is_noticed(name: str) -> None:
    with pytest.raises(FOREIGN):
        directive_of({key: value for key, value in GOOD.items() if key != name})


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "invented"},
        {"kind": None},
        {"at": "2025-12-22T04:30:00"},
        {"at": "noon"},
        {"on": 1},
        {"actor": None},
        {"seq": "1"},
        {"batch": None},
        {"id": "1"},
        {"reason": 5},
        {"reverts": "1"},
        {"kind": "restored", "change": {"state": {}}},
        {"change": []},
        {"change": {"text": 1}},
        {"kind": "status", "change": {"from": "new", "to": "done"}},
        {"kind": "progress", "change": {"to": None}},
        {"kind": "due", "change": {}},
        {"kind": "registered", "change": {}},
        {"kind": "measured", "change": {"key": "i", "names": {}, "reading": [1]}},
        {"kind": "unit", "change": {"to": {}}},
        {"kind": "meeting", "change": {"to": {"id": "m"}}},
    ],
)
def test_an_event_of_wrong_types_is_noticed(wrong: dict[str, Any]) -> None:
    assert event_of(EVENT).seq == 1
    with pytest.raises(FOREIGN):
        event_of(EVENT | wrong)


def test_units_and_meetings_of_wrong_types_are_noticed() -> None:
    for unit in ({}, {"key": 1, "names": {"kk": "б"}}, {"key": "u", "names": "б"}):
        with pytest.raises(FOREIGN):
            unit_of(unit)
    for meeting in ({}, {"id": "m", "on": 1}, {"id": "m", "on": "2025-11-03", "themes": ["a"]}):
        with pytest.raises(FOREIGN):
            meeting_of(meeting)


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.floats() | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=5,
)


@settings(max_examples=100, deadline=None)
@given(name=st.sampled_from(sorted(GOOD)), junk=JUNK)
def test_junk_in_a_field_raises_nothing_but_what_is_promised(name: str, junk: object) -> None:
    with suppress(*FOREIGN):
        directive_of(GOOD | {name: junk})
