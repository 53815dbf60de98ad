"""The list of one meeting's directives, as it is handed to the akim."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from tracker.domain.directive import Directive
from tracker.domain.meeting import Meeting
from tracker.domain.wording import in_language
from tracker.show.directives import day_text, full_status_text
from tracker.show.fields import (
    directive_columns,
    directive_object,
    directive_rows,
    meeting_object,
    paper,
)
from tracker.show.look import Look
from tracker.show.mapped import Mapped
from tracker.show.page import Column, Grid, Line, Page, Span
from tracker.show.report import document, head, report_object, standing_sentences
from tracker.show.view import Json, Sheet
from tracker.show.words import days_words

if TYPE_CHECKING:
    from tracker.show.documents.document import Document


class MeetingReport(NamedTuple):
    """A meeting's directives by item."""

    meeting: Meeting
    directives: Sequence[Directive]
    look: Look

    def page(self) -> Page:
        """Return the meeting, then its directives, each with executors, date and status."""
        page = Page(head(self._title(), self.look))
        page.add(*(Line(text) for text in self._facts()))
        page.gap()
        page.add(Grid([Column(right=True), Column(wraps=True)], self._rows()))
        page.gap()
        page.add(Line(self._summary()))
        return page

    def sheet(self) -> Sheet:
        """Return a row a directive, the item first."""
        columns = directive_columns(self.look.language)
        item = [code for code, _ in columns].index("item")
        rows = directive_rows(self.directives, self.look)
        return Sheet(
            [columns[item], *columns[:item], *columns[item + 1 :]],
            [[row[item], *row[:item], *row[item + 1 :]] for row in rows],
            title=self.look.language.say("Directives"),
            states=Mapped(self.look.state, self.directives),
        )

    def document(self) -> "Document":
        """Return the list."""
        return document(
            self._title(),
            self.look,
            [paper(self.directives, self.look, self.look.language.say("Directives"), "item")],
            sentences=[*self._facts(), " ".join(self._sentences())],
            directives=self.directives,
        )

    def data(self) -> Json:
        """Return the meeting and its directives."""
        return {
            "report": {
                **report_object("meeting", self.look),
                "meeting": meeting_object(self.meeting),
                "directives": [directive_object(d, self.look) for d in self.directives],
            }
        }

    def _title(self) -> str:
        return in_language(self.meeting.title, self.look.language.code)

    def _facts(self) -> list[str]:
        m, language = self.meeting, self.look.language
        facts = [language.say("Meeting of {day}", day=language.long_day(m.on))]
        if m.region:
            facts.append(in_language(m.region, language.code))
        if m.chair:
            facts.append(f"{language.say('Chaired by')}: {m.chair}")
        return [" · ".join(facts)]

    def _rows(self) -> list[list[Span]]:
        rows: list[list[Span]] = []
        for number, d in enumerate(self.directives):
            if number:
                rows.append([("", ""), ("", "")])
            rows.append([(d.item or "–", "head"), (self.look.text(d), "")])
            rows.append([("", ""), (self._who(d), "quiet")])
            rows.append([("", ""), (self._how(d), self.look.state(d))])
        return rows

    def _who(self, d: Directive) -> str:
        units = [self.look.unit(key) for key in (d.executor, *d.co_executors) if key]
        return "; ".join(units) or self.look.language.say("no executor yet")

    def _how(self, d: Directive) -> str:
        look = self.look
        due = day_text(d, look) if d.due else look.language.say("no date")
        mark = look.mark(d)
        words = [f"№ {d.id}", due, days_words(d, look), full_status_text(d, look), mark]
        return " · ".join(filter(None, words))

    def _sentences(self) -> list[str]:
        overdue = sum(d.is_overdue(self.look.today) for d in self.directives)
        on_control = sum(d.is_open for d in self.directives)
        return standing_sentences(on_control, overdue, self.look)

    def _summary(self) -> str:
        count, found = self.look.language.count, self.directives
        overdue = sum(d.is_overdue(self.look.today) for d in found)
        parts = [
            count("{n} directive", "{n} directives", len(found)),
            count("{n} on control", "{n} on control", sum(d.is_open for d in found)),
            count("{n} overdue", "{n} overdue", overdue),
        ]
        return " · ".join(parts)
