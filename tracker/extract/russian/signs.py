"""Signs and small words of a Russian sentence that part its items and belong to none."""

from tracker.extract.lexicon import lexicon
from tracker.extract.reading import Reading
from tracker.extract.tokens import DASHES, QUOTES

_RU = lexicon("ru")

PARTING = frozenset((",", ";", ":", "."))
_SKIPPED = PARTING | DASHES | QUOTES


def skip(reading: Reading, place: int, end: int) -> int:
    """Return what comes behind signs, quotation marks and words that only join, if any do."""
    while place < end and place not in reading.begins and _is_skipped(reading, place):
        place += 1
    return place


def _is_skipped(reading: Reading, place: int) -> bool:
    low = reading.low(place)
    return reading.text(place) in _SKIPPED or low in _RU.words("heads", "skipped")


def is_separator(reading: Reading, place: int) -> bool:
    """Tell whether a sign or an “and” stands here that parts two items."""
    if place in reading.closed:
        return False
    is_sign = reading.text(place) in PARTING | DASHES
    return is_sign or reading.low(place) in _RU.words("heads", "parting")
