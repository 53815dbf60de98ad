"""What was drafted from a document: directives to be confirmed, and what is unsure about each."""

from datetime import date
from typing import NamedTuple

from tracker.domain.source import Source
from tracker.domain.wording import Wording
from tracker.errors import Finding
from tracker.extract.doubts import Doubt
from tracker.extract.find import Candidate
from tracker.extract.meeting import MeetingFacts
from tracker.load.documents.prose import Prose

GRAVE = frozenset({Doubt.UNKNOWN_UNIT, Doubt.DUPLICATE, Doubt.EARLIER})
"""Doubts for which a draft is not taken unseen: they are warnings of the kind error."""


class Warned(NamedTuple):
    """A doubt about a draft, and the sentence that says it."""

    doubt: Doubt
    sentence: Finding

    @property
    def is_grave(self) -> bool:
        """Tell whether the draft is not to be taken unseen."""
        return self.doubt in GRAVE


class Drafted(NamedTuple):
    """A directive as a document words it, with what the store knows of its units.

    `executor` and `co_executors` are keys of units, the words for them stand in the candidate.
    `item` is its number, each once in a document; `line` counts from 1.
    """

    candidate: Candidate
    wording: Wording
    executor: str | None
    co_executors: tuple[str, ...]
    item: str | None
    line: int
    source: Source
    warnings: tuple[Warned, ...] = ()

    @property
    def is_sure(self) -> bool:
        """Tell whether it can be taken unseen."""
        return not any(warned.is_grave for warned in self.warnings)


class Drafts(NamedTuple):
    """All that was drafted from one document, given on the day `on` (None: no day is known).

    `by_endings` tells that Russian words were judged by their endings, for want of a dictionary.
    """

    prose: Prose
    facts: MeetingFacts
    on: date | None
    drafted: tuple[Drafted, ...]
    by_endings: bool = False
