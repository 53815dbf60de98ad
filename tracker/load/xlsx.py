"""XLSX: the first sheet of a workbook, through python-calamine (the extra `xlsx`)."""

import io
import re
import zipfile
from typing import Any

from tracker.errors import BadInput
from tracker.load import rows
from tracker.load.archive import MAX_UNPACKED, UNREADABLE, check_unpacked
from tracker.load.draft import Loaded
from tracker.load.unreadable import missing_extra

_CELL = re.compile(rb"\br\s*=\s*[\"']([A-Z]{1,3})(\d{1,7})[\"']", re.IGNORECASE)

MAX_CELLS = 5_000_000
"""Cells that a sheet may span."""


def load_xlsx(content: bytes, loaded: Loaded) -> None:
    """Take in a workbook; raise `BadInput` if it is none, is too large, or the extra is missing."""
    try:
        from python_calamine import CalamineError, CalamineWorkbook
    except ImportError as error:
        raise missing_extra(loaded.source, "xlsx") from error
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_size(archive, loaded.source)
        sheet: list[list[Any]] = (
            CalamineWorkbook.from_filelike(io.BytesIO(content))
            .get_sheet_by_index(0)
            .to_python(skip_empty_area=False)
        )
    except (*UNREADABLE, CalamineError) as error:
        raise BadInput(
            "“{source}” is not a workbook that can be read.", source=loaded.source
        ) from error
    rows.take(enumerate(sheet, start=1), loaded, len(sheet))


def _check_size(archive: zipfile.ZipFile, source: str) -> None:
    """Raise `BadInput` for a workbook whose sheets would not fit into memory.

    Rows and columns count from the first to the farthest cell, empty ones included, since that is
    what is made of a sheet: one cell in the last row of the last column is enough.
    """
    check_unpacked(archive, source, MAX_UNPACKED)
    for name in archive.namelist():
        if not name.lower().endswith(".xml"):
            continue
        row = column = 1
        for letters, digits in _CELL.findall(archive.read(name)):
            row, column = max(row, int(digits)), max(column, _column_number(letters))
        if row * column > MAX_CELLS:
            raise BadInput(
                "“{source}” has too large a sheet: {rows} rows, {columns} columns. Delete what is "
                "far out.",
                source=source,
                rows=row,
                columns=column,
            )


def _column_number(letters: bytes) -> int:
    """Return the number of a column: A is 1, Z is 26, AA is 27."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - ord("A") + 1
    return number
