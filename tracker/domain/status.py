"""The life cycle: which status may follow which, and what the move needs."""

from enum import StrEnum

from tracker.errors import Refused


class Status(StrEnum):
    """Where a directive stands; see `OPEN` and `CLOSED`."""

    NEW = "new"
    ASSIGNED = "assigned"
    IN_PROGRESS = "in_progress"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    EXECUTED = "executed"
    WITHDRAWN = "withdrawn"

    __hash__ = str.__hash__
    """As fast as that of a text: statuses are looked up by the hundred thousand."""


class Need(StrEnum):
    """What a move of status must come with."""

    REASON = "reason"
    EXECUTOR = "executor"
    NO_EXECUTOR = "no executor"


CLOSED = frozenset({Status.EXECUTED, Status.WITHDRAWN})
OPEN = frozenset(Status) - CLOSED

_REASON = frozenset({Need.REASON})
_REOPEN = frozenset({Need.REASON, Need.EXECUTOR})
_NOTHING: frozenset[Need] = frozenset()

MOVES: dict[Status, dict[Status, frozenset[Need]]] = {
    Status.NEW: {
        Status.ASSIGNED: frozenset({Need.EXECUTOR}),
        Status.WITHDRAWN: _REASON,
    },
    Status.ASSIGNED: {
        Status.IN_PROGRESS: _NOTHING,
        Status.SUBMITTED: _NOTHING,
        Status.WITHDRAWN: _REASON,
    },
    Status.IN_PROGRESS: {
        Status.SUBMITTED: _NOTHING,
        Status.WITHDRAWN: _REASON,
    },
    Status.SUBMITTED: {
        Status.EXECUTED: _NOTHING,
        Status.RETURNED: _REASON,
        Status.WITHDRAWN: _REASON,
    },
    Status.RETURNED: {
        Status.IN_PROGRESS: _NOTHING,
        Status.SUBMITTED: _NOTHING,
        Status.WITHDRAWN: _REASON,
    },
    Status.EXECUTED: {
        Status.IN_PROGRESS: _REOPEN,
    },
    Status.WITHDRAWN: {
        Status.IN_PROGRESS: _REOPEN,
        Status.NEW: frozenset({Need.REASON, Need.NO_EXECUTOR}),
    },
}
"""From, to, and what the move needs. What is not here is not allowed."""


def allowed(source: Status, *, has_executor: bool) -> tuple[Status, ...]:
    """Return the statuses that may follow, in the order of the life cycle."""
    missing = Need.NO_EXECUTOR if has_executor else Need.EXECUTOR
    return tuple(s for s in Status if s in MOVES[source] and missing not in MOVES[source][s])


def check_move(
    id: int, source: Status, target: Status, *, has_executor: bool, reason: str | None
) -> None:
    """Raise `Refused`, naming what is allowed instead, unless the move may be made."""
    following = allowed(source, has_executor=has_executor)
    if target not in following:
        if not has_executor and target in OPEN:
            raise Refused(
                "Directive {id} has no executor yet: assign one first, tracker assign {id} UNIT.",
                id=id,
            )
        raise Refused(
            "Directive {id} cannot go from “{source}” to “{target}”. Allowed now: {allowed}.",
            id=id,
            source=source,
            target=target,
            allowed=following,
        )
    if Need.REASON in MOVES[source][target] and not reason:
        raise Refused(
            "Directive {id}: the move to “{target}” needs a reason: --reason TEXT.",
            id=id,
            target=target,
        )
