"""A whole store as one value: what it holds now, and the events that have made it."""

import json
from collections.abc import Sequence
from typing import Any, NamedTuple

from tracker.domain.directive import Directive
from tracker.domain.meeting import Meeting
from tracker.domain.unit import Register, Unit
from tracker.errors import StoreUnreadable
from tracker.store.base import Store, seen_of
from tracker.store.chain import Line
from tracker.store.codec import encoded, written
from tracker.store.event_codec import event_row
from tracker.store.history import History, history_of


class Whole(NamedTuple):
    """All that a store holds, or all that a login may see of it.

    `events` are in the form of the journal, and make the rest; each has its `hash`, and its `line`
    where that cannot be made of the other members. A part of a store has no hashes; `seen` says how
    many events it has, and of how many.
    """

    directives: Sequence[Directive]
    units: Sequence[Unit]
    meetings: Sequence[Meeting]
    events: Sequence[dict[str, Any]]
    seen: tuple[int, int] | None = None


def whole(store: Store) -> Whole:
    """Return the whole store, as its events make it.

    Raises `StoreUnreadable` if they do not hang together, or make something else than what it
    holds.
    """
    if seen := seen_of(store):
        return Whole(
            directives=store.directives(closed=True),
            units=list(store.register()),
            meetings=list(store.meetings().values()),
            events=[written(event_row(event)) for event in store.events()],
            seen=seen,
        )
    history = _history(store)
    directives, units, meetings = history.state
    return Whole(
        directives=[directives[id] for id in sorted(directives)],
        units=list(Register(units.values())),
        meetings=sorted(meetings.values(), key=lambda meeting: (meeting.on, meeting.id)),
        events=[_row(line) for line in history.lines],
    )


def _history(store: Store) -> History:
    """Return the history of a store; what is changed while it is read is read again."""
    lines = list(store.lines())
    while True:
        try:
            return history_of(store, lines)
        except StoreUnreadable:
            before, lines = lines, list(store.lines())
            if before == lines:
                raise


def _row(line: Line) -> dict[str, Any]:
    row: dict[str, Any] = json.loads(line.body)
    exact = {} if encoded(row) == line.body else {"line": line.body.decode()}
    return {**row, "hash": line.hash, **exact}
