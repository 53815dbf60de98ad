"""Units and posts in a Kazakh sentence, with the names in front of them and the people behind."""

from collections.abc import Sequence

from tracker.extract.endings import DAT, GEN, NOM, Form
from tracker.extract.kazakh.names import first_of, goes_on
from tracker.extract.kazakh.nouns import Noun, ending_case, is_and, noun
from tracker.extract.kazakh.people import behind_person, lists_places
from tracker.extract.lexicon import lexicon
from tracker.extract.phrases import Names, Phrase
from tracker.extract.tokens import OPENING, QUOTES, Token

_KK = lexicon("kk")

_LIST = 8
"""Tokens in which places are listed, at most."""

_LONGEST_QUOTED = 9
"""Tokens of a name in quotation marks, at most."""


def phrases(tokens: Sequence[Token], names: Names) -> list[Phrase]:
    """Return the units and posts that a sentence names, from left to right."""
    found: list[Phrase] = []
    place = 0
    while place < len(tokens):
        place = _behind_quoted(tokens, place)
        phrase = _at(tokens, place, names)
        if phrase and found:
            phrase = _behind(tokens, phrase, found[-1].behind)
        if phrase:
            found.append(phrase)
        place = phrase.behind if phrase else place + 1
    return found


def _behind(tokens: Sequence[Token], phrase: Phrase, least: int) -> Phrase | None:
    """Return what of the phrase stands from a place on; None if nothing is left of it."""
    if phrase.first >= least:
        return phrase
    while least < phrase.behind and is_and(tokens[least]):
        least += 1
    return phrase._replace(first=least) if phrase.behind > least else None


def _behind_quoted(tokens: Sequence[Token], place: int) -> int:
    """Return what comes behind a unit’s name in quotation marks, the place itself if none is."""
    if tokens[place].text not in OPENING | {'"'}:
        return place
    for end in range(place + 1, min(place + _LONGEST_QUOTED, len(tokens) - 1)):
        if tokens[end].text in QUOTES:
            following = tokens[end + 1 : end + 3]
            names_unit = following[0].is_abbreviation or any(map(noun, following))
            return end + 1 if names_unit else place
    return place


def _at(tokens: Sequence[Token], place: int, names: Names) -> Phrase | None:
    """Return the phrase whose noun, or whose registered name, stands here."""
    if known := _registered(tokens, place, names):
        return known
    token = tokens[place]
    if token.is_abbreviation and "-" in token.text:
        return _abbreviation(tokens, place)
    own = noun(token)
    if not own or own.form.case == GEN or _is_followed(tokens, place, own):
        return None
    if token.is_capital and own.form.case == NOM and _is_place(tokens, place):
        return None
    first = first_of(tokens, place, own.form)
    behind, case = behind_person(tokens, place + 1, own.form.case, own.base)
    if behind == place + 1 and _is_thing(tokens, first, place, own):
        return None
    is_weak = own.base in _KK.words("units", "weak")
    return Phrase(first, behind, case, own.base, own.form.plural, is_weak)


def _registered(tokens: Sequence[Token], place: int, names: Names) -> Phrase | None:
    """Return the phrase of a unit in the register, unless its name goes on into another’s."""
    known = names.at(tokens, place)
    if not known:
        return None
    behind = place + known.size
    following = noun(tokens[behind]) if behind < len(tokens) else None
    if known.case in (GEN, NOM) and following and following.form.possessed:
        return None
    first = first_of(tokens, place, Form(known.case))
    last = noun(tokens[behind - 1])
    base = last.base if last else ""
    behind, case = behind_person(tokens, behind, known.case, base)
    return Phrase(first, behind, case, base)


def _is_followed(tokens: Sequence[Token], place: int, own: Noun) -> bool:
    """Tell whether the noun only leads to another: әкімі аппаратының, қаласына қарасты."""
    if own.form.case == NOM:
        return goes_on(tokens, place + 1, own)
    following = tokens[place + 1].low if place + 1 < len(tokens) else ""
    return own.form.case == DAT and following in _KK.words("units", "belonging")


def _is_place(tokens: Sequence[Token], place: int) -> bool:
    """Tell whether it is a place’s name that a list of places goes on: Ұлан және Зайсан."""
    is_joined = place + 1 < len(tokens) and is_and(tokens[place + 1])
    return is_joined and lists_places(tokens, place, min(place + _LIST, len(tokens)))


def _abbreviation(tokens: Sequence[Token], place: int) -> Phrase | None:
    stem, _, ending = tokens[place].low.partition("-")
    case = ending_case(ending)
    if case is None or stem in _KK.words("units", "not_units"):
        return None
    return Phrase(first_of(tokens, place, Form(case)), place + 1, case, stem)


def _is_thing(tokens: Sequence[Token], first: int, place: int, own: Noun) -> bool:
    """Tell whether nobody is named who could be told: мекемеге, but тиісті мекемеге."""
    before = {token.low for token in tokens[first:place]}
    if own.base in _KK.words("units", "weakest"):
        is_plain = not own.form.possessed and not own.form.plural and len(before) <= 1
        is_qualified = bool(before & _KK.words("units", "adjectives"))
        return not before or (is_plain and not is_qualified)
    return own.base in _KK.words("units", "weak") and not before and not own.form.plural
