"""Calendars: what a due date looks like to one, and that it is known again."""

import re
import sys
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from conftest import TODAY
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from tracker.domain.directive import Signature
from tracker.domain.meeting import Meeting
from tracker.domain.status import Status
from tracker.domain.unit import Unit
from tracker.errors import Refused
from tracker.i18n.language import Language
from tracker.load.draft import Draft, Loaded
from tracker.service.add import add
from tracker.service.ask import origins
from tracker.service.assign import assign
from tracker.service.load import load as take
from tracker.service.update import News, update
from tracker.show.documents.ics import ics
from tracker.show.look import Look
from tracker.show.text import clean
from tracker.store.memory import MemoryStore

STAMP = datetime(2025, 12, 22, 5, 0, tzinfo=UTC)


def calendar(store: MemoryStore, code: str = "kk") -> bytes:
    look = Look(Language(code), TODAY, store.register(), store.meetings())
    return ics(store.directives(closed=True), origins(store), look, stamp=STAMP)


def entries(store: MemoryStore, kind: str) -> Mapping[int, Any]:
    """Return the tasks or days by the number in their summaries."""
    found = Calendar.from_ical(calendar(store)).walk(kind)
    return {int(str(entry["summary"]).split()[1]): entry for entry in found}


def test_each_directive_with_a_date_is_a_task_and_a_day(office: MemoryStore) -> None:
    """9 has no date."""
    assert list(entries(office, "VTODO")) == list(entries(office, "VEVENT")) == list(range(1, 9))
    task, day = entries(office, "VTODO")[1], entries(office, "VEVENT")[1]
    assert task["due"].dt == day["dtstart"].dt == date(2025, 12, 17)
    assert task["summary"] == day["summary"] == "№ 1 Облыстың еңбек нарығын жан-жақты талдау"
    assert "Жұмыспен қамту басқармасы" in task["description"]
    assert [str(name) for name in task["categories"].cats] == ["Еңбек нарығы", "Білім басқармасы"]
    assert (day["transp"], day["status"]) == ("TRANSPARENT", "CONFIRMED")
    assert task["dtstamp"].dt == STAMP


def test_a_task_stands_as_the_directive_does(office: MemoryStore) -> None:
    """1 is overdue, 2 waits, 3 was returned, 6 is executed."""
    tasks = entries(office, "VTODO")
    assert {id: str(tasks[id]["status"]) for id in (1, 2, 3, 4, 6)} == {
        1: "IN-PROCESS", 2: "IN-PROCESS", 3: "NEEDS-ACTION", 4: "NEEDS-ACTION", 6: "COMPLETED",
    }  # fmt: skip
    assert {id: tasks[id].get("percent-complete") for id in (1, 4, 6)} == {1: 60, 4: None, 6: 100}
    assert [id for id, task in tasks.items() if "priority" in task] == [1]
    assert tasks[6]["completed"].dt == datetime(2025, 12, 16, tzinfo=UTC)


def test_a_withdrawn_directives_day_is_cancelled(office: MemoryStore, by: Signature) -> None:
    update(office, [7], News(status=Status.WITHDRAWN, reason="қайталау"), by=by)
    assert entries(office, "VTODO")[7]["status"] == "CANCELLED"
    assert entries(office, "VEVENT")[7]["status"] == "CANCELLED"


def test_alarms_ring_at_nine_on_the_day_before_and_on_the_day_until_it_is_closed(
    office: MemoryStore,
) -> None:
    for kind in ("VTODO", "VEVENT"):
        alarms = entries(office, kind)[1].walk("VALARM")
        assert [a["trigger"].dt for a in alarms] == [timedelta(hours=-15), timedelta(hours=9)]
        assert {a["trigger"].params.get("RELATED") for a in alarms} == {
            "END" if kind == "VTODO" else None
        }
        assert entries(office, kind)[6].walk("VALARM") == []


def uids(store: MemoryStore) -> dict[tuple[str, int], str]:
    return {
        (kind, id): str(entry["uid"])
        for kind in ("VTODO", "VEVENT")
        for id, entry in entries(store, kind).items()
    }


def test_an_entry_is_known_again_whatever_has_changed(office: MemoryStore, by: Signature) -> None:
    """By its UID; a later version bears a higher number."""
    before, version = uids(office), entries(office, "VTODO")[1]["sequence"]
    assert len(set(before.values())) == 16
    update(office, [1, 4], News(due=date(2026, 3, 1), reason="хат", progress=80), by=by)
    update(office, [3], News(status=Status.WITHDRAWN, reason="хат"), by=by)
    assert uids(office) == before
    assert entries(office, "VTODO")[1]["sequence"] > version


def test_an_entry_is_known_again_in_other_words_and_with_another_unit(by: Signature) -> None:
    store = MemoryStore()
    take(store, [file_saying("Мектеп")], by=by)
    before = uids(store)
    take(store, [file_saying("Мектеп салу")], update=True, by=by)
    assign(store, [1], "roads", by=by)
    assert entries(store, "VTODO")[1]["summary"] == "№ 1 Мектеп салу"
    assert [str(name) for name in entries(store, "VTODO")[1]["categories"].cats] == ["Жол"]
    assert uids(store) == before


def file_saying(wording: str) -> Loaded:
    draft = Draft(line=1, item="1", wording={"kk": wording}, due=TODAY)
    meeting = Meeting("2025-11-03", date(2025, 11, 3), {"kk": "Жиын"})
    return Loaded("x.toml", meeting, [(1, Unit("roads", {"kk": "Жол"}, {}))], [draft])


def test_entries_of_two_stores_are_different(by: Signature) -> None:
    """Though both have a directive 1."""
    stores = [MemoryStore(), MemoryStore()]
    for number, store in enumerate(stores):
        at = by.at + timedelta(seconds=number)
        add(store, {"kk": "Мектеп"}, due=TODAY, by=by._replace(at=at))
    assert not set(uids(stores[0]).values()) & set(uids(stores[1]).values())


def test_lines_are_folded_as_calendars_want_them(office: MemoryStore) -> None:
    """At most 75 bytes, ended by CR LF, no letter parted."""
    content = calendar(office)
    lines = content.split(b"\r\n")
    assert lines[-1] == b""
    assert max(map(len, lines)) <= 75
    assert b"\n" not in content.replace(b"\r\n", b"")
    for line in lines:
        line.decode()
    assert lines[:2] == [b"BEGIN:VCALENDAR", b"VERSION:2.0"]
    assert b"METHOD:PUBLISH" in lines


@pytest.mark.parametrize("code", ["kk", "ru", "en"])
def test_it_is_the_same_each_time(office: MemoryStore, code: str) -> None:
    assert calendar(office, code) == calendar(office, code)


@settings(max_examples=80, deadline=None)
@given(text=st.text(min_size=1).filter(lambda text: text.strip()))
def test_any_text_comes_back_as_it_is_cleaned(text: str) -> None:
    by = Signature("x", STAMP, TODAY)
    store = MemoryStore()
    add(store, {"kk": text}, due=TODAY, by=by)
    content = calendar(store)
    task = Calendar.from_ical(content).walk("VTODO")[0]
    assert str(task["summary"]) == clean(f"№ 1 {text.strip()}")
    assert re.search(rb"[\x00-\x09\x0b\x0c\x0e-\x1f]", content) is None


@settings(max_examples=80, deadline=None)
@given(text=st.text("aә№ж😀\\;,\n", min_size=60, max_size=300).filter(lambda text: text.strip()))
def test_any_text_is_folded_between_letters(text: str) -> None:
    store = MemoryStore()
    add(store, {"kk": text}, due=TODAY, by=Signature("x", STAMP, TODAY))
    for line in calendar(store).split(b"\r\n"):
        assert len(line) <= 75
        assert b"\n" not in line
        line.decode()


def test_text_cannot_begin_an_entry_of_its_own(by: Signature) -> None:
    store = MemoryStore()
    hostile = "x\r\nEND:VTODO\r\nBEGIN:VEVENT\r\nSUMMARY:y\nATTACH:http://example.kz"
    add(store, {"kk": hostile}, due=TODAY, by=by)
    found = Calendar.from_ical(calendar(store))
    assert len(found.walk("VTODO")) == len(found.walk("VEVENT")) == 1
    assert b"\r\nATTACH" not in calendar(store)


def test_a_missing_library_is_a_sentence_with_the_command(
    monkeypatch: pytest.MonkeyPatch, office: MemoryStore
) -> None:
    monkeypatch.setitem(sys.modules, "icalendar", None)
    with pytest.raises(Refused, match=r"pip install 'directive-tracker\[ics\]'"):
        calendar(office)
