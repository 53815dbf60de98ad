"""The wording of a task: a verbal noun in Kazakh, whatever the form; Russian stays as it is."""

import pytest

from tracker.extract.wording import kazakh_noun, task


@pytest.mark.parametrize(
    ("form", "word", "noun"),
    [
        ("acc", "жүргізуді", "жүргізу"),
        ("acc", "қадағалауын", "қадағалау"),
        ("acc", "қоюды", "қою"),
        ("acc", "қалдырмауды", "қалдырмау"),
        ("acc", "бермеуді", "бермеу"),
        ("dat", "арттыруға", "арттыру"),
        ("dat", "табуына", "табу"),
        ("need", "етуі", "ету"),
        ("need", "сайлаулары", "сайлау"),
        ("bare", "тексеру", "тексеру"),
        ("works", "нығайту", "нығайту"),
        ("about", "тұрақтандыру", "тұрақтандыру"),
        ("name", "талдау", "талдау"),
        ("wish", "етсін", "ету"),
        ("wish", "әзірлесін", "әзірлеу"),
        ("wish", "қойсын", "қою"),
        ("wish", "тапсын", "табу"),
        ("wish", "шықсын", "шығу"),
        ("wish", "бекітілсін", "бекіту"),
        ("wish", "қабылдансын", "қабылдау"),
        ("wish", "жібермесін", "жібермеу"),
        ("imperative", "аяқтаңыздар", "аяқтау"),
        ("imperative", "алыңыз", "алу"),
        ("imperative", "беріңіздер", "беру"),
        ("imperative", "жүргізіңіз", "жүргізу"),
        ("imperative", "қойыңыздар", "қою"),
        ("imperative", "оқыңыз", "оқу"),
    ],
)
def test_each_form_becomes_a_verbal_noun(form: str, word: str, noun: str) -> None:
    assert kazakh_noun(word, form) == noun


@pytest.mark.parametrize(
    ("action", "head", "form", "language", "wording"),
    [
        ("есеп  беруді", "беруді", "acc", "kk", "Есеп беру"),
        ("«Жасыл ел» жасағын құруды", "құруды", "acc", "kk", "«Жасыл ел» жасағын құру"),
        ("бағаның өсуіне жол бермеуді", "бермеуді", "acc", "kk", "Бағаның өсуіне жол бермеу"),
        ("не допускать роста цен", "не", "infinitive", "ru", "Не допускать роста цен"),
        ("«закупить» уголь", "«закупить»", "infinitive", "ru", "«Закупить» уголь"),
        ("провести\nремонт –", "провести", "infinitive", "ru", "Провести ремонт"),
    ],
)
def test_the_rest_stays_but_for_the_first_letter(
    action: str, head: str, form: str, language: str, wording: str
) -> None:
    start = action.index(head)
    assert task(action, (start, start + len(head)), form, language) == wording
