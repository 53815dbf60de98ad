"""Working days by Kazakhstan's calendar, weeks, and the periods that people name."""

import runpy
from datetime import date
from pathlib import Path

import pytest
from conftest import REPOSITORY, Cli

from tracker.cli import parse
from tracker.domain.deadline import Period, WorkCalendar, week_of
from tracker.errors import WrongUsage
from tracker.load.shipped import DAYS_OFF, work_calendar
from tracker.settings import Settings, read_settings

CALENDAR = work_calendar()


@pytest.mark.parametrize(
    "day",
    [
        "2025-12-16",  # Independence Day, a Tuesday
        "2026-01-01",
        "2026-01-02",
        "2026-01-07",  # Orthodox Christmas
        "2025-03-21",
        "2025-03-24",  # for Nauryz on a weekend
        "2025-03-25",
        "2025-01-03",  # by order, for Sunday the 5th
        "2024-05-08",  # by order, for Saturday the 4th
        "2025-12-20",  # a Saturday
        "2025-12-21",
    ],
)
def test_a_day_off_is_off(day: str) -> None:
    assert not CALENDAR.is_working(date.fromisoformat(day))


@pytest.mark.parametrize("day", ["2025-12-15", "2025-12-22", "2025-01-05", "2024-05-04"])
def test_a_working_day_is_worked_be_it_a_weekend(day: str) -> None:
    assert CALENDAR.is_working(date.fromisoformat(day))


@pytest.mark.parametrize(
    ("day", "number", "after"),
    [
        ("2025-12-22", 0, "2025-12-22"),
        ("2025-12-22", 1, "2025-12-23"),
        ("2025-12-22", 5, "2025-12-29"),
        ("2025-12-15", 1, "2025-12-17"),
        ("2025-12-31", 3, "2026-01-08"),
        ("2025-12-20", 1, "2025-12-22"),
        ("2024-05-03", 1, "2024-05-04"),
    ],
)
def test_working_days_ahead(day: str, number: int, after: str) -> None:
    assert CALENDAR.after(date.fromisoformat(day), number) == date.fromisoformat(after)


def test_working_days_of_a_period() -> None:
    """Of 15 to 21 December 2025 four, of the first week of January 2026 four."""
    assert CALENDAR.working_days(Period(date(2025, 12, 15), date(2025, 12, 21))) == 4
    assert CALENDAR.working_days(Period(date(2026, 1, 5), date(2026, 1, 11))) == 4
    assert CALENDAR.working_days(Period(date(2025, 12, 20), date(2025, 12, 21))) == 0


def test_the_file_says_what_the_library_says() -> None:
    """Made anew it is the same; an old one is made by python -m tracker.build."""
    build = runpy.run_path(str(REPOSITORY / "tracker" / "build.py"))  # not in the wheel
    made = list(build["days_off"]())
    assert DAYS_OFF.read_text(encoding="ascii").split() == made
    assert len(made) > 900


def test_the_settings_correct_the_file() -> None:
    moved = work_calendar(off=[date(2025, 12, 22)], worked=[date(2025, 12, 20)])
    assert not moved.is_working(date(2025, 12, 22))
    assert moved.is_working(date(2025, 12, 20))
    assert moved.is_working(date(2025, 12, 23))
    undone = work_calendar(off=[date(2025, 1, 5)], worked=[date(2025, 1, 3)])
    assert undone.is_working(date(2025, 1, 3))
    assert not undone.is_working(date(2025, 1, 5))


def test_a_calendar_of_nothing_knows_weekends() -> None:
    plain = WorkCalendar()
    assert [plain.is_working(date(2025, 12, n)) for n in (19, 20, 21, 22)] == [
        True, False, False, True,
    ]  # fmt: skip


def test_a_week_runs_from_monday_to_sunday() -> None:
    week = Period(date(2025, 12, 22), date(2025, 12, 28))
    assert week_of(date(2025, 12, 22)) == week_of(date(2025, 12, 28)) == week
    assert week.holds(date(2025, 12, 28))
    assert not week.holds(date(2025, 12, 29))


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2025", "2025-01-01", "2025-12-31"),
        ("2025-Q1", "2025-01-01", "2025-03-31"),
        ("2025-q4", "2025-10-01", "2025-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2025-12", "2025-12-01", "2025-12-31"),
        ("2025-11-01..2025-12-31", "2025-11-01", "2025-12-31"),
        ("01.11.2025..1.11.2025", "2025-11-01", "2025-11-01"),
    ],
)
def test_periods_have_names(text: str, first: str, last: str) -> None:
    assert parse.period(text) == Period(date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    "text",
    [
        "", "Q4", "2025-Q0", "2025-Q5", "2025-13", "2025-00", "25", "2025-", "2025-Q", "x", "1989",
        "2200", "2025-12-31", "2025-12-31..2025-11-01", "..", "2025-11-01..", "2025-Q1-Q2",
        "2025..2026", "-2025", "2025-QQ1",
    ],
)  # fmt: skip
def test_what_is_no_period_is_wrong_usage(text: str) -> None:
    with pytest.raises(WrongUsage):
        parse.period(text)


def test_the_settings_of_lights_and_days(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(
        "green = 95\namber = 0\ndays_off = [2026-01-05]\ndays_worked = []", encoding="utf-8"
    )
    assert read_settings(path) == Settings(green=95, amber=0, days_off=(date(2026, 1, 5),))


@pytest.mark.parametrize(
    "text",
    [
        "green = 60",
        "amber = 95",
        "green = 101",
        'days_off = ["2026-01-05"]',
        "days_off = 2026-01-05",
        "days_off = [2026-01-05T00:00:00]",
        "days_worked = [1]",
    ],
)
def test_settings_that_do_not_fit(tmp_path: Path, text: str) -> None:
    path = tmp_path / "config.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(WrongUsage, match="does not fit"):
        read_settings(path)


def test_the_settings_reach_the_reports(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With all of the 23rd to the 26th off, five working days reach 6 January; lights change."""
    config = tmp_path / "own.toml"
    days = ", ".join(f"2025-12-{n}" for n in (23, 24, 25, 26))
    config.write_text(f"days_off = [{days}]\ngreen = 1\namber = 1", encoding="utf-8")
    monkeypatch.setenv("TRACKER_CONFIG", str(config))
    cli("load", "--today", "2025-11-03")
    out = cli("report", "--today", "2025-12-22", "--lang", "en", "--output", "table")[1]
    assert "In the next 5 working days, to 2026-01-06" in out
    assert "green from 1 % on time, amber from 1 %" in out
