"""The nouns that name units and posts in Russian, in all their forms."""

from functools import cache
from typing import NamedTuple

from tracker.extract.endings import ACC, DAT, GEN, INS, LOC, NOM, russian_forms
from tracker.extract.lexicon import lexicon
from tracker.extract.tokens import Token

_RU = lexicon("ru")

_ALL = (NOM, GEN, DAT, ACC, INS, LOC)


class Noun(NamedTuple):
    """What a form of a unit’s noun may be: the noun in the nominative, its cases, its plural’s."""

    base: str
    cases: frozenset[str]
    plural_cases: frozenset[str] = frozenset()

    @property
    def options(self) -> frozenset[str]:
        """All cases that the form may be."""
        return self.cases | self.plural_cases


@cache
def nouns() -> dict[str, Noun]:
    """Return for each form of a unit’s noun what it may be; the first noun with it counts."""
    found: dict[str, tuple[str, set[str], set[str]]] = {}
    for base in _RU.listed("units", "nouns"):
        for written, form in russian_forms(base):
            _, cases, plural = found.setdefault(written, (base, set(), set()))
            (plural if form.plural else cases).add(form.case)
    for base, forms in _RU.table("units", "irregular").items():
        for case, written in forms.items():
            found.setdefault(written, (base, set(), set()))[1].add(case)
    for word in _RU.listed("units", "indeclinable"):
        found[word] = (word, set(_ALL), set())
    return {
        written: Noun(base, frozenset(cases), frozenset(plural))
        for written, (base, cases, plural) in found.items()
    }


def noun(token: Token) -> Noun | None:
    """Return what unit’s noun a token is."""
    return nouns().get(token.low)


def is_indeclinable(base: str) -> bool:
    """Tell whether the noun has one form for all cases: МЧС, Минэнерго."""
    return base in _RU.words("units", "indeclinable")
