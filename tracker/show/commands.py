"""The commands that can be taken back."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from tracker.domain.event import Event, Stamp, moment_of
from tracker.show.events import told
from tracker.show.look import Look
from tracker.show.page import Column, Grid, Line, Page
from tracker.show.view import Json, Ref, Sheet, Value


class CommandList(NamedTuple):
    """Commands by their events, the latest first, each with whether it is taken back by now.

    `stamps` as in a history.
    """

    commands: Sequence[tuple[Sequence[Event], bool]]
    look: Look
    stamps: Mapping[int, Stamp] = MappingProxyType({})

    def page(self) -> Page:
        """Return a row a command."""
        say, language = self.look.language.say, self.look.language
        if not self.commands:
            return Page([Line(say("There is nothing to take back."))])
        columns = [
            Column(say("When")),
            Column("№", right=True, gives=True),
            Column(say("What"), wraps=True),
            Column(),
        ]
        rows = [
            [
                (language.moment(moment_of(events[0], self.stamps)), "quiet"),
                (self._ids(events), ""),
                (told(events[-1], self.look), ""),
                (say("taken back") if undone else "", "quiet"),
            ]
            for events, undone in self.commands
        ]
        return Page([Grid(columns, rows)])

    def sheet(self) -> Sheet:
        """Return a row a command."""
        say = self.look.language.say
        columns = [
            ("batch", "#"),
            ("at", say("When")),
            ("ids", "№"),
            ("what", say("What")),
            ("undone", say("taken back")),
        ]
        rows: list[list[Value]] = [
            [
                events[0].batch,
                events[0].by.at,
                self._ids(events),
                told(events[-1], self.look),
                Ref("1" if undone else "0", say("yes") if undone else say("no")),
            ]
            for events, undone in self.commands
        ]
        return Sheet(columns, rows)

    def data(self) -> Json:
        """Return the commands."""
        return {
            "commands": [
                {
                    "batch": events[0].batch,
                    "at": events[0].by.at.isoformat(),
                    "actor": events[0].by.actor,
                    "directives": sorted({e.directive for e in events if e.directive}),
                    "undone": undone,
                }
                for events, undone in self.commands
            ]
        }

    def _ids(self, events: Sequence[Event]) -> str:
        ids = sorted({e.directive for e in events if e.directive})
        if len(ids) > 2 and ids == list(range(ids[0], ids[-1] + 1)):  # noqa: PLR2004  # a range
            return f"{ids[0]}-{ids[-1]}"
        return ",".join(map(str, ids))
