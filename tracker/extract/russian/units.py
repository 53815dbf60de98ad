"""Units, posts and people in a Russian sentence, with what stands before and behind the noun."""

from collections.abc import Sequence
from functools import cache

from tracker.extract.endings import ACC, DAT, GEN, INS, LOC, NOM
from tracker.extract.lexicon import lexicon
from tracker.extract.phrases import Names, Phrase
from tracker.extract.russian.names import INITIAL, behind_name, quoted
from tracker.extract.russian.nouns import is_indeclinable, noun
from tracker.extract.russian.words import cases, is_adjective_in, is_infinitive, is_past
from tracker.extract.tokens import OPENING, QUOTES, Token

_RU = lexicon("ru")

PERSON, OTHER, QUOTED = "person", "other", "quoted"
"""The bases of phrases without a unit’s noun: a person’s name, people told, a name in quotes."""

_PREFERRED = (DAT, NOM, GEN, ACC, INS)
_ACTING = (("врио",), ("ио",), ("и", ".", "о", "."), ("и.о", "."))
_LONGEST = 6
"""Tokens of a person’s name, at most."""

_NAME_DATIVES = ("у", "ю", "ой", "ому", "ему", "ей")
_SURNAMES = ("ову", "еву", "ину", "ыну", "скому", "цкому", "овой", "евой", "иной")
_SURE_DATIVES = ("ам", "ям", "у", "ю")


def phrases(tokens: Sequence[Token], names: Names) -> list[Phrase]:
    """Return the units, posts and people that a sentence names, from left to right."""
    found: list[Phrase] = []
    place = 0
    while place < len(tokens):
        phrase = _at(tokens, place, names) or _person(tokens, place) or _named(tokens, place)
        phrase = phrase or _companion(tokens, place) or _another(tokens, place, found)
        if phrase:
            least = found[-1].behind if found else 0
            phrase = _with_quotes(tokens, phrase._replace(first=max(phrase.first, least)), least)
            found.append(phrase)
        place = phrase.behind if phrase else place + 1
    return found


def dative_noun(tokens: Sequence[Token], place: int) -> int:
    """Return how many tokens from here are a noun in the dative with what belongs to it, else 0.

    For places where only those who are told can stand: right behind a verb of giving, before a
    dash that an infinitive follows.
    """
    first = place
    while first < len(tokens) and _is_adjective(tokens[first].low, DAT):
        first += 1
    if first >= len(tokens) or not tokens[first].is_word:
        return 0
    low = tokens[first].low
    if low in _RU.words("units", "nobody") or is_infinitive(low) or is_past(low):
        return 0
    is_sure = first > place or low.endswith(_SURE_DATIVES)
    if not is_sure or DAT not in cases(low):
        return 0
    return behind_name(tokens, first + 1, "", DAT) - place


def _is_adjective(low: str, case: str) -> bool:
    return low in _RU.words("units", "counting") or is_adjective_in(low, case)


def _named(tokens: Sequence[Token], place: int) -> Phrase | None:
    """Return a name in quotation marks where somebody must be named: с участием «Русгидро»."""
    if tokens[place].text not in OPENING or place == 0:
        return None
    before = tokens[place - 1].low
    case = _RU.table("units", "before_quotes").get(before)
    if before == "с" and place > 1 and tokens[place - 2].low in ("совместно", "вместе"):
        case = INS
    size = quoted(tokens, place)
    return Phrase(place, place + size, case, QUOTED) if case and size else None


def _companion(tokens: Sequence[Token], place: int) -> Phrase | None:
    """Return who is named behind “совместно с”, whatever he is: речным пароходством, НИИ."""
    before = [token.low for token in tokens[max(place - 2, 0) : place]]
    if len(before) <= 1 or before[0] not in _RU.words("together", "with"):
        return None
    if before[1] not in {"с", "со"}:
        return None
    last = place
    while last + 1 < len(tokens) and is_adjective_in(tokens[last].low, INS):
        last += 1
    is_one = tokens[last].is_word and INS in cases(tokens[last].low)
    if not is_one and not tokens[last].is_abbreviation:
        return None
    return Phrase(place, behind_name(tokens, last + 1, "", INS), INS, OTHER)


def _another(tokens: Sequence[Token], place: int, found: Sequence[Phrase]) -> Phrase | None:
    """Return one more person, whose surname has no cases: А. Сматаеву, Р. Ким."""
    if not found or found[-1].base != PERSON or found[-1].behind != place - 1:
        return None
    parts = tokens[place : place + 3]
    is_initialled = [part.text == "." for part in parts] == [False, True, False]
    is_name = is_initialled and parts[0].is_capital and parts[2].is_capital and parts[2].is_word
    is_listed = tokens[place - 1].text == "," or tokens[place - 1].low == "и"
    return Phrase(place, place + 3, DAT, PERSON) if is_name and is_listed else None


def _with_quotes(tokens: Sequence[Token], phrase: Phrase, least: int) -> Phrase:
    """Return the phrase with the quotation marks that hold nothing but it: «КТЖ»."""
    first, behind = phrase.first - 1, phrase.behind
    if first < least or behind >= len(tokens):
        return phrase
    opens = tokens[first].text in OPENING or tokens[first].text == '"'
    closes = tokens[behind].text in QUOTES - OPENING
    return phrase._replace(first=first, behind=behind + 1) if opens and closes else phrase


def _at(tokens: Sequence[Token], place: int, names: Names) -> Phrase | None:
    """Return the phrase whose noun stands here."""
    known = noun(tokens[place])
    if not known or (is_indeclinable(known.base) and not tokens[place].is_capital):
        return None
    if _is_participle(tokens, place):
        return None
    named = names.at(tokens, place)
    first, case = _before(tokens, place, known.options)
    behind = behind_name(tokens, place + (named.size if named else 1), known.base, case)
    is_weak = known.base in _RU.words("units", "weak")
    return Phrase(first, behind, case, known.base, case in known.plural_cases, is_weak)


def _is_participle(tokens: Sequence[Token], place: int) -> bool:
    """Tell whether a noun that looks like a participle is one: управляющим компаниям."""
    known = noun(tokens[place])
    following = noun(tokens[place + 1]) if place + 1 < len(tokens) else None
    if not known or not following or known.base not in _RU.words("units", "managing"):
        return False
    cases_of_both = {case for case in following.options if is_adjective_in(tokens[place].low, case)}
    return bool(cases_of_both)


def _before(tokens: Sequence[Token], place: int, options: frozenset[str]) -> tuple[int, str]:
    """Return where the phrase begins, its adjectives included, and its case."""
    governing = _RU.table("units", "prepositions")
    for case in _PREFERRED:
        if case not in options:
            continue
        first = place
        while first > 0 and _modifies(tokens, first - 1, case):
            first -= 1
        if case == GEN and (acting := _acting(tokens, first)):
            return first - acting, DAT
        governed = governing.get(tokens[first - 1].low) if first else None
        if governed == case:
            return first, case
        if governed is not None and (governed in options or governed == LOC):
            continue
        if case != DAT or GEN not in options or _stands_free(tokens, first):
            return first, case
    return place, LOC


def _acting(tokens: Sequence[Token], first: int) -> int:
    """Return how many tokens “и. о.” or “врио” before a post in the genitive are."""
    for words in _ACTING:
        size = len(words)
        if first >= size and tuple(token.low for token in tokens[first - size : first]) == words:
            return size
    return 0


def _modifies(tokens: Sequence[Token], place: int, case: str) -> bool:
    """Tell whether an adjective, or an “and” between two, stands before the noun."""
    token = tokens[place]
    if token.low in _RU.words("units", "adjectives") or token.low in _RU.words("units", "counting"):
        return True
    if (token.low == "и" or token.text == ",") and place > 0:
        pair = (tokens[place - 1], tokens[place + 1])
        return not noun(pair[0]) and all(is_adjective_in(token.low, case) for token in pair)
    if noun(token) and not _is_participle(tokens, place):
        return False
    if token.low in _RU.words("verbs", "soft"):
        return False
    return token.is_word and is_adjective_in(token.low, case)


def _stands_free(tokens: Sequence[Token], first: int) -> bool:
    """Tell whether a form that may be genitive is not part of what stands before it."""
    if first == 0 or not tokens[first - 1].is_word:
        return True
    before = tokens[first - 1]
    if before.low in _giving() or before.low in _RU.words("heads", "joining"):
        return True
    return before.is_capital and not noun(before) and first > 1


@cache
def _giving() -> frozenset[str]:
    names = ("active", "passive", "soft", "infinitive", "task_nouns", "task_verbs")
    return frozenset().union(*(_RU.words("verbs", name) for name in names))


def _person(tokens: Sequence[Token], place: int) -> Phrase | None:
    """Return a person’s name in the dative: Б. Ердембекову, Ивану Петрову, Иванову И. И."""
    before = tokens[place - 1] if place else None
    if before and (before.low in _RU.table("units", "prepositions") or _in_brackets(before)):
        return None
    behind, surname = place, None
    while behind < min(place + _LONGEST, len(tokens)) and _is_name(tokens, behind, place):
        if len(tokens[behind].text) > INITIAL:
            if not tokens[behind].low.endswith(_NAME_DATIVES):
                break
            surname = behind
        behind += 1
    if surname is None:
        return None
    if behind < len(tokens) and noun(tokens[behind]):
        return None
    is_full = behind - place > 1 or any(tokens[i].text == "." for i in range(place, behind))
    is_one = is_full or tokens[surname].low.endswith(_SURNAMES)
    return Phrase(place, behind, DAT, PERSON) if is_one else None


def _in_brackets(before: Token) -> bool:
    """Tell whether brackets have just opened, or the initials in them begun: (Т.Н. Ильину)."""
    return before.text in ("(", ".")


def _is_name(tokens: Sequence[Token], behind: int, place: int) -> bool:
    token = tokens[behind]
    if token.text == ".":
        return behind > place and len(tokens[behind - 1].text) <= INITIAL
    return token.is_word and token.is_capital and not noun(token) and not token.is_abbreviation
