"""The names of columns and fields in Kazakh, Russian and English, and the words of periods."""

from tracker.domain.deadline import Every
from tracker.domain.wording import normal
from tracker.errors import Refused

_COLUMNS = {
    "text": ("text", "directive", "wording", "тапсырма", "мәтіні", "поручение", "текст"),
    "text_kk": ("text_kk", "тапсырма (қазақша)", "поручение (на казахском)"),
    "text_ru": ("text_ru", "тапсырма (орысша)", "поручение (на русском)"),
    "text_en": ("text_en", "тапсырма (ағылшынша)", "поручение (на английском)"),
    "meeting": ("meeting", "жиын", "кеңес", "совещание"),
    "item": ("item", "no", "no.", "№", "тармақ", "тармағы", "пункт", "№ п/п", "р/с №"),
    "theme": ("theme", "бағыты", "бағыт", "направление", "тема"),
    "executor": (
        "executor",
        "responsible",
        "unit",
        "жауапты орындаушы",
        "орындаушы",
        "жауапты",
        "басқарма",
        "ответственный исполнитель",
        "исполнитель",
        "ответственный",
    ),
    "co_executors": (
        "co_executors",
        "co-executors",
        "бірлесіп орындаушылар",
        "бірлесіп орындаушы",
        "соисполнители",
        "соисполнитель",
    ),
    "due": ("due", "due date", "deadline", "мерзімі", "мерзім", "срок", "срок исполнения"),
    "every": (
        "every",
        "reporting period",
        "есеп беру кезеңі",
        "кезеңділігі",
        "периодичность",
        "периодичность отчёта",
        "периодичность отчета",
    ),
    "indicators": ("indicators",),
    "source": ("source",),
}

NESTED = ("indicators", "source")
"""Fields whose values are tables: formats with cells cannot hold them."""

_PERIODS = {
    Every.WEEK: ("week", "weekly", "апта", "апта сайын", "неделя", "еженедельно"),
    Every.MONTH: ("month", "monthly", "ай", "ай сайын", "месяц", "ежемесячно"),
    Every.QUARTER: ("quarter", "quarterly", "тоқсан", "тоқсан сайын", "квартал", "ежеквартально"),
    Every.HALF_YEAR: (
        "half_year",
        "half-year",
        "half-yearly",
        "жартыжылдық",
        "жарты жыл сайын",
        "полугодие",
        "раз в полугодие",
    ),
    Every.YEAR: ("year", "yearly", "annually", "жыл", "жыл сайын", "год", "ежегодно"),
}

_FIELD_OF = {normal(name): field for field, names in _COLUMNS.items() for name in names}
_PERIOD_OF = {normal(word): every for every, words in _PERIODS.items() for word in words}


def field_of(name: str) -> str | None:
    """Return the field that a column's name stands for, in any of the three languages."""
    return _FIELD_OF.get(normal(name))


def read_period(word: str) -> Every:
    """Return the reporting period that a code or a word (quarterly, тоқсан сайын) stands for.

    Raises `Refused` for a word that stands for none.
    """
    found = _PERIOD_OF.get(normal(word))
    if found is None:
        raise Refused(
            "“{word}” is not a reporting period. Known: {known}.", word=word, known=list(Every)
        )
    return found
