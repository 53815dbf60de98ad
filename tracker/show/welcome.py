"""What an empty store says."""

from typing import TYPE_CHECKING, NamedTuple

from tracker.show.look import Look
from tracker.show.overview import OverviewSheet
from tracker.show.page import Column, Grid, Line, Page
from tracker.show.view import Json, Sheet

if TYPE_CHECKING:
    from tracker.show.documents.document import Document


class Welcome(NamedTuple):
    """The three commands to start with; for programs, the empty overview."""

    overview: OverviewSheet
    look: Look

    def page(self) -> Page:
        """Return what to type first."""
        say = self.look.language.say
        page = Page([Line(say("Nothing is on control yet. Three commands to start with:"))])
        rows = [[(command, "head"), (what, "")] for command, what in self._commands()]
        page.add(Grid([Column(), Column(wraps=True)], rows, indent=3))
        return page

    def sheet(self) -> Sheet:
        """Return a row a command."""
        say = self.look.language.say
        columns = [("command", say("Command")), ("what", say("What"))]
        return Sheet(columns, list(self._commands()))

    def data(self) -> Json:
        """Return the overview, with nothing in it."""
        return self.overview.data()

    def document(self) -> "Document":
        """Return the overview, with nothing in it."""
        return self.overview.document()

    def _commands(self) -> list[tuple[str, str]]:
        say = self.look.language.say
        return [
            ("tracker load", say("takes in the shipped meeting of 3 November 2025, or a file")),
            ("tracker list", say("shows what is on control")),
            ("tracker --help", say("shows all commands")),
        ]
