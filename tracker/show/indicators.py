"""Indicators: what was measured, and how far it is to the target."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from tracker.domain.indicator import Reading
from tracker.domain.wording import in_language
from tracker.i18n.language import NP_
from tracker.report.indicators import Measure
from tracker.show.drawing import trend
from tracker.show.look import Look
from tracker.show.page import Column, Grid, Line, Page, Span
from tracker.show.report import document, head, report_object
from tracker.show.view import Json, Ref, Sheet, Value

if TYPE_CHECKING:
    from tracker.show.documents.document import Chart, Document


class IndicatorReport(NamedTuple):
    """A row an indicator."""

    measures: Sequence[Measure]
    look: Look

    def page(self) -> Page:
        """Return the table, or how an indicator comes to be."""
        say = self.look.language.say
        page = Page(head(self._title(), self.look))
        if not self.measures:
            page.add(Line(say("Nothing is measured yet: tracker update ID --measure NAME=NUMBER.")))
            return page
        page.gap()
        page.add(self._grid())
        page.add(Line(self._rule(), style="quiet"))
        return page

    def sheet(self) -> Sheet:
        """Return a row an indicator, every number by itself."""
        say = self.look.language.say
        columns = [
            ("id", "№"),
            ("indicator", say("Indicator")),
            ("executor", say("Executor")),
            ("first_on", say("First measured")),
            ("first", say("First value")),
            ("last_on", say("Last measured")),
            ("last", say("Last value")),
            ("readings", say("Readings")),
            ("change", say("Change")),
            ("target", say("Target")),
            ("left", say("To the target")),
        ]
        return Sheet(columns, [self._values(m) for m in self.measures], title=self._title())

    def document(self) -> "Document":
        """Return the table, and a chart of each indicator with several readings."""
        return document(
            self._title(),
            self.look,
            [self.sheet()],
            sentences=[self._line(m) for m in self.measures if m.last],
            charts=self._charts(),
            notes=[self._rule()],
        )

    def data(self) -> Json:
        """Return the indicators, all their readings included."""
        return {
            "report": {
                **report_object("indicators", self.look),
                "indicators": [self._object(m) for m in self.measures],
            }
        }

    def _title(self) -> str:
        return self.look.language.say("Indicators")

    def _rule(self) -> str:
        return self.look.language.say(
            "Change: the last value less the first; to the target: the target less the last value."
        )

    def _grid(self) -> Grid:
        language = self.look.language
        named = language.named
        columns = [
            Column("№", right=True),
            Column(language.say("Indicator"), wraps=True),
            Column(named(NP_("column", "First")), right=True),
            Column(named(NP_("column", "Last")), right=True),
            Column(named(NP_("column", "Change")), right=True),
            Column(named(NP_("column", "Target")), right=True),
            Column(named(NP_("column", "Trend"))),
        ]
        if self.look.is_wide:
            columns.insert(2, Column(language.say("Executor"), gives=True))
            columns.insert(4, Column(named(NP_("column", "On")), right=True, gap=1))
            columns.insert(6, Column(named(NP_("column", "On")), right=True, gap=1))
        return Grid(columns, [self._row(m) for m in self.measures])

    def _row(self, m: Measure) -> list[Span]:
        look = self.look
        numbers = [reading.value for reading in m.indicator.readings]
        line = trend(numbers) if len(numbers) > 1 and not look.ascii else ""
        row = [
            (str(m.directive.id), ""),
            (in_language(m.indicator.names, look.language.code), ""),
            (self._number(m.first and m.first.value), ""),
            (self._number(m.last and m.last.value), ""),
            (self._change(m.change), ""),
            (self._number(m.indicator.target), ""),
            (line, "executed"),
        ]
        if look.is_wide:
            row.insert(2, (look.narrow_unit(m.directive.executor), ""))
            row.insert(4, (self._day(m.first), "quiet"))
            row.insert(6, (self._day(m.last), "quiet"))
        return row

    def _day(self, reading: Reading | None) -> str:
        return self.look.language.near_day(reading.on, self.look.today) if reading else ""

    def _number(self, value: float | None) -> str:
        return "–" if value is None else self.look.language.number(value)

    def _change(self, value: float | None) -> str:
        if value is None:
            return "–"
        sign = "−" if value < 0 else "+" if value > 0 else "±"
        return sign + self.look.language.number(_plain(abs(value)))

    def _line(self, m: Measure) -> str:
        name = in_language(m.indicator.names, self.look.language.code)
        values = dict.fromkeys(r.value for r in (m.first, m.last) if r)
        return f"{name}: {' → '.join(map(self.look.language.number, values))}"

    def _values(self, m: Measure) -> list[Value]:
        look = self.look
        return [
            m.directive.id,
            Ref(m.indicator.key, in_language(m.indicator.names, look.language.code)),
            Ref(m.directive.executor, look.unit(m.directive.executor)),
            m.first and m.first.on,
            m.first and m.first.value,
            m.last and m.last.on,
            m.last and m.last.value,
            len(m.indicator.readings),
            None if m.change is None else _plain(m.change),
            m.indicator.target,
            None if m.left is None else _plain(m.left),
        ]

    def _object(self, m: Measure) -> Json:
        i = m.indicator
        return {
            "directive": m.directive.id,
            "executor": m.directive.executor,
            "key": i.key,
            "names": dict(i.names),
            "readings": [{"on": r.on.isoformat(), "value": r.value} for r in i.readings],
            "change": None if m.change is None else _plain(m.change),
            "target": i.target,
            "left": None if m.left is None else _plain(m.left),
        }

    def _charts(self) -> "list[Chart]":
        from tracker.show.documents.document import Chart, Kind, Series

        language = self.look.language
        charts = []
        for m in self.measures:
            readings = m.indicator.readings
            if len(readings) > 1:
                name = in_language(m.indicator.names, language.code)
                series = [Series(name, "executed", [r.value for r in readings])]
                if m.indicator.target is not None:
                    aim = [m.indicator.target] * len(readings)
                    series.append(Series(language.say("Target"), "soon", aim))
                charts.append(
                    Chart(name, Kind.LINES, [language.day(r.on) for r in readings], series)
                )
        return charts


def _plain(value: float) -> float:
    """Return a difference without the dust of binary fractions; values have nine places."""
    return round(value, 9)
