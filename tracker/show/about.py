"""What a store is, and what was moved."""

from collections.abc import Iterator
from typing import NamedTuple

from tracker.domain.holding import About, Summary
from tracker.show.look import Look
from tracker.show.page import Column, Grid, Line, Page
from tracker.show.rights import ROLES, right_object
from tracker.show.view import Json, Sheet, Value

_MEGABYTE = 10**6


class AboutStore(NamedTuple):
    """What a store is, and how much it holds."""

    about: About
    look: Look

    def page(self) -> Page:
        """Return a row a figure."""
        rows = [[(name, "quiet"), (self._text(value), "")] for _, name, value in self._figures()]
        return Page([Grid([Column(""), Column("", wraps=True)], rows)])

    def sheet(self) -> Sheet:
        """Return a row a figure."""
        say = self.look.language.say
        columns = [("name", say("Name")), ("value", say("Value"))]
        return Sheet(columns, [[name, value] for _, name, value in self._figures()])

    def data(self) -> Json:
        """Return the figures under their codes."""
        a = self.about
        return {
            "store": a.where,
            "engine": a.engine,
            "store_format": a.format,
            "on_control": a.on_control,
            "off_control": a.off_control,
            "units": a.units,
            "meetings": a.meetings,
            "events": a.events,
            "hash": a.hash or None,
            "size": a.size,
            "changed_at": a.changed_at and a.changed_at.isoformat(),
            "right": a.right and right_object(a.right),
            "replica": a.is_replica,
            "unverified": a.unverified,
        }

    def _figures(self) -> Iterator[tuple[str, str, Value]]:
        a, say = self.about, self.look.language.say
        yield "store", say("Store"), a.where
        yield "engine", say("Kept by"), a.engine
        yield "on_control", say("On control"), a.on_control
        yield "off_control", say("Off control"), a.off_control
        yield "units", say("Units"), a.units
        yield "meetings", say("Meetings"), a.meetings
        yield "events", say("Events"), a.events
        if a.unverified:
            yield "unverified", say("Of them, not verifiable"), a.unverified
        yield "hash", say("Hash of the last event"), a.hash or None
        yield "size", say("Size, MB"), round(a.size / _MEGABYTE, 1)
        moment = self.look.language.moment(a.changed_at) if a.changed_at else None
        yield "changed", say("Last change"), moment
        if a.right:
            unit = f" · {self.look.unit(a.right.unit)}" if a.right.unit else ""
            yield "login", say("Login"), f"{a.right.login} · {say(ROLES[a.right.role])}{unit}"
            if a.is_replica:
                yield "replica", say("This server"), say("a replica, which can only be read")

    def _text(self, value: Value) -> str:
        if value is None:
            return "–"
        return self.look.language.number(value) if isinstance(value, int | float) else str(value)


class Moved(NamedTuple):
    """What was moved where; `is_trial` if it only would be.

    `documents` of the evidence were taken into the source, and stay there.
    """

    summary: Summary
    source: str
    target: str
    look: Look
    is_trial: bool = False
    documents: int = 0

    def page(self) -> Page:
        """Return the counts, and how to go on."""
        say = self.look.language.say
        trial, done = say("Nothing was moved; this would be:"), say("Moved, and compared:")
        page = Page([Line(trial if self.is_trial else done), Line(self._counts())])
        page.add(Line(say("SHA-256 of all: {digest}", digest=self.summary.digest), style="quiet"))
        if not self.is_trial:
            page.add(Line(say("To work there: TRACKER_STORE='{address}'", address=self.target)))
        page.add(*(Line(note) for note in self._left_behind()))
        return page

    def sheet(self) -> Sheet:
        """Return one row of counts."""
        say, s = self.look.language.say, self.summary
        columns = [
            ("store", say("Store")),
            ("directives", say("Directives")),
            ("events", say("Events")),
            ("units", say("Units")),
            ("meetings", say("Meetings")),
            ("digest", say("SHA-256")),
        ]
        row: list[Value] = [self.target, s.directives, s.events, s.units, s.meetings, s.digest]
        return Sheet(columns, [row])

    def data(self) -> Json:
        """Return the counts, the hash of the last event, and the digest of everything."""
        return {"moved": {"store": self.target, **self.summary._asdict()}, "trial": self.is_trial}

    def notes(self) -> list[str]:
        """Return that it was a trial, and what stays where it was."""
        trial = [self.look.language.say("Dry run: nothing was changed.")] if self.is_trial else []
        return [*trial, *self._left_behind()]

    def _left_behind(self) -> list[str]:
        if not self.documents:
            return []
        note = self.look.language.count(
            "{n} document of the evidence stays in “{place}”: keep that folder.",
            "{n} documents of the evidence stay in “{place}”: keep that folder.",
            self.documents,
            place=self.source,
        )
        return [note]

    def _counts(self) -> str:
        s, count = self.summary, self.look.language.count
        return " · ".join(
            [
                count("{n} directive", "{n} directives", s.directives),
                count("{n} event", "{n} events", s.events),
                count("{n} unit", "{n} units", s.units),
                count("{n} meeting", "{n} meetings", s.meetings),
            ]
        )
