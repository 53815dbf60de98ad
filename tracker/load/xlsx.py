"""XLSX: the first sheet of a workbook, through python-calamine (the extra `xlsx`)."""

import io
import zipfile
from typing import Any

from tracker.errors import BadInput
from tracker.load import rows
from tracker.load.draft import Loaded

MAX_UNPACKED = 256 * 1024 * 1024
"""Bytes that a workbook may unpack to."""


def load_xlsx(content: bytes, loaded: Loaded) -> None:
    """Take in a workbook; raise `BadInput` if it is none, is too large, or the extra is missing."""
    try:
        from python_calamine import CalamineError, CalamineWorkbook
    except ImportError as error:
        raise BadInput(
            "To read “{source}” install the extra: pip install 'directive-tracker[xlsx]'.",
            source=loaded.source,
        ) from error
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(member.file_size for member in archive.infolist()) > MAX_UNPACKED:
                raise BadInput(
                    "“{source}” is too large: it unpacks to more than {limit} MB.",
                    source=loaded.source,
                    limit=MAX_UNPACKED // 1024**2,
                )
        sheet: list[list[Any]] = (
            CalamineWorkbook.from_filelike(io.BytesIO(content))
            .get_sheet_by_index(0)
            .to_python(skip_empty_area=False)
        )
    except (CalamineError, zipfile.BadZipFile, ValueError, IndexError) as error:
        raise BadInput(
            "“{source}” is not a workbook that can be read.", source=loaded.source
        ) from error
    rows.take(enumerate(sheet, start=1), loaded)
