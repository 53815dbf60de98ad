"""Reports with a row a unit, theme or meeting."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from tracker.domain.deadline import Period
from tracker.domain.group import Group
from tracker.i18n.language import N_, NP_
from tracker.show.directives import nothing_on_control
from tracker.show.drawing import bar
from tracker.show.look import Look
from tracker.show.page import Column, Grid, Line, Page, Span
from tracker.show.report import (
    document,
    head,
    light_object,
    light_span,
    report_object,
    rule_note,
    share_sentence,
    standing_sentences,
)
from tracker.show.view import Json, Ref, Sheet, Value

if TYPE_CHECKING:
    from tracker.show.documents.document import Chart, Document

BY_UNIT = N_("Directives by unit")
TITLES = {
    "units": BY_UNIT,
    "themes": N_("Directives by theme"),
    "meetings": N_("Directives by meeting"),
}


class GroupReport(NamedTuple):
    """A row a group and the total; `kind` is units, themes or meetings."""

    kind: str
    groups: Sequence[Group]
    total: Group
    within: int
    look: Look

    def page(self) -> Page:
        """Return the table with its totals, and the rule under it."""
        language = self.look.language
        page = Page(head(language.say(TITLES[self.kind]), self.look))
        if not self.groups:
            page.add(Line(nothing_on_control(language)))
            return page
        page.gap()
        rows = [self._row(g, self._name(g.key)) for g in self.groups]
        if len(rows) > 1:
            rows.append(self._row(self.total, language.say("Total")))
        page.add(Grid([Column(self._head(), wraps=True), *self._columns()], rows))
        page.add(*(Line(note, style="quiet") for note in self._rules()))
        return page

    def sheet(self) -> Sheet:
        """Return a row a group, without the total."""
        columns = [(self.kind.removesuffix("s"), self._head())]
        titles = self._titles()
        columns += [(code, titles[code]) for code in titles]
        rows = []
        for g in self.groups:
            counts: dict[str, Value] = group_object(g, self.look)
            word, _ = light_span(g.tally.percent, self.look)
            counts["light"] = Ref(light_object(g.tally.percent, self.look), word)
            rows.append([Ref(g.key, self._name(g.key)), *(counts[code] for code in titles)])
        return Sheet(columns, rows, title=self.look.language.say(TITLES[self.kind]))

    def document(self) -> "Document":
        """Return the table and a chart of it."""
        total = self.total
        figures = standing_sentences(total.on_control, total.overdue, self.look)
        figures.append(share_sentence(total.tally.percent, total.period, self.look))
        language = self.look.language
        return document(
            language.say(TITLES[self.kind]),
            self.look,
            [self.sheet()],
            sentences=[" ".join(figures)],
            charts=charts(language.say(TITLES[self.kind]), self.groups, self._name, self.look),
            notes=self._rules(),
        )

    def data(self) -> Json:
        """Return the rows and the total."""
        name = self.kind.removesuffix("s")
        return {
            "report": {
                **report_object(self.kind, self.look),
                "within": self.within,
                "period": period_object(self.total),
                self.kind: [{name: g.key, **group_object(g, self.look)} for g in self.groups],
                "total": group_object(self.total, self.look),
            }
        }

    def _rules(self) -> list[str]:
        return [discipline_note(self.total.period, self.look), rule_note(self.look)]

    def _head(self) -> str:
        say = self.look.language.say
        return {"units": say("Unit"), "themes": say("Theme"), "meetings": say("Meeting")}[self.kind]

    def _name(self, key: str | None) -> str:
        if key is None:
            return self.look.language.say("(none)")
        naming: dict[str, Callable[[str | None], str]] = {
            "units": self.look.unit,
            "themes": self.look.theme,
            "meetings": self.look.meeting,
        }
        return naming[self.kind](key)

    def _titles(self) -> dict[str, str]:
        named = self.look.language.named
        return {
            "on_control": named(NP_("column", "On control")),
            "helping": named(NP_("column", "Helping")),
            "overdue": named(NP_("column", "Overdue")),
            "due_soon": named(NP_("column", "Soon")),
            "waiting": named(NP_("column", "Waiting")),
            "executed": named(NP_("column", "Executed")),
            "withdrawn": named(NP_("column", "Withdrawn")),
            "on_time": named(NP_("column", "On time")),
            "late": named(NP_("column", "Late")),
            "on_time_percent": named(NP_("column", "On time, %")),
            "light": named(NP_("column", "Light")),
        }

    def _columns(self) -> list[Column]:
        titles = self._titles()
        return [Column(titles[code], right=code != "light") for code in self._shown()]

    def _shown(self) -> list[str]:
        if self.look.is_wide:
            return [code for code in self._titles() if code not in ("on_time", "late")]
        return ["on_control", "overdue", "due_soon", "waiting", "executed", "light"]

    def _row(self, g: Group, name: str) -> list[Span]:
        percent = g.tally.percent
        light, style = light_span(percent, self.look)
        cells = group_object(g, self.look)
        cells |= {"on_time_percent": self.look.language.percent(percent), "light": light}
        styles = {"overdue": "overdue", "due_soon": "soon", "waiting": "waiting", "light": style}
        spans = [
            (str(cells[code]), styles.get(code, "") if cells[code] else "")
            for code in self._shown()
        ]
        return [(name, ""), *spans]


def unit_grid(groups: Sequence[Group], total: Group, look: Look) -> Grid:
    """Return the short table of units: on control, overdue, share on time with its bar."""
    language = look.language
    columns = [
        Column(language.say("Unit"), wraps=True),
        Column(language.named(NP_("column", "On control")), right=True),
        Column(language.named(NP_("column", "Overdue")), right=True),
        Column(language.named(NP_("column", "On time, %")), right=True),
        Column(language.named(NP_("column", "Light"))),
        Column(),
    ]
    named = [(look.unit(g.key) if g.key else language.say("(none)"), g) for g in groups]
    if len(groups) > 1:
        named.append((language.say("Total"), total))
    rows = [
        [
            (name, ""),
            (str(g.on_control), ""),
            (str(g.overdue), "overdue" if g.overdue else ""),
            (language.percent(g.tally.percent), ""),
            light_span(g.tally.percent, look),
            (bar(g.tally.percent, look), light_span(g.tally.percent, look)[1]),
        ]
        for name, g in named
    ]
    return Grid(columns, rows)


def discipline_note(period: Period, look: Look) -> str:
    """Return the rule behind the percentage, with its period."""
    first, last = (look.language.day(day) for day in period)
    return look.language.say(
        "On time, %: of the dates due from {first} to {last}, the share met by an accepted report "
        "sent in time; overdue ones count as not met.",
        first=first,
        last=last,
    )


def unit_charts(groups: Sequence[Group], look: Look) -> "list[Chart]":
    """Return the chart of the units."""
    return charts(look.language.say(BY_UNIT), groups, look.unit, look)


def charts(
    title: str, groups: Sequence[Group], name: Callable[[str | None], str], look: Look
) -> "list[Chart]":
    """Return a bar a group: met on time, met late, overdue; none where nothing was due."""
    from tracker.show.documents.document import Chart, Kind, Series

    named = look.language.named
    due = [g for g in groups if g.tally.percent is not None]
    if not due:
        return []
    series = [
        Series(named(NP_("column", "On time")), "executed", [g.tally.on_time for g in due]),
        Series(named(NP_("column", "Late")), "soon", [g.tally.late for g in due]),
        Series(named(NP_("column", "Overdue")), "overdue", [g.tally.overdue for g in due]),
    ]
    return [Chart(title, Kind.BARS, [name(g.key) for g in due], series)]


def group_object(g: Group, look: Look) -> Json:
    """Return a row of a report for programs; `on_time_percent` is null when none was due."""
    percent = g.tally.percent
    return {
        "on_control": g.on_control,
        "helping": g.helping,
        "overdue": g.overdue,
        "due_soon": g.due_soon,
        "waiting": g.waiting,
        "executed": g.executed,
        "withdrawn": g.withdrawn,
        "on_time": g.tally.on_time,
        "late": g.tally.late,
        "on_time_percent": None if percent is None else round(percent, 1),
        "light": light_object(percent, look),
    }


def period_object(g: Group) -> Json:
    """Return the period of the percentage for programs."""
    return {"first": g.period.first.isoformat(), "last": g.period.last.isoformat()}
