"""Terms: every rule, with the day it comes to, and what looks like a term and is none.

All is counted from Monday, 3 November 2025.
"""

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marks import DAY

from tracker.domain.deadline import Every, WorkCalendar
from tracker.extract.dates import Days, day_in
from tracker.extract.lexicon import lexicon
from tracker.extract.term_rules import Kind, Term
from tracker.extract.terms import common_term, terms

Row = tuple[object, ...]

DAYS: dict[str, list[Row]] = {
    "kk": [
        ("until", "1 желтоқсанға дейін", "2025-12-01"),
        ("until", "2026 жылғы 15 наурызға дейін", "2026-03-15"),
        ("until", "осы жылдың 25 желтоқсанына дейін", "2025-12-25"),
        ("until", "келесі жылғы 1 ақпанға дейін", "2026-02-01"),
        ("until_of", "осы жылдың желтоқсан айының 20-сына дейін", "2025-12-20"),
        ("until_of", "2026 жылғы мамырдың 31-іне дейін", "2026-05-31"),
        ("until_figures", "01.12.2025 дейін", "2025-12-01"),
        ("not_later", "15 желтоқсаннан кешіктірмей", "2025-12-15"),
        ("not_later_of", "желтоқсанның 15-інен кешіктірмей", "2025-12-15"),
        ("month_end", "қараша айының соңына дейін", "2025-11-30"),
        ("month_end", "ақпанның соңына дейін", "2026-02-28"),
        ("year_end", "жыл соңына дейін", "2025-12-31"),
        ("year_end", "келесі жылдың соңына дейін", "2026-12-31"),
        ("year_end", "2027 жылдың соңына дейін", "2027-12-31"),
        ("period_end", "апта соңына дейін", "2025-11-09"),
        ("period_end", "осы айдың соңына дейін", "2025-11-30"),
        ("period_end", "тоқсан соңына дейін", "2025-12-31"),
        ("quarter", "2026 жылдың i тоқсанында", "2026-03-31"),
        ("quarter", "бірінші тоқсанның соңына дейін", "2026-03-31"),
        ("quarter", "келесі жылдың бірінші жартыжылдығында", "2026-06-30"),
        ("day", "осы айдың 20-сына дейін", "2025-11-20"),
        ("weekday", "жұмаға дейін", "2025-11-07"),
        ("weekday", "дүйсенбіге дейін", "2025-11-10"),
        ("tomorrow", "ертеңге дейін", "2025-11-04"),
        ("today", "бүгін кешке дейін", "2025-11-03"),
        ("within", "екі апта ішінде", "2025-11-17"),
        ("within", "он күн ішінде", "2025-11-13"),
        ("within", "алдағы үш ай ішінде", "2026-02-03"),
        ("within", "48 сағат ішінде", "2025-11-05"),
        ("within", "5 жұмыс күні ішінде", "2025-11-10"),
        ("within_one", "тәулік ішінде", "2025-11-04"),
        ("within_one", "ай ішінде", "2025-12-03"),
        ("within_units", "он күнде", "2025-11-13"),
        ("in_term", "бір ай мерзімде", "2025-12-03"),
        ("in_term", "үш күндік мерзімде", "2025-11-06"),
    ],
    "ru": [
        ("until", "до 1 декабря", "2025-12-01"),
        ("until", "к 15 марта 2026 года", "2026-03-15"),
        ("until", "не позднее 25-го декабря", "2025-12-25"),
        ("until", "в срок до 1 февраля следующего года", "2026-02-01"),
        ("until_figures", "до 01.12.2025 г.", "2025-12-01"),
        ("month_end", "до конца ноября", "2025-11-30"),
        ("month_end", "до конца февраля", "2026-02-28"),
        ("year_end", "до конца года", "2025-12-31"),
        ("year_end", "до конца 2026 года", "2026-12-31"),
        ("year_end", "до конца следующего года", "2026-12-31"),
        ("period_end", "до конца недели", "2025-11-09"),
        ("period_end", "до конца следующей недели", "2025-11-16"),
        ("period_end", "до конца текущего квартала", "2025-12-31"),
        ("this_week", "на этой неделе", "2025-11-09"),
        ("next_week", "на следующей неделе", "2025-11-16"),
        ("this_month", "в этом месяце", "2025-11-30"),
        ("quarter", "в первом квартале 2026 года", "2026-03-31"),
        ("quarter", "iv квартал", "2025-12-31"),
        ("quarter", "до конца первого полугодия", "2026-06-30"),
        ("weekday", "к пятнице", "2025-11-07"),
        ("weekday", "до понедельника", "2025-11-10"),
        ("tomorrow", "завтра", "2025-11-04"),
        ("today", "до конца дня", "2025-11-03"),
        ("within", "в течение двух недель", "2025-11-17"),
        ("within", "в течение 5 рабочих дней", "2025-11-10"),
        ("within", "за три месяца", "2026-02-03"),
        ("within_one", "в течение месяца", "2025-12-03"),
        ("in_term", "в двухнедельный срок", "2025-11-17"),
        ("in_term", "в 10-дневный срок", "2025-11-13"),
        ("in_term", "в месячный срок", "2025-12-03"),
    ],
}

PERIODS: dict[str, list[Row]] = {
    "kk": [
        ("period", "апта сайын", Every.WEEK),
        ("period", "айына бір рет", Every.MONTH),
        ("period", "тоқсан сайын", Every.QUARTER),
        ("period", "жылына екі рет", Every.HALF_YEAR),
        ("period", "жыл сайын 15 наурызға дейін", Every.YEAR),
        ("daily", "күн сайын", Every.WEEK),
        ("constant", "тұрақты негізде", Every.QUARTER),
    ],
    "ru": [
        ("period", "еженедельно", Every.WEEK),
        ("period", "ежемесячно до 5 числа", Every.MONTH),
        ("period", "раз в квартал", Every.QUARTER),
        ("period", "два раза в год", Every.HALF_YEAR),
        ("period", "ежегодно", Every.YEAR),
        ("daily", "ежедневно", Every.WEEK),
        ("constant", "на постоянной основе", Every.QUARTER),
    ],
}

VAGUE: dict[str, list[Row]] = {
    "kk": [
        ("vague", "қысқа мерзімде"),
        ("vague", "тез арада"),
        ("vague", "белгіленген мерзімде"),
        ("next_week", "келесі аптаға дейін"),
        ("years", "алдағы үш жылда"),
        ("years", "2030 жылға қарай"),
        ("event", "келесі отырысқа дейін"),
        ("event", "жылыту маусымына дейін"),
        ("event", "жоба жасақталғанша"),
    ],
    "ru": [
        ("vague", "в кратчайшие сроки"),
        ("vague", "в самое ближайшее время"),
        ("event", "до начала отопительного сезона"),
        ("event", "к следующему заседанию штаба"),
        ("event", "до зимы"),
        ("month", "к середине декабря"),
    ],
}

NONE = {
    "kk": [
        "30 процентке дейін",
        "кандидаттардан бастап бақ-қа дейін",
        "мамыр айынан бастап",
        "5 маусымға референдум өткізуді",
        "2025 - 2030 жылдарға арналған",
        "аяқталуына 2 ай қалды",
        "бес мың адамға дейін",
    ],
    "ru": [
        "до 5 тысяч человек",
        "до 80 процентов",
        "ипотека до 2024 года",
        "не менее чем на 5 процентов",
        "подготовить школы к зиме",
        "с 1 декабря",
    ],
}


def found(low: str, language: str, on: date | None = DAY) -> list[Term]:
    return terms(low, 0, len(low), language, Days(on))


def some(table: dict[str, list[Row]]) -> list[tuple[str, Row]]:
    return [(language, row) for language, listed in table.items() for row in listed]


def only(words: str, language: str) -> Term:
    """Return the one term of the words, which is as long as they are."""
    (term,) = found(f"x {words} y", language)
    assert (term.start, term.end) == (2, 2 + len(words))
    return term


@pytest.mark.parametrize(("language", "row"), some(DAYS), ids=str)
def test_days(language: str, row: tuple[str, str, str]) -> None:
    rule, words, day = row
    term = only(words, language)
    assert (term.rule, term.due, term.kind) == (
        f"{language}.date.{rule}",
        date.fromisoformat(day),
        Kind.DATE,
    )


@pytest.mark.parametrize(("language", "row"), some(PERIODS), ids=str)
def test_periods(language: str, row: tuple[str, str, Every]) -> None:
    rule, words, every = row
    term = only(words, language)
    assert (term.rule, term.every, term.due) == (f"{language}.date.{rule}", every, None)
    assert term.period_is_stated == (rule == "period")


@pytest.mark.parametrize(("language", "row"), some(VAGUE), ids=str)
def test_vague(language: str, row: tuple[str, str]) -> None:
    rule, words = row
    term = only(words, language)
    assert (term.rule, term.due, term.kind) == (f"{language}.date.{rule}", None, Kind.VAGUE)


@pytest.mark.parametrize(
    ("language", "words"), [(code, words) for code, listed in NONE.items() for words in listed]
)
def test_quantities_ranges_and_events_are_none(language: str, words: str) -> None:
    assert found(f"x {words} y", language) == []


@pytest.mark.parametrize(
    ("language", "words", "on", "day"),
    [
        ("kk", "1 желтоқсанға дейін", date(2025, 12, 1), date(2025, 12, 1)),
        ("kk", "1 желтоқсанға дейін", date(2025, 12, 2), date(2026, 12, 1)),
        ("ru", "до 29 февраля", date(2027, 11, 1), date(2028, 2, 29)),
        ("ru", "до 29 февраля", date(2025, 11, 1), None),
        ("ru", "до 31 ноября", DAY, None),
        ("ru", "до 1 декабря 1812 года", DAY, None),
        ("ru", "до конца октября", DAY, date(2026, 10, 31)),
        ("ru", "до конца ноября", DAY, date(2025, 11, 30)),
        ("kk", "үшінші тоқсанның соңына дейін", DAY, date(2026, 9, 30)),
    ],
)
def test_the_year_that_is_not_named(language: str, words: str, on: date, day: date | None) -> None:
    """It is the next such day; what the calendar has not, or no directive can bear, is none."""
    assert [term.due for term in found(words, language, on)] == [day]


@pytest.mark.parametrize(("language", "row"), some(DAYS), ids=str)
def test_without_the_documents_day_only_full_dates_are_known(
    language: str, row: tuple[str, str, str]
) -> None:
    _, words, day = row
    (term,) = found(words, language, None)
    assert term.due == (date.fromisoformat(day) if _names_year(words) else None)


def _names_year(words: str) -> bool:
    return any(year in words for year in ("2025", "2026", "2027"))


def test_working_days_go_by_the_calendar() -> None:
    calendar = WorkCalendar(off=frozenset({"2025-11-04"}))
    words = "5 жұмыс күні ішінде"
    (term,) = terms(words, 0, len(words), "kk", Days(DAY, calendar))
    assert term.due == date(2025, 11, 11)


def test_terms_do_not_overlap_and_the_longest_counts() -> None:
    words = "в течение двух недель до 1 декабря 2025 года ежемесячно"
    one, two, three = found(words, "ru")
    assert one.end <= two.start
    assert two.end <= three.start
    assert words[two.start : two.end] == "до 1 декабря 2025 года"


KAZAKH_MONTHS, RUSSIAN_MONTHS = (lexicon(code).listed("dates", "months") for code in ("kk", "ru"))
FORMATTERS: list[tuple[str, Callable[[date], str]]] = [
    ("kk", lambda day: f"{day:%d.%m.%Y} дейін"),
    ("kk", lambda day: f"{day.year} жылғы {day.day} {KAZAKH_MONTHS[day.month - 1]}ға дейін"),
    ("kk", lambda day: f"{day.year} жылдың {day.day} {KAZAKH_MONTHS[day.month - 1]}ына дейін"),
    ("kk", lambda day: f"{day.day} {KAZAKH_MONTHS[day.month - 1]}дан кешіктірмей"),
    ("ru", lambda day: f"до {day:%d.%m.%Y}"),
    ("ru", lambda day: f"к {day.day} {RUSSIAN_MONTHS[day.month - 1]} {day.year} года"),
    ("ru", lambda day: f"не позднее {day.day}-го {RUSSIAN_MONTHS[day.month - 1]}"),
]


@pytest.mark.parametrize(("language", "written"), FORMATTERS, ids=range(len(FORMATTERS)))
@given(day=st.dates(DAY, date(2026, 11, 2)))
def test_what_is_written_is_read_back(
    language: str, written: Callable[[date], str], day: date
) -> None:
    """Within a year from the document’s day, so that a missing year is the one that is meant."""
    assert [term.due for term in found(written(day), language)] == [day]


@given(day=st.dates(date(1990, 1, 1), date(2199, 12, 31)))
def test_full_dates_are_found_in_any_text(day: date) -> None:
    in_words = f"{day.day} {RUSSIAN_MONTHS[day.month - 1]} {day.year} года"
    assert day_in(f"протокол от {in_words}, 1 января", "ru") == day
    assert day_in(f"хаттама {day.isoformat()} кеңес", "kk") == day
    in_words = f"{day.year} жылғы {day.day} {KAZAKH_MONTHS[day.month - 1]}"
    assert day_in(f"астана, {in_words}", "kk") == day


@pytest.mark.parametrize(
    ("language", "line", "day"),
    [
        ("kk", " 2025 жылғы 1 желтоқсан", date(2025, 12, 1)),
        ("kk", " 01.12.2025", date(2025, 12, 1)),
        ("ru", " 20 января", date(2026, 1, 20)),
        ("ru", " iv квартал 2025 года", date(2025, 12, 31)),
        ("ru", " по мере надобности", None),
    ],
)
def test_lines_of_minutes_name_days_without_a_preposition(
    language: str, line: str, day: date | None
) -> None:
    term = common_term(line, 0, len(line), language, Days(DAY))
    assert (term.due if term else None) == day
