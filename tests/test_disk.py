"""Writing to disk: whole or not at all, also on systems that this one is not."""

import errno
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from conftest import REPOSITORY

from tracker.errors import StoreUnwritable
from tracker.store.disk import append, make_folder, remains, replace_file, sync_folder


class Windows:
    """Stands in for `os` and `time`: a Windows where the first `busy` renames are refused."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *, busy: int = 0) -> None:
        self.busy = busy
        self.tries = 0
        self.pauses: list[float] = []
        names = {name: getattr(os, name) for name in dir(os)}
        system = SimpleNamespace(**names | {"name": "nt", "replace": self.replace})
        monkeypatch.setattr("tracker.store.disk.os", system)
        monkeypatch.setattr("tracker.store.disk.time", SimpleNamespace(sleep=self.pauses.append))

    def replace(self, source: Path, target: Path) -> None:
        self.tries += 1
        if self.tries <= self.busy:
            raise PermissionError(errno.EACCES, "used by another process")
        os.replace(source, target)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "directives.json"
    path.write_bytes(b"old")
    return path


def test_a_file_is_replaced_by_another(path: Path) -> None:
    inode = path.stat().st_ino
    with path.open("rb") as reader:
        replace_file(path, b"new")
        assert reader.read() == b"old"
    assert path.read_bytes() == b"new"
    assert path.stat().st_ino != inode
    assert remains(path.parent) == []


def test_what_lies_beside_is_left_alone(path: Path) -> None:
    """Names that anybody could have thought of are the user's own."""
    for name in ("directives.json.new", "directives.json.tmp"):
        path.with_name(name).write_bytes(b"mine")
    replace_file(path, b"new")
    assert {p.name: p.read_bytes() for p in path.parent.glob("d*")} == {
        "directives.json": b"new",
        "directives.json.new": b"mine",
        "directives.json.tmp": b"mine",
    }


def test_on_windows_a_reader_holds_the_rename_up_for_a_moment(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    windows = Windows(monkeypatch, busy=2)
    replace_file(path, b"new")
    assert path.read_bytes() == b"new"
    assert windows.tries == 3
    assert len(windows.pauses) == 2
    assert all(0 < pause < 1 for pause in windows.pauses)


def test_on_windows_a_reader_that_stays_is_told_in_the_end(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    windows = Windows(monkeypatch, busy=1_000_000)
    with pytest.raises(StoreUnwritable) as told:
        replace_file(path, b"new")
    assert told.value.exit_code == 4
    assert told.value.values["path"] == str(path)
    assert 0.5 <= sum(windows.pauses) <= 5
    assert path.read_bytes() == b"old"
    assert remains(path.parent) == []


@pytest.mark.skipif(os.name == "nt", reason="shows the other branch")
def test_elsewhere_a_refused_rename_is_told_at_once(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    windows = Windows(monkeypatch, busy=1)
    monkeypatch.setattr("tracker.store.disk.os.name", "posix")
    with pytest.raises(StoreUnwritable):
        replace_file(path, b"new")
    assert (windows.tries, windows.pauses) == (1, [])
    assert path.read_bytes() == b"old"


def test_on_windows_folders_are_not_synced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """There is no call for it: a folder that is not there is not even opened."""
    Windows(monkeypatch)
    sync_folder(tmp_path / "missing")


@pytest.mark.skipif(os.name == "nt", reason="there is no such call")
def test_elsewhere_folders_are_synced(tmp_path: Path) -> None:
    sync_folder(tmp_path)
    with pytest.raises(FileNotFoundError):
        sync_folder(tmp_path / "missing")


def test_a_sync_that_fails_leaves_the_old_content_and_nothing_beside_it(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("tracker.store.disk.os.fsync", full)
    with pytest.raises(StoreUnwritable, match="the disk is full"):
        replace_file(path, b"new")
    assert path.read_bytes() == b"old"
    assert [p.name for p in path.parent.iterdir() if p.is_file()] == ["directives.json"]


def test_an_interrupt_leaves_the_old_content_and_nothing_beside_it(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("tracker.store.disk.os.fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        replace_file(path, b"new")
    assert path.read_bytes() == b"old"
    assert remains(path.parent) == []


def test_a_system_that_refuses_a_large_file_leaves_the_old_content(path: Path) -> None:
    """The limit is the process's own, so that the write itself fails, half done."""
    pytest.importorskip("resource")
    code = f"""
import resource
from pathlib import Path
from tracker.errors import StoreUnwritable
from tracker.store.disk import replace_file
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
try:
    replace_file(Path({str(path)!r}), b"x" * 100_000)
except StoreUnwritable as error:
    print(error)
"""
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=REPOSITORY, capture_output=True, text=True, check=True
    )
    assert "the file would be too large" in done.stdout
    assert path.read_bytes() == b"old"
    assert remains(path.parent) == []


def test_appending_writes_over_nothing(tmp_path: Path) -> None:
    path = tmp_path / "events.jsonl"
    append(path, b"one\n", at=0)
    append(path, b"two\n", at=4)
    for at in (0, 4, 9):
        with pytest.raises(StoreUnwritable, match="it is another by now"):
            append(path, b"three\n", at=at)
    assert path.read_bytes() == b"one\ntwo\n"


@pytest.mark.parametrize("failure", [OSError(errno.ENOSPC, "full"), KeyboardInterrupt()])
def test_what_cannot_be_appended_whole_is_taken_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failure: BaseException
) -> None:
    def fail(_: int) -> None:
        raise failure

    path = tmp_path / "events.jsonl"
    append(path, b"one\n", at=0)
    monkeypatch.setattr("tracker.store.disk.os.fsync", fail)
    with pytest.raises((StoreUnwritable, KeyboardInterrupt)):
        append(path, b"two\n", at=4)
    assert path.read_bytes() == b"one\n"


def test_appending_where_it_cannot_be_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoreUnwritable, match="no such file or folder"):
        append(tmp_path / "missing" / "events.jsonl", b"one\n", at=0)
    with pytest.raises(StoreUnwritable):
        append(tmp_path, b"one\n", at=0)


def test_folders_are_made_once_and_with_those_above(tmp_path: Path) -> None:
    make_folder(tmp_path / "a" / "b")
    make_folder(tmp_path / "a" / "b")
    assert (tmp_path / "a" / "b").is_dir()
    (tmp_path / "file").touch()
    for path in (tmp_path / "file", tmp_path / "file" / "under"):
        with pytest.raises(StoreUnwritable):
            make_folder(path)
