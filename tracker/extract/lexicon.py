"""The words of a language, out of its data file."""

import tomllib
from functools import cache, cached_property
from pathlib import Path
from typing import Any

LANGUAGES = ("kk", "ru")


class Lexicon:
    """A language's data by section and name, read from its file when first asked for."""

    def __init__(self, code: str) -> None:
        self.code = code
        self._sets: dict[tuple[str, str], frozenset[str]] = {}

    def words(self, section: str, name: str) -> frozenset[str]:
        """Return the words of a list."""
        found = self._sets.get((section, name))
        if found is None:
            found = self._sets[section, name] = frozenset(self._data[section][name])
        return found

    def listed(self, section: str, name: str) -> list[Any]:
        """Return a list in its order."""
        found: list[Any] = self._data[section][name]
        return found

    def table(self, section: str, name: str) -> dict[str, Any]:
        """Return a table."""
        found: dict[str, Any] = self._data[section][name]
        return found

    @cached_property
    def marks(self) -> frozenset[str]:
        """The words that show that a sentence is of this language."""
        return frozenset(self._data["marks"])

    @cached_property
    def _data(self) -> dict[str, Any]:
        path = Path(__file__).with_name(f"{self.code}.toml")
        return tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def lexicon(code: str) -> Lexicon:
    """Return the words of a language (`kk`, `ru`)."""
    return Lexicon(code)
