"""Files that a user names: what is no file is not waited for, and what is huge is not read."""

import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import Self

import pytest
from conftest import REPOSITORY

from tracker import files
from tracker.domain.directive import Signature
from tracker.errors import Refused
from tracker.files import open_file, read_file
from tracker.service import update as updating
from tracker.service.update import described

posix_only = pytest.mark.skipif(os.name == "nt", reason="there are none by name")

READING = {
    "load": (("load", "FILE"), 1),
    "load as a document": (("load", "FILE", "--format", "pdf"), 1),
    "config": (("list",), 2),
    "evidence": (("update", "1", "--evidence", "FILE"), 1),
    "evidence to be copied": (("update", "1", "--evidence", "FILE", "--copy"), 1),
    "template": (("letter", "1", "reminder", "--template", "FILE"), 1),
}
"""Commands that read a file which the user names, and the code with which they refuse it."""


def ran(*words: str, store: Path, **variables: str) -> tuple[int, str]:
    """Run a command that must not wait for anybody."""
    own = {
        "TRACKER_LANG": "en",
        "TRACKER_ACTOR": "x",
        "TRACKER_STORE": str(store),
    }
    done = subprocess.run(
        [sys.executable, "-m", "tracker", *words],
        env={**os.environ, **own, "PYTHONPATH": str(REPOSITORY), **variables},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=60,
        stdin=subprocess.DEVNULL,
    )
    return done.returncode, done.stderr


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    store = tmp_path_factory.mktemp("files") / "store"
    assert ran("load", store=store)[0] == 0
    return store


@posix_only
@pytest.mark.parametrize("kind", ["fifo", "device", "socket"])
@pytest.mark.parametrize(("words", "code"), READING.values(), ids=READING)
def test_what_is_no_file_is_refused_at_once(
    store: Path, tmp_path: Path, words: tuple[str, ...], code: int, kind: str
) -> None:
    path = tmp_path / "a"
    if kind == "fifo":
        os.mkfifo(path)
    elif kind == "device":
        path.symlink_to("/dev/zero")
    else:
        with socket.socket(socket.AF_UNIX) as own:
            own.bind(str(path))
    named = [str(path) if word == "FILE" else word for word in words]
    config = {"TRACKER_CONFIG": str(path)} if words == ("list",) else {}
    ended, told = ran(*named, store=store, **config)
    assert ended == code
    assert "cannot be read" in told
    assert told.count("\n") == 1


@posix_only
def test_a_pipe_is_called_one(store: Path, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.csv")
    path = str(tmp_path / "a.csv")
    told = f"“{path}” cannot be read (it is a pipe or a device, not a file).\n"
    assert ran("load", path, store=store) == (1, told)


@posix_only
def test_what_takes_the_place_of_a_file_meanwhile_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = tmp_path.joinpath("file")
    found.write_bytes(b"x")
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    before = found.stat()
    monkeypatch.setattr(Path, "stat", lambda _: before)
    with pytest.raises(OSError, match="Illegal seek"):
        open_file(pipe)


def test_file_is_read_to_its_limit(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"0123456789")
    assert read_file(path, 10) == b"0123456789"
    assert read_file(path, 5) == b"012345"
    with pytest.raises(IsADirectoryError):
        read_file(tmp_path, 5)
    with pytest.raises(FileNotFoundError):
        read_file(tmp_path / "missing", 5)


def test_file_of_the_system_that_has_nothing_yet_is_empty(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Nothing:
        def __enter__(self) -> Self:
            return self

        def __exit__(self, *_: object) -> None:
            pass

        def read(self, _: int) -> None:
            pass

    monkeypatch.setattr(files, "open_file", lambda _: Nothing())
    assert read_file(tmp_path, 5) == b""


def test_huge_evidence_is_refused_before_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, by: Signature
) -> None:
    path = tmp_path / "a"
    with path.open("wb") as file:
        file.truncate((2 << 30) + 1)
    monkeypatch.setattr(updating, "_CHUNK", None)
    with pytest.raises(Refused) as caught:
        described(str(path), by.on)
    assert str(caught.value) == (
        f"The evidence “{path}” is too large: more than 2 GB. Give an address where it lies "
        "instead."
    )


def test_evidence_that_grows_while_it_is_read_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, by: Signature
) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"x" * 10)
    monkeypatch.setattr(updating, "MAX_EVIDENCE", 10)
    assert described(str(path), by.on).size == 10

    class Small:
        st_size = 0

    monkeypatch.setattr(updating, "MAX_EVIDENCE", 9)
    monkeypatch.setattr(updating, "open_file", lambda path: path.open("rb"))
    with monkeypatch.context() as context:
        context.setattr(os, "fstat", lambda _: Small)
        with pytest.raises(Refused, match="is too large"):
            described(str(path), by.on)


def test_config_file_that_is_too_large_is_refused(store: Path, tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes(b"#" * (64 * 1024 - 10) + b"\nwithin=5\n")
    assert ran("list", store=store, TRACKER_CONFIG=str(path))[0] == 0
    path.write_bytes(b"#" * 64 * 1024 + b"\n")
    told = f"The config file “{path}” is too large: more than 64 KB. Shorten it.\n"
    assert ran("list", store=store, TRACKER_CONFIG=str(path)) == (2, told)
