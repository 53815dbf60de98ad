"""Answers about many directives by looking at each: for stores whose directives are at hand."""

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

from tracker.domain.deadline import Period
from tracker.domain.directive import Directive
from tracker.domain.selection import Found, Order, Selection, selected

if TYPE_CHECKING:  # a list counts nothing, and needs no events
    from tracker.domain.event import Event
    from tracker.domain.group import By, Group, Window


class Scanning(ABC):
    """The questions of `base.Store` that are answered from all directives."""

    @abstractmethod
    def directives(self, *, closed: bool = False) -> list[Directive]:
        """Return the directives on control; with `closed`, also those taken off it."""

    def select(
        self,
        wanted: Selection,
        order: Order = Order.ID,
        *,
        reverse: bool = False,
        limit: int | None = None,
    ) -> Found:
        """Return the directives that pass, sorted, at most so many."""
        found = self.directives(closed=wanted.closed)
        return selected(found, wanted, order, reverse=reverse, limit=limit)

    @abstractmethod
    def events(self, id: int | None = None, *, after: int = 0) -> list["Event"]:
        """Return all events behind a number, or those of one directive."""

    def with_events(
        self, wanted: Selection, period: Period
    ) -> list[tuple[Directive, list["Event"]]]:
        """Return the directives that pass, each with its events, by id."""
        from tracker.domain.event import histories

        own = histories(self.events())
        return [(d, own.get(d.id, [])) for d in self.select(wanted).directives]

    def groups(self, by: "By", wanted: Selection, window: "Window") -> list["Group"]:
        """Count the directives that pass by unit, theme or meeting."""
        from tracker.domain.group import By, grouped

        helps = by is By.UNIT and wanted.executor is None
        return grouped(self.select(wanted).directives, by, window, helps=helps)
