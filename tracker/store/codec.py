"""How things are written on disk: the one place that knows the field names and the version.

A row leaves out what is empty. `…_row` encodes, `…_of` decodes and raises `ValueError`,
`TypeError` or `KeyError` for a row that this program did not write.
"""

import math
from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from tracker.domain.deadline import Every
from tracker.domain.directive import WHOLE, Accepted, Directive, Evidence
from tracker.domain.indicator import TOO_LARGE, Indicator, Reading
from tracker.domain.meeting import Meeting
from tracker.domain.source import Source, is_sha256
from tracker.domain.status import Status
from tracker.domain.unit import Unit
from tracker.domain.wording import Wording

DECODING = (ValueError, TypeError, KeyError, AttributeError)
"""What the codec raises for a row that this program did not write."""

FORMAT = 2
"""The version of the store's format. 2 knows the last event of each directive (`version`)."""

LARGEST = 2**53
"""From here on JSON does not hold every whole number."""

Row = dict[str, Any]


class Mark(NamedTuple):
    """How far the journal counts: events, bytes, and the hash (hex SHA-256) of the last event.

    What the file holds behind it was never committed.
    """

    seq: int = 0
    size: int = 0
    hash: str = ""


def mark_of(row: Mapping[str, Any]) -> Mark:
    """Decode a mark."""
    digits = "" if row["hash"] == "" else hash_of(row["hash"])
    return Mark(whole_of(row["seq"]), whole_of(row["size"]), digits)


def directive_row(d: Directive) -> Row:
    """Encode a directive."""
    return filled(
        id=d.id,
        text=dict(d.wording),
        meeting=d.meeting,
        item=d.item,
        theme=d.theme,
        executor=d.executor,
        co=list(d.co_executors),
        heard=list(d.heard),
        status=d.status.value,
        due=iso(d.due),
        first_due=iso(d.first_due),
        moved=d.moved,
        every=d.every and d.every.value,
        starts=iso(d.starts),
        accepted=[[a.due.isoformat(), a.submitted.isoformat()] for a in d.accepted],
        progress=d.progress,
        indicators=[indicator_row(i) for i in d.indicators],
        evidence=[evidence_row(e) for e in d.evidence],
        submitted=iso(d.submitted_on),
        closed=iso(d.closed_on),
        created=d.created_on.isoformat(),
        touched=d.touched_on.isoformat(),
        version=d.version,
        news=iso(d.news_on),
        source=d.source and source_row(d.source),
    )


def directive_of(row: Mapping[str, Any]) -> Directive:
    """Decode a directive."""
    get = row.get
    if get("every") and not (get("starts") and get("due")):
        raise ValueError("a constant directive without its schedule")
    return Directive(
        id=whole_of(row["id"]),
        wording=wording_of(row["text"]),
        meeting=text_of(get("meeting")),
        item=text_of(get("item")),
        theme=text_of(get("theme")),
        executor=text_of(get("executor")),
        co_executors=texts_of(get("co")),
        heard=texts_of(get("heard")),
        status=Status(row["status"]),
        due=date_of(get("due")),
        first_due=date_of(get("first_due")),
        moved=whole_of(get("moved", 0)),
        every=every_of(get("every")),
        starts=date_of(get("starts")),
        accepted=tuple(
            Accepted(date.fromisoformat(due), date.fromisoformat(submitted))
            for due, submitted in get("accepted", ())
        ),
        progress=percent_of(get("progress")),
        indicators=tuple(indicator_of(i) for i in get("indicators", ())),
        evidence=tuple(evidence_of(e) for e in get("evidence", ())),
        submitted_on=date_of(get("submitted")),
        closed_on=date_of(get("closed")),
        created_on=date.fromisoformat(row["created"]),
        touched_on=date.fromisoformat(row["touched"]),
        version=whole_of(get("version", 0)),
        news_on=date_of(get("news")),
        source=source_of(get("source")),
    )


def indicator_row(i: Indicator) -> Row:
    """Encode an indicator with its readings."""
    readings = [[r.on.isoformat(), r.value] for r in i.readings]
    return filled(key=i.key, names=dict(i.names), readings=readings, target=i.target)


def indicator_of(row: Mapping[str, Any]) -> Indicator:
    """Decode an indicator."""
    readings = tuple(reading_of(reading) for reading in row.get("readings", ()))
    return Indicator(
        key=str_of(row["key"]),
        names=wording_of(row["names"]),
        readings=readings,
        target=None if row.get("target") is None else number_of(row["target"]),
    )


def evidence_row(e: Evidence) -> Row:
    """Encode a confirming document."""
    return filled(name=e.name, where=e.where, on=e.on.isoformat(), size=e.size, sha256=e.sha256)


def evidence_of(row: Mapping[str, Any]) -> Evidence:
    """Decode a confirming document."""
    size = row.get("size")
    return Evidence(
        name=str_of(row["name"]),
        where=str_of(row["where"]),
        on=date.fromisoformat(row["on"]),
        size=None if size is None else whole_of(size),
        sha256=text_of(row.get("sha256")),
    )


def source_row(s: Source) -> Row:
    """Encode where a directive stands in its document."""
    return filled(
        document=s.document,
        sha256=s.sha256,
        start=s.start,
        end=s.end,
        words=s.words,
        page=s.page,
    )


def source_of(row: Mapping[str, Any] | None) -> Source | None:
    """Decode where a directive stands in its document; it may be missing."""
    if row is None:
        return None
    start, end, page = whole_of(row["start"]), whole_of(row["end"]), row.get("page")
    if end < start or page == 0:
        raise ValueError("no place in a document")
    return Source(
        document=str_of(row["document"]),
        sha256=hash_of(row["sha256"]),
        start=start,
        end=end,
        words=str_of(row["words"]),
        page=None if page is None else whole_of(page),
    )


def unit_row(u: Unit) -> Row:
    """Encode a unit."""
    return filled(
        key=u.key, names=dict(u.names), short=dict(u.short), aliases=list(u.aliases), head=u.head
    )


def unit_of(row: Mapping[str, Any]) -> Unit:
    """Decode a unit."""
    return Unit(
        key=str_of(row["key"]),
        names=wording_of(row["names"]),
        short=wording_of(row.get("short", {})),
        aliases=texts_of(row.get("aliases")),
        head=text_of(row.get("head")),
    )


def meeting_row(m: Meeting) -> Row:
    """Encode a meeting."""
    return filled(
        id=m.id,
        on=m.on.isoformat(),
        title=dict(m.title),
        region=dict(m.region),
        chair=m.chair,
        source=m.source,
        themes={code: dict(names) for code, names in m.themes.items()},
    )


def meeting_of(row: Mapping[str, Any]) -> Meeting:
    """Decode a meeting."""
    return Meeting(
        id=str_of(row["id"]),
        on=date.fromisoformat(row["on"]),
        title=wording_of(row.get("title", {})),
        region=wording_of(row.get("region", {})),
        chair=text_of(row.get("chair")),
        source=text_of(row.get("source")),
        themes={str_of(code): wording_of(names) for code, names in row.get("themes", {}).items()},
    )


def filled(**fields: Any) -> Row:
    """Return the fields that say something; a zero does where None is possible, so it stays."""
    return {name: value for name, value in fields.items() if value not in (None, [], {})}


def iso(day: date | None) -> str | None:
    """Encode a date that may be missing."""
    return None if day is None else day.isoformat()


def date_of(value: Any) -> date | None:
    """Decode a date that may be missing."""
    return None if value is None else date.fromisoformat(value)


def every_of(value: Any) -> Every | None:
    """Decode a reporting period that may be missing."""
    return None if value is None else Every(value)


def str_of(value: Any) -> str:
    """Return the value if it is text."""
    if not isinstance(value, str):
        raise TypeError(f"text expected, not {type(value).__name__}")
    return value


def text_of(value: Any) -> str | None:
    """Return the value if it is text or missing."""
    return None if value is None else str_of(value)


def hash_of(value: Any) -> str:
    """Return the value if it is a SHA-256 in hex digits."""
    if not is_sha256(str_of(value)):
        raise ValueError("no SHA-256")
    return str_of(value)


def texts_of(value: Any) -> tuple[str, ...]:
    """Decode a list of texts that may be missing."""
    if value is None:
        return ()
    if not isinstance(value, list):
        raise TypeError("a list of texts expected")
    return tuple(map(str_of, value))


def wording_of(value: Any) -> Wording:
    """Decode a text in several languages."""
    return {str_of(language): str_of(text) for language, text in value.items()}


def whole_of(value: Any) -> int:
    """Return the value if it is a whole number that JSON holds exactly, 0 or more."""
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < LARGEST:
        raise ValueError(f"a whole number expected, not {value!r:.40}")
    return value


def percent_of(value: Any) -> int | None:
    """Decode a percentage that may be missing."""
    if value is None:
        return None
    if whole_of(value) > WHOLE:
        raise ValueError("progress over 100")
    return whole_of(value)


def reading_of(value: Any) -> Reading:
    """Decode a reading."""
    on, number = value
    return Reading(date.fromisoformat(on), number_of(number))


def number_of(value: Any) -> float:
    """Decode a measured number."""
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise TypeError("a number expected")
    if not math.isfinite(value) or abs(value) >= TOO_LARGE:
        raise ValueError("no ordinary number")
    return float(value)
