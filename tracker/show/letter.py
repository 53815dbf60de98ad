"""A letter: a template filled in from the record."""

from collections.abc import Iterator, Mapping
from datetime import date
from string import Template
from typing import NamedTuple

from tracker.domain.directive import Directive
from tracker.domain.letter import Ground, Kind
from tracker.domain.wording import in_language
from tracker.errors import BadInput
from tracker.show.look import Look
from tracker.show.page import Line, Page
from tracker.show.text import clean
from tracker.show.view import Json, Sheet
from tracker.show.words import days_words

INDENT = 40
"""Cells before the lines that begin with a tab: the addressee's."""


class Letter(NamedTuple):
    """A letter about a directive; `text` has its lines, those of the addressee behind a tab."""

    kind: Kind
    directive: Directive
    text: str
    look: Look

    def page(self) -> Page:
        """Return the letter's lines."""
        lines = self.text.splitlines()
        return Page(
            Line(line.strip(), indent=INDENT if line.startswith("\t") else 1) for line in lines
        )

    def plain(self) -> str:
        """Return the letter as it is saved."""
        return self.text

    def sheet(self) -> Sheet:
        """Return a row a line."""
        column = ("text", self.look.language.say("Letter"))
        return Sheet([column], [[line.strip()] for line in self.text.splitlines()])

    def data(self) -> Json:
        """Return the letter, what it is about and for."""
        return {
            "letter": {
                "id": self.directive.id,
                "kind": self.kind.value,
                "language": self.look.language.code,
                "text": self.text,
            }
        }


def values(directive: Directive, ground: Ground, look: Look, actor: str) -> dict[str, str]:
    """Return what may stand in a template, by the names it has there; empty for what there is not.

    Dates are in words, texts harmless and on one line.
    """
    d, language = directive, look.language
    meeting = look.meetings.get(d.meeting or "")
    unit = look.register.get(d.executor or "")

    def day(value: date | None) -> str:
        return language.long_day(value) if value else ""

    found = {
        "today": day(look.today),
        "id": str(d.id),
        "text": look.text(d),
        "item": d.item or "",
        "theme": look.theme(d.theme, d.meeting) if d.theme else "",
        "meeting": in_language(meeting.title, language.code) if meeting else "",
        "meeting_date": day(meeting.on) if meeting else "",
        "region": in_language(meeting.region, language.code) if meeting and meeting.region else "",
        "chair": (meeting.chair or "") if meeting else "",
        "executor": look.unit(d.executor) if d.executor else "",
        "head": (unit.head or "") if unit else "",
        "co_executors": ", ".join(look.unit(key) for key in d.co_executors),
        "status": look.status(d.status),
        "progress": "" if d.progress is None else language.percent(d.progress),
        "due": day(d.due),
        "first_due": day(d.first_due),
        "standing": days_words(d, look),
        "moved": language.number(d.moved),
        "submitted": day(d.submitted_on),
        "closed": day(d.closed_on),
        "reason": ground.reason or "",
        "on": day(ground.on),
        "old_due": day(ground.old_due),
        "actor": actor,
    }
    return {name: clean(value) for name, value in found.items()}


def filled(source: str, text: str, known: Mapping[str, str]) -> str:
    """Return the template with the values in place; a line all of whose values are empty goes.

    Values are not looked at for placeholders. Raises `BadInput`, naming file and line, for a
    placeholder that there is not (naming it too), and a `$` that begins none.
    """
    return "".join(f"{line}\n" for line in _lines(source, text, known))


def _lines(source: str, text: str, known: Mapping[str, str]) -> Iterator[str]:
    for number, line in enumerate(text.splitlines(), start=1):
        template = Template(line)
        if not template.is_valid():
            raise BadInput(
                "“{source}”, line {line}: a dollar that begins no placeholder is written $$.",
                source=source,
                line=number,
            )
        names = template.get_identifiers()
        if unknown := [name for name in names if name not in known]:
            raise BadInput(
                "“{source}”, line {line}: placeholder {name} is unknown. Known: {known}.",
                source=source,
                line=number,
                name=f"${unknown[0]}",
                known=[f"${name}" for name in known],
            )
        if not names or any(known[name] for name in names):
            tab = "\t" if line.startswith("\t") else ""
            yield tab + clean(template.substitute(known)).strip()
