"""What falls due when: the weeks at a glance, then their directives."""

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from tracker.domain.directive import Directive
from tracker.i18n.language import NP_
from tracker.report.deadlines import Deadlines, Week
from tracker.show.directives import days_text, executors, status_text
from tracker.show.fields import directive_columns, directive_object, paper, rows_behind
from tracker.show.look import Look
from tracker.show.mapped import Mapped
from tracker.show.page import Column, Grid, Line, Page, Span, in_line
from tracker.show.report import document, head, report_object
from tracker.show.view import Json, Sheet, Value

if TYPE_CHECKING:
    from tracker.show.documents.document import Chart, Document

_WEEKDAYS = (
    NP_("weekday", "Mo"),
    NP_("weekday", "Tu"),
    NP_("weekday", "We"),
    NP_("weekday", "Th"),
    NP_("weekday", "Fr"),
    NP_("weekday", "Sa"),
    NP_("weekday", "Su"),
)


_COLUMNS = (
    Column(right=True),
    Column(right=True),
    Column(gap=1),
    Column(gap=1, wraps=True),
    Column(gives=True),
    Column(right=True),
    Column(gives=True),
)


class DeadlineReport(NamedTuple):
    """A calendar of due dates by week."""

    deadlines: Deadlines
    look: Look

    def page(self) -> Page:
        """Return a row a week with what is due on each of its days, then the directives."""
        page = Page(head(self._title(), self.look))
        page.add(Line(self._summary()))
        page.gap()
        page.add(self._calendar())
        weeks = [week for week in self.deadlines.weeks if week.directives]
        rows = [[self._row(d) for d in week.directives] for week in weeks]
        columns = in_line(_COLUMNS, [row for found in rows for row in found])
        for week, found in zip(weeks, rows, strict=True):
            page.gap()
            page.add(Line(self._week(week), style="head", right=self._working_days(week)))
            page.add(Grid(columns, found, indent=2))
        return page

    def sheet(self) -> Sheet:
        """Return a row a directive, with the Monday of its week."""
        say = self.look.language.say
        found = [(week.period.first, d) for week in self.deadlines.weeks for d in week.directives]
        return Sheet(
            [("week", say("Week from")), *directive_columns(self.look.language)],
            rows_behind(found, self.look),
            title=self._title(),
            states=Mapped(self.look.state, [d for _, d in found]),
        )

    def sheets(self) -> list[Sheet]:
        """Return the directives, and the weeks with their numbers."""
        say, named = self.look.language.say, self.look.language.named
        columns = [
            ("week", say("Week from")),
            ("working_days", say("Working days")),
            ("due", named(NP_("column", "Due"))),
        ]
        rows: list[list[Value]] = [
            [week.period.first, week.working_days, len(week.directives)]
            for week in self.deadlines.weeks
        ]
        return [self.sheet(), Sheet(columns, rows, title=say("By week"))]

    def document(self) -> "Document":
        """Return the directives, the weeks, and a chart of these."""
        found = [d for week in self.deadlines.weeks for d in week.directives]
        return document(
            self._title(),
            self.look,
            [paper(found, self.look, self._title()), *self.sheets()[1:]],
            sentences=[self._summary()],
            charts=self._charts(),
            directives=found,
        )

    def data(self) -> Json:
        """Return the weeks, each with its directives."""
        d = self.deadlines
        return {
            "report": {
                **report_object("deadlines", self.look),
                "period": {"first": d.period.first.isoformat(), "last": d.period.last.isoformat()},
                "weeks": [
                    {
                        "monday": week.period.first.isoformat(),
                        "working_days": week.working_days,
                        "directives": [directive_object(one, self.look) for one in week.directives],
                    }
                    for week in d.weeks
                ],
                "before": d.before,
                "after": d.after,
                "undated": d.undated,
            }
        }

    def _title(self) -> str:
        return self.look.language.say("Calendar of due dates")

    def _summary(self) -> str:
        count, d = self.look.language.count, self.deadlines
        due = sum(len(week.directives) for week in d.weeks)
        parts = [
            "" if self.look.scope.period else self.look.period(d.period),
            count("{n} due", "{n} due", due),
            count("{n} earlier", "{n} earlier", d.before),
            count("{n} later", "{n} later", d.after),
            count("{n} without a date", "{n} without a date", d.undated),
        ]
        return " · ".join(filter(None, parts))

    def _week(self, week: Week) -> str:
        day = self.look.language.near_day
        first, last = (day(one, self.look.today) for one in week.period)
        return f"{first} – {last}"

    def _working_days(self, week: Week) -> str:
        return self.look.language.count("{n} working day", "{n} working days", week.working_days)

    def _calendar(self) -> Grid:
        language = self.look.language
        columns = [
            Column(language.say("Week"), gives=True),
            *(Column(language.named(name), right=True) for name in _WEEKDAYS),
            Column(language.named(NP_("column", "Due")), right=True),
            Column(language.named(NP_("column", "Working days")), right=True),
        ]
        return Grid(columns, [self._numbers(week) for week in self.deadlines.weeks])

    def _numbers(self, week: Week) -> list[Span]:
        days = [week.period.first + timedelta(days=n) for n in range(len(_WEEKDAYS))]
        numbers = [
            (str(n), "overdue" if day < self.look.today else "") if n else ("·", "quiet")
            for day in days
            for n in [week.due_on(day)]
        ]
        total = len(week.directives)
        return [
            (self._week(week), ""),
            *numbers,
            (str(total), "head" if total else "quiet"),
            (str(week.working_days), "quiet"),
        ]

    def _row(self, d: Directive) -> list[Span]:
        look, state = self.look, self.look.state(d)
        due = look.language.near_day(d.due, look.today) if d.due else ""
        return [
            (due, state if state in ("overdue", "soon") else ""),
            (str(d.id), ""),
            (look.mark(d), state),
            (look.text(d), ""),
            (executors(d, look), ""),
            (days_text(d, look), state if state in ("overdue", "soon") else ""),
            (status_text(d, look), state if state != "overdue" else ""),
        ]

    def _charts(self) -> "list[Chart]":
        from tracker.show.documents.document import Chart, Kind, Series

        weeks = self.deadlines.weeks
        values = [len(week.directives) for week in weeks]
        series = Series(self.look.language.named(NP_("column", "Due")), "soon", values)
        title = self.look.language.say("Due by week")
        return [Chart(title, Kind.BARS, [self._week(week) for week in weeks], [series])]
