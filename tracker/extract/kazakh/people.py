"""The person whose name follows a post in Kazakh: әкімінің орынбасары Ербол Мұратовқа."""

from collections.abc import Sequence

from tracker.extract.endings import NOM
from tracker.extract.kazakh.nouns import is_and, is_place, name_case, noun
from tracker.extract.lexicon import lexicon
from tracker.extract.tokens import Token

_KK = lexicon("kk")

_LONGEST = 6
"""Tokens of a person’s name, at most."""

_INITIAL = 2
"""Letters of an initial, at most."""

_LIST = 8
"""Tokens in which places are listed, at most."""


def behind_person(tokens: Sequence[Token], behind: int, case: str, base: str) -> tuple[int, str]:
    """Return where a phrase ends that a person’s name may follow, and its case then."""
    if case != NOM or base not in _KK.words("units", "posts"):
        return behind, case
    end = behind
    while end < len(tokens) and end - behind < _LONGEST and _is_name(tokens, end):
        end += 1
        if tokens[end - 1].is_word and name_case(tokens[end - 1]) != NOM:
            break
    last = tokens[end - 1]
    return (end, name_case(last)) if end > behind and last.is_word else (behind, case)


def lists_places(tokens: Sequence[Token], first: int, behind: int) -> bool:
    """Tell whether places are listed here: Ұлытау, Қостанай және Павлодар облыстарының."""
    ahead = next((i for i in range(first, behind) if is_place(tokens[i])), behind)
    return ahead < behind and all(
        tokens[i].is_capital or is_and(tokens[i]) for i in range(first, ahead)
    )


def _is_name(tokens: Sequence[Token], place: int) -> bool:
    token, before = tokens[place], tokens[place - 1]
    if token.text == ".":
        return _is_initial(before)
    if not (token.is_word and token.is_capital) or noun(token):
        return False
    if token.low in _KK.words("units", "names") | _KK.words("units", "adjectives"):
        return False
    if before.text != "." and _begins_places(tokens, place):
        return False
    goes_on = before.is_word and before.is_capital and not _is_initial(before)
    if goes_on and _is_initial(token):
        return True
    return not token.is_abbreviation and not _names_place(tokens, place)


def _names_place(tokens: Sequence[Token], place: int) -> bool:
    """Tell whether a place’s noun follows, in any case: Нарын өңіріне."""
    if place + 1 >= len(tokens):
        return False
    return tokens[place + 1].low.startswith(tuple(_KK.listed("units", "place_stems")))


def _is_initial(token: Token) -> bool:
    return token.is_capital and len(token.text) <= _INITIAL


def _begins_places(tokens: Sequence[Token], place: int) -> bool:
    """Tell whether the name is the first place of a list rather than a person’s."""
    is_listed = lists_places(tokens, place, min(place + _LIST, len(tokens)))
    return is_listed and not tokens[place + 1].is_capital
