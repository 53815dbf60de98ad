"""What a report is about: all directives, or those of a unit, a theme, a meeting, a period."""

from collections.abc import Iterable
from typing import NamedTuple

from tracker.domain.deadline import Period
from tracker.domain.directive import Directive


class Scope(NamedTuple):
    """What a report is limited to; None for no limit.

    `unit` is the one that answers for a directive (those that only help do not count), `period`
    what each report says it is.
    """

    unit: str | None = None
    theme: str | None = None
    meeting: str | None = None
    period: Period | None = None

    def holds(self, d: Directive) -> bool:
        """Tell whether the directive is of this unit, theme and meeting, whatever the period."""
        return (
            (self.unit is None or d.executor == self.unit)
            and (self.theme is None or d.theme == self.theme)
            and (self.meeting is None or d.meeting == self.meeting)
        )

    def of(self, directives: Iterable[Directive]) -> list[Directive]:
        """Return the directives that it holds."""
        return [d for d in directives if self.holds(d)]


ALL = Scope()
