"""Taking a single directive on control."""

from collections.abc import Sequence
from datetime import date

from tracker.domain import decision
from tracker.domain.deadline import Every, check_date, period_end
from tracker.domain.directive import Directive, Signature
from tracker.domain.event import Assigned, Assignment, Changed, Registered
from tracker.domain.indicator import Indicator
from tracker.domain.wording import Wording
from tracker.errors import NotFound, Refused
from tracker.service.result import changed, changing
from tracker.store.base import Store
from tracker.store.transaction import Transaction


def add(
    store: Store,
    wording: Wording,
    *,
    meeting: str | None = None,
    item: str | None = None,
    theme: str | None = None,
    due: date | None = None,
    every: Every | None = None,
    executor: str | None = None,
    co_executors: Sequence[str] = (),
    by: Signature,
    dry_run: bool = False,
) -> Changed:
    """Take a directive on control, assigned if an executor is named.

    A constant directive (`every`) without a date is first due on the last day of the current
    period. Raises `NotFound` for an unknown meeting or unit, `Refused` for an unusable text or
    date, and for co-executors without an executor.
    """
    with changing(store, by, dry_run=dry_run) as transaction:
        if meeting is not None and meeting not in transaction.meetings():
            raise NotFound(
                "There is no meeting “{meeting}”. Known: {known}.",
                meeting=meeting,
                known=list(transaction.meetings()),
            )
        registered = registration(
            wording, meeting=meeting, item=item, theme=theme, due=due, every=every, on=by.on
        )
        directive = enter(transaction, registered, executor, co_executors)
        return changed(transaction, None, directive)


def registration(
    wording: Wording,
    *,
    meeting: str | None,
    item: str | None,
    theme: str | None,
    due: date | None,
    every: Every | None,
    indicators: tuple[Indicator, ...] = (),
    on: date,
) -> Registered:
    """Return the registration of a directive given on a day, its text and dates checked."""
    if due is None and every is not None:
        due = period_end(every, on)
    return Registered(
        wording={language: decision.check_text(text) for language, text in wording.items()},
        meeting=meeting,
        item=None if item is None else decision.check_text(item),
        theme=None if theme is None else decision.check_text(theme),
        due=None if due is None else check_date(due),
        every=every,
        indicators=indicators,
    )


def enter(
    transaction: Transaction, registered: Registered, executor: str | None, helpers: Sequence[str]
) -> Directive:
    """Take a directive on control, assigned if an executor came with it; all of it or nothing."""
    if executor is None:
        if helpers:
            raise Refused("Co-executors need an executor: name the responsible unit too.")
        return transaction.add(registered)
    to = decision.assignment(transaction.register(), executor, helpers)
    directive = transaction.add(registered)
    return transaction.record(directive.id, Assigned(Assignment(None), to))
