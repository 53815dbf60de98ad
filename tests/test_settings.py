"""The config file."""

from pathlib import Path

import pytest

from tracker.errors import WrongUsage
from tracker.settings import Settings, read_settings


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "config.toml"


def test_settings_are_read(path: Path) -> None:
    path.write_text(
        """
        lang = "kk"
        store = "/srv/бақылау"
        actor = "Айгүл"
        within = 10
        silent = 0
        """,
        encoding="utf-8",
    )
    assert read_settings(path) == Settings("kk", "/srv/бақылау", "Айгүл", 10, 0)


def test_what_is_not_set_is_as_it_comes(path: Path) -> None:
    path.write_text('lang = "ru"', encoding="utf-8")
    assert read_settings(path) == Settings(lang="ru", within=5, silent=14, green=90, amber=70)


@pytest.mark.parametrize("name", ["missing.toml", "missing/config.toml"])
def test_missing_file_sets_nothing(tmp_path: Path, name: str) -> None:
    assert read_settings(tmp_path / name) == Settings()


def test_empty_file_sets_nothing(path: Path) -> None:
    path.touch()
    assert read_settings(path) == Settings()


def test_mark_of_windows_editors_is_no_obstacle(path: Path) -> None:
    path.write_bytes(b'\xef\xbb\xbfactor = "x"\r\nwithin = 3\r\n')
    assert read_settings(path) == Settings(actor="x", within=3)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            'colour = "red"',
            "unknown setting “colour”. Known: .*lang.*store.*actor.*within.*silent.*wait.*backups",
        ),
        ("[lang]", "the value of “lang” does not fit"),
        ("lang = 5", "the value of “lang” does not fit"),
        ('within = "7"', "the value of “within” does not fit"),
        ("within = 7.0", "the value of “within” does not fit"),
        ("within = true", "the value of “within” does not fit"),
        ("within = -1", "the value of “within” does not fit"),
        ("silent = 3651", "the value of “silent” does not fit"),
        ('wait = "10"', "the value of “wait” does not fit"),
        ("backups = -1", "the value of “backups” does not fit"),
        ("lang = kk", "is not TOML: .*line 1"),
        ("a = " + "[" * 50_000, "is not TOML"),
    ],
)
def test_what_does_not_belong_there_is_wrong_usage(path: Path, text: str, problem: str) -> None:
    path.write_text(text, encoding="utf-8")
    with pytest.raises(WrongUsage, match=problem) as raised:
        read_settings(path)
    assert str(path) in str(raised.value)
    assert raised.value.exit_code == 2


def test_waiting_and_backups_are_settings(path: Path) -> None:
    assert (Settings().wait, Settings().backups) == (10, 20)
    path.write_text("wait = 0\nbackups = 3", encoding="utf-8")
    assert read_settings(path) == Settings(wait=0, backups=3)


@pytest.mark.parametrize("within", [0, 3650])
def test_bounds_of_days(path: Path, within: int) -> None:
    path.write_text(f"within = {within}", encoding="utf-8")
    assert read_settings(path).within == within


def test_file_that_is_no_text_is_wrong_usage(path: Path) -> None:
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(WrongUsage, match="cannot be read"):
        read_settings(path)


def test_folder_in_place_of_the_file_is_wrong_usage(tmp_path: Path) -> None:
    with pytest.raises(WrongUsage, match="cannot be read"):
        read_settings(tmp_path)
