"""Those who are told to do it in a Kazakh sentence: datives, and nominatives of orders."""

from tracker.extract.endings import ABL, ACC, DAT, INS, NOM
from tracker.extract.kazakh.helpers import leads_to_helper
from tracker.extract.kazakh.nouns import AND
from tracker.extract.kazakh.signs import behind_particles, skip
from tracker.extract.kazakh.words import base, is_converb, is_dative_noun, is_object, is_wish
from tracker.extract.lexicon import lexicon
from tracker.extract.phrases import Phrase, Span
from tracker.extract.reading import Reading
from tracker.extract.tokens import DASHES

_KK = lexicon("kk")

PERSON, GROUP = "person", "group"
"""The bases of phrases without a unit’s noun: somebody called by name, people in the plural."""

_PATRONYMICS = ("ұлы", "қызы", "вич", "вна")
_PLURAL_DATIVES = ("ларға", "лерге", "дарға", "дерге", "тарға", "терге")
_PEOPLE = (
    *("шыларға", "шілерге", "герлерге", "керлерге"),
    *("тыларға", "тілерге", "дағыларға", "дегілерге"),
)
"""How words end that name people by what they do, or by where they are."""


def span(reading: Reading, phrase: Phrase) -> Span:
    """Return from where to where a phrase goes, with a name in brackets behind it."""
    behind = phrase.behind
    if reading.text(behind) == "(" and reading.is_capital(behind + 1):
        closed = reading.behind_brackets(behind)
        behind = closed if closed > behind + 1 else behind
    return reading.tokens[phrase.first].start, reading.tokens[behind - 1].end


def joins(reading: Reading, phrase: Phrase) -> bool:
    """Tell whether a phrase in the nominative goes on into one in another case: А мен Б-ға."""
    following: Phrase | None = phrase
    while following:
        place = following.behind
        if not (reading.low(place) in AND or reading.text(place) == ","):
            return False
        following = reading.begins.get(place + 1)
        if following and following.case != NOM:
            return following.case in (DAT, ABL)
    return False


def told_at(reading: Reading, place: int, head: int) -> list[Phrase]:
    """Return those who are told from here on, if the words here are no part of the item."""
    found: list[Phrase] = []
    while (phrase := reading.begins.get(place)) and phrase.behind <= head:
        if phrase.case == NOM and joins(reading, phrase):
            found.append(phrase)
            place = phrase.behind + 1
        elif phrase.case == DAT and _is_told(reading, phrase, head):
            found.append(phrase)
            if not _another_follows(reading, phrase, head):
                return found
            place = phrase.behind + 1
        elif phrase.case == ACC and not found and _is_forced(reading, head):
            return [phrase]
        elif phrase.case == ABL and _is_demanded(reading, head):
            return [*found, phrase]
        else:
            break
    return []


def _another_follows(reading: Reading, phrase: Phrase, head: int) -> bool:
    """Tell whether a comma or an “and” leads from a dative to another."""
    place = phrase.behind
    if reading.text(place) != "," and reading.low(place) not in AND:
        return False
    following = reading.begins.get(place + 1)
    is_dative = following is not None and following.case == DAT
    return following is not None and is_dative and _is_told(reading, following, head)


def _is_told(reading: Reading, phrase: Phrase, head: int) -> bool:
    """Tell whether a dative names those who are told, rather than a goal or a recipient."""
    following = reading.low(phrase.behind)
    if following in _KK.words("units", "not_addressee"):
        return False
    is_bare = phrase.behind - phrase.first == 1 and phrase.base not in _KK.words("units", "people")
    if phrase.is_weak and is_bare:
        return False
    return not _receives(reading, phrase, head)


def _receives(reading: Reading, phrase: Phrase, head: int) -> bool:
    """Tell whether something is to be given to those who stand right before the verbal noun.

    Right behind who speaks they are told to give it, unless they stand above him: Әкім
    басқармаға есеп беруді тапсырды, but Әкім Үкіметке есеп беруді тапсырды.
    """
    stem = reading.low(phrase.behind).removesuffix("ді").removesuffix("ды")
    if stem not in _KK.words("heads", "giving") or not phrase.behind <= head <= phrase.behind + 2:
        return False
    giver = reading.inside.get(_first_joined(reading, phrase).first - 1)
    is_superior = phrase.base in _KK.words("units", "superiors")
    return not giver or giver.case != NOM or is_superior


def _first_joined(reading: Reading, phrase: Phrase) -> Phrase:
    """Return the first of the phrases that “and” and commas lead from to this one."""
    before: Phrase | None = phrase
    while before:
        phrase = before
        joint = phrase.first - 1
        is_joined = reading.low(joint) in AND or reading.text(joint) == ","
        before = reading.inside.get(joint - 1) if is_joined else None
    return phrase


def _is_forced(reading: Reading, head: int) -> bool:
    """Tell whether it is who is obliged: әкімдерді … қамтамасыз етуге міндеттеді."""
    following = reading.lows(head, reading.end)
    obliges = any(low.startswith("міндетте") for low in following)
    return is_dative_noun(reading.tokens[head]) and obliges


def _is_demanded(reading: Reading, head: int) -> bool:
    """Tell whether it is demanded of somebody: әкімдерден … талап етті."""
    return any(
        reading.low(i) == "талап" and reading.low(i + 1).startswith("ет")
        for i in range(head, reading.end)
    )


def told_inside(reading: Reading, head: int) -> list[Phrase]:
    """Return who is told in the midst of an item: құрылысын қала әкіміне бақылауға алуды."""
    if base(reading.tokens[head]) in _KK.words("heads", "giving"):
        return []
    for phrase in reading.phrases_in(0, head - 2):
        if phrase.case == DAT and not phrase.is_weak and _is_told(reading, phrase, head):
            return [phrase]
    return []


def told_behind(reading: Reading, place: int, end: int) -> tuple[int, list[Phrase]]:
    """Return what comes behind those who are told behind an item, and who they are."""
    place = behind_particles(reading, place)
    while place < end and _may_stand_between(reading, place):
        phrase = reading.begins.get(place)
        place = phrase.behind if phrase else place + 1
    found: list[Phrase] = []
    while (phrase := reading.begins.get(place)) and place < end:
        if phrase.case != DAT and not (phrase.case == NOM and joins(reading, phrase)):
            break
        found.append(phrase)
        place = phrase.behind
        if reading.low(place) in AND and reading.begins.get(place + 1):
            place += 1
    return place, found if found and found[-1].case == DAT else []


def _may_stand_between(reading: Reading, place: int) -> bool:
    """Tell whether the word here says how, what about or by whom, behind an item."""
    low = reading.low(place)
    if low in _KK.words("heads", "joining"):
        return False
    lists = (("verbs", "adverbs"), ("heads", "about"), ("heads", "works"), ("verbs", "pronouns"))
    phrase = reading.begins.get(place)
    is_giver = phrase is not None and phrase.case == NOM and not joins(reading, phrase)
    return is_giver or any(low in _KK.words(*names) for names in lists)


def next_told(reading: Reading, place: int, head: int) -> int | None:
    """Return where what stands before an item goes on: at who is told, or behind who speaks."""
    has_object = False
    for i in range(place, head):
        phrase = reading.begins.get(i)
        may_begin = i == place or not has_object or _is_cut(reading, i)
        if may_begin and _begins_telling(reading, i, phrase, head):
            return i
        if phrase and speaks(reading, phrase, head):
            return phrase.behind
        token = reading.tokens[i]
        if is_object(token) and i not in reading.inside and not token.is_capital:
            has_object = True
    return None


def behind_own_deed(reading: Reading, place: int, head: int) -> int | None:
    """Return what comes behind what somebody did before he gave it: жағдаймен танысып."""
    is_needed = reading.low(head + 1) in _KK.words("verbs", "needs_alone")
    if is_needed or is_wish(reading.tokens[head]):
        return None
    deeds = _KK.words("opening", "own_deeds")
    for i in range(place, head - 1):
        if reading.low(i) in deeds and reading.text(i + 1) == ",":
            return i + 2
    return None


def _begins_telling(reading: Reading, place: int, phrase: Phrase | None, head: int) -> bool:
    """Tell whether a co-executor, or who is told, stands here."""
    if place in reading.helpers:
        return True
    if not phrase:
        return False
    is_strong = not phrase.is_weak or _is_cut(reading, place)
    is_told = is_strong and bool(told_at(reading, place, head))
    return is_told or leads_to_helper(reading, phrase)


def _is_cut(reading: Reading, place: int) -> bool:
    """Tell whether a new part of the sentence begins here: behind “…, ” or who speaks."""
    before = reading.inside.get(place - 1)
    if before and before.case == NOM and before.base in _KK.words("units", "posts"):
        return True
    return reading.text(place - 1) == "," and is_converb(reading.tokens[place - 2])


def speaks(reading: Reading, phrase: Phrase, head: int) -> bool:
    """Tell whether the phrase is who gives the directive."""
    if phrase.case != NOM or phrase.base not in _KK.words("units", "posts"):
        return False
    if phrase.behind >= head or joins(reading, phrase):
        return False
    return reading.low(phrase.behind) not in AND


def modifies(reading: Reading, phrase: Phrase, head: int) -> bool:
    """Tell whether the phrase is an object or part of one rather than who speaks."""
    if phrase.behind == head:
        return True
    if reading.low(phrase.behind) not in AND or joins(reading, phrase):
        return False
    following = reading.begins.get(phrase.behind + 1)
    if not following:
        return True
    return following.case != INS and not leads_to_helper(reading, following)


def is_group(reading: Reading, place: int, head: int) -> bool:
    """Tell whether people in the dative stand here: энергетиктерге, жауаптыларға."""
    low = reading.low(place)
    if reading.low(place + 1) in _KK.words("units", "not_addressee") or place + 1 >= head:
        return False
    if low.endswith(_PEOPLE):
        return True
    if not low.endswith(_PLURAL_DATIVES):
        return False
    is_early = all(not reading.tokens[i].is_word or i in reading.inside for i in range(place))
    return is_early and _is_passive_ahead(reading, head)


def _is_passive_ahead(reading: Reading, head: int) -> bool:
    lists = ("passive", "passive_wish", "task_verbs_passive")
    lows = reading.lows(head, reading.end)
    return any(low in _KK.words("verbs", name) for low in lows for name in lists)


def nominatives(reading: Reading, start: int, end: int) -> tuple[int, list[Phrase]]:
    """Return where the item begins behind its executors in the nominative, and who they are."""
    place = skip(reading, start, end)
    found: list[Phrase] = []
    while (phrase := reading.begins.get(place)) and phrase.behind < end:
        if not _may_execute(reading, phrase):
            break
        found.append(phrase)
        place = _next_executor(reading, phrase, end)
    if not found:
        called = _called(reading, place, end)
        return (called.behind + 1, [called]) if called else (start, [])
    if reading.text(place) in DASHES:
        place += 1
    return place, _behind_speaker(reading, found)


def _next_executor(reading: Reading, phrase: Phrase, end: int) -> int:
    """Return where another executor may stand behind this one."""
    place = reading.behind_brackets(phrase.behind)
    if reading.text(place) == ":":
        return skip(reading, place, end)
    if reading.low(place) in AND:
        return place + 1 if reading.begins.get(place + 1) else place
    return place + 1 if reading.text(place) in {",", ";"} else place


def _behind_speaker(reading: Reading, found: list[Phrase]) -> list[Phrase]:
    """Return the executors without who speaks before a colon: Әкім: – Басқарма … етсін."""
    said = next((i for i, phrase in enumerate(found) if reading.text(phrase.behind) == ":"), -1)
    return found[said + 1 :] if 0 <= said < len(found) - 1 else found


def _may_execute(reading: Reading, phrase: Phrase) -> bool:
    """Tell whether a phrase in the nominative is somebody, not a thing: мектеп құрылысын."""
    is_thing = phrase.is_weak and not phrase.plural and reading.around.has_stem
    return phrase.case == NOM and not is_thing


def _called(reading: Reading, place: int, end: int) -> Phrase | None:
    """Return who is called: a unit in the dative before a colon, a person before a comma."""
    phrase = reading.begins.get(place)
    if phrase and phrase.case == DAT and reading.text(phrase.behind) == ":":
        return phrase
    behind = place
    while behind < end and reading.is_capital(behind):
        behind += 1
    is_person = reading.low(behind - 1).endswith(_PATRONYMICS)
    if behind - place > 1 and is_person and reading.text(behind) == ",":
        return Phrase(place, behind, NOM, PERSON)
    return None


def subjects(reading: Reading, start: int, end: int) -> list[Phrase]:
    """Return who is to do it where an object stands first: өтініштерді ауыл әкімдері … алсын."""
    posts = _KK.words("units", "posts")
    for phrase in reading.phrases_in(start, end - 1):
        if (
            phrase.case == NOM
            and not phrase.is_weak
            and (phrase.plural or phrase.base not in posts)
        ):
            return [phrase]
    return []
