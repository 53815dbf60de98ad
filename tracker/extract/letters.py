"""Letters before words: look-alikes put right, marks gone, every place traced back."""

import re
from typing import NamedTuple

from tracker.extract.markup import marks, rows_with_tabs

_LOOK_ALIKES = str.maketrans(
    "iIhHcCoOaAeEpPxXyYkKTMBëË",
    "іІһҺсСоОаАеЕрРхХуУкКТМВёЁ",
)
_BLANKS = str.maketrans({0xA0: " ", 0x2007: " ", 0x202F: " ", 0x2011: "-", 0x2010: "-"})
_WORD = re.compile(r"[A-Za-zëËЀ-ӿ]+")
_SOFT = "\u00ad"

_ARABIC = re.compile(r"[\u0600-\u06ff\ufb50-\ufdff\ufe70-\ufeff]")
_CYRILLIC = re.compile(r"[Ѐ-ӿ]")
_LATIN_KAZAKH = re.compile(r"[äáǵğıñńóöşúüýūŋǧÄÁǴĞİÑŃÓÖŞÚÜÝŪŊǦ]")
_LATIN = re.compile(r"[A-Za-zëË]")

_FEW = 50
"""A text in Latin letters is Kazakh if one of so many letters is one that Kazakh has added."""


class Cleaned(NamedTuple):
    """A text whose words can be compared.

    `text` keeps its case, `low` is the same in small letters and with е for ё, both of the same
    length; `skipped` are the places in the original at which something was left out.
    """

    text: str
    low: str
    skipped: tuple[int, ...] = ()

    def origin(self, place: int) -> int:
        """Return the place in the original text of a place in this one."""
        low, high = 0, len(self.skipped)
        while low < high:
            middle = (low + high) // 2
            if self.skipped[middle] - middle <= place:
                low = middle + 1
            else:
                high = middle
        return place + low


def cleaned(text: str) -> Cleaned:
    """Return the text with Latin look-alikes in Cyrillic words replaced and marks left out.

    Left out are soft hyphens and the marks of Markdown; the cells of its tables get tabs.
    """
    text = rows_with_tabs(text).translate(_BLANKS)
    skipped = sorted({*marks(text), *(found.start() for found in re.finditer(_SOFT, text))})
    places = (0, *(place + 1 for place in skipped)), (*skipped, len(text))
    text = "".join(text[start:end] for start, end in zip(*places, strict=True))
    text = _WORD.sub(_in_one_script, text)
    return Cleaned(text, lowered(text), tuple(skipped))


def _in_one_script(found: re.Match[str]) -> str:
    word = found[0]
    mixed = _CYRILLIC.search(word) and _LATIN.search(word)
    return word.translate(_LOOK_ALIKES) if mixed else word


def lowered(text: str) -> str:
    """Return the text in small letters, as long as it was, with е for ё."""
    low = text.lower()
    if len(low) != len(text):
        low = "".join(one.lower() if len(one.lower()) == 1 else one for one in text)
    return low.replace("ё", "е")


def foreign_script(text: str) -> str | None:
    """Return the script (`latin`, `arabic`) of a Kazakh text that is not in Cyrillic, else None."""
    cyrillic = len(_CYRILLIC.findall(text))
    if len(_ARABIC.findall(text)) > cyrillic:
        return "arabic"
    special = len(_LATIN_KAZAKH.findall(text))
    latin = len(_LATIN.findall(text)) + special
    return "latin" if latin > cyrillic and special * _FEW > latin else None
