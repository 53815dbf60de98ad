"""Reports with a row a unit, theme or meeting."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple

from tracker.i18n.language import N_, NP_
from tracker.report.groups import Group
from tracker.show.directives import nothing_on_control
from tracker.show.look import Look
from tracker.show.page import Column, Grid, Line, Page, Span
from tracker.show.view import Json, Ref, Sheet

TITLES = {
    "units": N_("Directives by unit"),
    "themes": N_("Directives by theme"),
    "meetings": N_("Directives by meeting"),
}

_BAR = 10
_EIGHTHS = " ▏▎▍▌▋▊▉"


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
        title = language.say(TITLES[self.kind])
        page = Page([Line(title, style="head", right=language.long_day(self.look.today))])
        if not self.groups:
            page.add(Line(nothing_on_control(language)))
            return page
        page.gap()
        rows = [self._row(g, self._name(g.key)) for g in self.groups]
        if len(rows) > 1:
            rows.append(self._row(self.total, language.say("Total")))
        page.add(Grid([Column(self._head(), wraps=True), *self._columns()], rows))
        page.add(Line(discipline_note(self.total, self.look), style="quiet"))
        return page

    def sheet(self) -> Sheet:
        """Return a row a group, without the total."""
        columns = [(self.kind.removesuffix("s"), self._head())]
        titles = self._titles()
        columns += [(code, titles[code]) for code in titles]
        rows = []
        for g in self.groups:
            counts = group_object(g)
            rows.append([Ref(g.key, self._name(g.key)), *(counts[code] for code in titles)])
        return Sheet(columns, rows)

    def data(self) -> Json:
        """Return the rows and the total."""
        name = self.kind.removesuffix("s")
        return {
            "report": {
                "kind": self.kind,
                "today": self.look.today.isoformat(),
                "within": self.within,
                "period": period_object(self.total),
                self.kind: [{name: g.key, **group_object(g)} for g in self.groups],
                "total": group_object(self.total),
            }
        }

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
        }

    def _columns(self) -> list[Column]:
        titles = self._titles()
        return [Column(titles[code], right=True) for code in self._shown()]

    def _shown(self) -> list[str]:
        always = ["on_control", "overdue", "due_soon", "waiting", "executed", "on_time_percent"]
        return list(self._titles()) if self.look.is_wide else always

    def _row(self, g: Group, name: str) -> list[Span]:
        cells = {**group_object(g), "on_time_percent": self.look.language.percent(g.tally.percent)}
        styles = {"overdue": "overdue", "due_soon": "soon", "waiting": "waiting"}
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
            (_bar(g.tally.percent, look), "executed"),
        ]
        for name, g in named
    ]
    return Grid(columns, rows)


def discipline_note(total: Group, look: Look) -> str:
    """Return the rule behind the percentage, with its period."""
    period: tuple[date, date] = total.period.first, total.period.last
    first, last = (look.language.day(day) for day in period)
    return look.language.say(
        "On time, %: of the dates due from {first} to {last}, the share met by an accepted report "
        "sent in time; overdue ones count as not met.",
        first=first,
        last=last,
    )


def group_object(g: Group) -> Json:
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
    }


def period_object(g: Group) -> Json:
    """Return the period of the percentage for programs."""
    return {"first": g.period.first.isoformat(), "last": g.period.last.isoformat()}


def _bar(percent: float | None, look: Look) -> str:
    """Return a bar of at most ten cells, in eighths of a cell."""
    if percent is None:
        return ""
    if look.ascii:
        return "#" * round(percent / 100 * _BAR)
    eighths = round(percent / 100 * _BAR * 8)
    return "█" * (eighths // 8) + _EIGHTHS[eighths % 8].strip()
