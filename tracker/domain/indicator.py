"""What a directive is measured by, and its readings over time."""

import math
from datetime import date
from typing import NamedTuple

from tracker.domain.wording import Wording, normal
from tracker.errors import Refused

TOO_LARGE = 1e15
"""From here on a float no longer holds every whole number with its decimals."""


class Reading(NamedTuple):
    """One measurement: the day it stands for and the number."""

    on: date
    value: float


class Indicator(NamedTuple):
    """A named quantity; `readings` are in the order of their days, one a day.

    `target` is the value that it is to reach, None if none was set.
    """

    key: str
    names: Wording
    readings: tuple[Reading, ...] = ()
    target: float | None = None

    def is_named(self, written: str) -> bool:
        """Tell whether this key or a name in any language was written."""
        return normal(written) in {normal(self.key), *map(normal, self.names.values())}

    def read(self, reading: Reading) -> "Indicator":
        """Return the indicator with this reading; a later one for the same day replaces it."""
        others = [r for r in self.readings if r.on != reading.on]
        return self._replace(readings=tuple(sorted([*others, reading], key=lambda r: r.on)))


def check_value(value: float) -> float:
    """Return the number, or raise `Refused` for one that cannot be kept."""
    if not math.isfinite(value) or abs(value) >= TOO_LARGE:
        raise Refused("A measured value must be an ordinary number below 10^15.")
    return value + 0.0  # no zero below zero
