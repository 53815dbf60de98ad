"""What names a store: a folder, or a server; and that no password is ever repeated or kept."""

import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from conftest import Cli
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tracker.cli.failure import record_bug
from tracker.errors import StoreUnreadable, WrongUsage
from tracker.i18n.language import Language
from tracker.store.address import is_server, masked
from tracker.store.open import open_store

WRONG = [
    "postgresql//aigul:{word}@host/db",
    "postgresql://aigul:{word}@host/db",
    "postgres://aigul:{word}@host/db",
    " postgresql://aigul:{word}@host/db ",
    "POSTGRESQL://aigul:{word}@host/db",
    "'postgresql://aigul:{word}@host/db'",
    "postgresql+psycopg://aigul:{word}@host/db",
    "postgres+asyncpg://aigul:{word}@host/db",
    "jdbc:postgresql://host/db?user=aigul&password={word}",
    "jdbc:postgresql://aigul:{word}@host/db",
    "postgresql:aigul:{word}@host/db",
    "postgresql:/aigul:{word}@host/db",
    "postgresql;//aigul:{word}@host/db",
    "posgresql//aigul:{word}@host/db",
    "mysql://aigul:{word}@host/db",
    "https://aigul:{word}@host/db",
    "//aigul:{word}@host/db",
    "://aigul:{word}@host/db",
    "aigul:{word}@host/db",
    "aigul:{word}@host:5432",
    "host=host user=aigul password={word}",
    "password={word} host=host",
    "host=h password = '{word}' dbname=db",
    "user=aigul;password={word};server=host",
    "postgresql://host/db;password={word}",
    "postgresql://host/db?password={word}",
    "postgresql://host/db?sslpassword={word}",
    "postgresql://host/db?passwd={word}",
    "postgresql://aigul:{word}/db",
    "postgresql://aigul/{word}@host/db",
    "postgresql://aigul;{word}@host/db",
    "postgresql://aigul@{word}@host/db",
    "postgresql%3A%2F%2Faigul%3A{word}%40host%2Fdb",
    "postgresql://aigul%3A{word}@host/db",
    "postgresql://aigul%253A{word}@host/db",
    "postgresql:///aigul:{word}@host/db",
    "postgresql://aigul:{word}@host/db\0",
    "postgresql\uff1a//aigul\uff1a{word}\uff20host/db",
    "odbc:Driver=PostgreSQL;Server=host;Pwd={word}",
]
"""What was meant for a server, and cannot be its address, or bears a password."""

FOLDERS = [
    "store", "./store", "../a store", "/srv/бақылау/2025", "~/store", "C:\\control", "C:/control",
    "c:\\control\\user=x@y", "\\\\server\\share\\control", "aigul@office", "a.b-c_d", "дүкен",
    "/home/aigul/50%", "control-2025", "postgres/data", "/var/lib/postgresql/data",
]  # fmt: skip


@pytest.mark.parametrize("address", FOLDERS)
def test_a_folder_stays_one(address: str) -> None:
    assert not is_server(address)


@pytest.mark.parametrize("form", WRONG)
def test_what_was_meant_for_a_server_is_never_a_folder(form: str) -> None:
    with pytest.raises(WrongUsage) as caught:
        open_store(form.format(word="S3cretWord"))
    assert "S3cretWord" not in str(caught.value)


SECRETS = st.builds(
    "Q7{}z".format, st.text("abcXYZ019!$^*()_-+.,;~ %:/?&=#'", min_size=3, max_size=12)
)


def by_option(address: str) -> tuple[str, ...]:
    return ("list", "--store", address)


def by_init(address: str) -> tuple[str, ...]:
    return ("store", "init", address)


def from_there(address: str) -> tuple[str, ...]:
    return ("store", "move", address, "new")


def to_there(address: str) -> tuple[str, ...]:
    return ("store", "move", "old", address)


WAYS = [by_option, by_init, from_there, to_there]


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder that commands are given in, with nothing in it."""
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


@settings(max_examples=150, deadline=None, suppress_health_check=[*HealthCheck])
@given(form=st.sampled_from(WRONG), word=SECRETS, way=st.sampled_from(WAYS))
@example(form=WRONG[0], word="Q7'; \"z", way=by_option)
def test_no_password_is_repeated_or_kept(
    cli: Cli, empty: Path, form: str, word: str, way: Callable[[str], tuple[str, ...]]
) -> None:
    code, out, err = cli(*way(form.format(word=word)), "--lang", "en")
    assert (code, out) == (2, "")
    assert word not in err
    assert not any(empty.iterdir())


@pytest.mark.parametrize("form", WRONG)
def test_nor_from_the_environment_or_the_config_file(
    cli: Cli, empty: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    address = form.format(word="S3cretWord")
    if "\0" not in address:  # no variable can have it
        monkeypatch.setenv("TRACKER_STORE", address)
        code, out, err = cli("add", "Жол")
        assert (code, out, "S3cretWord" in err) == (2, "", False)
    monkeypatch.delenv("TRACKER_STORE")
    config = tmp_path / "config.toml"
    config.write_text(f"store = '''{address}'''\n".replace("\0", "\\u0000"), encoding="utf-8")
    monkeypatch.setenv("TRACKER_CONFIG", str(config))
    code, out, err = cli("add", "Жол")
    assert (code, out, "S3cretWord" in err) == (2, "", False)
    assert not any(empty.iterdir())


@pytest.mark.parametrize(
    "words",
    [
        ("list", "{address}"),
        ("{address}",),
        ("show", "{address}"),
        ("store", "grant", "{address}", "x"),
        ("load", "{address}"),
        ("list", "--stor={address}"),
        ("list", "--sort", "{address}"),
        ("backup", "{address}"),
        ("report", "--save", "{address}"),
        ("add", "Жол", "--due", "{address}"),
    ],
)
@pytest.mark.parametrize(
    "address",
    [
        "postgresql://aigul:S3cret.Word@host/db",
        "postgresql//aigul:S3cret.Word@host/db",
        "jdbc:postgresql://host/db?password=S3cret.Word",
        "host=h password=S3cret.Word",
        "aigul:S3cret.Word@host",
        "postgresql%3A%2F%2Faigul%3AS3cret.Word%40host",
    ],
)
@pytest.mark.usefixtures("empty")
def test_an_address_in_the_place_of_another_word_is_told_without_its_password(
    cli: Cli, words: tuple[str, ...], address: str
) -> None:
    code, out, err = cli(*(word.format(address=address) for word in words))
    assert code in (1, 2, 4)
    assert "S3cret" not in out + err


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("no secret: a@b, x = 1", "no secret: a@b, x = 1"),
        ("“postgresql://a:b:c@d@host/db”", "“postgresql://a:…@host/db”"),
        ("host=h password='a b' dbname=d", "host=h password=… dbname=d"),
        ("postgresql://a@host:5432/db", "postgresql://a@host:5432/db"),
        ("postgresql:///db?host=/run&port=5432", "postgresql:///db?host=/run&port=5432"),
        ("https://example.kz/a?b=c", "https://example.kz/a?b=c"),
    ],
)
def test_only_passwords_are_left_out(text: str, shown: str) -> None:
    assert masked(text) == shown


def test_the_details_of_our_own_mistake_are_kept_without_passwords(tmp_path: Path) -> None:
    error = ValueError("postgresql://aigul:S3cretWord@host/db and password=S3cretWord")
    record_bug(error, tmp_path / "log", Language("en"), datetime(2026, 3, 2, tzinfo=UTC))
    (written,) = (tmp_path / "log").iterdir()
    assert "S3cretWord" not in written.read_text(encoding="utf-8")
    assert "ValueError" in written.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "host",
    ["no-such-host.invalid", "a..b", "x" * 64, "ә" * 70, "\u202ehost", "-x-", "h%20x", "300.1.1.1"],
)
def test_a_host_that_there_cannot_be_is_one_sentence(host: str) -> None:
    with pytest.raises(StoreUnreadable) as caught:
        open_store(f"postgresql://{host}/db?connect_timeout=2").directives()
    assert caught.value.exit_code == 4
    assert os.linesep not in str(caught.value)


@pytest.mark.parametrize("host", ["a..b", "x" * 64])
def test_a_command_ends_with_4_where_there_is_no_such_host(cli: Cli, host: str) -> None:
    for words in (("list",), ("add", "Жол"), ("store", "init"), ("store", "roles")):
        code, out, err = cli(*words, "--store", f"postgresql://{host}/db")
        assert (code, out, err.count("\n")) == (4, "", 1)
