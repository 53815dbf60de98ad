"""Writing events, and what they make, into the tables of a server."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import psycopg
from msgspec import Struct
from psycopg import sql

from tracker.domain.directive import Directive
from tracker.domain.meeting import Meeting
from tracker.domain.unit import Unit
from tracker.domain.wording import compared
from tracker.i18n.language import N_
from tracker.steps import steps
from tracker.store import codec
from tracker.store.postgres.connection import Row
from tracker.store.replay import State

if TYPE_CHECKING:  # reading needs none of these
    from tracker.domain.event import Event
    from tracker.store.history import History
    from tracker.store.transaction import Transaction

_ADD_EVENT = (
    "INSERT INTO tracker.events (seq, directive, kind, line, hash) VALUES (%s, %s, %s, %s, %s)"
)
_ADD_REPORT = "INSERT INTO events (seq, directive, kind, line) VALUES (%s, %s, %s, %s)"
_ADD_DIRECTIVE = "INSERT INTO tracker.directives (row, words, id) VALUES (%s, %s, %s)"
_PUT_DIRECTIVE = (
    _ADD_DIRECTIVE + " ON CONFLICT (id) DO UPDATE SET row = EXCLUDED.row, words = EXCLUDED.words"
)
_UPDATE_ROW = "UPDATE tracker.directives SET row = %s WHERE id = %s"
_UPDATE_BOTH = "UPDATE tracker.directives SET row = %s, words = %s WHERE id = %s"


_NOTHING = object()
"""What is kept of a directive that is not there."""

_NewRow = tuple[str | None, str | None, int]
"""A directive's row, its words and its id."""


class EventLine(NamedTuple):
    """A row of `tracker.events`; without a hash (None) where the server works it out."""

    seq: int
    directive: int | None
    kind: str
    line: str
    hash: str | None


def write_change(
    connection: psycopg.Connection[Row],
    transaction: "Transaction",
    lines: Sequence[EventLine],
    next_id: int,
) -> None:
    """Write what a transaction changed, and its events; ids from the next one on are new."""
    from tracker.domain.event import Restored, Reworded

    with connection.cursor() as cursor:
        if lines[-1].hash is None:  # what an executor's reports make the server writes itself
            cursor.executemany(_ADD_REPORT, [line[:-1] for line in lines])
            return
        cursor.executemany(_ADD_EVENT, lines)
        step = steps(N_("Writing directives"), len(transaction.changed))
        reported: list[tuple[str | None, int]] = []
        reworded: list[_NewRow] = []
        new: list[_NewRow] = []
        for id, directive in transaction.changed.items():
            step()
            row = _new_row(id, directive)
            if id >= next_id:
                new.append(row)
            elif any(isinstance(e.change, Restored | Reworded) for e in transaction.events_of(id)):
                reworded.append(row)
            else:
                reported.append((row[0], id))
        cursor.executemany(_UPDATE_ROW, reported)
        cursor.executemany(_UPDATE_BOTH, reworded)
        cursor.executemany(_ADD_DIRECTIVE, new)
        _put_named(cursor, transaction.units, transaction.new_meetings)


def write_history(connection: psycopg.Connection[Row], history: "History") -> None:
    """Write a whole history into a store that has none."""
    from tracker.store.replay import given_up

    state = history.state
    with connection.cursor() as cursor:
        cursor.executemany(_ADD_EVENT, _history_lines(history))
        step = steps(N_("Writing directives"), len(state.directives))
        rows: list[_NewRow] = [(None, None, id) for id in given_up(history.events)]
        for directive in state.directives.values():
            step()
            rows.append(_new_row(directive.id, directive))
        cursor.executemany(_ADD_DIRECTIVE, rows)
        _put_named(cursor, state.units, state.meetings)


def write_state(
    connection: psycopg.Connection[Row], kept: Mapping[int, Directive | None], made: State
) -> None:
    """Write what is not as it was made; None is kept for a row that cannot be read."""
    differing = [
        id
        for id in kept.keys() | made.directives.keys()
        if kept.get(id, _NOTHING) != made.directives.get(id, _NOTHING)
    ]
    with connection.cursor() as cursor:
        rows = [_new_row(id, made.directives.get(id)) for id in differing]
        cursor.executemany(_PUT_DIRECTIVE, rows)
        cursor.execute("DELETE FROM tracker.units WHERE NOT key = ANY(%s)", (list(made.units),))
        ids = list(made.meetings)
        cursor.execute("DELETE FROM tracker.meetings WHERE NOT id = ANY(%s)", (ids,))
        _put_named(cursor, made.units, made.meetings)


def _new_row(id: int, directive: Directive | None) -> _NewRow:
    if directive is None:
        return None, None, id
    return _text(codec.directive_row(directive)), "\n".join(compared(directive.wording)), id


def _history_lines(history: "History") -> Iterator[EventLine]:
    step = steps(N_("Writing events"), len(history.events))
    for event, line in zip(history.events, history.lines, strict=True):
        step()
        yield EventLine(
            event.seq, event.directive, event.change.kind, line.body.decode(), line.hash
        )


def _put_named(
    cursor: psycopg.Cursor[Any],
    units: Mapping[str, Unit | None],
    meetings: Mapping[str, Meeting | None],
) -> None:
    for key, unit in units.items():
        _put(cursor, "units", "key", key, None if unit is None else codec.unit_row(unit))
    for name, meeting in meetings.items():
        row = None if meeting is None else codec.meeting_row(meeting)
        _put(cursor, "meetings", "id", name, row)


def event_lines(
    events: Sequence["Event"], previous: str | None, kept: Sequence[bytes] = ()
) -> Iterator[EventLine]:
    """Yield the lines of a command's events, which go on from this hash (None: it is not told).

    For `kept` see `chain.event_lines`.
    """
    from tracker.store import chain

    lines = chain.event_lines(events, previous or "", kept)
    for event, (body, made) in zip(events, lines, strict=True):
        digest = None if previous is None else made
        yield EventLine(event.seq, event.directive, event.change.kind, body.decode(), digest)


def _put(cursor: psycopg.Cursor[Any], table: str, key: str, name: str, row: Struct | None) -> None:
    """Put a row that is known by a key of its own, or take it out."""
    place = {"table": sql.Identifier("tracker", table), "key": sql.Identifier(key)}
    if row is None:
        cursor.execute(sql.SQL("DELETE FROM {table} WHERE {key} = %s").format(**place), (name,))
        return
    put = sql.SQL(
        "INSERT INTO {table} ({key}, row) VALUES (%s, %s) "
        "ON CONFLICT ({key}) DO UPDATE SET row = EXCLUDED.row"
    )
    cursor.execute(put.format(**place), (name, _text(row)))


def _text(row: Struct) -> str:
    return codec.encoded(row).decode()
