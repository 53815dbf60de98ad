"""What each language says of units’ nouns, for those who read both."""

from collections.abc import Sequence

from tracker.extract.kazakh import nouns as kazakh_nouns
from tracker.extract.kazakh import units as kazakh_units
from tracker.extract.phrases import Names, Phrase
from tracker.extract.russian import nouns as russian_nouns
from tracker.extract.russian import units as russian_units
from tracker.extract.tokens import Token


def phrases_of(language: str, tokens: Sequence[Token], names: Names) -> list[Phrase]:
    """Return the units, posts and people that a sentence names, from left to right."""
    if language == "kk":
        return kazakh_units.phrases(tokens, names)
    return russian_units.phrases(tokens, names)


def is_unit_noun(language: str, token: Token) -> bool:
    """Tell whether a token is a unit’s or a post’s noun, in any form."""
    nouns = kazakh_nouns if language == "kk" else russian_nouns
    return nouns.noun(token) is not None
