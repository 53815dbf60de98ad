"""A transaction: what one command changes, gathered until it is kept at once."""

from collections.abc import Callable, Sequence

from tracker.domain.directive import Directive, Signature
from tracker.domain.event import Change, Event, MeetingKept, Registered, UnitKept
from tracker.domain.meeting import Meeting
from tracker.domain.unit import Register, Unit
from tracker.errors import no_directive


class Transaction:
    """Reads its own changes; `changed`, `units`, `meetings` and `events` are what to keep.

    The store that opens it says how one directive is read (`read`, None if there is none), how all
    are (`read_all`, with the closed ones if asked), and where the numbers stand.
    """

    def __init__(
        self,
        by: Signature,
        *,
        read: Callable[[int], Directive | None],
        read_all: Callable[[bool], Sequence[Directive]],
        register: Register,
        meetings: dict[str, Meeting],
        next_id: int,
        last_seq: int,
    ) -> None:
        self.by = by
        self.next_id = next_id
        self.changed: dict[int, Directive] = {}
        self.units: dict[str, Unit] = {}
        self.new_meetings: dict[str, Meeting] = {}
        self.events: list[Event] = []
        self.discarded = False
        self._read = read
        self._read_all = read_all
        self._register = register
        self._meetings = meetings
        self._last_seq = last_seq

    def directive(self, id: int) -> Directive:
        """Return the directive as this transaction has it; raise `NotFound`."""
        found = self.changed.get(id) or self._read(id)
        if found is None:
            raise no_directive(id)
        return found

    def directives(self, *, closed: bool = False) -> list[Directive]:
        """Return the directives as `Store.directives` does, this transaction's included."""
        known = {d.id: d for d in self._read_all(closed)} | self.changed
        return [known[id] for id in sorted(known) if closed or known[id].is_open]

    def register(self) -> Register:
        """Return the units, this transaction's included."""
        if self.units:
            return Register([*({u.key: u for u in self._register} | self.units).values()])
        return self._register

    def meetings(self) -> dict[str, Meeting]:
        """Return the meetings by id, this transaction's included."""
        return self._meetings | self.new_meetings

    def add(self, change: Registered) -> Directive:
        """Take a new directive on control under the next id."""
        id = self.next_id
        self.next_id += 1
        event = self._event(id, change, None)
        self.changed[id] = event.apply(None)
        return self.changed[id]

    def record(self, id: int, change: Change, reason: str | None = None) -> Directive:
        """Apply a change to a directive and keep its event."""
        before = self.directive(id)
        self.changed[id] = self._event(id, change, reason).apply(before)
        return self.changed[id]

    def put_unit(self, unit: Unit) -> None:
        """Enter a unit, or replace the one of its key."""
        self._event(None, UnitKept(self.register().get(unit.key), unit), None)
        self.units[unit.key] = unit

    def put_meeting(self, meeting: Meeting) -> None:
        """Enter a meeting, or replace the one of its id."""
        self._event(None, MeetingKept(self.meetings().get(meeting.id), meeting), None)
        self.new_meetings[meeting.id] = meeting

    def discard(self) -> None:
        """Keep nothing of this transaction when it ends."""
        self.discarded = True

    @property
    def last_seq(self) -> int:
        """The number of the last event, this transaction's included."""
        return self._last_seq + len(self.events)

    def _event(
        self, id: int | None, change: Change | UnitKept | MeetingKept, reason: str | None
    ) -> Event:
        event = Event(
            seq=self.last_seq + 1,
            batch=self._last_seq + 1,
            directive=id,
            by=self.by,
            change=change,
            reason=reason,
        )
        self.events.append(event)
        return event
