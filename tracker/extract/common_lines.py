"""Lines of minutes that speak of the items above them (Мерзімі: …, Ответственные: …)."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from tracker.extract.dates import Days
from tracker.extract.letters import Cleaned
from tracker.extract.lexicon import LANGUAGES, lexicon
from tracker.extract.phrases import Found, Span
from tracker.extract.terms import common_term
from tracker.extract.tokens import Token, tokens
from tracker.extract.units import is_unit_noun

_ASIDES = ("по согласованию", "келісу бойынша", "созыв", "жинақтау")
_PART_ENDS = re.compile(rf"[,;]|\((?:{'|'.join(_ASIDES)})\)")
"""What parts those who are named in a line."""

_NAME = re.compile(r"[^\W\d_]{2,}")
_WORDS = 2
"""Words of a part that names somebody without a unit’s noun, at most."""

_MOST_HELPERS = 30
"""Those who are named for one item, at most."""

_STEM = 5
"""Letters by which words are compared, whatever they end with."""


class Line(NamedTuple):
    """A common line: where what it says goes from and to, and whether it says until when."""

    start: int
    end: int
    language: str
    is_term: bool
    is_for_all: bool


@cache
def _pattern() -> re.Pattern[str]:
    named = []
    for language in LANGUAGES:
        due, responsible = (_names(language, kind) for kind in ("due", "responsible"))
        named.append(f"(?P<{language}>(?P<due_{language}>{due})|{responsible})")
    return re.compile(rf"(?<![\w-])(?:{'|'.join(named)})\.?\s*+(?:\([а-я]++\)\s*+)?[:–—-]\s*+")


def _names(language: str, kind: str) -> str:
    words = lexicon(language).words("minutes", kind)
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


def common_lines(low: str, start: int, end: int) -> Iterator[Line]:
    """Yield the common lines of a sentence: several may stand in one."""
    found = list(_pattern().finditer(low, start, end))
    for number, match in enumerate(found, start=1):
        stop = found[number].start() if number < len(found) else end
        language = "kk" if match["kk"] else "ru"
        is_term = bool(match["due_kk"] or match["due_ru"])
        for_all = tuple(lexicon(language).listed("minutes", "due_for_all"))
        yield Line(match.end(), stop, language, is_term, is_term and match[0].startswith(for_all))


def line_start(low: str, start: int, end: int) -> int | None:
    """Return where the first common line of a sentence begins, name included."""
    found = _pattern().search(low, start, end)
    return found.start() if found else None


def take_term(text: Cleaned, line: Line, items: Sequence[Found], days: Days) -> None:
    """Write the term of a line into the items that have none of their own."""
    term = common_term(text.low, line.start, line.end, line.language, days)
    if not term:
        return
    for one in items:
        if one.term is None or one.term.is_plain or (term.due and one.term.every):
            one.term = term._replace(is_plain=False)
            one.rules.append(f"{line.language}.line.due")
        if term.every and one.every is None:
            one.every = term


def take_responsible(
    text: Cleaned, line: Line, items: Sequence[Found], around: Sequence[Span]
) -> None:
    """Write those named in a line into the items: the first executes where nobody is told yet.

    `around` are the parts of the text, the items’ own among them, in which people may stand who
    are named there beside an addressee.
    """
    parts = list(_parts(text, line))[:_MOST_HELPERS]
    for one in items:
        if len(one.helpers) > _MOST_HELPERS:
            continue
        new = [span for span in parts if not _is_known(text, span, one, around)]
        if not one.addressees:
            one.addressees, new = parts[:1], [span for span in new if span not in parts[:1]]
        one.helpers += [span for span in new if span not in one.helpers]
        one.rules.append(f"{line.language}.line.responsible")


def _parts(text: Cleaned, line: Line) -> Iterator[Span]:
    """Yield the units and people of a line; a part that names nobody goes on into the next."""
    start, end = line.start, _without_stop(text.text, line.start, line.end)
    ends = [found.span() for found in _PART_ENDS.finditer(text.low, start, end)] + [(end, end)]
    for stop, following in ends:
        first, last = _stripped(text.text, start, stop)
        if first == last:
            start = following
        elif following == end or _names_somebody(text, first, last, line.language):
            yield first, last
            start = following


def _without_stop(text: str, start: int, end: int) -> int:
    """Return where a line ends without its full stop; that of an initial stays."""
    first, last = _stripped(text, start, end)
    is_initial = last - first > 1 and text[last - 2].isupper()
    return last - 1 if last > first and text[last - 1] == "." and not is_initial else last


def _stripped(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end


def _names_somebody(text: Cleaned, start: int, end: int, language: str) -> bool:
    found = list(tokens(text.text, text.low, start, end))
    words = [token for token in found if token.is_word]
    if len(words) <= _WORDS or any(is_unit_noun(language, token) for token in words):
        return True
    return any(map(_is_initial, found, found[1:]))


def _is_initial(token: Token, following: Token) -> bool:
    return token.is_word and len(token.text) == 1 and following.text == "."


def _is_known(text: Cleaned, span: Span, item: Found, around: Sequence[Span]) -> bool:
    """Tell whether it is an addressee already, or a person named beside one."""
    words = _stems(text, span)
    for told in item.addressees:
        known = _stems(text, told)
        if known == words or (known and words and (known <= words or words <= known)):
            return True
    return _is_person(text, span) and _stands_in(text, span, around)


def _is_person(text: Cleaned, span: Span) -> bool:
    """Tell whether an initial stands there."""
    return any(len(word) == 1 for word in re.findall(r"\w+", text.low[span[0] : span[1]]))


def _stands_in(text: Cleaned, span: Span, around: Sequence[Span]) -> bool:
    names = _NAME.findall(text.low[span[0] : span[1]])
    surname = re.compile(rf"\b{max(names, key=len, default='')[:_STEM]}")
    return any(surname.search(text.low, first, last) for first, last in around)


def _stems(text: Cleaned, span: Span) -> frozenset[str]:
    """Return the beginnings of the words that tell units apart."""
    common = lexicon("kk").words("minutes", "of_all") | lexicon("ru").words("minutes", "of_all")
    words = _NAME.findall(text.low[span[0] : span[1]])
    return frozenset(word[:_STEM] for word in words if len(word) > _WORDS and word not in common)
