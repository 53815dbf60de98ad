"""What all tests share: a home of their own, a day of their own, no trace of the machine's."""

import os
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tracker.domain.directive import Signature

TODAY = date(2025, 12, 22)
REPOSITORY = Path(__file__).resolve().parent.parent


@pytest.fixture(autouse=True)
def _own_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Keep every test away from the user's own files, settings and language."""
    for name in list(os.environ):
        if name.startswith(("TRACKER_", "LC_", "XDG_")) or name in ("LANG", "NO_COLOR", "COLUMNS"):
            monkeypatch.delenv(name)
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    monkeypatch.setenv("APPDATA", str(home))
    monkeypatch.setenv("LOCALAPPDATA", str(home))


@pytest.fixture
def by() -> Signature:
    """Return who makes the changes of a test, and when."""
    return Signature("Айгүл", datetime(2025, 12, 22, 4, 30, tzinfo=UTC), TODAY)
