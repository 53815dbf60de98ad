"""The files that come with the program."""

from pathlib import Path

UNITS = "abai-units.toml"
MEETING = "abai-2025-11-03.toml"


def shipped_files() -> list[Path]:
    """Return the files of the first meeting: its units, then its directives."""
    package = Path(__file__).resolve().parent.parent
    installed, checkout = package / "data", package.parent / "data"
    folder = installed if installed.is_dir() else checkout
    return [folder / UNITS, folder / MEETING]
