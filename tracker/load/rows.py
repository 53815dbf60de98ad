"""Flat formats (CSV, XLSX): a head row of column names, then a directive a row."""

from collections.abc import Iterable, Sequence
from itertools import zip_longest
from typing import Any

from tracker.errors import BadInput, Refused, TrackerError
from tracker.load.columns import NESTED, field_of
from tracker.load.draft import Loaded
from tracker.load.fields import draft_of
from tracker.load.tables import unknown_field

Row = tuple[int, Sequence[Any]]
"""The line (from 1) on which a row begins, and its cells."""


def take(rows: Iterable[Row], loaded: Loaded) -> None:
    """Take the rows into `loaded`; raise `BadInput` without a head row that names a text."""
    filled = (row for row in rows if any(map(_is_filled, row[1])))
    line, head = next(filled, (1, ()))
    fields = _fields(line, head, loaded)
    titles = [str(cell or "").strip() for cell in head]
    for line, cells in filled:
        try:
            named = zip_longest(titles, cells, fillvalue="")
            if any(not title and _is_filled(cell) for title, cell in named):
                raise Refused("This row has a cell under no column title.")
            known = {field: cell for field, cell in zip(fields, cells, strict=False) if field}
            loaded.drafts.append(draft_of(known, line))
        except TrackerError as error:
            loaded.report(line, error)


def _is_filled(cell: Any) -> bool:
    return cell is not None and str(cell).strip() != ""


def _fields(line: int, head: Sequence[Any], loaded: Loaded) -> list[str | None]:
    fields: list[str | None] = []
    for cell in head:
        name = str(cell or "").strip()
        field = field_of(name)
        if field in NESTED:
            field = None
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
