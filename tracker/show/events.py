"""Events in words for people, and as values for programs."""

from collections.abc import Callable
from datetime import UTC
from typing import Any, NamedTuple

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
    Reworded,
    StatusMoved,
    UnitKept,
)
from tracker.domain.wording import in_language
from tracker.i18n.language import N_
from tracker.show.fields import evidence_object, meeting_object, unit_object
from tracker.show.look import Look
from tracker.show.view import Json


class Telling(NamedTuple):
    """How one kind of change is told.

    `name` is its message; `words` and `values` give what was before and what is after, in words
    (empty for nothing to say) and for programs.
    """

    name: str
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


TELLINGS: dict[str, Telling] = {
    Registered.kind: Telling(
        N_("Taken on control"),
        lambda c, look: ("", in_language(c.wording, look.language.code)),
        lambda c: (None, dict(c.wording)),
    ),
    Reworded.kind: Telling(
        N_("Wording changed"),
        lambda c, look: (
            in_language(c.before, look.language.code),
            in_language(c.after, look.language.code),
        ),
        lambda c: (dict(c.before), dict(c.after)),
    ),
    Assigned.kind: Telling(
        N_("Executor"),
        lambda c, look: (_assignment_words(c.before, look), _assignment_words(c.after, look)),
        lambda c: (_assignment_value(c.before), _assignment_value(c.after)),
    ),
    StatusMoved.kind: Telling(
        N_("Status"),
        lambda c, look: (look.status(c.before), look.status(c.after)),
        lambda c: (c.before.value, c.after.value),
    ),
    ReportAccepted.kind: Telling(
        N_("Report accepted, next date"),
        lambda c, look: (look.language.day(c.due), look.language.day(c.following)),
        lambda c: (c.due.isoformat(), c.following.isoformat()),
    ),
    DueMoved.kind: Telling(
        N_("Due date"),
        lambda c, look: (
            look.language.day(c.before) if c.before else "",
            look.language.day(c.after),
        ),
        lambda c: (c.before and c.before.isoformat(), c.after.isoformat()),
    ),
    ProgressReported.kind: Telling(
        N_("Progress"),
        lambda c, look: (
            "" if c.before is None else look.language.percent(c.before),
            look.language.percent(c.after),
        ),
        lambda c: (c.before, c.after),
    ),
    NoteAdded.kind: Telling(
        N_("Heard"), _note_words, lambda c: (None, {"text": c.text, "unit": c.unit})
    ),
    EvidenceAdded.kind: Telling(
        N_("Evidence"),
        lambda c, _: ("", c.evidence.name),
        lambda c: (None, evidence_object(c.evidence)),
    ),
    Measured.kind: Telling(
        N_("Indicator"),
        _measured_words,
        lambda c: (
            None,
            {"key": c.key, "on": c.reading.on.isoformat(), "value": c.reading.value},
        ),
    ),
    UnitKept.kind: Telling(
        N_("Unit"),
        lambda c, look: (
            c.before.name(look.language.code) if c.before else "",
            c.after.name(look.language.code),
        ),
        lambda c: (c.before and unit_object(c.before), unit_object(c.after)),
    ),
    MeetingKept.kind: Telling(
        N_("Meeting"),
        lambda c, look: (
            "",
            f"{in_language(c.after.title, look.language.code)}, {look.language.day(c.after.on)}",
        ),
        lambda c: (c.before and meeting_object(c.before), meeting_object(c.after)),
    ),
}
"""For each kind of change how it is told."""


def told(event: Event, look: Look) -> str:
    """Return what an event changed, in a line."""
    telling = TELLINGS[event.change.kind]
    before, after = telling.words(event.change, look)
    name = look.language.say(telling.name)
    if before and after:
        return f"{name}: {before} → {after}"
    return f"{name}: {after}" if after else name


def event_object(event: Event) -> Json:
    """Return an event for programs; `from` and `to` hold codes, ISO dates, numbers or texts."""
    before, after = TELLINGS[event.change.kind].values(event.change)
    return {
        "seq": event.seq,
        "batch": event.batch,
        "at": event.by.at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        "on": event.by.on.isoformat(),
        "actor": event.by.actor,
        "directive": event.directive,
        "kind": event.change.kind,
        "from": before,
        "to": after,
        "reason": event.reason,
    }
