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
        page = Page([Line(self.look.language.say("Written: {path}", path=self.path))])
        page.add(*(Line(note, style="soon") for note in self.notes()))
        return page

    def sheet(self) -> Sheet:
        """Return the place."""
        return Sheet([("saved", self.look.language.say("File"))], [[self.path]])

    def data(self) -> Json:
        """Return the place."""
        if self.look.seen is None:
            return {"saved": self.path}
        seen, number = self.look.seen
        return {"saved": self.path, "seen": {"events": seen, "of": number}}

    def notes(self) -> list[str]:
        """Return whether it holds only a part of the store."""
        return self.look.part()
