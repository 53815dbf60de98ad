"""What goes into a document, whatever its format."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from tracker.domain.directive import Directive
from tracker.errors import Refused
from tracker.i18n.language import Language
from tracker.show.view import Sheet


class Kind(StrEnum):
    """How a chart is drawn."""

    BARS = "bars"
    """A bar a label, its series stacked in it."""
    LINES = "lines"
    """A line a series, over the labels."""


class Series(NamedTuple):
    """Numbers of a chart, one a label (None: no value), drawn in a style of `page.STYLES`."""

    name: str
    style: str
    values: Sequence[float | None]


class Chart(NamedTuple):
    """Numbers that are drawn where the format can draw."""

    title: str
    kind: Kind
    labels: Sequence[str]
    series: Sequence[Series]


class Document(NamedTuple):
    """A titled document of a day: the figures in sentences, tables, charts, and their rules.

    `about` says what it speaks of (a unit, a meeting, a period), if not of all. `sheets` come in
    the order of their weight, each with a title of its own; `notes` are the rules behind the
    figures; `directives` are those that it is about. All text is as it was given: each format makes
    it harmless in its own way.
    """

    title: str
    day: date
    language: Language
    sentences: Sequence[str]
    sheets: Sequence[Sheet]
    charts: Sequence[Chart] = ()
    notes: Sequence[str] = ()
    about: str = ""
    directives: Sequence[Directive] = ()


def missing_extra(extra: str) -> Refused:
    """Return the error for a format whose library is not installed."""
    return Refused(
        "This needs an extra: pip install 'directive-tracker[{extra}]'.",
        extra=extra,
    )
