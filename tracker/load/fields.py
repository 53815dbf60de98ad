"""From the raw values of a row to a draft. What cannot be read raises a `TrackerError`."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from tracker.domain.deadline import Every, check_date, read_date
from tracker.domain.decision import check_source, check_text
from tracker.domain.indicator import TOO_LARGE, Indicator, Reading, check_value
from tracker.domain.meeting import Meeting
from tracker.domain.source import Source
from tracker.domain.unit import Unit
from tracker.domain.wording import LANGUAGES, Wording, guessed_language
from tracker.errors import Refused
from tracker.load.columns import read_period
from tracker.load.draft import Draft

Raw = Mapping[str, Any]

MAX_LIST = 1000
"""Names or indicators that a field may hold: millions would take gigabytes."""

_MIDNIGHT = re.compile(r"[ T]00:00(:00)?$")
"""What spreadsheets put behind a date when they write it as text."""


def draft_of(raw: Raw, line: int) -> Draft:
    """Return the draft that a row of known fields makes; cells that are empty say nothing."""
    wording = _directive_wording(raw)
    said = {name: _READERS[name](value, name) for name, value in raw.items() if name in _READERS}
    return Draft(line=line, wording=wording, **said)


def meeting_of(raw: Raw) -> Meeting:
    """Return the meeting that a table describes; raise `Refused` for a missing id, day or title."""
    id, on = text_of(raw.get("id"), "id"), date_of(raw.get("date"), "date")
    if id is None or on is None or raw.get("title") is None:
        raise Refused("A meeting needs its id, date and title.")
    return Meeting(
        id=id,
        on=on,
        title=wording_of(raw["title"], "title"),
        region=wording_of(raw["region"], "region") if raw.get("region") else {},
        chair=text_of(raw.get("chair"), "chair"),
        source=text_of(raw.get("source"), "source"),
        themes={
            code: wording_of(names, "themes")
            for code, names in _table(raw.get("themes") or {}, "themes").items()
        },
    )


def unit_of(raw: Raw) -> Unit:
    """Return the unit that a table describes; raise `Refused` for a missing key or name."""
    key = text_of(raw.get("key"), "key")
    if key is None or raw.get("names") is None:
        raise Refused("A unit needs its key and names.")
    return Unit(
        key=key,
        names=wording_of(raw["names"], "names"),
        short=wording_of(raw["short"], "short") if raw.get("short") else {},
        aliases=_several(raw.get("aliases"), "aliases"),
        head=text_of(raw.get("head"), "head"),
    )


def indicator_of(raw: Raw) -> Indicator:
    """Return the indicator that a table describes, with a reading if it has `value` and `on`."""
    key, on = text_of(raw.get("key"), "key"), date_of(raw.get("on"), "on")
    if key is None or raw.get("names") is None:
        raise Refused("An indicator needs its key and names.")
    target = None if raw.get("target") is None else _number(raw["target"], "target")
    indicator = Indicator(key=key, names=wording_of(raw["names"], "names"), target=target)
    if raw.get("value") is None:
        return indicator
    if on is None:
        raise Refused("The indicator “{key}” has a value, but no day (on).", key=key)
    return indicator.read(Reading(on, _number(raw["value"], "value")))


def source_of(raw: Raw) -> Source:
    """Return the source that a table describes, its words as they stand there.

    Raises `Refused` if anything but the page is missing, or cannot be.
    """
    if any(raw.get(name) is None for name in ("document", "sha256", "start", "end", "words")):
        raise Refused("A source needs its document, sha256, start, end and words.")
    return check_source(
        Source(
            document=_string(raw["document"], "document"),
            sha256=_string(raw["sha256"], "sha256").lower(),
            start=_whole(raw["start"], "start"),
            end=_whole(raw["end"], "end"),
            words=_string(raw["words"], "words"),
            page=None if raw.get("page") is None else _whole(raw["page"], "page", least=1),
        )
    )


def text_of(value: Any, field: str) -> str | None:
    """Return the text of a cell, None for an empty one; a whole number is text, too."""
    if value is None:
        return None
    if not isinstance(value, str):
        value = _digits(value, field)
    return check_text(value) if value and not value.isspace() else None


def _digits(value: Any, field: str) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or abs(value) >= TOO_LARGE:
        raise unfit(field)
    return str(value)


def date_of(value: Any, field: str) -> date | None:
    """Return the date of a cell: a real one, or text as `read_date` takes it."""
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return check_date(value)
    text = text_of(value, field)
    if text is None:
        return None
    return read_date(_MIDNIGHT.sub("", text) if ":" in text else text)


def wording_of(value: Any, field: str) -> Wording:
    """Return a text in one language (guessed) or, from a table, in several."""
    if not isinstance(value, str) and isinstance(value, Mapping):
        if not value or not set(value) <= set(LANGUAGES):
            raise unfit(field)
        texts = {code: text_of(text, field) for code, text in value.items()}
        found = {code: text for code, text in texts.items() if text}
    else:
        text = text_of(value, field)
        found = {guessed_language(text): text} if text else {}
    if not found:
        raise Refused("The field “{field}” is empty.", field=field)
    return found


def unfit(field: str) -> Refused:
    """Return the error for a value that its field cannot take."""
    return Refused("The value of “{field}” is not of the kind that belongs there.", field=field)


def _item(value: Any, field: str) -> str | None:
    """Return the number of an item; spreadsheets make 1.2 of a sub-item a fraction."""
    if isinstance(value, float) and not value.is_integer():
        value = repr(value)
    return text_of(value, field)


def _number(value: Any, field: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or abs(value) >= TOO_LARGE:
        raise unfit(field)
    return check_value(float(value))


def _string(value: Any, field: str) -> str:
    if not isinstance(value, str):
        raise unfit(field)
    return value


def _whole(value: Any, field: str, least: int = 0) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value < TOO_LARGE:
        raise unfit(field)
    return value


def _source(value: Any, field: str) -> Source | None:
    return None if value is None else source_of(_table(value, field))


def _directive_wording(raw: Raw) -> Wording:
    if raw.keys().isdisjoint(_TEXT_COLUMNS):
        return wording_of(raw.get("text"), "text")
    columns = {code: text_of(raw.get(name), name) for name, code in _TEXT_COLUMNS.items()}
    found = {code: text for code, text in columns.items() if text}
    if raw.get("text") or not found:
        found = {**wording_of(raw.get("text"), "text"), **found}
    return found


def _period(value: Any, field: str) -> Every | None:
    text = text_of(value, field)
    if text is None:
        return None
    return read_period(text)


def _several(value: Any, field: str) -> tuple[str, ...]:
    """Return several names: a list, or text that parts them with semicolons (or commas)."""
    if value is None:
        return ()
    if isinstance(value, str):
        value = value.split(";" if ";" in value else ",")
    texts = (text_of(one, field) for one in _list(value, field))
    return tuple(text for text in texts if text)


def _list(value: Any, field: str) -> Sequence[Any]:
    if value is None:
        return ()
    if not isinstance(value, list) or len(value) > MAX_LIST:
        raise unfit(field)
    return value


def _table(value: Any, field: str) -> Raw:
    if not isinstance(value, Mapping):
        raise unfit(field)
    return value


def _indicators(value: Any, field: str) -> tuple[Indicator, ...]:
    return tuple(indicator_of(_table(one, field)) for one in _list(value, field))


_TEXT_COLUMNS = {f"text_{code}": code for code in LANGUAGES}

_READERS: dict[str, Callable[[Any, str], Any]] = {
    "meeting": text_of,
    "item": _item,
    "theme": text_of,
    "executor": text_of,
    "co_executors": _several,
    "due": date_of,
    "every": _period,
    "indicators": _indicators,
    "source": _source,
}
"""What makes a draft's field of a cell."""
