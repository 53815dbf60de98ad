"""Flat formats (CSV, XLSX): a head row of column names, then a directive a row."""

from collections.abc import Iterable, Sequence
from typing import Any

from tracker.errors import BadInput, Refused, TrackerError
from tracker.load.columns import field_of
from tracker.load.draft import Loaded
from tracker.load.fields import draft_of
from tracker.load.tables import unknown_field

Row = tuple[int, Sequence[Any]]
"""The line (from 1) on which a row begins, and its cells."""


def take(rows: Iterable[Row], loaded: Loaded) -> None:
    """Take the rows into `loaded`; raise `BadInput` without a head row that names a text."""
    filled = (row for row in rows if any(str(cell or "").strip() for cell in row[1]))
    line, head = next(filled, (1, ()))
    fields = _fields(line, head, loaded)
    for line, cells in filled:
        try:
            if any(str(cell or "").strip() for cell in cells[len(fields) :]):
                raise Refused("This row has more cells than there are columns.")
            known = {field: cell for field, cell in zip(fields, cells, strict=False) if field}
            loaded.drafts.append(draft_of(known, line))
        except TrackerError as error:
            loaded.report(line, error)


def _fields(line: int, head: Sequence[Any], loaded: Loaded) -> list[str | None]:
    fields: list[str | None] = []
    for cell in head:
        name = str(cell or "").strip()
        field = field_of(name)
        if field is None and name:
            loaded.report(line, unknown_field(name))
        if field is not None and field in fields:
            loaded.report(line, Refused("The column “{name}” stands there twice.", name=name[:80]))
            field = None
        fields.append(field)
    if not any(field and field.startswith("text") for field in fields):
        raise BadInput(
            "“{source}” has no column with the text of the directives (text, тапсырма, поручение).",
            source=loaded.source,
        )
    return fields
