"""Units and posts, in whatever form their names stand: from a register, and by their nouns."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.unit import Register, Unit
from tracker.extract.endings import (
    ABL,
    ACC,
    DAT,
    GEN,
    INS,
    LOC,
    NOM,
    kazakh_name_forms,
    russian_name_forms,
)
from tracker.extract.phrases import Names
from tracker.extract.tokens import Token, tokens
from tracker.extract.units import is_unit_noun, phrases_of

UNITS = {
    "education": ("Білім басқармасы", "Управление образования"),
    "roads": (
        "Жолаушылар көлігі және автомобиль жолдары басқармасы",
        "Управление пассажирского транспорта и автомобильных дорог",
    ),
    "police": ("Полиция департаменті", "Департамент полиции"),
    "regional": ("Облыстық білім басқармасы", "Областное управление образования"),
    "semey": ("Семей қаласының әкімдігі", "Акимат города Семей"),
    "kindergartens": ("Балабақшалар бөлімі", "Отдел детских садов"),
}
REGISTER = Register(
    Unit(key=key, names={"kk": kazakh, "ru": russian}, short={})
    for key, (kazakh, russian) in UNITS.items()
)
NAMES = Names(REGISTER)
NO_NAMES = Names(Register())


def words(text: str) -> list[Token]:
    return list(tokens(text, text.lower()))


def named(text: str, language: str, names: Names = NO_NAMES) -> list[tuple[str, str]]:
    """Return the phrases of a text, each with its case."""
    read = words(text)
    return [
        (text[read[one.first].start : read[one.behind - 1].end], one.case)
        for one in phrases_of(language, read, names)
    ]


@given(st.sampled_from(sorted(UNITS)), st.data())
def test_a_name_is_known_in_every_case(key: str, data: st.DataObject) -> None:
    kazakh, russian = (name.lower() for name in UNITS[key])
    *before, last = kazakh.split()
    written, case = data.draw(st.sampled_from(list(kazakh_name_forms(last))))
    read = words(" ".join(["бүгін", *before, written, "тапсырды"]))
    found = NAMES.at(read, 1)
    assert found is not None
    assert (found.key, found.case, found.size) == (key, case, len(before) + 1)
    written, case = data.draw(st.sampled_from(list(russian_name_forms(russian))))
    found = NAMES.at(words(written), 0)
    assert found is not None
    assert (found.key, found.size) == (key, len(written.split()))
    assert (found.case == case) or (written, found.case) in list(russian_name_forms(russian))


@pytest.mark.parametrize(
    ("name", "forms"),
    [
        (
            "басқармасы",
            {
                NOM: "басқармасы",
                GEN: "басқармасының",
                DAT: "басқармасына",
                ACC: "басқармасын",
                LOC: "басқармасында",
                ABL: "басқармасынан",
                INS: "басқармасымен",
            },
        ),
        (
            "әкімдік",
            {
                NOM: "әкімдік",
                GEN: "әкімдіктің",
                DAT: "әкімдікке",
                ACC: "әкімдікті",
                LOC: "әкімдікте",
                ABL: "әкімдіктен",
                INS: "әкімдікпен",
            },
        ),
        (
            "полиция",
            {
                NOM: "полиция",
                GEN: "полицияның",
                DAT: "полицияға",
                ACC: "полицияны",
                LOC: "полицияда",
                ABL: "полициядан",
                INS: "полициямен",
            },
        ),
    ],
)
def test_kazakh_forms(name: str, forms: dict[str, str]) -> None:
    assert {case: written for written, case in kazakh_name_forms(name)} == forms


@pytest.mark.parametrize(
    ("name", "dative", "instrumental"),
    [
        ("управление образования", "управлению образования", "управлением образования"),
        (
            "областное управление спорта",
            "областному управлению спорта",
            "областным управлением спорта",
        ),
        ("департамент полиции", "департаменту полиции", "департаментом полиции"),
        ("жилищная инспекция", "жилищной инспекции", "жилищной инспекцией"),
        ("предприятие", "предприятию", "предприятием"),
        ("агентство", "агентству", "агентством"),
    ],
)
def test_russian_forms(name: str, dative: str, instrumental: str) -> None:
    forms = list(russian_name_forms(name))
    assert (dative, DAT) in forms
    assert (instrumental, INS) in forms


def test_the_longest_name_counts() -> None:
    assert NAMES.key_in(words("облыстық білім басқармасына")) == "regional"
    assert NAMES.key_in(words("білім басқармасына")) == "education"
    assert NAMES.key_in(words("балабақшаларға")) is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "әкім жолаушылар көлігі және автомобиль жолдары басқармасына тапсырды",
            ("жолаушылар көлігі және автомобиль жолдары басқармасына", DAT),
        ),
        ("бүгін балабақшалар бөлімімен бірге", ("балабақшалар бөлімімен", INS)),
        ("бүгін Семей қаласының әкімдігіне", ("Семей қаласының әкімдігіне", DAT)),
    ],
)
def test_names_of_the_register_are_phrases(text: str, found: tuple[str, str]) -> None:
    assert found in named(text, "kk", NAMES)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("облыстық денсаулық сақтау басқармасына", DAT),
        ("Абай облысы полиция департаментімен", INS),
        ("төтенше жағдайлар департаменті", NOM),
        ("Жарма ауданының әкіміне", DAT),
        ("аудан әкімдерінен", ABL),
        ("тиісті мемлекеттік органдарға", DAT),
        ("құқық қорғау органдарына", DAT),
        ("облыс әкімінің орынбасары Ербол Мұратовқа", DAT),
        ("вице-министр А. Б. Әлиевке", DAT),
        ("«Семей су арнасы» мекемесіне", DAT),
        ("Зайсан, Ұлан және Үржар аудандарының әкімдеріне", DAT),
        ("сыбайлас жемқорлыққа қарсы іс-қимыл агенттігіне", DAT),
        ("ТЖД-ға", DAT),
        ("басқа да мекемелерге", DAT),
    ],
)
def test_kazakh_phrases(text: str, found: str) -> None:
    assert (text, found) in named(f"{text} бүгін", "kk")


@pytest.mark.parametrize(
    "text",
    ["адам басына", "көлік саласына", "мектепке барды", "білім беру сапасына", "БАҚ-қа"],
)
def test_kazakh_datives_that_name_nobody(text: str) -> None:
    assert [one for one in named(text, "kk") if one[1] == DAT] == []


@pytest.mark.parametrize(
    ("text", "case"),
    [
        ("управлению культуры и спорта", DAT),
        ("областному управлению здравоохранения", DAT),
        ("министерству торговли, науки и спорта", DAT),
        ("агентству по делам спорта", DAT),
        ("акимам районов и городов", DAT),
        ("заместителю акима области Ивану Петрову", DAT),
        ("начальнику управления П.С. Громову", DAT),
        ("МЧС", DAT),
        ("ТОО «Водоканал»", DAT),
        ("управляющим компаниям", DAT),
        ("заведующей учебной частью", DAT),
        ("всем ответственным лицам", DAT),
    ],
)
def test_russian_phrases(text: str, case: str) -> None:
    assert (text, case) in named(f"поручено {text} сегодня", "ru")


@pytest.mark.parametrize(
    ("text", "case"),
    [
        ("совместно с управлением занятости", INS),
        ("от акимов районов", GEN),
        ("через управление", ACC),
        ("в управление", LOC),
        ("по управлению", LOC),
    ],
)
def test_a_preposition_gives_the_case(text: str, case: str) -> None:
    assert [found for _, found in named(text, "ru")] == [case]


@pytest.mark.parametrize(
    ("language", "word", "is_one"),
    [
        ("kk", "басқармаларының", True),
        ("kk", "кәсіпорнына", True),
        ("kk", "банкке", True),
        ("kk", "жол", False),
        ("ru", "предприятиям", True),
        ("ru", "заведующей", True),
        ("ru", "дорогам", False),
    ],
)
def test_units_nouns(language: str, word: str, *, is_one: bool) -> None:
    assert is_unit_noun(language, words(word)[0]) == is_one
