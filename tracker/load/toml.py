"""TOML, the format of the files that ship: see README, “Files to load”."""

import re
from collections.abc import Mapping
from typing import Any

from tracker.errors import BadInput
from tracker.load import tables
from tracker.load.draft import Loaded
from tracker.load.unreadable import too_much
from tracker.toml import MAX_PARTS, MAX_SIGNS, TooDeep, TooMuch, parse

_HEAD = re.compile(r"^(?:[ \t]*+\[?\[[ \t]*+(\w++)[ \t]*+\]|(\w++)[ \t]*+=)", re.MULTILINE)
"""The head of a table, or a name at the beginning of a line."""


def load_toml(text: str, loaded: Loaded) -> None:
    """Take in a TOML document; raise `BadInput` if it is none, or holds too much."""
    try:
        document = parse(text)
    except TooDeep as error:
        raise BadInput(
            "“{source}” has a key of more than {limit} parts. Shorten it.",
            source=loaded.source,
            limit=MAX_PARTS,
        ) from error
    except TooMuch as error:
        raise too_much(loaded.source, MAX_SIGNS) from error
    except (ValueError, RecursionError) as error:
        place = re.search(r"at line (\d+)", str(error))
        raise BadInput(
            "“{source}” is not TOML: see line {line}.",
            source=loaded.source,
            line=int(place[1]) if place else 1,
        ) from error
    tables.take(document, loaded, _line_finder(text, document))


def _line_finder(text: str, document: Mapping[str, Any]) -> tables.Lines:
    """Return where tables begin; a list that is not written as `[[name]]` counts as line 1."""
    heads: dict[str, list[int]] = {}
    number, counted = 1, 0
    for head in _HEAD.finditer(text):
        number += text.count("\n", counted, head.start())
        counted, name = head.start(), head[1] or head[2]
        if name in document:  # texts may have millions of lines that look like heads
            heads.setdefault(name, []).append(number)

    def line_of(name: str, index: int) -> int:
        found = heads.get(name, [])
        return found[index] if index < len(found) else 1

    return line_of
