"""A view: one answer as a page for people, a sheet for spreadsheets, an object for programs."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple, Protocol, runtime_checkable

from tracker.show.page import Page

Json = dict[str, Any]

FORMAT = 1
"""The version of the JSON form; it grows when a field changes its meaning or goes."""


class Ref(NamedTuple):
    """A value that programs know by a code and people by a name."""

    code: str | None
    name: str


Value = str | int | float | date | datetime | Ref | None


class Sheet(NamedTuple):
    """Rows under columns, each column with a code (stable, English) and a title.

    `states` has for each row the style (a name of `page.STYLES`) of what it is about, or is empty.
    """

    columns: Sequence[tuple[str, str]]
    rows: Sequence[Sequence[Value]]
    title: str = ""
    states: Sequence[str] = ()


@runtime_checkable
class Noting(Protocol):
    """A view with something to say beside its rows: under a table, else on standard error."""

    def notes(self) -> list[str]:
        """Return the sentences."""
        ...


@runtime_checkable
class ManySheets(Protocol):
    """A view that is more than one table: plain text has them all, CSV the first."""

    def sheets(self) -> list["Sheet"]:
        """Return the tables, the main one first."""
        ...


@runtime_checkable
class Worded(Protocol):
    """A view that is no table: its plain text is made of sentences."""

    def plain(self) -> str:
        """Return the text, with nothing in it that a terminal obeys."""
        ...


class View(Protocol):
    """One answer, ready to be shown in each form."""

    def page(self) -> Page:
        """Return it for a person at a terminal."""
        ...

    def sheet(self) -> Sheet:
        """Return it as rows, nothing left out."""
        ...

    def data(self) -> Json:
        """Return it for programs: English keys and codes, ISO dates."""
        ...
