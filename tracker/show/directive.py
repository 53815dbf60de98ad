"""One directive, whole."""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from tracker.domain.directive import Directive, Evidence
from tracker.domain.event import Event, Stamp, moment_of
from tracker.domain.indicator import Indicator
from tracker.domain.source import Source
from tracker.domain.wording import in_language
from tracker.show.directives import full_status_text
from tracker.show.drawing import trend
from tracker.show.events import event_object, signed, told_whole, unverified_note
from tracker.show.fields import directive_columns, directive_object, directive_row
from tracker.show.look import Look
from tracker.show.page import Column, Grid, Line, Page, Span
from tracker.show.view import Json, Sheet
from tracker.show.words import due_words

LAST_EVENTS = 5


class OneDirective(NamedTuple):
    """A directive with its events; `stamps` as in a history."""

    directive: Directive
    events: Sequence[Event]
    look: Look
    stamps: Mapping[int, Stamp] = MappingProxyType({})

    def page(self) -> Page:
        """Return the wording, then a row a fact, then the last events."""
        d, look = self.directive, self.look
        page = Page(
            [
                Grid(
                    [Column(), Column(wraps=True)],
                    [[(f"№ {d.id}", "head"), (look.text(d), "head")]],
                )
            ]
        )
        page.gap()
        page.add(Grid([Column(), Column(wraps=True)], list(self._facts())))
        if self.events:
            page.gap()
            page.add(Line(look.language.say("Last events"), style="head"))
            rows = list(self._events())
            page.add(Grid([Column(), Column(gives=True), Column(wraps=True)], rows))
            hint = look.language.say("tracker history {id}", id=d.id)
            page.add(Line(right=hint))
            page.add(*(Line(note, style="quiet") for note in self.notes()))
        return page

    def sheet(self) -> Sheet:
        """Return a row a field: those of a list first, then the rest, then the last events."""
        say = self.look.language.say
        columns = directive_columns(self.look.language)
        row = directive_row(self.directive, self.look)
        rows = [[title, value] for (_, title), value in zip(columns, row, strict=True)]
        last = ""
        for (name, _), (text, _) in self._details():
            last = name or last
            rows.append([last, text])
        rows += [[say("Last events"), " · ".join(text for text, _ in e)] for e in self._events()]
        return Sheet([("field", say("Field")), ("value", say("Value"))], rows)

    def data(self) -> Json:
        """Return the directive with its events."""
        events = [event_object(event, self.stamps.get(event.seq)) for event in self.events]
        return {"directive": directive_object(self.directive, self.look) | {"events": events}}

    def notes(self) -> list[str]:
        """Return what the mark of some of the last events says."""
        return unverified_note(self.events[-LAST_EVENTS:], self.look)

    def _events(self) -> Iterator[list[Span]]:
        for event in self.events[-LAST_EVENTS:]:
            when = self.look.language.moment(moment_of(event, self.stamps))
            who = signed(event, self.stamps)
            yield [(when, "quiet"), (who, ""), (told_whole(event, self.look, self.stamps), "")]

    def _facts(self) -> Iterator[list[Span]]:
        d, look = self.directive, self.look
        say = look.language.say
        yield _fact(say("Status"), full_status_text(d, look), look.state(d))
        if d.meeting:
            item = say(", item {item}", item=d.item) if d.item else ""
            yield _fact(say("Meeting"), look.meeting(d.meeting) + item)
        if d.theme:
            yield _fact(say("Theme"), look.theme(d.theme, d.meeting))
        yield _fact(say("Executor"), look.unit(d.executor))
        yield _fact(say("Due"), due_words(d, look), look.state(d) if d.is_open else "")
        yield from self._details()

    def _details(self) -> Iterator[list[Span]]:
        """Yield what a list does not show."""
        d, look = self.directive, self.look
        say = look.language.say
        if (meeting := look.meetings.get(d.meeting or "")) and meeting.chair:
            yield _fact(say("Chaired by"), meeting.chair)
        unit = look.register.get(d.executor) if d.executor else None
        if unit and unit.head:
            yield _fact(say("Head"), unit.head)
        yield from _listed(say("Co-executors"), [self._helper(key) for key in d.co_executors])
        if d.moved and d.first_due:
            times = look.language.count("moved {n} time", "moved {n} times", d.moved)
            yield _fact(say("First due date"), f"{look.language.day(d.first_due)} · {times}")
        if d.every:
            yield _fact(say("Reporting period"), look.every(d.every))
            periods = [
                f"{look.language.day(a.due)} · "
                + say("report of {day}", day=look.language.day(a.submitted))
                for a in d.accepted
            ]
            yield from _listed(say("Periods closed"), [(text, "") for text in periods])
        if d.submitted_on:
            yield _fact(say("Report received"), look.language.day(d.submitted_on))
        if d.closed_on:
            yield _fact(say("Off control since"), look.language.day(d.closed_on))
        indicators = [(_indicator(i, look), "") for i in d.indicators]
        yield from _listed(say("Indicators"), indicators)
        evidence = [(_document(e, look), "") for e in d.evidence]
        yield from _listed(say("Evidence"), evidence)
        if d.source:
            yield from _listed(say("Source"), _source(d.source, look))

    def _helper(self, key: str) -> Span:
        name = self.look.unit(key)
        if key not in self.directive.unheard():
            return name, ""
        silence = self.look.language.say("not heard from")
        return f"{name} · {silence}", "soon"


def _fact(name: str, value: str, style: str = "") -> list[Span]:
    return [(name, "quiet"), (value, style)]


def _listed(name: str, values: Sequence[Span]) -> Iterator[list[Span]]:
    """Yield several values of one fact, the name beside the first."""
    for number, value in enumerate(values):
        yield [("" if number else name, "quiet"), value]


def _indicator(i: Indicator, look: Look) -> str:
    name = in_language(i.names, look.language.code)
    aim = ""
    if i.target is not None:
        aim = " · " + look.language.say("target {value}", value=look.language.number(i.target))
    if not i.readings:
        return f"{name}{aim}"
    numbers = [reading.value for reading in i.readings]
    last = i.readings[-1]
    line = f" {trend(numbers)}" if len(numbers) > 1 and not look.ascii else ""
    first = f"{look.language.number(numbers[0])} → " if len(numbers) > 1 else ""
    on = look.language.day(last.on)
    return f"{name}: {first}{look.language.number(last.value)}{line} ({on}){aim}"


def _source(s: Source, look: Look) -> list[Span]:
    """Return the place in the document, the words that stood there, and the document's hash."""
    say = look.language.say
    place = [s.document, say("characters {start}–{end}", start=s.start, end=s.end)]
    if s.page is not None:
        place.insert(1, say("page {n}", n=s.page))
    return [(" · ".join(place), ""), (s.words, ""), (f"SHA-256 {s.sha256}", "quiet")]


def _document(e: Evidence, look: Look) -> str:
    text = f"{e.name} ({look.language.day(e.on)})"
    if e.size is None or e.sha256 is None:
        return text
    size = look.language.count("{n} byte", "{n} bytes", e.size)
    return f"{text} · {size} · SHA-256 {e.sha256}"
