"""What has changed since a day: the page that opens the next meeting."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from tracker.domain.directive import Directive
from tracker.domain.event import DueMoved, Event, lived


class Moved(NamedTuple):
    """A due date that was moved: from where, to where in the end, and how often."""

    directive: Directive
    before: date
    after: date
    times: int


class ChangesSince(NamedTuple):
    """What has changed from the day `since` on, that day included, to `today`.

    Each directive is as it stands today. `new` were taken on control, `closed` off it, `reopened`
    came back; of `accepted` a reporting period was closed; `returned` had a report sent back;
    `overdue` have become so. A directive may be in several of them.
    """

    since: date
    today: date
    new: tuple[Directive, ...]
    closed: tuple[Directive, ...]
    reopened: tuple[Directive, ...]
    accepted: tuple[Directive, ...]
    returned: tuple[Directive, ...]
    moved: tuple[Moved, ...]
    overdue: tuple[Directive, ...]


def changes_since(
    since: date,
    before: Mapping[int, Directive],
    directives: Sequence[Directive],
    events: Mapping[int, Sequence[Event]],
    *,
    today: date,
) -> ChangesSince:
    """Compare the directives with what they were `before`, at the end of the day before `since`.

    `events` are those of each directive.
    """

    def those(is_one: Callable[[Directive, Directive | None], bool]) -> tuple[Directive, ...]:
        return tuple(d for d in directives if is_one(d, before.get(d.id)))

    later = {d.id: _later(events.get(d.id, ()), before.get(d.id)) for d in directives}
    return ChangesSince(
        since=since,
        today=today,
        new=those(lambda _, old: old is None),
        closed=those(lambda d, old: not d.is_open and (old is None or old.is_open)),
        reopened=those(lambda d, old: d.is_open and old is not None and not old.is_open),
        accepted=those(lambda d, old: len(d.accepted) > len(old.accepted if old else ())),
        returned=those(lambda d, _: any(e.returns_report for e in later[d.id])),
        moved=tuple(move for d in directives for move in _moved(d, later[d.id])),
        overdue=those(lambda d, old: d.is_overdue(today) and not (old and old.is_overdue(since))),
    )


def _later(events: Sequence[Event], before: Directive | None) -> list[Event]:
    """Return the events behind those that the earlier state rests on."""
    known = before.version if before else 0
    return [event for event in lived(events) if event.seq > known]


def _moved(directive: Directive, events: Sequence[Event]) -> Iterator[Moved]:
    """Yield how the date was moved, unless it was not, or was moved back."""
    moves = [event.change for event in events if isinstance(event.change, DueMoved)]
    before = [move.before for move in moves if move.before is not None]
    if before and before[0] != moves[-1].after:
        yield Moved(directive, before[0], moves[-1].after, len(before))
