"""Finding units by what people type, and texts in several languages."""

import pytest

from tracker.domain.unit import Register, Unit
from tracker.domain.wording import guessed_language, in_language, normal
from tracker.errors import NotFound

EDUCATION = Unit(
    "education",
    {"kk": "Білім басқармасы", "ru": "Управление образования"},
    {"kk": "Білім", "ru": "УО"},
    aliases=("Управлению образования",),
)
HEALTH = Unit("health", {"ru": "Управление здравоохранения"}, {})


@pytest.fixture
def register() -> Register:
    return Register([HEALTH, EDUCATION])


@pytest.mark.parametrize(
    "written",
    [
        "education",
        "EDUCATION",
        " Білім  басқармасы ",
        "БІЛІМ",
        "управление образования",
        "уо",
        "Управлению Образования",
    ],
)
def test_a_unit_is_found_by_key_name_and_alias_in_any_case(
    register: Register, written: str
) -> None:
    assert register.find(written) == EDUCATION
    assert register.match(written) == EDUCATION


def test_only_the_key_gets_a_unit_directly(register: Register) -> None:
    assert register.get("health") == HEALTH
    assert register.get("Health") is None


def test_units_come_in_the_order_of_their_keys(register: Register) -> None:
    assert [unit.key for unit in register] == ["education", "health"]
    assert len(register) == 2


def test_a_near_miss_is_named(register: Register) -> None:
    with pytest.raises(NotFound) as missing:
        register.find("educaton")
    assert missing.value.values == {"written": "educaton", "near": "education"}


def test_something_quite_different_has_no_near_miss(register: Register) -> None:
    with pytest.raises(NotFound) as missing:
        register.find("жжжжж")
    assert "near" not in missing.value.values
    assert register.match("жжжжж") is None


@pytest.mark.parametrize("written", ["", "   "])
def test_nothing_is_no_unit(register: Register, written: str) -> None:
    with pytest.raises(NotFound):
        register.find(written)


def test_a_huge_text_is_refused_at_once(register: Register) -> None:
    with pytest.raises(NotFound):
        register.find("қ" * 1_000_000)


def test_names_fall_back_to_another_language() -> None:
    assert EDUCATION.name("ru") == "Управление образования"
    assert EDUCATION.name("en") == "Білім басқармасы"
    assert EDUCATION.short_name("ru") == "УО"
    assert EDUCATION.short_name("en") == "Білім басқармасы"
    assert HEALTH.short_name("kk") == "Управление здравоохранения"


def test_a_wording_is_read_in_the_language_else_kazakh_russian_english() -> None:
    assert in_language({"en": "e", "ru": "r", "kk": "k"}, "en") == "e"
    assert in_language({"en": "e", "ru": "r"}, "kk") == "r"
    assert in_language({"tr": "t"}, "kk") == "t"
    assert in_language({}, "kk") == ""


@pytest.mark.parametrize(
    ("text", "language"),
    [("Мектеп ашу", "ru"), ("Ұлытау", "kk"), ("Отчёт", "ru"), ("Report", "en"), ("12", "en")],
)
def test_the_letters_speak_for_a_language(text: str, language: str) -> None:
    """A Kazakh text without a Kazakh letter looks Russian; that is the guess's limit."""
    assert guessed_language(text) == language


def test_texts_are_compared_without_case_and_white_space() -> None:
    assert normal("  Мектеп\n САЛУ") == normal("мектеп салу")
    assert normal("мектепсалу") != normal("мектеп салу")
    assert normal("\tA  B ") == "a b"
