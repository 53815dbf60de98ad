"""HTML: what a reader of the page sees, through lxml (the extra `html`)."""

import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress

from tracker.load.archive import check_tags
from tracker.load.decoding import decoded
from tracker.load.documents.lines import Lines
from tracker.load.documents.numerals import BULLET, INNER_BULLET, lettered, roman, whole

HEAD = 4096
"""Bytes at the beginning in which a page says its encoding."""

_CHARSET = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)

CHARSETS = {
    "windows-1251": "cp1251",
    "cp1251": "cp1251",
    "kz-1048": "kz1048",
    "koi8-r": "koi8_r",
    "koi8-u": "koi8_u",
    "ibm866": "cp866",
    "cp866": "cp866",
    "iso-8859-5": "iso8859_5",
    "x-mac-cyrillic": "mac_cyrillic",
    "windows-1252": "cp1252",
    "iso-8859-1": "cp1252",
    "windows-1254": "cp1254",
}
"""Encodings that a page may say it is in. Whatever it says, UTF-8 shows by itself."""

UNSEEN = {
    *("head", "script", "style", "template", "noscript", "del"),
    *("select", "option", "datalist", "textarea", "button"),
    *("svg", "iframe", "object", "video", "audio", "canvas"),
}
"""What holds no text to be read."""

AROUND = {"nav", "header", "footer", "aside", "form"}
"""What stands around the text; unless the whole of it stands in one of them."""

BLOCKS = {
    *("body", "main", "section", "article", "div", "p", "pre", "blockquote", "center", "address"),
    *("h1", "h2", "h3", "h4", "h5", "h6", "hgroup", "hr", "header", "footer", "nav", "form"),
    *("ol", "ul", "menu", "li", "dl", "dt", "dd", "figure", "figcaption", "caption"),
    *("fieldset", "legend", "details", "summary", "dialog", "aside"),
}
"""What begins and ends lines."""

LISTS = {"ol", "ul", "menu"}
CELLS = {"td", "th"}

_NUMERALS: dict[str, Callable[[int], str]] = {
    "a": lettered,
    "A": lambda number: lettered(number).upper(),
    "i": roman,
    "I": lambda number: roman(number).upper(),
}
"""How the items of a list are numbered, by its type; others are in figures."""

_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


def html_text(content: bytes, source: str) -> str:
    """Return the text of a page, its blocks as lines, its white space folded.

    Raises `BadInput` for content that is no text or too large.
    """
    text = _decoded(content, source)
    check_tags(content, source)
    return _text(text, UNSEEN | AROUND) or _text(text, UNSEEN)


def _decoded(content: bytes, source: str) -> str:
    """Return the page by the encoding that it says, if that is one of ours and it is no UTF-8."""
    said = _CHARSET.search(content[:HEAD])
    charset = CHARSETS.get(said[1].decode("ascii", "replace").lower()) if said else None
    if charset:
        try:
            content.decode("utf-8")
        except UnicodeDecodeError:
            with suppress(UnicodeDecodeError):
                return content.decode(charset)
    return decoded(content, source)


def _text(text: str, skipped: set[str]) -> str:
    """Return the text of a page without what stands in these elements.

    The elements are taken as they are parsed: a tree would grow large, and deep.
    """
    from lxml import etree

    page = _Page(skipped)
    parser = etree.HTMLParser(target=page, encoding="utf-8", huge_tree=True, no_network=True)
    etree.fromstring(text.encode(), parser)
    return page.lines.text()


class _Page:
    """Takes the elements of a page in their order: what lxml calls a target."""

    def __init__(self, skipped: set[str]) -> None:
        self.lines = Lines(lambda line: " ".join(line.split()))
        self._skipped = skipped
        self._left_out = 0
        self._preformatted = 0
        self._lists: list[_List] = []

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Take the beginning of an element."""
        if self._left_out or name in self._skipped or _is_hidden(attributes):
            self._left_out += 1
        elif name == "br":
            self.lines.end_line(keeps_empty=True)
        elif name == "table":
            self.lines.begin_table()
        elif name == "tr":
            self.lines.begin_row()
        elif name in CELLS:
            self.lines.begin_cell()
        elif name in BLOCKS:
            self.lines.end_line()
            self._begin_block(name, attributes)

    def end(self, name: str) -> None:
        """Take the end of an element."""
        if self._left_out:
            self._left_out -= 1
        elif name == "table":
            self.lines.end_table()
        elif name in CELLS:
            self.lines.end_cell()
        elif name in BLOCKS:
            self.lines.end_line()
            self._end_block(name)

    def data(self, text: str) -> None:
        """Take text; its own line ends count where it is preformatted."""
        if self._left_out:
            return
        first, *rest = text.split("\n") if self._preformatted else [text]
        self.lines.write(first)
        for line in rest:
            self.lines.end_line(keeps_empty=True)
            self.lines.write(line)

    def close(self) -> None:
        """Take the end of the page."""

    def _begin_block(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "pre":
            self._preformatted += 1
        elif name in LISTS:
            self._lists.append(_List(name, attributes))
        elif name == "li":
            self.lines.label(self._label(attributes))

    def _label(self, attributes: Mapping[str, str]) -> str:
        if not self._lists:
            return BULLET
        *above, own = self._lists
        return own.label(attributes, above)

    def _end_block(self, name: str) -> None:
        if name == "pre":
            self._preformatted -= 1
        elif name in LISTS:
            self._lists.pop()
        elif name == "li":
            self.lines.label("")


class _List:
    """A list, and how far it was counted."""

    def __init__(self, name: str, attributes: Mapping[str, str]) -> None:
        self._is_numbered = name == "ol"
        self._number = whole(attributes.get("start"), 1) - 1
        self._numeral = _NUMERALS.get(attributes.get("type", ""))
        self.shown = ""

    def label(self, item: Mapping[str, str], above: Sequence["_List"]) -> str:
        """Return what stands before the next item: 2.1. in a list under item 2 of another."""
        self._number = whole(item.get("value"), self._number + 1)
        if not self._is_numbered:
            return INNER_BULLET if above else BULLET
        if self._numeral:
            return f"{self._numeral(self._number)}."
        before = next((one.shown for one in reversed(above) if one.shown), "")
        self.shown = f"{before}{self._number}."
        return self.shown


def _is_hidden(attributes: Mapping[str, str]) -> bool:
    return "hidden" in attributes or bool(_HIDDEN.search(attributes.get("style", "")))
