"""The record of each unit over a period: every figure with the directives behind it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import chain
from typing import NamedTuple

from msgspec.structs import replace

from tracker.domain.deadline import Period
from tracker.domain.directive import Directive, Outcome
from tracker.domain.discipline import Tally
from tracker.domain.event import Event, ReportAccepted, lived

Ids = tuple[int, ...]


class Record(NamedTuple):
    """What became of the due dates of a period, as the ids behind each figure.

    An id stands as often as it counts: a constant directive once for each of its dates, one that
    was returned twice, twice. `due` is `on_time`, `late`, `overdue` and `pending` (ahead, or its
    report waits) together, by the current dates; the four of `first_…` are by the dates first set,
    which may fall into another period. `returned` and `moved` are what was done in the period.
    """

    key: str | None
    due: Ids = ()
    on_time: Ids = ()
    late: Ids = ()
    overdue: Ids = ()
    pending: Ids = ()
    returned: Ids = ()
    moved: Ids = ()
    first_due: Ids = ()
    first_on_time: Ids = ()
    first_late: Ids = ()
    first_overdue: Ids = ()

    @property
    def tally(self) -> Tally:
        """The outcomes by the current dates."""
        return Tally(len(self.on_time), len(self.late), len(self.overdue))

    @property
    def first_tally(self) -> Tally:
        """The outcomes by the dates first set."""
        return Tally(len(self.first_on_time), len(self.first_late), len(self.first_overdue))

    @property
    def says_anything(self) -> bool:
        """Tell whether any figure is other than nought."""
        return any(self[1:])


def records(
    directives: Iterable[Directive],
    events: Mapping[int, Sequence[Event]],
    period: Period,
    today: date,
) -> list[Record]:
    """Return the record of each unit that has anything in the period, the poorest first.

    `events` are those of each directive, whose present executor answers for all of them. Units come
    by their share on time, those without one after the others, then by key.
    """
    found: dict[str | None, list[Record]] = {}
    for directive in directives:
        own = lived(events.get(directive.id, ()))
        record = _record(directive, own, period, today)
        if record.says_anything:
            found.setdefault(directive.executor, []).append(record)
    return sorted((_together(key, own) for key, own in found.items()), key=_poorest_first)


def total(found: Iterable[Record]) -> Record:
    """Return all records together."""
    return _together(None, list(found))


def _together(key: str | None, found: Sequence[Record]) -> Record:
    figures = zip(*(record[1:] for record in found), strict=True)
    return Record(key, *(tuple(chain.from_iterable(ids)) for ids in figures))


def as_first_set(directive: Directive, events: Iterable[Event]) -> Directive:
    """Return the directive as if its due dates had never been moved.

    `events` are those that its state rests on (`lived`); a closed period that they do not tell of
    keeps its date.
    """
    state: Directive | None = None
    firsts: list[date | None] = []
    for event in events:
        if isinstance(event.change, ReportAccepted) and state is not None:
            firsts.append(state.first_due)
        state = event.apply(state)
    untold = len(directive.accepted) - len(firsts)
    dues = [*(a.due for a in directive.accepted[:untold]), *firsts]
    accepted = (
        a._replace(due=first or a.due) for a, first in zip(directive.accepted, dues, strict=True)
    )
    return replace(directive, due=directive.first_due, accepted=tuple(accepted))


def _record(directive: Directive, events: Sequence[Event], period: Period, today: date) -> Record:
    first = as_first_set(directive, events)
    due, by_outcome = _due(directive, period, today)
    first_due, first_by_outcome = _due(first, period, today)
    decided = sum(map(len, by_outcome.values()))
    in_period = [event for event in events if period.holds(event.by.on)]
    return Record(
        key=directive.executor,
        due=due,
        on_time=by_outcome[Outcome.ON_TIME],
        late=by_outcome[Outcome.LATE],
        overdue=by_outcome[Outcome.OVERDUE],
        pending=due[decided:],
        returned=tuple(directive.id for event in in_period if event.returns_report),
        moved=tuple(directive.id for event in in_period if event.moves_due),
        first_due=first_due,
        first_on_time=first_by_outcome[Outcome.ON_TIME],
        first_late=first_by_outcome[Outcome.LATE],
        first_overdue=first_by_outcome[Outcome.OVERDUE],
    )


def _due(directive: Directive, period: Period, today: date) -> tuple[Ids, dict[Outcome, Ids]]:
    """Return the directive's id for each date in the period, and for each outcome of one."""
    due = tuple(directive.id for day in directive.dues() if period.holds(day))
    outcomes = [outcome for day, outcome in directive.outcomes(today) if period.holds(day)]
    return due, {kind: (directive.id,) * outcomes.count(kind) for kind in Outcome}


def _poorest_first(record: Record) -> tuple[bool, float, str]:
    percent = record.tally.percent
    return percent is None, percent or 0, record.key or "\uffff"
