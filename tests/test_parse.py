"""The words of a command: what they may be, and that anything else is wrong usage (exit 2)."""

from collections.abc import Callable
from datetime import date

import pytest

from tracker.cli import parse
from tracker.domain.deadline import Every
from tracker.domain.status import Status
from tracker.errors import WrongUsage
from tracker.i18n.language import CODES, Language
from tracker.show.labels import STATUS, STATUS_SHORT


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        (["4"], [4]),
        (["4", "1"], [4, 1]),
        (["3-6"], [3, 4, 5, 6]),
        (["1,4-5", "9"], [1, 4, 5, 9]),
        (["2-3,3,2", "3-4"], [2, 3, 4]),
        ([" 1 , 2 - 3 "], [1, 2, 3]),
        (["7-7"], [7]),
        (["007"], [7]),
        (["1000000000"], [10**9]),
    ],
)
def test_ids(words: list[str], ids: list[int]) -> None:
    """Each once, in the order in which they were named."""
    assert parse.ids(words) == ids


@pytest.mark.parametrize(
    "word",
    [
        "0", "-1", "3-1", "0-3", "1-2-3", "x", "", "1,", ",1", "٣", "²", "1.5", "+1", "1_0",
        "1-", "1000000001", f"1-{10**30}", "9" * 5000,
    ],
)  # fmt: skip
def test_refused_ids(word: str) -> None:
    with pytest.raises(WrongUsage, match="is not a number of a directive, nor a range"):
        parse.ids([word])


def test_range_has_at_most_ten_thousand_ids() -> None:
    assert len(parse.ids(["1-10000"])) == parse.MAX_IDS
    with pytest.raises(WrongUsage, match="More than 10000 directives at once"):
        parse.ids(["1-10001"])


def test_whole_number() -> None:
    assert [parse.whole(text, 1, 31) for text in ("1", " 31 ", "007")] == [1, 31, 7]


@pytest.mark.parametrize("text", ["0", "32", "-1", "1.0", "1e1", "", "x", "٣", "9" * 5000])
def test_refused_whole_number(text: str) -> None:
    with pytest.raises(WrongUsage, match="is not a whole number from 1 to 31"):
        parse.whole(text, 1, 31)


def test_percent_with_or_without_its_sign() -> None:
    assert [parse.percent(text) for text in ("0", "60", "60%", " 100 % ")] == [0, 60, 60, 100]


@pytest.mark.parametrize("text", ["101", "-1", "%", "60%%", "0.5", "sixty"])
def test_refused_percent(text: str) -> None:
    with pytest.raises(WrongUsage, match="is not a whole number from 0 to 100"):
        parse.percent(text)


def test_days_and_limit_have_their_bounds() -> None:
    assert [parse.days("0"), parse.days("3650"), parse.limit("1")] == [0, 3650, 1]
    with pytest.raises(WrongUsage, match="from 0 to 3650"):
        parse.days("3651")
    with pytest.raises(WrongUsage, match="from 1 to"):
        parse.limit("0")


def test_day_is_written_in_both_forms() -> None:
    assert parse.day("2025-12-31") == parse.day("31.12.2025") == date(2025, 12, 31)


@pytest.mark.parametrize("status", Status)
def test_status_by_code_in_any_case(status: Status) -> None:
    written = [status.value, status.value.upper(), status.value.replace("_", "-"), f" {status} "]
    assert {parse.status(text) for text in written} == {status}


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("status", Status)
def test_status_by_the_labels_of_every_language_in_any_case(status: Status, code: str) -> None:
    """What a table shows can be typed back, whichever language the program speaks."""
    language = Language(code)
    labels = [language.say(STATUS[status]), language.named(STATUS_SHORT[status])]
    assert {parse.status(label) for label in labels} == {status}
    assert {parse.status(label.upper()) for label in labels} == {status}


@pytest.mark.parametrize(
    ("word", "every"), [("week", Every.WEEK), ("ай сайын", Every.MONTH), ("Ежегодно", Every.YEAR)]
)
def test_reporting_period(word: str, every: Every) -> None:
    assert parse.every(word) is every


@pytest.mark.parametrize(
    ("text", "measure"),
    [
        ("share=81.5", ("share", 81.5)),
        ("share=81,5", ("share", 81.5)),
        (" Студенты колледжей = 20 000 ", ("Студенты колледжей", 20_000)),
        ("тг=1\u00a0234\u202f567,25", ("тг", 1_234_567.25)),
        ("t=-3", ("t", -3)),
        ("t=+3", ("t", 3)),
        ("a=b=1", ("a=b", 1)),
    ],
)
def test_measure(text: str, measure: tuple[str, float]) -> None:
    assert parse.measure(text) == measure


@pytest.mark.parametrize(
    "text",
    [
        "x", "x=", "=5", " =5", "x=y", "x=1e5", "x=nan", "x=inf", "x=1,2,3", "x=1.2,3", "x=.5",
        "x=5.", "x=--1", "x=٣", "x=0x1", "x=5%", "x=" + "9" * 19, "",
    ],
)  # fmt: skip
def test_refused_measure(text: str) -> None:
    with pytest.raises(WrongUsage, match=r"is not a measure: write “name=81\.5”"):
        parse.measure(text)


def test_choice() -> None:
    assert parse.choice("csv", ["json", "csv"]) == "csv"


@pytest.mark.parametrize(
    "refused",
    [
        lambda: parse.ids(["x"]),
        lambda: parse.ids(["1-10001"]),
        lambda: parse.whole("x", 0, 1),
        lambda: parse.day("31.02.2025"),
        lambda: parse.day("1812-01-01"),
        lambda: parse.status("done"),
        lambda: parse.status(""),
        lambda: parse.every("fortnight"),
        lambda: parse.measure("x"),
        lambda: parse.choice("xml", ["json"]),
    ],
)
def test_words_that_are_not_understood_end_with_exit_code_2(refused: Callable[[], object]) -> None:
    with pytest.raises(WrongUsage) as raised:
        refused()
    assert raised.value.exit_code == 2
    assert str(raised.value)
