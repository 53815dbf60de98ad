"""Taking a single directive on control."""

from collections.abc import Sequence
from datetime import date

from tracker.domain import decision
from tracker.domain.deadline import Every, check_date, period_end
from tracker.domain.directive import Directive, Signature
from tracker.domain.event import Assigned, Assignment, Changed, Registered
from tracker.domain.indicator import Indicator
from tracker.domain.meeting import theme_code
from tracker.domain.selection import Selection
from tracker.domain.source import Source
from tracker.domain.wording import Wording
from tracker.errors import Refused, no_meeting
from tracker.service.result import changed
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
    with store.change(by, trial=dry_run) as transaction:
        if meeting is not None:
            _check_item(transaction, meeting, item)
        if theme is not None:
            theme = theme_code(transaction.meetings().values(), theme) or theme
        registered = registration(
            wording, meeting=meeting, item=item, theme=theme, due=due, every=every, on=by.on
        )
        directive = enter(transaction, registered, executor, co_executors)
        return changed(transaction, None, directive)


def _check_item(transaction: Transaction, meeting: str, item: str | None) -> None:
    """Raise `NotFound` for an unknown meeting, `Refused` for an item that is on record already."""
    if transaction.meeting(meeting) is None:
        raise no_meeting(meeting, transaction.meetings())
    wanted = Selection(closed=True, meeting=meeting, item=item)
    for known in transaction.select(wanted) if item else ():
        raise Refused(
            "Item {item} of this meeting is directive {id} already.", item=item, id=known.id
        )


def registration(
    wording: Wording,
    *,
    meeting: str | None,
    item: str | None,
    theme: str | None,
    due: date | None,
    every: Every | None,
    indicators: tuple[Indicator, ...] = (),
    source: Source | None = None,
    on: date,
) -> Registered:
    """Return the registration of a directive given on a day, its text, dates and source checked."""
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
        source=None if source is None else decision.check_source(source),
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
