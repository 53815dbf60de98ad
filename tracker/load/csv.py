"""CSV, parted by commas, semicolons or tabs."""

import csv
import io
from collections.abc import Iterator

from tracker.errors import BadInput
from tracker.load import rows, whole
from tracker.load.draft import Loaded
from tracker.load.unreadable import too_much

_HARMLESS = tuple(f"'{sign}" for sign in "=+-@\t\r")
"""How a text begins that a spreadsheet would else take for a formula."""

MAX_SIGNS = 10_000_000
"""Signs and line ends that may part cells or names: each takes up to 80 bytes."""

_SIGNS = ",;\t\n\r"

MAX_CELL = 1_000_000
"""Characters that a cell may have: whole events stand in one."""


def load_csv(text: str, loaded: Loaded) -> None:
    """Take in a CSV text; raise `BadInput` if it is none, or holds too much."""
    if sum(map(text.count, _SIGNS)) > MAX_SIGNS:
        raise too_much(loaded.source, MAX_SIGNS)
    found = _rows(text, loaded.source)
    if whole.is_whole_table(text):
        whole.take_rows(found, loaded, text.count("\n"))
    else:
        rows.take(found, loaded, text.count("\n"))


def _rows(text: str, source: str) -> Iterator[rows.Row]:
    head = text.lstrip().partition("\n")[0]
    delimiter = max(",;\t", key=head.count)
    csv.field_size_limit(MAX_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for cells in reader:
            yield line, [plain_cell(cell) for cell in cells]
            line = reader.line_num + 1
    except csv.Error as error:
        raise BadInput(
            "“{source}” is not CSV: see line {line}.",
            source=source,
            line=line,
        ) from error


def plain_cell(cell: str) -> str:
    """Take back the apostrophe that spreadsheets need before a text that looks like a formula."""
    return cell[1:] if cell.startswith(_HARMLESS) else cell
