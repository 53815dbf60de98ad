"""Letters: look-alikes, soft hyphens and marks go, and every place leads back to the original."""

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from marks import DAY

from tracker.domain.unit import Register
from tracker.extract.find import candidates
from tracker.extract.language import language_of
from tracker.extract.letters import cleaned, foreign_script

LETTERS = st.text("ёЁiIіІaаKҚәbт\u00ad\u00a0İ -.\n*_#>|`[](/", max_size=40)


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("бекiтiлсiн", "бекітілсін"),
        ("Iшкi саясат", "Ішкі саясат"),
        ("aуыл", "ауыл"),
        ("қаhарман", "қаһарман"),
        ("IT-хаб, Zakon.kz", "IT-хаб, Zakon.kz"),
        ("бас\u00adқарма", "басқарма"),
        ("1\u00a0желтоқсан", "1 желтоқсан"),
        ("сауда\u2011саттық", "сауда-саттық"),
        ("## **ШЕШІМ**", "ШЕШІМ"),
        ("**1.** *Басқарма* __есеп__ берсін", "1. Басқарма есеп берсін"),
        ("> Срок: `1 марта`", "Срок: 1 марта"),
        ("см. [перечень](https://example.kz/a)", "см. перечень"),
        ("* басқарма\n# 5* 6 * 7", "* басқарма\n5 6 * 7"),
        ("«____» ______ 2025, a_b [2](3)", "«____» ______ 2025, a_b [2](3)"),
        ("| a | b |\n|---|:-:|\n| c |", "  a \t b  \n         \n  c  "),
        ("a | b", "a | b"),
    ],
)
def test_words_can_be_compared(written: str, text: str) -> None:
    assert cleaned(written).text == text


def test_small_letters_are_as_long_as_the_text() -> None:
    found = cleaned("İ Ёлка")
    assert (found.text, found.low) == ("İ Ёлка", "İ елка")


@given(LETTERS)
@example("|>|")
def test_places_lead_back(written: str) -> None:
    found = cleaned(written)
    assert len(found.text) == len(found.low) == len(written) - len(found.skipped)
    assert all(written[place] in "\u00ad*_#>`[](/| \u00a0" for place in found.skipped)
    assert "\u00ad" not in found.text
    origins = [found.origin(place) for place in range(len(found.text))]
    assert origins == [place for place in range(len(written)) if place not in found.skipped]


def test_spans_are_those_of_the_original() -> None:
    text = "Әкiм бi\u00adлiм басқар\u00adмасына ес\u00adеп берудi тап\u00adсырды."
    (one,) = candidates(text, Register(), on=DAY)
    assert text[slice(*one.action)] == "ес\u00adеп берудi"
    assert text[slice(*one.addressees[0])] == "бi\u00adлiм басқар\u00adмасына"
    assert text[slice(*one.sentence)] == text
    assert one.wording == "Есеп беру"


def test_marks_are_in_no_wording_and_end_no_item() -> None:
    text = (
        "## РЕШИЛИ:\n**1.** **Управлению образования** проверить *список* школ.\n"
        "**Срок:** 1 марта 2026 года.\n"
    )
    (one,) = candidates(text, Register(), on=DAY)
    assert (one.wording, one.label) == ("Проверить список школ", "1")
    assert text[slice(*one.addressees[0])] == "Управлению образования"
    assert one.due == date(2026, 3, 1)


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("Oblys ákimi bilim basqarmasyna esep berýdi tapsyrdy, dep habarlaıdy.", "latin"),
        ("Oblıs äkimi bilim basqarmasına esep berudi tapsırdı.", "latin"),
        ("وبلىس اكىمى ەسەپ بەرۋدى تاپسىردى", "arabic"),
        ("Облыс әкімі есеп беруді тапсырды.", None),
        ("The akim instructed the department to report in writing.", None),
        ("Résumé: le gouverneur a demandé un rapport.", None),
        ("12.11.2025", None),
        ("", None),
    ],
)
def test_other_scripts_of_kazakh(text: str, script: str | None) -> None:
    assert foreign_script(text) == script


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("әкім есеп беруді тапсырды", "kk"),
        ("аким поручил управлению провести ремонт", "ru"),
        ("министр да болды", "kk"),
        ("аким поручил проверить работу в ауле тұрар рысқұлов и на станции", "ru"),
        ("", "ru"),
    ],
)
def test_the_language_of_a_sentence(text: str, language: str) -> None:
    assert language_of(text) == language
