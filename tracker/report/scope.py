"""What a report is about: all directives, or those of a unit, a theme, a meeting, a period."""

from typing import NamedTuple

from tracker.domain.deadline import Period
from tracker.domain.selection import Selection


class Scope(NamedTuple):
    """What a report is limited to; None for no limit.

    `unit` is the one that answers for a directive (those that only help do not count), `period`
    what each report says it is.
    """

    unit: str | None = None
    theme: str | None = None
    meeting: str | None = None
    period: Period | None = None

    def selection(self, *, closed: bool = True) -> Selection:
        """Return what selects the directives of this unit, theme and meeting, in any period."""
        return Selection(closed=closed, executor=self.unit, theme=self.theme, meeting=self.meeting)


ALL = Scope()
