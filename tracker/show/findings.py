"""What is wrong with a store, and where a backup was written."""

from collections.abc import Sequence
from typing import NamedTuple

from tracker.show.look import Look
from tracker.show.page import Line, Page
from tracker.show.view import Json, Sheet


class Findings(NamedTuple):
    """Sentences, each of something that is wrong and what can be done.

    `remarks` are what is odd beside that, and was so for good.
    """

    sentences: Sequence[str]
    where: str
    look: Look
    remarks: Sequence[str] = ()

    def page(self) -> Page:
        """Return the sentences, or that nothing is wrong."""
        language = self.look.language
        odd = [Line(text, style="quiet") for text in self.remarks]
        if not self.sentences:
            sound = language.say("Nothing is wrong with “{where}”.", where=self.where)
            return Page([*odd, Line(sound)])
        count = language.count("{n} finding", "{n} findings", len(self.sentences))
        found = [Line(f"• {text}") for text in self.sentences]
        return Page([*found, *odd, Line(count, style="overdue")])

    def sheet(self) -> Sheet:
        """Return a row a sentence."""
        columns = [("finding", self.look.language.say("Finding"))]
        return Sheet(columns, [[text] for text in self.sentences])

    def data(self) -> Json:
        """Return the sentences."""
        return {
            "findings": list(self.sentences),
            "remarks": list(self.remarks),
            "store": self.where,
        }

    def notes(self) -> list[str]:
        """Return what is odd, and that nothing is wrong, if nothing is."""
        if self.sentences:
            return list(self.remarks)
        sound = self.look.language.say("Nothing is wrong with “{where}”.", where=self.where)
        return [*self.remarks, sound]


class BackupMade(NamedTuple):
    """Where a backup was written."""

    path: str
    look: Look

    def page(self) -> Page:
        """Return the place, and how to go back to it."""
        say = self.look.language.say
        return Page(
            [Line(say("Backup written: tracker restore “{path}” goes back to it.", path=self.path))]
        )

    def sheet(self) -> Sheet:
        """Return the place."""
        return Sheet([("backup", self.look.language.say("Backup"))], [[self.path]])

    def data(self) -> Json:
        """Return the place."""
        return {"backup": self.path}
