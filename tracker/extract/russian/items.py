"""The items of a Russian list: each with its words, who is to do it, with whom, until when."""

from collections.abc import Sequence

from tracker.extract.lexicon import lexicon
from tracker.extract.phrases import Found, Phrase
from tracker.extract.reading import Reading, Verb
from tracker.extract.russian.addressees import tell
from tracker.extract.russian.ends import cut, found_between
from tracker.extract.russian.heads import beginning
from tracker.extract.russian.openings import opening_of
from tracker.extract.term_rules import Kind, Term

_RU = lexicon("ru")


def items(
    reading: Reading,
    heads: Sequence[int],
    start: int,
    end: int,
    verb: Verb,
    told: Sequence[Phrase],
) -> list[Found]:
    """Return the items of these infinitives; who is told holds until somebody else is."""
    found: list[Found] = []
    helpers = reading.helpers_in(0, heads[0])
    shared = _leading_term(reading, verb, start, heads[0])
    begin = start
    for number, head in enumerate(heads):
        is_first = number == 0
        stop = _stop(reading, heads, number, end)
        place, opened = opening_of(reading, begin, head, verb, is_first=is_first)
        if opened and not is_first:
            shared, helpers = None, []
        told = opened or told
        own = reading.helpers_in(begin, stop)
        begin = max(stop, start)
        if not told and _comes_true(reading, head, verb):
            continue
        one = found_between(reading, place, head, stop, "infinitive")
        tell(reading, one, told)
        one.helpers = [reading.span(phrase) for phrase in own or helpers]
        one.helper_is_certain = is_first or bool(own)
        if own or helpers:
            one.rules.append("ru.co_executor.together")
        one.term = one.term or shared
        found.append(one)
    return found


def _comes_true(reading: Reading, head: int, verb: Verb) -> bool:
    """Tell whether a point of an order is done by being written: утвердить состав комиссии."""
    is_point = verb.kind == "listed" and not reading.around.has_stem
    return is_point and reading.low(head) in _RU.words("heads", "self_executing")


def _stop(reading: Reading, heads: Sequence[int], number: int, end: int) -> int:
    """Return where the words of an item end."""
    if number + 1 == len(heads):
        return cut(reading, heads[number], end)
    return beginning(reading, heads[number + 1], heads[number] + 1)


def _leading_term(reading: Reading, verb: Verb, start: int, head: int) -> Term | None:
    """Return the term that stands before the first item, or before its verb."""
    tokens = reading.tokens
    leads = verb.kind in ("passive", "task", "active", "soft")
    first = tokens[verb.first if leads else start].start
    begin = 0 if verb.kind in ("passive", "soft") else min(first, tokens[start].start)
    for term in reading.terms_between(begin, tokens[head].start):
        if not term.is_plain and term.kind is not Kind.PERIOD:
            return term
    return None
