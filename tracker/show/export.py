"""All reports in one document."""

from collections.abc import Sequence
from typing import NamedTuple

from tracker.domain.directive import Directive
from tracker.show.documents.document import Document
from tracker.show.fields import paper
from tracker.show.look import Look
from tracker.show.report import Report, document
from tracker.show.view import Sheet


class Everything(NamedTuple):
    """Every directive, open and closed, and what the reports say; the first of them leads."""

    directives: Sequence[Directive]
    reports: Sequence[Report]
    look: Look

    def document(self) -> Document:
        """Return the directives, then the tables of the reports, each once."""
        everything = paper(self.directives, self.look, self.look.language.say("Directives"))
        parts = [report.document() for report in self.reports]
        sheets: dict[str, Sheet] = {}
        for sheet in (everything, *(s for part in parts for s in part.sheets)):
            sheets.setdefault(sheet.title, sheet)
        charts = {chart.title: chart for part in parts for chart in part.charts}
        return document(
            parts[0].title,
            self.look,
            list(sheets.values()),
            sentences=parts[0].sentences,
            charts=list(charts.values()),
            notes=list(dict.fromkeys(note for part in parts for note in part.notes)),
            directives=self.directives,
        )
