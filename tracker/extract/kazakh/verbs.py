"""What gives a directive in Kazakh: тапсырды, тапсырма берді, жүктелсін, … қажет, -ыңыздар.

The kinds of verbs: `active`, `passive`, `task` (тапсырма берді), `task_passive`, `charge`
(тапсырмасын жүктеді), `need` (керек, қажеттігін айтты), `wish` (-сын), `command` (-ыңыз) and
`listed`, for an item of minutes that stands under a verb.
"""

from collections.abc import Callable, Iterator
from functools import cache

from tracker.extract.endings import NOM
from tracker.extract.kazakh.signs import behind_particles
from tracker.extract.kazakh.words import is_command, is_wish
from tracker.extract.lexicon import lexicon
from tracker.extract.reading import NEAR, Reading, Verb

_KK = lexicon("kk")

_PAST_PARTICIPLES = ("ған", "ген")
_PASSIVE_CONVERBS = ("ылып", "еліп")
_GIVING_STEMS = ("тапсыр", "жүктел", "міндет")


def verbs(reading: Reading) -> Iterator[Verb]:
    """Yield what gives directives in a sentence, from left to right."""
    if _is_earlier(reading) or reading.has(_KK.words("verbs", "not_givers")):
        return
    place = 0
    while place < reading.end:
        verb = _at(reading, place)
        if verb:
            yield verb
        place = verb.behind if verb else place + 1
    if reading.around.is_item or reading.around.has_stem:
        yield Verb(_behind_words(reading), reading.end, "listed")


def _at(reading: Reading, place: int) -> Verb | None:
    token = reading.tokens[place]
    if read := _readers().get(token.low):
        return read(reading, place)
    if [token.low, reading.low(place + 1)] in _KK.listed("verbs", "demands"):
        return _simple(reading, place, place + 2, "active")
    if is_wish(token):
        return _wish(reading, place)
    return _last(reading, place) if _ends_clause(reading, place + 1) else None


def _last(reading: Reading, place: int) -> Verb | None:
    """Read what gives a directive only as the last word of a clause."""
    if is_command(reading.tokens[place]):
        return Verb(place, place + 1, "command")
    is_soft = reading.low(place) in _KK.words("verbs", "soft")
    return Verb(place, place + 1, "active", is_soft=True) if is_soft else None


@cache
def _readers() -> dict[str, Callable[[Reading, int], Verb | None]]:
    """Return for each word of the lists what reads a verb from there on."""
    lists = (
        ("needs", _need),
        ("passive_wish", _passive),
        ("passive", _passive),
        ("converbs", _converb),
        ("active", _active),
        ("task_nouns", _task),
    )
    return {word: read for name, read in lists for word in _KK.words("verbs", name)}


def _active(reading: Reading, place: int) -> Verb | None:
    return _simple(reading, place, place + 1, "active")


def _passive(reading: Reading, place: int) -> Verb | None:
    return _simple(reading, place, place + 1, "passive")


def _converb(reading: Reading, place: int) -> Verb | None:
    """Read “тапсырып отыр”, or “… жоюды тапсырып, …”, behind which the sentence goes on."""
    if reading.low(place + 1) in _KK.words("verbs", "converb_followers"):
        return _simple(reading, place, place + 2, "active")
    low = reading.low(place)
    if reading.text(place + 1) == "," and low in _KK.words("verbs", "converbs_alone"):
        return Verb(place, place + 1, "passive" if low.endswith(_PASSIVE_CONVERBS) else "active")
    return None


def _simple(reading: Reading, first: int, behind: int, kind: str) -> Verb | None:
    """Return a verb of giving, unless it is denied, or says what was so before."""
    following = reading.low(behind)
    if following in _KK.words("verbs", "negation") | _KK.words("verbs", "earlier"):
        return None
    if following in _KK.words("verbs", "reported"):
        return None
    if reading.low(behind - 1).endswith(_PAST_PARTICIPLES):
        giver = reading.begins.get(behind)
        names_giver = giver and giver.case == NOM and giver.base in _KK.words("units", "posts")
        if not (_ends_clause(reading, behind) or names_giver):
            return None
    if reading.low(first) == "талап" and reading.has(_KK.words("verbs", "no_demanders")):
        return None
    return Verb(first, behind, kind)


def _task(reading: Reading, place: int) -> Verb | None:
    """Read “тапсырма берді” and the like: the noun, then at most a few words, the verb."""
    giving = _KK.words("verbs", "task_verbs") | _KK.words("verbs", "active")
    for behind in range(place + 1, min(place + NEAR, reading.end)):
        low = reading.low(behind)
        if low in giving:
            verb = _simple(reading, place, behind + 1, _task_kind(reading.low(place), low))
            return verb and verb._replace(first=_before_summary(reading, place))
        is_filling = low in _KK.words("verbs", "adverbs") or behind in reading.inside
        if not (is_filling or reading.tokens[behind].is_capital):
            break
    return None


def _task_kind(noun: str, verb: str) -> str:
    if noun in _KK.words("verbs", "charges"):
        return "charge"
    return "task_passive" if verb in _KK.words("verbs", "task_verbs_passive") else "task"


def _before_summary(reading: Reading, place: int) -> int:
    while place > 0 and reading.low(place - 1) in _KK.words("verbs", "summaries"):
        place -= 1
    return place


def _need(reading: Reading, place: int) -> Verb | None:
    """Read “… керек”, or “… қажеттігін айтты”."""
    if reading.low(place) in _KK.words("verbs", "needs_alone"):
        is_reported = reading.low(behind_particles(reading, place + 1)) in ("деген", "дегенді")
        is_said = reading.low(place + 1) in _KK.words("verbs", "needs_said")
        if is_reported or not (_ends_clause(reading, place + 1) or is_said):
            return None
        return Verb(place, place + 1, "need", is_soft=True)
    following = set(reading.lows(place + 1, place + NEAR))
    if following & _KK.words("verbs", "need_verbs"):
        return Verb(place, place + 1, "need", is_soft="тапсырды" not in following)
    return None


def _wish(reading: Reading, place: int) -> Verb | None:
    """Read “… қамтамасыз етсін” where a clause ends with it, or another wish follows."""
    if reading.has(_KK.words("verbs", "earlier")):
        return None
    later = (i for i in range(place + 2, reading.end) if is_wish(reading.tokens[i]))
    following = next(later, place) if _joins_wishes(reading, place) else place
    goes_on = following > place and _joins_wishes(reading, following)
    if goes_on or _ends_wish(reading, following):
        return Verb(place, place + 1, "wish")
    return None


def _joins_wishes(reading: Reading, place: int) -> bool:
    return reading.low(place + 1) in ("және", "әрі")


def _ends_wish(reading: Reading, place: int) -> bool:
    return _ends_clause(reading, place + 1) or reading.low(place + 1) in ("деп", "деді")


def _is_earlier(reading: Reading) -> bool:
    """Tell whether the sentence tells of a directive that was given before."""
    if not any(token.low.startswith(_GIVING_STEMS) for token in reading.tokens):
        return False
    text = " " + " ".join(token.low for token in reading.tokens) + " "
    for told in _KK.words("verbs", "earlier_tasks"):
        text = text.replace(f" {told}", " ")
    return any(f" {mark} " in text for mark in _KK.words("verbs", "earlier_marks"))


def _ends_clause(reading: Reading, place: int) -> bool:
    return place >= reading.end or reading.tokens[place].kind == "sign"


def _behind_words(reading: Reading) -> int:
    """Return what comes behind the last word."""
    end = reading.end
    while end > 0 and reading.tokens[end - 1].kind == "sign":
        end -= 1
    return end
