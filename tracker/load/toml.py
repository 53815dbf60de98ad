"""TOML, the format of the files that ship: see README, “Files to load”."""

import re
import tomllib

from tracker.errors import BadInput
from tracker.load import tables
from tracker.load.draft import Loaded


def load_toml(text: str, loaded: Loaded) -> None:
    """Take in a TOML document; raise `BadInput` if it is none."""
    try:
        document = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        place = re.search(r"at line (\d+)", str(error))
        raise BadInput(
            "“{source}” is not TOML: see line {line}.",
            source=loaded.source,
            line=int(place[1]) if place else 1,
        ) from error
    tables.take(document, loaded, _line_finder(text))


def _line_finder(text: str) -> tables.Lines:
    """Return where tables begin; a list that is not written as `[[name]]` counts as line 1."""
    heads: dict[str, list[int]] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if head := re.match(r"\s*\[?\[\s*(\w+)\s*\]|(\w+)\s*=", line):
            heads.setdefault(head[1] or head[2], []).append(number)

    def line_of(name: str, index: int) -> int:
        found = heads.get(name, [])
        return found[index] if index < len(found) else 1

    return line_of
