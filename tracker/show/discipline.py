"""Executive discipline: how each unit met its dates, and the directives behind every figure."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from tracker.domain.deadline import Period
from tracker.domain.discipline import Tally
from tracker.i18n.language import NP_
from tracker.report.record import Record, total
from tracker.show.groups import BY_UNIT
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
)
from tracker.show.view import Json, Ref, Sheet, Value

if TYPE_CHECKING:
    from tracker.show.documents.document import Chart, Document

FIGURES = {
    "due": NP_("column", "Due"),
    "on_time": NP_("column", "On time"),
    "late": NP_("column", "Late"),
    "overdue": NP_("column", "Overdue"),
    "pending": NP_("column", "Pending"),
    "returned": NP_("column", "Returned"),
    "moved": NP_("column", "Moved"),
}
"""The figures of a record that a table has, with their titles."""

NARROW = {
    "due": NP_("narrow", "Due"),
    "on_time": NP_("narrow", "On time"),
    "late": NP_("narrow", "Late"),
    "overdue": NP_("narrow", "Overdue"),
    "returned": NP_("narrow", "Returned"),
    "moved": NP_("narrow", "Moved"),
}
"""Those that fit a narrow screen, with shorter titles."""

FIRST_FIGURES = {
    "first_due": NP_("figure", "Due by the first date"),
    "first_on_time": NP_("figure", "On time by the first date"),
    "first_late": NP_("figure", "Late by the first date"),
    "first_overdue": NP_("figure", "Overdue by the first date"),
}

_STYLES = {"overdue": "overdue", "late": "soon", "returned": "returned"}


class DisciplineReport(NamedTuple):
    """A row a unit and the total; `explains` lists the ids behind every figure."""

    records: Sequence[Record]
    period: Period
    look: Look
    explains: bool = False

    def page(self) -> Page:
        """Return the table, the formula and the rules, or the ids."""
        page = Page(head(self._title(), self.look))
        if not self.look.scope.period:
            page.add(Line(self.look.period(self.period)))
        if not self.records:
            page.add(Line(self._nothing()))
            return page
        page.gap()
        if self.explains:
            self._explain(page)
        else:
            page.add(self._grid())
        page.add(*(Line(note, style="quiet") for note in self._rules()))
        return page

    def sheet(self) -> Sheet:
        """Return a row a unit; a figure a cell, or the ids behind it."""
        named = self.look.language.named
        columns = [
            ("unit", self.look.language.say("Unit")),
            *((code, named(title)) for code, title in (FIGURES | FIRST_FIGURES).items()),
            ("on_time_percent", named(NP_("column", "On time, %"))),
            ("first_on_time_percent", named(NP_("column", "By first date, %"))),
            ("light", named(NP_("column", "Light"))),
        ]
        return Sheet(columns, [self._values(record) for record in self.records], self._title())

    def _paper(self) -> Sheet:
        """Return the sheet as it fits on paper: by the first dates only the share."""
        sheet = self.sheet()
        kept = [n for n, (code, _) in enumerate(sheet.columns) if code not in FIRST_FIGURES]
        return sheet._replace(
            columns=[sheet.columns[n] for n in kept],
            rows=[[row[n] for n in kept] for row in sheet.rows],
        )

    def document(self) -> "Document":
        """Return the table and a chart of it."""
        return document(
            self._title(),
            self.look._replace(scope=self.look.scope._replace(period=self.period)),
            [self._paper()],
            sentences=[" ".join(self._sentences()) if self.records else self._nothing()],
            charts=self._charts(),
            notes=self._rules(),
        )

    def data(self) -> Json:
        """Return the rows and the total; with `explains`, the ids behind the figures."""
        return {
            "report": {
                **report_object("discipline", self.look),
                "period": {
                    "first": self.period.first.isoformat(),
                    "last": self.period.last.isoformat(),
                },
                "units": [{"unit": r.key, **self._object(r)} for r in self.records],
                "total": self._object(total(self.records)),
            }
        }

    def _sentences(self) -> Iterator[str]:
        """Yield the figures as a note has them."""
        language, whole = self.look.language, total(self.records)
        yield language.count(
            "{n} date falls in the period: {on_time} met on time, {late} late, {overdue} overdue, "
            "{pending} undecided.",
            "{n} dates fall in the period: {on_time} met on time, {late} late, {overdue} overdue, "
            "{pending} undecided.",
            len(whole.due),
            **{code: len(getattr(whole, code)) for code in FIGURES if code != "due"},
        )
        yield language.say(
            "Reports returned: {returned}; dates moved: {moved}.",
            returned=len(whole.returned),
            moved=len(whole.moved),
        )
        yield share_sentence(whole.tally.percent, self.period, self.look)
        if (first := whole.first_tally.percent) is not None:
            yield language.say("By the dates first set: {share}.", share=language.percent(first))

    def _title(self) -> str:
        return self.look.language.say("Executive discipline")

    def _nothing(self) -> str:
        return self.look.language.say("Nothing was due in this period, nor returned or moved.")

    def _name(self, record: Record) -> str:
        return self.look.unit(record.key) if record.key else self.look.language.say("(none)")

    def _grid(self) -> Grid:
        language = self.look.language
        columns = [
            Column(language.say("Unit"), wraps=True),
            *(Column(language.named(title), right=True) for title in self._titles()),
            Column("%", right=True),
            Column(language.named(self._first_title()), right=True),
            Column(language.named(NP_("column", "Light")) if self.look.is_wide else ""),
        ]
        rows = [self._row(record, self._name(record)) for record in self.records]
        if len(rows) > 1:
            rows.append(self._row(total(self.records), language.say("Total")))
        return Grid(columns, rows)

    def _shown(self) -> list[str]:
        return [code for code in FIGURES if self.look.is_wide or code in NARROW]

    def _first_title(self) -> tuple[str, str]:
        if self.look.is_wide:
            return NP_("column", "% by first date")
        return NP_("narrow", "By 1st")

    def _titles(self) -> list[tuple[str, str]]:
        return [(FIGURES if self.look.is_wide else NARROW)[code] for code in self._shown()]

    def _row(self, record: Record, name: str) -> list[Span]:
        percent = self.look.language.percent
        figures = [
            (str(n), _STYLES.get(code, "") if n else "")
            for code in self._shown()
            for n in [len(getattr(record, code))]
        ]
        return [
            (name, ""),
            *figures,
            (percent(record.tally.percent), ""),
            (percent(record.first_tally.percent), ""),
            light_span(record.tally.percent, self.look, is_short=not self.look.is_wide),
        ]

    def _explain(self, page: Page) -> None:
        """Put, for each unit, a line a figure: its number, and the ids that it counts."""
        for record in self.records:
            page.add(Line(self._name(record), style="head"))
            page.add(
                Grid(
                    [Column(), Column(right=True), Column(wraps=True)],
                    list(self._explained(record)),
                    indent=3,
                )
            )
            page.gap()

    def _explained(self, record: Record) -> Iterator[list[Span]]:
        named = self.look.language.named
        for code, title in (FIGURES | FIRST_FIGURES).items():
            ids = getattr(record, code)
            style = _STYLES.get(code, "") if ids else ""
            yield [(named(title), ""), (str(len(ids)), style), (_listed(ids), "quiet")]
        for title, tally in (
            (NP_("column", "On time, %"), record.tally),
            (NP_("column", "By first date, %"), record.first_tally),
        ):
            yield [(named(title), ""), *self._formula(tally)]

    def _formula(self, tally: Tally) -> list[Span]:
        """Return the percentage, and the sum that it comes from."""
        share = self.look.language.percent(tally.percent)
        on_time, late, overdue = tally
        if tally.percent is None:
            return [(share, ""), ("", "")]
        return [(share, ""), (f"{on_time} / ({on_time} + {late} + {overdue})", "quiet")]

    def _rules(self) -> list[str]:
        say = self.look.language.say
        return [
            say("On time, % = on time / (on time + late + overdue), of the dates in the period."),
            say(
                "The report that was accepted counts, by the day it was sent; the controller's "
                "delay is not the executor's. Withdrawn directives are left out; where nothing was "
                "due stands a dash. By first date: as if no date had been moved. Returned and "
                "moved: how often in the period."
            ),
            rule_note(self.look),
        ]

    def _values(self, record: Record) -> list[Value]:
        figures: list[Value] = []
        for code in FIGURES | FIRST_FIGURES:
            ids = getattr(record, code)
            figures.append(_listed(ids) if self.explains else len(ids))
        word, _ = light_span(record.tally.percent, self.look)
        return [
            Ref(record.key, self._name(record)),
            *figures,
            _rounded(record.tally.percent),
            _rounded(record.first_tally.percent),
            Ref(light_object(record.tally.percent, self.look), word),
        ]

    def _object(self, record: Record) -> Json:
        figures = {code: getattr(record, code) for code in FIGURES | FIRST_FIGURES}
        found: Json = {code: len(ids) for code, ids in figures.items()}
        found |= {
            "on_time_percent": _rounded(record.tally.percent),
            "first_on_time_percent": _rounded(record.first_tally.percent),
            "light": light_object(record.tally.percent, self.look),
        }
        if self.explains:
            found["ids"] = {code: list(ids) for code, ids in figures.items()}
        return found

    def _charts(self) -> "list[Chart]":
        from tracker.show.documents.document import Chart, Kind, Series

        due = [record for record in self.records if record.tally.percent is not None]
        series = [
            Series(
                self.look.language.named(FIGURES[code]),
                style,
                [len(getattr(record, code)) for record in due],
            )
            for code, style in (("on_time", "executed"), ("late", "soon"), ("overdue", "overdue"))
        ]
        names = [self._name(record) for record in due]
        title = self.look.language.say(BY_UNIT)
        return [Chart(title, Kind.BARS, names, series)] if due else []


def _listed(ids: Sequence[int]) -> str:
    """Return the ids, those that count more than once with how often."""
    counts = {id: ids.count(id) for id in sorted(set(ids))}
    return " ".join(str(id) if n == 1 else f"{id}×{n}" for id, n in counts.items())


def _rounded(percent: float | None) -> float | None:
    return None if percent is None else round(percent, 1)
