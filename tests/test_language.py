"""Dates, numbers and plurals as each language writes them, and the language of the system."""

from datetime import UTC, date, datetime

import pytest

from tracker.i18n.language import CODES, NP_, Language, language_of_locale, windows_locale

DAY = date(2025, 3, 9)


@pytest.mark.parametrize(
    ("code", "day"), [("kk", "09.03.2025"), ("ru", "09.03.2025"), ("en", "2025-03-09")]
)
def test_date(code: str, day: str) -> None:
    assert Language(code).day(DAY) == day


@pytest.mark.parametrize(
    ("code", "this_year", "next_year"),
    [("kk", "09.03", "09.03.25"), ("ru", "09.03", "09.03.25"), ("en", "9 Mar", "9 Mar 25")],
)
def test_near_date_has_a_year_only_if_it_is_another(
    code: str, this_year: str, next_year: str
) -> None:
    language = Language(code)
    assert language.near_day(DAY, date(2025, 12, 31)) == this_year
    assert language.near_day(DAY, date(2024, 12, 31)) == next_year


@pytest.mark.parametrize(
    ("code", "day"),
    [
        ("kk", "2025 ж. 22 желтоқсан"),
        ("ru", "22 декабря 2025 г."),
        ("en", "22 December 2025"),
    ],
)
def test_long_date(code: str, day: str) -> None:
    assert Language(code).long_day(date(2025, 12, 22)) == day


@pytest.mark.parametrize(
    ("code", "months"),
    [
        (
            "kk",
            "қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан",
        ),
        (
            "ru",
            "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
        ),
        (
            "en",
            "January February March April May June July August September October November December",
        ),
    ],
)
def test_months(code: str, months: str) -> None:
    language = Language(code)
    said = [language.long_day(date(2025, month, 1)) for month in range(1, 13)]
    assert all(month in day.split() for month, day in zip(months.split(), said, strict=True))


def test_moment_is_in_local_time() -> None:
    at = datetime(2025, 12, 22, 4, 30, tzinfo=UTC)
    assert Language("ru").moment(at) == f"{at.astimezone():%d.%m.%Y %H:%M}"


@pytest.mark.parametrize(
    ("value", "russian", "english"),
    [
        (0, "0", "0"),
        (20_000, "20\u00a0000", "20,000"),
        (20_000.0, "20\u00a0000", "20,000"),
        (1_234_567.5, "1\u00a0234\u00a0567,5", "1,234,567.5"),
        (81.5, "81,5", "81.5"),
        (-0.25, "-0,25", "-0.25"),
        (1_000_000_000, "1\u00a0000\u00a0000\u00a0000", "1,000,000,000"),
    ],
)
def test_number(value: float, russian: str, english: str) -> None:
    assert Language("ru").number(value) == russian
    assert Language("kk").number(value) == russian
    assert Language("en").number(value) == english


@pytest.mark.parametrize(
    ("value", "russian", "english"),
    [(66.6667, "67\u00a0%", "67%"), (0.0, "0\u00a0%", "0%"), (100, "100\u00a0%", "100%")],
)
def test_percent(value: float, russian: str, english: str) -> None:
    assert Language("ru").percent(value) == russian
    assert Language("kk").percent(value) == russian
    assert Language("en").percent(value) == english


@pytest.mark.parametrize("code", CODES)
def test_percentage_of_nothing_is_a_dash(code: str) -> None:
    assert Language(code).percent(None) == "–"


@pytest.mark.parametrize(
    ("n", "russian", "kazakh", "english"),
    [
        (1, "остался 1 день", "1 күн қалды", "1 day left"),
        (2, "осталось 2 дня", "2 күн қалды", "2 days left"),
        (5, "осталось 5 дней", "5 күн қалды", "5 days left"),
        (11, "осталось 11 дней", "11 күн қалды", "11 days left"),
        (21, "остался 21 день", "21 күн қалды", "21 days left"),
        (1002, "осталось 1\u00a0002 дня", "1\u00a0002 күн қалды", "1,002 days left"),
    ],
)
def test_plurals(n: int, russian: str, kazakh: str, english: str) -> None:
    said = [Language(code).count("{n} day left", "{n} days left", n) for code in CODES]
    assert said == [kazakh, russian, english]


def test_message_is_said_with_its_values() -> None:
    said = Language("ru").say(
        "There is no unit “{written}”. tracker units lists them.", written="x"
    )
    assert said == "Управления «x» нет. Список: tracker units."


def test_braces_in_values_are_only_text() -> None:
    assert Language("en").say("Reason: {reason}", reason="{0} {x}") == "Reason: {0} {x}"


def test_message_in_another_context_has_another_wording() -> None:
    language = Language("kk")
    assert language.say("Executor") == "Жауапты орындаушы"
    assert language.named(NP_("column", "Executor")) == "Орындаушы"


@pytest.mark.parametrize(
    ("environ", "windows", "code"),
    [
        ({"LANG": "kk_KZ.UTF-8"}, None, "kk"),
        ({"LANG": "ru_RU.UTF-8"}, None, "ru"),
        ({"LANG": "RU"}, None, "ru"),
        ({"LANG": "de_DE.UTF-8"}, None, "en"),
        ({"LANG": "C"}, None, "en"),
        ({"LANG": "C.UTF-8"}, "kk_KZ", "en"),
        ({"LC_ALL": "kk_KZ.UTF-8", "LC_MESSAGES": "ru_RU", "LANG": "en_US"}, None, "kk"),
        ({"LC_ALL": "", "LC_MESSAGES": "ru_RU", "LANG": "en_US"}, None, "ru"),
        ({"LC_TIME": "ru_RU", "LANG": "kk_KZ"}, None, "kk"),
        ({}, None, "en"),
        ({}, "kk_KZ", "kk"),
        ({"LANG": ""}, "ru_RU", "ru"),
        ({}, "fr_FR", "en"),
    ],
)
def test_language_of_the_system(environ: dict[str, str], windows: str | None, code: str) -> None:
    assert language_of_locale(environ, windows) == code


def test_locale_of_windows_is_one_or_none() -> None:
    found = windows_locale()
    assert found is None or language_of_locale({}, found) in CODES
