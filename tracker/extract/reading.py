"""A sentence as it is being read: its tokens by their numbers, and what stands at each."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from tracker.extract.phrases import Around, Phrase, Span
from tracker.extract.term_rules import Term
from tracker.extract.tokens import Token

NEAR = 6
"""Tokens between two that belong together, at most."""

_LONGEST_BRACKETS = 16
"""Tokens in brackets that are an aside, at most."""


class Verb(NamedTuple):
    """What gives a directive: its tokens, from the first to the one behind the last.

    `kind` chooses how its content is read; the languages have kinds of their own.
    """

    first: int
    behind: int
    kind: str
    is_soft: bool = False


class Reading:
    """A sentence's tokens, asked for by number; there is nothing at a number beyond its ends.

    `helpers` are the co-executors by their first token, `closed` the tokens in clauses whose verbs
    give nothing.
    """

    def __init__(
        self,
        tokens: Sequence[Token],
        phrases: Sequence[Phrase],
        terms: Sequence[Term],
        around: Around,
    ) -> None:
        self.tokens = tokens
        self.phrases = list(phrases)
        self.terms = terms
        self.around = around
        self.begins = {phrase.first: phrase for phrase in phrases}
        self.inside = {i: p for p in phrases for i in range(p.first, p.behind)}
        self.helpers: Mapping[int, Phrase] = {}
        self.closed: frozenset[int] = frozenset()
        self._starts = [token.start for token in tokens]
        self._words = frozenset(token.low for token in tokens)
        self._terms = {
            place: term
            for term in terms
            for place in range(self.place_at(term.start), self.place_at(term.end))
        }

    @property
    def end(self) -> int:
        """The number behind the last token."""
        return len(self.tokens)

    def low(self, place: int) -> str:
        """Return the token in small letters, nothing beyond the ends."""
        return self.tokens[place].low if 0 <= place < len(self.tokens) else ""

    def text(self, place: int) -> str:
        """Return the token as it stands, nothing beyond the ends."""
        return self.tokens[place].text if 0 <= place < len(self.tokens) else ""

    def lows(self, start: int, end: int) -> list[str]:
        """Return a part of the sentence in small letters."""
        return [self.low(place) for place in range(start, end)]

    def has(self, words: frozenset[str]) -> bool:
        """Tell whether any of the words stands in the sentence."""
        return not words.isdisjoint(self._words)

    def is_capital(self, place: int) -> bool:
        """Tell whether a word with a capital letter stands here."""
        if not 0 <= place < len(self.tokens):
            return False
        return self.tokens[place].is_word and self.tokens[place].is_capital

    def term(self, place: int) -> Term | None:
        """Return the term that the token belongs to."""
        return self._terms.get(place)

    def terms_between(self, start: int, end: int) -> Iterator[Term]:
        """Yield the terms that begin between two places of the text."""
        first = bisect_left(self.terms, start, key=lambda term: term.start)
        last = bisect_left(self.terms, end, key=lambda term: term.start)
        yield from self.terms[first:last]

    def place_at(self, offset: int) -> int:
        """Return the first token that begins at this place of the text or behind it."""
        return bisect_left(self._starts, offset)

    def phrases_in(self, start: int, end: int) -> list[Phrase]:
        """Return the phrases that lie between two tokens."""
        first = bisect_left(self.phrases, start, key=lambda phrase: phrase.first)
        last = bisect_right(self.phrases, end, key=lambda phrase: phrase.behind)
        return self.phrases[first:last]

    def helpers_in(self, start: int, end: int) -> list[Phrase]:
        """Return the co-executors whose names begin between two tokens."""
        return [phrase for place, phrase in self.helpers.items() if start <= place < end]

    def span(self, phrase: Phrase) -> Span:
        """Return from where to where in the text a phrase goes."""
        return self.tokens[phrase.first].start, self.tokens[phrase.behind - 1].end

    def behind_brackets(self, place: int) -> int:
        """Return what comes behind brackets that open here, the place itself if none do."""
        if self.text(place) != "(":
            return place
        for behind in range(place, min(place + _LONGEST_BRACKETS, self.end)):
            if self.text(behind) == ")":
                return behind + 1
        return place + 1

    def shorten(self, phrase: Phrase) -> None:
        """Take a phrase's first word from it: it is none of its name."""
        shorter = phrase._replace(first=phrase.first + 1)
        self.phrases[self.phrases.index(phrase)] = shorter
        del self.begins[phrase.first], self.inside[phrase.first]
        self.begins[shorter.first] = shorter
        self.inside.update(dict.fromkeys(range(shorter.first, shorter.behind), shorter))
