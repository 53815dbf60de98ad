"""The meetings of a store on a server: a few are read one by one, many all at once."""

from collections.abc import Callable, Iterator, Mapping
from typing import LiteralString

from tracker.domain.meeting import Meeting
from tracker.store.postgres.asking import Values

Read = Callable[[LiteralString, Values], list[Meeting]]
"""Returns the meetings that meet a condition."""


FEW = 40
"""Meetings that are read one by one; whoever asks for more is given all."""


class Meetings(Mapping[str, Meeting]):
    """The meetings by id, in the order of their days.

    A command that shows thirty directives names a few of them at most.
    """

    def __init__(self, read: Read) -> None:
        self._read = read
        self._seen: dict[str, Meeting | None] = {}
        self._all: dict[str, Meeting] | None = None

    def __getitem__(self, id: str) -> Meeting:
        if self._all is not None or (id not in self._seen and len(self._seen) >= FEW):
            return self._whole()[id]
        if id not in self._seen:
            found = self._read(" WHERE id = %(id)s", {"id": id})
            self._seen[id] = found[0] if found else None
        meeting = self._seen[id]
        if meeting is None:
            raise KeyError(id)
        return meeting

    def __iter__(self) -> Iterator[str]:
        return iter(self._whole())

    def __len__(self) -> int:
        return len(self._whole())

    def _whole(self) -> dict[str, Meeting]:
        if self._all is None:
            found = sorted(self._read("", {}), key=lambda m: (m.on, m.id))
            self._all = {m.id: m for m in found}
        return self._all
