"""The journal: every event, one JSON object a line, each line with the hash of the chain so far."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from tracker.domain.event import Event
from tracker.errors import Finding, StoreUnreadable, obstacle
from tracker.store import disk
from tracker.store.codec import Mark
from tracker.store.event_codec import event_of, event_row

_HASH = b',"hash":"'
"""What parts an event's JSON from its hash, which is the last of its fields."""


class Journal:
    """The file of events, read up to a mark and continued from it."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def append(self, events: Sequence[Event], mark: Mark) -> Mark:
        """Write the events of a command behind the mark, on disk before this returns.

        Each line says how many `more` of the same command follow it. Returns the new mark.
        """
        lines: list[bytes] = []
        chain, seq = mark.hash, mark.seq
        for more, event in zip(reversed(range(len(events))), events, strict=True):
            body = _line(event_row(event) | {"more": more})
            chain, seq = chained(chain, body), event.seq
            lines.append(body[:-1] + _HASH + chain.encode() + b'"}\n')
        content = b"".join(lines)
        self.check_size(mark)
        disk.append(self.path, content, at=mark.size)
        return Mark(seq, mark.size + len(content), chain)

    def read(self, mark: Mark, id: int | None = None) -> Iterator[Event]:
        """Yield the events up to the mark, or those of one directive, in order."""
        wanted = None if id is None else b'"id":%d,' % id
        for number, line in enumerate(self._lines(mark), start=1):
            if wanted is not None and wanted not in line:
                continue
            event = _event(line)
            if event is None:
                raise StoreUnreadable(
                    "Line {line} of “{path}” is not an event that this program wrote. tracker "
                    "check says more.",
                    line=number,
                    path=str(self.path),
                )
            if id is None or event.directive == id:
                yield event

    def verified(self, mark: Mark) -> tuple[list[Event], Finding | None]:
        """Return the events up to the mark that are as they were written, and what ends them early.

        Nothing behind the first that is not so can be vouched for.
        """
        events, at, problem = self._good(self._read(mark.size))
        if problem is None and (at.seq, at.hash) != (mark.seq, mark.hash):
            problem = Finding(
                "“{path}” ends otherwise than the store says. Compare with a backup.",
                path=str(self.path),
            )
        return events, problem

    def whole(self) -> tuple[list[Event], Mark]:
        """Return all whole commands that the file holds, whatever a store says, and their mark.

        For a store whose own mark is lost; a command that was never committed may be the last.
        Raises `StoreUnreadable` for a line that is not as it was written, but for one torn at the
        end.
        """
        lines = self._read(self._size())
        events, _, problem = self._good(lines)
        if problem and len(events) < len(lines) - 1:
            raise StoreUnreadable(problem.message, **problem.values)
        lines = lines[: len(events)]
        while lines and json.loads(lines[-1]).get("more", 0):
            lines.pop()
        _, mark, _ = self._good(lines)
        return events[: len(lines)], mark

    def commands_behind(self, mark: Mark) -> int:
        """Return how many whole commands stand behind the mark.

        One may be there: of a change that was never committed. More cannot, since each change cuts
        off what it finds there: then the mark is an old one.
        """
        if self._size() <= mark.size:
            return 0
        lines = self._read(self._size())[mark.seq :]
        return sum(_is_last(line) for line in lines)

    def _good(self, lines: Iterable[bytes]) -> tuple[list[Event], Mark, Finding | None]:
        """Return the events that are as they were written, where they end, and what is wrong."""
        events: list[Event] = []
        size, chain = 0, ""
        for number, line in enumerate(lines, start=1):
            body, _, tail = line.rpartition(_HASH)
            following = chained(chain, body + b"}")
            event = _event(line)
            if event is None or tail != following.encode() + b'"}' or event.seq != number:
                problem = Finding(
                    "Event {number} (line {number} of “{path}”) is not as this program wrote it. "
                    "What stands behind it cannot be vouched for; compare with a backup.",
                    number=number,
                    path=str(self.path),
                )
                return events, Mark(len(events), size, chain), problem
            events.append(event)
            size, chain = size + len(line) + 1, following
        return events, Mark(len(events), size, chain), None

    def _lines(self, mark: Mark) -> list[bytes]:
        self.check_size(mark)
        return self._read(mark.size)

    def _read(self, size: int) -> list[bytes]:
        """Return the lines of the first so many bytes, or of as many as there are."""
        if not size or not self.path.exists():
            return []
        try:
            with self.path.open("rb") as file:
                return file.read(size).rstrip(b"\n").split(b"\n")
        except OSError as error:
            raise StoreUnreadable(
                "“{path}” cannot be read ({problem}).",
                path=str(self.path),
                problem=obstacle(error),
            ) from error

    def _size(self) -> int:
        return self.path.stat().st_size if self.path.exists() else 0

    def check_size(self, mark: Mark) -> None:
        """Raise `StoreUnreadable` if the file ends before the mark."""
        size = self._size()
        if size < mark.size:
            raise StoreUnreadable(
                "“{path}” is shorter than the store says: {size} bytes of {expected}. "
                "Nothing was changed; put the whole file back.",
                path=str(self.path),
                size=size,
                expected=mark.size,
            )


def chained(previous: str, body: bytes) -> str:
    """Return the hash (hex SHA-256) of an event's JSON whose predecessor's hash is `previous`."""
    return hashlib.sha256(previous.encode() + body).hexdigest()


def _is_last(line: bytes) -> bool:
    """Tell whether a line is the last of its command."""
    try:
        return not json.loads(line).get("more", 0)
    except (ValueError, AttributeError, RecursionError):
        return False


def _event(line: bytes) -> Event | None:
    """Return the event that a line holds; None for a line that this program did not write."""
    try:
        return event_of(json.loads(line))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None


def _line(row: dict[str, object]) -> bytes:
    text = json.dumps(row, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.encode("utf-8", "backslashreplace")  # half a surrogate pair, as JSON escapes it
