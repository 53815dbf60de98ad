"""Small drawings out of letters: bars and trends."""

from collections.abc import Sequence

from tracker.show.look import Look

_BAR = 10
_EIGHTHS = " ▏▎▍▌▋▊▉"
_STEPS = "▁▂▃▄▅▆▇█"


def bar(percent: float | None, look: Look) -> str:
    """Return a bar of at most ten cells, in eighths of a cell; nothing for no value."""
    if percent is None:
        return ""
    if look.ascii:
        return "#" * round(percent / 100 * _BAR)
    eighths = round(percent / 100 * _BAR * 8)
    return "█" * (eighths // 8) + _EIGHTHS[eighths % 8].strip()


def trend(numbers: Sequence[float]) -> str:
    """Return the numbers as a small line, from the lowest to the highest."""
    low, high = min(numbers), max(numbers)
    steps = len(_STEPS) - 1
    return "".join(
        _STEPS[round((number - low) / (high - low) * steps) if high > low else steps // 2]
        for number in numbers
    )
