"""What the events of a store have made, from the first to the last."""

from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from tracker.domain.directive import Directive
from tracker.domain.event import Event, MeetingKept, Restored, UnitKept, fold, histories
from tracker.domain.meeting import Meeting
from tracker.domain.unit import Unit
from tracker.store.base import Store


class State(NamedTuple):
    """All that a store holds at one moment, but for its history."""

    directives: dict[int, Directive]
    units: dict[str, Unit]
    meetings: Mapping[str, Meeting]


def state_of(store: Store) -> State:
    """Return what a store holds now."""
    directives = {d.id: d for d in store.directives(closed=True)}
    return State(directives, {u.key: u for u in store.register()}, store.meetings())


def state_after(events: Collection[Event]) -> State:
    """Return what events make of an empty store."""
    return State(replayed(events), replayed_units(events), replayed_meetings(events))


def replayed(events: Iterable[Event]) -> dict[int, Directive]:
    """Return the directives that the events make, by id."""
    folded = ((id, fold(own)) for id, own in histories(events).items())
    return {id: directive for id, directive in folded if directive is not None}


def given_up(events: Iterable[Event]) -> set[int]:
    """Return the ids that were given and whose directives are no more."""
    last = {e.directive: e for e in events if e.directive is not None}
    return {id for id, e in last.items() if isinstance(e.change, Restored) and not e.change.state}


def last_id(events: Iterable[Event]) -> int:
    """Return the highest id that was ever given, 0 if none was."""
    return max((event.directive or 0 for event in events), default=0)


def replayed_units(events: Iterable[Event]) -> dict[str, Unit]:
    """Return the units that the events make, by key."""
    last = {e.change.key: e.change.after for e in events if isinstance(e.change, UnitKept)}
    return {key: unit for key, unit in last.items() if unit is not None}


def replayed_meetings(events: Iterable[Event]) -> dict[str, Meeting]:
    """Return the meetings that the events make, by id."""
    last = {e.change.id: e.change.after for e in events if isinstance(e.change, MeetingKept)}
    return {id: meeting for id, meeting in last.items() if meeting is not None}
