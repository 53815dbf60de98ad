"""A whole store as one value: what it holds now, and the events that have made it."""

from typing import Any, NamedTuple

from tracker.domain.directive import Directive
from tracker.domain.meeting import Meeting
from tracker.domain.unit import Unit
from tracker.store.base import Store
from tracker.store.codec import written
from tracker.store.event_codec import event_row


class Whole(NamedTuple):
    """All that a store holds; `events` are in the form of the journal, and make the rest."""

    directives: list[Directive]
    units: list[Unit]
    meetings: list[Meeting]
    events: list[dict[str, Any]]


def whole(store: Store) -> Whole:
    """Return the whole store."""
    return Whole(
        directives=store.directives(closed=True),
        units=list(store.register()),
        meetings=list(store.meetings().values()),
        events=[written(event_row(event)) for event in store.events()],
    )
