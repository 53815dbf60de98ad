"""What every store promises."""

from collections.abc import Collection, Iterable, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from tracker.domain.deadline import Period
from tracker.domain.directive import Directive, Signature
from tracker.domain.meeting import Meeting
from tracker.domain.selection import Found, Order, Selection
from tracker.domain.unit import Register

if TYPE_CHECKING:  # not at run time: reading directives needs none of them
    from datetime import datetime

    from tracker.domain.event import Event, Stamp
    from tracker.domain.group import By, Group, Window
    from tracker.store.chain import Line
    from tracker.store.transaction import Transaction


@runtime_checkable
class KnowsLogins(Protocol):
    """A store on a server, which writes down itself whose login made an event, and when."""

    def login(self) -> str:
        """Return the login that the server knows us by."""
        ...

    def stamps(
        self, id: int | None = None, *, among: Collection[int] | None = None
    ) -> Mapping[int, "Stamp"]:
        """Return by `seq` what was written down beside events.

        All of them, those of one directive, or those of these numbers.
        """
        ...


@runtime_checkable
class ShowsPart(Protocol):
    """A store of which a login may see a part."""

    def seen(self) -> tuple[int, int] | None:
        """Return how many events may be seen, and how many there are; None if all may be."""
        ...


@runtime_checkable
class KnowsLastMoment(Protocol):
    """A store whose events bear the moments of its users' clocks, and that can tell the last."""

    def last_moment(self) -> "datetime | None":
        """Return when the last event happened, None if there is none, or none can be read."""
        ...


class Store(Protocol):
    """A place that keeps directives.

    A read sees the last committed state, whole, and never waits for a writer. Directives come in
    the order of their ids, events in the order of `seq`. Moments are aware and in UTC. Every
    method raises `StoreError` when the store is unreadable, unreachable or (in `change`) busy.
    """

    where: str
    """The address, as a person would write it."""

    def directives(self, *, closed: bool = False) -> list[Directive]:
        """Return the directives on control; with `closed`, also those taken off it."""
        ...

    def select(
        self,
        wanted: Selection,
        order: Order = Order.ID,
        *,
        reverse: bool = False,
        limit: int | None = None,
    ) -> Found:
        """Return the directives that pass, sorted, at most so many; see `domain.selection`."""
        ...

    def groups(self, by: "By", wanted: Selection, window: "Window") -> list["Group"]:
        """Count the directives that pass by unit, theme or meeting; see `domain.group`.

        By unit, those that a unit helps to execute count as well, unless one `executor` is wanted.
        """
        ...

    def with_events(
        self, wanted: Selection, period: Period
    ) -> list[tuple[Directive, list["Event"]]]:
        """Return the directives that pass, each with its events, by id.

        Those that have no date in the period, and no decision of it, may be left out.
        """
        ...

    def directive(self, id: int) -> Directive:
        """Return one directive, on control or off it; raise `NotFound`."""
        ...

    def meetings(self) -> Mapping[str, Meeting]:
        """Return the meetings by id, in the order of their days."""
        ...

    def register(self) -> Register:
        """Return the units."""
        ...

    def events(self, id: int | None = None, *, after: int = 0) -> list["Event"]:
        """Return all events behind a number, or those of one directive."""
        ...

    def lines(self) -> Iterable["Line"]:
        """Return the events as they are written, each with its hash.

        Raises `Refused` if the login does not see all of them.
        """
        ...

    def attach(self, source: Path, name: str) -> Path:
        """Take a copy of a document under this name; return where it lies."""
        ...

    def change(
        self, by: Signature, *, trial: bool = False
    ) -> AbstractContextManager["Transaction"]:
        """Open a transaction: no other writer until it ends.

        Leaving the block keeps all that was recorded, durably and at once; leaving it by an
        exception keeps nothing. A `trial` keeps nothing either, waits for nobody, and leaves no
        trace.
        """
        ...


def login_of(store: Store) -> str | None:
    """Return the login that a server knows us by; None in a folder, where nobody logs in."""
    return store.login() if isinstance(store, KnowsLogins) else None


def stamps_of(
    store: Store, id: int | None = None, *, among: Collection[int] | None = None
) -> Mapping[int, "Stamp"]:
    """Return by `seq` what a server wrote down beside events; nothing in a folder."""
    return store.stamps(id, among=among) if isinstance(store, KnowsLogins) else {}


def seen_of(store: Store) -> tuple[int, int] | None:
    """Return how many events may be seen, and how many there are; None where all may be."""
    return store.seen() if isinstance(store, ShowsPart) else None


def last_moment_of(store: Store) -> "datetime | None":
    """Return when the last event of a folder happened; a server has a clock of its own."""
    return store.last_moment() if isinstance(store, KnowsLastMoment) else None
