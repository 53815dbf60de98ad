"""From the words of a directive to the wording of a task: only the last word's form changes."""

from tracker.extract.tokens import QUOTES

_VOWELS = frozenset("аәоөұүыіеэиуюя")
_VOICED = {"п": "б", "к": "г", "қ": "ғ"}
_PLURALS = ("дар", "дер", "лар", "лер", "тар", "тер")
_WISH = 3
"""Letters of the ending of a wish: -сын, -сін."""

_SHORTEST_PASSIVE_L, _SHORTEST_PASSIVE_N = 5, 4
"""Letters of a stem in -ыл, in -н, that may be of the passive, at least."""


def task(action: str, head: tuple[int, int], form: str, language: str) -> str:
    """Return the task that an action states; `head` is where in it the verb's word stands.

    Kazakh verbal nouns lose their case, wishes and commands become verbal nouns; Russian stays as
    it is. The first letter becomes a capital one.
    """
    first, last = head
    if language == "kk":
        action = action[:first] + kazakh_noun(action[first:last], form) + action[last:]
    words = " ".join(action.split()).strip(" ,;:–—-")
    start = next((i for i, one in enumerate(words) if one not in QUOTES), 0)
    return words[:start] + words[start : start + 1].upper() + words[start + 1 :]


def kazakh_noun(word: str, form: str) -> str:
    """Return the verbal noun that a Kazakh verb form belongs to; the word itself if it is one."""
    match form:
        case "acc":
            return word[:-2]
        case "dat" | "need":
            low = word.lower()
            return word[: max(low.rfind("у"), low.rfind("ю")) + 1]
        case "wish":
            return verbal_noun(word[:-_WISH])
        case "imperative":
            return verbal_noun(_command_stem(word))
    return word


def _command_stem(word: str) -> str:
    """Return the stem of a command: аяқта-ңыздар, қой-ыңыз."""
    word = word[:-3] if word.endswith(_PLURALS) else word
    stem = word.removesuffix("ыз").removesuffix("із").removesuffix("ң")
    return stem[:-1] if stem.endswith(("йы", "йі")) else stem


def verbal_noun(stem: str) -> str:
    """Return the verbal noun of a Kazakh verb’s stem: бекіт-у, аяқта-у, қой-ю, жап → жабу."""
    stem = _active(stem)
    last = stem[-1:]
    if last in {"ы", "і"}:
        return stem[:-1] + "у"
    if last == "й":
        return stem[:-1] + "ю"
    return stem[:-1] + _VOICED.get(last, last) + "у"


def _active(stem: str) -> str:
    """Return the stem without the suffix of the passive: бекіт-іл, қабылда-н."""
    is_long = len(stem) >= _SHORTEST_PASSIVE_L
    if is_long and stem.endswith(("ыл", "іл")) and stem[-3] not in _VOWELS:
        return stem[:-2]
    is_long = len(stem) >= _SHORTEST_PASSIVE_N
    if is_long and stem.endswith(("ан", "ен", "ын", "ін")) and "л" in stem[-4:-1]:
        return stem[:-1]
    return stem
