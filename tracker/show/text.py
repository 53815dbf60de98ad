"""Text from outside as harmless text of known width."""

import re
from collections.abc import Iterator

_INVISIBLE = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")

_NARROW = re.compile(
    "["
    "\u0020-\u02ff"  # Latin
    "\u0370-\u0482\u048a-\u052f"  # Greek, Cyrillic
    "\u2010-\u205e"  # punctuation
    "\u2100-\u214f"  # №
    "\u2190-\u22ff"  # arrows, mathematical signs
    "\u2580-\u259f"  # bars
    "]*"
)
"""Text (clean) whose characters take one cell each."""


def clean(text: str) -> str:
    """Return the text on one line, with nothing in it that a terminal or a reader obeys.

    White space of any kind becomes a space (a no-break space stays one); control characters,
    bidirectional overrides, halves of surrogate pairs and the like become U+FFFD; what is invisible
    anyway is left out.
    """
    if text.isprintable():
        return text
    return "".join(_harmless(text))


def _harmless(text: str) -> Iterator[str]:
    for character in text:
        if character.isprintable() or character == "\u00a0":
            yield character
        elif character.isspace():
            yield " "
        elif character not in _INVISIBLE:
            yield "\ufffd"


def cells(text: str) -> int:
    """Return how many cells of a terminal the (clean) text takes."""
    if _NARROW.fullmatch(text):
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


def wrapped(text: str, width: int) -> list[str]:
    """Return the (clean) text in lines of at most `width` cells; a longer word is cut.

    There is at least one line.
    """
    if _NARROW.fullmatch(text):
        return [text] if len(text) <= width else _wrapped_narrow(text, max(width, 1))
    if cells(text) <= width:
        return [text]
    lines: list[str] = []
    line, used = "", 0
    for word in _pieces(text, max(width, 1)):
        size = cells(word)
        if line and used + 1 + size > width:
            lines.append(line)
            line, used = word, size
        else:
            line, used = (f"{line} {word}", used + 1 + size) if line else (word, size)
    return [*lines, line]


def _wrapped_narrow(text: str, width: int) -> list[str]:
    """Return the lines of a text whose characters take one cell each, found by its spaces."""
    rest = " ".join(filter(None, text.split(" "))) if "  " in text else text.strip(" ")
    lines = []
    while len(rest) > width:
        space = rest.rfind(" ", 0, width + 1)
        if space > 0:
            line, rest = rest[:space], rest[space + 1 :]
        else:
            line, rest = rest[:width], rest[width:]
        lines.append(line)
    return [*lines, rest]


def _pieces(text: str, width: int) -> Iterator[str]:
    """Yield the words, those that are too wide in parts."""
    for word in text.split(" "):
        if cells(word) <= width:
            if word:
                yield word
            continue
        part = ""
        for character in word:
            if part and cells(part + character) > width:
                yield part
                part = ""
            part += character
        yield part
