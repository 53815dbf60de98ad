"""Giving directives to units."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from tracker.domain import decision
from tracker.domain.directive import Directive, Signature
from tracker.domain.discipline import twelve_months
from tracker.domain.event import Assignment, Changed
from tracker.domain.group import Group, Window, group
from tracker.domain.selection import Selection
from tracker.domain.unit import Register
from tracker.service.result import changed, check_seen
from tracker.store.base import Store


class Given(NamedTuple):
    """What an assignment did, and the unit's load with it."""

    changes: list[Changed]
    load: Group


def assign(
    store: Store,
    ids: Sequence[int],
    executor: str,
    *,
    co_executors: Sequence[str] | None = None,
    due: date | None = None,
    reason: str | None = None,
    seen: int | None = None,
    by: Signature,
    dry_run: bool = False,
) -> Given:
    """Give directives to a unit, with co-executors; with `due`, set or move the date too.

    Units are named by key, name or alias; without `co_executors` (None) those that help already
    stay. All ids or none are changed. Raises `NotFound` for an
    unknown id or unit, `Refused` for a closed directive, a date moved without a reason, and for one
    that was changed after event `seen`.
    """
    reason = decision.check_reason(reason)
    with store.change(by, trial=dry_run) as transaction:
        check_seen(transaction, ids, seen)
        register = transaction.register()
        results = []
        for id in ids:
            before = transaction.directive(id)
            to = _helped(register, executor, co_executors, before)
            if given := decision.assign(before, to):
                transaction.record(id, given, reason)
            if due and (moved := decision.move_due(before, due, reason)):
                transaction.record(id, moved, reason)
            results.append(changed(transaction, before, transaction.directive(id)))
        unit = register.find(executor).key
        window = Window(by.on, by.on, twelve_months(by.on))
        own = transaction.select(Selection(executor=unit))
        return Given(results, group(unit, own, window))


def _helped(
    register: Register, executor: str, co_executors: Sequence[str] | None, before: Directive
) -> Assignment:
    """Return who executes: the helpers named, or those that there are."""
    if co_executors is not None:
        return decision.assignment(register, executor, co_executors)
    unit = register.find(executor).key
    return Assignment(unit, tuple(key for key in before.co_executors if key != unit))
