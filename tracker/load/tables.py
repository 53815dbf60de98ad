"""Nested formats (TOML, JSON): a meeting, units and directives in named tables."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from tracker.errors import Refused, TrackerError
from tracker.i18n.language import N_
from tracker.load.columns import field_of
from tracker.load.draft import Draft, Loaded
from tracker.load.fields import draft_of, meeting_of, unit_of
from tracker.steps import steps

T = TypeVar("T")

FORMAT = 1
KNOWN = ("format", "meeting", "units", "directives")

Lines = Callable[[str, int], int]
"""Where the n-th row (from 0) of a named list begins: a line, from 1."""


def take(document: Mapping[str, Any], loaded: Loaded, lines: Lines) -> None:
    """Take the whole document into `loaded`; what is unknown or wrong becomes a problem."""
    if document.get("format", FORMAT) != FORMAT:
        raise Refused(
            "“{source}” is of another format; this version knows format {known}.",
            source=loaded.source,
            known=FORMAT,
        )
    for name in document:
        if name not in KNOWN:
            loaded.report(lines(name, 0), unknown_field(name))
    for line, raw in _rows(document, "units", loaded, lines):
        unit = _try(loaded, line, lambda raw=raw: unit_of(_row(raw)))  # type: ignore[misc]
        if unit:
            loaded.units.append((line, unit))
    if "meeting" in document:
        loaded.meeting = _try(
            loaded, lines("meeting", 0), lambda: meeting_of(_row(document["meeting"]))
        )
        if loaded.meeting is None:
            loaded.report(
                lines("directives", 0),
                Refused("The directives were left out: their meeting cannot be taken."),
            )
            return
    directives = _rows(document, "directives", loaded, lines)
    step = steps(N_("Reading rows"), len(directives))
    for line, raw in directives:
        step()
        draft = _try(loaded, line, lambda raw=raw, line=line: _draft(raw, line, loaded))  # type: ignore[misc]
        if draft:
            loaded.drafts.append(draft)


def unknown_field(name: str) -> Refused:
    """Return the error for a column or field that means nothing to this program."""
    return Refused("The column “{name}” is unknown; it was left out.", name=name[:80])


def _draft(raw: Any, line: int, loaded: Loaded) -> Draft:
    known = {}
    for name, value in _row(raw).items():
        field = field_of(name)
        if field is None:
            loaded.report_once(line, unknown_field(name))
        else:
            known[field] = value
    return draft_of(known, line)


def _rows(
    document: Mapping[str, Any], name: str, loaded: Loaded, lines: Lines
) -> Sequence[tuple[int, Any]]:
    rows = document.get(name, [])
    if not isinstance(rows, list):
        loaded.report(lines(name, 0), Refused("“{name}” is not a list.", name=name))
        return []
    loaded.check_rows(len(rows))
    return [(lines(name, number), raw) for number, raw in enumerate(rows)]


def _row(raw: Any) -> Mapping[str, Any]:
    if not isinstance(raw, Mapping):
        raise Refused("This row is not a table of fields.")
    return raw


def _try(loaded: Loaded, line: int, read: Callable[[], T]) -> T | None:
    try:
        return read()
    except TrackerError as error:
        loaded.report(line, error)
        return None
