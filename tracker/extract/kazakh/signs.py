"""Signs and small words of a Kazakh sentence that part its items and belong to none."""

from tracker.extract.lexicon import lexicon
from tracker.extract.reading import Reading
from tracker.extract.tokens import CLOSING, DASHES, QUOTES

_KK = lexicon("kk")

_PARTING = frozenset((",", ";"))
_SKIPPED = _PARTING | DASHES | {":"}


def parts(reading: Reading, place: int) -> bool:
    """Tell whether a sign or an “and” stands here that parts two items."""
    return reading.text(place) in _PARTING or reading.low(place) in _KK.words("heads", "joining")


def skip(reading: Reading, place: int, end: int) -> int:
    """Return what comes behind signs, quotation marks and words that only join, if any do."""
    while place < end and _is_skipped(reading, place, end):
        place += 1
    return place


def _is_skipped(reading: Reading, place: int, end: int) -> bool:
    if place in reading.begins or place in reading.helpers:
        return False
    text, low = reading.text(place), reading.low(place)
    if text in _SKIPPED or low in _KK.words("heads", "joining"):
        return True
    if low in _KK.words("heads", "skipped"):
        return True
    return text in QUOTES and not quotes_within(reading, place, end)


def quotes_within(reading: Reading, place: int, end: int) -> bool:
    """Tell whether a quotation opens here that ends before `end`: «Жасыл ел» жасағы."""
    return any(reading.text(i) in CLOSING for i in range(place + 1, end))


def behind_particles(reading: Reading, place: int) -> int:
    """Return what comes behind “да”, “де” and quotation marks, if any stand here."""
    particles = _KK.words("verbs", "particles")
    while reading.low(place) in particles or reading.text(place) in QUOTES:
        place += 1
    return place
