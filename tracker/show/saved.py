"""Where a document was written."""

from typing import NamedTuple

from tracker.show.look import Look
from tracker.show.page import Line, Page
from tracker.show.view import Json, Sheet


class Saved(NamedTuple):
    """The file that was written."""

    path: str
    look: Look

    def page(self) -> Page:
        """Return the place."""
        return Page([Line(self.look.language.say("Written: {path}", path=self.path))])

    def sheet(self) -> Sheet:
        """Return the place."""
        return Sheet([("saved", self.look.language.say("File"))], [[self.path]])

    def data(self) -> Json:
        """Return the place."""
        return {"saved": self.path}
