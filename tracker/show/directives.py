"""The list of directives."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from tracker.domain.directive import Directive
from tracker.i18n.language import NP_, Language
from tracker.show.fields import directive_columns, directive_object, directive_rows
from tracker.show.look import Look
from tracker.show.mapped import Mapped
from tracker.show.page import Column, Grid, Line, Page, Span
from tracker.show.text import cells, clean
from tracker.show.view import Json, Sheet


class DirectiveList(NamedTuple):
    """Directives as a table; `found` counts also those that a limit left out."""

    directives: Sequence[Directive]
    look: Look
    found: int
    is_filtered: bool = False

    def page(self) -> Page:
        """Return the table, and what to type next."""
        say = self.look.language.say
        if not self.directives:
            return Page([Line(self._nothing())])
        page = Page([directive_grid(self.directives, self.look)])
        overdue = sum(d.is_overdue(self.look.today) for d in self.directives)
        count = self.look.language.count
        parts = [count("{n} directive", "{n} directives", len(self.directives))]
        if overdue:
            parts.append(count("{n} overdue", "{n} overdue", overdue))
        if self.found > len(self.directives):
            more = self.found - len(self.directives)
            parts.append(count("{n} more: --limit", "{n} more: --limit", more))
        hint = say("tracker show {id}", id=self.directives[0].id)
        page.add(Line(" · ".join(parts), right=hint))
        return page

    def sheet(self) -> Sheet:
        """Return a row a directive."""
        rows = directive_rows(self.directives, self.look)
        return Sheet(directive_columns(self.look.language), rows)

    def data(self) -> Json:
        """Return the directives, and how many there are without the limit."""
        return {
            "directives": [directive_object(d, self.look) for d in self.directives],
            "found": self.found,
            "today": self.look.today.isoformat(),
        }

    def _nothing(self) -> str:
        say = self.look.language.say
        if self.is_filtered:
            return say("No directive is like that. tracker list shows all on control.")
        return nothing_on_control(self.look.language)


def nothing_on_control(language: Language) -> str:
    """Return what an empty store says, and what would fill it."""
    return language.say(
        "Nothing is on control: tracker load takes in the shipped meeting or a file."
    )


def directive_grid(directives: Sequence[Directive], look: Look) -> Grid:
    """Return the table of directives, narrower names and dates on narrower screens."""
    say = look.language.say
    columns = [
        Column("№", right=True),
        Column("", gap=1),
        Column(say("Directive"), wraps=True, gap=1),
        Column(look.language.named(NP_("column", "Executor")), gives=True),
        Column(say("Due"), right=True),
        Column(look.language.named(NP_("short", "Days")), right=True, gap=1),
        Column(say("Status"), gives=True),
    ]
    widest = [_row(d, look) for d in _widest(directives, look)]
    return Grid(columns, Mapped(lambda d: _row(d, look), directives), widest=widest)


def _widest(directives: Sequence[Directive], look: Look) -> Iterator[Directive]:
    """Yield directives that have each column's widest text among them.

    A column's text is looked at once for each of the values that it is made of.
    """
    if not directives:
        return
    yield max(directives, key=lambda d: d.id)
    yield max(directives, key=lambda d: len(d.text(look.language.code)))
    by_unit = {(d.executor, len(d.co_executors)): d for d in directives}
    yield max(by_unit.values(), key=lambda d: cells(clean(executors(d, look))))
    by_due = {(d.due, d.status, d.is_constant): d for d in directives}
    yield max(by_due.values(), key=lambda d: len(look.mark(d)))
    yield max(by_due.values(), key=lambda d: len(day_text(d, look)))
    yield max(by_due.values(), key=lambda d: len(days_text(d, look)))
    by_status = {(d.status, d.progress): d for d in directives}
    yield max(by_status.values(), key=lambda d: cells(clean(status_text(d, look))))


def _row(d: Directive, look: Look) -> list[Span]:
    state = look.state(d)
    return [
        (str(d.id), ""),
        (look.mark(d), state),
        (look.text(d), ""),
        (executors(d, look), ""),
        (day_text(d, look), state if state in ("overdue", "soon") else ""),
        (days_text(d, look), state if state in ("overdue", "soon") else ""),
        (status_text(d, look), state if state != "overdue" else ""),
    ]


def executors(d: Directive, look: Look) -> str:
    """Return the executor, and how many help it."""
    more = f" +{len(d.co_executors)}" if d.co_executors else ""
    return look.narrow_unit(d.executor) + more


def day_text(d: Directive, look: Look) -> str:
    """Return the due date as it fits the width."""
    if d.due is None:
        return "–"
    language = look.language
    return language.day(d.due) if look.is_wide else language.near_day(d.due, look.today)


def days_text(d: Directive, look: Look) -> str:
    """Return the days left, with a minus for days over; nothing when no report is owed."""
    left = d.days_left(look.today)
    if left is None or d.awaits_controller:
        return ""
    return f"−{-left}" if left < 0 else str(left)


def status_text(d: Directive, look: Look) -> str:
    """Return the status as it fits the width, with the progress of work that goes on."""
    return _with_progress(
        look.status(d.status) if look.is_wide else look.narrow_status(d.status), d, look
    )


def full_status_text(d: Directive, look: Look) -> str:
    """Return the status in full, with the progress of work that goes on."""
    return _with_progress(look.status(d.status), d, look)


def _with_progress(words: str, d: Directive, look: Look) -> str:
    if d.progress is None or not d.is_open or d.awaits_controller:
        return words
    return f"{words} {look.language.percent(d.progress)}"
