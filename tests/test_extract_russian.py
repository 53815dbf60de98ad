"""Russian sentences with what should be found in them: `[…]` to be done, `<…>` told, `{…}` helps.

A sentence without marks states nothing that is to be done. All is read twice: with the words looked
up in pymorphy3, and by their endings.
"""

from collections.abc import Iterator
from contextlib import nullcontext

import pytest
from evaluate import by_endings
from marks import found_in, marked, named

FORMS = {
    "active": "Аким поручил <управлению образования> [провести ремонт школ].",
    "active, in the present": "Поручаю <акимам районов> [очистить арыки до снега].",
    "passive": "<Управлению строительства> поручено [проверить подрядчиков].",
    "task and infinitive": "Глава области дал поручение <департаменту> [усилить контроль цен].",
    "task and noun": "Аким дал <управлению> поручение [по ремонту дорог].",
    "task, set": "Перед <акимами районов> поставлена задача [завершить посевную].",
    "obliged": "Аким обязал <акимов районов> [расчистить дороги].",
    "demanded": "Аким потребовал от <управления транспорта> [восстановить маршрут].",
    "clause": "Аким потребовал, чтобы <управление> [обеспечило школы углём].",
    "arranged": "Аким распорядился [закрыть свалку у реки].",
    "fronted": "[Разработать план эвакуации] поручил аким <управлению>.",
    "quoted": "«[Завершить ремонт моста]», – поручил аким <управлению дорог>.",
    "dative and infinitive": "РЕШИЛИ:\n1. <Управлению культуры> [открыть библиотеку].",
    "dash": "<Управлению культуры> – [открыть библиотеку].",
    "charge": "[Контроль за исполнением приказа] возложить на <заместителя акима>.",
    "answering for it": "[Ответственность за завоз угля] возложена на <заместителя акима района>.",
    "necessary": "<Акимам> необходимо [ускорить ремонт школ], – сказал аким области.",
    "must": "«<Подрядчики> должны [завершить работы]», – подчеркнул аким.",
    "recommended": "<Предприятиям> рекомендовано [проверить котлы].",
    "awaited": "«К пятнице [жду доклад по каждому дому]», – сказал аким <руководителю управления>.",
}

LISTS = {
    "commas and “and”": (
        "Аким поручил <управлению> [проверить котельные], [закупить уголь] и [подготовить дороги]."
    ),
    "infinitives that share an object": "Аким поручил <управлению> [разработать и утвердить план].",
    "“and” within an object": "Аким поручил <управлению> [проверить школы и больницы].",
    "clauses part nothing": (
        "Аким поручил <управлению> [найти подрядчика, который сможет построить мост]."
    ),
    "purposes part nothing": (
        "Аким поручил <управлению> [обследовать мост, чтобы продлить срок службы]."
    ),
    "governed infinitives": "Аким поручил <управлению> [дать жителям возможность получить жильё].",
    "each item its own addressee": (
        "Аким поручил <управлению культуры> [открыть музей], <акимам районов> – [очистить дороги]."
    ),
    "an adverb before the infinitive": "Аким поручил [срочно вывезти снег].",
}

ADDRESSEES = {
    "coordinated": "Аким поручил <управлению культуры> и <акимам районов> [провести праздник].",
    "“and” in the name": "Аким поручил <управлению спорта и туризма> [провести игры].",
    "a comma in the name": (
        "Поручаю <министерству торговли, науки и спорта> [подготовить предложения]."
    ),
    "“by” in the name": "Аким поручил <агентству по делам спорта> [провести игры].",
    "a post and its person": "Аким поручил <заместителю акима Ивану Петрову> [проверить школы].",
    "acting": "Глава поручил <и. о. министра транспорта И. В. Лаптеву> [вернуть расписание].",
    "initials": "<Б. Ердембекову> – [проработать вопрос].",
    "a surname that has no cases": "<А. Сматаеву>, <Р. Ким> – [проработать механизм возврата].",
    "indeclinable": "Аким поручил <МЧС> [усилить дежурство].",
    "a name in quotation marks": "Аким поручил <ТОО «Водоканал»> [заменить трубы].",
    "a participle before the noun": "<Управляющим компаниям> рекомендовано [вывезти снег].",
    "in charge of something": "<Заведующей учебной частью> [проверить списки].",
    "people": "Аким поручил <жилищникам> [убрать снег].",
    "a goal is none": "Аким поручил [подключить к сети больницу].",
}

HELPERS = {
    "together with": (
        "Аким поручил <управлению образования> совместно с {управлением занятости} [провести "
        "ярмарку]."
    ),
    "together with several": (
        "Аким поручил <управлению> совместно с {полицией} и {прокуратурой} [провести рейды]."
    ),
    "together with anybody": (
        "Аким поручил <управлению> совместно с {речным пароходством} [найти рейсы]."
    ),
    "behind the item": (
        "Аким поручил <управлению> [провести ярмарку] совместно с {управлением занятости}."
    ),
    "with the participation of": (
        "Аким поручил <управлению> с участием {департамента полиции} [провести рейды]."
    ),
}

NOTHING = {
    "by order of": "По поручению акима отремонтирована школа.",
    "only a summary": "Аким дал ряд поручений.",
    "not given": "Аким не поручал закрывать школу.",
    "a court": "Суд обязал компанию возместить ущерб.",
    "demanded by others": "Жильцы потребовали выплат.",
    "given before": "Ранее аким поручил построить мост.",
    "an office": "Исполнение обязанностей директора поручено Ивановой.",
    "needed by nobody": "Необходимо построить новую школу.",
    "a question": "Кому аким поручил построить мост?",
    "about the paper": "РЕШИЛИ:\n1. Настоящее решение вступает в силу со дня подписания.",
    "self-executing": "РЕШИЛИ:\n1. Утвердить состав комиссии.",
    "a payment order": "Банк принял платёжное поручение.",
}


@pytest.fixture(params=["dictionary", "endings"], autouse=True)
def _words(request: pytest.FixtureRequest) -> Iterator[None]:
    """Read the words by pymorphy3, and as if it were not installed."""
    if request.param == "dictionary":
        pytest.importorskip("pymorphy3")
    with by_endings() if request.param == "endings" else nullcontext():
        yield


@named(FORMS)
def test_forms(sentence: str) -> None:
    assert marked(sentence) == sentence


@named(LISTS)
def test_lists(sentence: str) -> None:
    assert marked(sentence) == sentence


@named(ADDRESSEES)
def test_addressees(sentence: str) -> None:
    assert marked(sentence) == sentence


@named(HELPERS)
def test_co_executors(sentence: str) -> None:
    assert marked(sentence) == sentence


@named(NOTHING)
def test_nothing_is_told_to_be_done(sentence: str) -> None:
    assert marked(sentence) == sentence


@named(FORMS, LISTS, ADDRESSEES, HELPERS)
def test_every_find_says_which_rules_made_it(sentence: str) -> None:
    for one in found_in(sentence):
        assert one.language == "ru"
        assert one.rules[0].startswith("ru.verb.")
        assert one.rules[1].startswith("ru.head.")


@pytest.mark.parametrize(
    ("sentence", "is_soft"),
    [
        ("Аким поручил управлению провести ремонт.", False),
        ("Акимам необходимо ускорить ремонт школ, – сказал аким области.", True),
        ("Предприятиям рекомендовано проверить котлы.", True),
    ],
)
def test_needs_are_softer_than_orders(sentence: str, *, is_soft: bool) -> None:
    assert [one.is_soft for one in found_in(sentence)] == [is_soft]
