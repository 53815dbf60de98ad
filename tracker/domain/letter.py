"""Letters that the control unit writes about a directive, and what each stands on."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from tracker.domain.directive import Directive
from tracker.domain.status import Status
from tracker.errors import Refused

if TYPE_CHECKING:  # every command knows the kinds, few need events
    from tracker.domain.event import Event


class Kind(StrEnum):
    """What a letter is for."""

    REMINDER = "reminder"
    RETURN = "return"
    EXTENSION = "extension"
    REMOVAL = "removal"


class Ground(NamedTuple):
    """What a letter stands on: why and when it was done; for an extension, from which date."""

    reason: str | None = None
    on: date | None = None
    old_due: date | None = None


def ground(kind: Kind, directive: Directive, events: "Iterable[Event]") -> Ground:
    """Return what such a letter stands on, by the directive and its events.

    Raises `Refused` where there is nothing to write about: a reminder needs an open directive with
    a date and no report waiting, the others a report that was returned and not sent again, a
    present date that was moved (not one of a period that is closed), and a directive off control.
    """
    from tracker.domain.event import DueMoved, lived

    if kind is Kind.REMINDER:
        _must_owe_report(directive)
        return Ground()
    own = lived(events)
    if kind is Kind.RETURN:
        found = [e for e in own if e.returns_report] if directive.status is Status.RETURNED else []
        missing = Refused("No report on directive {id} is returned at present.", id=directive.id)
    elif kind is Kind.EXTENSION:
        _must_have_present_date(directive)
        found = [e for e in own if e.moves_due] if directive.moved else []
        missing = Refused("The due date of directive {id} was never moved.", id=directive.id)
    else:
        found = [] if directive.is_open else [e for e in own if e.takes_off_control]
        missing = Refused("Directive {id} is on control still.", id=directive.id)
    if not found:
        raise missing
    last = found[-1]
    before = last.change.before if isinstance(last.change, DueMoved) else None
    return Ground(last.reason, last.by.on, before)


def _must_owe_report(directive: Directive) -> None:
    if not directive.is_open or directive.due is None:
        raise Refused(
            "Directive {id} needs no reminder: it is off control, or has no date.", id=directive.id
        )
    if directive.awaits_controller:
        raise Refused(
            "Directive {id} needs no reminder: its report waits for the controller.",
            id=directive.id,
        )


def _must_have_present_date(directive: Directive) -> None:
    """Refuse a closed directive: the letter asks for a report by the new date."""
    if not directive.is_open:
        raise Refused(
            "Directive {id} is off control: nothing is due by its date any more.", id=directive.id
        )
