"""Giving directives to units."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tracker.domain import decision
from tracker.domain.directive import Signature
from tracker.domain.event import Changed
from tracker.report.groups import Group, group
from tracker.service.result import changed, changing, check_seen
from tracker.store.base import Store


@dataclass(frozen=True, slots=True)
class Given:
    """What an assignment did, and the unit's load with it."""

    changes: list[Changed]
    load: Group


def assign(
    store: Store,
    ids: Sequence[int],
    executor: str,
    *,
    co_executors: Sequence[str] = (),
    due: date | None = None,
    reason: str | None = None,
    seen: int | None = None,
    by: Signature,
    dry_run: bool = False,
) -> Given:
    """Give directives to a unit, with co-executors; with `due`, set or move the date too.

    Units are named by key, name or alias. All ids or none are changed. Raises `NotFound` for an
    unknown id or unit, `Refused` for a closed directive, a date moved without a reason, and for one
    that was changed after event `seen`.
    """
    reason = decision.check_reason(reason)
    with changing(store, by, dry_run=dry_run) as transaction:
        check_seen(transaction, ids, seen)
        to = decision.assignment(transaction.register(), executor, co_executors)
        results = []
        for id in ids:
            before = transaction.directive(id)
            if given := decision.assign(before, to):
                transaction.record(id, given, reason)
            if due and (moved := decision.move_due(before, due, reason)):
                transaction.record(id, moved, reason)
            results.append(changed(transaction, before, transaction.directive(id)))
        own = [d for d in transaction.directives() if d.executor == to.executor]
        return Given(results, group(to.executor, own, today=by.on, within=0))
