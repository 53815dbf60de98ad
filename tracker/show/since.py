"""What has changed since a day: the page that opens the next meeting."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from tracker.domain.directive import Directive
from tracker.report.changes import ChangesSince, Moved
from tracker.show.fields import directive_object
from tracker.show.look import Look
from tracker.show.page import Line, Page
from tracker.show.report import document, head, report_object
from tracker.show.sections import Section, section_blocks, section_papers, section_sheet
from tracker.show.view import Json, Sheet
from tracker.show.words import days_words

if TYPE_CHECKING:
    from tracker.show.documents.document import Document


class SinceReport(NamedTuple):
    """What is new, closed, returned, moved or newly overdue."""

    changes: ChangesSince
    look: Look

    def page(self) -> Page:
        """Return the counts, then a section for each kind of change that there was."""
        page = Page(head(self._title(), self.look))
        page.add(Line(self._summary()))
        page.add(*section_blocks(list(self._sections()), self.look))
        return page

    def sheet(self) -> Sheet:
        """Return a row a directive and kind of change."""
        return section_sheet(list(self._sections()), self.look, self._title())

    def document(self) -> "Document":
        """Return the sections as a table."""
        found = {d.id: d for section in self._sections() for d in section.directives}
        return document(
            self._title(),
            self.look,
            section_papers(list(self._sections()), self.look),
            sentences=[self._summary()],
            directives=list(found.values()),
        )

    def data(self) -> Json:
        """Return the directives of each section; the moved ones with what was moved."""
        moves = {move.directive.id: move for move in self.changes.moved}
        sections = {
            section.code: [
                directive_object(d, self.look)
                | (_move_object(moves[d.id]) if section.code == "moved" else {})
                for d in section.directives
            ]
            for section in self._sections()
        }
        return {
            "report": {
                **report_object("changes", self.look),
                "since": self.changes.since.isoformat(),
                **sections,
            }
        }

    def _title(self) -> str:
        day = self.look.language.day(self.changes.since)
        return self.look.language.say("Changes since {day}", day=day)

    def _summary(self) -> str:
        counts = [(s.title, len(s.directives)) for s in self._sections() if s.directives]
        if not counts:
            return self.look.language.say("Nothing has changed since then.")
        return " · ".join(f"{title}: {self.look.language.number(n)}" for title, n in counts)

    def _sections(self) -> Iterator[Section]:
        c, say = self.changes, self.look.language.say
        moved = {move.directive.id: move for move in c.moved}

        def move_words(d: Directive, look: Look) -> str:
            return _move_words(moved[d.id], look)

        still_moved = [move.directive for move in c.moved]
        yield Section("overdue", say("Newly overdue"), c.overdue, days_words, "overdue")
        yield Section("returned", say("Reports returned"), c.returned, _state_words, "returned")
        yield Section("moved", say("Dates moved"), still_moved, move_words, "soon")
        yield Section("new", say("Taken on control"), c.new, _due_words, "")
        yield Section("accepted", say("Periods closed"), c.accepted, _period_words, "executed")
        yield Section("closed", say("Taken off control"), c.closed, _closed_words, "executed")
        yield Section("reopened", say("Put on control again"), c.reopened, _due_words, "soon")


def _move_object(move: Moved) -> Json:
    return {
        "moved_from": move.before.isoformat(),
        "moved_to": move.after.isoformat(),
        "times_since": move.times,
    }


def _move_words(move: Moved, look: Look) -> str:
    day = look.language.near_day
    times = f" ×{move.times}" if move.times > 1 else ""
    return f"{day(move.before, look.today)} → {day(move.after, look.today)}{times}"


def _state_words(d: Directive, look: Look) -> str:
    return look.narrow_status(d.status)


def _due_words(d: Directive, look: Look) -> str:
    return look.language.near_day(d.due, look.today) if d.due else look.language.say("no date")


def _period_words(d: Directive, look: Look) -> str:
    return look.language.near_day(d.accepted[-1].due, look.today)


def _closed_words(d: Directive, look: Look) -> str:
    day = look.language.near_day(d.closed_on, look.today) if d.closed_on else ""
    return f"{look.narrow_status(d.status)} {day}"
