"""Indicators: what was measured first and last, what changed, and what is to be reached."""

from collections.abc import Iterable
from typing import NamedTuple

from tracker.domain.deadline import Period
from tracker.domain.directive import Directive
from tracker.domain.indicator import Indicator, Reading


class Measure(NamedTuple):
    """An indicator of a directive; its readings are those of the period asked about."""

    directive: Directive
    indicator: Indicator

    @property
    def first(self) -> Reading | None:
        """The earliest reading."""
        return self.indicator.readings[0] if self.indicator.readings else None

    @property
    def last(self) -> Reading | None:
        """The latest reading."""
        return self.indicator.readings[-1] if self.indicator.readings else None

    @property
    def change(self) -> float | None:
        """The last value less the first; None with fewer than two readings."""
        if self.first is None or self.last is None or self.first == self.last:
            return None
        return self.last.value - self.first.value

    @property
    def left(self) -> float | None:
        """The target less the last value; None without either."""
        if self.last is None or self.indicator.target is None:
            return None
        return self.indicator.target - self.last.value


def measures(directives: Iterable[Directive], period: Period | None = None) -> list[Measure]:
    """Return the indicators of the directives, in their order; all readings without a period."""
    return [
        Measure(directive, _within(indicator, period))
        for directive in directives
        for indicator in directive.indicators
    ]


def _within(indicator: Indicator, period: Period | None) -> Indicator:
    if period is None:
        return indicator
    return indicator._replace(readings=tuple(r for r in indicator.readings if period.holds(r.on)))
