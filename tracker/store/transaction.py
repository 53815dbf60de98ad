"""A transaction: what one command changes, gathered until it is kept at once."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from tracker.domain.directive import Directive, Signature
from tracker.domain.event import Change, Event, MeetingKept, Registered, Restored, UnitKept
from tracker.domain.meeting import Meeting
from tracker.domain.selection import Selection
from tracker.domain.unit import Register, Unit
from tracker.errors import Refused, StoreUnreadable, no_directive
from tracker.i18n.language import N_
from tracker.steps import steps


class ReadEvents(Protocol):
    """Returns events as `Store.events` does."""

    def __call__(self, id: int | None, *, after: int = 0) -> list[Event]:
        """Return all events behind a number, or those of one directive."""
        ...


class Transaction:
    """Reads its own changes; `changed`, `units`, `meetings` and `events` are what to keep.

    In the three of them None stands for what is to be there no more. The store that opens the
    transaction says how one directive is read (`read`, None if there is none), how all are
    that a selection lets pass (`read_all`), how events are (`read_events`, of one directive or
    of all), and where the numbers stand. Events made while `reverts` is set take that batch back.
    `kept` is the JSON of the first events, as it was hashed in the store that they are from.
    """

    def __init__(
        self,
        by: Signature,
        *,
        read: Callable[[int], Directive | None],
        read_all: Callable[[Selection], Sequence[Directive]],
        read_events: ReadEvents,
        register: Register,
        meetings: Mapping[str, Meeting],
        next_id: int,
        last_seq: int,
    ) -> None:
        self.by = by
        self.next_id = next_id
        self.reverts: int | None = None
        self.changed: dict[int, Directive | None] = {}
        self.units: dict[str, Unit | None] = {}
        self.new_meetings: dict[str, Meeting | None] = {}
        self.events: list[Event] = []
        self.kept: Sequence[bytes] = ()
        self._events_of: defaultdict[int, list[Event]] = defaultdict(list)
        self._read = read
        self._read_all = read_all
        self._read_events = read_events
        self._register = register
        self._meetings = meetings
        self._last_seq = last_seq
        self._batch = last_seq + 1

    def find(self, id: int) -> Directive | None:
        """Return the directive as this transaction has it; None if there is none."""
        return self.changed[id] if id in self.changed else self._read(id)

    def directive(self, id: int) -> Directive:
        """Return the directive as this transaction has it; raise `NotFound`."""
        found = self.find(id)
        if found is None:
            raise no_directive(id)
        return found

    def directives(self, *, closed: bool = False) -> list[Directive]:
        """Return the directives as `Store.directives` does, this transaction's included."""
        return self.select(Selection(closed=closed))

    def select(self, wanted: Selection) -> list[Directive]:
        """Return the directives that pass, by id, this transaction's included."""
        known: dict[int, Directive | None] = {d.id: d for d in self._read_all(wanted)}
        found = (d for _, d in sorted((known | self.changed).items()) if d is not None)
        return [d for d in found if d.id not in self.changed or wanted.passes(d)]

    def history(self, id: int | None = None, *, after: int = 0) -> list[Event]:
        """Return the events kept so far, as `Store.events` does; not this transaction's."""
        return self._read_events(id, after=after)

    def events_of(self, id: int) -> tuple[Event, ...]:
        """Return this transaction's events of a directive."""
        return tuple(self._events_of.get(id, ()))

    def register(self) -> Register:
        """Return the units, this transaction's included."""
        return self._register

    def meetings(self) -> dict[str, Meeting]:
        """Return the meetings by id, this transaction's included."""
        known: dict[str, Meeting | None] = {**self._meetings, **self.new_meetings}
        return {id: meeting for id, meeting in known.items() if meeting is not None}

    def meeting(self, id: str) -> Meeting | None:
        """Return the meeting of this id, this transaction's included; None if there is none."""
        return self.new_meetings[id] if id in self.new_meetings else self._meetings.get(id)

    def add(self, change: Registered) -> Directive:
        """Take a new directive on control under the next id."""
        id = self.next_id
        self.next_id += 1
        return self._apply(id, None, change, None)

    def record(self, id: int, change: Change, reason: str | None = None) -> Directive:
        """Apply a change to a directive and keep its event."""
        return self._apply(id, self.directive(id), change, reason)

    def restore(self, id: int, state: Directive | None) -> Directive | None:
        """Put a directive back to an earlier state; None takes it off as if never entered."""
        self.next_id = max(self.next_id, id + 1)
        event = self._event(id, Restored(state), None)
        self.changed[id] = event.apply(self.find(id))
        return self.changed[id]

    def adopt(self, events: Sequence[Event], kept: Sequence[bytes] = ()) -> None:
        """Take over the whole history of another store, as it is; `kept` is its JSON there.

        Raises `Refused` for a store that has events of its own, and for a history that is none:
        events that are not numbered from 1 without a gap, or do not follow from one another.
        """
        if self.last_seq:
            raise Refused(
                "A whole store can only be loaded into an empty one: tracker load FILE --store NEW."
                " To go back to an earlier state: tracker restore."
            )
        batch = 0
        step = steps(N_("Taking events"), len(events))
        for event in events:
            step()
            if event.seq != self.last_seq + 1 or event.batch not in (batch, event.seq):
                raise _no_history(event)
            batch = event.batch
            try:
                self._take_over(event)
            except (StoreUnreadable, ValueError, TypeError) as error:
                raise _no_history(event) from error
            self._keep(event)
        self.kept = kept
        self._batch = self.last_seq + 1

    def _take_over(self, event: Event) -> None:
        if isinstance(event.change, UnitKept):
            self._keep_unit(event.change.key, event.change.after)
        elif isinstance(event.change, MeetingKept):
            self.new_meetings[event.change.id] = event.change.after
        elif event.directive is None or event.directive < 1:
            raise ValueError("an event of no directive")
        else:
            id = event.directive
            self.next_id = max(self.next_id, id + 1)
            made = event.apply(self.changed.get(id))
            if made is not None and made.id != id:
                raise ValueError("an event that puts back another directive")
            self.changed[id] = made

    def put_unit(self, key: str, unit: Unit | None) -> None:
        """Enter the unit of this key, in place of the one there is; None takes that out."""
        self._event(None, UnitKept(key, self.register().get(key), unit), None)
        self._keep_unit(key, unit)

    def _keep_unit(self, key: str, unit: Unit | None) -> None:
        self.units[key] = unit
        others = [u for u in self._register if u.key != key]
        self._register = Register(others if unit is None else [*others, unit])

    def put_meeting(self, id: str, meeting: Meeting | None) -> None:
        """Enter the meeting of this id, in place of the one there is; None takes that out."""
        self._event(None, MeetingKept(id, self.meetings().get(id), meeting), None)
        self.new_meetings[id] = meeting

    @property
    def last_seq(self) -> int:
        """The number of the last event, this transaction's included."""
        return self._last_seq + len(self.events)

    def _apply(
        self, id: int, before: Directive | None, change: Change, reason: str | None
    ) -> Directive:
        after = self._event(id, change, reason).apply(before)
        if after is None:
            raise ValueError(f"a {change.kind} change left nothing of directive {id}")
        self.changed[id] = after
        return after

    def _event(
        self, id: int | None, change: Change | UnitKept | MeetingKept, reason: str | None
    ) -> Event:
        event = Event(
            seq=self.last_seq + 1,
            batch=self._batch,
            directive=id,
            by=self.by,
            change=change,
            reason=reason,
            reverts=self.reverts,
        )
        self._keep(event)
        return event

    def _keep(self, event: Event) -> None:
        self.events.append(event)
        if event.directive is not None:
            self._events_of[event.directive].append(event)


def _no_history(event: Event) -> Refused:
    return Refused(
        "Event {number} does not follow from those before it: this is no history of a store.",
        number=event.seq,
    )
