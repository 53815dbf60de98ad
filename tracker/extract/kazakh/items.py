"""The items of a Kazakh list: each with its words, who is to do it, with whom, until when."""

from collections.abc import Iterator, Sequence

from tracker.extract.kazakh.addressees import span, told_behind, told_inside
from tracker.extract.kazakh.openings import Opening, opening_of
from tracker.extract.kazakh.signs import parts
from tracker.extract.phrases import Found, Phrase
from tracker.extract.reading import Reading, Verb
from tracker.extract.term_rules import Term

_OTHER_MATTER = "ал"
"""“While …”: what follows is told to others, and has a term of its own."""


def items(
    reading: Reading,
    heads: Sequence[int],
    form: str,
    start: int,
    verb: Verb,
    executors: Sequence[Phrase] = (),
    *,
    goes_on: bool = False,
) -> list[Found]:
    """Return the items that end with these heads; `goes_on` where others stand before them."""
    scope = _Scope(reading, executors)
    begin = start
    for number, head in enumerate(heads):
        is_first = number == 0
        place, opening = opening_of(reading, begin, head, is_first=is_first and not goes_on)
        scope.open(opening, is_other=not is_first and _is_other(reading, begin, head))
        one = _item(reading, place, head, form)
        one.every = _period(reading, begin if is_first else place, head)
        one.rules += opening.rules
        scope.cover(one, reading.helpers_in(place, head), is_first=is_first)
        behind, told = told_behind(reading, head + 1, verb.first)
        is_last = number + 1 == len(heads)
        begin = behind if told else head + 1
        if told and (is_last or not scope.told or parts(reading, behind)):
            scope.tell_behind(told)
    _finish(reading, scope.found, verb, heads)
    return scope.found


class _Scope:
    """Who was told, with whom and until when, which holds for all items until it is said anew."""

    def __init__(self, reading: Reading, executors: Sequence[Phrase]) -> None:
        self._reading = reading
        self.told = list(executors)
        self.found: list[Found] = []
        self._group: list[Found] = []
        self._helpers: list[Phrase] = []
        self._term: Term | None = None

    def open(self, opening: Opening, *, is_other: bool) -> None:
        """Take over what stands before an item."""
        if (opening.told and self.found) or is_other:
            self._term, self._helpers = None, []
        if opening.told:
            self.told, self._group = opening.told, []
        self._helpers = opening.helpers or self._helpers
        self._term = opening.term or self._term

    def cover(self, one: Found, own_helpers: Sequence[Phrase], *, is_first: bool) -> None:
        """Give an item what holds for it."""
        one.addressees = [span(self._reading, phrase) for phrase in self.told]
        one.helpers = [span(self._reading, phrase) for phrase in own_helpers or self._helpers]
        one.helper_is_certain = bool(own_helpers) or is_first
        one.term = one.term or self._term
        self.found.append(one)
        self._group.append(one)

    def tell_behind(self, told: Sequence[Phrase]) -> None:
        """Tell those named behind the items to do all that were not told to somebody."""
        for one in self._group:
            one.addressees = [span(self._reading, phrase) for phrase in told]
            one.rules.append("kk.addressee.behind")
        self.told, self._group = [], []


def _item(reading: Reading, place: int, head: int, form: str) -> Found:
    first, last = reading.tokens[place], reading.tokens[head]
    inside = reading.terms_between(first.start, last.end)
    return Found(
        action=(first.start, last.end),
        head=(last.start, last.end),
        form=form,
        term=next((term for term in inside if not term.is_plain), None),
        rules=[f"kk.head.{form}"],
    )


def _period(reading: Reading, place: int, head: int) -> Term | None:
    """Return how often it is to be done, if that stands before the verbal noun."""
    inside = reading.terms_between(reading.tokens[place].start, reading.tokens[head].end)
    return next((term for term in inside if term.every), None)


def _is_other(reading: Reading, begin: int, head: int) -> bool:
    return _OTHER_MATTER in reading.lows(begin, min(begin + 3, head))


def _finish(reading: Reading, found: list[Found], verb: Verb, heads: Sequence[int]) -> None:
    """Give what stands between the last item and the verb to those items that lack it."""
    last = heads[-1]
    late = next(_late_terms(reading, last, verb), None)
    helpers = reading.helpers_in(last + 1, verb.first)
    told: list[Phrase] = []
    if verb.kind in ("active", "passive") and not any(one.addressees for one in found):
        told = told_inside(reading, heads[0])
    for one in found:
        one.term = one.term or late
        one.helpers = one.helpers or [span(reading, phrase) for phrase in helpers]
        if told:
            one.addressees = [span(reading, phrase) for phrase in told]
            one.rules.append("kk.addressee.inside")


def _late_terms(reading: Reading, last: int, verb: Verb) -> Iterator[Term]:
    if last + 1 >= verb.first:
        return
    end = reading.tokens[verb.first - 1].end
    for term in reading.terms_between(reading.tokens[last].end, end):
        if term.end <= end and not term.is_plain:
            yield term
