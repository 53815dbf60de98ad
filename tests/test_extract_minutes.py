"""Minutes and orders: what decides, stems over items, common lines, control, the paper itself."""

from typing import NamedTuple

import pytest
from marks import DAY

from tracker.domain.deadline import Every
from tracker.domain.unit import Register
from tracker.extract.find import candidates


class Item(NamedTuple):
    """An item by its words."""

    label: str
    wording: str
    told: list[str]
    helpers: list[str]
    due: str | None = None
    every: Every | None = None


def items(text: str) -> list[Item]:
    return [
        Item(
            one.label,
            one.wording,
            [text[slice(*span)] for span in one.addressees],
            [text[slice(*span)] for span in one.co_executors],
            one.due.isoformat() if one.due else None,
            one.every,
        )
        for one in candidates(text, Register(), on=DAY)
    ]


def test_kazakh_minutes() -> None:
    assert items(
        "ХАТТАМА № 12\n2025 жылғы 3 қараша\nТЫҢДАЛДЫ:\n1. Мектептердің жайы баяндалсын.\n"
        "ШЕШІМ ҚАБЫЛДАНДЫ:\n"
        "1. Білім басқармасы мектептерді тексерсін.\nМерзімі: 2025 жылғы 1 желтоқсан.\n"
        "2. Құрылыс басқармасы көпірді жөндесін.\nМерзімі: тоқсан сайын.\n"
        "Жауапты: Көлік басқармасы.\n"
        "3. Осы хаттаманың орындалуын бақылау аудан әкімінің орынбасарына жүктелсін.\n"
        "4. Осы шешім қол қойылған күнінен бастап күшіне енеді.\n"
    ) == [
        Item("1", "Мектептерді тексеру", ["Білім басқармасы"], [], "2025-12-01"),
        Item(
            "2",
            "Көпірді жөндеу",
            ["Құрылыс басқармасы"],
            ["Көлік басқармасы"],
            None,
            Every.QUARTER,
        ),
        Item(
            "3",
            "Осы хаттаманың орындалуын бақылау",
            ["аудан әкімінің орынбасарына"],
            [],
        ),
    ]


def test_russian_minutes() -> None:
    assert items(
        "ПРОТОКОЛ № 7\nСЛУШАЛИ:\n1. Информацию о ремонте.\nРЕШИЛИ:\n"
        "1. Утвердить план работы.\n"
        "2. Управлению образования провести ремонт школ.\nСрок: 1 декабря 2025 года.\n"
        "3. Управлению культуры (по согласованию) открыть музей. Срок – ежеквартально.\n"
        "Ответственный: Петров И.И.\n"
        "4. Контроль за исполнением настоящего протокола возложить на заместителя акима.\n"
        "5. Настоящее решение вступает в силу со дня подписания.\n"
    ) == [
        Item("2", "Провести ремонт школ", ["Управлению образования"], [], "2025-12-01"),
        Item(
            "3",
            "Открыть музей",
            ["Управлению культуры"],
            ["Петров И.И."],
            None,
            Every.QUARTER,
        ),
        Item(
            "4",
            "Контроль за исполнением настоящего протокола",
            ["заместителя акима"],
            [],
        ),
    ]


def test_a_stem_tells_the_items_below_it_and_no_others() -> None:
    assert items(
        "РЕШИЛИ:\n1. Акимам районов:\n1) очистить дороги;\n2) закупить уголь.\n"
        "2. Управлению культуры открыть музей.\n"
    ) == [
        Item("1.1", "Очистить дороги", ["Акимам районов"], []),
        Item("1.2", "Закупить уголь", ["Акимам районов"], []),
        Item("2", "Открыть музей", ["Управлению культуры"], []),
    ]


def test_co_executors_of_a_stem_help_with_all_its_items() -> None:
    russian = (
        "РЕШИЛИ:\n1. Управлению образования совместно с Управлением культуры:\n"
        "1) очистить дороги;\n2) закупить уголь.\n"
    )
    kazakh = (
        "ШЕШТІ:\n1. Білім басқармасы қаржы басқармасымен бірлесіп:\n"
        "1) мектептерді тексерсін;\n2) есеп беру қажет.\n"
    )
    assert [one.helpers for one in items(russian)] == [["Управлением культуры"]] * 2
    assert [one.helpers for one in items(kazakh)] == [["қаржы басқармасымен"]] * 2
    assert all(one.helpers_for_all for one in candidates(russian, Register(), on=DAY))


def test_a_line_with_a_day_goes_before_a_period_in_the_item() -> None:
    text = (
        "РЕШИЛИ:\n1. Управлению культуры еженедельно представлять сводку.\n"
        "Срок: 1 декабря 2025 года."
    )
    assert [one.due for one in items(text)] == ["2025-12-01"]


def test_who_is_named_once_is_to_do_the_next_wish_too() -> None:
    text = "ШЕШТІ:\n1. Аудан әкімдері жиын ұйымдастырсын, нәтижесін ай сайын хабарласын."
    assert [one.told for one in items(text)] == [["Аудан әкімдері"]] * 2


def test_a_stem_in_the_nominative_is_kazakh() -> None:
    assert items(
        "ШЕШТІ:\n3. Құрылыс басқармасы, Семей қаласының әкімдігі:\n"
        "3.1. мектеп құрылысын аяқтасын;\n3.2. есеп берсін.\n"
    ) == [
        Item(
            "3.1",
            "Мектеп құрылысын аяқтау",
            ["Құрылыс басқармасы", "Семей қаласының әкімдігі"],
            [],
        ),
        Item("3.2", "Есеп беру", ["Құрылыс басқармасы", "Семей қаласының әкімдігі"], []),
    ]


def test_a_common_term_stands_for_all_items_of_a_stem_that_have_none() -> None:
    found = items(
        "РЕШИЛИ:\n1. Акимам районов:\n1) очистить дороги до 10 ноября;\n2) закупить уголь.\n"
        "Срок: 1 декабря.\n"
    )
    assert [one.due for one in found] == ["2025-11-10", "2025-12-01"]


def test_a_term_of_execution_stands_for_the_whole_list() -> None:
    found = items(
        "ШЕШТІ:\n1. Білім басқармасы тізім жасасын.\n2. Мәдениет басқармасы есеп берсін.\n"
        "Орындау мерзімі: 2025 жылғы 1 желтоқсан\n"
    )
    assert [one.due for one in found] == ["2025-12-01", "2025-12-01"]


def test_the_first_who_answers_executes_where_nobody_was_told() -> None:
    (one,) = items(
        "РЕШИЛИ:\n1. Провести ремонт школ.\n"
        "Ответственные: управление образования, управление финансов (по согласованию), Ли А.А.\n"
    )
    assert (one.told, one.helpers) == (
        ["управление образования"],
        ["управление финансов", "Ли А.А."],
    )


def test_who_was_told_is_no_co_executor_as_well() -> None:
    (one,) = items(
        "ШЕШТІ:\n1. Білім басқармасы (А. Серіков) тізім жасасын.\n"
        "Жауаптылар: білім басқармасы, Серіков А.\n"
    )
    assert one.helpers == []


@pytest.mark.parametrize(
    "line", ["Мерзімі: 1 желтоқсан", "Мерзімі – 1 желтоқсан", "МЕРЗІМІ: 01.12.2025"]
)
def test_common_lines_are_written_in_many_ways(line: str) -> None:
    (one,) = items(f"ШЕШТІ:\n1. Білім басқармасы тізім жасасын.\n{line}\n")
    assert one.due == "2025-12-01"


def test_a_common_line_may_follow_in_the_same_line() -> None:
    (one,) = items("РЕШИЛИ:\n1. Акиму области провести ремонт. Срок: 1 декабря, отв. – Ли А.А.\n")
    assert (one.due, one.helpers) == ("2025-12-01", ["Ли А.А."])


@pytest.mark.parametrize(
    "heading", ["ШЕШТІ:", "БҰЙЫРАМЫН:", "Тапсырылсын:", "РЕШИЛИ:", "ПРИКАЗЫВАЮ:", "ПОСТАНОВЛЯЕТ:"]
)
def test_below_what_decides_passive_wishes_and_infinitives_are_items(heading: str) -> None:
    item = "1. Школды жөндеу жүргізілсін." if heading[0] in "ШБТ" else "1. Провести ремонт школ."
    assert len(items(f"{heading}\n{item}\n")) == 1
    assert items(f"{item}\n") == []


def test_what_was_heard_decides_nothing() -> None:
    assert items("РЕШИЛИ:\nВЫСТУПИЛИ:\n1. Провести ремонт школ.\n") == []


def test_dashes_under_a_bullet_are_told_to_its_unit() -> None:
    text = (
        "РЕШИЛИ:\n• Управлению образования:\n– открыть каток;\n– закрыть каток.\n"
        "• Управлению занятости провести ярмарку."
    )
    told = ["Управлению образования"]
    assert [one.told for one in items(text)] == [told, told, ["Управлению занятости"]]
