"""Where an item ends in Russian: at a sign, at who reports it, before terms and co-executors."""

from tracker.extract.lexicon import lexicon
from tracker.extract.phrases import Found
from tracker.extract.reading import NEAR, Reading
from tracker.extract.russian.helpers import WITH
from tracker.extract.russian.words import is_infinitive, is_past
from tracker.extract.term_rules import Kind, Term
from tracker.extract.tokens import DASHES, OPENING, QUOTES

_RU = lexicon("ru")

_TRAILING = frozenset((",", ";", ".", ":", "!", "?", "…", "(")) | DASHES | QUOTES
_OPENING, _CLOSING = OPENING, frozenset("»”")


def found_between(reading: Reading, begin: int, head: int, stop: int, form: str) -> Found:
    """Return the item between two tokens, terms and signs at its end left out."""
    behind, term = _trimmed(reading, head, stop)
    first, last = reading.tokens[begin], reading.tokens[behind - 1]
    inside = list(reading.terms_between(first.start, last.end))
    periods = [one for one in [*inside, term] if one and one.every]
    return Found(
        action=(first.start, last.end),
        head=(reading.tokens[head].start, reading.tokens[head].end),
        form=form,
        term=term or next((one for one in inside if not one.is_plain), None),
        every=periods[0] if periods else None,
        rules=[f"ru.head.{form}"],
    )


def _trimmed(reading: Reading, head: int, stop: int) -> tuple[int, Term | None]:
    """Return where the item’s own words end, and the term that stood behind them."""
    behind, term = stop, None
    while behind > head + 1:
        ends = _term_ending(reading, behind, head)
        if _is_trailing(reading, behind - 1, head):
            behind -= 1
        elif ends:
            term = ends
            behind = max(reading.place_at(ends.start), head + 1)
        elif helper := _helper_ending(reading, behind, head):
            behind = helper
        else:
            break
    return behind, term


def _is_trailing(reading: Reading, place: int, head: int) -> bool:
    text = reading.text(place)
    if text in _TRAILING:
        return not _closes_quote(reading, head, place)
    return reading.low(place) in _RU.words("heads", "trailing")


def _closes_quote(reading: Reading, head: int, place: int) -> bool:
    """Tell whether a sign closes a quotation that the item itself opens."""
    if reading.text(place) not in QUOTES:
        return False
    return sum(reading.text(i) in QUOTES for i in range(head, place)) % 2 == 1


def _term_ending(reading: Reading, behind: int, head: int) -> Term | None:
    """Return the term that ends before `behind`, if it says when the item is due."""
    term = reading.term(behind - 1)
    if not term or term.is_plain or term.kind is Kind.PERIOD:
        return None
    return term if term.start > reading.tokens[head].start else None


def _helper_ending(reading: Reading, behind: int, head: int) -> int | None:
    """Return where “совместно с …” at the end of an item begins."""
    phrase = reading.inside.get(behind - 1)
    if not phrase or phrase.first not in reading.helpers or phrase.behind != behind:
        return None
    place = phrase.first
    leading = WITH | {"и", "во"} | _RU.words("together", "words")
    while place > head + 1 and reading.low(place - 1) in leading:
        place -= 1
    return place


def cut(reading: Reading, start: int, end: int) -> int:
    """Return where the last item ends: at a closing quotation, or at who reports it."""
    depth = 0
    for place in range(start, end):
        text = reading.text(place)
        if text in _OPENING:
            depth += 1
        elif text in _CLOSING:
            if depth == 0:
                return place
            depth -= 1
        elif _is_cut(reading, place):
            return place
    return end


def _is_cut(reading: Reading, place: int) -> bool:
    text = reading.text(place)
    reporting = _RU.words("verbs", "reporting")
    if text == ",":
        if reading.low(place + 1) in reporting or _turns(reading, place + 1):
            return True
        return reading.text(place + 1) in DASHES and _says(reading, place + 2)
    if text in DASHES:
        return _says(reading, place + 1)
    if text == "и":
        return reading.low(place + 1) in reporting and is_past(reading.low(place + 1))
    return reading.low(place) in reporting and reading.text(place - 1) in DASHES


def _turns(reading: Reading, place: int) -> bool:
    """Tell whether another statement begins here: “, такое решение принял …”, “, а … сделал”."""
    low = reading.low(place)
    if low in ("такое", "такие", "такую"):
        return True
    if low not in ("а", "но"):
        return False
    following = reading.lows(place + 1, place + NEAR)
    return any(map(is_past, following)) and not any(map(is_infinitive, following))


def _says(reading: Reading, place: int) -> bool:
    saying = _RU.words("verbs", "saying") | _RU.words("verbs", "active")
    return not saying.isdisjoint(reading.lows(place, place + 4))
