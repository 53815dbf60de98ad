"""Opening a transaction, and saying what it did."""

from collections.abc import Iterator
from contextlib import contextmanager

from tracker.domain.directive import Directive, Signature
from tracker.domain.event import Changed
from tracker.store.base import Store
from tracker.store.transaction import Transaction


@contextmanager
def changing(store: Store, by: Signature, *, dry_run: bool) -> Iterator[Transaction]:
    """Open a transaction of the store; a dry run does everything and keeps nothing."""
    with store.change(by) as transaction:
        yield transaction
        if dry_run:
            transaction.discard()


def changed(transaction: Transaction, before: Directive | None, after: Directive) -> Changed:
    """Return what this transaction did to a directive."""
    return Changed(before, after, tuple(e for e in transaction.events if e.directive == after.id))
