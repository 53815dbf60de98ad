"""What came of loading files."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from tracker.domain.event import Changed
from tracker.errors import TrackerError
from tracker.load.outcome import Outcome
from tracker.show.directives import directive_grid
from tracker.show.fields import directive_columns, directive_object, rows_behind
from tracker.show.look import Look
from tracker.show.page import Line, Page
from tracker.show.view import Json, Ref, Sheet

Explain = Callable[[TrackerError], str]
"""Puts an error into a sentence of the user's language."""


class LoadResult(NamedTuple):
    """New directives, changed wordings, and what could not be taken."""

    outcome: Outcome
    look: Look
    explain: Explain
    dry_run: bool = False

    def page(self) -> Page:
        """Return the new directives, the changed wordings, and the counts."""
        o = self.outcome
        page = Page()
        if o.added:
            page.add(directive_grid([c.after for c in o.added], self.look))
        for changes in (o.reworded, o.differing):
            for change in changes:
                page.add(*_reworded(change))
        summary, *hints = self.notes()
        page.add(Line(summary), *(Line(hint, style="soon") for hint in hints))
        return page

    def notes(self) -> list[str]:
        """Return the counts, what else could be taken, and that it was a dry run."""
        o, say = self.outcome, self.look.language.say
        notes = [self._summary()]
        if o.differing or o.differing_units:
            notes.append(say("Take what is worded or named otherwise with --update."))
        if self.dry_run:
            notes.append(say("Dry run: nothing was changed."))
        return notes

    def sheet(self) -> Sheet:
        """Return a row a directive, with what was done with it."""
        o, say = self.outcome, self.look.language.say
        parts = (
            (Ref("added", say("added")), o.added),
            (Ref("reworded", say("reworded")), o.reworded),
            (Ref("differing", say("worded otherwise")), o.differing),
        )
        found = [(result, change.after) for result, changes in parts for change in changes]
        columns = [("result", say("Result")), *directive_columns(self.look.language)]
        return Sheet(columns, rows_behind(found, self.look))

    def data(self) -> Json:
        """Return the directives by what was done with them, and the problems."""
        o = self.outcome
        return {
            "directives": [directive_object(c.after, self.look) for c in o.added],
            "reworded": [directive_object(c.after, self.look) for c in o.reworded],
            "differing": [directive_object(c.after, self.look) for c in o.differing],
            "same": o.same,
            "units": [unit.key for unit in o.units],
            "changed_units": [unit.key for unit in o.changed_units],
            "differing_units": [unit.key for unit in o.differing_units],
            "problems": [
                {"file": p.source, "line": p.line, "message": self.explain(p.error)}
                for p in o.problems
            ],
            "dry_run": self.dry_run,
        }

    def _summary(self) -> str:
        o, count = self.outcome, self.look.language.count
        parts = [count("{n} directive added", "{n} directives added", len(o.added))]
        if o.units:
            parts.append(count("{n} unit entered", "{n} units entered", len(o.units)))
        changed = len(o.changed_units)
        if changed:
            parts.append(count("{n} unit changed", "{n} units changed", changed))
        if o.differing_units:
            others = len(o.differing_units)
            parts.append(count("{n} unit named otherwise", "{n} units named otherwise", others))
        if o.same:
            parts.append(count("{n} already known", "{n} already known", o.same))
        if o.reworded:
            parts.append(count("{n} reworded", "{n} reworded", len(o.reworded)))
        if o.differing:
            parts.append(count("{n} worded otherwise", "{n} worded otherwise", len(o.differing)))
        if o.problems:
            parts.append(count("{n} problem", "{n} problems", len(o.problems)))
        return " · ".join(parts)


def _reworded(change: Changed) -> Iterator[Line]:
    """Yield the wording before and after, in each language in which it differs."""
    before = change.before.wording if change.before else {}
    for language, text in change.after.wording.items():
        if text != before.get(language):
            yield Line(f"{change.after.id}: {before.get(language, '–')}", style="quiet")
            yield Line(f"→ {text}", indent=4)
