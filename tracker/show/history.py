"""The history of changes."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from types import MappingProxyType
from typing import NamedTuple

from tracker.domain.event import Event, Stamp, moment_of
from tracker.show.events import (
    TELLINGS,
    asides,
    event_object,
    signed,
    told,
    unverified_note,
)
from tracker.show.look import Look
from tracker.show.page import Column, Grid, Line, Page, Span
from tracker.show.view import Json, Ref, Sheet, Value


class History(NamedTuple):
    """Events, oldest first; `stamps` are what a server wrote down beside them, by `seq`."""

    events: Sequence[Event]
    look: Look
    stamps: Mapping[int, Stamp] = MappingProxyType({})

    def page(self) -> Page:
        """Return when, who, which directive and what; a command's changes stand together."""
        say = self.look.language.say
        if not self.events:
            return Page([Line(say("Nothing has happened yet."))])
        columns = [
            Column(say("When")),
            Column(say("Who"), gives=True),
            Column("№", right=True),
            Column(say("What"), wraps=True),
        ]
        rows: list[list[Span]] = []
        for (_, id), group in groupby(self.events, key=lambda e: (e.batch, e.directive)):
            events = list(group)
            first = events[0]
            told_of = [(told(e, self.look), "") for e in events]
            told_of += [(extra, "quiet") for extra in asides(events, self.look, self.stamps)]
            when = self.look.language.moment(moment_of(first, self.stamps))
            number = "" if id is None else str(id)
            rows.append(
                [(when, "quiet"), (signed(first, self.stamps), ""), (number, ""), told_of[0]]
            )
            rows += [[("", "")] * 3 + [line] for line in told_of[1:]]
        return Page([Grid(columns, rows), *(Line(note, style="quiet") for note in self.notes())])

    def sheet(self) -> Sheet:
        """Return a row an event."""
        say = self.look.language.say
        columns = [
            ("seq", "#"),
            ("at", say("When")),
            ("on", say("Day")),
            ("actor", say("Who")),
            ("directive", "№"),
            ("kind", say("Kind")),
            ("from", say("From")),
            ("to", say("To")),
            ("reason", say("Reason")),
            ("login", say("Login")),
            ("kept_at", say("Taken in")),
            ("unverified", say("Cannot be verified")),
        ]
        yes, no = Ref("1", say("yes")), Ref("0", say("no"))
        rows: list[list[Value]] = []
        for e in self.events:
            before, after = TELLINGS[e.change.kind].words(e.change, self.look)
            kind = Ref(e.change.kind, say(e.change.title))
            row: list[Value] = [e.seq, e.by.at, e.by.on, e.by.actor, e.directive, kind]
            stamp = self.stamps.get(e.seq)
            stamped = (stamp.login, stamp.at) if stamp else (None, None)
            rows.append([*row, before, after, e.reason, *stamped, yes if e.unverified else no])
        return Sheet(columns, rows)

    def data(self) -> Json:
        """Return the events."""
        return {"events": [event_object(e, self.stamps.get(e.seq)) for e in self.events]}

    def notes(self) -> list[str]:
        """Return what the mark of some events says."""
        return unverified_note(self.events, self.look)
