"""Sequences whose items are made when they are asked for."""

from collections.abc import Callable, Iterator, Sequence
from typing import Generic, TypeVar, overload

S = TypeVar("S")
T = TypeVar("T")


class Mapped(Sequence[T], Generic[S, T]):
    """What a function makes of each item of another sequence, each time it is asked."""

    def __init__(self, make: Callable[[S], T], source: Sequence[S]) -> None:
        self._make = make
        self._source = source

    def __iter__(self) -> Iterator[T]:
        """Make one after the other."""
        return map(self._make, self._source)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._source)

    @overload
    def __getitem__(self, at: int) -> T: ...
    @overload
    def __getitem__(self, at: slice) -> "Mapped[S, T]": ...
    def __getitem__(self, at: int | slice) -> "T | Mapped[S, T]":
        """Return one, or a sequence of several."""
        if isinstance(at, slice):
            return Mapped(self._make, self._source[at])
        return self._make(self._source[at])
