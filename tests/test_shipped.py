"""The meeting that ships: what the public report says, in our own words, in three languages."""

import re
from datetime import date

import pytest
from conftest import REPOSITORY

from tracker.domain.deadline import Every
from tracker.domain.unit import Register
from tracker.domain.wording import LANGUAGES
from tracker.load.draft import Draft, Loaded
from tracker.load.read import load, read_file
from tracker.load.shipped import shipped_files

REPORT_OF_THE_DAY = REPOSITORY.parent / "shared" / "seeds"
YEAR_ENDS, MEETING_DAY = date(2025, 12, 31), date(2025, 11, 3)


def shipped() -> tuple[Loaded, Loaded]:
    """Return what the file of units and the file of the meeting say."""
    units, meeting = (load(str(path), read_file(path)) for path in shipped_files())
    return units, meeting


def directives() -> list[Draft]:
    return shipped()[1].drafts


def test_everything_loads_without_a_problem() -> None:
    assert [loaded.problems for loaded in shipped()] == [[], []]


def test_meeting_is_that_of_3_november() -> None:
    meeting = shipped()[1].meeting
    assert meeting is not None
    assert (meeting.id, meeting.on, meeting.chair) == ("abai-2025-11-03", MEETING_DAY, "Берік Уәли")
    assert meeting.region["kk"] == "Абай облысы"
    assert "BAQ.KZ" in (meeting.source or "")


def test_there_are_six_directives_in_the_order_of_the_report() -> None:
    assert [(draft.item, draft.theme) for draft in directives()] == [
        ("1", "labour-market"),
        ("2", "workforce-need"),
        ("3", "dual-training"),
        ("4", "partnership"),
        ("5", "graduates"),
        ("6", "prestige"),
    ]


def test_education_executes_and_employment_helps() -> None:
    assert {(draft.executor, draft.co_executors) for draft in directives()} == {
        ("education", ("employment",))
    }


def test_all_are_due_at_the_end_of_the_year_but_the_constant_one() -> None:
    *before, fifth, last = directives()
    assert {(draft.due, draft.every) for draft in [*before, last]} == {(YEAR_ENDS, None)}
    assert (fifth.due, fifth.every) == (None, Every.QUARTER)


def test_indicators_begin_with_the_figures_of_the_report() -> None:
    readings = {
        indicator.key: indicator.readings
        for draft in directives()
        for indicator in draft.indicators
    }
    assert {key: [tuple(reading) for reading in found] for key, found in readings.items()} == {
        "colleges": [(MEETING_DAY, 32)],
        "students": [(MEETING_DAY, 20_000)],
        "state-order-share": [(MEETING_DAY, 75)],
        "working-profession-colleges": [(MEETING_DAY, 21)],
        "working-profession-students": [(MEETING_DAY, 4000)],
        "re-equipped-colleges": [(MEETING_DAY, 6)],
        "specialised-classes": [(MEETING_DAY, 43)],
        "partner-enterprises": [(MEETING_DAY, 3)],
    }


def test_everything_is_worded_in_three_languages() -> None:
    units, loaded = shipped()
    assert loaded.meeting is not None
    wordings = [draft.wording for draft in loaded.drafts]
    wordings += [indicator.names for draft in loaded.drafts for indicator in draft.indicators]
    wordings += [loaded.meeting.title, loaded.meeting.region, *loaded.meeting.themes.values()]
    wordings += [wording for _, unit in units.units for wording in (unit.names, unit.short)]
    assert {tuple(wording) for wording in wordings} == {LANGUAGES}
    assert all(text.strip() for wording in wordings for text in wording.values())


def test_every_theme_has_a_name() -> None:
    meeting = shipped()[1].meeting
    assert meeting is not None
    assert {draft.theme for draft in directives()} == set(meeting.themes)


def test_every_alias_finds_its_unit() -> None:
    units = [unit for _, unit in shipped()[0].units]
    register = Register(units)
    assert [unit.key for unit in units] == ["education", "employment"]
    for unit in units:
        assert {register.find(handle).key for handle in unit.handles()} == {unit.key}
        assert {register.find(handle.upper()).key for handle in unit.handles()} == {unit.key}


def test_head_of_education_is_the_one_who_reported() -> None:
    heads = {unit.key: unit.head for _, unit in shipped()[0].units}
    assert heads == {"education": "Бауыржан Ердембеков", "employment": None}


@pytest.mark.skipif(not REPORT_OF_THE_DAY.is_dir(), reason="the report is not at hand")
def test_no_sentence_of_the_report_is_copied() -> None:
    """The facts are the report's, the wording is ours: no six words in a row are the same."""
    article = " ".join(path.read_text("utf-8") for path in REPORT_OF_THE_DAY.glob("*.txt"))
    data = " ".join(path.read_text("utf-8") for path in shipped_files())
    assert _six_words(article) & _six_words(data) == set()
    assert _six_words(article)


def _six_words(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.casefold())
    return set(zip(*(words[start:] for start in range(6)), strict=False))
