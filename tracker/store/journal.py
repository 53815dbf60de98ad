"""The journal: every event, one JSON object a line, each line with the hash of the chain so far."""

from codecs import BOM_UTF8
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from tracker.domain.event import Event
from tracker.errors import (
    Finding,
    StoreDamaged,
    StoreError,
    StoreUnreadable,
)
from tracker.files import open_file
from tracker.i18n.language import N_
from tracker.steps import steps
from tracker.store import disk
from tracker.store.codec import DECODING, Mark, read
from tracker.store.event_codec import MomentRow, MoreRow, OwnerRow, event_of
from tracker.store.storage import not_read

if TYPE_CHECKING:  # reading needs no hash
    from tracker.store.chain import Line

_BLOCK = 1 << 22
"""Bytes that are read at once."""

_LONGEST_LINE = 1 << 26
"""Bytes that no line of ours comes to."""

_TAIL = 1 << 13
"""Bytes in which the last two lines are looked for at first."""


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

        For `kept` see `chain.event_lines`. Returns the new mark, and by directive the places of its
        events.
        """
        from tracker.store.chain import event_lines, signed  # reading needs no hash

        content = bytearray()
        places: defaultdict[int, list[int]] = defaultdict(list)
        chain = mark.hash
        lines = event_lines(events, mark.hash, kept)
        for event, (body, chain) in zip(events, lines, strict=True):
            if event.directive is not None:
                places[event.directive].append(mark.size + len(content))
            content += signed(body, chain)
        disk.append(self.path, content, at=mark.size)
        return Mark(events[-1].seq, mark.size + len(content), chain), places

    def content(self, mark: Mark) -> bytes:
        """Return the first bytes of the file, up to the mark."""
        if not mark.size:
            return b""
        with self._reading(), open_file(self.path) as file:
            return file.read(mark.size)

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

        A change that was never committed counts as well.
        """
        with suppress(StoreError, *DECODING):
            _, last, _ = self._ending_at(self.size())
            return read(last, MomentRow).at
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
        with self._reading(), open_file(self.path) as file:
            while place + len(rest) < size:
                read = file.read(min(_BLOCK, size - place - len(rest)))
                if not read:
                    break
                lines, end, rest = (rest + read).rpartition(b"\n")
                if end:
                    yield place, lines + end
                    place += len(lines) + 1
                if len(rest) > _LONGEST_LINE:
                    break
        if rest:
            yield place, rest + b"\n"

    def _lines(self, size: int) -> Iterator[bytes]:
        """Yield the lines of the first so many bytes, or of as many as there are."""
        for _, block in self._blocks(size):
            yield from block[:-1].split(b"\n")

    def _lines_at(self, places: Sequence[int]) -> Iterator[bytes]:
        with self._reading(), open_file(self.path) as file:
            for place in places:
                file.seek(place)
                yield file.readline()

    @contextmanager
    def _reading(self) -> Iterator[None]:
        try:
            yield
        except FileNotFoundError as error:
            raise StoreDamaged("“{path}” is missing.", path=str(self.path)) from error
        except OSError as error:
            raise not_read(self.path, error) from error

    def _no_event(self, number: int) -> StoreDamaged:
        return StoreDamaged(
            "Line {line} of “{path}” is not an event that this program wrote.",
            line=number,
            path=str(self.path),
        )

    def verified(self, mark: Mark) -> tuple[list[Event], Finding | None]:
        """Return the events up to the mark that are as they were written, and what ends them early.

        Nothing behind the first that is not so can be vouched for.
        """
        from tracker.store.chain import parted, verified

        lines = [parted(line) for line in self._lines(mark.size)]
        events, broken = verified(lines)
        if broken is not None:
            return events, self._altered(broken)
        if (len(lines), lines[-1].hash if lines else "") != (mark.seq, mark.hash):
            return events, self._other(mark)
        return events, None

    def all_lines(self) -> list["Line"]:
        """Return all lines that the file holds, whatever a store says; the last may be torn.

        Without what editors add to all of them; each line's hash tells whether it is as it was.
        """
        from tracker.store.chain import parted

        lines = self._lines(self.size())
        return [parted(line.removeprefix(BOM_UTF8).removesuffix(b"\r")) for line in lines]

    def fault(self, mark: Mark, trusted: disk.Stamp | None = None) -> Finding | None:
        """Return what keeps the file from being the one that a mark was made of; None if it is.

        Every line is looked at, unless the file has the stamp that it was left with.
        """
        size = self.size()
        if size < mark.size:
            return self._short(size, mark)
        is_its_own = self.holds(mark)
        if is_its_own and size and trusted == disk.stamp(self.path.stat()):
            return None
        from tracker.store.chain import count_intact, parted

        lines = map(parted, self._lines(mark.size if is_its_own else size))
        number, are_all = count_intact(lines)
        if not are_all:
            return self._altered(number + 1)
        return None if is_its_own and number == mark.seq else self._other(mark)

    def holds(self, mark: Mark) -> bool:
        """Tell whether the line that ends at the mark is the one that the mark was made of."""
        if not mark.size:
            return mark == Mark()
        if self.size() < mark.size:
            return False
        from tracker.store.chain import chained, parted

        before, last, rest = self._ending_at(mark.size)
        line = parted(last)
        previous = parted(before).hash if before else ""
        return not rest and line.hash == mark.hash == chained(previous, line.body)

    def _ending_at(self, size: int) -> tuple[bytes, bytes, bytes]:
        """Return the last two lines of the first so many bytes, and what stands behind them.

        No lines if they are longer than ours can be.
        """
        length = _TAIL
        with self._reading(), open_file(self.path) as file:
            while length <= _LONGEST_LINE:
                start = max(size - length, 0)
                file.seek(start)
                found = file.read(size - start)
                if start:  # the first line may lack its beginning
                    found = found.partition(b"\n")[2]
                *lines, rest = found.split(b"\n")
                if len(lines) > 1 or not start:
                    before, last = [b"", b"", *lines][-2:]
                    return before, last, rest
                length *= 4
        return b"", b"", b""

    def pinned(self) -> disk.Stamp | None:
        """Return a stamp that any later write will change; None if there is no file."""
        try:
            return disk.pin(self.path)
        except OSError:
            return None

    def first_hash(self) -> str:
        """Return the hash of the first line, empty if there is none."""
        from tracker.store.chain import parted

        try:
            with open_file(self.path) as file:
                return parted(file.readline(_LONGEST_LINE).rstrip(b"\n")).hash
        except OSError:
            return ""

    def has_command_behind(self, mark: Mark) -> bool:
        """Tell whether any whole command stands behind the mark."""
        return any(map(is_last, self.tail(mark).split(b"\n")))

    def tail(self, mark: Mark) -> bytes:
        """Return what stands behind the mark.

        Raises `StoreUnreadable` for more than any change of ours comes to.
        """
        length = self.size() - mark.size
        if length > disk.MAX_FILE:
            raise StoreUnreadable(
                "“{path}” has {size} bytes behind its last event: more than any change writes. "
                "Nothing was changed; move them away.",
                path=str(self.path),
                size=length,
            )
        if length <= 0:
            return b""
        with self._reading(), open_file(self.path) as file:
            file.seek(mark.size)
            return file.read(length)

    def size(self) -> int:
        """Return the bytes of the file, 0 if there is none."""
        with self._reading():
            try:
                return self.path.stat().st_size
            except (FileNotFoundError, NotADirectoryError):
                return 0

    def check_size(self, mark: Mark) -> None:
        """Raise `StoreDamaged` if the file ends before the mark."""
        size = self.size()
        if size < mark.size:
            short = self._short(size, mark)
            raise StoreDamaged(short.message, **short.values)

    def _short(self, size: int, mark: Mark) -> Finding:
        return Finding(
            "“{path}” is shorter than the store says: {size} bytes of {expected}.",
            path=str(self.path),
            size=size,
            expected=mark.size,
        )

    def _other(self, mark: Mark) -> Finding:
        return Finding(
            "“{path}” is not the journal that the store says: its event {number} is another.",
            path=str(self.path),
            number=mark.seq,
        )

    def _altered(self, number: int) -> Finding:
        return Finding(
            "Event {number} (line {number} of “{path}”) is not as this program wrote it. "
            "What stands behind it cannot be vouched for.",
            number=number,
            path=str(self.path),
        )


def _owner(line: bytes) -> int:
    """Return whose event a line holds, 0 if it is of no directive."""
    try:
        return read(line, OwnerRow).id
    except DECODING:
        return 0


def is_last(body: bytes) -> bool:
    """Tell whether an event's JSON is the last of its command."""
    try:
        return not read(body, MoreRow).more
    except DECODING:
        return False


def _event(line: bytes) -> Event | None:
    """Return the event that a line holds; None for a line that this program did not write."""
    try:
        return event_of(line)
    except DECODING:
        return None
