"""Dates: read as people write them, and the schedules of constant directives."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.domain.deadline import (
    EARLIEST,
    LATEST,
    Every,
    check_date,
    period_end,
    read_date,
    reporting_date,
)
from tracker.errors import Refused

DAYS = st.dates(date(1990, 1, 1), date(2199, 12, 31))


@pytest.mark.parametrize(
    ("every", "starts", "expected"),
    [
        (Every.QUARTER, "2025-12-31", ["2025-12-31", "2026-03-31", "2026-06-30", "2026-09-30"]),
        (Every.MONTH, "2026-01-30", ["2026-01-30", "2026-02-28", "2026-03-30", "2026-04-30"]),
        (Every.MONTH, "2026-01-31", ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30"]),
        (Every.MONTH, "2025-11-15", ["2025-11-15", "2025-12-15", "2026-01-15"]),
        (Every.MONTH, "2027-12-29", ["2027-12-29", "2028-01-29", "2028-02-29", "2028-03-29"]),
        (Every.HALF_YEAR, "2025-12-31", ["2025-12-31", "2026-06-30", "2026-12-31"]),
        (Every.YEAR, "2024-02-29", ["2024-02-29", "2025-02-28", "2026-02-28"]),
        (Every.YEAR, "2027-02-28", ["2027-02-28", "2028-02-29", "2029-02-28"]),
        (Every.WEEK, "2025-12-26", ["2025-12-26", "2026-01-02", "2026-01-09"]),
    ],
)
def test_reporting_dates_follow_the_first_one(
    every: Every, starts: str, expected: list[str]
) -> None:
    """A last day of a month stays one; a 30th comes back after a short February."""
    first = date.fromisoformat(starts)
    dates = [reporting_date(every, first, number) for number in range(len(expected))]
    assert dates == list(map(date.fromisoformat, expected))


def test_the_fourth_year_after_a_leap_day_is_a_leap_day_again() -> None:
    assert reporting_date(Every.YEAR, date(2024, 2, 29), 4) == date(2028, 2, 29)


@pytest.mark.parametrize(
    ("every", "day", "last"),
    [
        (Every.WEEK, "2025-12-22", "2025-12-28"),  # Monday to Sunday
        (Every.WEEK, "2025-12-28", "2025-12-28"),
        (Every.WEEK, "2025-12-29", "2026-01-04"),
        (Every.MONTH, "2025-12-22", "2025-12-31"),
        (Every.MONTH, "2028-02-01", "2028-02-29"),
        (Every.QUARTER, "2025-10-01", "2025-12-31"),
        (Every.QUARTER, "2025-09-30", "2025-09-30"),
        (Every.QUARTER, "2025-04-01", "2025-06-30"),
        (Every.HALF_YEAR, "2025-06-30", "2025-06-30"),
        (Every.HALF_YEAR, "2025-07-01", "2025-12-31"),
        (Every.YEAR, "2025-01-01", "2025-12-31"),
        (Every.YEAR, "2025-12-31", "2025-12-31"),
    ],
)
def test_the_last_day_of_a_period(every: Every, day: str, last: str) -> None:
    assert period_end(every, date.fromisoformat(day)) == date.fromisoformat(last)


@settings(max_examples=100, deadline=None)
@given(day=DAYS, every=st.sampled_from(Every), number=st.integers(0, 60))
def test_reporting_dates_only_go_forward(day: date, every: Every, number: int) -> None:
    assert reporting_date(every, day, number) < reporting_date(every, day, number + 1)
    assert reporting_date(every, day, 0) == day


@settings(max_examples=100, deadline=None)
@given(day=DAYS)
def test_a_date_written_in_any_accepted_form_reads_back(day: date) -> None:
    assert read_date(day.isoformat()) == day
    assert read_date(f"{day:%d.%m.%Y}") == day
    assert read_date(f" {day.day}.{day.month}.{day.year}\n") == day


@pytest.mark.parametrize(
    "written",
    [
        "",
        "2025",
        "2025-13-01",
        "2025-00-10",
        "2025-02-30",
        "2025-1-1",
        "25-12-31",
        "31-12-2025",
        "31.02.2025",
        "29.02.2025",
        "1.1.25",
        "001.1.2025",
        "2025.12.31",
        "31.12.2025.",
        "31.12",
        "20251231",
        "2025-12-31-",
        "2025-12-31T00:00",
        "2025-W52-1",
        "31/12/2025",
        "+2025-12-31",
        "٢٠٢٥-١٢-٣١",
        "²025-12-31",
        "year 0",
        "0000-01-01",
        "tomorrow",
    ],
)
def test_anything_else_is_refused_and_quoted(written: str) -> None:
    with pytest.raises(Refused) as refusal:
        read_date(written)
    assert refusal.value.values["text"] == written


@pytest.mark.parametrize("written", ["0001-01-01", "1989-12-31", "01.01.2200", "9999-12-31"])
def test_a_date_that_no_directive_can_bear_is_refused(written: str) -> None:
    with pytest.raises(Refused, match="must lie between 1990-01-01 and 2199-12-31"):
        read_date(written)


def test_the_first_and_the_last_date_there_may_be() -> None:
    assert check_date(EARLIEST) == date(1990, 1, 1)
    assert check_date(LATEST) == date(2199, 12, 31)


def test_a_long_text_is_quoted_in_part() -> None:
    with pytest.raises(Refused) as refusal:
        read_date("x" * 1000)
    assert refusal.value.values["text"] == "x" * 40
