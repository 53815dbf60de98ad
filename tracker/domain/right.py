"""What a login may do with a store that several share."""

from enum import StrEnum
from typing import NamedTuple


class Role(StrEnum):
    """The sides: who controls does everything, who executes reports, who reads reads."""

    CONTROLLER = "controller"
    EXECUTOR = "executor"
    READER = "reader"


class Right(NamedTuple):
    """A login's role; `unit` is the key of the unit that an executor reports for."""

    login: str
    role: Role
    unit: str | None = None
