"""TinyDB's storage on a file of ours: UTF-8, a row a line, one read and one atomic write.

Rows are not looked into when the file is read: whoever needs one decodes it (`codec.read`), the
others go back to the file as they came.
"""

import errno
from collections.abc import Mapping
from pathlib import Path

import msgspec
from msgspec import Raw

from tracker.errors import StoreDamaged, StoreInaccessible, obstacle
from tracker.store import disk
from tracker.store.codec import Kept, encoded

LONGEST_NUMBER = 15
"""Digits of a row's number."""

_NO_FILE = (errno.EISDIR, errno.ESPIPE, errno.EFBIG, errno.ENOTDIR, errno.ENXIO, errno.ELOOP)
"""What reading fails with where something else stands in the place of a file of ours."""

Tables = dict[str, dict[str, Kept]]

_DECODER = msgspec.json.Decoder(dict[str, dict[str, Raw]])


class FileStorage:
    """What TinyDB keeps its tables in: read once, on the first need, written once, by `commit`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._tables: Tables | None = None
        self._content: bytes | None = None
        self._read = False

    def read(self) -> Tables | None:
        """Return the tables as they are now, None if there is no file yet."""
        if not self._read:
            self._content = _content(self.path)
            if self._content is not None:
                self._tables = _tables(self._content, self.path)
            self._read = True
        return self._tables

    def check(self) -> None:
        """Raise `StoreDamaged` for a file that is no UTF-8: nobody looks into all its rows."""
        self.read()
        try:
            (self._content or b"").decode()
        except UnicodeDecodeError as error:
            raise unreadable(self.path) from error

    def write(self, data: Tables) -> None:
        """Take the tables as they shall be; on disk only after `commit`."""
        self._tables, self._read = data, True

    def close(self) -> None:
        """Do nothing: no file stays open."""

    def content(self) -> bytes:
        """Return what `commit` would write."""
        return _dump(self._tables or {})

    def commit(self) -> disk.Stamp | None:
        """Replace the file, durably and in one step; return what tells it from others."""
        if self._tables is None:
            return None
        return disk.replace_file(self.path, self.content())


def rows_of(storage: FileStorage, table: str) -> Mapping[str, Kept]:
    """Return a table's rows by their numbers, as they are in the file."""
    return (storage.read() or {}).get(table, {})


def _content(path: Path) -> bytes | None:
    """Return the bytes of a file, None if there is no file."""
    try:
        return disk.read_file(path)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise not_read(path, error) from error


def not_read(path: Path, error: OSError) -> StoreInaccessible | StoreDamaged:
    """Return the error for a file that the system does not let us read, or that is none."""
    # On Windows a folder cannot be opened for lack of rights.
    lacks_rights = error.errno not in _NO_FILE and not path.is_dir()
    kind = StoreInaccessible if lacks_rights else StoreDamaged
    return kind("“{path}” cannot be read ({problem}).", path=str(path), problem=obstacle(error))


def _tables(content: bytes, path: Path) -> Tables:
    try:
        tables = _parsed(content)
    except (ValueError, RecursionError) as error:
        raise unreadable(path) from error
    if not isinstance(tables, dict) or not all(map(_is_table, tables.values())):
        raise unreadable(path)
    return tables


def _parsed(content: bytes) -> Tables:
    """Return the tables; through Python's own JSON if a text has half a surrogate pair."""
    try:
        return _DECODER.decode(content)  # type: ignore[return-value]  # a `Kept` is a Raw, or a dict
    except msgspec.DecodeError:
        import json

        tables: Tables = json.loads(content)
        return tables


def _is_table(table: object) -> bool:
    return isinstance(table, dict) and all(
        key.isascii() and key.isdecimal() and len(key) <= LONGEST_NUMBER for key in table
    )


def unreadable(path: Path) -> StoreDamaged:
    """Return the error for a file that is not, or no longer, a store's."""
    return StoreDamaged(
        "“{path}” is not a store that this program wrote, or it is damaged. It was left as it is.",
        path=str(path),
    )


def _dump(tables: Tables) -> bytes:
    """Return JSON with a row a line, in the order of their numbers: readable, easy to compare."""
    parts = []
    for name, rows in tables.items():
        lines = [
            b'"%b":%b' % (key.encode(), row if isinstance(row, Raw) else encoded(row))
            for key, row in sorted(rows.items(), key=lambda item: int(item[0]))
        ]
        parts.append(b"%b:{\n%b\n}" % (encoded(name), b",\n".join(lines)))
    return b"{\n" + b",\n".join(parts) + b"\n}\n"
