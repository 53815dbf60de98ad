"""The cells of a workbook, through python-calamine (the extra `xlsx`)."""

import io
import re
import zipfile
from typing import Any

from tracker.errors import BadInput
from tracker.load.archive import UNREADABLE, check_unpacked

_PLACE = re.compile(rb"\br\s*=\s*[\"']([A-Z]{1,20})(\d{1,20})[\"']", re.IGNORECASE)
"""The place of a cell, be it outside of any sheet."""

MAX_CELLS = 5_000_000
"""Cells that a sheet may span."""


def sheet_of(content: bytes, source: str, limit: int) -> list[list[Any]]:
    """Return the rows of the first sheet, which begin at A1.

    Raises `BadInput` for what is no workbook, or is too large: `limit` is how many bytes it may
    unpack to.
    """
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_size(archive, source, limit)
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
        return sheet.to_python(skip_empty_area=False)
    except (*UNREADABLE, CalamineError) as error:
        raise BadInput("“{source}” is not a workbook that can be read.", source=source) from error


def _check_size(archive: zipfile.ZipFile, source: str, limit: int) -> None:
    """Raise `BadInput` for a workbook whose sheets would not fit into memory.

    Rows and columns count from the first to the farthest cell, empty ones included, since that is
    what is made of a sheet: one cell in the last row of the last column is enough.
    """
    check_unpacked(archive, source, limit)
    for name in archive.namelist():
        if not name.lower().endswith(".xml"):
            continue
        row = column = 1
        for place in _PLACE.finditer(archive.read(name)):
            row = max(row, int(place[2]))
            column = max(column, _column_number(place[1]))
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
