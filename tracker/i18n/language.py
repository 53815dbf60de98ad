"""One language: its messages (gettext catalogues beside this file), dates and numbers.

Messages are written in English in the code, inside `say`, `count` or the marks `N_` and `NP_`; the
error classes' first arguments are messages too. `tests/test_catalogues.py` holds the catalogues to
the code; CONTRIBUTING says how to bring them up to date.
"""

import gettext
import os
from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

CODES = ("kk", "ru", "en")
FOLDER = Path(__file__).parent


def N_(message: str) -> str:  # noqa: N802  # gettext's customary mark
    """Mark a message for the catalogues; it is translated where it is shown."""
    return message


def NP_(context: str, message: str) -> tuple[str, str]:  # noqa: N802  # as N_
    """Mark a message that has another wording in this context."""
    return context, message


class Language:
    """Says things in one language; `code` is `kk`, `ru` or `en`."""

    def __init__(self, code: str) -> None:
        self.code = code
        self._catalogue = _catalogue(code)

    def say(self, message: str, /, **values: object) -> str:
        """Return the message in this language, with its values in place."""
        text = self._catalogue.gettext(message)
        return text.format_map(values) if values else text

    def count(self, singular: str, plural: str, n: int, /, **values: object) -> str:
        """Return the message in the form that goes with the number, which is `{n}` in it."""
        text = self._catalogue.ngettext(singular, plural, n)
        return text.format_map({"n": self.number(n), **values})

    def named(self, message: tuple[str, str]) -> str:
        """Return a message marked by `NP_`."""
        return self._catalogue.pgettext(*message)

    def day(self, day: date) -> str:
        """Return a date in numbers: 31.12.2025, in English 2025-12-31."""
        if self.code == "en":
            return day.isoformat()
        return f"{day.day:02}.{day.month:02}.{day.year:04}"

    def near_day(self, day: date, today: date) -> str:
        """Return a date in numbers, shorter within the current year: 31.12; in English 31 Dec."""
        if self.code == "en":
            text = f"{day.day} {_MONTH_NAMES[day.month - 1][1][:3]}"
            return text if day.year == today.year else f"{text} {day.year % 100:02}"
        text = f"{day.day:02}.{day.month:02}"
        return text if day.year == today.year else f"{text}.{day.year % 100:02}"

    def long_day(self, day: date) -> str:
        """Return a date in words: 2025 ж. 22 желтоқсан, 22 декабря 2025 г., 22 December 2025."""
        month = self.named(_MONTH_NAMES[day.month - 1])
        # The order of a date's parts is the translators'.
        return self.say("{day} {month} {year}", day=day.day, month=month, year=day.year)

    def moment(self, at: datetime) -> str:
        """Return a moment in local time, to the minute."""
        here = local(at)
        return f"{self.day(here.date())} {here:%H:%M}"

    def number(self, value: float) -> str:
        """Return a number with the decimal sign and thousands of this language."""
        text = f"{value:,}"
        if isinstance(value, float):
            from decimal import Decimal

            text = f"{Decimal(repr(value)):,f}".removesuffix(".0")
        if self.code == "en":
            return text
        return text.replace(",", "\u00a0").replace(".", ",")

    def percent(self, value: float | None) -> str:
        """Return a percentage without decimals; a dash for no value."""
        if value is None:
            return "–"
        return f"{round(value)}%" if self.code == "en" else f"{round(value)}\u00a0%"


_MONTH_NAMES = (
    NP_("of the month", "January"),
    NP_("of the month", "February"),
    NP_("of the month", "March"),
    NP_("of the month", "April"),
    NP_("of the month", "May"),
    NP_("of the month", "June"),
    NP_("of the month", "July"),
    NP_("of the month", "August"),
    NP_("of the month", "September"),
    NP_("of the month", "October"),
    NP_("of the month", "November"),
    NP_("of the month", "December"),
)


def local(at: datetime) -> datetime:
    """Return a moment in local time, in UTC where the system has none: Windows before 1970."""
    try:
        return at.astimezone()
    except (OSError, OverflowError):
        return at.astimezone(UTC)


@cache
def _catalogue(code: str) -> gettext.NullTranslations:
    if code == "en":
        return gettext.NullTranslations()
    with (FOLDER / f"{code}.mo").open("rb") as file:
        return gettext.GNUTranslations(file)


def language_of_locale(environ: Mapping[str, str], windows: str | None = None) -> str:
    """Return the language that the system speaks, English for one that we do not.

    `windows` is the user's locale where the environment says nothing (`windows_locale`).
    """
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if environ.get(name):
            return _known(environ[name])
    return _known(windows or "")


def windows_locale() -> str | None:
    """Return the language of the user's Windows (like kk_KZ); None elsewhere."""
    if os.name != "nt":
        return None
    import ctypes

    windll = getattr(ctypes, "windll", None)
    if windll is None:
        return None
    import locale

    return locale.windows_locale.get(windll.kernel32.GetUserDefaultUILanguage())


def _known(locale: str) -> str:
    code = locale[:2].lower()
    return code if code in CODES else "en"
