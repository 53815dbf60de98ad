"""A whole store in one file, from which `tracker load` makes it again."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from tracker.domain.directive import Directive
from tracker.domain.meeting import Meeting
from tracker.domain.unit import Unit
from tracker.i18n.language import N_
from tracker.load.csv import plain_cell
from tracker.load.whole import (
    END,
    EVENT,
    EVENT_COLUMN,
    KIND,
    OF,
    PART,
    PART_END,
    RECORD,
    SEAL,
    SEAL_COLUMN,
    json_seal,
    row_seal,
)
from tracker.show.fields import (
    directive_columns,
    directive_object,
    directive_rows,
    meeting_object,
    unit_object,
)
from tracker.show.look import Look
from tracker.show.output import csv_cell, json_text
from tracker.show.view import FORMAT, Value
from tracker.steps import steps

MARK = "\ufeff"
"""The byte order mark, by which spreadsheets know UTF-8."""

_EVENT_FIELDS = ("seq", "at", "on", "actor", "kind", "reason")


class WholeStore(NamedTuple):
    """All that a store holds; `events` as the journal writes them.

    Or all that a login may see of it: `seen` says how many events these are, and of how many.
    """

    directives: Sequence[Directive]
    units: Sequence[Unit]
    meetings: Sequence[Meeting]
    events: Sequence[Mapping[str, Any]]
    seen: tuple[int, int] | None
    look: Look

    def json_text(self) -> str:
        """Return it as JSON: directives, units and meetings for other programs, and the events."""
        document: dict[str, Any] = {
            "format": FORMAT,
            "kind": KIND,
            "today": self.look.today.isoformat(),
            "directives": [directive_object(d, self.look) for d in self.directives],
            "units": [unit_object(unit) for unit in self.units],
            "meetings": [meeting_object(meeting) for meeting in self.meetings],
        }
        if self.seen is None:
            document["events"] = list(self.events)
        else:
            document |= {PART: list(self.events), OF: self.seen[1]}
        return json_text(document | {SEAL: json_seal(document)}, indent=1) + "\n"

    def csv_text(self) -> str:
        """Return it as CSV for spreadsheets: a row a directive, unit, meeting and event."""
        fields = [code for code, _ in directive_columns(self.look.language)]
        head = [RECORD, *fields, *_EVENT_FIELDS, EVENT_COLUMN, SEAL_COLUMN]
        target = io.StringIO()
        writer = csv.writer(target, lineterminator="\n")
        writer.writerow(head)
        seal = row_seal("", head)
        rows = (self.directives, self.units, self.meetings, self.events)
        step = steps(N_("Writing rows"), sum(map(len, rows)))
        for record in self._records():
            step()
            cells = [csv_cell(record.get(name)) for name in head[:-1]]
            seal = row_seal(seal, map(plain_cell, cells))
            writer.writerow([*cells, seal])
        return MARK + target.getvalue()

    def _records(self) -> Iterator[Mapping[str, Value]]:
        codes = [code for code, _ in directive_columns(self.look.language)]
        for row in directive_rows(self.directives, self.look):
            yield {RECORD: "directive", **dict(zip(codes, row, strict=True))}
        code = self.look.language.code
        for unit in self.units:
            yield {RECORD: "unit", "executor": unit.key, "text": unit.name(code)}
        for meeting in self.meetings:
            title = self.look.meeting(meeting.id)
            yield {RECORD: "meeting", "meeting": meeting.id, "text": title, "on": meeting.on}
        for event in self.events:
            known = {name: event.get(name) for name in ("id", *_EVENT_FIELDS)}
            yield {RECORD: EVENT, **known, EVENT_COLUMN: json_text(event)}
        yield {RECORD: END} if self.seen is None else {RECORD: PART_END, "text": self._part()}

    def _part(self) -> str:
        return " ".join(self.look._replace(seen=self.seen).part())
