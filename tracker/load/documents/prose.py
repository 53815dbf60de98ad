"""A document as the text that it holds."""

from bisect import bisect_right
from typing import NamedTuple


class Prose(NamedTuple):
    """The text of a document: its paragraphs, one a line (longer gaps are empty lines).

    `source` is its name as the user gave it, `sha256` (hex) that of its bytes. `pages` are the
    places in `text` at which its pages begin; empty for a document without pages.
    """

    source: str
    sha256: str
    text: str
    pages: tuple[int, ...] = ()

    def page(self, place: int) -> int | None:
        """Return the page, from 1, on which the character at this place stands."""
        return bisect_right(self.pages, place) or None
