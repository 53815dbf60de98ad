"""What may be done to a directive: each function answers with a change, or refuses.

These are the only places where a due date is moved, a status changed or an executor set.
"""

from collections.abc import Iterable
from datetime import date
from itertools import count

from tracker.domain.deadline import check_date, reporting_date
from tracker.domain.directive import WHOLE, Directive
from tracker.domain.event import (
    Assigned,
    Assignment,
    Change,
    DueMoved,
    NoteAdded,
    ProgressReported,
    ReportAccepted,
    StatusMoved,
)
from tracker.domain.source import MAX_DOCUMENT, Source, is_sha256
from tracker.domain.status import Status, check_move
from tracker.domain.unit import Register
from tracker.errors import Refused

MAX_TEXT = 10_000


def check_text(text: str) -> str:
    """Return the text without surrounding space, or raise `Refused` for none or far too much."""
    text = text.strip()
    if not text:
        raise Refused("The text is empty.")
    if len(text) > MAX_TEXT:
        raise Refused("The text is longer than {limit} characters.", limit=MAX_TEXT)
    return text


def check_reason(reason: str | None) -> str | None:
    """Return the reason as `check_text` does; None for none, or nothing but white space."""
    return check_text(reason) if reason and reason.strip() else None


def check_source(source: Source) -> Source:
    """Return the source; raise `Refused` for one that cannot be, or is far too long.

    Its words stay as they stood, with the space around them.
    """
    check_text(source.document)
    check_text(source.words)
    if len(source.document) > MAX_DOCUMENT:
        raise Refused(
            "The name of the document is longer than {limit} characters.", limit=MAX_DOCUMENT
        )
    if not is_sha256(source.sha256):
        raise Refused("“{text}” is not a SHA-256: 64 hex digits.", text=source.sha256[:80])
    if source.end < source.start:
        raise Refused(
            "The words end (character {end}) before they start (character {start}).",
            end=source.end,
            start=source.start,
        )
    return source


def assignment(register: Register, executor: str, co_executors: Iterable[str]) -> Assignment:
    """Return who executes, the units named by key, name or alias.

    Raises `NotFound` for an unknown unit, `Refused` for an executor that would help itself.
    """
    unit = register.find(executor).key
    if not co_executors:
        return Assignment(unit)
    helpers = tuple(dict.fromkeys(register.find(written).key for written in co_executors))
    if unit in helpers:
        raise Refused("A unit cannot be executor and co-executor of one directive.")
    return Assignment(unit, helpers)


def assign(directive: Directive, to: Assignment) -> Assigned | None:
    """Give the directive to units; None if it is already theirs."""
    _must_be_open(directive)
    before = Assignment(directive.executor, directive.co_executors)
    return Assigned(before, to) if to != before else None


def move_due(directive: Directive, due: date, reason: str | None) -> DueMoved | None:
    """Set the date, or move it for a reason; None if it is already this one."""
    _must_be_open(directive)
    check_date(due)
    if due == directive.due:
        return None
    if directive.due is not None and not reason:
        raise Refused(
            "Directive {id}: moving the due date needs a reason: --reason TEXT.", id=directive.id
        )
    return DueMoved(directive.due, due)


def move_status(
    directive: Directive, target: Status, reason: str | None, *, final: bool = False
) -> Change | None:
    """Move the status by the table of the life cycle; None if it is already this one.

    Accepting the report of a constant directive closes its period and sets the next date, unless
    `final` takes the directive off control.
    """
    if target is directive.status:
        return None
    check_move(
        directive.id,
        directive.status,
        target,
        has_executor=directive.executor is not None,
        reason=reason,
    )
    if final and not (target is Status.EXECUTED and directive.is_constant):
        raise Refused("--final goes with --status executed, for a constant directive.")
    if target is Status.EXECUTED and directive.is_constant and not final:
        return _accept_report(directive)
    return StatusMoved(directive.status, target)


def _accept_report(directive: Directive) -> ReportAccepted:
    """Close the current period; the next date is the schedule's first behind the closed one's."""
    every, starts, due = directive.every, directive.starts, directive.due
    if every is None or starts is None or due is None or directive.submitted_on is None:
        raise ValueError(f"directive {directive.id} has no reporting schedule, or no report")
    closed = max(due, directive.first_due or due)
    dates = (reporting_date(every, starts, number) for number in count())
    following = next(day for day in dates if day > closed)
    return ReportAccepted(due, directive.submitted_on, following)


def report_progress(directive: Directive, percent: int) -> ProgressReported | None:
    """Take in the share of the work done, 0 to 100; None if it is already this."""
    _must_be_open(directive)
    if not 0 <= percent <= WHOLE:
        raise Refused("Progress is a whole number from 0 to 100.")
    if percent == directive.progress:
        return None
    return ProgressReported(directive.progress, percent)


def add_note(directive: Directive, text: str | None, unit: str | None) -> NoteAdded:
    """Take in a note; from a unit, it must be one that executes the directive."""
    if unit is not None and unit not in (directive.executor, *directive.co_executors):
        raise Refused(
            "Unit “{unit}” does not execute directive {id}; its executors: {executors}.",
            unit=unit,
            id=directive.id,
            executors=[u for u in (directive.executor, *directive.co_executors) if u],
        )
    return NoteAdded(check_text(text) if text is not None else None, unit)


def _must_be_open(directive: Directive) -> None:
    if not directive.is_open:
        raise Refused(
            "Directive {id} is off control (“{status}”): reopen it first, "
            "tracker update {id} --status {reopened} --reason TEXT.",
            id=directive.id,
            status=directive.status,
            reopened=(Status.IN_PROGRESS if directive.executor else Status.NEW).value,
        )
