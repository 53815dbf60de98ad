"""The meeting at which directives were given."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

from tracker.domain.wording import Wording


class Meeting(NamedTuple):
    """A meeting: its lasting handle, its day, what it was and who led it.

    `themes` names the themes that its directives are grouped under (code to names).
    """

    id: str
    on: date
    title: Wording
    region: Wording = MappingProxyType({})
    chair: str | None = None
    source: str | None = None
    themes: Mapping[str, Wording] = MappingProxyType({})
