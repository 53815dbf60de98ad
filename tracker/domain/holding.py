"""What a store is, and how much it holds."""

from datetime import datetime
from typing import NamedTuple

from tracker.domain.right import Right


class About(NamedTuple):
    """What a store is, and how much it holds; on a server, how much of it the login may see.

    `engine` is what keeps it, `hash` that of the last event: two stores that have the same hold the
    same events. `size` is in bytes, `changed_at` in UTC. Only a server knows the `right` of the
    login, and whether this is a `replica`, which can only be read. Of the events, the first
    `unverified` came in a file without hashes.
    """

    where: str
    engine: str
    format: int
    on_control: int
    off_control: int
    units: int
    meetings: int
    events: int
    hash: str
    size: int
    changed_at: datetime | None = None
    right: Right | None = None
    is_replica: bool = False
    unverified: int = 0


class Summary(NamedTuple):
    """How much a store holds.

    `hash` is that of its last event, `digest` the SHA-256 of everything.
    """

    events: int
    directives: int
    units: int
    meetings: int
    hash: str
    digest: str
