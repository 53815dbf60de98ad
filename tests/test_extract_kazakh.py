"""Kazakh sentences with what should be found in them: `[…]` to be done, `<…>` told, `{…}` helps.

A sentence without marks states nothing that is to be done.
"""

import pytest
from marks import found_in, marked, named

FORMS = {
    "accusative": "Әкім <білім басқармасына> [мектептерді тексеруді] тапсырды.",
    "possessive accusative": "Әкім <ауыл әкімдеріне> [жолдың жөнделуін қадағалауын] тапсырды.",
    "negative": "Министр <департаментке> [бағаның өсуіне жол бермеуді] тапсырды.",
    "bare before the passive": "<Аудан әкіміне> [апатты үйлердің тізімін жасау] тапсырылды.",
    "bare, with a particle": "<Қаржы басқармасына> [жобаның сметасын тексеру] де жүктелді.",
    "about": "Министр <департаментке> [бағаны тұрақтандыру] бойынша тапсырма берді.",
    "dative before a task": "Әкім <бөлімге> [тұрғындарға жауап беруге] тапсырма берді.",
    "need that is ordered": "Әкім <басқармаға> [қауіпсіздікті қамтамасыз ету] қажеттігін тапсырды.",
    "works": "Әкім <басқармаға> [көшелерді тазалау] жұмыстарын жүктеді.",
    "task of": "Әкім <басқармаға> [көшелерді тазалау] тапсырмасын жүктеді.",
    "obliged in the accusative": "Әкім <аудан әкімдерін> [жиналыс өткізуге] міндеттеді.",
    "demanded": "Облыс әкімі <аудан әкімдерінен> [мәселені шешуді] талап етті.",
    "wish": "<Білім басқармасы> [есепті толық әзірлесін].",
    "passive wish in minutes": "ШЕШТІ:\n1. [Жолдарды жөндеу кестесі әзірленсін].",
    "command": "«[Жөндеу жұмыстарын уақытында аяқтаңыздар]», – деді облыс әкімі жиында.",
    "needed, in the nominative": "«<Ауыл әкімдері> [техниканы сайлауы] керек», – деді әкім.",
    "goes on behind a converb": "Әкім <бөлімге> [қоқысты шығаруды] тапсырып, жиынды қорытындылады.",
    "giving in the present": "[Мектептердің жылуын тексеруді] тапсырып отырмын.",
}

LISTS = {
    "commas and “and”": (
        "Әкім <басқармаға> [жолдарды жөндеуді], [көшелерді жарықтандыруды] және [саябақты күтуді] "
        "тапсырды."
    ),
    "“and” within an object": "Әкім [бағаның және тарифтің өсуін тоқтатуды] тапсырды.",
    "converbs part nothing": "Әкім <бөлімге> [есепті тексеріп, қорытындысын ұсынуды] тапсырды.",
    "attributes part nothing": (
        "Әкім <бөлімге> [аз қамтылған, көпбалалы отбасыларды анықтауды] тапсырды."
    ),
    "a verbal noun as an object": "Әкім <бөлімге> [қолдауды күшейтіп, есеп беруді] тапсырды.",
    "each item its own addressee": (
        "Әкім <білім басқармасына> [мектепті жөндеуді], <ішкі саясат басқармасына> "
        "[түсіндіру жұмысын жүргізуді], ал <полиция департаментіне> [тәртіпті сақтауды] жүктеді."
    ),
    "an adverb before the verb": "Әкім [жұмысты жандандыруды] қатаң тапсырды.",
    "bare list before works": (
        "Әкім <бөлімге> [тізімді жасау], [құжаттарды сақтау] және [бақылауды нығайту] жұмыстарын "
        "міндеттеді."
    ),
}

ADDRESSEES = {
    "behind the item": "Әкім [көпірді жөндеуді] <көлік басқармасына> тапсырды.",
    "coordinated": "Әкім <қаржы басқармасы> мен <аудан әкімдеріне> [есеп беруді] тапсырды.",
    "“and” in the name": (
        "Әкім <жолаушылар көлігі және автомобиль жолдары басқармасына> [көпірді жөндеуді] тапсырды."
    ),
    "a post and its person": (
        "Аймақ басшысы <облыс әкімінің орынбасары Ербол Мұратовқа> [тасқынға дайындықты бақылауға "
        "алуды] тапсырды."
    ),
    "an abbreviation": "Әкім <ТЖД-ға> [өзен жағасын тексеруді] тапсырды.",
    "people": "Әкім <мердігерлерге> [жұмысты аяқтауды] тапсырды.",
    "a goal is none": "Әкім [қаражатты көлік саласына бөлуді] тапсырды.",
    "a recipient above is none": "Әкім [Үкіметке ұсыныс енгізуді] тапсырды.",
    "a list of places": (
        "Әкім <Ұлан, Зайсан және Тарбағатай аудандарының әкімдеріне> [жолды тазалауды] тапсырды."
    ),
    "a name in quotation marks": "Әкім <«Жасыл ел» мекемесіне> [ағаш отырғызуды] тапсырды.",
    "others too": "<Өзге де мекемелер> [жоспарды орындасын].",
}

HELPERS = {
    "together": (
        "Әкім <білім басқармасына> {жұмыспен қамту басқармасымен} бірлесіп [жәрмеңке өткізуді] "
        "тапсырды."
    ),
    "going together": (
        "Әкім <бөлімге> {полиция департаментімен} бірлесе отырып [рейд жүргізуді] тапсырды."
    ),
    "without “together” none": "Әкім <бөлімге> [құрал-жабдықпен қамтамасыз етуді] тапсырды.",
}

NOTHING = {
    "handed over": "Әкім жас отбасына пәтердің кілтін тапсырды.",
    "an exam": "Мектеп түлектері кеше ұлттық тестілеу тапсырды.",
    "blood": "Дәрігерлер мен студенттер қан тапсырды.",
    "a state order": "Кәсіпорын мемлекеттік тапсырысты орындады.",
    "by order of": "Облыс әкімінің тапсырмасымен мектеп жөнделді.",
    "only a summary": "Жиын соңында әкім бірқатар тапсырма берді.",
    "a court": "Сот жауапкерді шығынды өтеуге міндеттеді.",
    "proposed": "Депутаттар салықты азайтуды ұсынды.",
    "provided for": "Жоба жаңа мектеп салуды көздейді.",
    "denied": "Әкім ондай шешім қабылдауды тапсырған жоқ.",
    "given before": "Бұған дейін әкім көпірді жөндеуді тапсырған болатын.",
    "needed by nobody": "Жолдарды дереу жөндеу қажет.",
    "self-executing": "ШЕШТІ:\n1. Жұмыс тобының құрамы бекітілсін.",
    "about the paper": "ШЕШТІ:\n1. Осы қаулы қол қойылған күнінен бастап күшіне енеді.",
    "thrown out by people": "Тұрғындар жолды жөндеуді талап етті.",
}


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
        assert one.language == "kk"
        assert one.rules[0].startswith("kk.verb.")
        assert one.rules[1].startswith("kk.head.")


def test_an_addressee_governs_what_follows_until_the_next() -> None:
    first, second, third = found_in(
        "Әкім білім басқармасына мектепті жөндеуді, есеп беруді, ал қаржы басқармасына қаражат "
        "бөлуді тапсырды."
    )
    assert first.addressees == second.addressees != third.addressees


def test_co_executors_of_the_first_item_are_drafted_for_all_and_marked() -> None:
    first, second = found_in(
        "Әкім білім басқармасына полиция департаментімен бірлесіп рейд жүргізуді және тізім "
        "жасауды тапсырды."
    )
    assert first.co_executors == second.co_executors != ()
    assert (first.helpers_for_all, second.helpers_for_all) == (False, True)


@pytest.mark.parametrize(
    ("sentence", "is_soft"),
    [
        ("Әкім бөлімге есеп беруді тапсырды.", False),
        ("«Ауыл әкімдері техниканы сайлауы керек», – деді әкім.", True),
        ("Әкім басқармаға тізім жасау қажеттігін айтты.", True),
    ],
)
def test_needs_are_softer_than_orders(sentence: str, *, is_soft: bool) -> None:
    assert [one.is_soft for one in found_in(sentence)] == [is_soft]
