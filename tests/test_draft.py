"""Documents become drafts: units found, terms counted, doubts told, doubles drafted once."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tracker.domain.deadline import Every, WorkCalendar
from tracker.domain.directive import Directive
from tracker.domain.unit import Register, Unit
from tracker.errors import BadInput
from tracker.extract.doubts import Doubt
from tracker.extract.meeting import meeting_facts
from tracker.load.documents.prose import Prose
from tracker.load.drafted import Drafted, Drafts
from tracker.service.draft import as_draft, confirmed, draft, meeting_of

MONDAY = date(2025, 11, 3)

UNITS = Register(
    [
        Unit(
            key="education",
            names={"kk": "Білім басқармасы", "ru": "Управление образования"},
            short={},
            head="Бауыржан Ердембеков",
        ),
        Unit(
            key="employment",
            names={"kk": "Жұмыспен қамту басқармасы", "ru": "Управление занятости"},
            short={},
        ),
        Unit(
            key="roads",
            names={
                "kk": "Жолаушылар көлігі және автомобиль жолдары басқармасы",
                "ru": "Управление пассажирского транспорта и автомобильных дорог",
            },
            short={},
        ),
    ]
)


def drafted(text: str, *, known: list[Directive] | None = None, on: date | None = MONDAY) -> Drafts:
    prose = Prose("minutes.txt", "0" * 64, text)
    return draft(prose, UNITS, known or [], on=on, today=MONDAY, calendar=WorkCalendar())


def only(text: str, *, known: list[Directive] | None = None) -> Drafted:
    (one,) = drafted(text, known=known).drafted
    return one


def doubts(one: Drafted) -> set[Doubt]:
    return {warned.doubt for warned in one.warnings}


def standing(id: int, text: str) -> Directive:
    return Directive(id=id, wording={"kk": text}, created_on=MONDAY, touched_on=MONDAY)


@pytest.mark.parametrize(
    ("text", "executor", "helpers"),
    [
        ("Әкім білім басқармасына есеп беруді тапсырды.", "education", ()),
        ("Әкім облыстық білім басқармасының басшысына есеп беруді тапсырды.", "education", ()),
        (
            (
                "Әкім жолаушылар көлігі және автомобиль жолдары басқармасына жұмыспен қамту "
                "басқармасымен бірлесіп көпірді жөндеуді тапсырды."
            ),
            "roads",
            ("employment",),
        ),
        (
            "Әкім білім басқармасы мен жұмыспен қамту басқармасына жәрмеңке өткізуді тапсырды.",
            "education",
            ("employment",),
        ),
        ("Аким поручил управлению образования провести ремонт школ.", "education", ()),
        (
            (
                "Аким поручил руководителю управления образования совместно с управлением "
                "занятости провести ярмарку."
            ),
            "education",
            ("employment",),
        ),
        ("Аким поручил Б. Ердембекову провести ремонт школ.", "education", ()),
    ],
)
def test_units_are_known_in_any_form_and_by_their_heads(
    text: str, executor: str, helpers: tuple[str, ...]
) -> None:
    one = only(text)
    assert (one.executor, one.co_executors) == (executor, helpers)
    assert Doubt.UNKNOWN_UNIT not in doubts(one)


def test_an_unknown_unit_stays_as_written_and_the_nearest_is_offered() -> None:
    one = only("Әкім білім басқармаларына есеп беруді тапсырды.")
    assert one.executor is None
    assert not one.is_sure
    sentence = next(str(w.sentence) for w in one.warnings if w.doubt is Doubt.UNKNOWN_UNIT)
    assert sentence == (
        "“білім басқармаларына” is no unit of the register. Is “білім басқармасы” meant?"
    )
    assert as_draft(one).executor is None


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        ("Әкім білім басқармасына есеп беруді тапсырды.", Doubt.NO_DATE),
        ("Әкім білім басқармасына қысқа мерзімде есеп беруді тапсырды.", Doubt.VAGUE_DATE),
        ("Әкім мектептерді жөндеуді тапсырды.", Doubt.NO_EXECUTOR),
        ("Әкім прокуратураға есеп беруді тапсырды.", Doubt.UNKNOWN_UNIT),
        ("Әкім білім басқармасына 5 қарашаға дейін есеп беруді тапсырды.", None),
        ("Әкім білім басқармасына 4 қарашаға дейін есеп беруді тапсырды.", Doubt.SHORT_TERM),
        (
            "Әкім білім басқармасына мектептерді тексеріп, есеп беруді тапсырды.",
            Doubt.TWO_ACTIONS,
        ),
        ("Аким поручил управлению образования разработать и утвердить план.", Doubt.TWO_ACTIONS),
        ("Әкім білім басқармасына бақылауды күшейтуді тапсырды.", Doubt.NO_RESULT),
        ("Аким поручил управлению образования усилить контроль.", Doubt.NO_RESULT),
        ("Әкім білім басқармасына түлектерді тұрақты бақылауды тапсырды.", Doubt.PERIOD_ASSUMED),
        (
            "Әкім білім басқармасына бұған дейін берілген тапсырмаларды орындауды жүктеді.",
            Doubt.EARLIER,
        ),
        ("«Білім басқармасы есеп беруі керек», – деді әкім.", Doubt.SOFT),
    ],
)
def test_what_is_unsure_is_said(text: str, doubt: Doubt | None) -> None:
    found = doubts(only(text))
    if doubt is None:
        assert not found
    else:
        assert doubt in found


def test_a_figure_is_a_result() -> None:
    text = "Әкім білім басқармасына колледждер санын 40-қа дейін арттыруды тапсырды."
    assert Doubt.NO_RESULT not in doubts(only(text))


def test_co_executors_named_for_the_first_item_are_drafted_for_all_and_flagged() -> None:
    first, second = drafted(
        "Әкім білім басқармасына жұмыспен қамту басқармасымен бірлесіп нарықты талдауды және "
        "жәрмеңке өткізуді тапсырды."
    ).drafted
    assert first.co_executors == second.co_executors == ("employment",)
    assert Doubt.SHARED_CO_EXECUTOR not in doubts(first)
    assert Doubt.SHARED_CO_EXECUTOR in doubts(second)


def test_a_directive_that_is_open_and_says_the_same_is_named() -> None:
    known = [standing(3, "Жолдарды қыстан тазарту"), standing(7, "Мектептердің есебін тексеру")]
    one = only("Әкім білім басқармасына мектептердің есебін тексеруді тапсырды.", known=known)
    (warned,) = [w for w in one.warnings if w.doubt is Doubt.DUPLICATE]
    assert str(warned.sentence) == "Directive 7, which is open, says much the same."
    assert not one.is_sure


def test_another_matter_of_the_same_words_is_no_double() -> None:
    known = [standing(1, "Мектептердің жылу жүйесін жөндеу")]
    one = only("Әкім білім басқармасына мектептердің асханасын тексеруді тапсырды.", known=known)
    assert Doubt.DUPLICATE not in doubts(one)


BILINGUAL = """ХАТТАМА № 7
2025 жылғы 3 қараша
ШЕШІМ ҚАБЫЛДАНДЫ:
1. Білім басқармасы колледждердің базасын жаңартсын.
Мерзімі: 2025 жылғы 1 желтоқсан.
2. Жұмыспен қамту басқармасы есеп берсін.
Мерзімі: тоқсан сайын.
ПРОТОКОЛ № 7
от 3 ноября 2025 года
РЕШИЛИ:
1. Управлению образования обновить базу колледжей.
Срок: 1 декабря 2025 года.
2. Управлению занятости представлять отчет.
Срок: ежеквартально.
"""


def test_a_short_directive_swallows_no_longer_one() -> None:
    known = [standing(1, "Внести предложения")]
    text = "Аким поручил управлению образования внести предложения по вакцинации 900 детей."
    assert Doubt.DUPLICATE not in doubts(only(text, known=known))


def test_a_directive_drafted_from_the_same_words_is_said_to_be() -> None:
    text = "Аким поручил управлению образования провести ремонт."
    one = only(text)
    known = replace(standing(4, "Мүлде басқа"), source=one.source)
    (warned,) = [w for w in only(text, known=[known]).warnings if w.doubt is Doubt.DUPLICATE]
    assert str(warned.sentence) == "Directive 4 was drafted from these very words."


def test_a_name_that_is_part_of_a_longer_one_is_not_it() -> None:
    one = only("Аким поручил управлению образования и науки провести ремонт.")
    assert (one.executor, Doubt.UNKNOWN_UNIT in doubts(one)) == (None, True)


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("Әкім білім басқармасына бес жұмыс күнінен кешіктірмей есеп беруді тапсырды.", "11-10"),
        ("Аким поручил управлению образования до 30 ноября с.г. провести турнир.", "11-30"),
        ("Аким поручил управлению образования не позднее 10 декабря т.г. сдать отчёт.", "12-10"),
    ],
)
def test_terms_of_offices(text: str, due: str) -> None:
    one = only(text)
    assert str(one.candidate.due) == f"2025-{due}"
    assert "г." not in one.candidate.wording.lower()


def test_a_range_of_days_is_no_term() -> None:
    one = only("Аким поручил управлению образования построить школы с 1 по 20 декабря.")
    assert (one.candidate.due, one.candidate.wording) == (
        None,
        "Построить школы с 1 по 20 декабря",
    )


def test_so_many_days_ago_is_no_earlier_directive() -> None:
    only("Ол білім басқармасына мектептерді 5 күн бұрын тексеруді тапсырды.")


@pytest.mark.parametrize(
    ("text", "on", "sentence"),
    [
        (
            "Аким поручил управлению образования до 25 декабря 2024 года сдать отчёт.",
            MONDAY,
            "2024-12-25 lies before the document's own day.",
        ),
        (
            "Аким поручил управлению образования до 25 декабря сдать отчёт.",
            None,
            "“до 25 декабря” counts from the document's day, which is not known: give --date.",
        ),
    ],
)
def test_what_is_wrong_with_a_term_is_said(text: str, on: date | None, sentence: str) -> None:
    (one,) = drafted(text, on=on).drafted
    assert sentence in [str(warned.sentence) for warned in one.warnings]


def test_a_bilingual_document_is_drafted_once_with_both_wordings() -> None:
    found = drafted(BILINGUAL, on=None)
    assert [(one.item, one.wording) for one in found.drafted] == [
        ("1", {"kk": "Колледждердің базасын жаңарту", "ru": "Обновить базу колледжей"}),
        ("2", {"kk": "Есеп беру", "ru": "Представлять отчет"}),
    ]
    assert all(Doubt.OTHER_LANGUAGE in doubts(one) for one in found.drafted)
    assert [one.candidate.every for one in found.drafted] == [None, Every.QUARTER]


def test_two_parts_that_differ_stay_apart() -> None:
    text = BILINGUAL.replace("Срок: 1 декабря", "Срок: 2 декабря")
    found = drafted(text, on=None).drafted
    assert [one.candidate.language for one in found] == ["kk", "kk", "ru", "ru"]


def test_one_number_for_several_directives_is_told_apart() -> None:
    found = drafted(
        "РЕШИЛИ:\n1. Управлению образования провести ремонт школ, закупить мебель.\n"
        "2. Управлению занятости провести ярмарку."
    ).drafted
    assert [one.item for one in found] == ["1", "1/2", "2"]


def test_the_words_as_they_stood_stay_with_the_draft() -> None:
    text = "Ол\u00ad кел\u00adді.\n\nӘкiм бiлiм басқармасына есеп берудi тапсырды."
    one = only(text)
    assert one.source.words == text[one.source.start : one.source.end] == "есеп берудi"
    assert one.wording == {"kk": "Есеп беру"}
    assert one.line == 3
    assert one.source.document == "minutes.txt"


def test_the_meeting_is_known_again_by_its_day_its_number_and_its_document() -> None:
    meeting = meeting_of(drafted(BILINGUAL, on=None))
    assert meeting
    assert (meeting.id, meeting.on) == ("2025-11-03-7-000000", date(2025, 11, 3))
    assert meeting.title == {"kk": "Хаттама № 7"}


def test_without_a_day_there_is_no_meeting_and_no_relative_date() -> None:
    found = drafted("Әкім білім басқармасына екі апта ішінде есеп беруді тапсырды.", on=None)
    assert meeting_of(found) is None
    (one,) = found.drafted
    assert (one.candidate.due, Doubt.VAGUE_DATE in doubts(one)) == (None, True)


def test_what_is_confirmed_is_a_file_of_these_directives() -> None:
    found = drafted(BILINGUAL, on=None)
    loaded = confirmed(found, [as_draft(found.drafted[1])])
    assert [one.item for one in loaded.drafts] == ["2"]
    assert loaded.meeting == meeting_of(found)
    assert confirmed(found, []).meeting is None


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("Oblys ákimi bilim basqarmasyna esep berýdi tapsyrdy. Jıyn ótti.", "Latin"),
        ("وبلىس اكىمى ءبىلىم باسقارماسىنا ەسەپ بەرۋدى تاپسىردى", "Arabic"),
    ],
)
def test_kazakh_in_other_scripts_is_declined(text: str, script: str) -> None:
    with pytest.raises(BadInput, match=f"“minutes.txt” is in {script} letters"):
        drafted(text)


def test_a_page_in_english_holds_no_directive_and_is_not_declined() -> None:
    assert drafted("The akim told the department to report by Friday.").drafted == ()


@pytest.mark.parametrize(
    ("text", "on", "title", "chair", "number"),
    [
        (
            "date 2025-11-03 Облыс әкімі Берік Уәлидің төрағалығымен аппараттық кеңес өтті.",
            date(2025, 11, 3),
            "Аппараттық кеңес",
            "Берік Уәли",
            None,
        ),
        (
            "ПРОТОКОЛ № 12\nот 3 ноября 2025 года\nПредседатель: аким области А. Б. Сатов\n",
            date(2025, 11, 3),
            "Протокол № 12",
            "А. Б. Сатов",
            "12",
        ),
        (
            "Под председательством акима области Ивана Петрова прошло заседание штаба.",
            None,
            "Заседание штаба",
            "Иван Петров",
            None,
        ),
        ("Есеп 2025 жылғы 1 желтоқсанға дейін берілсін.", None, None, None, None),
        ("", None, None, None, None),
    ],
)
def test_the_meeting_that_a_text_states(
    text: str, on: date | None, title: str | None, chair: str | None, number: str | None
) -> None:
    facts = meeting_facts(text)
    assert (facts.on, facts.title, facts.chair, facts.number) == (on, title, chair, number)


WORDS = st.lists(
    st.sampled_from(
        [
            "Әкім", "білім", "басқармасына", "тапсырды", "есеп", "беруді", "және", ",", ".", "\n",
            "1.", "Срок:", "Мерзімі:", "поручил", "управлению", "образования", "провести", "и",
            "ремонт", "до", "1", "декабря", "«", "»", "–", "деді", "керек", "тұрақты", ":", ";",
            "РЕШИЛИ", "ШЕШТІ", "\u00ad", "№", "(", ")", "бірлесіп", "басқармасымен", "\t", "[/b]",
        ]
    ),
    max_size=60,
)  # fmt: skip


@given(words=WORDS)
def test_any_words_make_drafts_that_point_into_the_text(words: list[str]) -> None:
    text = " ".join(words)
    for one in drafted(text).drafted:
        assert text[one.source.start : one.source.end] == one.source.words != ""
        assert all(wording.strip() for wording in one.wording.values())
        for first, last in (*one.candidate.addressees, *one.candidate.co_executors):
            assert 0 <= first < last <= len(text)
