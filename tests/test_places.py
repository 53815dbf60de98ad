"""The user's own places on each system."""

from pathlib import Path

import pytest

from tracker.cli import places


def test_the_store_lies_where_xdg_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tracker.cli.places.os.name", "posix")
    monkeypatch.setattr("tracker.cli.places.sys.platform", "linux")
    home = Path.home()
    assert places.data_folder({}) == home / ".local" / "share" / "tracker"
    assert places.data_folder({"XDG_DATA_HOME": str(tmp_path)}) == tmp_path / "tracker"
    assert places.log_folder({"XDG_DATA_HOME": str(tmp_path)}) == tmp_path / "tracker" / "log"


def test_on_macos_and_windows_the_store_lies_where_typer_says(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[tuple[str, bool]] = []

    def app_dir(name: str, *, roaming: bool) -> str:
        asked.append((name, roaming))
        return "X"

    monkeypatch.setattr("tracker.cli.places.sys.platform", "darwin")
    monkeypatch.setattr("typer.get_app_dir", app_dir)
    assert places.data_folder({"XDG_DATA_HOME": "elsewhere"}) == Path("X")
    assert asked == [("tracker", False)]


def test_the_config_file_can_be_named() -> None:
    assert places.config_file({"TRACKER_CONFIG": "here.toml"}) == Path("here.toml")
    assert places.config_file({}).name == "config.toml"
    assert places.config_file({}).parent.name == "tracker"
