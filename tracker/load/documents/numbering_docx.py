"""The numbers of paragraphs in DOCX, which stand in no text: Word counts them as it shows them."""

import re
from collections.abc import Callable
from typing import Any, NamedTuple

from tracker.load.documents.numerals import CYRILLIC, bullet, lettered, roman, whole

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

LONGEST = 40
"""Characters that the pattern of a number may have; what is longer is cut."""

MAX_CHAIN = 100
"""Styles that are asked in turn, each resting on the next: thousands would take minutes."""

_NUMERALS: dict[str, Callable[[int], str]] = {
    "decimalZero": "{:02}".format,
    "lowerLetter": lettered,
    "upperLetter": lambda number: lettered(number).upper(),
    "lowerRoman": roman,
    "upperRoman": lambda number: roman(number).upper(),
    "russianLower": lambda number: lettered(number, CYRILLIC),
    "russianUpper": lambda number: lettered(number, CYRILLIC).upper(),
    "none": lambda _: "",
}
"""How a number is written, by the format's name; others are in figures."""

_PLACE = re.compile("%([1-9])")


class Level(NamedTuple):
    """How the items of a level are numbered."""

    start: int
    format: str
    pattern: str
    in_figures: bool
    restarts: bool
    style: str | None


class List(NamedTuple):
    """A list: what it counts together with (its definition), its levels, and those begun anew."""

    definition: str
    levels: dict[int, Level]
    anew: frozenset[int]


class Numbering:
    """Counts the paragraphs of a document, which must come in their order."""

    def __init__(self, numbering: Any, styles: Any) -> None:
        self._definitions = _by(numbering, "abstractNum", "abstractNumId")
        self._nums = _by(numbering, "num", "numId")
        self._styles = _by(styles, "style", "styleId")
        self._lists: dict[str, List | None] = {}
        self._places: dict[str, tuple[str | None, int | None, str]] = {}
        self._counts: dict[str, dict[int, int]] = {}

    def label(self, properties: Any) -> str:
        """Return the number of the next paragraph (“1.”, “2.1)”, “•”), empty if it has none."""
        if properties is None:
            return ""
        num, depth, style = self._place(properties)
        if num not in self._nums:
            return ""
        begins = num not in self._lists
        if begins:
            self._lists[num] = self._list(num)
        found = self._lists[num]
        if found is None:
            return ""
        if depth is None:
            depth = next((at for at, level in found.levels.items() if level.style == style), 0)
        return self._counted(found, depth, begins=begins) if depth in found.levels else ""

    def _place(self, properties: Any) -> tuple[str | None, int | None, str]:
        """Return the list of a paragraph, its level if that is said, and the style that says it."""
        style = value(properties.find(W + "pStyle")) or ""
        num, depth = _own_place(properties)
        if num is not None:
            return num, depth or 0, style
        if style not in self._places:
            self._places[style] = self._place_by_style(style)
        by_style = self._places[style]
        return by_style if depth is None else (by_style[0], depth, style)

    def _place_by_style(self, style: str) -> tuple[str | None, int | None, str]:
        seen: set[str] = set()
        while style in self._styles and style not in seen and len(seen) < MAX_CHAIN:
            seen.add(style)
            element = self._styles[style]
            properties = element.find(W + "pPr")
            num, depth = (None, None) if properties is None else _own_place(properties)
            if num is not None:
                return num, depth, style
            style = value(element.find(W + "basedOn")) or ""
        return None, None, style

    def _list(self, num: str) -> List | None:
        definition = self._definition(num)
        if definition not in self._definitions:
            return None
        levels = _levels(self._definitions[definition])
        anew = set()
        for override in self._nums[num].iter(W + "lvlOverride"):
            levels.update(_levels(override))
            at = whole(override.get(W + "ilvl"), 0)
            start = value(override.find(W + "startOverride"))
            if start is not None and at in levels:
                levels[at] = levels[at]._replace(start=whole(start, 1))
                anew.add(at)
        return List(definition, levels, frozenset(anew))

    def _definition(self, num: str) -> str:
        """Return the id of a list's definition; one that names a style is defined by the style."""
        own = value(self._nums[num].find(W + "abstractNumId")) or ""
        element = self._definitions.get(own)
        style = None if element is None else value(element.find(W + "numStyleLink"))
        if style in self._styles:
            linked = self._place_by_style(style)[0]
            if linked in self._nums:
                return value(self._nums[linked].find(W + "abstractNumId")) or ""
        return own

    def _counted(self, found: List, depth: int, *, begins: bool) -> str:
        counts = self._counts.setdefault(found.definition, {})
        for at in found.anew if begins else ():
            counts.pop(at, None)
        counts[depth] = counts.get(depth, found.levels[depth].start - 1) + 1
        for at in [at for at in counts if at > depth]:
            if at not in found.levels or found.levels[at].restarts:
                del counts[at]
        return _written(found.levels, counts, depth)


def value(element: Any) -> str | None:
    """Return what a property is set to; None for one that is not there."""
    return None if element is None else element.get(W + "val")


def is_on(element: Any) -> bool:
    """Tell whether a property is there and not switched off."""
    return element is not None and value(element) not in {"0", "false", "off"}


def _by(root: Any, name: str, id: str) -> dict[str, Any]:
    """Return the elements of a name by their ids."""
    return {} if root is None else {each.get(W + id, ""): each for each in root.iter(W + name)}


def _own_place(properties: Any) -> tuple[str | None, int | None]:
    """Return the list and the level that properties say of themselves."""
    num = value(properties.find(f"{W}numPr/{W}numId"))
    depth = value(properties.find(f"{W}numPr/{W}ilvl"))
    return num, None if depth is None else whole(depth, 0)


def _levels(element: Any) -> dict[int, Level]:
    return {
        whole(level.get(W + "ilvl"), 0): Level(
            start=whole(value(level.find(W + "start")), 0),
            format=value(level.find(W + "numFmt")) or "decimal",
            pattern=(value(level.find(W + "lvlText")) or "")[:LONGEST],
            in_figures=is_on(level.find(W + "isLgl")),
            restarts=value(level.find(W + "lvlRestart")) != "0",
            style=value(level.find(W + "pStyle")),
        )
        for level in element.findall(W + "lvl")
    }


def _written(levels: dict[int, Level], counts: dict[int, int], depth: int) -> str:
    """Return the number of an item; levels above that were never begun show where they start."""
    own = levels[depth]
    if own.format == "bullet":
        return bullet(own.pattern)

    def numeral(place: re.Match[str]) -> str:
        at = int(place[1]) - 1
        level = levels.get(at)
        if level is None:
            return ""
        write = str if own.in_figures else _NUMERALS.get(level.format, str)
        return write(counts.get(at, level.start))

    return _PLACE.sub(numeral, own.pattern).strip()
