"""The journal: every event, one JSON object a line, each line with the hash of the chain so far."""

import os
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from tracker.domain.event import Event
from tracker.errors import Finding, StoreUnreadable, obstacle
from tracker.i18n.language import N_
from tracker.steps import steps
from tracker.store import disk
from tracker.store.codec import DECODING, Mark, read
from tracker.store.event_codec import MomentRow, MoreRow, OwnerRow, event_of

if TYPE_CHECKING:  # reading needs no hash
    from tracker.store.chain import Line

_BLOCK = 1 << 22
"""Bytes that are read at once."""

_TAIL = 4096
"""Bytes at the end in which the last line mostly is."""


class Journal:
    """The file of events, read up to a mark and continued from it.

    A place is the byte at which an event's line begins.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def append(
        self, events: Sequence[Event], mark: Mark, kept: Sequence[bytes] = ()
    ) -> tuple[Mark, defaultdict[int, list[int]]]:
        """Write the events of a command behind the mark, on disk before this returns.

        Each line says how many `more` of the same command follow it; for `kept` see
        `chain.chained_lines`. Returns the new mark, and by directive the places of its events.
        """
        from tracker.store.chain import chained_lines, signed  # reading needs no hash

        content = bytearray()
        places: defaultdict[int, list[int]] = defaultdict(list)
        chain, seq, size = mark.hash, mark.seq, mark.size
        lines = chained_lines(events, chain, kept)
        for event, (body, chain) in zip(events, lines, strict=True):
            if event.directive is not None:
                places[event.directive].append(size + len(content))
            seq = event.seq
            content += signed(body, chain)
        self.check_size(mark)
        disk.append(self.path, content, at=mark.size)
        return Mark(seq, size + len(content), chain), places

    def write(self, lines: Iterable["Line"]) -> Mark:
        """Write lines as they are, on disk before this returns, where none are yet."""
        from tracker.store.chain import signed

        content = bytearray()
        seq, chain = 0, ""
        for body, chain in lines:
            content += signed(body, chain)
            seq += 1
        disk.append(self.path, content, at=0)
        return Mark(seq, len(content), chain)

    def lines(self, mark: Mark) -> Iterator["Line"]:
        """Yield the lines up to the mark, as they are."""
        from tracker.store.chain import parted

        self.check_size(mark)
        yield from map(parted, self._lines(mark.size))

    def read(self, mark: Mark, after: int = 0) -> Iterator[Event]:
        """Yield the events behind a number, up to the mark, in order."""
        self.check_size(mark)
        step = steps(N_("Reading events"), mark.seq - after)
        lines = islice(self._lines(mark.size), after, None)
        for number, line in enumerate(lines, start=after + 1):
            step()
            event = _event(line)
            if event is None:
                raise self._no_event(number)
            yield event

    def of(self, id: int, mark: Mark, places: Sequence[int] = ()) -> list[Event]:
        """Return the events of one directive up to the mark, in order.

        They are read at these places if its events stand there, else they are searched for.
        """
        self.check_size(mark)
        if places and places[-1] < mark.size:
            found = [_event(line) for line in self._lines_at(places)]
            own = [event for event in found if event is not None and event.directive == id]
            if len(own) == len(places):
                return own
        return list(self._searched(id, mark))

    def last_moment(self) -> datetime | None:
        """Return when the last event happened that the file holds whole, None if none can be read.

        It is read from the end. A change that was never committed counts as well.
        """
        with suppress(OSError, *DECODING), self.path.open("rb") as file:
            size, wanted = self._size(), _TAIL
            while True:
                file.seek(-min(wanted, size), os.SEEK_END)
                *lines, _ = file.read().split(b"\n")
                if lines := lines[wanted < size :]:  # the first is cut
                    return read(lines[-1], MomentRow).at
                if wanted >= size:
                    return None
                wanted *= 2
        return None

    def places(self, mark: Mark, ids: Collection[int] | None = None) -> dict[int, list[int]]:
        """Return by directive the places of the events up to the mark, of these or of all."""
        found: defaultdict[int, list[int]] = defaultdict(list)
        place = 0
        for line in self._lines(mark.size):
            id = _owner(line)
            if id and (ids is None or id in ids):
                found[id].append(place)
            place += len(line) + 1
        return found

    def _searched(self, id: int, mark: Mark) -> Iterator[Event]:
        """Yield the events of one directive, wherever they stand."""
        wanted = b'"id":%d,' % id
        for place, block in self._blocks(mark.size):
            at = block.find(wanted)
            while at >= 0:
                begin, end = block.rfind(b"\n", 0, at) + 1, block.index(b"\n", at)
                event = _event(block[begin:end])
                if event is None:
                    before = sum(1 for _ in self._lines(place + begin))
                    raise self._no_event(before + 1)
                if event.directive == id:
                    yield event
                at = block.find(wanted, end)

    def _blocks(self, size: int) -> Iterator[tuple[int, bytes]]:
        """Yield the first so many bytes in blocks of whole lines, each with its place."""
        if not size or not self.path.exists():
            return
        place, rest = 0, b""
        with self._reading(), self.path.open("rb") as file:
            while place + len(rest) < size:
                read = file.read(min(_BLOCK, size - place - len(rest)))
                if not read:
                    break
                lines, end, rest = (rest + read).rpartition(b"\n")
                if end:
                    yield place, lines + end
                    place += len(lines) + 1
        if rest:
            yield place, rest + b"\n"

    def _lines(self, size: int) -> Iterator[bytes]:
        """Yield the lines of the first so many bytes, or of as many as there are."""
        for _, block in self._blocks(size):
            yield from block[:-1].split(b"\n")

    def _lines_at(self, places: Sequence[int]) -> Iterator[bytes]:
        with self._reading(), self.path.open("rb") as file:
            for place in places:
                file.seek(place)
                yield file.readline()

    @contextmanager
    def _reading(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise StoreUnreadable(
                "“{path}” cannot be read ({problem}).",
                path=str(self.path),
                problem=obstacle(error),
            ) from error

    def _no_event(self, number: int) -> StoreUnreadable:
        return StoreUnreadable(
            "Line {line} of “{path}” is not an event that this program wrote. tracker check says "
            "more.",
            line=number,
            path=str(self.path),
        )

    def verified(self, mark: Mark) -> tuple[list[Event], Finding | None]:
        """Return the events up to the mark that are as they were written, and what ends them early.

        Nothing behind the first that is not so can be vouched for.
        """
        events, at, problem = self._good(self._lines(mark.size))
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
        lines = list(self._lines(self._size()))
        events, _, problem = self._good(lines)
        if problem and len(events) < len(lines) - 1:
            raise StoreUnreadable(problem.message, **problem.values)
        lines = lines[: len(events)]
        while lines and not _is_last(lines[-1]):
            lines.pop()
        _, mark, _ = self._good(lines)
        return events[: len(lines)], mark

    def commands_behind(self, mark: Mark) -> int:
        """Return how many whole commands stand behind the mark.

        One may be there: of a change that was never committed. More cannot, since each change cuts
        off what it finds there: then the mark is an old one.
        """
        size = self._size()
        if size <= mark.size:
            return 0
        return sum(_is_last(line) for line in islice(self._lines(size), mark.seq, None))

    def _good(self, lines: Iterable[bytes]) -> tuple[list[Event], Mark, Finding | None]:
        """Return the events that are as they were written, where they end, and what is wrong."""
        from tracker.store.chain import parted, verified

        found = list(lines)
        events, broken = verified(list(map(parted, found)))
        good = found[: len(events)]
        chain = parted(good[-1]).hash if good else ""
        mark = Mark(len(good), sum(len(line) + 1 for line in good), chain)
        if broken is None:
            return events, mark, None
        problem = Finding(
            "Event {number} (line {number} of “{path}”) is not as this program wrote it. "
            "What stands behind it cannot be vouched for; compare with a backup.",
            number=broken,
            path=str(self.path),
        )
        return events, mark, problem

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


def _owner(line: bytes) -> int:
    """Return whose event a line holds, 0 if it is of no directive."""
    try:
        return read(line, OwnerRow).id
    except DECODING:
        return 0


def _is_last(line: bytes) -> bool:
    """Tell whether a line is the last of its command."""
    try:
        return not read(line, MoreRow).more
    except DECODING:
        return False


def _event(line: bytes) -> Event | None:
    """Return the event that a line holds; None for a line that this program did not write."""
    try:
        return event_of(line)
    except DECODING:
        return None
