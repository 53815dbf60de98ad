"""The words that say what is to be done in Kazakh, and so end the items of a list.

The forms of heads: `acc` (… жүргізуді тапсырды), `dat` (… беруге тапсырма берді), `bare` (… тексеру
жүктелді), `works` (… нығайту жұмыстарын жүктеді), `about` (… тұрақтандыру бойынша тапсырма берді),
`need` (… ету қажеттігін тапсырды), `name` (a verbal noun taken for a name’s beginning), `wish`.
"""

from collections.abc import Callable, Iterator

from tracker.extract.endings import DAT, NOM
from tracker.extract.kazakh.nouns import AND
from tracker.extract.kazakh.signs import behind_particles, parts, skip
from tracker.extract.kazakh.words import (
    is_accusative_noun,
    is_bare_noun,
    is_dative_noun,
    is_needed_noun,
    is_object,
    is_wish,
)
from tracker.extract.lexicon import lexicon
from tracker.extract.reading import Reading, Verb
from tracker.extract.tokens import DASHES, QUOTES, Token

_KK = lexicon("kk")

_FORMS = {
    "active": ("acc", "works", "need", "dat"),
    "passive": ("bare", "acc", "works", "about", "name"),
    "task": ("dat", "about", "acc", "works", "need"),
    "task_passive": ("dat", "about", "acc", "works", "need"),
    "charge": ("bare", "works", "dat", "acc"),
    "listed": ("wish", "acc", "bare", "works"),
}
"""The forms that may stand before each kind of verb; the first that is found counts."""

_TESTS: dict[str, Callable[[Token], bool]] = {
    "acc": is_accusative_noun,
    "dat": is_dative_noun,
    "bare": is_bare_noun,
    "wish": is_wish,
}
_OF_DATIVES = ("міндетте", "шақырды")
"""How verbs begin that take a verbal noun in the dative: … қамтамасыз етуге міндеттеді."""


def heads(reading: Reading, verb: Verb, start: int) -> tuple[list[int], str]:
    """Return the tokens with which a verb’s items end, and their form; none if there are none."""
    for form in _FORMS[verb.kind]:
        if found := list(_of_form(reading, form, start, verb)):
            return found, form
    return [], ""


def needed_heads(reading: Reading, start: int, end: int) -> Iterator[int]:
    """Yield the verbal nouns that are said to be needed: the last one, and those listed before."""
    final = end - 1
    if final < start or not _is_needed(reading, final):
        return
    last = reading.low(final)[-1]

    def fits(place: int) -> bool:
        token = reading.tokens[place]
        return is_needed_noun(token) and token.low[-1] == last and parts(reading, place + 1)

    yield from _listed(reading, start, final, fits)


def _of_form(reading: Reading, form: str, start: int, verb: Verb) -> Iterator[int]:
    if form in _TESTS:
        return _plain(reading, form, start, verb)
    return _BEFORE[form](reading, start, verb.first)


def _plain(reading: Reading, form: str, start: int, verb: Verb) -> Iterator[int]:
    is_active = form == "dat" and verb.kind == "active"
    if is_active and not reading.low(verb.first).startswith(_OF_DATIVES):
        return
    test, last = _TESTS[form], start
    for place in range(start, verb.first):
        if place in reading.inside or not test(reading.tokens[place]):
            continue
        if _is_head(reading, place, verb.first, last, is_bare=form == "bare"):
            yield place
            last = place + 1


def _is_head(reading: Reading, place: int, end: int, start: int, *, is_bare: bool) -> bool:
    """Tell whether an item ends with this word: a comma, an “and” or the verb comes next."""
    low = reading.low(place)
    if low.startswith("атқару") and _is_duty(reading, place):
        return False
    if low in _KK.words("heads", "frozen") and not _has_object(reading, start, place):
        return _is_filling(reading, _behind_told(reading, place + 1), end)
    behind = behind_particles(reading, place + 1)
    if _is_filling(reading, behind, end):
        return True
    if not parts(reading, _behind_told(reading, behind)):
        return False
    return not is_bare or _has_content(reading, start, place)


def _is_duty(reading: Reading, place: int) -> bool:
    """Tell whether it is an office that is held: міндетін атқаруды жүктеді."""
    return any(reading.low(place - step).startswith("міндет") for step in (1, 2))


def _has_object(reading: Reading, start: int, place: int) -> bool:
    """Tell whether the verbal noun has an object, be it one without an ending: есеп беруді."""
    if place > start and reading.low(place - 1) in _KK.words("heads", "giving"):
        return True
    return any(is_object(reading.tokens[i]) for i in range(start, place))


def _has_content(reading: Reading, start: int, place: int) -> bool:
    """Tell whether a verbal noun has an object, or at least some words, of its own."""
    if place - start == 1:
        return is_object(reading.tokens[start])
    return place - start > 1


def _behind_told(reading: Reading, place: int) -> int:
    """Return what comes behind those who are told, if they stand here."""
    phrase = reading.begins.get(place)
    while phrase and phrase.case in (DAT, NOM):
        place = phrase.behind
        if reading.low(place) in AND:
            place += 1
        phrase = reading.begins.get(place)
    return place


def _is_filling(reading: Reading, place: int, end: int) -> bool:
    """Tell whether nothing but who, when and how stands from here to the verb."""
    while place < end:
        if phrase := reading.inside.get(place):
            place = phrase.behind
        elif _fills(reading, place):
            place += 1
        else:
            return False
    return True


def _fills(reading: Reading, place: int) -> bool:
    token = reading.tokens[place]
    if token.text in DASHES | QUOTES or token.text == "," or reading.term(place):
        return True
    if token.text == ".":
        return reading.tokens[place - 1].is_capital
    known = ("adverbs", "summaries", "pronouns")
    return reading.is_capital(place) or any(token.low in _KK.words("verbs", n) for n in known)


def _before_name(reading: Reading, start: int, end: int) -> Iterator[int]:
    """Yield a bare verbal noun that was taken for the beginning of a unit’s name."""
    place = skip(reading, start, end)
    phrase = reading.inside.get(place)
    if not phrase or phrase.case != DAT or phrase.behind - place <= 1:
        return
    if phrase.first == place and is_bare_noun(reading.tokens[place]):
        reading.shorten(phrase)
        yield place


def _before_works(reading: Reading, start: int, end: int) -> Iterator[int]:
    """Yield bare verbal nouns before “жұмыстарын”, “тапсырмасын”, “мәселесін”."""
    last = _last_word(reading, end)
    if last < start or reading.low(last) not in _KK.words("heads", "works"):
        last = end if reading.low(end) in _KK.words("verbs", "charges") else -1
    final = last - 1
    if final < start or not is_bare_noun(reading.tokens[final]):
        return

    def fits(place: int) -> bool:
        return is_bare_noun(reading.tokens[place]) and parts(reading, place + 1)

    yield from _listed(reading, start, final, fits)


def _before_about(reading: Reading, start: int, end: int) -> Iterator[int]:
    """Yield verbal nouns before “бойынша”, “туралы” and the like, right before the task."""
    about = _KK.words("heads", "about")
    last = _last_word(reading, end)
    if last < start + 1 or reading.low(last) not in about:
        return
    if reading.low(last - 1) in _KK.words("heads", "necessity") and last - 2 > start:
        last -= 1
    if not is_bare_noun(reading.tokens[last - 1]):
        return

    def fits(place: int) -> bool:
        ends = parts(reading, place + 1) or reading.low(place + 1) in about
        return ends and is_bare_noun(reading.tokens[place])

    yield from _listed(reading, start, last - 1, fits)


def _before_need(reading: Reading, start: int, end: int) -> Iterator[int]:
    """Yield the verbal nouns before “қажеттігін” that the verb of giving follows."""
    last = _last_word(reading, end)
    if last > start and reading.low(last) in _KK.words("heads", "necessary"):
        yield from needed_heads(reading, start, last)


_BEFORE: dict[str, Callable[[Reading, int, int], Iterator[int]]] = {
    "works": _before_works,
    "about": _before_about,
    "need": _before_need,
    "name": _before_name,
}


def _listed(reading: Reading, start: int, final: int, fits: Callable[[int], bool]) -> Iterator[int]:
    """Yield the words that fit and have something before them, then the last word of the list."""
    begin = start
    for place in range(start, final):
        has_content = _has_content(reading, begin, place)
        if has_content and place not in reading.inside and fits(place):
            yield place
            begin = place + 1
    yield final


def _is_needed(reading: Reading, place: int) -> bool:
    token = reading.tokens[place]
    obliges = reading.low(place + 1) == "тиіс" and is_dative_noun(token)
    return obliges or is_needed_noun(token)


def _last_word(reading: Reading, end: int) -> int:
    """Return the last token before `end` that is no adverb, no summary and names nobody."""
    place = end - 1
    while place >= 0 and _qualifies(reading, place):
        place -= 1
    return place


def _qualifies(reading: Reading, place: int) -> bool:
    low = reading.low(place)
    if low in _KK.words("verbs", "adverbs") or low in _KK.words("verbs", "summaries"):
        return True
    phrase = reading.inside.get(place)
    return bool(phrase and phrase.case in (DAT, NOM))
