"""What is found in a sentence: those whom it names, the directives that it states."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from tracker.domain.unit import Register
from tracker.domain.wording import guessed_language
from tracker.extract.endings import NOM, kazakh_name_forms, russian_name_forms
from tracker.extract.letters import cleaned
from tracker.extract.term_rules import Term
from tracker.extract.tokens import Token

Span = tuple[int, int]
"""From a character of a text up to another, which is not included."""


class Phrase(NamedTuple):
    """Words that name a unit or a post, by the numbers of their first token and the one behind.

    `base` is the noun that says what it is; `is_weak` marks what may be a thing as well.
    """

    first: int
    behind: int
    case: str
    base: str
    plural: bool = False
    is_weak: bool = False


@dataclass(slots=True)
class Found:
    """A directive as a sentence words it, all places in the cleaned text.

    `head` is the word that says what is to be done, `form` how it is put: `acc`, `dat`, `bare`,
    `works`, `about`, `name`, `wish`, `imperative`, `need` (Kazakh), `infinitive`, `noun`,
    `clause`, `imperative` (Russian). `needs_addressee` drops it if nobody turns out to be told.
    """

    action: Span
    head: Span
    form: str
    addressees: list[Span] = field(default_factory=list)
    helpers: list[Span] = field(default_factory=list)
    term: Term | None = None
    every: Term | None = None
    rules: list[str] = field(default_factory=list)
    helper_is_certain: bool = True
    is_soft: bool = False
    needs_addressee: bool = False
    label: str = ""


@dataclass(slots=True)
class Around:
    """What a sentence stands in.

    `decides` is set in the part of minutes that decides, and in a list that a verb has announced;
    `is_item` for a labelled line there; `has_stem` under a line that ends with a colon;
    `is_spoken` inside a quotation that an official is said to have spoken.
    """

    decides: bool = False
    is_item: bool = False
    is_spoken: bool = False
    has_stem: bool = False


class Named(NamedTuple):
    """A name of the register that stands in a sentence: its tokens, its unit's key, its case."""

    size: int
    key: str
    case: str


class Names:
    """The declined forms of the names in a register, found longest first."""

    def __init__(self, register: Register) -> None:
        self._forms: dict[tuple[str, ...], Named] = {}
        lengths: dict[str, set[int]] = {}
        for unit in register:
            for handle in dict.fromkeys([*unit.names.values(), *unit.aliases]):
                for form, case in _forms_of(cleaned(handle).low):
                    words = tuple(form.split())
                    self._forms.setdefault(words, Named(len(words), unit.key, case))
                    lengths.setdefault(words[0], set()).add(len(words))
        self._lengths = {word: sorted(sizes, reverse=True) for word, sizes in lengths.items()}

    def at(self, tokens: Sequence[Token], place: int) -> Named | None:
        """Return the longest name that begins at a token."""
        for size in self._lengths.get(tokens[place].low, ()):
            words = tuple(token.low for token in tokens[place : place + size])
            if found := self._forms.get(words):
                return found
        return None

    def key_in(self, tokens: Sequence[Token]) -> str | None:
        """Return the key of the longest name that stands among the tokens, in any case.

        A name that an “and” makes part of a longer one is another unit’s.
        """
        found = [
            named
            for place in range(len(tokens))
            if (named := self.at(tokens, place)) and not _is_part(tokens, place, named.size)
        ]
        return max(found)[1] if found else None


_AND = frozenset(("и", "және", "мен", "бен", "пен", ","))


def _is_part(tokens: Sequence[Token], place: int, size: int) -> bool:
    before = tokens[place - 1].low if place else ""
    behind = tokens[place + size].low if place + size < len(tokens) else ""
    return before in _AND or behind in _AND


def _forms_of(name: str) -> Iterator[tuple[str, str]]:
    """Yield a name's forms with their cases: declined by the language that its letters speak.

    A name without letters that only Kazakh has may still be Kazakh, so it is declined both ways.
    """
    words = name.split()
    if not words:
        return
    language = guessed_language(name)
    if language == "en":
        yield name, NOM
        return
    if language == "ru":
        yield from russian_name_forms(name)
    for form, case in kazakh_name_forms(words[-1]):
        yield " ".join([*words[:-1], form]), case
