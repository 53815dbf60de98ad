"""The numbers of lists, as word processors write them."""

import re
import string

BULLET = "•"
INNER_BULLET = "–"
"""The bullet of a list that stands in an item of another."""

PLAIN_BULLETS = set("-–—•*")
"""Bullets that are what they look like; others are pictures in some font."""

HOLLOW_BULLETS = set("o◦○")
"""The bullets of the second level, unless one chooses others, in Word and LibreOffice."""

MOST = 780
"""The largest number that is written in letters: zz…z would go on without end."""

CYRILLIC = "абвгдежзиклмнопрстуфхцчшщыэюя"
"""The letters that Word and LibreOffice count with: neither ё nor й, ъ, ь."""

ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
    (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip

_WHOLE = re.compile("[0-9]{1,6}")


def bullet(sign: str) -> str:
    """Return a bullet as it can be written in any font; nothing for none."""
    if sign in PLAIN_BULLETS | {""}:
        return sign
    return INNER_BULLET if sign in HOLLOW_BULLETS else BULLET


def roman(number: int) -> str:
    """Return a number as i, ii, iii, iv; one that is too large or small in figures."""
    if not 1 <= number <= MOST:
        return str(number)
    letters = ""
    for value, sign in ROMAN:
        count, number = divmod(number, value)
        letters += sign * count
    return letters


def lettered(number: int, alphabet: str = string.ascii_lowercase) -> str:
    """Return a number as a, b, …, z, aa, bb; one that is too large or small in figures."""
    if not 1 <= number <= MOST:
        return str(number)
    rounds, place = divmod(number - 1, len(alphabet))
    return alphabet[place] * (rounds + 1)


def whole(text: str | None, default: int) -> int:
    """Return a number of a document; the default if it is none or beyond measure."""
    return int(text) if text and _WHOLE.fullmatch(text) else default
