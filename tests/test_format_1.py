"""A store that the first version wrote: it stays in `tests/stores` for ever."""

import json
import os
import shutil
from pathlib import Path

import pytest
from conftest import REPOSITORY, TODAY

from tracker.domain.directive import Signature
from tracker.domain.event import fold
from tracker.domain.status import Status
from tracker.service.add import add
from tracker.service.maintain import back_up, findings, restore
from tracker.service.undo import undo
from tracker.service.update import News, update
from tracker.store.tiny import FolderStore

KEPT = REPOSITORY / "tests" / "stores" / "format-1"


@pytest.fixture
def store(tmp_path: Path) -> FolderStore:
    """Return a copy; who checked the repository out may have other habits about file modes."""
    folder = tmp_path / "store"
    shutil.copytree(KEPT, folder)
    for path in [folder, *folder.rglob("*")]:
        path.chmod(0o700 if path.is_dir() else 0o600)
    return FolderStore(folder)


def contents(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != "lock")
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def format_of(path: Path) -> int:
    version: int = json.loads(path.read_text("utf-8"))["meta"]["1"]["format"]
    return version


def told(store: FolderStore) -> list[str]:
    return [str(finding) for finding in findings(store, today=TODAY)]


def test_it_is_of_format_1() -> None:
    assert format_of(KEPT / "directives.json") == 1


def test_it_is_read_without_a_change(store: FolderStore) -> None:
    before = contents(store.folder)
    directives = store.directives(closed=True)
    assert [d.id for d in directives] == list(range(1, len(directives) + 1))
    assert {d.is_open for d in directives} == {True, False}
    assert len(store.register())
    assert store.meetings()
    lines = (store.folder / "events.jsonl").read_bytes().splitlines()
    assert [e.seq for e in store.events()] == list(range(1, len(lines) + 1))
    assert told(store) == []
    assert contents(store.folder) == before


def test_a_dry_run_leaves_it_as_it_is(store: FolderStore, by: Signature) -> None:
    before = contents(store.folder)
    add(store, {"kk": "Жаңа"}, by=by, dry_run=True)
    undo(store, by=by._replace(actor=store.events()[-1].by.actor), dry_run=True)
    assert contents(store.folder) == before


def test_the_first_change_brings_it_up_to_date_and_keeps_the_old_file(
    store: FolderStore, by: Signature
) -> None:
    before, closed, events = (
        store.path.read_bytes(),
        [d for d in store.directives(closed=True) if not d.is_open],
        store.events(),
    )
    new = add(store, {"kk": "Жаңа"}, by=by).after
    assert format_of(store.path) == 2
    assert [path.read_bytes() for path in store.backups()] == [before]
    assert store.events()[: len(events)] == events
    assert [fold(store.events(d.id)) for d in store.directives()] == store.directives()
    assert store.directive(new.id) == new
    assert [d for d in store.directives(closed=True) if not d.is_open] == closed
    assert told(store) == []


def test_work_goes_on_with_it(store: FolderStore, by: Signature) -> None:
    """Of the closed and of the open: changed, taken back, backed up, gone back to."""
    closed = next(d for d in store.directives(closed=True) if not d.is_open)
    update(store, [closed.id], News(note="мұрағатқа"), by=by)
    update(store, [closed.id], News(status=Status.IN_PROGRESS, reason="қайта"), by=by)
    assert told(store) == []
    saved = back_up(store, None)
    undo(store, by=by)
    undo(store, by=by)
    assert store.directive(closed.id).status is closed.status
    assert told(store) == []
    restore(store, saved, by=by)
    assert store.directive(closed.id).status is Status.IN_PROGRESS
    restore(store, store.backups()[0], by=by)
    assert store.directive(closed.id).status is closed.status
    assert told(store) == []


def test_it_is_made_anew_from_its_events(store: FolderStore, by: Signature) -> None:
    ids, events = [d.id for d in store.directives(closed=True)], store.events()
    store.path.write_bytes(b"garbage")
    restore(store, None, by=by)
    assert format_of(store.path) == 2
    assert [d.id for d in store.directives(closed=True)] == ids
    assert store.events() == events
    assert [fold(store.events(id)) for id in ids] == store.directives(closed=True)
    assert told(store) == []


@pytest.mark.skipif(os.name == "nt", reason="POSIX file modes")
def test_what_the_change_wrote_is_private(store: FolderStore, by: Signature) -> None:
    add(store, {"kk": "Жаңа"}, by=by)
    for path in [store.folder, *store.folder.rglob("*")]:
        assert path.stat().st_mode & 0o077 == 0, path
