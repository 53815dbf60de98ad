"""Flat formats (CSV, XLSX): a head row of column names, then a directive a row."""

from collections.abc import Iterable, Sequence
from typing import Any

from tracker.errors import BadInput, Refused, TrackerError
from tracker.i18n.language import N_
from tracker.load.columns import NESTED, field_of
from tracker.load.draft import Loaded
from tracker.load.fields import draft_of
from tracker.load.tables import unknown_field
from tracker.steps import steps

Row = tuple[int, Sequence[Any]]
"""The line (from 1) on which a row begins, and its cells."""


def take(rows: Iterable[Row], loaded: Loaded, total: int) -> None:
    """Take the rows, about `total` of them, into `loaded`.

    Raises `BadInput` without a head row that names a text.
    """
    filled = (row for row in rows if any(map(_is_filled, row[1])))
    line, head = next(filled, (1, ()))
    fields = _fields(line, head, loaded)
    columns = [(n, field) for n, field in enumerate(fields) if field]
    untitled = [n for n, cell in enumerate(head) if not _is_filled(cell)]
    step = steps(N_("Reading rows"), total)
    for count, (line, cells) in enumerate(filled, start=1):
        step()
        loaded.check_rows(count)
        try:
            if untitled or len(cells) > len(head):
                _check_titled(cells, len(head), untitled)
            known = {field: cells[n] for n, field in columns if n < len(cells)}
            loaded.drafts.append(draft_of(known, line))
        except TrackerError as error:
            loaded.report(line, error)


def _check_titled(cells: Sequence[Any], width: int, untitled: Sequence[int]) -> None:
    """Raise `Refused` for a row with a cell behind the head, or in a column without a title."""
    beside = [*cells[width:], *(cells[n] for n in untitled if n < len(cells))]
    if any(map(_is_filled, beside)):
        raise Refused("This row has a cell under no column title.")


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
