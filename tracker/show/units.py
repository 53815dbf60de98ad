"""The register of units."""

from collections.abc import Mapping
from typing import NamedTuple

from tracker.domain.group import Group
from tracker.domain.unit import Unit
from tracker.i18n.language import NP_
from tracker.show.fields import unit_object
from tracker.show.look import Look
from tracker.show.page import Column, Grid, Line, Page
from tracker.show.view import Json, Sheet


class UnitList(NamedTuple):
    """The units, each with its load."""

    loads: Mapping[str, Group]
    look: Look

    def page(self) -> Page:
        """Return the table of units."""
        say, named = self.look.language.say, self.look.language.named
        if not len(self.look.register):
            return Page([Line(say("No units yet: tracker load, or tracker units add KEY NAME."))])
        is_wide = self.look.is_wide
        columns = [
            Column(say("Key"), gives=True),
            Column(say("Name"), wraps=True),
            Column(say("Short name") if is_wide else "", gap=2 if is_wide else 0),
            Column(say("Head"), gives=True),
            Column(named(NP_("column", "On control")), right=True),
            Column(named(NP_("column", "Overdue")), right=True),
        ]
        code = self.look.language.code
        rows = []
        for unit in self.look.register:
            load = self.loads.get(unit.key)
            overdue = load.overdue if load else 0
            rows.append(
                [
                    (unit.key, ""),
                    (unit.name(code), ""),
                    (unit.short.get(code, "") if is_wide else "", "quiet"),
                    (unit.head or "", ""),
                    (str(load.on_control if load else 0), ""),
                    (str(overdue), "overdue" if overdue else ""),
                ]
            )
        return Page([Grid(columns, rows)])

    def sheet(self) -> Sheet:
        """Return a row a unit."""
        say, code = self.look.language.say, self.look.language.code
        columns = [
            ("key", say("Key")),
            ("name", say("Name")),
            ("short", say("Short name")),
            ("head", say("Head")),
            ("aliases", say("Aliases")),
        ]
        rows = [
            [u.key, u.name(code), u.short.get(code, ""), u.head, "; ".join(u.aliases)]
            for u in self.look.register
        ]
        return Sheet(columns, rows)

    def data(self) -> Json:
        """Return the units, with how many directives each has on control and overdue."""
        return {
            "units": [
                unit_object(u) | _load_object(self.loads.get(u.key)) for u in self.look.register
            ]
        }


class OneUnit(NamedTuple):
    """A unit that was entered or renamed."""

    unit: Unit
    look: Look
    dry_run: bool

    def page(self) -> Page:
        """Return a line."""
        language = self.look.language
        text = language.say(
            "Unit “{key}”: {name}", key=self.unit.key, name=self.unit.name(language.code)
        )
        return Page([Line(text), *(Line(note, style="soon") for note in self.notes())])

    def notes(self) -> list[str]:
        """Return that it was a dry run, if it was."""
        return [self.look.language.say("Dry run: nothing was changed.")] if self.dry_run else []

    def sheet(self) -> Sheet:
        """Return the unit's row."""
        say = self.look.language.say
        columns = [("key", say("Key")), ("name", say("Name"))]
        return Sheet(columns, [[self.unit.key, self.unit.name(self.look.language.code)]])

    def data(self) -> Json:
        """Return the unit."""
        return {"unit": unit_object(self.unit), "dry_run": self.dry_run}


def _load_object(load: Group | None) -> Json:
    return {"on_control": load.on_control if load else 0, "overdue": load.overdue if load else 0}
