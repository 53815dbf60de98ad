"""Questions about many directives as SQL: what `domain.selection` and `domain.group` say.

The columns are those that `sql/1-tables.sql` makes of a directive's row; days are ISO texts.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import LiteralString, NamedTuple

from tracker.domain.deadline import Period
from tracker.domain.discipline import Tally
from tracker.domain.group import By, Group, Window, arranged
from tracker.domain.selection import Attention, Order, Selection
from tracker.domain.status import Status
from tracker.domain.wording import normal
from tracker.store.postgres.connection import Row

Values = dict[str, object]

_SORTED_BY: dict[Order, LiteralString] = {
    Order.DUE: "due",
    Order.ID: "id",
    Order.UNIT: "executor",
    Order.STATUS: "array_position(%(order)s, status)",
    Order.THEME: "theme",
    Order.PROGRESS: "progress",
    Order.UPDATED: "touched",
}

_COUNTED_BY: dict[By, LiteralString] = {
    By.UNIT: "executor",
    By.THEME: "theme",
    By.MEETING: "meeting",
}

_CONDITIONS: dict[str, LiteralString] = {
    "statuses": "status = ANY(%(statuses)s)",
    "unit": "(executor = %(unit)s OR helpers ? %(unit)s)",
    "executor": "executor = %(executor)s",
    "theme": "theme = %(theme)s",
    "meeting": "meeting = %(meeting)s",
    "item": "item = %(item)s",
    "overdue": "is_open AND status <> 'submitted' AND due < %(overdue)s",
    "due_before": "due < %(due_before)s",
    "due_after": "due > %(due_after)s",
    "due_in": "due BETWEEN %(due_first)s AND %(due_last)s",
    "attention": (
        "is_open AND (status = 'submitted' OR due <= %(until)s OR news <= %(silent_since)s)"
    ),
    "measured": "row ? 'indicators'",
    "search": "position(%(search)s IN words) > 0",
}
"""What each filter of a `Selection` asks for."""

_OWED: LiteralString = "status NOT IN ('submitted', 'executed', 'withdrawn')"
"""On control, and no report waits."""


class Where(NamedTuple):
    """A condition, and the values that it names."""

    condition: LiteralString
    values: Values


def where(wanted: Selection) -> Where:
    """Return the condition that a directive passes."""
    parts: list[LiteralString] = ["status IS NOT NULL" if wanted.closed else "is_open"]
    values: Values = {}
    for name, condition in _CONDITIONS.items():
        value = getattr(wanted, name)
        if value not in (None, False, frozenset()):
            parts.append(condition)
            values |= _named(name, value)
    return Where(" AND ".join(parts), values)


def _named(name: str, value: object) -> Values:
    """Return the values that the condition of a filter names."""
    match value:
        case frozenset():
            return {name: [status.value for status in value]}
        case date():
            return {name: value.isoformat()}
        case Period(first, last):
            return {"due_first": first.isoformat(), "due_last": last.isoformat()}
        case Attention(until, silent_since):
            return {"until": until.isoformat(), "silent_since": silent_since.isoformat()}
        case str() if name == "search":
            return {name: normal(value)}
        case _:
            return {name: value}


def sorted_by(order: Order, *, reverse: bool) -> Where:
    """Return the order, and the values that it names."""
    column, way = _SORTED_BY[order], "DESC" if reverse else "ASC"
    values: Values = {"order": [s.value for s in Status]} if order is Order.STATUS else {}
    if order is Order.ID:
        return Where(" ORDER BY id " + way, values)
    return Where(" ORDER BY " + column + " " + way + " NULLS LAST, id " + way, values)


def stirring(wanted: Selection, period: Period) -> Where:
    """Return the condition of those that pass and have a date in a period, or a decision of it.

    A decision moves a date or a status. Closed periods of constant directives may have had other
    dates at first: those that have any pass.
    """
    condition, values = where(wanted)
    stirred: LiteralString = (
        " AND (due BETWEEN %(begin)s AND %(end)s"
        " OR row ->> 'first_due' BETWEEN %(begin)s AND %(end)s OR row ? 'accepted'"
        " OR id IN (SELECT directive FROM events WHERE kind IN ('status', 'due')"
        " AND (line::jsonb ->> 'on') COLLATE \"C\" BETWEEN %(begin)s AND %(end)s))"
    )
    days: Values = {"begin": period.first.isoformat(), "end": period.last.isoformat()}
    return Where(condition + stirred, values | days)


def counting(by: By, wanted: Selection, window: Window) -> Where:
    """Return the query whose answer `counted` reads.

    It has a row a key and status, then one for the closed periods of constant directives with the
    key, and (by unit) one for each unit that helps.
    """
    key = _COUNTED_BY[by]
    condition, values = where(wanted)
    query: LiteralString = (
        "SELECT " + key + ", status, count(*), 0,"
        " count(*) FILTER (WHERE " + _OWED + " AND due < %(today)s),"
        " count(*) FILTER (WHERE " + _OWED + " AND due BETWEEN %(today)s AND %(soon)s),"
        " count(*) FILTER (WHERE status = 'executed' AND due BETWEEN %(first)s AND %(last)s"
        " AND submitted <= due),"
        " count(*) FILTER (WHERE status = 'executed' AND due BETWEEN %(first)s AND %(last)s"
        " AND submitted > due),"
        " count(*) FILTER (WHERE " + _OWED + " AND due < %(today)s"
        " AND due BETWEEN %(first)s AND %(last)s)"
        " FROM directives WHERE " + condition + " GROUP BY 1, 2"
        " UNION ALL SELECT " + key + ", NULL, 0, 0, 0, 0,"
        " count(*) FILTER (WHERE period ->> 1 <= period ->> 0),"
        " count(*) FILTER (WHERE period ->> 1 > period ->> 0), 0"
        " FROM directives, jsonb_array_elements(row -> 'accepted') period"
        " WHERE row ? 'accepted' AND period ->> 0 BETWEEN %(first)s AND %(last)s"
        " AND " + condition + " GROUP BY 1"
    )
    if by is By.UNIT and wanted.executor is None:
        query += (
            " UNION ALL SELECT helper, NULL, 0, count(*), 0, 0, 0, 0, 0"
            " FROM directives, jsonb_array_elements_text(helpers) helper"
            " WHERE is_open AND helpers <> '[]' AND " + condition + " GROUP BY 1"
        )
    values |= {
        "today": window.today.isoformat(),
        "soon": window.until.isoformat(),
        "first": window.period.first.isoformat(),
        "last": window.period.last.isoformat(),
    }
    return Where(query, values)


def counted(rows: Iterable[Row], window: Window) -> list[Group]:
    """Return the groups of the answer to `counting`."""
    by_status: dict[str | None, Counter[Status]] = {}
    sums: dict[str | None, list[int]] = {}
    for key, status, number, *others in rows:
        own = by_status.setdefault(key, Counter())
        if status is not None:
            own[Status(status)] = number
        sums[key] = [a + b for a, b in zip(sums.get(key, [0] * 6), others, strict=True)]
    return arranged(
        Group(key, by_status[key], overdue, soon, Tally(*outcomes), window.period, helping)
        for key, (helping, overdue, soon, *outcomes) in sums.items()
    )
