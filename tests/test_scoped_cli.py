"""Reports from the command line: limited, of earlier days, explained."""

import json
from typing import Any

import pytest
from conftest import Cli

REPORTS = (
    "", "units", "themes", "meeting", "meeting abai-2025-11-03", "discipline", "deadlines",
    "changes", "indicators", "flow",
)  # fmt: skip
every_report = pytest.mark.parametrize("report", REPORTS)


@pytest.fixture
def office(cli: Cli) -> Cli:
    """Return a store in which 1 was reported on in December, and a unit renamed."""
    cli("load", "--today", "2025-11-03")
    cli("add", "Жол салу", "--due", "2025-12-10", "--unit", "employment", "--today", "2025-11-10")
    cli("update", "1", "--status", "submitted", "--today", "2025-12-01")
    cli("update", "1", "--status", "executed", "--today", "2025-12-02")
    cli("units", "rename", "employment", "--en", "Labour Office", "--today", "2025-12-03")
    return cli


def read(cli: Cli, *words: str) -> Any:
    code, out, err = cli("report", *words, "--output", "json", "--today", "2025-12-22")
    assert (code, err) == (0, "")
    return json.loads(out)["report"]


@every_report
@pytest.mark.parametrize("form", ["table", "plain", "json", "csv"])
@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_every_report_takes_every_limit_before_and_behind_its_name(
    office: Cli, report: str, form: str, lang: str
) -> None:
    limits = [
        "--unit", "education", "--theme", "prestige", "--meeting", "abai-2025-11-03",
        "--period", "2025-Q4", "--as-of", "2025-12-20", "--output", form, "--lang", lang,
    ]  # fmt: skip
    behind = office("report", *report.split(), *limits)
    before = office("report", *limits, *report.split())
    assert behind == before
    assert behind[0] == 0
    assert behind[1]
    assert behind[2] == ""


@every_report
def test_a_report_of_then_is_what_was_printed_then(cli: Cli, report: str) -> None:
    """Of 30 November, before all that the office does later."""
    cli("load", "--today", "2025-11-03")
    words = ("report", *report.split(), "--lang", "en", "--output", "table")
    then = cli(*words, "--today", "2025-11-30")
    cli("update", "1", "2", "--status", "submitted", "--today", "2025-12-01")
    cli("update", "1", "--due", "2026-02-01", "--reason", "хат", "--today", "2025-12-02")
    cli("units", "rename", "education", "--en", "School Office", "--today", "2025-12-03")
    cli("undo", "--today", "2025-12-03")
    cli("add", "Жол салу", "--today", "2025-12-04")
    assert cli(*words, "--as-of", "2025-11-30", "--today", "2025-12-22") == then
    assert cli(*words, "--today", "2025-12-22") != then


def test_before_the_first_day_there_is_nothing(office: Cli) -> None:
    code, out, _ = office("report", "--as-of", "2025-11-02", "--lang", "en", "--output", "table")
    assert (code, "Nothing is on control yet" in out) == (0, True)


def test_limits_limit(office: Cli) -> None:
    whole = read(office)
    assert (whole["total"]["on_control"], whole["total"]["overdue"]) == (6, 1)
    education = read(office, "--unit", "Department of Education")
    assert education["scope"] == {"unit": "education", "theme": None, "meeting": None}
    assert education["total"]["on_control"] == 5
    assert [row["unit"] for row in education["units"]] == ["education"]
    prestige = read(office, "units", "--theme", "prestige")
    assert prestige["total"]["on_control"] == 1
    meeting = read(office, "discipline", "--meeting", "abai-2025-11-03")
    assert meeting["total"]["due"] == 6
    november = read(office, "discipline", "--period", "2025-11")
    assert (november["period"]["last"], november["units"]) == ("2025-11-30", [])
    december = read(office, "deadlines", "--period", "2025-12-31..2025-12-31")
    ids = [[d["id"] for d in week["directives"]] for week in december["weeks"]]
    assert ids == [[2, 3, 4, 5, 6]]


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("--unit", "nobody"), 1, "no unit"),
        (("--theme", "nothing"), 1, "no theme"),
        (("--meeting", "never"), 1, "no meeting"),
        (("meeting", "never"), 1, "no meeting"),
        (("--period", "soon"), 2, "not a period"),
        (("--as-of", "soon"), 2, "not a date"),
        (("changes", "--since", "never"), 1, "no meeting"),
        (("deadlines", "--period", "1990-01-01..2199-12-31"), 1, "at most"),
        (("discipline", "nobody"), 1, "no unit"),
        (("progress",), 2, "no command"),
    ],
)
def test_wrong_words_are_one_sentence(
    office: Cli, words: tuple[str, ...], code: int, told: str
) -> None:
    found, out, err = office("report", *words, "--lang", "en")
    assert (found, out, len(err.splitlines())) == (code, "", 1)
    assert told in err


def test_the_ids_behind_every_figure(office: Cli) -> None:
    found = read(office, "discipline", "--explain")
    assert found["total"]["ids"]["on_time"] == [1]
    assert found["total"]["ids"]["overdue"] == [7]
    one = read(office, "discipline", "employment", "--explain")
    assert [row["unit"] for row in one["units"]] == ["employment"]
    assert "ids" not in read(office, "discipline")["total"]
    words = ("--explain", "--lang", "en", "--output", "table", "--today", "2025-12-22")
    assert "50%  1 / (1 + 0 + 1)" not in office("report", "discipline", "education", *words)[1]
    assert "100%  1 / (1 + 0 + 0)" in office("report", "discipline", "education", *words)[1]


def test_changes_since_a_day_a_meeting_and_the_last_one(office: Cli) -> None:
    by_day = read(office, "changes", "--since", "01.12.2025")
    assert (by_day["since"], [d["id"] for d in by_day["closed"]]) == ("2025-12-01", [1])
    by_meeting = read(office, "changes", "--since", "abai-2025-11-03")
    assert [d["id"] for d in by_meeting["new"]] == [1, 2, 3, 4, 5, 6, 7]
    assert read(office, "changes") == by_meeting


def test_the_past_is_for_reading(office: Cli) -> None:
    assert office("update", "1", "--note", "x", "--as-of", "2025-11-30")[0] == 2
    assert office("list", "--no-pager")[0] == 0
