"""The machine's clock: what it says, and whether that can be."""

from datetime import UTC, datetime

from tracker.errors import Refused

FIRST_YEAR, LAST_YEAR = 2020, 2100
"""The years in which something may be changed: a clock that says another is wrong."""

LATEST = datetime(2262, 4, 11, tzinfo=UTC)
"""The last day that Python can tell from a clock, of which it counts nanoseconds in 64 bits."""


def now() -> datetime:
    """Return the moment in UTC, one behind `LATEST` if the clock is further on than can be told.

    Some versions of Python raise then, others stop at the end.
    """
    try:
        return datetime.now(UTC)
    except OverflowError:
        return LATEST


def check(at: datetime) -> datetime:
    """Return the moment; raise `Refused` if a clock that says this cannot be right."""
    if FIRST_YEAR <= at.year <= LAST_YEAR:
        return at
    raise Refused(
        "The clock of this machine says {day}, which cannot be right: nothing was changed. "
        "Set the clock.",
        day=at.date(),
    )
