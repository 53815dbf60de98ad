"""What single Russian words are: infinitives, past tenses, and the cases they may be in.

With pymorphy3 (the extra `russian`) words are looked up; without it their endings decide.
"""

from functools import cache, lru_cache
from typing import Any

from tracker.extract.endings import ACC, DAT, GEN, INS, LOC, NOM
from tracker.extract.lexicon import lexicon
from tracker.extract.tokens import Token

_RU = lexicon("ru")

_SHORTEST, _LONGEST = 4, 40
"""Letters of an infinitive at least, of a word that is looked up at most."""

_KEPT = 50_000
"""Words whose answers are remembered, at most."""

_INFINITIVE_ENDS = ("ть", "ти", "чь", "ся", "сь")
_INFINITIVES = (
    *(vowel + "ть" for vowel in "аяеиыуо"),
    *("сть", "зть", "йти", "зти", "расти", "спасти", "ползти", "блюсти"),
    *(letter + "ести" for letter in "внрмпбцлк"),
    *(vowel + "чь" for vowel in "аеио"),
)
_NOUNS_IN_ST = ("ость", "есть", "асть", "исть", "усть")

_PAST = ("л", "ла", "ло", "ли", "лся", "лась", "лось", "лись")
_SHORTEST_STEM = 2

_CASES = {
    "nomn": NOM, "gent": GEN, "gen2": GEN, "datv": DAT, "accs": ACC, "ablt": INS, "loct": LOC,
}  # fmt: skip
"""Our names for pymorphy3’s cases."""

_ENDINGS = (
    (("у", "ю", "ому", "ему", "ам", "ям", "ым", "им", "ой", "ей"), DAT),
    (
        (
            *("а", "я", "ы", "и", "ов", "ев", "ей", "ого", "его", "ой", "ых", "их", "ий", "ств"),
            *("ек", "ок", "ц", "р", "т", "н", "м", "д", "б", "с", "г", "з", "ж", "ш"),
        ),
        GEN,
    ),
    (("ом", "ем", "ой", "ей", "ами", "ями", "ым", "им", "ыми", "ими"), INS),
)
"""What endings nouns and adjectives may have in a case, as far as is asked here."""

_DATIVES_IN_E = ("ке", "те", "ре", "не", "ле", "де", "бе", "ии")

_ADJECTIVES = {
    DAT: ("ому", "ему", "ым", "им", "ой", "ей"),
    GEN: ("ого", "его", "ых", "их", "ой", "ей"),
    INS: ("ым", "им", "ыми", "ими", "ой", "ей"),
    ACC: ("ого", "его", "ую", "юю", "ых", "их", "ый", "ий", "ое", "ее", "ые", "ие"),
    NOM: ("ый", "ий", "ое", "ее", "ая", "яя", "ые", "ие"),
    LOC: ("ом", "ем", "ых", "их", "ой", "ей"),
}


@cache
def analyser() -> Any:
    """Return pymorphy3’s analyser; None where the extra is not installed."""
    try:
        import pymorphy3
    except ImportError:
        return None
    return pymorphy3.MorphAnalyzer(lang="ru")


@lru_cache(maxsize=_KEPT)
def _parses(low: str) -> list[Any] | None:
    """Return pymorphy3’s tags for a word, the likeliest first; None where it is not asked."""
    known = analyser() if len(low) <= _LONGEST else None
    return [parse.tag for parse in known.parse(low)] if known else None


def forget() -> None:
    """Forget all that was looked up, and whether there is anything to look it up in."""
    for remembered in (analyser, _parses, is_infinitive, cases, is_past):
        remembered.cache_clear()


@lru_cache(maxsize=_KEPT)
def is_infinitive(low: str) -> bool:
    """Tell whether the word (in small letters) is an infinitive."""
    if not low.endswith(_INFINITIVE_ENDS) or len(low) < _SHORTEST:
        return False
    if low in _RU.words("heads", "not_infinitive"):
        return False
    tags = _parses(low)
    if tags is not None:
        return any(tag.POS == "INFN" for tag in tags[:2])
    if not low.removesuffix("ся").removesuffix("сь").endswith(_INFINITIVES):
        return False
    return not low.endswith(_NOUNS_IN_ST) or low in _RU.words("heads", "verbs_in_st")


@lru_cache(maxsize=_KEPT)
def cases(low: str) -> frozenset[str]:
    """Return the cases in which the noun or adjective (in small letters) may be."""
    tags = _parses(low)
    if tags is not None:
        return frozenset(_CASES[tag.case] for tag in tags if tag.case in _CASES)
    return frozenset(case for endings, case in _ENDINGS if low.endswith(endings))


@lru_cache(maxsize=_KEPT)
def is_past(low: str) -> bool:
    """Tell whether the word (in small letters) is a verb in the past tense."""
    end = next((end for end in reversed(_PAST) if low.endswith(end)), None)
    if end is None or len(low) - len(end) < _SHORTEST_STEM or "-" in low:
        return False
    if low in _RU.words("heads", "not_past") or low.endswith(("школ", "квартала")):
        return False
    tags = _parses(low)
    return tags is None or bool(tags[0].POS == "VERB")


def may_be_dative(low: str) -> bool:
    """Tell whether the word (in small letters) may be in the dative."""
    return DAT in cases(low) or low.endswith(_DATIVES_IN_E)


def may_be_genitive(token: Token) -> bool:
    """Tell whether the word may go on a name that began: управлению строительства."""
    low = token.low
    if not token.is_word or is_infinitive(low) or is_past(low) or low in _verbs():
        return False
    is_stop = low in _RU.words("units", "stops")
    if is_stop and (len(low) > 1 or not token.is_capital):
        return False
    if low.endswith(("ам", "ям")):
        return False
    return token.is_capital or GEN in cases(low)


@cache
def _verbs() -> frozenset[str]:
    names = ("active", "passive", "soft", "infinitive", "task_verbs", "charge_verbs", "saying")
    return frozenset().union(*(_RU.words("verbs", name) for name in names))


def is_adjective_in(low: str, case: str) -> bool:
    """Tell whether the word looks like an adjective of this case."""
    is_other = low in _RU.words("heads", "not_adjectives")
    return low.endswith(_ADJECTIVES[case]) and not is_other and len(low) > _SHORTEST
