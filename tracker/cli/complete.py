"""What the shell offers while a command is typed, from the store as it is now."""

from collections.abc import Callable, Iterable, Iterator

import typer

from tracker.domain.deadline import Every
from tracker.domain.selection import Order, Selection
from tracker.domain.status import Status
from tracker.errors import TrackerError
from tracker.show.labels import STATUS
from tracker.show.text import clean
from tracker.store.base import Store

Offer = list[tuple[str, str]]

_MOST = 60
"""Letters of a directive that are offered."""

_OFFERED = 1_000
"""Directives that are looked at for a shell that waits."""


def ids(context: typer.Context, incomplete: str) -> Offer:
    """Offer the ids on control, with the first words of each: of many, those changed last."""

    def found() -> Iterator[tuple[str, str]]:
        store: Store = context.obj.store
        last = store.select(Selection(), Order.UPDATED, reverse=True, limit=_OFFERED).directives
        for d in sorted(last, key=lambda d: d.id):
            yield str(d.id), clean(d.text(context.obj.language.code))[:_MOST]

    return _offer(incomplete, found)


def units(context: typer.Context, incomplete: str) -> Offer:
    """Offer the units' keys, with their names."""
    return _offer(
        incomplete,
        lambda: (
            (u.key, clean(u.name(context.obj.language.code))) for u in context.obj.store.register()
        ),
    )


def ids_and_units(context: typer.Context, incomplete: str) -> Offer:
    """Offer both: after the first of several ids, the shell cannot tell which of them is next."""
    return ids(context, incomplete) + units(context, incomplete)


def meetings(context: typer.Context, incomplete: str) -> Offer:
    """Offer the meetings' ids, with their days."""
    return _offer(
        incomplete,
        lambda: ((m.id, m.on.isoformat()) for m in context.obj.store.meetings().values()),
    )


def themes(context: typer.Context, incomplete: str) -> Offer:
    """Offer the themes that the meetings name."""
    look = context.obj.look
    return _offer(
        incomplete,
        lambda: (
            (code, clean(look().theme(code)))
            for m in context.obj.store.meetings().values()
            for code in m.themes
        ),
    )


def statuses(context: typer.Context, incomplete: str) -> Offer:
    """Offer the statuses, with their labels."""
    say = context.obj.language.say
    return _offer(incomplete, lambda: ((s.value, say(STATUS[s])) for s in Status))


def letters(_context: typer.Context, incomplete: str) -> Offer:
    """Offer the kinds of letters."""
    from tracker.domain.letter import Kind

    return _offer(incomplete, lambda: ((kind.value, "") for kind in Kind))


def periods(_context: typer.Context, incomplete: str) -> Offer:
    """Offer the reporting periods."""
    return _offer(incomplete, lambda: ((every.value, "") for every in Every))


def _offer(incomplete: str, found: Callable[[], Iterable[tuple[str, str]]]) -> Offer:
    """Return what begins as typed; nothing, and no word, where the store cannot be read."""
    try:
        return [pair for pair in found() if pair[0].startswith(incomplete)]
    except TrackerError:
        return []
