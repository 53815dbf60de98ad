"""Events: one small type for each kind of change. A directive is the fold of its events.

They are msgspec's structs: making eighteen frozen dataclasses took 7 ms of each changing command,
and making an event of one five times as long.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import ClassVar, Protocol

from msgspec import Struct
from msgspec.structs import replace

from tracker.domain.deadline import Every
from tracker.domain.directive import Accepted, Directive, Evidence, Signature
from tracker.domain.indicator import Indicator, Reading
from tracker.domain.meeting import Meeting
from tracker.domain.source import Source
from tracker.domain.status import CLOSED, Status
from tracker.domain.unit import Unit
from tracker.domain.wording import Wording
from tracker.errors import Said, StoreUnreadable


class Change(Protocol):
    """A change of a directive, in the past tense; `apply` makes it happen on a day."""

    kind: ClassVar[str]
    title: ClassVar[str]

    def apply(self, directive: Directive, on: date) -> Directive | None:
        """Return the directive after the change; None if it is no more."""
        ...


class Registered(Struct, frozen=True, kw_only=True):
    """The directive was taken on control."""

    kind: ClassVar[str] = "registered"
    title: ClassVar[str] = Said("Taken on control")
    wording: Wording
    meeting: str | None = None
    item: str | None = None
    theme: str | None = None
    due: date | None = None
    every: Every | None = None
    indicators: tuple[Indicator, ...] = ()
    source: Source | None = None

    def start(self, id: int, on: date) -> Directive:
        """Return the directive as it was registered."""
        return Directive(
            id=id,
            wording=self.wording,
            created_on=on,
            touched_on=on,
            meeting=self.meeting,
            item=self.item,
            theme=self.theme,
            due=self.due,
            first_due=self.due,
            every=self.every,
            starts=self.due if self.every else None,
            indicators=self.indicators,
            source=self.source,
        )

    def apply(self, directive: Directive, on: date) -> Directive:
        """Return the directive as it was registered, whatever it was."""
        return self.start(directive.id, on)


class Reworded(Struct, frozen=True):
    """The wording was replaced by that of a file loaded again."""

    kind: ClassVar[str] = "reworded"
    title: ClassVar[str] = Said("Wording changed")
    before: Wording
    after: Wording

    def apply(self, directive: Directive, on: date) -> Directive:
        """Return the directive with the new wording."""
        return replace(directive, wording=self.after)


class Assignment(Struct, frozen=True):
    """Who executes: the responsible unit and those who help it."""

    executor: str | None
    co_executors: tuple[str, ...] = ()


class Assigned(Struct, frozen=True):
    """The directive was given to a unit, or to another one."""

    kind: ClassVar[str] = "assigned"
    title: ClassVar[str] = Said("Executor")
    before: Assignment
    after: Assignment

    def apply(self, directive: Directive, on: date) -> Directive:
        """Return the directive with its new executors; a new one becomes assigned."""
        status = Status.ASSIGNED if directive.status is Status.NEW else directive.status
        return replace(
            directive,
            executor=self.after.executor,
            co_executors=self.after.co_executors,
            status=status,
        )


class StatusMoved(Struct, frozen=True):
    """The status went from one to another by the table of the life cycle."""

    kind: ClassVar[str] = "status"
    title: ClassVar[str] = Said("Status")
    before: Status
    after: Status

    def apply(self, directive: Directive, on: date) -> Directive:
        """Return the directive in its new status, with the days that the status brings."""
        submitted_on = directive.submitted_on
        if self.after is Status.SUBMITTED:
            submitted_on = on
            directive = _heard(directive, directive.executor)
        elif self.after is not Status.EXECUTED:
            submitted_on = None
        return replace(
            directive,
            status=self.after,
            submitted_on=submitted_on,
            closed_on=on if self.after in CLOSED else None,
        )


class ReportAccepted(Struct, frozen=True):
    """A constant directive's report was accepted: its period is closed, the next date stands."""

    kind: ClassVar[str] = "accepted"
    title: ClassVar[str] = Said("Report accepted, next date")
    due: date
    submitted: date
    following: date

    def apply(self, directive: Directive, on: date) -> Directive:
        """Return the directive at the start of its next period."""
        return replace(
            directive,
            status=Status.IN_PROGRESS,
            accepted=(*directive.accepted, Accepted(self.due, self.submitted)),
            due=self.following,
            first_due=self.following,
            moved=0,
            heard=(),
            progress=None,
            submitted_on=None,
        )


class DueMoved(Struct, frozen=True):
    """The due date was set (no date before) or moved."""

    kind: ClassVar[str] = "due"
    title: ClassVar[str] = Said("Due date")
    before: date | None
    after: date

    def apply(self, directive: Directive, on: date) -> Directive:
        """Return the directive with the new date; a move is counted, a first date is not."""
        if self.before is None:
            return replace(directive, due=self.after, first_due=self.after)
        return replace(directive, due=self.after, moved=directive.moved + 1)


class ProgressReported(Struct, frozen=True):
    """The executor reported the share of the work done, in percent: so the work has begun."""

    kind: ClassVar[str] = "progress"
    title: ClassVar[str] = Said("Progress")
    before: int | None
    after: int

    def apply(self, directive: Directive, on: date) -> Directive:
        """Return the directive with this progress, in progress, its executor among those heard."""
        begun = directive.status is Status.ASSIGNED and self.after > 0
        status = Status.IN_PROGRESS if begun else directive.status
        return replace(_heard(directive, directive.executor), progress=self.after, status=status)


class NoteAdded(Struct, frozen=True):
    """Something was noted; with `unit`, that unit was heard from."""

    kind: ClassVar[str] = "note"
    title: ClassVar[str] = Said("Heard")
    text: str | None
    unit: str | None = None

    def apply(self, directive: Directive, on: date) -> Directive:
        """Return the directive, the unit among those heard."""
        return _heard(directive, self.unit)


def _heard(directive: Directive, unit: str | None) -> Directive:
    """Return the directive, the unit among those heard."""
    if unit is None or unit in directive.heard:
        return directive
    return replace(directive, heard=(*directive.heard, unit))


class EvidenceAdded(Struct, frozen=True):
    """A confirming document was named."""

    kind: ClassVar[str] = "evidence"
    title: ClassVar[str] = Said("Evidence")
    evidence: Evidence

    def apply(self, directive: Directive, on: date) -> Directive:
        """Return the directive with the document at the end of its evidence."""
        return replace(directive, evidence=(*directive.evidence, self.evidence))


class Measured(Struct, frozen=True):
    """An indicator was read; an unknown key begins a new indicator."""

    kind: ClassVar[str] = "measured"
    title: ClassVar[str] = Said("Indicator")
    key: str
    names: Wording
    reading: Reading

    def apply(self, directive: Directive, on: date) -> Directive:
        """Return the directive with the reading."""
        known = {i.key: i for i in directive.indicators}
        indicator = known.get(self.key, Indicator(key=self.key, names=self.names))
        known[self.key] = indicator.read(self.reading)
        return replace(directive, indicators=tuple(known.values()))


class Targeted(Struct, frozen=True):
    """An indicator was given the value that it is to reach; an unknown key begins a new one."""

    kind: ClassVar[str] = "target"
    title: ClassVar[str] = Said("Target")
    key: str
    names: Wording
    before: float | None
    after: float

    def apply(self, directive: Directive, on: date) -> Directive:
        """Return the directive with the target."""
        known = {i.key: i for i in directive.indicators}
        indicator = known.get(self.key, Indicator(key=self.key, names=self.names))
        known[self.key] = indicator._replace(target=self.after)
        return replace(directive, indicators=tuple(known.values()))


class Restored(Struct, frozen=True):
    """The directive was put back to an earlier state, or (None) taken off as if never entered."""

    kind: ClassVar[str] = "restored"
    title: ClassVar[str] = Said("Put back")
    state: Directive | None

    def apply(self, directive: Directive, on: date) -> Directive | None:
        """Return the earlier state."""
        return self.state


class UnitKept(Struct, frozen=True):
    """A unit entered the register (None before), was renamed, or left it (None after)."""

    kind: ClassVar[str] = "unit"
    title: ClassVar[str] = Said("Unit")
    key: str
    before: Unit | None
    after: Unit | None


class MeetingKept(Struct, frozen=True):
    """A meeting was entered (None before), corrected, or left out (None after)."""

    kind: ClassVar[str] = "meeting"
    title: ClassVar[str] = Said("Meeting")
    id: str
    before: Meeting | None
    after: Meeting | None


class Stamp(Struct, frozen=True):
    """What a server wrote down beside an event: whose login, and when it took the event in (UTC).

    No moment (None) where the event came with a whole store that was moved there.
    """

    login: str
    at: datetime | None


def moment_of(event: "Event", stamps: Mapping[int, Stamp]) -> datetime:
    """Return when an event happened: by the server's clock where a server took it in."""
    stamp = stamps.get(event.seq)
    return (stamp and stamp.at) or event.by.at


_NO_NEWS = (DueMoved, Reworded, Restored, Targeted)
"""What the controller does by himself: it neither is news nor asks for any."""


class Event(Struct, frozen=True, kw_only=True):
    """One change: of a directive, or of the units and meetings (then `directive` is None).

    `seq` numbers the events of a store from 1 without a gap; the events of one command share
    `batch`, the `seq` of the first of them. `reverts` is the batch that this one takes back (undo),
    or makes again if it was taken back (redo). An `unverified` one came in a file that had no hash
    of it: nobody can tell whether it is as it was.
    """

    seq: int
    batch: int
    directive: int | None
    by: Signature
    change: Change | UnitKept | MeetingKept
    reason: str | None = None
    reverts: int | None = None
    unverified: bool = False

    @property
    def returns_report(self) -> bool:
        """Tell whether the controller sent a report back."""
        return isinstance(self.change, StatusMoved) and self.change.after is Status.RETURNED

    @property
    def takes_off_control(self) -> bool:
        """Tell whether the directive was taken off control."""
        return isinstance(self.change, StatusMoved) and self.change.after in CLOSED

    @property
    def moves_due(self) -> bool:
        """Tell whether a due date that stood was moved."""
        return isinstance(self.change, DueMoved) and self.change.before is not None

    def apply(self, directive: Directive | None) -> Directive | None:
        """Return the directive after this event; None for one that is not, or no more, there.

        Only a registration, or putting back, starts from nothing: `StoreUnreadable` is raised for
        any other event that comes first.
        """
        change, on = self.change, self.by.on
        if self.directive is None or isinstance(change, (UnitKept, MeetingKept)):
            raise ValueError(f"event {self.seq} is not of a directive")
        if isinstance(change, Restored):
            after = change.state
        elif isinstance(change, Registered):
            after = change.start(self.directive, on)
        elif directive is None:
            raise StoreUnreadable(
                "Event {number} does not follow from those before it: this is no history of a "
                "store.",
                number=self.seq,
            )
        else:
            after = change.apply(directive, on)
        if after is None:
            return None
        news_on = after.news_on if isinstance(change, _NO_NEWS) else on
        return replace(after, touched_on=on, version=self.seq, news_on=news_on)


def histories(events: Iterable[Event]) -> dict[int, list[Event]]:
    """Return the events of each directive, in their order."""
    own: dict[int, list[Event]] = {}
    for event in events:
        if event.directive is not None:
            own.setdefault(event.directive, []).append(event)
    return own


def fold(events: Iterable[Event]) -> Directive | None:
    """Return the directive that these events, all its own and in order, have made.

    None if there are none, or if the last of them took it off as if never entered.
    """
    directive: Directive | None = None
    for event in events:
        directive = event.apply(directive)
    return directive


def lived(events: Iterable[Event]) -> list[Event]:
    """Return those of a directive's events that its state rests on, in their order.

    What was taken back, and what took it back, is left out; what was made again stands once. A
    state that comes from elsewhere (not from an earlier event of these) is a beginning of its own.
    """
    kept: dict[int, Event] = {}
    parents: dict[int, int] = {}
    tips: dict[int, int] = {}
    tip = 0
    for event in events:
        state = event.change.state if isinstance(event.change, Restored) else None
        if isinstance(event.change, Restored) and (state is None or state.version in tips):
            tip = tips[state.version] if state else 0
        else:
            kept[event.seq] = event
            parents[event.seq] = 0 if state else tip
            tip = event.seq
        tips[event.seq] = tip
    chain = []
    while tip:
        chain.append(kept[tip])
        tip = parents[tip]
    return chain[::-1]


def recorded_by(events: Iterable[Event], day: date, *, today: date) -> Iterator[Event]:
    """Yield, of a store's events, those that had been recorded by the end of a day.

    The day that an event counts for may lie before the day it was entered on: it was entered no
    earlier than those before it, so it is known from the latest of their days on. Days behind
    `today` are slips, and say nothing.
    """
    for event in events:
        if day < event.by.on <= today:
            return
        yield event


class Changed(Struct, frozen=True):
    """One directive before (None: it is new) and after a command, and the events between."""

    before: Directive | None
    after: Directive
    events: tuple[Event, ...] = ()
