"""How directives flow: how long with whom, and how many are loaded and closed by week."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from tracker.i18n.language import N_, NP_
from tracker.report.flow import LONGEST, Flow, Stage, Stay, WeekEnd
from tracker.show.look import Look
from tracker.show.page import Column, Drawing, Grid, Line, Page, Span
from tracker.show.report import document, head, report_object
from tracker.show.view import Json, Ref, Sheet, Value

if TYPE_CHECKING:
    from tracker.show.documents.document import Chart, Document

STAGES = {
    Stage.UNASSIGNED: N_("Not assigned yet"),
    Stage.EXECUTOR: N_("With the executor"),
    Stage.CONTROLLER: N_("With the controller"),
    Stage.RETURNED: N_("Returned to the executor"),
}

_ROWS = 8
"""Lines that the drawing is high."""


class FlowReport(NamedTuple):
    """How long directives stay where, and the burn-up."""

    flow: Flow
    look: Look

    def page(self) -> Page:
        """Return a row a stage, then the weeks as a drawing."""
        say = self.look.language.say
        page = Page(head(self._title(), self.look))
        if not self.look.scope.period:
            page.add(Line(self.look.period(self.flow.period)))
        if not self.flow.weeks:
            page.add(Line(say("Nothing was on control in this period.")))
            return page
        page.gap()
        page.add(self._grid())
        page.add(Line(self._rule(), style="quiet"))
        page.gap()
        page.add(Line(say("Loaded and closed, by week"), style="head"))
        page.add(burn_up(self.flow.weeks, self.look))
        page.add(Line(self._legend()))
        return page

    def sheet(self) -> Sheet:
        """Return a row a stage."""
        say, named = self.look.language.say, self.look.language.named
        columns = [
            ("stage", say("Stage")),
            ("directives", say("Directives")),
            ("median_days", named(NP_("column", "Median, days"))),
            ("longest", say("Longest: № and days")),
        ]
        rows: list[list[Value]] = [
            [
                Ref(stay.stage.value, self._stage(stay)),
                stay.directives,
                stay.median,
                "; ".join(f"{id}: {days}" for id, days in stay.longest),
            ]
            for stay in self.flow.stays
        ]
        return Sheet(columns, rows, title=self._title())

    def sheets(self) -> list[Sheet]:
        """Return the stages, and the weeks."""
        say, named = self.look.language.say, self.look.language.named
        columns = [
            ("week", say("Week from")),
            ("loaded", named(NP_("column", "Loaded"))),
            ("closed", named(NP_("column", "Closed"))),
            ("on_control", named(NP_("column", "On control"))),
        ]
        rows: list[list[Value]] = [
            [w.monday, w.loaded, w.closed, w.loaded - w.closed] for w in self.flow.weeks
        ]
        return [self.sheet(), Sheet(columns, rows, title=say("Loaded and closed, by week"))]

    def document(self) -> "Document":
        """Return the stages, the weeks, and their chart."""
        return document(
            self._title(),
            self.look._replace(scope=self.look.scope._replace(period=self.flow.period)),
            self.sheets(),
            sentences=[self._legend()] if self.flow.weeks else [],
            charts=self._charts(),
            notes=[self._rule()],
        )

    def data(self) -> Json:
        """Return the stages and the weeks."""
        period = self.flow.period
        return {
            "report": {
                **report_object("flow", self.look),
                "period": {"first": period.first.isoformat(), "last": period.last.isoformat()},
                "stages": [
                    {
                        "stage": stay.stage.value,
                        "directives": stay.directives,
                        "median_days": stay.median,
                        "longest": [{"id": id, "days": days} for id, days in stay.longest],
                    }
                    for stay in self.flow.stays
                ],
                "weeks": [
                    {"monday": w.monday.isoformat(), "loaded": w.loaded, "closed": w.closed}
                    for w in self.flow.weeks
                ],
            }
        }

    def _title(self) -> str:
        return self.look.language.say("How directives flow")

    def _stage(self, stay: Stay) -> str:
        return self.look.language.say(STAGES[stay.stage])

    def _grid(self) -> Grid:
        language = self.look.language
        columns = [
            Column(language.say("Stage"), gives=True),
            Column(language.say("Directives"), right=True),
            Column(language.named(NP_("column", "Median, days")), right=True),
            Column(language.say("Longest: № and days"), wraps=True),
        ]
        rows = [
            [
                (self._stage(stay), ""),
                (str(stay.directives), ""),
                ("–" if stay.median is None else language.number(stay.median), "head"),
                (" · ".join(f"№\u00a0{id}:\u00a0{days}" for id, days in stay.longest), "quiet"),
            ]
            for stay in self.flow.stays
        ]
        return Grid(columns, rows)

    def _rule(self) -> str:
        return self.look.language.say(
            "Calendar days that each directive has spent there in the period, up to this day; of "
            "the {n} longest, number and days.",
            n=LONGEST,
        )

    def _legend(self) -> str:
        last, number = self.flow.weeks[-1], self.look.language.number
        return self.look.language.say(
            "Loaded {loaded}, of them closed {closed} (full), on control {open} (light).",
            loaded=number(last.loaded),
            closed=number(last.closed),
            open=number(last.loaded - last.closed),
        )

    def _charts(self) -> "list[Chart]":
        from tracker.show.documents.document import Chart, Kind, Series

        language, weeks = self.look.language, self.flow.weeks
        series = [
            Series(language.named(NP_("column", "Loaded")), "soon", [w.loaded for w in weeks]),
            Series(language.named(NP_("column", "Closed")), "executed", [w.closed for w in weeks]),
        ]
        labels = [language.day(week.monday) for week in weeks]
        title = language.say("Loaded and closed, by week")
        return [Chart(title, Kind.LINES, labels, series)] if weeks else []


def burn_up(weeks: Sequence[WeekEnd], look: Look) -> Drawing:
    """Return the weeks side by side: how many were loaded, and how many of them are closed.

    Where there is no room for all, the latest are drawn.
    """
    most = max((week.loaded for week in weeks), default=0)
    axis = len(str(most))
    room = max(look.width - axis - 4, 1)
    size = 3 if len(weeks) * 3 <= room else 1
    shown = weeks[-(room // size) :]
    rows = []
    for number in range(_ROWS, 0, -1):
        level = most * (number - 0.5) / _ROWS
        title = str(most) if number == _ROWS else ""
        rows.append([*_beside(title, "│", axis), *_row(shown, level, size, look)])
    first, last = (look.language.near_day(w.monday, look.today) for w in (shown[0], shown[-1]))
    line = "─" * (size * len(shown))
    under = first if len(shown) == 1 else f"{first}{last:>{max(len(line) - len(first), 1)}}"
    rows.append(_beside("0", f"└{line}", axis))
    rows.append(_beside("", f" {under}", axis))
    return Drawing(rows)


def _beside(title: str, text: str, axis: int) -> list[Span]:
    """Return what stands at the axis, its title before it, in as many cells as titles take."""
    return [(f"{'':{axis - len(title) + 1}}", ""), (title, "quiet"), (" ", ""), (text, "quiet")]


def _row(weeks: Sequence[WeekEnd], level: float, size: int, look: Look) -> list[Span]:
    """Return one height of the columns: closed ones full, those on control light."""
    full, light = ("#", ".") if look.ascii else ("█", "░")
    gap = " " if size > 1 else ""
    spans: list[Span] = []
    for week in weeks:
        if week.closed >= level and week.closed:
            spans.append((full * (size - len(gap)) + gap, "executed"))
        elif week.loaded >= level:
            spans.append((light * (size - len(gap)) + gap, "soon"))
        else:
            spans.append((" " * size, ""))
    return spans
