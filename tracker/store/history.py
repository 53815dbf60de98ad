"""A store's whole history: its events, as they are written and as they are, and what they make."""

import hashlib
from collections.abc import Iterable, Sequence
from functools import cached_property

from tracker.domain.event import Event
from tracker.domain.holding import Summary
from tracker.errors import StoreUnreadable
from tracker.store import codec
from tracker.store.base import Store
from tracker.store.chain import Line, verified
from tracker.store.inspection import compared
from tracker.store.replay import State, state_after, state_of


class History:
    """A store's events, as they are written and as they are, and what they make."""

    def __init__(self, lines: Sequence[Line], events: Sequence[Event], state: State) -> None:
        self.lines = lines
        self.events = events
        self.state = state

    @cached_property
    def summary(self) -> Summary:
        """How much it is."""
        return _summary(self.lines, self.state)

    def check(self, store: Store) -> None:
        """Raise `StoreUnreadable` if a store holds anything else."""
        if _summary(store.lines(), state_of(store)) != self.summary:
            raise _unsound(store.where)


def history_of(store: Store, lines: Sequence[Line]) -> History:
    """Return the history that these lines of a store are.

    Raises `StoreUnreadable` if they do not hang together, or make something else than what the
    store holds.
    """
    events, broken = verified(lines)
    if broken is not None:
        raise StoreUnreadable(
            "Event {number} of “{path}” is not as this program wrote it: tracker check says more. "
            "Nothing was written.",
            number=broken,
            path=store.where,
        )
    state = state_after(events)
    if any(compared(state_of(store), events)):
        raise _unsound(store.where)
    return History(lines, events, state)


def _summary(lines: Iterable[Line], state: State) -> Summary:
    digest, number, last = hashlib.sha256(), 0, ""
    for body, last in lines:
        digest.update(b"%b%b\n" % (body, last.encode()))
        number += 1
    rows = [
        *(codec.directive_row(state.directives[id]) for id in sorted(state.directives)),
        *(codec.unit_row(state.units[key]) for key in sorted(state.units)),
        *(codec.meeting_row(state.meetings[id]) for id in sorted(state.meetings)),
    ]
    for row in rows:
        digest.update(codec.canonical(row))
    counts = len(state.directives), len(state.units), len(state.meetings)
    return Summary(number, *counts, last, digest.hexdigest())


def _unsound(where: str) -> StoreUnreadable:
    return StoreUnreadable(
        "“{path}” is not what its events made it: tracker check says more. Nothing was written.",
        path=where,
    )
