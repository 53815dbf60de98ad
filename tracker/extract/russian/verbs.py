"""What gives a directive in Russian: поручил, дал поручение, потребовал, необходимо, …йте.

The kinds of verbs: `active`, `passive` (поручено), `task` (дал поручение), `obliged` (обязал кого),
`demanded` (потребовал от кого), `charge` (возложить на кого), `soft` (необходимо, должен,
рекомендовать), `implicit` (жду доклад), `command` (представьте) and `listed`, for an item of
minutes, or a dative before an infinitive: neither has a verb of giving.
"""

from collections.abc import Callable, Iterator
from functools import cache

from tracker.extract.endings import DAT
from tracker.extract.lexicon import lexicon
from tracker.extract.phrases import Phrase
from tracker.extract.reading import NEAR, Reading, Verb
from tracker.extract.russian.signs import skip
from tracker.extract.russian.words import is_infinitive, is_past
from tracker.extract.tokens import DASHES, OPENING

_RU = lexicon("ru")

_WIDE = 30
"""Tokens from who is told to what he is to do, at most."""

_COMMANDS = tuple(
    end + reflexive
    for end in (*(vowel + "йте" for vowel in "аеиоуюя"), "ите", "ьте")
    for reflexive in ("", "сь")
)
_STOPS = frozenset(("!", "?", ";", "»"))


def verbs(reading: Reading) -> Iterator[Verb]:
    """Yield what gives directives in a sentence, from left to right.

    Behind a verb of giving soft ones give nothing of their own.
    """
    if reading.has(_RU.words("verbs", "not_givers")) or _is_earlier(reading):
        return
    place, last = 0, None
    while place < reading.end:
        verb = _at(reading, place)
        if verb and not (verb.is_soft and last and not last.is_soft):
            last = verb
            yield verb
        place = verb.behind if verb else place + 1
    if not last and (listed := _listed(reading)):
        yield listed


def _is_earlier(reading: Reading) -> bool:
    """Tell whether the sentence tells of a directive that was given before."""
    return any(token.low in _RU.words("verbs", "earlier") for token in reading.tokens[:NEAR])


def _at(reading: Reading, place: int) -> Verb | None:
    low = reading.low(place)
    read = _readers().get(low)
    is_command = reading.around.is_spoken and low.endswith(_COMMANDS)
    is_own = reading.low(place - 1) in ("мне", "нам", "тебе")
    if not (read or is_command) or is_own or _is_denied(reading, place):
        return None
    if place in reading.closed and low not in _RU.words("verbs", "active"):
        return None
    if read:
        return read(reading, place)
    if low in _RU.words("verbs", "not_commands"):
        return None
    return Verb(place, place + 1, "command", is_soft=True)


def _is_denied(reading: Reading, place: int) -> bool:
    """Tell whether it is said that it is not given: не поручал."""
    before = set(reading.lows(place - 2, place))
    return not before.isdisjoint(_RU.words("verbs", "negation"))


@cache
def _readers() -> dict[str, Callable[[Reading, int], Verb | None]]:
    """Return for each word of the lists what reads a verb from there on."""
    lists: tuple[tuple[str, Callable[[Reading, int], Verb | None]], ...] = (
        ("soft", _soft),
        ("implicit", _implicit),
        ("tasks_counted", _counted),
        ("task_nouns", _task),
        ("infinitive", _order),
        ("passive", _passive),
        ("active", _active),
        ("strict", _strict),
        ("from_whom", _demanded),
        ("accusative", _obliged),
        ("control_verbs", _control),
        ("charge_verbs", _charge),
    )
    return {word: read for name, read in lists for word in _RU.words("verbs", name)}


def _charge(_reading: Reading, place: int) -> Verb:
    return Verb(place, place + 1, "charge")


def _control(reading: Reading, place: int) -> Verb | None:
    """Read “контроль за исполнением возложен на …”; other duties that lie on somebody are none."""
    is_control = reading.has(_RU.words("verbs", "controlled"))
    return Verb(place, place + 1, "charge") if is_control else None


def _obliged(_reading: Reading, place: int) -> Verb:
    return Verb(place, place + 1, "obliged")


def _demanded(_reading: Reading, place: int) -> Verb:
    return Verb(place, place + 1, "demanded")


def _active(_reading: Reading, place: int) -> Verb:
    return Verb(place, place + 1, "active")


def _strict(reading: Reading, place: int) -> Verb | None:
    """Read “указал” and the like where an addressee or an infinitive comes next."""
    phrase = reading.begins.get(place + 1)
    behind = phrase.behind if phrase and phrase.case == DAT else place + 1
    from_whom = reading.low(behind) == "от" and behind + 1 in reading.begins
    if not from_whom and not is_infinitive(reading.low(behind)):
        return None
    return Verb(place, place + 1, "active")


def _passive(_reading: Reading, place: int) -> Verb:
    return Verb(place, place + 1, "passive")


def _order(reading: Reading, place: int) -> Verb | None:
    """Read “поручить” where it decides: in minutes, at the beginning, behind who is told."""
    before = reading.inside.get(place - 1)
    is_told = before is not None and before.case == DAT
    decides = reading.around.decides or reading.around.is_item
    return Verb(place, place + 1, "passive") if decides or place == 0 or is_told else None


def _implicit(_reading: Reading, place: int) -> Verb:
    return Verb(place, place + 1, "implicit", is_soft=True)


def _soft(_reading: Reading, place: int) -> Verb:
    return Verb(place, place + 1, "soft", is_soft=True)


def _counted(reading: Reading, place: int) -> Verb | None:
    """Read “дал ряд поручений”."""
    is_some = reading.low(place - 1) in _RU.words("verbs", "summaries")
    return _task(reading, place) if is_some else None


def _task(reading: Reading, place: int) -> Verb | None:
    """Read “дал поручение”, “поставлена задача”: noun and verb, in either order."""
    given = _RU.words("verbs", "task_verbs")
    phrase = reading.begins.get(place + 1)
    if reading.low(place) in ("задача", "поручение") and phrase and phrase.case == DAT:
        return Verb(place, place + 1, "task")
    for first in range(place - 1, place - NEAR - 1, -1):
        if reading.low(first) not in given:
            continue
        if {",", ";"} & set(reading.lows(first, place)):
            break
        return None if _is_denied(reading, first) else Verb(first, place + 1, "task")
    for last in range(place + 1, place + 4):
        if reading.low(last) in given:
            return Verb(place, last + 1, "task")
    return None


def _listed(reading: Reading) -> Verb | None:
    """Return an item of minutes, or a dative that an infinitive follows: it needs no verb."""
    if reading.around.is_item or reading.around.has_stem:
        return Verb(0, 0, "listed")
    for phrase in reading.phrases:
        if _opens(reading, phrase) and _leads_to_infinitive(reading, phrase.behind):
            return Verb(phrase.first, phrase.first, "listed")
    begins = is_infinitive(reading.low(skip(reading, 0, reading.end)))
    return Verb(0, 0, "listed") if reading.around.decides and begins else None


def _opens(reading: Reading, phrase: Phrase) -> bool:
    """Tell whether a dative opens something new: a sentence, a quotation, a list, a call’s end."""
    place = phrase.first
    is_bare = phrase.is_weak and place > 0 and phrase.behind - place == 1
    if phrase.case != DAT or is_bare:
        return False
    before = reading.text(place - 1)
    if place == 0 or before in {":", "."} | OPENING | DASHES:
        return True
    if place >= NEAR:
        return False
    is_called = before == "," and all(reading.is_capital(i) for i in range(place - 1))
    return before == '"' or is_called


def _leads_to_infinitive(reading: Reading, place: int) -> bool:
    """Tell whether an infinitive comes with only who, when, with whom and how before it."""
    for i in range(place, min(place + _WIDE, reading.end)):
        low = reading.low(i)
        if is_infinitive(low) and i not in reading.closed:
            return True
        if low in _RU.words("verbs", "predicates") or is_past(low) or reading.text(i) in _STOPS:
            return False
    return False
