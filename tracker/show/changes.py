"""What a command changed."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from tracker.domain.event import Changed
from tracker.show.directives import directive_grid
from tracker.show.events import asides, told
from tracker.show.fields import directive_columns, directive_object, directive_rows
from tracker.show.look import Look
from tracker.show.page import Line, Page
from tracker.show.view import Json, Sheet

if TYPE_CHECKING:  # most changes have no load
    from tracker.domain.group import Group


class Changes(NamedTuple):
    """Directives as they are after a command, what it changed, and perhaps a unit's load."""

    changes: Sequence[Changed]
    look: Look
    dry_run: bool = False
    load: "Group | None" = None

    def page(self) -> Page:
        """Return the directives' rows, then a line a change."""
        page = Page([directive_grid([c.after for c in self.changes], self.look)])
        page.add(*(Line(text, style="quiet") for text in self._told()))
        page.add(*(Line(text, style="soon") for text in self._asides()))
        return page

    def notes(self) -> list[str]:
        """Return what the rows do not say: what was changed, the unit's load, a dry run."""
        return [*self._told(), *self._asides()]

    def _asides(self) -> Iterator[str]:
        if self.load:
            yield self._load(self.load)
        if self.dry_run:
            yield self.look.language.say("Dry run: nothing was changed.")

    def sheet(self) -> Sheet:
        """Return a row a directive."""
        rows = directive_rows([c.after for c in self.changes], self.look)
        return Sheet(directive_columns(self.look.language), rows)

    def data(self) -> Json:
        """Return the directives as they are now, and which of them changed."""
        return {
            "directives": [directive_object(c.after, self.look) for c in self.changes],
            "changed": [c.after.id for c in self.changes if c.events],
            "dry_run": self.dry_run,
        }

    def _told(self) -> Iterator[str]:
        for change in self.changes:
            if not change.events:
                yield self.look.language.say("{id}: nothing changed", id=change.after.id)
            for event in change.events if change.before else ():
                yield f"{change.after.id}: {told(event, self.look)}"
            if change.before and change.events:
                yield from asides(change.events, self.look)

    def _load(self, g: "Group") -> str:
        count = self.look.language.count
        on_control = count("{n} on control", "{n} on control", g.on_control)
        overdue = count("{n} overdue", "{n} overdue", g.overdue)
        return f"{self.look.unit(g.key)}: {on_control}, {overdue}"
