"""What commands share: a check before a change, and what came of it."""

from collections.abc import Sequence

from tracker.domain.directive import Directive
from tracker.domain.event import Changed
from tracker.errors import Refused
from tracker.store.transaction import Transaction


def check_seen(transaction: Transaction, ids: Sequence[int], seen: int | None) -> None:
    """Raise `Refused` if one of the directives was changed after event `seen`, saying how."""
    if seen is None:
        return
    for id in ids:
        if transaction.directive(id).version <= seen:
            continue
        later = [e for e in transaction.history(id) if e.seq > seen]
        raise Refused(
            "Directive {id} was changed since event {seen} ({changes}, by {actors}). Nothing was "
            "written: look at it again, tracker show {id}.",
            id=id,
            seen=seen,
            changes=list(dict.fromkeys(e.change.title for e in later)),
            actors=list(dict.fromkeys(e.by.actor for e in later)),
        )


def changed(transaction: Transaction, before: Directive | None, after: Directive) -> Changed:
    """Return what this transaction did to a directive."""
    return Changed(before, after, transaction.events_of(after.id))
