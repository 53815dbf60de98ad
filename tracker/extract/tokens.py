"""Words, numbers and signs, with their places."""

import re
from collections.abc import Iterator
from typing import NamedTuple

_TOKEN = re.compile(
    r"(?P<number>\d+(?:[.,]\d+)*(?:-[^\W\d_]+)?)"
    r"|(?P<word>[^\W\d_](?:\w|[-'’](?=\w))*)"
    r"|(?P<sign>\S)"
)

OPENING, CLOSING, QUOTES = frozenset("«“„("), frozenset("»”)"), frozenset("«»“”„\"'")
DASHES = frozenset("–—-‒―")


class Token(NamedTuple):
    """A word, number or sign: as it stands, in small letters, and from where to where."""

    text: str
    low: str
    start: int
    end: int
    kind: str

    @property
    def is_word(self) -> bool:
        """Tell whether it is a word."""
        return self.kind == "word"

    @property
    def is_capital(self) -> bool:
        """Tell whether it begins with a capital letter."""
        return self.text[0].isupper()

    @property
    def is_abbreviation(self) -> bool:
        """Tell whether it is written in capitals, be it with an ending: ІІМ, ТЖД-ға, МВД."""
        stem = self.text.partition("-")[0]
        return len(stem) > 1 and stem.isupper()


def tokens(text: str, low: str, start: int = 0, end: int | None = None) -> Iterator[Token]:
    """Yield the tokens of a part of the text; places count from the text's beginning."""
    for found in _TOKEN.finditer(text, start, len(text) if end is None else end):
        first, last = found.span()
        yield Token(found[0], low[first:last], first, last, found.lastgroup or "")
