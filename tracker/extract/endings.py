"""How Kazakh and Russian words are declined, as far as names of units and posts need it."""

from collections.abc import Iterator
from typing import NamedTuple

from tracker.extract.lexicon import lexicon

NOM, GEN, DAT, ACC, LOC, ABL, INS = "nom", "gen", "dat", "acc", "loc", "abl", "ins"

_BACK, _FRONT = frozenset("аоұыяю"), frozenset("әөүіеэи")
_VOWELS = frozenset("аоұыяюәөүіеэиу")
_VOICELESS = frozenset("пткқсшщчцхфһбвгд")
_NASAL = frozenset("мнң")
_GLIDING = frozenset("рйу")
_VOICED_IN_POSSESSION = {"к": "г", "қ": "ғ", "п": "б"}


class Form(NamedTuple):
    """A declined form: its case, and whether it is of the plural or of the possessed (third)."""

    case: str
    plural: bool = False
    possessed: bool = False


def kazakh_forms(word: str, *, front: bool | None = None) -> Iterator[tuple[str, Form]]:
    """Yield all forms of a Kazakh noun (in small letters), plain, possessed and plural.

    `front` overrules the vowels where a loan word goes another way (банк: банкке).
    """
    soft = _is_front(word) if front is None else front
    plural = word + _plural(word, soft=soft)
    for stem, many in ((word, False), (plural, True)):
        for ending, case in _endings(stem, soft=soft):
            yield stem + ending, Form(case, many)
        owned = _possessed(stem, soft=soft)
        for ending, case in possessed_endings(soft=soft):
            yield owned + ending, Form(case, many, possessed=True)


def kazakh_name_forms(word: str) -> Iterator[tuple[str, str]]:
    """Yield the forms, with their cases, of a name's last word: басқармасы, әкімдік, полиция."""
    soft = _is_front(word)
    if word[-1] in "ыі" and len(word) > len("ісі"):
        for ending, case in possessed_endings(soft=soft):
            yield word + ending, case
    else:
        for ending, case in _endings(word, soft=soft):
            yield word + ending, case


def possessed_endings(*, soft: bool) -> Iterator[tuple[str, str]]:
    """Yield the endings of a possessed noun, with their cases."""
    e, i = ("е", "і") if soft else ("а", "ы")
    yield from (
        ("", NOM),
        (f"н{i}ң", GEN),
        (f"н{e}", DAT),
        ("н", ACC),
        (f"нд{e}", LOC),
        (f"н{e}н", ABL),
        ("мен", INS),
    )


def _endings(stem: str, *, soft: bool) -> Iterator[tuple[str, str]]:
    e, i = ("е", "і") if soft else ("а", "ы")
    last = stem[-1]
    dull = last in _VOICELESS
    open_ = last in _VOWELS and last != "у"
    own = "н" if open_ or last in _NASAL else "т" if dull else "д"
    yield "", NOM
    yield f"{own}{i}ң", GEN
    yield ("қ" if not soft else "к") + e if dull else ("ғ" if not soft else "г") + e, DAT
    yield f"{'н' if open_ else 'т' if dull else 'д'}{i}", ACC
    yield f"{'т' if dull else 'д'}{e}", LOC
    yield f"{'н' if last in _NASAL else 'т' if dull else 'д'}{e}н", ABL
    yield ("пен" if dull else "бен" if last in "жз" else "мен"), INS


def _plural(stem: str, *, soft: bool) -> str:
    e = "е" if soft else "а"
    last = stem[-1]
    if last in _VOWELS or last in _GLIDING:
        return f"л{e}р"
    return f"т{e}р" if last in _VOICELESS else f"д{e}р"


def _possessed(stem: str, *, soft: bool) -> str:
    i = "і" if soft else "ы"
    if stem[-1] in _VOWELS and stem[-1] != "у":
        return f"{stem}с{i}"
    return stem[:-1] + _VOICED_IN_POSSESSION.get(stem[-1], stem[-1]) + i


def _is_front(word: str) -> bool:
    for letter in reversed(word):
        if letter in _BACK:
            return False
        if letter in _FRONT:
            return True
    return False


_ADJECTIVES = (
    ("ый", {GEN: "ого", DAT: "ому", ACC: "ый", INS: "ым", LOC: "ом"}),
    ("ий", {GEN: "его", DAT: "ему", ACC: "ий", INS: "им", LOC: "ем"}),
    ("ое", {GEN: "ого", DAT: "ому", ACC: "ое", INS: "ым", LOC: "ом"}),
    ("ее", {GEN: "его", DAT: "ему", ACC: "ее", INS: "им", LOC: "ем"}),
    ("ая", {GEN: "ой", DAT: "ой", ACC: "ую", INS: "ой", LOC: "ой"}),
    ("ые", {GEN: "ых", DAT: "ым", ACC: "ых", INS: "ыми", LOC: "ых"}),
    ("ие", {GEN: "их", DAT: "им", ACC: "их", INS: "ими", LOC: "их"}),
)
_NOUNS = (
    ("ие", {GEN: "ия", DAT: "ию", ACC: "ие", INS: "ием", LOC: "ии"}),
    ("ство", {GEN: "ства", DAT: "ству", ACC: "ство", INS: "ством", LOC: "стве"}),
    ("ия", {GEN: "ии", DAT: "ии", ACC: "ию", INS: "ией", LOC: "ии"}),
    ("жба", {GEN: "жбы", DAT: "жбе", ACC: "жбу", INS: "жбой", LOC: "жбе"}),
    ("ка", {GEN: "ки", DAT: "ке", ACC: "ку", INS: "кой", LOC: "ке"}),
    ("а", {GEN: "ы", DAT: "е", ACC: "у", INS: "ой", LOC: "е"}),
    ("ель", {GEN: "еля", DAT: "елю", ACC: "еля", INS: "елем", LOC: "еле"}),
    ("ец", {GEN: "ца", DAT: "цу", ACC: "ца", INS: "цом", LOC: "це"}),
    ("й", {GEN: "я", DAT: "ю", ACC: "й", INS: "ем", LOC: "е"}),
    ("о", {GEN: "а", DAT: "у", ACC: "о", INS: "ом", LOC: "е"}),
)
_PLURALS = (
    ("ие", {NOM: "ия", GEN: "ий", DAT: "иям", ACC: "ия", INS: "иями", LOC: "иях"}),
    ("ство", {NOM: "ства", GEN: "ств", DAT: "ствам", ACC: "ства", INS: "ствами", LOC: "ствах"}),
    ("ия", {NOM: "ии", GEN: "ий", DAT: "иям", ACC: "ии", INS: "иями", LOC: "иях"}),
    ("жба", {NOM: "жбы", GEN: "жб", DAT: "жбам", ACC: "жбы", INS: "жбами", LOC: "жбах"}),
    ("ка", {NOM: "ки", GEN: "ок", DAT: "кам", ACC: "ок", INS: "ками", LOC: "ках"}),
    ("а", {NOM: "ы", GEN: "", DAT: "ам", ACC: "", INS: "ами", LOC: "ах"}),
    ("ель", {NOM: "ели", GEN: "елей", DAT: "елям", ACC: "елей", INS: "елями", LOC: "елях"}),
    ("о", {NOM: "а", GEN: "", DAT: "ам", ACC: "а", INS: "ами", LOC: "ах"}),
    ("й", {NOM: "и", GEN: "ев", DAT: "ям", ACC: "ев", INS: "ями", LOC: "ях"}),
    ("ец", {NOM: "цы", GEN: "цов", DAT: "цам", ACC: "цов", INS: "цами", LOC: "цах"}),
)
_HARD = {GEN: "а", DAT: "у", ACC: "", INS: "ом", LOC: "е"}
_HARD_PLURAL = {NOM: "ы", GEN: "ов", DAT: "ам", ACC: "ов", INS: "ами", LOC: "ах"}


def russian_forms(noun: str) -> Iterator[tuple[str, Form]]:
    """Yield the forms of a Russian noun that names units or posts (in small letters)."""
    yield noun, Form(NOM)
    for table, plain, many in ((_NOUNS, _HARD, False), (_PLURALS, _HARD_PLURAL, True)):
        ending, cases = next(((e, c) for e, c in table if noun.endswith(e)), ("", plain))
        stem = noun.removesuffix(ending)
        for case, own in cases.items():
            if many and own == "ы" and stem[-1] in "гкхжшщч":
                own = "и"  # noqa: PLW2901  # the letter that Russian spelling asks for
            yield stem + own, Form(case, plural=many)
        if not many and not ending:
            yield noun + "а", Form(ACC)


def russian_name_forms(name: str) -> Iterator[tuple[str, str]]:
    """Yield the forms of a unit's Russian name (in small letters), with their cases.

    The adjectives at its beginning and the noun behind them are declined, the rest stays:
    управление образования, областное управление образования, департамент полиции.
    """
    words = name.split()
    count = 0
    while count < len(words) - 1 and _is_adjective(words[count]):
        count += 1
    rest = " ".join(words[count + 1 :])
    for noun, form in russian_forms(words[count]):
        if form.plural:
            continue
        before = [_adjective(word, form.case) for word in words[:count]]
        yield " ".join([*before, noun, *([rest] if rest else [])]), form.case


def _is_adjective(word: str) -> bool:
    """Tell whether a name’s first word is declined as an adjective: областное, not управление."""
    is_noun = word in lexicon("ru").words("units", "nouns")
    return not is_noun and word.endswith(tuple(ending for ending, _ in _ADJECTIVES))


def _adjective(word: str, case: str) -> str:
    for ending, cases in _ADJECTIVES:
        if word.endswith(ending):
            return word if case == NOM else word.removesuffix(ending) + cases[case]
    return word
