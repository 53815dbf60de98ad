"""The nouns that name units and posts in Kazakh, in all their forms; the cases of names."""

from functools import cache
from typing import NamedTuple

from tracker.extract.endings import ABL, ACC, DAT, GEN, INS, LOC, NOM, Form, kazakh_forms
from tracker.extract.lexicon import lexicon
from tracker.extract.tokens import Token

_KK = lexicon("kk")

AND = frozenset(("мен", "бен", "пен", "және"))
"""“And”, which stands between nouns."""

CASES = (
    (("ның", "нің", "дың", "дің", "тың", "тің"), GEN),
    (("ға", "ге", "қа", "ке", "ына", "іне"), DAT),
    (("мен", "бен", "пен"), INS),
    (("дан", "ден", "тан", "тен", "нан", "нен"), ABL),
    (("да", "де", "та", "те"), LOC),
    (("ды", "ді", "ны", "ні", "ты", "ті"), ACC),
)
"""The endings of words that no list holds, the surest first."""

_NAME_ACCUSATIVES = ("вты", "вті", "ны", "ні")
"""Of the accusative’s endings those that a name itself does not end with."""

_PATRONYMIC_DATIVES = ("ұлына", "қызына", "тегіне")


class Noun(NamedTuple):
    """What a form of a unit’s noun is: the noun in the nominative, and which form."""

    base: str
    form: Form

    @property
    def is_nominative(self) -> bool:
        """Tell whether it has no ending of a case."""
        return self.form.case == NOM

    @property
    def is_post(self) -> bool:
        """Tell whether it names somebody, not a body."""
        return self.base in _KK.words("units", "posts")


@cache
def nouns() -> dict[str, Noun]:
    """Return for each form of a unit’s noun what it is."""
    found: dict[str, Noun] = {}
    for base in _KK.listed("units", "nouns"):
        front = True if base in _KK.words("units", "front") else None
        for written, form in kazakh_forms(base, front=front):
            found.setdefault(written, Noun(base, form))
    for stem, base in _KK.table("units", "irregular").items():
        for written, form in kazakh_forms(stem):
            if form.possessed and not form.plural:
                found[written] = Noun(base, form)
    return found


def noun(token: Token) -> Noun | None:
    """Return what unit’s noun a token is."""
    return nouns().get(token.low)


def is_and(token: Token) -> bool:
    """Tell whether it joins what stands around it: a comma, an “and”."""
    return token.text == "," or token.low in AND


def is_place(token: Token) -> bool:
    """Tell whether it is a noun that a place’s name stands before: облысының."""
    return token.low in _KK.words("units", "places")


def ending_case(ending: str) -> str | None:
    """Return the case of an ending that a hyphen parts from an abbreviation: ТЖД-ға."""
    return next((case for endings, case in CASES if ending in endings), None)


def name_case(token: Token) -> str:
    """Return the case of a person’s name."""
    low = token.low
    if low.endswith(("ына", "іне")) and not low.endswith(_PATRONYMIC_DATIVES):
        return NOM
    for endings, case in CASES:
        if case in (LOC, ABL) or not low.endswith(endings):
            continue
        if len(low) <= len(max(endings, key=len)) + 2:
            continue
        if case != ACC or low.endswith(_NAME_ACCUSATIVES):
            return case
    return NOM
