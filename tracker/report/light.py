"""Red, amber, green: a share on time as a light, by a rule that the user sets."""

from enum import StrEnum
from typing import NamedTuple


class Light(StrEnum):
    """How well it goes."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"


class Rule(NamedTuple):
    """From how many percent on time a light is green, and from how many amber; else it is red."""

    green: int = 90
    amber: int = 70

    def light(self, percent: float | None) -> Light | None:
        """Return the light of a share; None where nothing was due."""
        if percent is None:
            return None
        if percent >= self.green:
            return Light.GREEN
        return Light.AMBER if percent >= self.amber else Light.RED
