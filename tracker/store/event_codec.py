"""How events are written in the journal; what `codec` says of rows holds here too."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any, TypeVar

from tracker.domain.directive import Signature
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
from tracker.domain.status import Status
from tracker.store.codec import (
    Row,
    date_of,
    directive_of,
    directive_row,
    every_of,
    evidence_of,
    evidence_row,
    filled,
    indicator_of,
    indicator_row,
    iso,
    meeting_of,
    meeting_row,
    number_of,
    percent_of,
    reading_of,
    source_of,
    source_row,
    str_of,
    text_of,
    texts_of,
    unit_of,
    unit_row,
    whole_of,
    wording_of,
)

T = TypeVar("T")

AnyChange = Change | UnitKept | MeetingKept


def event_row(e: Event) -> Row:
    """Encode an event."""
    change_row, _ = _CHANGES[e.change.kind]
    return filled(
        seq=e.seq,
        batch=e.batch,
        id=e.directive,
        at=e.by.at.astimezone(UTC).isoformat().replace("+00:00", "Z"),
        on=e.by.on.isoformat(),
        actor=e.by.actor,
        kind=e.change.kind,
        change=change_row(e.change),
        reason=e.reason,
        reverts=e.reverts,
    )


def event_of(row: Mapping[str, Any]) -> Event:
    """Decode an event."""
    _, change_of = _CHANGES[row["kind"]]
    at = datetime.fromisoformat(row["at"])
    if at.tzinfo is None:
        raise ValueError("a moment without its time zone")
    id, reverts = row.get("id"), row.get("reverts")
    return Event(
        seq=whole_of(row["seq"]),
        batch=whole_of(row["batch"]),
        directive=None if id is None else whole_of(id),
        by=Signature(str_of(row["actor"]), _in_utc(at), date.fromisoformat(row["on"])),
        change=change_of(row.get("change", {})),
        reason=text_of(row.get("reason")),
        reverts=None if reverts is None else whole_of(reverts),
    )


def _in_utc(at: datetime) -> datetime:
    try:
        return at.astimezone(UTC)
    except OverflowError as error:
        raise ValueError("a moment out of all bounds") from error


def _registered_row(c: Registered) -> Row:
    return filled(
        text=dict(c.wording),
        meeting=c.meeting,
        item=c.item,
        theme=c.theme,
        due=iso(c.due),
        every=c.every and c.every.value,
        indicators=[indicator_row(i) for i in c.indicators],
        source=c.source and source_row(c.source),
    )


def _registered_of(row: Mapping[str, Any]) -> Registered:
    return Registered(
        wording=wording_of(row["text"]),
        meeting=text_of(row.get("meeting")),
        item=text_of(row.get("item")),
        theme=text_of(row.get("theme")),
        due=date_of(row.get("due")),
        every=every_of(row.get("every")),
        indicators=tuple(indicator_of(i) for i in row.get("indicators", ())),
        source=source_of(row.get("source")),
    )


def _assignment_row(a: Assignment) -> Row:
    return filled(executor=a.executor, co=list(a.co_executors))


def _assignment_of(row: Mapping[str, Any]) -> Assignment:
    return Assignment(text_of(row.get("executor")), texts_of(row.get("co")))


def _sides(row_of: Callable[[T], Row], before: T | None, after: T | None) -> Row:
    return filled(**{"from": before and row_of(before), "to": after and row_of(after)})


def _sides_of(decode: Callable[[Any], T], row: Any) -> tuple[T | None, T | None]:
    return _maybe(decode, row.get("from")), _maybe(decode, row.get("to"))


def _handle(row: Any, name: str) -> str:
    return str_of((row.get("to") or row["from"])[name])


def _maybe(decode: Callable[[Any], T], row: Any) -> T | None:
    return None if row is None else decode(row)


def _measured_row(c: Measured) -> Row:
    return {
        "key": c.key,
        "names": dict(c.names),
        "reading": [c.reading.on.isoformat(), c.reading.value],
    }


_CHANGES: dict[str, tuple[Callable[[Any], Row], Callable[[Any], AnyChange]]] = {
    Registered.kind: (_registered_row, _registered_of),
    Reworded.kind: (
        lambda c: {"from": dict(c.before), "to": dict(c.after)},
        lambda row: Reworded(wording_of(row["from"]), wording_of(row["to"])),
    ),
    Assigned.kind: (
        lambda c: {"from": _assignment_row(c.before), "to": _assignment_row(c.after)},
        lambda row: Assigned(_assignment_of(row["from"]), _assignment_of(row["to"])),
    ),
    StatusMoved.kind: (
        lambda c: {"from": c.before.value, "to": c.after.value},
        lambda row: StatusMoved(Status(row["from"]), Status(row["to"])),
    ),
    ReportAccepted.kind: (
        lambda c: {
            "due": c.due.isoformat(),
            "submitted": c.submitted.isoformat(),
            "next": c.following.isoformat(),
        },
        lambda row: ReportAccepted(
            date.fromisoformat(row["due"]),
            date.fromisoformat(row["submitted"]),
            date.fromisoformat(row["next"]),
        ),
    ),
    DueMoved.kind: (
        lambda c: filled(**{"from": iso(c.before), "to": c.after.isoformat()}),
        lambda row: DueMoved(date_of(row.get("from")), date.fromisoformat(row["to"])),
    ),
    ProgressReported.kind: (
        lambda c: filled(**{"from": c.before, "to": c.after}),
        lambda row: ProgressReported(percent_of(row.get("from")), whole_of(row["to"])),
    ),
    NoteAdded.kind: (
        lambda c: filled(text=c.text, unit=c.unit),
        lambda row: NoteAdded(text_of(row.get("text")), text_of(row.get("unit"))),
    ),
    EvidenceAdded.kind: (
        lambda c: evidence_row(c.evidence),
        lambda row: EvidenceAdded(evidence_of(row)),
    ),
    Measured.kind: (
        _measured_row,
        lambda row: Measured(
            str_of(row["key"]), wording_of(row["names"]), reading_of(row["reading"])
        ),
    ),
    Targeted.kind: (
        lambda c: filled(key=c.key, names=dict(c.names), **{"from": c.before, "to": c.after}),
        lambda row: Targeted(
            str_of(row["key"]),
            wording_of(row["names"]),
            _maybe(number_of, row.get("from")),
            number_of(row["to"]),
        ),
    ),
    Restored.kind: (
        lambda c: filled(state=c.state and directive_row(c.state)),
        lambda row: Restored(_maybe(directive_of, row.get("state"))),
    ),
    UnitKept.kind: (
        lambda c: _sides(unit_row, c.before, c.after),
        lambda row: UnitKept(_handle(row, "key"), *_sides_of(unit_of, row)),
    ),
    MeetingKept.kind: (
        lambda c: _sides(meeting_row, c.before, c.after),
        lambda row: MeetingKept(_handle(row, "id"), *_sides_of(meeting_of, row)),
    ),
}
"""For each kind of change how it is encoded and decoded."""
