"""The files that come with the program."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from tracker.domain.deadline import WorkCalendar

UNITS = "abai-units.toml"
MEETING = "abai-2025-11-03.toml"


DAYS_OFF = Path(__file__).parent / "days-off.txt"
"""Made by `tracker/build.py`: weekdays off, and with a plus the weekend days worked instead."""


def shipped_files() -> list[Path]:
    """Return the files of the first meeting: its units, then its directives."""
    return [data_folder() / UNITS, data_folder() / MEETING]


def data_folder() -> Path:
    """Return the folder of what ships: beside the code where it is installed, else above it."""
    package = Path(__file__).resolve().parent.parent
    installed, checkout = package / "data", package.parent / "data"
    return installed if installed.is_dir() else checkout


def work_calendar(off: Iterable[date] = (), worked: Iterable[date] = ()) -> WorkCalendar:
    """Return Kazakhstan's working days, corrected by more days off and more days worked."""
    lines = DAYS_OFF.read_text(encoding="ascii").split()
    more, less = ({day.isoformat() for day in days} for days in (off, worked))
    days_worked = {line[1:] for line in lines if line[0] == "+"}
    return WorkCalendar(
        off=frozenset({*lines} - less | more), worked=frozenset(days_worked - more | less)
    )
