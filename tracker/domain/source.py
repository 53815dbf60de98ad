"""Where a directive's words stand in the document that it was drafted from."""

from typing import NamedTuple

MAX_DOCUMENT = 300
"""Characters that the name of a document may have."""

HASH_DIGITS = 64
"""Hex digits of a SHA-256."""


class Source(NamedTuple):
    """The words of a document that a directive rests on.

    `document` is the file's name, `sha256` (hex) that of its bytes. The words are the characters
    from `start` up to `end` (counted from 0, `end` not included) of its text as it was read;
    `page` counts from 1 and is known of documents that have pages.
    """

    document: str
    sha256: str
    start: int
    end: int
    words: str
    page: int | None = None


def is_sha256(text: str) -> bool:
    """Tell whether the text can be a SHA-256: 64 hex digits, the letters small."""
    return len(text) == HASH_DIGITS and set(text) <= set("0123456789abcdef")
