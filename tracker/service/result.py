"""Opening a transaction, and saying what it did."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from tracker.domain.directive import Directive, Signature
from tracker.domain.event import Changed
from tracker.errors import Refused
from tracker.store.base import Store
from tracker.store.transaction import Transaction


@contextmanager
def changing(store: Store, by: Signature, *, dry_run: bool) -> Iterator[Transaction]:
    """Open a transaction of the store; a dry run does everything and keeps nothing."""
    with store.change(by) as transaction:
        yield transaction
        if dry_run:
            transaction.discard()


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
    return Changed(before, after, tuple(e for e in transaction.events if e.directive == after.id))
