"""Where things are, and what the user has set: the config file, read once.

An option beats the environment (`TRACKER_…`), which beats the config file, which beats the rest.
"""

from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from tracker.errors import WrongUsage
from tracker.files import read_file

MAX_SIZE = 64 * 1024
"""Bytes that the config file may have: the days off of four hundred years."""

MAX_DAYS = 3650
"""The most days that `within` and `silent` take."""

MAX_PERCENT = 100


class Settings(NamedTuple):
    """What may stand in the config file.

    `within` is how many working days ahead count as due soon, `silent` after how many days without
    news a directive is silent; a share on time is green from `green` percent on, amber from `amber`
    on. `days_off` and `days_worked` correct the shipped calendar. `wait` is how many seconds to
    wait for another writer, `backups` how many earlier states of the store to keep.
    """

    lang: str | None = None
    store: str | None = None
    actor: str | None = None
    within: int = 5
    silent: int = 14
    green: int = 90
    amber: int = 70
    days_off: tuple[date, ...] = ()
    days_worked: tuple[date, ...] = ()
    wait: int = 10
    backups: int = 20


def read_settings(path: Path) -> Settings:
    """Return the settings in the file, all unset if there is none.

    Raises `WrongUsage` for a file that is too large or not TOML, a name or a value that does not
    belong there.
    """
    try:
        content = read_file(path, MAX_SIZE)
        text = content.decode("utf-8-sig")
    except FileNotFoundError:
        return Settings()
    except (OSError, ValueError) as error:
        raise WrongUsage("The config file “{path}” cannot be read.", path=str(path)) from error
    if len(content) > MAX_SIZE:
        raise WrongUsage(
            "The config file “{path}” is too large: more than {limit} KB. Shorten it.",
            path=str(path),
            limit=MAX_SIZE // 1024,
        )
    from tracker.toml import parse

    try:
        document = parse(text)
    except (ValueError, RecursionError) as error:
        raise WrongUsage(
            "The config file “{path}” is not TOML: {problem}.",
            path=str(path),
            problem=str(error)[:200],
        ) from error
    settings = Settings(**{name: _checked(path, name, value) for name, value in document.items()})
    if not settings.amber <= settings.green <= MAX_PERCENT:
        raise _unfit(path, "green")
    return settings


def _checked(path: Path, name: str, value: Any) -> Any:
    kinds = Settings.__annotations__
    if name not in kinds:
        raise WrongUsage(
            "The config file “{path}” has an unknown setting “{name}”. Known: {known}.",
            path=str(path),
            name=name,
            known=list(kinds),
        )
    if kinds[name] == tuple[date, ...]:
        if type(value) is list and all(type(day) is date for day in value):
            return tuple(value)
        raise _unfit(path, name)
    kind = int if kinds[name] is int else str
    if type(value) is not kind or (isinstance(value, int) and not 0 <= value <= MAX_DAYS):
        raise _unfit(path, name)
    return value


def _unfit(path: Path, name: str) -> WrongUsage:
    return WrongUsage(
        "The config file “{path}”: the value of “{name}” does not fit.", path=str(path), name=name
    )
