"""For whom and how something is shown: language, day, width, and the names behind the codes."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

from tracker.domain.deadline import Every, Period
from tracker.domain.directive import Directive
from tracker.domain.meeting import Meeting
from tracker.domain.status import Status
from tracker.domain.unit import Register
from tracker.domain.wording import in_language
from tracker.i18n.language import Language
from tracker.report.light import Rule
from tracker.report.scope import ALL, Scope
from tracker.show.labels import EVERY, STATUS, STATUS_SHORT

NOBODY = Register()

WIDE = 110
"""Cells from which on there is room for full names and dates."""


class Look(NamedTuple):
    """What every view needs to know.

    What is due by the day `until` counts as due soon (None: nothing does). `scope` is what a report
    is about, `rule` that of its lights; `ascii` is a terminal without signs. `seen` is how many of
    how many events the figures rest on, where that is to be said (None: on all, or it is not).
    """

    language: Language
    today: date
    register: Register = NOBODY
    meetings: Mapping[str, Meeting] = MappingProxyType({})
    width: int = 80
    until: date | None = None
    scope: Scope = ALL
    rule: Rule = Rule()
    ascii: bool = False
    seen: tuple[int, int] | None = None

    @property
    def is_wide(self) -> bool:
        """Tell whether full names and dates fit."""
        return self.width >= WIDE

    def part(self) -> list[str]:
        """Return a sentence for what is only a part of the store; none for the whole of it."""
        if self.seen is None:
            return []
        seen, number = self.seen
        return [
            self.language.say(
                "{seen} of {number} events: what your login may see, not the whole store.",
                seen=seen,
                number=number,
            )
        ]

    def unit(self, key: str | None) -> str:
        """Return a unit's full name, its key if the register has none, a dash for no unit."""
        return self._unit(key, short=False)

    def narrow_unit(self, key: str | None) -> str:
        """Return a unit's name as it fits the width."""
        return self._unit(key, short=not self.is_wide)

    def status(self, status: Status) -> str:
        """Return a status in full."""
        return self.language.say(STATUS[status])

    def narrow_status(self, status: Status) -> str:
        """Return a status as it fits tables."""
        return self.language.named(STATUS_SHORT[status])

    def every(self, every: Every) -> str:
        """Return how often a constant directive is reported on."""
        return self.language.say(EVERY[every])

    def theme(self, code: str | None, meeting: str | None = None) -> str:
        """Return a theme's name, its code if no meeting names it, a dash for no theme.

        The `meeting` at which a directive was given is asked first, then all in their order.
        """
        if code is None:
            return "–"
        own = self.meetings.get(meeting or "")
        known = self.meetings.values() if own is None or code not in own.themes else (own,)
        names = (m.themes[code] for m in known if code in m.themes)
        wording = next(names, None)
        return in_language(wording, self.language.code) if wording else code

    def meeting(self, id: str | None) -> str:
        """Return a meeting's title and day, its id if unknown, a dash for none."""
        if id is None:
            return "–"
        meeting = self.meetings.get(id)
        if meeting is None:
            return id
        title = in_language(meeting.title, self.language.code)
        return f"{title}, {self.language.day(meeting.on)}"

    def about(self) -> str:
        """Return what the scope limits a report to, in words; nothing for all."""
        unit, theme, meeting, period = self.scope
        named = [
            self.unit(unit) if unit else "",
            self.theme(theme) if theme else "",
            self.meeting(meeting) if meeting else "",
            self.period(period) if period else "",
        ]
        return " · ".join(filter(None, named))

    def period(self, period: Period) -> str:
        """Return a period by its first and last day."""
        return f"{self.language.day(period.first)} – {self.language.day(period.last)}"

    def text(self, directive: Directive) -> str:
        """Return a directive's wording."""
        return directive.text(self.language.code)

    def state(self, d: Directive) -> str:
        """Return the style of a directive's state: the one thing that matters most about it."""
        if d.is_overdue(self.today):
            return "overdue"
        if d.status in (Status.RETURNED, Status.EXECUTED, Status.WITHDRAWN):
            return d.status.value
        if d.awaits_controller:
            return "waiting"
        return "soon" if d.is_due_by(self.today, self.until or date.min) else ""

    def mark(self, d: Directive) -> str:
        """Return the signs of a directive's state, which also has words in its row."""
        signs = "!<@" if self.ascii else "‼↩↻"
        told = (d.is_overdue(self.today), d.status is Status.RETURNED, d.is_constant)
        return "".join(sign for sign, is_so in zip(signs, told, strict=True) if is_so)

    def _unit(self, key: str | None, *, short: bool) -> str:
        if key is None:
            return "–"
        unit = self.register.get(key)
        if unit is None:
            return key
        code = self.language.code
        return unit.short_name(code) if short else unit.name(code)
