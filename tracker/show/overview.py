"""The overview: the morning sheet."""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from tracker.domain.directive import Directive
from tracker.report.overview import Overview
from tracker.show.fields import directive_columns, directive_object, directive_row
from tracker.show.groups import (
    GroupReport,
    discipline_note,
    group_object,
    period_object,
    unit_grid,
)
from tracker.show.look import Look
from tracker.show.page import Column, Grid, Line, Page, Span
from tracker.show.text import cells, clean
from tracker.show.view import Json, Ref, Sheet, Value
from tracker.show.words import days_words, silent_words, waiting_words

Words = Callable[[Directive, Look], str]
Row = list[Span]
Section = tuple[str, str, Sequence[Directive], Words, str]
"""Code, title, directives, the words at their right, the style of those."""


class OverviewSheet(NamedTuple):
    """What needs attention, then a row a unit."""

    overview: Overview
    look: Look

    def page(self) -> Page:
        """Return the sections that are not empty, then the units."""
        o, language = self.overview, self.look.language
        say = language.say
        page = Page(
            [Line(say("Directives on control"), style="head", right=language.long_day(o.today))]
        )
        page.add(Line(self._summary()))
        if o.total.on_control:
            page.add(Line(self._by_status(), style="quiet"))
        sections = list(self._unrepeated())
        columns = _columns([row for _, _, rows in sections for row in rows])
        for title, repeated, rows in sections:
            more = language.count("{n} more above", "{n} more above", repeated)
            page.gap()
            page.add(Line(title, style="head", right=more if repeated else ""))
            page.add(Grid(columns, rows, indent=2))
        if not (o.overdue or o.due_soon or o.waiting or o.silent):
            page.gap()
            page.add(Line(say("Nothing needs attention today.")))
        page.gap()
        page.add(unit_grid(o.units, o.total, self.look))
        page.add(Line(discipline_note(o.total, self.look), style="quiet"))
        return page

    def sheet(self) -> Sheet:
        """Return the directives of all sections, each row with its section."""
        rows = [
            [Ref(code, title), *directive_row(d, self.look)]
            for code, title, directives, _, _ in self._sections()
            for d in directives
        ]
        section = ("section", self.look.language.say("Section"))
        return Sheet([section, *directive_columns(self.look.language)], rows)

    def sheets(self) -> list[Sheet]:
        """Return the directives, the day and the counts, and the units."""
        o, say = self.overview, self.look.language.say
        counts: list[list[Value]] = [[say("Day"), o.today]]
        counts += [[title, len(found)] for _, title, found, _, _ in self._sections()]
        counts += [[self.look.status(status), n] for status, n in o.by_status.items()]
        columns = [("name", say("Name")), ("value", say("Value"))]
        units = GroupReport("units", o.units, o.total, o.within, self.look)
        return [self.sheet(), Sheet(columns, counts), units.sheet()]

    def data(self) -> Json:
        """Return the counts, the directives of each section, and the units."""
        o = self.overview
        sections = {
            code: [directive_object(d, self.look) for d in directives]
            for code, _, directives, _, _ in self._sections()
        }
        return {
            "report": {
                "kind": "overview",
                "today": o.today.isoformat(),
                "within": o.within,
                "silent_days": o.silent_days,
                "period": period_object(o.total),
                "by_status": {status.value: n for status, n in o.by_status.items()},
                **sections,
                "units": [{"unit": row.key, **group_object(row)} for row in o.units],
                "total": group_object(o.total),
            }
        }

    def _sections(self) -> Iterator[Section]:
        o, language = self.overview, self.look.language
        soon = language.count(
            "Today and in the next {n} day", "Today and in the next {n} days", o.within
        )
        silent = language.count(
            "Silent (no news for {n} day)", "Silent (no news for {n} days)", o.silent_days
        )
        say = language.say
        yield "overdue", say("Overdue"), o.overdue, days_words, "overdue"
        yield "due_soon", soon, o.due_soon, days_words, "soon"
        yield "waiting", say("Waiting for the controller"), o.waiting, waiting_words, "waiting"
        yield "silent", silent, o.silent, silent_words, "quiet"

    def _unrepeated(self) -> Iterator[tuple[str, int, list[Row]]]:
        """Yield the sections that are not empty: title, how many stand above already, the rest."""
        above: set[int] = set()
        for _, title, directives, words, style in self._sections():
            new = [d for d in directives if d.id not in above]
            above |= {d.id for d in new}
            if directives:
                yield title, len(directives) - len(new), [self._row(d, words, style) for d in new]

    def _row(self, d: Directive, words: Words, style: str) -> Row:
        return [
            (str(d.id), ""),
            (self.look.mark(d), self.look.state(d)),
            (self.look.text(d), ""),
            (self.look.narrow_unit(d.executor), ""),
            (words(d, self.look), style),
        ]

    def _summary(self) -> str:
        o, count = self.overview, self.look.language.count
        return " · ".join(
            [
                count("{n} on control", "{n} on control", o.total.on_control),
                count("{n} overdue", "{n} overdue", len(o.overdue)),
                count("{n} due soon", "{n} due soon", len(o.due_soon)),
                count("{n} waiting for a decision", "{n} waiting for a decision", len(o.waiting)),
            ]
        )

    def _by_status(self) -> str:
        number = self.look.language.number
        counted = [(s, n) for s, n in self.overview.by_status.items() if n]
        words = self.look.narrow_status
        return " · ".join(f"{words(status)} {number(n)}" for status, n in counted)


def _columns(rows: Sequence[Row]) -> list[Column]:
    """Return the columns of all sections, wide enough for the rows of each."""
    id, mark, text, unit, words = (
        max((cells(clean(row[i][0])) for row in rows), default=0) for i in range(5)
    )
    return [
        Column(right=True, least=id),
        Column(gap=1, least=mark),
        Column(gap=1, wraps=True, least=text),
        Column(least=unit, gives=True),
        Column(right=True, least=words),
    ]
