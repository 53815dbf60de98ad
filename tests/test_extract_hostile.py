"""Any text: no exception, places within it, and work that grows as the text does."""

import sys
from collections.abc import Callable
from datetime import date
from types import FrameType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.unit import Register, Unit
from tracker.extract.find import Candidate, candidates
from tracker.extract.lexicon import LANGUAGES, lexicon

DAY = date(2025, 11, 3)
REGISTER = Register(
    [
        Unit(
            key="education",
            names={"kk": "Білім басқармасы", "ru": "Управление образования"},
            short={},
        )
    ]
)

SIGNS = [
    *",.;:!?()«»“”„\"'–—-…\n\t\u00ad\u00a0№",
    "\n1. ",
    " 2) ",
    "\n– ",
    "**",
    "\n| ",
    "и. о. ",
    "А. Б. ",
    ". ",
]
WORDS = [
    *(
        word
        for code in LANGUAGES
        for section, name in (
            ("verbs", "active"),
            ("verbs", "passive"),
            ("verbs", "task_nouns"),
            ("verbs", "task_verbs"),
            ("verbs", "soft"),
            ("verbs", "saying"),
            ("heads", "meta"),
            ("units", "nouns"),
            ("units", "posts"),
            ("together", "words"),
            ("minutes", "decided"),
            ("minutes", "due"),
            ("minutes", "responsible"),
        )
        for word in sorted(lexicon(code).words(section, name))[:40]
    ),
    *(
        "жүргізуді",
        "беруге",
        "етсін",
        "аяқтаңыздар",
        "тексеру",
        "қажеттігін",
        "жұмыстарын",
        "керек",
    ),
    *("басқармасына", "Әкім", "әкімдерге", "басқармасымен", "Семей", "Ахметовке", "мен", "және"),
    *("провести", "чтобы", "который", "Акиму", "управлению", "с", "на", "Петрову", "не", "и"),
    *("1", "желтоқсанға дейін", "до 1 декабря", "31.02.2026", "ежеквартально", "екі апта ішінде"),
]
TEXTS = st.lists(
    st.one_of(st.sampled_from(WORDS), st.sampled_from(SIGNS), st.text(max_size=4)), max_size=40
).map(" ".join)


def read(text: str, language: str | None = None) -> list[Candidate]:
    return candidates(text, REGISTER, on=DAY, language=language)


@given(TEXTS, st.sampled_from([None, *LANGUAGES]))
def test_any_words_end_without_an_exception(text: str, language: str | None) -> None:
    for one in read(text, language):
        assert one.wording.strip()
        assert one.rules
        term = [one.deadline] if one.deadline else []
        for first, last in (one.action, one.sentence, *one.addressees, *one.co_executors, *term):
            assert 0 <= first < last <= len(text)
            assert text[first:last].strip()


@given(st.text(max_size=200))
def test_any_letters_end_without_an_exception(text: str) -> None:
    read(text)


LONG = {
    "letters": "а",
    "Latin letters": "a",
    "words": "сөз ",
    "blanks": " ",
    "lines": "\n",
    "stops": ".",
    "stops and blanks": ". ",
    "abbreviations": "г. ",
    "initials": "б. А. ",
    "quotation marks": '"',
    "opening marks": "«а",
    "quotations": "«ааааааааааааааааааааа бббббб» ",
    "speech": "«ааааааааааааааааааааа бббб», – деді әкім басқармаға. ",
    "brackets": "(",
    "commas": "әкім, ",
    "“and”": "әкім мен ",
    "Kazakh datives": "басқармасына, ",
    "Kazakh heads": "жұмысты жүргізуді, ",
    "frozen heads": "Талдауды ",
    "Kazakh verbs": "тапсырды ",
    "wishes": "етсін және ",
    "needs": "жүргізу керек ",
    "co-executors": "басқармасымен бірлесіп ",
    "infinitives": "провести ",
    "Russian verbs": "поручил акиму провести, ",
    "Russian lists": "провести работу, ",
    "dashes": "акиму – ",
    "Russian datives": "управлению и ",
    "clauses": "который ",
    "names": "Иван ",
    "hyphens": "а-",
    "terms": "до 1 декабря ",
    "blanks of a common line": "срок  ",
    "labels": "1.",
    "digits": "1",
    "soft hyphens": "\u00ad",
    "items": "1. Басқарма жүргізсін. Мерзімі: 1 желтоқсан\n",
}


def work(text: str) -> int:
    """Return how many functions are called to read a text, those of C and patterns among them."""
    calls = 0

    def count(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        read(text)
    finally:
        sys.setprofile(None)
    return calls


@pytest.mark.parametrize("part", LONG.values(), ids=LONG)
def test_work_grows_as_the_text_does(part: str) -> None:
    """Six times the text is about six times the work, however it repeats itself.

    The shorter text is longer than the longest sentence that is read as one.
    """
    work(part)
    short, long = (work(part * (size // len(part))) for size in (5_000, 30_000))
    assert long <= short * 9 + 20_000


PAGE = (
    "Облыс әкімі білім басқармасына 1 желтоқсанға дейін мектептерді тексеруді, есеп ұсынуды және "
    "жұмыспен қамту басқармасымен бірлесіп жәрмеңке өткізуді тапсырды. Жиында бюджет жайы "
    "айтылды. Аким поручил управлению образования провести ремонт школ до конца года. «Акимы "
    "должны доложить о готовности», – сказал аким области.\n"
) * 3


def test_a_hundred_pages_are_ten_times_the_work_of_ten() -> None:
    work(PAGE)
    ten, hundred = work(PAGE * 10), work(PAGE * 100)
    assert 9 <= hundred / ten <= 11


@pytest.mark.parametrize(
    "make",
    [
        lambda size: "а" * size,
        lambda size: "срок" + " " * size + "x",
        lambda size: "." * size + "x",
        lambda size: (
            "РЕШИЛИ:\n1. Акимам:\n"
            + "1) провести работу;\n" * (size // 40)
            + "Ответственный: Иванов И.И.\n" * (size // 54)
        ),
        lambda size: "до начала " + "а-" * (size // 2),
        lambda size: "«" + "а" * size,
    ],
    ids=["one word", "a gap", "stops", "lines over lines", "an event", "an open quotation"],
)
def test_a_long_hostile_text_ends(make: Callable[[int], str]) -> None:
    """What backtracks, or looks at everything again and again, would not."""
    read(make(200_000))
