"""Directives before and after a command was taken back, made again, or a backup restored."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from tracker.domain.directive import Directive
from tracker.show.fields import directive_columns, directive_object, directive_row
from tracker.show.look import Look
from tracker.show.output import shown
from tracker.show.page import Column, Grid, Line, Page, Span
from tracker.show.view import Json, Ref, Sheet, Value

FOLLOWING = ("id", "days_left", "overdue")
"""Columns that follow from others, and need no row of their own."""

Pair = tuple[Directive | None, Directive | None]


class BeforeAndAfter(NamedTuple):
    """What each directive was and is (None: not there), under a heading that says of what."""

    heading: str
    pairs: Sequence[Pair]
    look: Look
    dry_run: bool = False

    def page(self) -> Page:
        """Return a row for each field that differs."""
        say = self.look.language.say
        page = Page([Line(self.heading, style="head")])
        columns = [
            Column("№", right=True),
            Column(say("What"), gives=True),
            Column(say("From"), gives=True),
            Column(say("To"), wraps=True),
        ]
        rows: list[list[Span]] = []
        for pair in self.pairs:
            for title, before, after in self._differences(pair):
                rows.append([(str(_id(pair)), ""), (title, "quiet"), (before, ""), (after, "")])
        if rows:
            page.gap()
            page.add(Grid(columns, rows))
        page.add(*(Line(note, style="soon") for note in self._asides()))
        return page

    def sheet(self) -> Sheet:
        """Return a row for each field that differs."""
        say = self.look.language.say
        columns = [("id", "№"), ("field", say("What")), ("from", say("From")), ("to", say("To"))]
        rows: list[list[Value]] = [
            [_id(pair), Ref(code, title), before, after]
            for pair in self.pairs
            for code, title, before, after in self._coded(pair)
        ]
        return Sheet(columns, rows)

    def data(self) -> Json:
        """Return each directive before and after."""
        return {
            "directives": [
                {
                    "id": _id(pair),
                    "from": pair[0] and directive_object(pair[0], self.look),
                    "to": pair[1] and directive_object(pair[1], self.look),
                }
                for pair in self.pairs
            ],
            "dry_run": self.dry_run,
        }

    def notes(self) -> list[str]:
        """Return what was done, and whether it was only tried."""
        return [self.heading, *self._asides()]

    def _asides(self) -> list[str]:
        return [self.look.language.say("Dry run: nothing was changed.")] if self.dry_run else []

    def _differences(self, pair: Pair) -> Iterator[tuple[str, str, str]]:
        for _, title, before, after in self._coded(pair):
            yield title, before, after

    def _coded(self, pair: Pair) -> Iterator[tuple[str, str, str, str]]:
        columns = directive_columns(self.look.language)
        before, after = (self._texts(directive) for directive in pair)
        for (code, title), old, new in zip(columns, before, after, strict=True):
            if old != new and code not in FOLLOWING:
                yield code, title, old or "–", new or "–"

    def _texts(self, directive: Directive | None) -> list[str]:
        columns = directive_columns(self.look.language)
        if directive is None:
            return [""] * len(columns)
        values: list[Value] = directive_row(directive, self.look)
        day = self.look.language.day
        return [day(value) if isinstance(value, date) else shown(value) for value in values]


def _id(pair: Pair) -> int:
    return next(directive.id for directive in pair if directive is not None)
