"""Questions about many directives as SQL: what `domain.selection` and `domain.group` say.

The columns are those that `schema.sql` makes of a directive's row; days are ISO texts.
"""

from collections import Counter
from collections.abc import Iterable
from typing import LiteralString, NamedTuple

from tracker.domain.discipline import Tally
from tracker.domain.group import By, Group, Window, arranged
from tracker.domain.selection import Order, Selection
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
    if wanted.statuses:
        parts.append("status = ANY(%(statuses)s)")
        values["statuses"] = [status.value for status in wanted.statuses]
    if wanted.unit is not None:
        parts.append("(executor = %(unit)s OR helpers ? %(unit)s)")
        values["unit"] = wanted.unit
    columns: tuple[tuple[LiteralString, str | None], ...] = (
        ("executor", wanted.executor),
        ("theme", wanted.theme),
        ("meeting", wanted.meeting),
        ("item", wanted.item),
    )
    for column, value in columns:
        if value is not None:
            parts.append(column + " = %(" + column + ")s")
            values[column] = value
    if wanted.overdue is not None:
        parts.append("is_open AND status <> 'submitted' AND due < %(overdue)s")
        values["overdue"] = wanted.overdue.isoformat()
    if wanted.due_before is not None:
        parts.append("due < %(due_before)s")
        values["due_before"] = wanted.due_before.isoformat()
    if wanted.due_after is not None:
        parts.append("due > %(due_after)s")
        values["due_after"] = wanted.due_after.isoformat()
    if wanted.attention is not None:
        parts.append(
            "is_open AND (status = 'submitted' OR due <= %(until)s OR news <= %(silent_since)s)"
        )
        values["until"] = wanted.attention.until.isoformat()
        values["silent_since"] = wanted.attention.silent_since.isoformat()
    if wanted.search is not None:
        parts.append("position(%(search)s IN words) > 0")
        values["search"] = normal(wanted.search)
    return Where(" AND ".join(parts), values)


def sorted_by(order: Order, *, reverse: bool) -> Where:
    """Return the order, and the values that it names."""
    column, way = _SORTED_BY[order], "DESC" if reverse else "ASC"
    values: Values = {"order": [s.value for s in Status]} if order is Order.STATUS else {}
    if order is Order.ID:
        return Where(" ORDER BY id " + way, values)
    return Where(" ORDER BY " + column + " " + way + " NULLS LAST, id " + way, values)


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
        " FROM tracker.directives WHERE " + condition + " GROUP BY 1, 2"
        " UNION ALL SELECT " + key + ", NULL, 0, 0, 0, 0,"
        " count(*) FILTER (WHERE period ->> 1 <= period ->> 0),"
        " count(*) FILTER (WHERE period ->> 1 > period ->> 0), 0"
        " FROM tracker.directives, jsonb_array_elements(row -> 'accepted') period"
        " WHERE row ? 'accepted' AND period ->> 0 BETWEEN %(first)s AND %(last)s"
        " AND " + condition + " GROUP BY 1"
    )
    if by is By.UNIT and wanted.executor is None:
        query += (
            " UNION ALL SELECT helper, NULL, 0, count(*), 0, 0, 0, 0, 0"
            " FROM tracker.directives, jsonb_array_elements_text(helpers) helper"
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
