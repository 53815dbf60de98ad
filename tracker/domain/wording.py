"""A text in one or more of the office's languages."""

from collections.abc import Mapping

Wording = Mapping[str, str]
"""Language code (`kk`, `ru`, `en`) to text; never empty."""

LANGUAGES = ("kk", "ru", "en")

_KAZAKH = frozenset("әғқңөұүһіӘҒҚҢӨҰҮҺІ")


def in_language(wording: Wording, language: str) -> str:
    """Return the text in this language, else in the first of kk, ru, en that there is."""
    for code in (language, *LANGUAGES):
        if code in wording:
            return wording[code]
    return next(iter(wording.values()), "")


def guessed_language(text: str) -> str:
    """Return the language that the letters speak for: Kazakh, Russian, else English."""
    if not _KAZAKH.isdisjoint(text):
        return "kk"
    return "ru" if any("а" <= letter <= "я" for letter in text.lower()) else "en"


def normal(text: str) -> str:
    """Return the form in which texts are compared: case folded, white space single."""
    return " ".join(text.casefold().split())


def compared(wording: Wording) -> list[str]:
    """Return the texts of a wording in the form in which they are compared."""
    return [normal(text) for text in wording.values()]
