"""Where a unit’s name begins in Kazakh: what stands before its noun and belongs to it.

All goes with the noun that cannot stand for itself before it: no verb, no word in a case of its
own, nobody else’s name. Each rule here looks at one token before what is known to belong to the
name, and says how many tokens more belong to it; None where it has no say.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from tracker.extract.endings import GEN, Form
from tracker.extract.kazakh.nouns import AND, CASES, Noun, is_and, is_place, noun
from tracker.extract.kazakh.people import lists_places
from tracker.extract.kazakh.words import is_accusative_noun, is_bare_noun, is_object
from tracker.extract.lexicon import lexicon
from tracker.extract.tokens import CLOSING, OPENING, Token

_KK = lexicon("kk")

_LONGEST = 12
"""Tokens before the noun that may belong to it, at most."""

_LONGEST_QUOTED = 9
"""Tokens of a name in quotation marks, the marks counted, at most."""

_EARLY = 4
"""Tokens at the beginning of a sentence, where its subject stands."""

_DATIVES = ("ға", "ге", "қа", "ке", "на", "не")
_ADJECTIVES_OF_PLACES = (
    *("ның", "нің", "дың", "дің", "тың", "тің"),
    *("лық", "лік", "дық", "дік", "тық", "тік"),
)
_VERBS = (
    *("ып", "іп", "ған", "ген", "қан", "кен", "тын", "тін"),
    *("са", "се", "май", "мей", "еді", "ады"),
)
_RUN_BY = ("жетекшілік", "басшылық")
_FOR = "жөніндегі"


class _Edge(NamedTuple):
    """The token before `first`, from which on all is known to belong to the noun at `place`."""

    tokens: Sequence[Token]
    first: int
    place: int
    form: Form

    @property
    def token(self) -> Token:
        return self.tokens[self.first - 1]

    @property
    def low(self) -> str:
        return self.tokens[self.first - 1].low

    @property
    def behind(self) -> Token:
        return self.tokens[self.first]

    @property
    def noun(self) -> Noun | None:
        return noun(self.token)

    @property
    def is_name(self) -> bool:
        """Tell whether names of units are made of this word."""
        return self.low in _KK.words("units", "names")

    @property
    def is_adjective(self) -> bool:
        return self.low in _KK.words("units", "adjectives")

    def moved(self, first: int) -> "_Edge":
        return self._replace(first=first)


def first_of(tokens: Sequence[Token], place: int, form: Form) -> int:
    """Return where the name begins whose noun, or whose known part, stands here."""
    edge = _Edge(tokens, place, place, form)
    while edge.first > max(place - _LONGEST, 0) and (step := _before(edge)):
        edge = edge.moved(edge.first - step)
    first = edge.first
    while first < place and is_and(tokens[first]):
        first += 1
    return first


def goes_on(tokens: Sequence[Token], place: int, own: Noun) -> bool:
    """Tell whether a noun in the nominative is part of a longer name: әкімі аппаратының."""
    following = noun(tokens[place]) if place < len(tokens) else None
    if not following:
        return False
    if not following.form.possessed:
        is_qualified = tokens[place - 1].low in _KK.words("units", "adjectives")
        return not own.form.possessed and is_qualified
    is_subject = following.form.plural and not following.is_nominative and place < _EARLY
    if following.base == "орынбасар" and own.form.possessed and is_subject:
        return False
    is_head = own.is_post or own.base == "үкімет"
    is_attached = following.base in _KK.words("units", "izafet")
    return not own.form.possessed or not is_head or is_attached


def _before(edge: _Edge) -> int:
    """Return how many tokens before the edge belong to the name, 0 for none."""
    for rule in _RULES:
        size = rule(edge)
        if size is not None:
            return size
    return 0


def _argument(edge: _Edge) -> int | None:
    """… of the verbal noun in a name with “жөніндегі” in it."""
    tokens = edge.tokens
    if not any(tokens[i].low == _FOR for i in range(edge.first, edge.place)):
        return None
    if not edge.token.is_word or edge.low in _KK.words("units", "stops"):
        return 0
    known = edge.noun
    is_somebody = known and known.is_nominative and known.is_post
    return int(not edge.low.endswith(_VERBS) and not is_somebody)


def _object(edge: _Edge) -> int | None:
    """… an item’s own verbal noun, unless another of the name governs it: қамтуды үйлестіру."""
    is_managed = edge.is_name and is_bare_noun(edge.behind)
    return 0 if is_accusative_noun(edge.token) and not is_managed else None


def _place_name(edge: _Edge) -> int | None:
    """… a place’s name, one of several, the noun behind it, or whose the unit is."""
    if edge.token.is_capital:
        if is_place(edge.behind):
            return 1
        if is_and(edge.behind) and lists_places(edge.tokens, edge.first + 1, edge.place):
            return 1
    is_owner = edge.noun is not None and edge.noun.form.case == GEN
    return 1 if is_place(edge.token) or is_owner else None


def _verbal_noun(edge: _Edge) -> int | None:
    """… nothing before which a verbal noun of the name stands: реттеу агенттігіне."""
    return 0 if is_bare_noun(edge.token) and not _is_part(edge) else None


def _is_part(edge: _Edge) -> bool:
    if edge.behind.low == _FOR or (edge.first == edge.place and edge.form.possessed):
        return True
    following = noun(edge.behind)
    if following and following.form.possessed:
        return True
    goes_on_name = edge.behind.low in _KK.words("units", "names") | AND or following
    return bool(edge.is_name and goes_on_name)


def _against(edge: _Edge) -> int | None:
    """… what “қарсы” is against: жемқорлыққа қарсы іс-қимыл."""
    leads = edge.first > 1 and edge.tokens[edge.first - 2].low.endswith(_DATIVES)
    return 2 if edge.low == "қарсы" and leads else None


def _other_ones(edge: _Edge) -> int | None:
    """… “and others”: өзге де мекемелер."""
    leads = edge.first > 1 and edge.tokens[edge.first - 2].low in ("өзге", "басқа")
    return 2 if leads and edge.low in _KK.words("verbs", "particles") else None


def _known_word(edge: _Edge) -> int | None:
    """… a word that the lists of names and adjectives hold."""
    if edge.is_adjective:
        return 1
    if edge.is_name:
        return int(not is_object(edge.token) or edge.first < edge.place)
    return None


def _governed(edge: _Edge) -> int | None:
    """… an object of a verbal noun of the name: сапасын қамтамасыз ету."""
    if not is_object(edge.token) or edge.first == edge.place:
        return None
    ensures = edge.behind.low == "қамтамасыз" and edge.first + 1 < edge.place
    return 1 if is_bare_noun(edge.behind) or ensures else None


def _other_noun(edge: _Edge) -> int | None:
    """… a unit’s noun that is but part of this one’s name."""
    known = edge.noun
    if not known or not known.is_nominative:
        return None
    return int(goes_on(edge.tokens, edge.first, known))


def _quoted(edge: _Edge) -> int | None:
    """… a name in quotation marks."""
    if edge.token.text not in CLOSING | {'"'} or edge.token.text == ")":
        return None
    opening = OPENING if edge.token.text in CLOSING else {'"'}
    for size in range(2, min(_LONGEST_QUOTED, edge.first + 1)):
        if edge.tokens[edge.first - size].text in opening:
            return size
    return 0


def _joined(edge: _Edge) -> int | None:
    """… a comma or an “and” between words that one name is made of."""
    if not is_and(edge.token):
        return None
    if edge.first == 1:
        return 0
    before = edge.tokens[edge.first - 2]
    if edge.first == edge.place:
        return int(before.low in _KK.words("units", "names") and not noun(before))
    return int(before.is_word and not _is_somebody(before) and _goes_on(edge, before))


def _goes_on(edge: _Edge, before: Token) -> bool:
    """Tell whether what stands before a comma or an “and” belongs to the name as well."""
    are_names = before.is_capital and edge.behind.is_capital
    if are_names and lists_places(edge.tokens, edge.first, edge.place):
        return True
    listed = any(edge.tokens[i].low in AND for i in range(edge.first, edge.place))
    if edge.token.text == "," and not listed:
        return False
    return bool(_before(edge.moved(edge.first - 1)))


def _is_somebody(token: Token) -> bool:
    """Tell whether it is a noun that stands for somebody by itself: Үкімет."""
    known = noun(token)
    if not known or not known.is_nominative:
        return False
    if token.is_capital and known.base in _KK.words("units", "also_places"):
        return False
    return known.form.possessed or known.base not in _KK.words("units", "weak")


def _belonging(edge: _Edge) -> int | None:
    """… what it belongs to, or is run by: қаласына қарасты, жетекшілік ететін."""
    if edge.low in _KK.words("units", "belonging") and edge.first > 1:
        return 2
    is_run = edge.low == "ететін" and edge.first > 1
    return 2 if is_run and edge.tokens[edge.first - 2].low in _RUN_BY else None


def _sign(edge: _Edge) -> int | None:
    """… no sign, and a number only within."""
    if edge.token.kind == "number":
        return int(edge.first < edge.place)
    return None if edge.token.is_word else 0


def _capital(edge: _Edge) -> int | None:
    """… a name in capitals that is a place’s, or stands for a whole unit."""
    token = edge.token
    if not token.is_capital or token.is_abbreviation:
        return None
    if edge.first == 1 and not _heads_place(edge):
        return None
    if _qualifies(edge) or edge.first == 1:
        return 1
    alone = edge.first == edge.place and edge.form.possessed
    return int(_may_modify(token) and alone and not _names_person(edge))


def _qualifies(edge: _Edge) -> bool:
    """Tell whether the name is a place’s by what follows it, or by its own ending."""
    if is_place(edge.behind) or edge.low.endswith(_ADJECTIVES_OF_PLACES):
        return True
    follows = edge.first + 1 < len(edge.tokens) and is_place(edge.tokens[edge.first + 1])
    return edge.behind.is_capital and edge.behind.is_word and follows


def _heads_place(edge: _Edge) -> bool:
    """Tell whether a post or an office of a place follows: Өскемен әкімдігіне."""
    known = noun(edge.behind)
    is_local = known and known.base in ("әкім", "әкімдік", "мәслихат")
    return bool(is_local and edge.form.possessed)


def _names_person(edge: _Edge) -> bool:
    """Tell whether a person’s name goes on here: its surname is none of the unit’s."""
    before = edge.tokens[edge.first - 2]
    known = noun(before)
    if known:
        return known.is_post
    return before.text == "." or (before.is_word and before.is_capital)


def _unknown(edge: _Edge) -> int:
    """… any other word that is in no case of its own and no verb."""
    return int(_may_modify(edge.token))


def _may_modify(token: Token) -> bool:
    low = token.low
    if not token.is_word or low in _KK.words("units", "stops") or noun(token):
        return False
    if low in AND or is_object(token):
        return False
    if any(low.endswith(endings) for endings, case in CASES if case != GEN):
        return False
    return not low.endswith(_VERBS)


_RULES: tuple[Callable[[_Edge], int | None], ...] = (
    _argument,
    _object,
    _place_name,
    _verbal_noun,
    _against,
    _other_ones,
    _known_word,
    _governed,
    _other_noun,
    _quoted,
    _joined,
    _belonging,
    _sign,
    _capital,
    _unknown,
)
