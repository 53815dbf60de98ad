"""TinyDB's `Storage` on a file of ours: UTF-8, a row a line, one read and one atomic write."""

import json
from pathlib import Path
from typing import Any

from tinydb.storages import Storage

from tracker.errors import StoreUnreadable, obstacle
from tracker.store import disk

LONGEST_NUMBER = 15
"""Digits of a row's number."""

Tables = dict[str, dict[str, dict[str, Any]]]


class FileStorage(Storage):
    """Reads the file once, on the first need, and writes it once, on `commit`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._tables: Tables | None = None
        self._read = False

    def read(self) -> Tables | None:
        """Return the tables as they are now, None if there is no file yet."""
        if not self._read:
            self._tables = _load(self.path)
            self._read = True
        return self._tables

    def write(self, data: Tables) -> None:
        """Take the tables as they shall be; on disk only after `commit`."""
        self._tables, self._read = data, True

    def commit(self) -> None:
        """Replace the file, durably and in one step."""
        if self._tables is not None:
            disk.replace_file(self.path, _dump(self._tables))


def _load(path: Path) -> Tables | None:
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise StoreUnreadable(
            "“{path}” cannot be read ({problem}).",
            path=str(path),
            problem=obstacle(error),
        ) from error
    try:
        tables = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise unreadable(path) from error
    if not isinstance(tables, dict) or not all(
        isinstance(table, dict)
        and all(_is_number(key) and isinstance(row, dict) for key, row in table.items())
        for table in tables.values()
    ):
        raise unreadable(path)
    return tables


def unreadable(path: Path) -> StoreUnreadable:
    """Return the error for a file that is not, or no longer, a store's."""
    return StoreUnreadable(
        "“{path}” is not a store that this program wrote, or it is damaged. It was left as it is.",
        path=str(path),
    )


def _is_number(key: str) -> bool:
    return key.isascii() and key.isdecimal() and len(key) <= LONGEST_NUMBER


def _dump(tables: Tables) -> bytes:
    """Return JSON with a row a line, in the order of their numbers: readable, easy to compare."""
    encode = json.JSONEncoder(
        ensure_ascii=False, separators=(",", ":"), allow_nan=False, check_circular=False
    ).encode
    parts = []
    for name, rows in tables.items():
        ordered = sorted(rows, key=int)
        lines = ",\n".join(f"{encode(key)}:{encode(rows[key])}" for key in ordered)
        parts.append(f"{encode(name)}:{{\n{lines}\n}}")
    text = "{\n" + ",\n".join(parts) + "\n}\n"
    return text.encode("utf-8", "backslashreplace")  # half a surrogate pair, as JSON escapes it
