"""How directives flow: how long they stay with whom, and how many are loaded and closed by week."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from tracker.domain.deadline import Period, week_of
from tracker.domain.event import Event, lived
from tracker.domain.status import Status

LONGEST = 5
"""Directives that are named for each stage."""


class Stage(StrEnum):
    """With whom a directive on control is."""

    UNASSIGNED = "unassigned"
    EXECUTOR = "executor"
    CONTROLLER = "controller"
    RETURNED = "returned"


_STAGES = {
    Status.NEW: Stage.UNASSIGNED,
    Status.ASSIGNED: Stage.EXECUTOR,
    Status.IN_PROGRESS: Stage.EXECUTOR,
    Status.SUBMITTED: Stage.CONTROLLER,
    Status.RETURNED: Stage.RETURNED,
}


class Spell(NamedTuple):
    """A time in one stage (None: off control), from a day to another; `until` is the next one's."""

    stage: Stage | None
    first: date
    until: date


class Stay(NamedTuple):
    """How long directives were in a stage: how many, their median, the longest as (id, days).

    A directive counts once, with all its days there together.
    """

    stage: Stage
    directives: int
    median: float | None
    longest: tuple[tuple[int, int], ...]


class WeekEnd(NamedTuple):
    """How many directives had been loaded, and how many were off control, by the end of a week."""

    monday: date
    loaded: int
    closed: int


class Flow(NamedTuple):
    """The flow in a period, up to a day."""

    period: Period
    stays: tuple[Stay, ...]
    weeks: tuple[WeekEnd, ...]


def flow(events: Mapping[int, Sequence[Event]], period: Period, today: date) -> Flow:
    """Return the flow of the directives whose events these are; days count within the period."""
    last = min(period.last, today)
    spells = {id: list(_spells(lived(own), today)) for id, own in events.items()}
    spells = {id: found for id, found in spells.items() if found}
    return Flow(
        period=period,
        stays=tuple(_stay(stage, spells, Period(period.first, last)) for stage in Stage),
        weeks=tuple(_weeks(list(spells.values()), period.first, last)),
    )


def _spells(events: Iterable[Event], today: date) -> Iterator[Spell]:
    """Yield the times between a directive's changes of stage; the last one runs until today."""
    directive = None
    stage: Stage | None = None
    first = since = date.min
    for event in events:
        directive = event.apply(directive)
        if directive is None:
            return
        following = _STAGES.get(directive.status)
        now = max(event.by.on, since)
        if first == date.min:
            first = since = now
        elif following is not stage:
            yield Spell(stage, since, now)
            since = now
        stage = following
    if first != date.min:
        yield Spell(stage, since, max(today, since))


def _stay(stage: Stage, spells: Mapping[int, Sequence[Spell]], period: Period) -> Stay:
    days = {
        id: sum(_days(spell, period) for spell in found if spell.stage is stage)
        for id, found in spells.items()
        if any(spell.stage is stage and _touches(spell, period) for spell in found)
    }
    from statistics import median

    longest = sorted(days.items(), key=lambda item: (-item[1], item[0]))
    return Stay(
        stage=stage,
        directives=len(days),
        median=float(median(days.values())) if days else None,
        longest=tuple((id, n) for id, n in longest[:LONGEST] if n),
    )


def _touches(spell: Spell, period: Period) -> bool:
    return spell.first <= period.last and spell.until >= period.first


def _days(spell: Spell, period: Period) -> int:
    """Return the days of the spell that lie in the period."""
    first, until = max(spell.first, period.first), min(spell.until, period.last)
    return max((until - first).days, 0)


def _weeks(spells: Sequence[Sequence[Spell]], first: date, last: date) -> Iterator[WeekEnd]:
    """Yield the weeks from the first day, or the first load if that is later, to the last day."""
    loaded = sorted(found[0].first for found in spells)
    off = [(spell, spell is found[-1]) for found in spells for spell in found if not spell.stage]
    closed = sorted(spell.first for spell, _ in off)
    reopened = sorted(spell.until for spell, is_last in off if not is_last)
    if not loaded:
        return
    monday = week_of(max(first, loaded[0])).first
    while monday <= last:
        end = min(monday + timedelta(days=6), last)
        yield WeekEnd(
            monday=monday,
            loaded=bisect_right(loaded, end),
            closed=bisect_right(closed, end) - bisect_right(reopened, end),
        )
        monday += timedelta(weeks=1)
