"""How far long work has come, for whoever watches it.

Whatever goes through many rows says so (`steps`) and tells each; it does not know who listens, and
mostly nobody does. The command line draws bars of it.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

Step = Callable[[], None]
"""Tells that one more is done."""

Watch = Callable[[str, int], Step]
"""Takes what is done (a message, in English) and how many of it there will be, about."""


def _pass() -> None:
    pass


_watchers: list[Watch] = []


def steps(what: str, total: int) -> Step:
    """Begin work of so many steps; what is returned is to be called at each of them."""
    return _watchers[-1](what, total) if _watchers else _pass


@contextmanager
def unwatched() -> Iterator[None]:
    """Tell no steps to anybody meanwhile."""
    with watched(lambda _what, _total: _pass):
        yield


@contextmanager
def watched(watch: Watch) -> Iterator[None]:
    """Tell all steps to this watcher meanwhile."""
    _watchers.append(watch)
    try:
        yield
    finally:
        _watchers.remove(watch)
