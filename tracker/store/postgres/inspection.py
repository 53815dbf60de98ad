"""Looking a store on a server over: whether its rows are what its events made them."""

from collections.abc import Iterator

from tracker.errors import Finding
from tracker.store.chain import verified
from tracker.store.inspection import compared
from tracker.store.postgres.store import PostgresStore
from tracker.store.replay import State


def inspect_server(store: PostgresStore) -> Iterator[Finding]:
    """Yield what is wrong with the events, or with what they made.

    Raises `Refused` for a login that does not see all of the store.
    """
    lines = list(store.lines())
    events, broken = verified(lines)
    if broken is not None:
        yield Finding(
            "Event {number} is not as this program wrote it. What stands behind it cannot be "
            "vouched for; compare with a backup.",
            number=broken,
        )
        return
    kept = store.kept()
    unreadable = {id for id, directive in kept.items() if directive is None}
    state = State(
        {id: directive for id, directive in kept.items() if directive is not None},
        {unit.key: unit for unit in store.register()},
        store.meetings(),
    )
    yield from compared(state, events, unreadable)
