"""Events in words for people, and as values for programs."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any, NamedTuple

from tracker.domain.directive import CLOCK_SLACK
from tracker.domain.event import (
    Assigned,
    Assignment,
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
    Stamp,
    StatusMoved,
    Targeted,
    UnitKept,
    moment_of,
)
from tracker.domain.meeting import Meeting
from tracker.domain.unit import Unit
from tracker.domain.wording import in_language
from tracker.i18n.language import local
from tracker.show.fields import evidence_object, meeting_object, unit_object
from tracker.show.look import Look
from tracker.show.view import Json

UNVERIFIED = "*"
"""The mark of an event that cannot be verified."""


class Telling(NamedTuple):
    """How one kind of change is told: what was before and what is after.

    `words` gives it in words (empty for nothing to say), `values` for programs.
    """

    words: Callable[[Any, Look], tuple[str, str]]
    values: Callable[[Any], tuple[Any, Any]]


def _assignment_words(a: Assignment, look: Look) -> str:
    units = [a.executor, *a.co_executors] if a.executor else []
    return " + ".join(map(look.unit, units))


def _assignment_value(a: Assignment) -> Json | None:
    if a.executor is None:
        return None
    return {"executor": a.executor, "co_executors": list(a.co_executors)}


def _note_words(c: NoteAdded, look: Look) -> tuple[str, str]:
    return "", ": ".join(filter(None, [look.unit(c.unit) if c.unit else "", c.text]))


def _measured_words(c: Measured, look: Look) -> tuple[str, str]:
    name = in_language(c.names, look.language.code)
    return "", f"{name} = {look.language.number(c.reading.value)}"


def _targeted_words(c: Targeted, look: Look) -> tuple[str, str]:
    number = look.language.number
    before = "" if c.before is None else number(c.before)
    return before, f"{in_language(c.names, look.language.code)} = {number(c.after)}"


def _restored_words(c: Restored, look: Look) -> tuple[str, str]:
    return "", look.status(c.state.status) if c.state else look.language.say("off the list")


def _unit_words(unit: Unit | None, look: Look) -> str:
    return unit.name(look.language.code) if unit else ""


def _meeting_words(meeting: Meeting | None, look: Look) -> str:
    if meeting is None:
        return ""
    return f"{in_language(meeting.title, look.language.code)}, {look.language.day(meeting.on)}"


TELLINGS: dict[str, Telling] = {
    Registered.kind: Telling(
        lambda c, look: ("", in_language(c.wording, look.language.code)),
        lambda c: (None, dict(c.wording)),
    ),
    Reworded.kind: Telling(
        lambda c, look: (
            in_language(c.before, look.language.code),
            in_language(c.after, look.language.code),
        ),
        lambda c: (dict(c.before), dict(c.after)),
    ),
    Assigned.kind: Telling(
        lambda c, look: (_assignment_words(c.before, look), _assignment_words(c.after, look)),
        lambda c: (_assignment_value(c.before), _assignment_value(c.after)),
    ),
    StatusMoved.kind: Telling(
        lambda c, look: (look.status(c.before), look.status(c.after)),
        lambda c: (c.before.value, c.after.value),
    ),
    ReportAccepted.kind: Telling(
        lambda c, look: (look.language.day(c.due), look.language.day(c.following)),
        lambda c: (c.due.isoformat(), c.following.isoformat()),
    ),
    DueMoved.kind: Telling(
        lambda c, look: (
            look.language.day(c.before) if c.before else "",
            look.language.day(c.after),
        ),
        lambda c: (c.before and c.before.isoformat(), c.after.isoformat()),
    ),
    ProgressReported.kind: Telling(
        lambda c, look: (
            "" if c.before is None else look.language.percent(c.before),
            look.language.percent(c.after),
        ),
        lambda c: (c.before, c.after),
    ),
    NoteAdded.kind: Telling(_note_words, lambda c: (None, {"text": c.text, "unit": c.unit})),
    EvidenceAdded.kind: Telling(
        lambda c, _: ("", c.evidence.name),
        lambda c: (None, evidence_object(c.evidence)),
    ),
    Measured.kind: Telling(
        _measured_words,
        lambda c: (
            None,
            {"key": c.key, "on": c.reading.on.isoformat(), "value": c.reading.value},
        ),
    ),
    Targeted.kind: Telling(
        _targeted_words,
        lambda c: (
            c.before,
            {"key": c.key, "value": c.after},
        ),
    ),
    Restored.kind: Telling(
        _restored_words, lambda c: (None, c.state and {"version": c.state.version})
    ),
    UnitKept.kind: Telling(
        lambda c, look: (_unit_words(c.before, look), _unit_words(c.after, look)),
        lambda c: (c.before and unit_object(c.before), c.after and unit_object(c.after)),
    ),
    MeetingKept.kind: Telling(
        lambda c, look: (_meeting_words(c.before, look), _meeting_words(c.after, look)),
        lambda c: (c.before and meeting_object(c.before), c.after and meeting_object(c.after)),
    ),
}
"""For each kind of change how it is told."""


def told(event: Event, look: Look) -> str:
    """Return what an event changed, in a line."""
    before, after = TELLINGS[event.change.kind].words(event.change, look)
    name = look.language.say(event.change.title)
    if before and after:
        return f"{name}: {before} → {after}"
    if before:
        return f"{name}: {before} → –"
    return f"{name}: {after}" if after else name


def told_whole(event: Event, look: Look, stamps: Mapping[int, Stamp] = MappingProxyType({})) -> str:
    """Return what an event changed, and what `asides` has to say of it."""
    parts = [told(event, look), *asides([event], look, stamps)]
    return " · ".join(parts)


def asides(
    events: Sequence[Event], look: Look, stamps: Mapping[int, Stamp] = MappingProxyType({})
) -> list[str]:
    """Return what there is to say of one command's events.

    That is why, for which day if another, and which moment it came with if the server's is another.
    """
    say, by = look.language.say, events[0].by
    at = moment_of(events[0], stamps)
    reasons = dict.fromkeys(e.reason for e in events if e.reason)
    extra = [say("Reason: {reason}", reason=reason) for reason in reasons]
    if by.on != local(at).date():
        extra.append(say("Counts for {day}", day=look.language.day(by.on)))
    if abs(by.at - at) > CLOCK_SLACK:
        extra.append(say("Sent as of {moment}", moment=look.language.moment(by.at)))
    return extra


def signed(event: Event, stamps: Mapping[int, Stamp]) -> str:
    """Return the name that was given, and the login if there is one, which nobody can make up.

    An event that cannot be verified has a mark behind that.
    """
    stamp = stamps.get(event.seq)
    name = f"{event.by.actor} · {stamp.login}" if stamp else event.by.actor
    return f"{name} {UNVERIFIED}" if event.unverified else name


def unverified_note(events: Iterable[Event], look: Look) -> list[str]:
    """Return what the mark says, where one of the events bears it."""
    if not any(event.unverified for event in events):
        return []
    return [
        look.language.say(
            "{mark} came in a file without hashes: nobody can tell whether it is as it was.",
            mark=UNVERIFIED,
        )
    ]


def event_object(event: Event, stamp: Stamp | None = None) -> Json:
    """Return an event for programs; `from` and `to` hold codes, ISO dates, numbers or texts.

    `stamp` is what a server wrote down beside it: `at` is the moment that the event came with,
    `kept_at` that of the server.
    """
    before, after = TELLINGS[event.change.kind].values(event.change)
    return {
        "seq": event.seq,
        "batch": event.batch,
        "at": _iso(event.by.at),
        "on": event.by.on.isoformat(),
        "actor": event.by.actor,
        "directive": event.directive,
        "kind": event.change.kind,
        "from": before,
        "to": after,
        "reason": event.reason,
        "reverts": event.reverts,
        "login": stamp and stamp.login,
        "kept_at": _iso(stamp.at) if stamp and stamp.at else None,
        "unverified": event.unverified,
    }


def _iso(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
