"""TOML, parsed within bounds: tomllib alone takes gigabytes for a key of 20,000 parts."""

import re
from typing import Any

MAX_PARTS = 8
"""Parts that a key may have: time and memory grow with the square of them."""

MAX_SIGNS = 3_000_000
"""Signs and lines that a document may have outside texts: each takes up to 340 bytes and 5 µs."""

_TEXTS = re.compile(
    r'''"""(?>[^"\\]*+(?:(?:\\.|"(?!""))[^"\\]*+)*+"""|.*)'''
    r"""|'''(?>[^']*+(?:'(?!'')[^']*+)*+'''|.*)"""
    r"""|"(?>[^"\\\n]*+(?:\\[^\n][^"\\\n]*+)*+"|.*)"""
    r"""|'(?>[^'\n]*+'|.*)"""
    r"""|\#[^\n]*+""",
    re.DOTALL,
)
"""Texts and comments; one that does not end goes to the end of the document."""

_LONG_KEY = re.compile(
    rf"""(?<![\w"-])[\w"-]++[ \t]*+(?:\.[ \t]*+[\w"-]++[ \t]*+){{{MAX_PARTS}}}""", re.ASCII
)

_LONG_WORD = re.compile(r"(?<!\w)\w{5000}")
"""A name or number without an end: tomllib takes gigabytes for one of some million digits."""

_SIGNS = "=[[{,...\n"
"""What stands before or behind all that takes up memory; what takes up more counts more often."""


class TooDeep(ValueError):
    """A document with a key of far too many parts."""


class TooMuch(ValueError):
    """A document that holds more than can be taken at once."""


def parse(text: str) -> dict[str, Any]:
    """Return a document; raise `ValueError` for what is not TOML, nests too deep or holds too much.

    Lists in lists without end raise `RecursionError`.
    """
    plain = _TEXTS.sub('""', text)
    if _LONG_KEY.search(plain):
        raise TooDeep(f"a key of more than {MAX_PARTS} parts")
    if _LONG_WORD.search(plain):
        raise ValueError("a name or number that is far too long")
    if sum(map(plain.count, _SIGNS)) > MAX_SIGNS:
        raise TooMuch
    import tomllib

    return tomllib.loads(text)
