"""A store as it stood at the end of an earlier day, made again from its events."""

from collections.abc import Iterator
from datetime import date
from itertools import islice
from pathlib import Path
from typing import NoReturn

from tracker.domain.directive import Signature
from tracker.domain.event import recorded_by
from tracker.errors import Refused
from tracker.store.base import Store, seen_of
from tracker.store.chain import Line
from tracker.store.memory import MemoryStore


class PastStore(MemoryStore):
    """Keeps the promises of `base.Store` but for changes, which it refuses.

    `tracker.domain.event.recorded_by` says which events had been recorded by the end of the day.
    """

    def __init__(self, store: Store, day: date, *, today: date) -> None:
        super().__init__(list(recorded_by(store.events(), day, today=today)))
        self.where = store.where
        self._store = store

    def lines(self) -> Iterator[Line]:
        """Yield the events of then: the first of those that there are."""
        yield from islice(self._store.lines(), len(self._events))

    def seen(self) -> tuple[int, int] | None:
        """Return how many events may be seen, and how many there are; None if all may be."""
        return seen_of(self._store)

    def attach(self, source: Path, name: str) -> NoReturn:
        """Raise `Refused`."""
        raise _over()

    def change(self, by: Signature, *, trial: bool = False) -> NoReturn:
        """Raise `Refused`."""
        raise _over()


def _over() -> Refused:
    return Refused("What is past cannot be changed: leave out --as-of.")
