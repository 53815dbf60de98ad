"""Looking a store on a server over: whether its rows are what its events made them."""

from collections.abc import Iterator

from tracker.errors import Finding
from tracker.store.chain import verified
from tracker.store.inspection import compared
from tracker.store.postgres.keeping import not_all
from tracker.store.postgres.store import PostgresStore
from tracker.store.replay import state_of


def inspect_server(store: PostgresStore) -> Iterator[Finding]:
    """Yield what is wrong with the events, or with what they made.

    Raises `Refused` for a login that does not see all of the store.
    """
    lines = list(store.lines())
    if len(lines) != store.standing().seq:
        raise not_all(store.where)
    events, broken = verified(lines)
    if broken is not None:
        yield Finding(
            "Event {number} is not as this program wrote it. What stands behind it cannot be "
            "vouched for; compare with a backup.",
            number=broken,
        )
        return
    yield from compared(state_of(store), events)
