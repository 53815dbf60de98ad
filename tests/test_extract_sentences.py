"""Paragraphs, items and sentences: what ends one, and what only looks as if it did."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.extract.sentences import paragraphs, quotes, sentences


def split(text: str) -> list[str]:
    return [text[one.start : one.end] for one in sentences(text)]


@pytest.mark.parametrize(
    "parts",
    [
        ("Әкім жиын өткізді.", "Жиында есеп тыңдалды."),
        ("Кім жауап береді?", "Әкім!"),
        ("«Есеп беріңіздер.»", "Әкім кетті."),
        ("Он жоба бар...", "Бәрі аяқталды."),
        ("Бюджет 5 млрд теңге.", "2026 жылы өседі."),
        ("Срок – до 20 января.", "– Это важно."),
    ],
)
def test_sentences_end(parts: tuple[str, ...]) -> None:
    assert split(" ".join(parts)) == list(parts)


@pytest.mark.parametrize(
    "sentence",
    [
        "2025 ж. Семей қаласында жөнделді.",
        "Мектеп, аурухана, т.б. Нысандар тексерілді.",
        "В 2025 г. Аким поручил построить мост.",
        "Абайская обл. Жарминский район получил технику.",
        "Школа им. Абая открыта.",
        "Орынбасар А. Б. Әлиев есеп берді.",
        "Поручено П.С. Громову и Ж.-Б. Ахметову.",
        "Құны 01.12.2025 Күні белгіленді.",
        "Ол «Жарайды!» деп жауап берді.",
        "Бағасы 1.5 млн теңге болды.",
    ],
)
def test_sentences_go_on(sentence: str) -> None:
    assert split(sentence) == [sentence]


@pytest.mark.parametrize(
    ("line", "label", "level", "number"),
    [
        ("1. Акиму провести ремонт", "1", 1, "1"),
        ("2) акиму провести ремонт", "2)", 2, "2"),
        ("3.1. Акиму провести ремонт", "3.1", 2, "3.1"),
        ("3.1.2 Акиму провести ремонт", "3.1.2", 3, "3.1.2"),
        ("а) акиму провести ремонт", "а)", 5, ""),
        ("• акиму провести ремонт", "•", 5, ""),
        ("– акиму провести ремонт", "–", 6, ""),
        ("Акиму провести ремонт", "", 0, ""),
        ("2025 жылы ремонт аяқталды", "", 0, ""),
    ],
)
def test_labels(line: str, label: str, level: int, number: str) -> None:
    (one,) = sentences(line)
    assert (one.label, one.level, one.number) == (label, level, number)
    assert line[one.start : one.end].lower().startswith(("акиму", "2025"))


def test_only_the_first_sentence_of_an_item_has_its_label() -> None:
    assert [one.label for one in sentences("1. Есеп берсін. Тізім жасасын.")] == ["1", ""]


def test_items_in_one_line_are_told_apart() -> None:
    text = "РЕШИЛИ: 1. Акиму провести ремонт. 2. Отделу закупить уголь; 3. Школе открыть класс."
    assert [one.label for one in sentences(text)] == ["", "1", "2", "3"]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Әкім басқармаға\nесеп беруді тапсырды", 1),
        ("Әкім басқармаға,\nЖоба бойынша", 1),
        ("Әкім басқармаға.\nесеп берді", 2),
        ("Әкім басқармаға\n\nесеп берді", 2),
        ("Есеп берсін\n2. Тізім жасасын", 2),
        ("Есеп берсін\nМерзімі: 1 желтоқсан", 2),
        ("провести ремонт\nсрок: 1 декабря", 2),
        ("\n\n", 0),
    ],
)
def test_lines_that_are_broken_for_want_of_room_are_joined(text: str, count: int) -> None:
    assert len(list(paragraphs(text))) == count


def test_full_lines_go_on_though_a_capital_letter_begins_the_next() -> None:
    full = "Облыс әкімі жиында білім басқармасына және барлық аудандардың әкімдеріне"
    text = (
        f"{full}\nСемей қаласындағы мектептерді жөндеуді тапсырып, есеп беруді жүктеді де\n{full}"
    )
    assert len(list(paragraphs(text))) == 1


def test_a_sentence_without_an_end_is_cut_between_words() -> None:
    text = "сөз " * 3000
    pieces = split(text)
    assert len(pieces) > 1
    assert max(map(len, pieces)) <= 4000
    assert "".join(pieces).split() == text.split()


def test_longer_quotations_are_speech() -> None:
    text = '«Жол» «Жөндеу жұмыстарын дереу аяқтаңыздар» "Есепті маған жұмаға дейін беріңіздер"'
    assert [text[first:last] for first, last in quotes(text, 0, len(text))] == [
        "Жөндеу жұмыстарын дереу аяқтаңыздар",
        "Есепті маған жұмаға дейін беріңіздер",
    ]


@given(st.text("аБ1.)– \n:;«»", max_size=60))
def test_sentences_stand_in_order_and_leave_out_only_labels_and_space(text: str) -> None:
    place = 0
    for one in sentences(text):
        assert place <= one.start < one.end <= len(text)
        assert text[one.start : one.end].strip()
        left_out = text[place : one.start].replace(one.label, "", 1)
        assert not any(letter.isalpha() for letter in left_out)
        place = one.end
    assert not text[place:].strip()
