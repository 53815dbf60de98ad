"""The meeting at which directives were given."""

from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

from tracker.domain.wording import Wording, normal


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


def theme_code(meetings: Iterable[Meeting], written: str) -> str | None:
    """Return the code of the theme that a code or a name in any language names; None for none."""
    for meeting in meetings:
        for code, names in meeting.themes.items():
            if normal(written) in map(normal, (code, *names.values())):
                return code
    return None
