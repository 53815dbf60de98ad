"""The marks of Markdown, which stand between the words of a text and are none of them."""

import re
from collections.abc import Iterator

_TARGET = r"\((?:https?:|[/#.])[^()\s]{0,500}\)"

_MARKS = re.compile(
    rf"""
      ^[ \t]{{0,3}}(?:\#{{1,6}}[ \t]+|(?:>[ \t]?)+)         # a heading, a quotation
    | \*{{2,3}} | `                                         # bold, code
    | (?<![\w*])\*(?=\w) | (?<=[\w.,;:!?)»])\*(?![\w*])     # emphasis, but not a bullet
    | (?<!\w)_{{1,2}}(?=[^\W_]) | (?<=[^\W_]|[.,;:!?)»])_{{1,2}}(?!\w)
    | \[(?=[^\[\]\n]{{1,200}}\]{_TARGET}) | \]{_TARGET}     # a link, of which its words are kept
    """,
    re.MULTILINE | re.VERBOSE,
)
_ROW = re.compile(r"^[ \t]*\|.*\|[ \t]*$", re.MULTILINE)
_RULE = re.compile(r"[ \t|:-]+")


def marks(text: str) -> Iterator[int]:
    """Yield the places of all that only says how the text is to look."""
    for found in _MARKS.finditer(text):
        yield from range(*found.span())


def rows_with_tabs(text: str) -> str:
    """Return the text, as long as it was, with tabs between the cells of tables and no rules."""
    return _ROW.sub(_row, text)


def _row(found: re.Match[str]) -> str:
    line = found[0]
    if _RULE.fullmatch(line):
        return " " * len(line)
    first, last = line.index("|"), line.rindex("|")
    cells = line[first + 1 : last].replace("|", "\t")
    return " " * (first + 1) + cells + " " * (len(line) - last)
