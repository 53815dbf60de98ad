"""The journal: every event, one JSON object a line, each line with the hash of the chain so far."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from tracker.domain.event import Event
from tracker.errors import StoreUnreadable, obstacle
from tracker.store import disk
from tracker.store.codec import Mark
from tracker.store.event_codec import event_of, event_row


class Journal:
    """The file of events, read up to a mark and continued from it."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def append(self, events: Iterable[Event], mark: Mark) -> Mark:
        """Write the events behind the mark, on disk before this returns; return the new mark."""
        lines: list[bytes] = []
        chain, seq = mark.hash, mark.seq
        for event in events:
            row = event_row(event)
            chain, seq = chained(chain, row), event.seq
            lines.append(_line(row | {"hash": chain}) + b"\n")
        content = b"".join(lines)
        self._check_size(mark)
        disk.append(self.path, content, at=mark.size)
        return Mark(seq, mark.size + len(content), chain)

    def read(self, mark: Mark, id: int | None = None) -> Iterator[Event]:
        """Yield the events up to the mark, or those of one directive, in order."""
        wanted = None if id is None else b'"id":%d,' % id
        for number, line in enumerate(self._lines(mark), start=1):
            if wanted is not None and wanted not in line:
                continue
            try:
                event = event_of(json.loads(line))
            except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
                raise StoreUnreadable(
                    "Line {line} of “{path}” is not an event that this program wrote.",
                    line=number,
                    path=str(self.path),
                ) from error
            if id is None or event.directive == id:
                yield event

    def _lines(self, mark: Mark) -> list[bytes]:
        self._check_size(mark)
        if not mark.size:
            return []
        try:
            with self.path.open("rb") as file:
                return file.read(mark.size).splitlines()
        except OSError as error:
            raise StoreUnreadable(
                "“{path}” cannot be read ({problem}).",
                path=str(self.path),
                problem=obstacle(error),
            ) from error

    def _check_size(self, mark: Mark) -> None:
        size = self.path.stat().st_size if self.path.exists() else 0
        if size < mark.size:
            raise StoreUnreadable(
                "“{path}” is shorter than the store says: {size} bytes of {expected}. "
                "Nothing was changed; put the whole file back.",
                path=str(self.path),
                size=size,
                expected=mark.size,
            )


def chained(previous: str, row: dict[str, object]) -> str:
    """Return the hash (hex SHA-256) of an event whose predecessor's hash is `previous`."""
    return hashlib.sha256(previous.encode() + _line(row)).hexdigest()


def _line(row: dict[str, object]) -> bytes:
    text = json.dumps(row, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.encode("utf-8", "backslashreplace")  # half a surrogate pair, as JSON escapes it
