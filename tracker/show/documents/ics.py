"""Due dates as a calendar, through icalendar (the extra `ics`)."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from tracker.domain.directive import WHOLE, Directive
from tracker.domain.status import Status
from tracker.show.directives import full_status_text
from tracker.show.documents.document import missing_extra
from tracker.show.look import Look
from tracker.show.text import clean

if TYPE_CHECKING:
    from icalendar import Component

NAMESPACE = uuid.UUID("6f1d7c1e-5a0b-4c07-9d0e-0d7c5f2f6a11")
"""Of the names of all directives; never to change, since calendars know entries by it."""

PRODUCT = "-//tracker//directives//EN"

STATUSES = {
    Status.EXECUTED: "COMPLETED",
    Status.WITHDRAWN: "CANCELLED",
    Status.IN_PROGRESS: "IN-PROCESS",
    Status.SUBMITTED: "IN-PROCESS",
}
"""What a task is for a calendar; all others are to be begun."""

URGENT = 1
"""The highest priority that calendars know."""

MORNING = 9
"""The hour of the alarms: on the day before and on the day itself."""


def ics(
    directives: Sequence[Directive],
    origins: Mapping[int, datetime],
    look: Look,
    *,
    stamp: datetime,
) -> bytes:
    """Return a calendar with a task and a day for each directive that has a date.

    `origins` has the moment at which each directive was entered: with its id that names it in every
    calendar and for ever, whatever changes, so that importing again brings entries up to date.
    `stamp` is the present moment (UTC). Raises `Refused` if the library is not installed.
    """
    try:
        from icalendar import Calendar
    except ImportError as error:
        raise missing_extra("ics") from error
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", look.language.say("Directives on control"))
    for directive in directives:
        if directive.due is not None and directive.id in origins:
            for entry in _entries(directive, origins[directive.id], look, stamp):
                calendar.add_component(entry)
    return bytes(calendar.to_ical())


def _entries(d: Directive, origin: datetime, look: Look, stamp: datetime) -> "Iterator[Component]":
    from icalendar import Event, Todo

    task = _entry(Todo(), "task", d, origin, look, stamp)
    task.add("due", d.due)
    task.add("status", STATUSES.get(d.status, "NEEDS-ACTION"))
    if d.status is Status.EXECUTED:
        task.add("percent-complete", WHOLE)
        if d.closed_on:
            task.add("completed", datetime.combine(d.closed_on, time(), stamp.tzinfo))
    elif d.progress is not None:
        task.add("percent-complete", d.progress)
    if d.is_overdue(look.today):
        task.add("priority", URGENT)
    yield task
    day = _entry(Event(), "day", d, origin, look, stamp)
    day.add("dtstart", d.due)
    day.add("transp", "TRANSPARENT")
    day.add("status", "CANCELLED" if d.status is Status.WITHDRAWN else "CONFIRMED")
    yield day


def _entry(
    entry: Any, kind: str, d: Directive, origin: datetime, look: Look, stamp: datetime
) -> Any:
    """Fill in what tasks and days have in common."""
    name = f"{kind} {d.id} {origin.isoformat()}"
    entry.add("uid", f"{uuid.uuid5(NAMESPACE, name)}@tracker")
    entry.add("sequence", d.version)
    entry.add("dtstamp", stamp)
    entry.add("summary", clean(f"№ {d.id} {look.text(d)}"))
    entry.add("description", "\n".join(_facts(d, look)))
    categories = [
        look.theme(d.theme, d.meeting) if d.theme else "",
        look.unit(d.executor) if d.executor else "",
    ]
    if named := [clean(name) for name in categories if name]:
        entry.add("categories", named)
    if d.is_open:
        for hours in (MORNING - 24, MORNING):
            entry.add_component(
                _alarm(timedelta(hours=hours), is_task=kind == "task", d=d, look=look)
            )
    return entry


def _facts(d: Directive, look: Look) -> Iterator[str]:
    say = look.language.say
    if d.meeting:
        item = say(", item {item}", item=d.item) if d.item else ""
        yield clean(f"{say('Meeting')}: {look.meeting(d.meeting)}{item}")
    units = [look.unit(key) for key in (d.executor, *d.co_executors) if key]
    yield clean(f"{say('Executor')}: {'; '.join(units) or '–'}")
    yield clean(full_status_text(d, look))


def _alarm(after: timedelta, *, is_task: bool, d: Directive, look: Look) -> Any:
    """Return an alarm so long after the beginning of the due day."""
    from icalendar import Alarm

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", clean(look.text(d)))
    parameters = {"RELATED": "END"} if is_task else {}
    alarm.add("trigger", after, parameters=parameters)
    return alarm
