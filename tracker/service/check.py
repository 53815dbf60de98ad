"""Looking over what the directives say: whether it hangs together."""

from collections.abc import Iterator
from datetime import date

from tracker.domain.directive import CLOCK_SLACK, Directive, Evidence
from tracker.domain.event import moment_of
from tracker.domain.meeting import Meeting
from tracker.domain.unit import Register
from tracker.errors import Finding, TrackerError
from tracker.service.update import described
from tracker.store.base import Store, stamps_of


def check(store: Store, *, today: date) -> Iterator[Finding]:
    """Yield what cannot be right: unknown units, impossible dates, documents gone or changed."""
    register, meetings = store.register(), store.meetings()
    for directive in store.directives(closed=True):
        yield from _units(directive, register)
        if directive.meeting is not None and directive.meeting not in meetings:
            yield Finding(
                "Directive {id}: the meeting “{meeting}” is not known. Load its file.",
                id=directive.id,
                meeting=directive.meeting,
            )
        yield from _dates(directive, meetings.get(directive.meeting or ""), today)
        for document in directive.evidence:
            yield from _document(directive, document)


def moments(store: Store) -> Iterator[Finding]:
    """Yield how often time went back from one event to the next, if it did: a clock was wrong."""
    stamps = stamps_of(store)
    back, before = [], None
    for event in store.events():
        at = moment_of(event, stamps)
        if before is not None and at < before - CLOCK_SLACK:
            back.append(event)
        before = at
    if back:
        yield Finding(
            "Events that are of an earlier moment than the event before them: {number}, the first "
            "is event {event} of {day}. A clock was wrong then.",
            number=len(back),
            event=back[0].seq,
            day=back[0].by.at.date(),
        )


def _units(d: Directive, register: Register) -> Iterator[Finding]:
    for key in (d.executor, *d.co_executors):
        if key is not None and register.get(key) is None:
            yield Finding(
                "Directive {id}: the unit “{unit}” is not in the register. Enter it: tracker units "
                "add {unit} NAME.",
                id=d.id,
                unit=key,
            )


def _dates(d: Directive, meeting: Meeting | None, today: date) -> Iterator[Finding]:
    ahead = [day for day in (d.touched_on, d.submitted_on, d.closed_on) if day and day > today]
    if ahead:
        yield Finding(
            "Directive {id} has an event of {day}, which is still to come. Was TRACKER_TODAY set, "
            "or the clock wrong?",
            id=d.id,
            day=ahead[0],
        )
    if d.due is not None and meeting is not None and d.due < meeting.on:
        yield Finding(
            "Directive {id} is due on {due}, before its meeting of {day}. If that is wrong: "
            "tracker update {id} --due DATE --reason TEXT.",
            id=d.id,
            due=d.due,
            day=meeting.on,
        )


def _document(d: Directive, document: Evidence) -> Iterator[Finding]:
    if document.sha256 is None:
        return
    try:
        found = described(document.where, document.on)
    except TrackerError:
        yield Finding(
            "Directive {id}: the evidence “{name}” is no longer at “{where}”. Put it back, or name "
            "it anew: tracker update {id} --evidence FILE.",
            id=d.id,
            name=document.name,
            where=document.where,
        )
        return
    if found.sha256 != document.sha256:
        yield Finding(
            "Directive {id}: the evidence “{name}” was changed since {day}. If the new one is "
            "right, name it anew: tracker update {id} --evidence FILE.",
            id=d.id,
            name=document.name,
            day=document.on,
        )
