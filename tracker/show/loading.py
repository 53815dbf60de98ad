"""What came of loading files."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from tracker.domain.event import Changed
from tracker.errors import TrackerError
from tracker.load.outcome import Outcome
from tracker.show.directives import directive_grid
from tracker.show.fields import directive_columns, directive_object, directive_row
from tracker.show.look import Look
from tracker.show.page import Line, Page
from tracker.show.view import Json, Sheet

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
        o, say = self.outcome, self.look.language.say
        page = Page()
        if o.added:
            page.add(directive_grid([c.after for c in o.added], self.look))
        for changes in (o.reworded, o.differing):
            for change in changes:
                page.add(*_reworded(change))
        page.add(Line(self._summary()))
        if o.differing:
            page.add(Line(say("Take the changed wordings with --update."), style="soon"))
        if self.dry_run:
            page.add(Line(say("Dry run: nothing was changed."), style="soon"))
        return page

    def sheet(self) -> Sheet:
        """Return a row a directive, with what was done with it."""
        o, say = self.outcome, self.look.language.say
        parts = {"added": o.added, "reworded": o.reworded, "differing": o.differing}
        rows = [
            [code, *directive_row(change.after, self.look)]
            for code, changes in parts.items()
            for change in changes
        ]
        return Sheet([("result", say("Result")), *directive_columns(self.look.language)], rows)

    def data(self) -> Json:
        """Return the directives by what was done with them, and the problems."""
        o = self.outcome
        return {
            "directives": [directive_object(c.after, self.look) for c in o.added],
            "reworded": [directive_object(c.after, self.look) for c in o.reworded],
            "differing": [directive_object(c.after, self.look) for c in o.differing],
            "same": o.same,
            "units": [unit.key for unit in o.units],
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
