"""Text from outside as harmless text of known width."""

from collections.abc import Iterator

_INVISIBLE = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")

_NARROW = frozenset(
    chr(code)
    for first, last in (
        (0x0020, 0x02FF),  # Latin
        (0x0370, 0x0482),  # Greek, Cyrillic
        (0x048A, 0x052F),  # Cyrillic
        (0x2010, 0x205E),  # punctuation
        (0x2100, 0x214F),  # №
        (0x2190, 0x21FF),  # arrows
        (0x2580, 0x259F),  # bars
    )
    for code in range(first, last + 1)
)
"""Characters (in clean text) that take one cell each; a set finds them faster than a pattern."""


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
    if _NARROW.issuperset(text):
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


def wrapped(text: str, width: int) -> list[str]:
    """Return the (clean) text in lines of at most `width` cells; a longer word is cut.

    There is at least one line.
    """
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
