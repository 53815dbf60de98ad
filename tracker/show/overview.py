"""The overview: the morning sheet."""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from tracker.report.overview import Overview
from tracker.show.fields import directive_object
from tracker.show.groups import (
    GroupReport,
    discipline_note,
    group_object,
    period_object,
    unit_charts,
    unit_grid,
)
from tracker.show.look import Look
from tracker.show.page import Line, Page
from tracker.show.report import (
    document,
    head,
    report_object,
    rule_note,
    share_sentence,
    standing_sentences,
)
from tracker.show.sections import Section, section_blocks, section_papers, section_sheet
from tracker.show.view import Json, Sheet, Value
from tracker.show.words import days_words, silent_words, waiting_words

if TYPE_CHECKING:
    from tracker.show.documents.document import Document


class OverviewSheet(NamedTuple):
    """What needs attention, then a row a unit."""

    overview: Overview
    look: Look

    def page(self) -> Page:
        """Return the sections that are not empty, then the units."""
        o = self.overview
        page = Page(head(self._title(), self.look))
        page.add(Line(self._summary()))
        if o.total.on_control:
            page.add(Line(self._by_status(), style="quiet"))
        sections = list(section_blocks(list(self._sections()), self.look, repeats=False))
        page.add(*sections)
        if not sections:
            page.gap()
            page.add(Line(self._nothing()))
        page.gap()
        page.add(unit_grid(o.units, o.total, self.look))
        page.add(*(Line(note, style="quiet") for note in self._rules()))
        return page

    def sheet(self) -> Sheet:
        """Return the directives of all sections, each row with its section."""
        title = self.look.language.say("Needs attention")
        return section_sheet(list(self._sections()), self.look, title)

    def sheets(self) -> list[Sheet]:
        """Return the directives, the day and the counts, and the units."""
        o, say = self.overview, self.look.language.say
        counts: list[list[Value]] = [[say("Day"), o.today]]
        counts += [[section.title, len(section.directives)] for section in self._sections()]
        counts += [[self.look.status(status), n] for status, n in o.by_status.items()]
        columns = [("name", say("Name")), ("value", say("Value"))]
        units = GroupReport("units", o.units, o.total, o.within, self.look)
        figures = Sheet(columns, counts, title=say("Figures"))
        return [self.sheet(), figures, units.sheet()]

    def document(self) -> "Document":
        """Return the sections, the counts and the units."""
        o = self.overview
        sections = (o.overdue, o.due_today, o.due_soon, o.reporting, o.waiting, o.silent)
        return document(
            self._title(),
            self.look,
            [*section_papers(list(self._sections()), self.look), self.sheets()[-1]],
            sentences=[" ".join(self._sentences())],
            charts=unit_charts(o.units, self.look),
            notes=self._rules(),
            directives=list({d.id: d for found in sections for d in found}.values()),
        )

    def data(self) -> Json:
        """Return the counts, the directives of each section, and the units."""
        o = self.overview
        sections = {
            section.code: [directive_object(d, self.look) for d in section.directives]
            for section in self._sections()
        }
        return {
            "report": {
                **report_object("overview", self.look),
                "within": o.within,
                "until": o.until.isoformat(),
                "silent_days": o.silent_days,
                "period": period_object(o.total),
                "by_status": {status.value: n for status, n in o.by_status.items()},
                **sections,
                "units": [{"unit": row.key, **group_object(row, self.look)} for row in o.units],
                "total": group_object(o.total, self.look),
            }
        }

    def _sections(self) -> Iterator[Section]:
        o, language = self.overview, self.look.language
        soon = language.count(
            "In the next {n} working day, to {day}",
            "In the next {n} working days, to {day}",
            o.within,
            day=language.day(o.until),
        )
        silent = language.count(
            "Silent (no news for {n} day)", "Silent (no news for {n} days)", o.silent_days
        )
        say = language.say
        yield Section("overdue", say("Overdue"), o.overdue, days_words, "overdue")
        yield Section("due_today", say("Due today"), o.due_today, days_words, "soon")
        yield Section("due_soon", soon, o.due_soon, days_words, "soon")
        yield Section(
            "reporting", say("Reporting dates that come"), o.reporting, days_words, "soon"
        )
        yield Section(
            "waiting", say("Waiting for the controller"), o.waiting, waiting_words, "waiting"
        )
        yield Section("silent", silent, o.silent, silent_words, "quiet")

    def _sentences(self) -> Iterator[str]:
        """Yield the figures as a note has them; what there is none of is not mentioned."""
        o, count = self.overview, self.look.language.count
        yield from standing_sentences(o.total.on_control, len(o.overdue), self.look)
        if n := len(o.due_today):
            yield count("{n} falls due today.", "{n} fall due today.", n)
        if n := len(o.due_soon) + len(o.reporting):
            yield count(
                "{n} falls due by {day}.", "{n} fall due by {day}.", n, day=self._day(o.until)
            )
        if n := len(o.waiting):
            yield count(
                "{n} report waits for the controller's decision.",
                "{n} reports wait for the controller's decision.",
                n,
            )
        if n := len(o.silent):
            yield count(
                "Of {n} there was no news for {days} days or more.",
                "Of {n} there was no news for {days} days or more.",
                n,
                days=o.silent_days,
            )
        yield share_sentence(o.total.tally.percent, o.total.period, self.look)

    def _day(self, day: date) -> str:
        return self.look.language.day(day)

    def _title(self) -> str:
        return self.look.language.say("Directives on control")

    def _nothing(self) -> str:
        return self.look.language.say("Nothing needs attention today.")

    def _rules(self) -> list[str]:
        return [discipline_note(self.overview.total.period, self.look), rule_note(self.look)]

    def _summary(self) -> str:
        o, count = self.overview, self.look.language.count
        soon = len(o.due_soon) + len(o.reporting)
        parts = [
            count("{n} on control", "{n} on control", o.total.on_control),
            count("{n} overdue", "{n} overdue", len(o.overdue)),
        ]
        if o.due_today:
            parts.append(count("{n} due today", "{n} due today", len(o.due_today)))
        if soon:
            parts.append(count("{n} due soon", "{n} due soon", soon))
        if o.waiting:
            waiting = len(o.waiting)
            parts.append(count("{n} waiting for a decision", "{n} waiting for a decision", waiting))
        return " · ".join(parts)

    def _by_status(self) -> str:
        number = self.look.language.number
        counted = [(s, n) for s, n in self.overview.by_status.items() if n]
        words = self.look.narrow_status
        return " · ".join(f"{words(status)} {number(n)}" for status, n in counted)
