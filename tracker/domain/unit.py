"""Units (departments, akimats) and the register that finds them by what people type."""

import difflib
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from tracker.domain.wording import Wording, in_language, normal
from tracker.errors import NotFound


class Unit(NamedTuple):
    """One executor of directives.

    `key` is its lasting handle; `short` the names for narrow tables; `aliases` the other forms
    that people type (declined, abbreviated), in any language.
    """

    key: str
    names: Wording
    short: Wording
    aliases: tuple[str, ...] = ()
    head: str | None = None

    def name(self, language: str) -> str:
        """Return the full name."""
        return in_language(self.names, language)

    def short_name(self, language: str) -> str:
        """Return the name for narrow tables: the short one in this language if there is one."""
        return self.short.get(language) or self.name(language)

    def handles(self) -> Iterator[str]:
        """Yield everything that names this unit."""
        yield self.key
        yield from self.names.values()
        yield from self.short.values()
        yield from self.aliases


class Register:
    """The units by key, found by key, name or alias in any language and case."""

    def __init__(self, units: Iterable[Unit] = ()) -> None:
        self._units = {unit.key: unit for unit in sorted(units, key=lambda unit: unit.key)}
        self._found: dict[str, str] | None = None

    def __iter__(self) -> Iterator[Unit]:
        return iter(self._units.values())

    def __len__(self) -> int:
        return len(self._units)

    def get(self, key: str) -> Unit | None:
        """Return the unit of this key."""
        return self._units.get(key)

    def match(self, written: str) -> Unit | None:
        """Return the unit that this key, name or alias names."""
        handles = self._by_handle()
        key = handles.get(written) or handles.get(normal(written))
        return self._units[key] if key else None

    def find(self, written: str) -> Unit:
        """Return the unit that this names, or raise `NotFound` with the nearest handle."""
        if unit := self.match(written):
            return unit
        near = self.near(written)
        if near:
            raise NotFound(
                "There is no unit “{written}”. Did you mean “{near}”?", written=written, near=near
            )
        raise NotFound("There is no unit “{written}”. tracker units lists them.", written=written)

    def near(self, written: str, *, least: float = 0.6) -> str | None:
        """Return the known handle that looks most like what was written.

        None if no one is as like as `least`, of 1.
        """
        words = normal(written)[:200]
        close = difflib.get_close_matches(words, self._by_handle(), n=1, cutoff=least)
        return close[0] if close else None

    def _by_handle(self) -> dict[str, str]:
        if self._found is None:
            self._found = {}
            for unit in self:
                for handle in unit.handles():
                    self._found.setdefault(normal(handle), unit.key)
        return self._found
