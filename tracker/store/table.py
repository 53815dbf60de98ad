"""TinyDB's tables, for rows that are encoded already."""

from collections.abc import Iterable, Mapping
from typing import Any

from tinydb import TinyDB
from tinydb.table import Table

from tracker.store.codec import Kept
from tracker.store.storage import FileStorage


class RowTable(Table):
    """A table that takes rows as they are in the file, in one update of the storage.

    TinyDB's own would copy each row twice, and the whole table once for what goes and once for what
    comes.
    """

    def put(self, rows: Mapping[int, Kept], instead_of: Iterable[int]) -> None:
        """Put the rows, each in place of the one of its number and of these others."""

        def updater(table: dict[int, Any]) -> None:
            for id in instead_of:
                table.pop(id, None)
            table.update(rows)

        self._update_table(updater)


class Database(TinyDB):
    """TinyDB on a file of ours."""

    table_class = RowTable

    def __init__(self, storage: FileStorage) -> None:
        super().__init__(storage=lambda: storage)


def put(
    storage: FileStorage, name: str, rows: Mapping[int, Kept], *, instead_of: Iterable[int] = ()
) -> None:
    """Put rows into a file's table; see `RowTable.put`."""
    table: RowTable = Database(storage).table(name)  # type: ignore[assignment]  # its `table_class`
    table.put(rows, instead_of)
