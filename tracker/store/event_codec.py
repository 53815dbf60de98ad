"""How events are written in the journal; what `codec` says of rows holds here too."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Annotated, Any, NamedTuple

from msgspec import Meta, Struct, convert, field
from msgspec.structs import astuple

from tracker.domain.deadline import Every
from tracker.domain.directive import Evidence, Signature
from tracker.domain.event import (
    Assigned,
    Assignment,
    Change,
    DueMoved,
    Event,
    EvidenceAdded,
    Measured,
    MeetingKept,
    NoteAdded,
    ProgressReported,
    Registered,
    ReportAccepted,
    Restored,
    Reworded,
    StatusMoved,
    Targeted,
    UnitKept,
)
from tracker.domain.indicator import Reading
from tracker.domain.status import Status
from tracker.store.codec import (
    EvidenceRow,
    IndicatorRow,
    Kept,
    Number,
    Percent,
    ReadingRow,
    SourceRow,
    Whole,
    directive_of,
    directive_row,
    indicator_made,
    indicator_row,
    meeting_of,
    meeting_row,
    read,
    source_made,
    unit_of,
    unit_row,
)

AnyChange = Change | UnitKept | MeetingKept


class EventRow(Struct, omit_defaults=True, kw_only=True):
    """An `Event`; in the journal, `more` says how many of the same command follow."""

    seq: Whole
    batch: Whole
    id: Whole | None = None
    at: Annotated[datetime, Meta(tz=True)]
    on: date
    actor: str
    kind: str
    change: Any = field(default_factory=dict)
    reason: str | None = None
    reverts: Whole | None = None
    unverified: bool = False
    more: Whole | None = None


class MoreRow(Struct):
    """Of an event's line, how many of the same command follow."""

    more: int = 0


class MomentRow(Struct):
    """Of an event's line, when it happened."""

    at: Annotated[datetime, Meta(tz=True)]


class OwnerRow(Struct):
    """Of an event's line, the directive's id; 0 for none."""

    id: int = 0


class RegisteredRow(Struct, omit_defaults=True):
    """A `Registered`."""

    wording: dict[str, str] = field(name="text")
    meeting: str | None = None
    item: str | None = None
    theme: str | None = None
    due: date | None = None
    every: Every | None = None
    indicators: tuple[IndicatorRow, ...] = ()
    source: SourceRow | None = None


class RewordedRow(Struct):
    """A `Reworded`."""

    before: dict[str, str] = field(name="from")
    after: dict[str, str] = field(name="to")


class AssignmentRow(Struct, omit_defaults=True):
    """An `Assignment`."""

    executor: str | None = None
    co_executors: tuple[str, ...] = field(name="co", default=())


class AssignedRow(Struct):
    """An `Assigned`."""

    before: AssignmentRow = field(name="from")
    after: AssignmentRow = field(name="to")


class StatusRow(Struct):
    """A `StatusMoved`."""

    before: Status = field(name="from")
    after: Status = field(name="to")


class AcceptedRow(Struct):
    """A `ReportAccepted`."""

    due: date
    submitted: date
    following: date = field(name="next")


class DueRow(Struct, omit_defaults=True, kw_only=True):
    """A `DueMoved`."""

    before: date | None = field(name="from", default=None)
    after: date = field(name="to")


class ProgressRow(Struct, omit_defaults=True, kw_only=True):
    """A `ProgressReported`."""

    before: Percent | None = field(name="from", default=None)
    after: Percent = field(name="to")


class NoteRow(Struct, omit_defaults=True):
    """A `NoteAdded`."""

    text: str | None = None
    unit: str | None = None


class MeasuredRow(Struct):
    """A `Measured`."""

    key: str
    names: dict[str, str]
    reading: ReadingRow


class TargetedRow(Struct, omit_defaults=True, kw_only=True):
    """A `Targeted`."""

    key: str
    names: dict[str, str]
    before: Number | None = field(name="from", default=None)
    after: Number = field(name="to")


class SidesRow(Struct, omit_defaults=True):
    """Any change that may begin or end with nothing: its sides as rows of their own."""

    before: Any = field(name="from", default=None)
    after: Any = field(name="to", default=None)


class StateRow(Struct, omit_defaults=True):
    """A `Restored`."""

    state: Any = None


class Form(NamedTuple):
    """How a kind of change is written: its row, how that is made, and how it is read."""

    row: type[Struct]
    struct: Callable[[Any], Struct]
    made: Callable[[Any], AnyChange]


def event_row(e: Event, more: int | None = None) -> EventRow:
    """Return the row of an event; `more` of the same command follow."""
    return EventRow(
        seq=e.seq,
        batch=e.batch,
        id=e.directive,
        at=_in_utc(e.by.at),
        on=e.by.on,
        actor=e.by.actor,
        kind=e.change.kind,
        change=_FORMS[e.change.kind].struct(e.change),
        reason=e.reason,
        reverts=e.reverts,
        unverified=e.unverified,
        more=more,
    )


def event_of(row: Kept | bytes) -> Event:
    """Decode an event."""
    found = read(row, EventRow)
    form = _FORMS[found.kind]
    return Event(
        seq=found.seq,
        batch=found.batch,
        directive=found.id,
        by=Signature(found.actor, _in_utc(found.at), found.on),
        change=form.made(convert(found.change, form.row)),
        reason=found.reason,
        reverts=found.reverts,
        unverified=found.unverified,
    )


def _in_utc(at: datetime) -> datetime:
    if at.tzinfo is UTC:
        return at
    try:
        return at.astimezone(UTC)
    except OverflowError as error:
        raise ValueError("a moment out of all bounds") from error


def _alike(change: Callable[..., AnyChange], row: type[Struct]) -> Form:
    """Return the form of a change whose row has its very fields."""
    names = row.__struct_fields__
    return Form(
        row,
        lambda c: row(**{name: getattr(c, name) for name in names}),
        lambda r: change(*astuple(r)),
    )


def _registered_struct(c: Registered) -> RegisteredRow:
    return RegisteredRow(
        dict(c.wording),
        c.meeting,
        c.item,
        c.theme,
        c.due,
        c.every,
        tuple(map(indicator_row, c.indicators)),
        c.source and SourceRow(*c.source),
    )


def _registered_made(row: RegisteredRow) -> Registered:
    return Registered(
        wording=row.wording,
        meeting=row.meeting,
        item=row.item,
        theme=row.theme,
        due=row.due,
        every=row.every,
        indicators=tuple(map(indicator_made, row.indicators)),
        source=None if row.source is None else source_made(row.source),
    )


def _assigned_struct(c: Assigned) -> AssignedRow:
    return AssignedRow(_assignment_row(c.before), _assignment_row(c.after))


def _assignment_row(a: Assignment) -> AssignmentRow:
    return AssignmentRow(a.executor, a.co_executors)


def _assigned_made(row: AssignedRow) -> Assigned:
    return Assigned(*(Assignment(*astuple(side)) for side in (row.before, row.after)))


def _unit_made(row: SidesRow) -> UnitKept:
    before, after = (None if side is None else unit_of(side) for side in astuple(row))
    return UnitKept(_one_of(after, before).key, before, after)


def _meeting_made(row: SidesRow) -> MeetingKept:
    before, after = (None if side is None else meeting_of(side) for side in astuple(row))
    return MeetingKept(_one_of(after, before).id, before, after)


def _one_of(after: Any, before: Any) -> Any:
    """Return the side that there is."""
    if after is None and before is None:
        raise ValueError("a change from nothing to nothing")
    return before if after is None else after


def _sides(row_of: Callable[[Any], Struct]) -> Callable[[UnitKept | MeetingKept], SidesRow]:
    return lambda c: SidesRow(c.before and row_of(c.before), c.after and row_of(c.after))


_FORMS: dict[str, Form] = {
    Registered.kind: Form(RegisteredRow, _registered_struct, _registered_made),
    Reworded.kind: _alike(Reworded, RewordedRow),
    Assigned.kind: Form(AssignedRow, _assigned_struct, _assigned_made),
    StatusMoved.kind: _alike(StatusMoved, StatusRow),
    ReportAccepted.kind: _alike(ReportAccepted, AcceptedRow),
    DueMoved.kind: _alike(DueMoved, DueRow),
    ProgressReported.kind: _alike(ProgressReported, ProgressRow),
    NoteAdded.kind: _alike(NoteAdded, NoteRow),
    EvidenceAdded.kind: Form(
        EvidenceRow,
        lambda c: EvidenceRow(*c.evidence),
        lambda row: EvidenceAdded(Evidence(*astuple(row))),
    ),
    Measured.kind: Form(
        MeasuredRow,
        lambda c: MeasuredRow(c.key, c.names, ReadingRow(*c.reading)),
        lambda row: Measured(row.key, row.names, Reading(*row.reading)),
    ),
    Targeted.kind: _alike(Targeted, TargetedRow),
    Restored.kind: Form(
        StateRow,
        lambda c: StateRow(c.state and directive_row(c.state)),
        lambda row: Restored(None if row.state is None else directive_of(row.state)),
    ),
    UnitKept.kind: Form(SidesRow, _sides(unit_row), _unit_made),
    MeetingKept.kind: Form(SidesRow, _sides(meeting_row), _meeting_made),
}
"""For each kind of change how it is encoded and decoded."""
