"""How things are written on disk: the one place that knows the field names and the version.

A row leaves out what is empty. `…_row` makes one, which `kept` encodes; `…_of` decodes, and raises
one of `DECODING` for what this program did not write. The `…Row` types have the fields of what they
stand for, in the same order, under the names on disk; msgspec reads, checks and writes them.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Annotated, Any, NamedTuple, TypeVar

import msgspec
from msgspec import Meta, Raw, Struct, field
from msgspec.structs import astuple, replace

from tracker.domain.deadline import Every
from tracker.domain.directive import WHOLE, Accepted, Directive, Evidence
from tracker.domain.indicator import TOO_LARGE, Indicator, Reading
from tracker.domain.meeting import Meeting
from tracker.domain.source import Source
from tracker.domain.status import Status
from tracker.domain.unit import Unit

DECODING = (
    msgspec.MsgspecError,
    ValueError,
    TypeError,
    KeyError,
    AttributeError,
    RecursionError,
)
"""What the codec raises for a row that this program did not write."""

FORMAT = 2
"""The version of the store's format. 2 knows the last event of each directive (`version`)."""

Row = dict[str, Any]

Kept = Raw | Row
"""A row as it is in the file, not looked into; a plain one if msgspec cannot read the file."""

Whole = Annotated[int, Meta(ge=0, lt=2**53)]
"""A whole number that JSON holds exactly."""

Percent = Annotated[int, Meta(ge=0, le=WHOLE)]
Number = Annotated[float, Meta(gt=-TOO_LARGE, lt=TOO_LARGE)]
Hash = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}\Z")]
"""A SHA-256 in hex digits."""

MarkHash = Annotated[str, Meta(pattern=r"^(|[0-9a-f]{64})\Z")]
"""A `Hash`, or nothing before the first event."""

T = TypeVar("T")

_ENCODER = msgspec.json.Encoder(enc_hook=dict)


class Mark(NamedTuple):
    """How far the journal counts: events, bytes, and the hash (hex SHA-256) of the last event.

    What the file holds behind it was never committed.
    """

    seq: Whole = 0
    size: Whole = 0
    hash: MarkHash = ""


class MarkRow(Struct):
    """A `Mark`."""

    seq: Whole
    size: Whole
    hash: MarkHash


class FormatRow(Struct):
    """Which version of the format a file has."""

    format: Annotated[int, Meta(ge=1)]


class MetaRow(Struct):
    """Where the numbers stand: the format, the next id, the journal's mark, the ids given up."""

    format: Whole
    next_id: Whole
    journal: MarkRow
    gone: list[Whole] = []


class ReadingRow(NamedTuple):
    """A `Reading`."""

    on: date
    value: Number


class IndicatorRow(Struct, omit_defaults=True):
    """An `Indicator`."""

    key: str
    names: dict[str, str]
    readings: tuple[ReadingRow, ...] = ()
    target: Number | None = None


class EvidenceRow(Struct, omit_defaults=True):
    """An `Evidence`."""

    name: str
    where: str
    on: date
    size: Whole | None = None
    sha256: str | None = None


class SourceRow(Struct, omit_defaults=True):
    """A `Source`."""

    document: str
    sha256: Hash
    start: Whole
    end: Whole
    words: str
    page: Annotated[int, Meta(ge=1, lt=2**53)] | None = None


class DirectiveRow(Struct, omit_defaults=True):
    """A `Directive`."""

    id: Whole
    wording: dict[str, str] = field(name="text")
    created_on: date = field(name="created")
    touched_on: date = field(name="touched")
    status: Status
    meeting: str | None = None
    item: str | None = None
    theme: str | None = None
    executor: str | None = None
    co_executors: tuple[str, ...] = field(name="co", default=())
    heard: tuple[str, ...] = ()
    due: date | None = None
    first_due: date | None = None
    moved: Whole = 0
    every: Every | None = None
    starts: date | None = None
    accepted: tuple[Accepted, ...] = ()
    progress: Percent | None = None
    indicators: tuple[IndicatorRow, ...] = ()
    evidence: tuple[EvidenceRow, ...] = ()
    submitted_on: date | None = field(name="submitted", default=None)
    closed_on: date | None = field(name="closed", default=None)
    version: Whole = 0
    news_on: date | None = field(name="news", default=None)
    source: SourceRow | None = None


class PlacedRow(DirectiveRow, omit_defaults=True):
    """A `Directive`, and behind it where in the journal its events stand (`places_of`)."""

    places: tuple[Whole, ...] = ()


class PlacesRow(Struct):
    """Of a directive's row, the bytes at which its events' lines begin, in order.

    There are none if nobody noted them.
    """

    places: tuple[Whole, ...] = ()


class HandleRow(Struct):
    """Of a unit's or a meeting's row, what it is known by."""

    key: str | None = None
    id: str | None = None


class UnitRow(Struct, omit_defaults=True):
    """A `Unit`."""

    key: str
    names: dict[str, str]
    short: dict[str, str] = {}
    aliases: tuple[str, ...] = ()
    head: str | None = None


class MeetingRow(Struct, omit_defaults=True):
    """A `Meeting`."""

    id: str
    on: date
    title: dict[str, str] = {}
    region: dict[str, str] = {}
    chair: str | None = None
    source: str | None = None
    themes: dict[str, dict[str, str]] = {}


def read(row: Kept | bytes, kind: type[T]) -> T:
    """Decode a row of this type; raise one of `DECODING` for any other."""
    if isinstance(row, dict):
        return msgspec.convert(row, kind)
    try:
        return msgspec.json.decode(row, type=kind)
    except msgspec.ValidationError:
        raise
    except (msgspec.DecodeError, UnicodeDecodeError):
        return msgspec.convert(_leniently(row), kind)


def _leniently(row: Raw | bytes) -> Any:
    """Decode JSON that msgspec refuses: with half a surrogate pair, which may be in a text."""
    import json

    return json.loads(bytes(row))


def kept(row: Struct) -> Raw:
    """Return a row as it is in the file."""
    return Raw(encoded(row))


def written(row: Struct) -> Row:
    """Return a row as plain values, without what is empty."""
    made: Row = msgspec.to_builtins(row, enc_hook=dict)
    return made


def encoded(value: object) -> bytes:
    """Return JSON on one line, in UTF-8; half a surrogate pair is escaped."""
    try:
        return _ENCODER.encode(value)
    except UnicodeEncodeError:
        import json

        plain = msgspec.to_builtins(value, enc_hook=dict)
        text = json.dumps(plain, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
        return text.encode("utf-8", "backslashreplace")


def canonical(row: Struct) -> bytes:
    """Return a row as it is encoded whatever the order of its names: a server has its own."""
    plain = msgspec.to_builtins(row, enc_hook=dict, order="deterministic")
    return encoded(_PLUS_ZERO.decode(encoded(plain)))


_PLUS_ZERO: msgspec.json.Decoder[Any] = msgspec.json.Decoder(float_hook=lambda n: float(n) + 0.0)
"""Makes zero of minus zero, which a server does not know."""


def directive_row(d: Directive, places: Sequence[int] = ()) -> PlacedRow:
    """Return the row of a directive, and of where its events stand."""
    values: list[Any] = [*astuple(d), tuple(places)]
    row = PlacedRow(*values)
    if d.indicators:
        row.indicators = tuple(map(indicator_row, d.indicators))
    if d.evidence:
        row.evidence = tuple(EvidenceRow(*e) for e in d.evidence)
    if d.source:
        row.source = SourceRow(*d.source)
    return row


def directive_of(row: Kept) -> Directive:
    """Decode a directive."""
    return _directive(read(row, DirectiveRow))


def directives_of(rows: Iterable[Kept]) -> Iterator[Directive]:
    """Decode directives, many of them in a short time."""
    decode = msgspec.json.Decoder(DirectiveRow).decode
    for row in rows:
        try:
            found = decode(row)  # type: ignore[arg-type]  # a plain row is a TypeError
        except (msgspec.DecodeError, UnicodeDecodeError, TypeError):
            found = read(row, DirectiveRow)
        yield _directive(found)


def _directive(found: DirectiveRow) -> Directive:
    if found.every and not (found.starts and found.due):
        raise ValueError("a constant directive without its schedule")
    made = Directive(*astuple(found))
    if made.indicators or made.evidence or made.source:
        return replace(
            made,
            indicators=tuple(map(indicator_made, found.indicators)),
            evidence=tuple(Evidence(*astuple(e)) for e in found.evidence),
            source=None if found.source is None else source_made(found.source),
        )
    return made


def places_of(row: Kept) -> tuple[int, ...]:
    """Return where in the journal a directive's events stand, of its row."""
    return read(row, PlacesRow).places


def indicator_row(i: Indicator) -> IndicatorRow:
    """Return the row of an indicator with its readings."""
    readings = tuple(ReadingRow(*r) for r in i.readings)
    return IndicatorRow(i.key, dict(i.names), readings, i.target)


def indicator_made(row: IndicatorRow) -> Indicator:
    """Decode an indicator."""
    return Indicator(row.key, row.names, tuple(Reading(*r) for r in row.readings), row.target)


def source_made(row: SourceRow) -> Source:
    """Decode where a directive stands in its document."""
    if row.end < row.start:
        raise ValueError("no place in a document")
    return Source(*astuple(row))


def handle_of(row: Kept) -> str | None:
    """Return what a unit or a meeting is known by."""
    found = read(row, HandleRow)
    return found.key or found.id


def unit_row(u: Unit) -> UnitRow:
    """Return the row of a unit."""
    return UnitRow(u.key, dict(u.names), dict(u.short), u.aliases, u.head)


def unit_of(row: Kept) -> Unit:
    """Decode a unit."""
    return Unit(*astuple(read(row, UnitRow)))


def meeting_row(m: Meeting) -> MeetingRow:
    """Return the row of a meeting."""
    themes = {code: dict(names) for code, names in m.themes.items()}
    return MeetingRow(m.id, m.on, dict(m.title), dict(m.region), m.chair, m.source, themes)


def meeting_of(row: Kept) -> Meeting:
    """Decode a meeting."""
    return Meeting(*astuple(read(row, MeetingRow)))
