"""Folders for the moment: nothing of them stays, and what a dead process left is known."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from conftest import Cli

from tracker.domain.directive import Signature
from tracker.errors import StoreUnwritable
from tracker.service.add import add
from tracker.store.scratch import (
    is_running,
    is_running_on_windows,
    leftovers,
    remove_leftovers,
    scratch_folder,
)
from tracker.store.tiny import FolderStore

on_posix = pytest.mark.skipif(os.name == "nt", reason="Windows has no modes and no owners")


@pytest.fixture
def temporary() -> Path:
    return Path(os.environ["TMPDIR"])


@pytest.fixture
def gone() -> int:
    """Return the number of a process that is no more."""
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        process.wait()
    return process.pid


def left(at: Path, process: int) -> Path:
    """Put a folder there as a process would have left it that was killed, with a file in it."""
    with scratch_folder() as folder:
        name = folder.name
    path = at / name.replace(f"-{os.getpid()}-", f"-{process}-")
    path.mkdir()
    (path / "draft.toml").write_text("x", encoding="utf-8")
    return path


def test_a_folder_is_private_and_goes_with_all_that_is_in_it(temporary: Path) -> None:
    with scratch_folder() as folder:
        (folder / "a").mkdir()
        (folder / "a" / "b").write_text("x", encoding="utf-8")
        assert [*temporary.iterdir()] == [folder]
        if os.name != "nt":
            assert folder.stat().st_mode & 0o777 == 0o700
        assert leftovers() == []
    assert [*temporary.iterdir()] == []


@pytest.mark.parametrize("error", [KeyboardInterrupt, OSError, SystemExit])
def test_it_goes_whatever_happens(temporary: Path, error: type[BaseException]) -> None:
    with pytest.raises(error), scratch_folder():
        raise error
    assert [*temporary.iterdir()] == []


def test_it_goes_if_its_removal_is_interrupted(
    temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The one interrupt that may come then is not lost either."""
    real = shutil.rmtree
    calls = []

    def removed(path: Path, *, ignore_errors: bool) -> None:
        calls.append(path)
        if len(calls) == 1:
            raise KeyboardInterrupt
        real(path, ignore_errors=ignore_errors)

    monkeypatch.setattr("tracker.store.scratch.shutil", SimpleNamespace(rmtree=removed))
    with pytest.raises(KeyboardInterrupt), scratch_folder():
        pass
    assert [*temporary.iterdir()] == []


def test_one_beside_a_path_may_be_renamed_to_it(tmp_path: Path) -> None:
    with scratch_folder(beside=tmp_path / "store") as folder:
        assert (folder.parent, folder.name[:7]) == (tmp_path, ".store.")
        folder.rename(tmp_path / "store")
    assert (tmp_path / "store").is_dir()


def test_where_none_can_be_made_is_a_sentence(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path / "nowhere"))
    with pytest.raises(StoreUnwritable), scratch_folder():
        pass
    assert leftovers() == []


@pytest.mark.parametrize("beside", [False, True])
def test_what_a_dead_process_left_is_found_and_removed(
    temporary: Path, tmp_path: Path, gone: int, beside: bool
) -> None:
    if beside:
        with scratch_folder(beside=tmp_path / "store") as folder:
            name = folder.name.replace(f"-{os.getpid()}-", f"-{gone}-")
        path = tmp_path / name
        path.mkdir()
    else:
        path = left(temporary, gone)
    assert leftovers(tmp_path / "store") == [path]
    assert leftovers(tmp_path / "other") == ([] if beside else [path])
    remove_leftovers(tmp_path / "store")
    assert not path.exists()


def as_another_machines(path: Path) -> Path:
    return path.with_name(path.name.replace("tracker-", "tracker-another", 1))


def as_a_name_like_it(path: Path) -> Path:
    return path.with_name(path.name + "-mine")


@pytest.mark.parametrize("renamed", [as_another_machines, as_a_name_like_it])
def test_what_is_not_ours_to_judge_stays(
    temporary: Path, gone: int, renamed: Callable[[Path], Path]
) -> None:
    path = left(temporary, gone)
    assert leftovers() == [path]
    path.rename(renamed(path))
    assert leftovers() == []


def test_what_a_process_still_works_with_stays(temporary: Path) -> None:
    left(temporary, os.getppid())
    assert leftovers() == []


@on_posix
def test_files_links_and_what_others_own_stay(
    temporary: Path, gone: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = left(temporary, gone)
    monkeypatch.setattr(os, "getuid", lambda: path.stat().st_uid + 1)
    assert leftovers() == []
    monkeypatch.undo()
    kept = path.rename(temporary / "kept")
    path.symlink_to(kept)
    assert leftovers() == []
    path.unlink()
    path.write_text("x", encoding="utf-8")
    assert leftovers() == []


def test_check_finds_leftovers_and_the_next_change_removes_them(
    cli: Cli, by: Signature, tmp_path: Path, gone: int
) -> None:
    add(FolderStore(tmp_path / "store"), {"kk": "Мектеп"}, by=by)
    path = left(Path(os.environ["TMPDIR"]), gone)
    code, out, _ = cli("check", "--lang", "en")
    assert (code, str(path.name) in out) == (1, True)
    assert cli("list")[0] == 0
    assert path.exists()
    assert cli("add", "Көпір")[0] == 0
    assert not path.exists()
    assert cli("check")[0] == 0


@on_posix
def test_processes_of_others_are_running(monkeypatch: pytest.MonkeyPatch, gone: int) -> None:
    assert is_running(os.getpid())
    assert not is_running(gone)
    assert not is_running(10**10 - 1)

    def forbidden(*_: int) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "kill", forbidden)
    assert is_running(gone)


class Kernel:
    """What Windows answers when asked for a process."""

    def __init__(self, handle: int, error: int = 0, waited: int = 0) -> None:
        self.handle, self.error, self.waited = handle, error, waited
        self.closed: list[int] = []

    def OpenProcess(self, *_: int) -> int:  # noqa: N802  # the system's names
        return self.handle

    def GetLastError(self) -> int:  # noqa: N802
        return self.error

    def WaitForSingleObject(self, *_: int) -> int:  # noqa: N802
        return self.waited

    def CloseHandle(self, handle: int) -> None:  # noqa: N802
        self.closed.append(handle)


@pytest.mark.parametrize(
    ("kernel", "runs"),
    [
        (Kernel(7, waited=0x102), True),
        (Kernel(7, waited=0), False),
        (Kernel(0, error=5), True),
        (Kernel(0, error=87), False),
    ],
)
def test_on_windows_it_asks_the_system(kernel: Kernel, runs: bool) -> None:
    assert is_running_on_windows(4711, kernel) is runs
    assert kernel.closed == ([7] if kernel.handle else [])
