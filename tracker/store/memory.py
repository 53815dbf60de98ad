"""A store in memory: for tests, and for trying things out from Python."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from tracker.domain.directive import Directive, Signature
from tracker.domain.event import Event
from tracker.domain.meeting import Meeting
from tracker.domain.unit import Register
from tracker.errors import no_directive
from tracker.store.chain import Line, event_lines
from tracker.store.replay import last_id, replayed, replayed_meetings, replayed_units
from tracker.store.scanning import Scanning
from tracker.store.transaction import Transaction

K = TypeVar("K")
V = TypeVar("V")


class MemoryStore(Scanning):
    """Keeps the promises of `base.Store`, all but lasting longer than the process."""

    where = "memory"

    def __init__(self, events: Sequence[Event] = ()) -> None:
        self._events = list(events)
        self._directives = replayed(self._events)
        self._units = replayed_units(self._events)
        self._meetings = replayed_meetings(self._events)
        self._next_id = last_id(self._events) + 1
        self._commands: list[tuple[Sequence[Event], Sequence[bytes]]] = [(events, ())]

    def directives(self, *, closed: bool = False) -> list[Directive]:
        """Return the directives on control; with `closed`, also those taken off it."""
        return [d for _, d in sorted(self._directives.items()) if closed or d.is_open]

    def directive(self, id: int) -> Directive:
        """Return one directive; raise `NotFound`."""
        if id not in self._directives:
            raise no_directive(id)
        return self._directives[id]

    def meetings(self) -> Mapping[str, Meeting]:
        """Return the meetings by id, in the order of their days."""
        return dict(sorted(self._meetings.items(), key=lambda kept: (kept[1].on, kept[0])))

    def register(self) -> Register:
        """Return the units."""
        return Register(self._units.values())

    def events(self, id: int | None = None, *, after: int = 0) -> list[Event]:
        """Return all events behind a number, or those of one directive."""
        return [e for e in self._events[after:] if id is None or e.directive == id]

    def lines(self) -> Iterator[Line]:
        """Yield the events as a journal would have them."""
        last = ""
        for events, kept in self._commands:
            for line in event_lines(events, last, kept):
                yield line
                last = line.hash

    def attach(self, source: Path, name: str) -> Path:
        """Return the document where it is: what is in memory does not outlast it."""
        return source

    @contextmanager
    def change(self, by: Signature, *, trial: bool = False) -> Iterator[Transaction]:
        """Open a transaction."""
        transaction = Transaction(
            by,
            read=self._directives.get,
            read_all=lambda wanted: self.select(wanted).directives,
            read_events=self.events,
            register=self.register(),
            meetings=self.meetings(),
            next_id=self._next_id,
            last_seq=len(self._events),
        )
        yield transaction
        if trial:
            return
        _take_in(self._directives, transaction.changed)
        _take_in(self._meetings, transaction.new_meetings)
        _take_in(self._units, transaction.units)
        self._events += transaction.events
        self._commands.append((transaction.events, transaction.kept))
        self._next_id = transaction.next_id


def _take_in(kept: dict[K, V], changed: Mapping[K, V | None]) -> None:
    for key, value in changed.items():
        if value is None:
            kept.pop(key, None)
        else:
            kept[key] = value
