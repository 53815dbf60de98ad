"""Tables of directives: columns known by their heads, a directive a row."""

from datetime import date

from tracker.domain.deadline import Every
from tracker.domain.unit import Register
from tracker.extract.find import Candidate, candidates


def found(text: str) -> list[Candidate]:
    return candidates(text, Register(), on=date(2025, 11, 3))


def told(text: str, one: Candidate) -> tuple[list[str], list[str]]:
    addressees = [text[slice(*span)] for span in one.addressees]
    return addressees, [text[slice(*span)] for span in one.co_executors]


RUSSIAN = """№\tПоручение\tОтветственный исполнитель\tСрок исполнения
1\tПровести ярмарку вакансий\tУправление занятости\t15 января 2026 года
2.\tОбновить базу колледжей, закупить мебель\tУправление образования, управление занятости\tежеквартально
3\tРемонт школ\tУправление образования\tдо конца года
Следующее заседание пройдет в декабре.
"""  # noqa: E501  # a row of a table is one line


def test_a_row_is_a_directive_with_its_executor_and_term() -> None:
    first, second, third, fourth = found(RUSSIAN)
    assert (first.wording, first.label, first.due) == (
        "Провести ярмарку вакансий",
        "1",
        date(2026, 1, 15),
    )
    assert told(RUSSIAN, first) == (["Управление занятости"], [])
    assert (second.label, third.label) == ("2", "2")
    assert told(RUSSIAN, third) == (["Управление образования"], ["управление занятости"])
    assert third.every is Every.QUARTER
    assert (fourth.wording, fourth.due) == ("Ремонт школ", date(2025, 12, 31))
    assert all(one.rules[0] == "ru.table.row" for one in found(RUSSIAN))


def test_columns_may_stand_in_another_order_and_language() -> None:
    text = (
        "Мерзімі\tТапсырма\tЖауаптылар\n"
        "2025 жылғы 1 желтоқсан\tМектептердің жылу жүйесін тексеру\tБілім басқармасы\n"
    )
    (one,) = found(text)
    assert (one.wording, one.due) == ("Мектептердің жылу жүйесін тексеру", date(2025, 12, 1))
    assert told(text, one) == (["Білім басқармасы"], [])


def test_rows_without_such_a_head_are_no_directives() -> None:
    assert found("Ауыл\tТұрғындар\nАқсу\t1200\nҚарасу\t800\n") == []


def test_a_line_of_prose_ends_the_table() -> None:
    text = RUSSIAN + "1\tАқсу\tУправление\t800\n"
    assert len(found(text)) == 4


def test_a_row_of_fewer_cells_and_an_empty_cell_are_passed_over() -> None:
    head = "Поручение\tИсполнитель\tСрок\n"
    assert found(head + "Провести ярмарку\tУправление занятости\n\tУправление\t1.12.2025\n") == []
    (one,) = found(head + "Провести ярмарку\t\t\n")
    assert (one.addressees, one.due) == ((), None)


def test_a_table_of_markdown_is_a_table() -> None:
    text = (
        "| № | Поручение | Исполнитель | Срок |\n|---|:--|---|---|\n"
        "| 4 | **Провести** ярмарку | Управление занятости | 1 декабря 2025 года |\n"
    )
    (one,) = found(text)
    assert (one.label, one.wording, one.due) == ("4", "Провести ярмарку", date(2025, 12, 1))
    assert told(text, one) == (["Управление занятости"], [])
