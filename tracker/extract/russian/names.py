"""Where a unit’s name ends in Russian: what stands behind its noun and belongs to it.

Each rule looks at one token behind what is known to belong to the name, and says how many tokens
more belong to it; None where it has no say.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from tracker.extract.endings import DAT, GEN
from tracker.extract.lexicon import lexicon
from tracker.extract.russian.nouns import Noun, is_indeclinable, noun
from tracker.extract.russian.words import (
    is_adjective_in,
    is_infinitive,
    may_be_dative,
    may_be_genitive,
)
from tracker.extract.tokens import OPENING, QUOTES, Token

_RU = lexicon("ru")

_LONGEST_QUOTED = 9
"""Tokens of a name in quotation marks, at most."""

INITIAL = 2
"""Letters of an initial, at most: Дж."""

_FAR = 6
"""Tokens of a name behind “по”, at most."""

_LIST = 10
"""Tokens of a list inside a name, at most."""

_ADJECTIVES = 4
"""Adjectives before the next noun, at most."""

_ABBREVIATED = ("г", "обл", "им", "ул")
_NAMED = ("имени", "им")
_TITLES = ("нику", "ору", "исту")
_NAME_DATIVES = ("о", "е", "и")
_MANAGED = ("ом", "ем", "ой", "ей", "ью", "ами", "ями")
_SECOND_DATIVES = ("ию", "ке", "те", "ле", "ре", "не", "ам", "ям", "ству")


class _Edge(NamedTuple):
    """The token at `place`, behind what is known to belong to a name whose noun is `base`."""

    tokens: Sequence[Token]
    place: int
    base: str
    case: str

    @property
    def token(self) -> Token:
        return self.tokens[self.place]

    @property
    def low(self) -> str:
        return self.tokens[self.place].low

    @property
    def before(self) -> Token:
        return self.tokens[self.place - 1]

    @property
    def behind(self) -> Token | None:
        return self.tokens[self.place + 1] if self.place + 1 < len(self.tokens) else None


def behind_name(tokens: Sequence[Token], place: int, base: str, case: str) -> int:
    """Return what comes behind the words from `place` on that belong to a name."""
    behind = place
    while behind < len(tokens) and (step := _step(_Edge(tokens, behind, base, case))):
        behind += step
    return behind


def quoted(tokens: Sequence[Token], place: int) -> int:
    """Return how many tokens a short quotation has that opens here, 0 if it does not end."""
    for behind in range(place + 1, min(place + _LONGEST_QUOTED, len(tokens))):
        if tokens[behind].text in QUOTES:
            return behind - place + 1
    return 0


def _step(edge: _Edge) -> int:
    for rule in _RULES:
        size = rule(edge)
        if size is not None:
            return size
    return 0


def _managed(edge: _Edge) -> int | None:
    """… what somebody is in charge of: заведующей учебной частью."""
    manages = edge.base in _RU.words("units", "managing")
    return 1 if manages and edge.token.is_word and edge.low.endswith(_MANAGED) else None


def _after_quotes(edge: _Edge) -> int | None:
    """… but a place’s name behind a name in quotation marks."""
    if edge.before.text not in QUOTES - OPENING or edge.token.text == "(":
        return None
    return int(edge.token.is_word and edge.token.is_capital and not noun(edge.token))


def _noun(edge: _Edge) -> int | None:
    """… another unit’s noun in the genitive: акиму района."""
    known = noun(edge.token)
    if not known or edge.token.kind != "word" or _is_initial(edge):
        return None
    return int(GEN in known.options)


def _quotation(edge: _Edge) -> int | None:
    """… a name in quotation marks."""
    opens = edge.token.text in OPENING or edge.token.text == '"'
    return quoted(edge.tokens, edge.place) if opens else None


def _stop(edge: _Edge) -> int | None:
    """… the stop of an initial or of “г.”, “им.”."""
    if edge.token.text != ".":
        return None
    is_short = len(edge.before.text) <= INITIAL and edge.before.is_capital
    return int(is_short or edge.before.low in _ABBREVIATED)


def _number(edge: _Edge) -> int | None:
    """… школе № 5."""
    if edge.token.kind == "number":
        return int(edge.before.text == "№")
    return 1 if edge.token.text == "№" else None


def _joined(edge: _Edge) -> int | None:
    """… an “and”, or a comma of a list that ends with one, inside a name."""
    if edge.token.text not in {"и", ","}:
        return None
    following = edge.behind
    if not following or is_indeclinable(edge.base):
        return 0
    if following.text == "№":
        return 1
    if not following.is_word or not may_be_genitive(following):
        return 0
    if _tells_anew(edge.tokens, edge.place + 1, edge.case):
        return 0
    return 1 if edge.token.text != "," else int(_goes_on(edge, following))


def _goes_on(edge: _Edge, following: Token) -> bool:
    """Tell whether a list inside a name goes on behind a comma: торговли, науки и спорта."""
    is_list = edge.before.is_capital or is_adjective_in(following.low, GEN)
    if following.is_capital and not is_list:
        return False
    return _list_ends(edge.tokens, edge.place + 1)


def _tells_anew(tokens: Sequence[Token], place: int, case: str) -> bool:
    """Tell whether somebody else is named from here on: … и местным органам."""
    for ahead in range(place, min(place + _ADJECTIVES, len(tokens))):
        if known := noun(tokens[ahead]):
            return case in known.options and _is_another(tokens, place, known)
        if not is_adjective_in(tokens[ahead].low, case):
            return False
    return False


def _is_another(tokens: Sequence[Token], place: int, known: Noun) -> bool:
    is_sure = GEN not in known.options or is_indeclinable(known.base)
    return is_sure or tokens[place - 1].text == "," or noun(tokens[place - 2]) is not None


def _list_ends(tokens: Sequence[Token], place: int) -> bool:
    """Tell whether a list of words in the genitive ends with an “and”."""
    for ahead in range(place, min(place + _LIST, len(tokens) - 1)):
        if tokens[ahead].low == "и":
            return may_be_genitive(tokens[ahead + 1])
        if not may_be_genitive(tokens[ahead]) and tokens[ahead].text != ",":
            return False
    return False


def _prepositional(edge: _Edge) -> int | None:
    """… what a preposition leads: агентству по делам спорта, в сфере торговли."""
    following = edge.behind
    if not following or _is_initial(edge):
        return None
    match edge.low:
        case "по":
            return _behind_by(edge.tokens, edge.place)
        case "при":
            is_named = following.is_capital and not is_infinitive(following.low)
            return int(is_named or noun(following) is not None)
        case "в":
            return int(following.low == "сфере")
    return None


def _behind_by(tokens: Sequence[Token], place: int) -> int:
    """Return how many tokens “по” and the words in the dative behind it are."""
    behind = place + 1
    while behind < min(place + _FAR, len(tokens)) and _is_dative(tokens[behind]):
        behind += 1
        if not is_adjective_in(tokens[behind - 1].low, DAT):
            break
    if behind == place + 1:
        return 0
    behind = _behind_second(tokens, behind)
    manages = behind < len(tokens) and tokens[behind - 1].low == "управлению"
    if manages and tokens[behind].low.endswith(_MANAGED):
        behind += 1
    return behind - place


def _is_dative(token: Token) -> bool:
    return may_be_dative(token.low) and not is_infinitive(token.low)


def _behind_second(tokens: Sequence[Token], place: int) -> int:
    """Return what comes behind a second thing that an “and” adds: по труду и занятости."""
    second = place + 1
    while second < len(tokens) and is_adjective_in(tokens[second].low, DAT):
        second += 1
    if second >= len(tokens) or tokens[place].low != "и" or noun(tokens[second]):
        return place
    return second + 1 if tokens[second].low.endswith(_SECOND_DATIVES) else place


def _person(edge: _Edge) -> int | None:
    """… a name in the dative behind a post: министру Ивану Петрову; имени Абая."""
    if edge.low in _NAMED:
        return 1
    token = edge.token
    if edge.case != DAT or not token.is_word:
        return None
    if token.is_capital and (may_be_dative(edge.low) or edge.low.endswith(_NAME_DATIVES)):
        return 1
    return 1 if _is_rank(edge) else None


def _is_rank(edge: _Edge) -> bool:
    """Tell whether a title goes on, with the name behind it: начальнику полковнику А. Ли."""
    following = edge.behind
    follows = following is not None and following.is_word and following.is_capital
    return follows and edge.low.endswith(_TITLES)


def _other(edge: _Edge) -> int:
    """… an initial, or a word in the genitive."""
    return int(_is_initial(edge) or may_be_genitive(edge.token))


def _is_initial(edge: _Edge) -> bool:
    """Tell whether the token is an initial: П. in П.С. Громову."""
    token, following = edge.token, edge.behind
    stop = following is not None and following.text == "."
    return token.is_word and token.is_capital and len(token.text) == 1 and stop


_RULES: tuple[Callable[[_Edge], int | None], ...] = (
    _managed,
    _after_quotes,
    _noun,
    _quotation,
    _stop,
    _number,
    _joined,
    _prepositional,
    _person,
    _other,
)
