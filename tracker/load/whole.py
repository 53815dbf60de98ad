"""Files that hold a whole store, as `tracker export` writes them: how they are sealed and read.

The events are what counts; the other rows are for people. A seal over everything tells whether a
file is as it was written: an edit that would be ignored is refused instead.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from tracker.errors import BadInput
from tracker.i18n.language import N_
from tracker.load.draft import Loaded
from tracker.steps import steps

KIND = "tracker store"
"""What the member `kind` of such a JSON file says."""

SEAL = "seal"
"""The member of such a JSON file that vouches for the others."""

PART, OF = "part", "of"
"""The members of a JSON file with a part of a store: events, and how many there are of all."""

RECORD, EVENT_COLUMN, SEAL_COLUMN = "record", "tracker_event", "tracker_seal"
"""Columns of such a CSV file: what a row is, its event as JSON, and the chain of seals."""

HEAD = 4096
"""Characters at the beginning of a CSV file, among which its head row is."""

EVENT, END, PART_END = "event", "end", "end of a part"
"""Records of such a CSV file that count: events, and its end, without which it was cut."""


def json_seal(document: Mapping[str, Any]) -> str:
    """Return the seal (hex SHA-256) of a document, whatever stands in it as its seal."""
    sealed = {name: value for name, value in document.items() if name != SEAL}
    text = json.dumps(sealed, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def row_seal(previous: str, cells: Iterable[str]) -> str:
    """Return the seal of a row, which vouches for those before it too."""
    return hashlib.sha256("\x1f".join([previous, *cells]).encode("utf-8", "replace")).hexdigest()


def is_whole_document(document: Mapping[str, Any]) -> bool:
    """Tell whether a JSON document holds a whole store, be it an edited one."""
    return document.get("kind") == KIND or {"events", SEAL} <= document.keys()


def is_whole_table(text: str) -> bool:
    """Tell whether a CSV file begins as one that holds a whole store, be it an edited one."""
    return any(name in text[:HEAD] for name in (EVENT_COLUMN, SEAL_COLUMN))


def take_document(
    document: Mapping[str, Any], loaded: Loaded, line_of: Callable[[str, int], int]
) -> None:
    """Take the events of a JSON document into `loaded`; raise `BadInput` if it was edited."""
    if document.get(SEAL) != json_seal(document):
        raise edited(loaded.source, 1)
    if PART in document or OF in document:
        raise _part(loaded.source)
    events = document.get("events")
    if not isinstance(events, list):
        raise edited(loaded.source, 1)
    loaded.events = [(line_of("events", number), row) for number, row in enumerate(events)]


def take_rows(rows: Iterator[tuple[int, Sequence[str]]], loaded: Loaded, total: int) -> None:
    """Take the events of CSV rows, about `total` of them, into `loaded`.

    Raises `BadInput` for what is not as it was written.
    """
    names = (RECORD, EVENT_COLUMN, SEAL_COLUMN)
    _, head = next(rows, (1, ()))
    if not set(names) <= set(head):
        raise edited(loaded.source, 1)
    record, event, seal = map(head.index, names)
    events: list[tuple[int, Any]] = []
    last, line, is_over = row_seal("", head), 1, False
    step = steps(N_("Reading rows"), total)
    for line, cells in rows:
        step()
        if not any(cells):
            continue
        if is_over or len(cells) != len(head):
            raise edited(loaded.source, line)
        last = row_seal(last, [cell for place, cell in enumerate(cells) if place != seal])
        if cells[seal] != last:
            raise edited(loaded.source, line)
        if cells[record] == PART_END:
            raise _part(loaded.source)
        is_over = cells[record] == END
        if cells[record] == EVENT:
            try:
                events.append((line, json.loads(cells[event])))
            except (ValueError, RecursionError) as error:
                raise edited(loaded.source, line) from error
    if not is_over:
        raise BadInput("“{source}” was cut: its end is missing.", source=loaded.source)
    loaded.events = events


def _part(source: str) -> BadInput:
    return BadInput(
        "“{source}” is a part of a store, what one login may see of it, and cannot be taken for a "
        "store. Export it by a login that sees all.",
        source=source,
    )


def edited(source: str, line: int) -> BadInput:
    """Return the error for a file that is not as it was written."""
    return BadInput(
        "“{source}”, line {line}: this is not as tracker export wrote it. An export is taken whole "
        "or not at all; for changes load a list, or use tracker update.",
        source=source,
        line=line,
    )
