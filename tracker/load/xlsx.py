"""XLSX: the first sheet of a workbook."""

from tracker.load import rows
from tracker.load.archive import MAX_UNPACKED
from tracker.load.child import sheet_in
from tracker.load.draft import Loaded


def load_xlsx(content: bytes, loaded: Loaded) -> None:
    """Take in a workbook; raise `BadInput` if it is none, is too large, or the extra is missing."""
    total, sheet = sheet_in(content, loaded.source, MAX_UNPACKED)
    rows.take(enumerate(sheet, start=1), loaded, total)
