"""JSON: the same fields as the TOML files, or a bare list of directives."""

import json
import re
from bisect import bisect_left
from typing import Any

from tracker.errors import BadInput
from tracker.load import tables, whole
from tracker.load.draft import Loaded
from tracker.load.unreadable import too_much

_SPACE = re.compile(r"[\s,:]*")

MAX_SIGNS = 10_000_000
"""Signs that a document may have: each takes up to 70 bytes."""

_SIGNS = "{[:,"


def is_too_much(text: str) -> bool:
    """Tell whether a document is of more values than can be taken at once."""
    return sum(map(text.count, _SIGNS)) > MAX_SIGNS


def load_json(text: str, loaded: Loaded) -> None:
    """Take in a JSON document; raise `BadInput` if it is none, or holds too much."""
    if is_too_much(text):
        raise too_much(loaded.source, MAX_SIGNS)
    try:
        document = json.loads(text)
        if isinstance(document, list):
            document, text = {"directives": document}, f'{{"directives":{text}}}'
        lines = _line_finder(text) if isinstance(document, dict) else None
    except (ValueError, RecursionError) as error:
        raise BadInput(
            "“{source}” is not JSON: see line {line}.",
            source=loaded.source,
            line=getattr(error, "lineno", 1),
        ) from error
    if lines is None:
        raise BadInput("“{source}” holds no directives.", source=loaded.source)
    if whole.is_whole_document(document):
        whole.take_document(document, loaded, lines)
    else:
        tables.take(document, loaded, lines)


def _line_finder(text: str) -> tables.Lines:
    """Return where the members of the top object, and the rows of its lists, begin."""
    decode = json.JSONDecoder().raw_decode
    places: dict[str, list[int]] = {}
    at = _skip(text, text.index("{") + 1)
    while text[at] != "}":
        name, at = decode(text, at)
        at = _skip(text, at)
        if text[at] == "[":
            places[name], at = _row_places(text, at, decode)
        else:
            places[name] = [at]
            _, at = decode(text, at)
        at = _skip(text, at)

    ends = [end.start() for end in re.finditer("\n", text)]

    def line_of(name: str, index: int) -> int:
        found = places.get(name, [])
        return bisect_left(ends, found[index]) + 1 if index < len(found) else 1

    return line_of


def _row_places(text: str, at: int, decode: Any) -> tuple[list[int], int]:
    """Return where the rows of a list begin, and where it has ended."""
    places = []
    at = _skip(text, at + 1)
    while text[at] != "]":
        places.append(at)
        _, at = decode(text, at)
        at = _skip(text, at)
    return places, at + 1


def _skip(text: str, at: int) -> int:
    """Return the place of the next character that says something."""
    found = _SPACE.match(text, at)
    return found.end() if found else at
