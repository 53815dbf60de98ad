"""A folder before whoever touches its files: nothing is cut off, swapped or lost unsaid."""

import errno
import os
import shutil
import stat
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from conftest import REPOSITORY, Cli
from msgspec.structs import replace

from tracker.domain.directive import Directive, Signature
from tracker.domain.status import Status
from tracker.errors import (
    Refused,
    StoreBusy,
    StoreDamaged,
    StoreInaccessible,
    StoreUnreadable,
    StoreUnwritable,
)
from tracker.files import open_file
from tracker.service.add import add
from tracker.service.maintain import back_up, findings, restore
from tracker.service.units import add_unit
from tracker.service.update import News, update
from tracker.store import disk
from tracker.store.book import Book
from tracker.store.codec import Mark
from tracker.store.moving import EmptyFolder, move
from tracker.store.tiny import FolderStore
from tracker.store.zip_backup import MAX_RATIO

posix_only = pytest.mark.skipif(os.name == "nt", reason="POSIX links, pipes and modes")


@pytest.fixture
def store(tmp_path: Path, by: Signature) -> FolderStore:
    """Return a store of three directives and eight events; 3 is closed."""
    store = FolderStore(tmp_path / "store", wait=0.05)
    add_unit(store, "education", {"kk": "Білім басқармасы"}, by=by)
    for number in (1, 2, 3):
        add(store, {"kk": f"Мектеп {number}"}, executor="education", by=by)
    update(store, [3], News(status=Status.WITHDRAWN, reason="жоқ"), by=by)
    return store


def said(store: FolderStore) -> list[Directive]:
    """Return what directives say, without when it was said."""
    found = FolderStore(store.folder).directives(closed=True)
    return [replace(d, version=0, touched_on=d.created_on, news_on=None) for d in found]


def contents(store: FolderStore) -> dict[str, bytes]:
    files = (path for path in store.folder.rglob("*") if path.is_file() and path.name != "lock")
    return {str(path.relative_to(store.folder)): path.read_bytes() for path in files}


def told(store: FolderStore, by: Signature) -> list[str]:
    return [str(finding) for finding in findings(store, today=by.on)]


def set_aside(store: FolderStore) -> list[bytes]:
    """Return what was set aside."""
    found = sorted((store.folder / "backups").glob("*-0*-*"))
    return [path.read_bytes() for path in found if not path.name.startswith("directives-")]


def anothers_journal(store: FolderStore, by: Signature) -> bytes:
    """Return the journal of a machine that shared the store and went on for itself."""
    other = FolderStore(store.folder.with_name("other"))
    shutil.copytree(store.folder, other.folder)
    update(store, [1], News(note="біздікі"), by=by)
    for number in range(3):
        update(other, [1], News(note=f"бөтен {number}"), by=by)
    return other.journal().path.read_bytes()


# What belongs together


def test_a_store_of_one_command_that_lost_its_state_keeps_its_journal(
    cli: Cli, tmp_path: Path
) -> None:
    assert cli("load", "--lang", "en")[0] == 0
    folder = tmp_path / "store"
    journal = (folder / "events.jsonl").read_bytes()
    (folder / "directives.json").unlink()
    for words in (("check",), ("list",), ("add", "Жаңа"), ("add", "Жаңа", "--dry-run")):
        code, out, err = cli(*words, "--lang", "en")
        assert code == (1 if words == ("check",) else 4)
        assert "is missing or damaged" in out + err
        assert "tracker restore makes it anew" in out + err
    assert (folder / "events.jsonl").read_bytes() == journal
    assert cli("restore", "--lang", "en")[0] == 0
    assert (folder / "events.jsonl").read_bytes() == journal
    assert cli("check")[0] == 0
    assert cli("add", "Жаңа")[0] == 0


@pytest.mark.parametrize("with_note", [True, False])
def test_a_first_command_that_died_is_no_loss(
    tmp_path: Path, by: Signature, *, with_note: bool
) -> None:
    """It left the beginning of its events, and a note that it began; once there were no notes."""
    store = FolderStore(tmp_path / "store")
    store.folder.mkdir()
    if with_note:
        store.note_commit(Mark(), pending=True)
    torn = b'{"seq":1,"batch":1,"at":"2025'
    store.journal().path.write_bytes(torn)
    assert store.directives() == []
    assert add(store, {"kk": "бір"}, by=by).after.id == 1
    assert set_aside(store) == [torn]
    assert told(store, by) == []


def test_the_journal_of_another_machine_is_refused_and_both_are_kept(
    store: FolderStore, by: Signature
) -> None:
    other = anothers_journal(store, by)
    state = said(store)
    own = store.journal().path.read_bytes()
    store.journal().path.write_bytes(other)
    before = contents(store)
    with pytest.raises(StoreUnreadable, match="is not the journal that the store says") as refusal:
        update(store, [1], News(note="хат"), by=by)
    assert "tracker restore makes it anew: it keeps 8 of 9 events" in str(refusal.value)
    assert contents(store) == before
    assert any("is not the journal" in finding for finding in told(store, by))
    restore(store, None, by=by)
    assert said(store) == state
    assert other in set_aside(store)
    assert store.journal().path.read_bytes().startswith(own[: own.rindex(b"\n", 0, -1) + 1])
    assert told(store, by) == []
    sound(store, by)


def test_the_journal_of_another_store_is_known_by_its_first_event(
    store: FolderStore, by: Signature
) -> None:
    """Also one that is shorter than ours, and where no earlier state is left to compare."""
    other = FolderStore(store.folder.with_name("other"))
    add(other, {"kk": "Бөтен"}, by=by)
    for path in store.backups():
        path.unlink()
    state = said(store)
    shutil.copy(other.journal().path, store.journal().path)
    with pytest.raises(StoreUnreadable, match="keeps 0 of 8 events"):
        add(store, {"kk": "төрт"}, by=by)
    restore(store, None, by=by)
    assert said(store) == state
    assert not any("Бөтен" in str(event) for event in store.events())
    assert told(store, by) == []


def test_a_journal_is_better_than_nothing_whatever_a_strange_note_says(
    store: FolderStore, by: Signature
) -> None:
    other = FolderStore(store.folder.with_name("other"))
    add(other, {"kk": "Бөтен"}, by=by)
    for path in (*store.backups(), store.path):
        path.unlink()
    shutil.copy(other.folder / "last-commit.json", store.folder)
    restore(store, None, by=by)
    assert len(store.events()) == 8
    assert told(store, by) == []


@pytest.mark.parametrize("line", [0, 3, 7])
def test_one_byte_of_the_journal_is_not_written_behind(
    store: FolderStore, by: Signature, line: int
) -> None:
    path = store.journal().path
    lines = path.read_bytes().splitlines(keepends=True)
    lines[line] = lines[line].replace("Айгүл".encode(), "Айгул".encode())
    state, spoilt = said(store), b"".join(lines)
    path.write_bytes(spoilt)
    before = contents(store)
    with pytest.raises(StoreUnreadable, match=f"keeps {line} of 8 events"):
        update(store, [1], News(note="хат"), by=by)
    assert contents(store) == before
    restore(store, None, by=by)
    assert said(store) == state
    assert spoilt in set_aside(store)
    assert told(store, by) == []
    sound(store, by)


def test_a_byte_that_a_zip_still_has_right_is_taken_from_there(
    store: FolderStore, by: Signature
) -> None:
    """Also events behind it, which the zip has not."""
    back_up(store, None)
    update(store, [2], News(note="кейін"), by=by)
    events, path = store.events(), store.journal().path
    path.write_bytes(path.read_bytes().replace("Мектеп 2".encode(), "Мектеп 5".encode(), 1))
    with pytest.raises(StoreUnreadable, match="keeps all 9 events"):
        add(store, {"kk": "төрт"}, by=by)
    restore(store, None, by=by)
    assert store.events() == events
    assert told(store, by) == []


def sound(store: FolderStore, by: Signature) -> None:
    """Hold a store to being as good as any: it can be backed up, moved, gone back and on."""
    saved = back_up(store, store.folder.with_name("whole.zip"))
    move(store, EmptyFolder(store.folder.with_name("moved")))
    update(store, [1], News(note="тағы"), by=by)
    restore(store, saved, by=by)
    assert told(store, by) == []


@pytest.mark.parametrize("saved_by", [(b"\n", b"\r\n"), (b'{"seq":1,', b'\xef\xbb\xbf{"seq":1,')])
def test_what_an_editor_adds_to_the_journal_costs_no_event(
    store: FolderStore, by: Signature, saved_by: tuple[bytes, bytes]
) -> None:
    events, path = store.events(), store.journal().path
    content = path.read_bytes()
    edited = content.replace(*saved_by)
    path.write_bytes(edited)
    with pytest.raises(StoreUnreadable, match="keeps all 8 events"):
        add(store, {"kk": "төрт"}, by=by)
    restore(store, None, by=by)
    assert (store.events(), path.read_bytes()) == (events, content)
    assert edited in set_aside(store)
    assert told(store, by) == []


def test_events_of_dead_commands_do_not_hide_a_journal_that_was_set_aside(
    store: FolderStore, by: Signature
) -> None:
    folder, path, events = store.folder / "backups", store.journal().path, store.events()
    shutil.copy(path, folder / "replaced-0001-events.jsonl")
    for number in range(2, 6):
        (folder / f"unconfirmed-{number:04}-events.jsonl").write_bytes(b'{"seq":9')
    path.unlink()
    with pytest.raises(StoreUnreadable, match="keeps all 8 events"):
        add(store, {"kk": "төрт"}, by=by)
    restore(store, None, by=by)
    assert store.events() == events


@pytest.mark.parametrize("left", ["tracker-*.zip", "directives-*.json"])
@pytest.mark.parametrize("note", [None, Mark()])
def test_a_store_of_which_a_backup_is_left_is_not_begun_anew(
    store: FolderStore, by: Signature, left: str, note: Mark | None
) -> None:
    """Also if the note is of the first command of all, which was begun and not kept."""
    first = said(store)[0]
    back_up(store, None)
    kept = set((store.folder / "backups").glob(left))
    for path in [path for path in store.folder.rglob("*") if path.is_file() and path not in kept]:
        path.unlink()
    if note is not None:
        store.note_commit(note, pending=True)
    with pytest.raises(StoreUnreadable, match="is missing or damaged"):
        add(store, {"kk": "төрт"}, by=by)
    restore(store, None, by=by)
    assert said(store)[0] == first
    assert told(store, by) == []


def test_a_byte_changed_within_a_tick_of_the_clock_is_found(
    store: FolderStore, by: Signature, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file has the size and the time that the commit saw, but for what the commit did to it."""
    path = store.journal().path
    stood: list[int] = []
    real = disk.pin

    def noted(path: Path) -> disk.Stamp:
        stood.append(path.stat().st_mtime_ns)
        return real(path)

    monkeypatch.setattr("tracker.store.disk.pin", noted)
    update(store, [1], News(note="хат"), by=by)
    path.write_bytes(path.read_bytes().replace("Мектеп 1".encode(), "Мектеп 7".encode(), 1))
    os.utime(path, ns=(stood[-1], stood[-1]))
    with pytest.raises(StoreUnreadable, match="is not as this program wrote it"):
        update(store, [1], News(note="хат"), by=by)


def test_a_journal_whose_time_cannot_be_set_is_read_at_each_change(
    store: FolderStore, by: Signature, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr("tracker.store.disk.os.utime", refuse)
    update(store, [1], News(note="хат"), by=by)
    last = store.last_commit()
    assert last is not None
    assert last.journal is None
    assert told(store, by) == []


# One change old, short, torn


def test_a_state_one_change_old_is_told_and_nothing_vanishes(cli: Cli, tmp_path: Path) -> None:
    cli("load")
    path = tmp_path / "store" / "directives.json"
    old = path.read_bytes()
    assert cli("update", "1", "--note", "соңғы")[0] == 0
    path.write_bytes(old)
    for words in (("list",), ("show", "1"), ("report",), ("update", "1", "--progress", "5")):
        code, out, err = cli(*words, "--lang", "en")
        assert (code, out) == (4, "")
        assert "is older than the last change" in err
        assert "keeps all 16 events" in err
    assert cli("check")[0] == 1
    assert cli("restore")[0] == 0
    assert "соңғы" in cli("show", "1")[1]
    assert cli("check")[0] == 0


def test_a_state_one_change_old_is_told_without_a_note_as_well(
    store: FolderStore, by: Signature
) -> None:
    """Stores of earlier versions have none."""
    old = store.path.read_bytes()
    update(store, [1], News(note="соңғы"), by=by)
    events = store.events()
    store.path.write_bytes(old)
    (store.folder / "last-commit.json").unlink()
    with pytest.raises(StoreUnreadable, match=r"goes on behind the last event .* keeps all 9"):
        add(store, {"kk": "төрт"}, by=by)
    restore(store, None, by=by)
    assert store.events() == events


@pytest.mark.parametrize("size", [0, 1, 100, 900, -2])
def test_a_short_journal_costs_no_directive(store: FolderStore, by: Signature, size: int) -> None:
    state, path = said(store), store.journal().path
    path.write_bytes(path.read_bytes()[:size])
    with pytest.raises(StoreUnreadable, match=r"shorter than the store says.*keeps \d of 8 events"):
        add(store, {"kk": "төрт"}, by=by)
    restore(store, None, by=by)
    assert said(store) == state
    assert told(store, by) == []
    assert add(store, {"kk": "төрт"}, by=by).after.id == 4


def test_ids_that_were_given_up_are_not_given_again(store: FolderStore, by: Signature) -> None:
    with store.change(by) as transaction:
        transaction.restore(9, None)
    store.journal().path.unlink()
    restore(store, None, by=by)
    assert told(store, by) == []
    assert add(store, {"kk": "он"}, by=by).after.id == 10


def test_a_zip_over_a_damaged_journal_leaves_a_sound_store(
    store: FolderStore, by: Signature, tmp_path: Path
) -> None:
    state, saved = said(store), back_up(store, tmp_path / "a.zip")
    update(store, [1], News(note="кейін"), by=by)
    path = store.journal().path
    path.write_bytes(path.read_bytes().replace("Мектеп 1".encode(), "Мектеп 9".encode(), 1))
    assert restore(store, saved, by=by).rebuilt
    assert said(store) == state
    assert told(store, by) == []
    sound(store, by)


def test_a_closed_file_that_is_gone_or_old_is_told_when_it_is_needed(
    store: FolderStore, by: Signature
) -> None:
    path, state = store.folder / "closed" / "2025.json", said(store)
    old = path.read_bytes()
    update(store, [2], News(status=Status.WITHDRAWN, reason="жоқ"), by=by)
    after = said(store)
    for spoil in (path.unlink, lambda: path.write_bytes(old)):
        spoil()
        with pytest.raises(StoreUnreadable, match="Directives are missing"):
            store.directives(closed=True)
        with pytest.raises(StoreUnreadable, match="Directives are missing"):
            update(store, [2], News(note="хат"), by=by)
        restore(store, None, by=by)
        assert said(store) == after != state
        assert told(store, by) == []


def test_what_cannot_be_read_is_not_called_damaged(
    store: FolderStore, by: Signature, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And is not made anew, since it may be as good as ever."""
    real = open_file

    def refuse(path: Path) -> object:
        if path == store.path:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        return real(path)

    before = contents(store)
    monkeypatch.setattr("tracker.store.disk.open_file", refuse)
    store = FolderStore(store.folder)
    for attempt in (
        store.directives,
        lambda: add(store, {"kk": "төрт"}, by=by),
        lambda: restore(store, None, by=by),
    ):
        with pytest.raises(StoreInaccessible, match=r"\(access is denied\)") as refusal:
            attempt()
        assert not isinstance(refusal.value, StoreDamaged)
    assert contents(store) == before


@pytest.mark.parametrize("name", ["events.jsonl", "closed/2025.json", "closed"])
def test_nothing_is_made_anew_without_what_cannot_be_read(
    store: FolderStore, by: Signature, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    def refusing(real: Callable[..., object]) -> Callable[..., object]:
        def refuse(path: Path, *rest: object) -> object:
            if path == store.folder / name:
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
            return real(path, *rest)

        return refuse

    before = contents(store)
    for place in ("disk", "journal"):
        monkeypatch.setattr(f"tracker.store.{place}.open_file", refusing(open_file))
    monkeypatch.setattr("tracker.store.tiny.os.listdir", refusing(os.listdir))
    with pytest.raises(StoreInaccessible, match=r"cannot be read \(access is denied\)"):
        restore(store, None, by=by)
    assert contents(store) == before


@posix_only
@pytest.mark.parametrize("name", ["directives.json", "events.jsonl", "closed/2025.json"])
def test_links_in_a_circle_are_made_anew(store: FolderStore, by: Signature, name: str) -> None:
    state, path = said(store), store.folder / name
    path.unlink()
    path.symlink_to(path.name)
    assert any("restore" in finding or "circle" in finding for finding in told(store, by))
    restore(store, None, by=by)
    assert said(store) == state
    assert told(store, by) == []


# Restoring is one change


STEPS = ("replace_journal", "note_commit", "replace_closed", "keep_state")


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("name", ["directives.json", "events.jsonl", "closed/2025.json", ""])
def test_a_restore_that_dies_half_way_leaves_what_was_or_what_shall_be(
    store: FolderStore, by: Signature, monkeypatch: pytest.MonkeyPatch, step: str, name: str
) -> None:
    state = said(store)
    if name:
        path = store.folder / name
        path.write_bytes(path.read_bytes()[:-9])

    def die(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as dying:
        dying.setattr(FolderStore, step, die)
        with pytest.raises(KeyboardInterrupt):
            restore(store, None, by=by)
    with suppress(StoreUnreadable):  # what was; or what shall be
        assert said(store) == state
    restore(store, None, by=by)
    assert said(store) == state
    assert told(store, by) == []


@pytest.mark.parametrize(
    ("name", "content"),
    [("directives.json", b'{"directives":{'), ("events.jsonl", b"\0"), ("closed/2025.json", b"[")],
)
def test_a_zip_that_unpacks_to_gigabytes_is_refused_within_bounds(
    store: FolderStore, tmp_path: Path, name: str, content: bytes
) -> None:
    """Two seconds of a processor and 500 MB are all that the command may take."""
    pytest.importorskip("resource")
    bomb = tmp_path / "bomb.zip"
    with (
        zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open(name, "w", force_zip64=True) as member,
    ):
        for _ in range(1500):
            member.write(content * (1_000_000 // len(content)))
    assert bomb.stat().st_size < 8_000_000
    refuse_within_bounds(store, bomb)


@pytest.mark.parametrize("content", [b"\0", b"[", b'{"seq":1,"hash":"0"}\n'])
def test_a_zip_just_within_the_limits_is_refused_within_bounds(
    store: FolderStore, tmp_path: Path, content: bytes
) -> None:
    """Its files say that they belong together, and unpack to a hundred times their size."""
    bomb, size = tmp_path / "bomb.zip", 0
    mark = f'{{"seq":9,"size":90000000,"hash":"{"0" * 64}"}}'
    state = f'{{"meta":{{"1":{{"format":2,"next_id":1,"journal":{mark}}}}}}}'
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("directives.json", state)
        archive.writestr("events.jsonl", content * (90_000_000 // len(content)))
        archive.writestr("other", os.urandom(900_000))
        size = sum(member.file_size for member in archive.infolist())
    assert size < bomb.stat().st_size * MAX_RATIO
    refuse_within_bounds(store, bomb)


def refuse_within_bounds(store: FolderStore, bomb: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", BOUNDED, "restore", str(bomb), "--store", str(store.folder)],
        cwd=REPOSITORY,
        env=os.environ | {"TRACKER_LANG": "en", "TRACKER_ACTOR": "a"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert "is not a backup that can be restored; nothing was changed" in done.stderr


BOUNDED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, (500_000_000, 500_000_000))
resource.setrlimit(resource.RLIMIT_CPU, (2, 2))
from tracker.cli.app import main
sys.exit(main(sys.argv[1:]))
"""


# What is written for the user


@posix_only
@pytest.mark.parametrize("command", ["backup", "export", "report --save"])
def test_nothing_of_the_users_is_written_over(cli: Cli, tmp_path: Path, command: str) -> None:
    cli("load")
    suffix = ".zip" if command == "backup" else ".json"
    words = command.split()
    mine, link, pipe = (tmp_path / f"{name}{suffix}" for name in ("mine", "link", "pipe"))
    mine.write_bytes(b"mine")
    mine.chmod(0o666)
    beside = tmp_path / f"mine{suffix}.new"
    beside.write_bytes(b"mine, too")
    link.symlink_to(mine)
    os.mkfifo(pipe)
    assert cli(*words, str(mine))[0] == 1
    for odd in (link, pipe, tmp_path / "store" / f"x{suffix}"):
        for force in ((), ("--force",)):
            assert cli(*words, str(odd), *force)[0] == 1, odd
    assert (mine.read_bytes(), link.is_symlink()) == (b"mine", True)
    assert cli(*words, str(mine), "--force")[0] == 0
    assert mine.read_bytes() != b"mine"
    assert stat.S_IMODE(mine.stat().st_mode) == 0o600
    assert beside.read_bytes() == b"mine, too"
    assert not (tmp_path / "store" / f"x{suffix}").exists()


def test_a_name_that_is_taken_meanwhile_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target, real = tmp_path / "a.zip", os.fsync

    def taken(handle: int) -> None:
        target.write_bytes(b"mine")
        real(handle)

    monkeypatch.setattr("tracker.store.disk.os.fsync", taken)
    with pytest.raises(Refused, match="--force"):
        disk.write_new(target, b"new")
    assert target.read_bytes() == b"mine"
    assert disk.remains(tmp_path) == []


def test_without_links_a_new_file_takes_its_place_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr("tracker.store.disk.os.link", refuse)
    disk.write_new(tmp_path / "a.zip", b"new")
    assert (tmp_path / "a.zip").read_bytes() == b"new"
    with pytest.raises(Refused):
        disk.write_new(tmp_path / "a.zip", b"newer")
    assert [path.name for path in tmp_path.glob("*.*")] == ["a.zip"]


def test_a_store_on_a_disk_for_reading_only_is_backed_up_and_moved(
    store: FolderStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    @contextmanager
    def read_only(path: Path, _: float) -> Iterator[None]:
        if path:
            raise StoreUnwritable("{path}", path=str(path))
        yield

    before = contents(store)
    monkeypatch.setattr("tracker.store.disk.locked", read_only)
    back_up(store, tmp_path / "a.zip")
    shutil.copytree(store.folder, tmp_path / "copy")
    monkeypatch.undo()
    move(FolderStore(tmp_path / "copy"), EmptyFolder(tmp_path / "moved"))
    assert said(FolderStore(tmp_path / "moved")) == said(store)
    assert contents(store) == before


# What stands in a file's place


@posix_only
@pytest.mark.parametrize("name", ["directives.json", "events.jsonl", "closed/2025.json"])
@pytest.mark.parametrize("kind", ["a pipe", "a folder", "huge"])
def test_what_is_no_file_is_a_sentence_at_once(
    store: FolderStore, by: Signature, name: str, kind: str
) -> None:
    state, path = said(store), store.folder / name
    path.unlink()
    if kind == "a pipe":
        os.mkfifo(path)
    elif kind == "a folder":
        path.mkdir()
    else:
        with path.open("wb") as file:
            file.truncate(50 << 30)
    assert kind != "huge" or name != "events.jsonl" or store.last_moment() is None
    with pytest.raises(StoreUnreadable):
        update(store, [3], News(note="хат"), by=by)
    restore(store, None, by=by)
    assert said(store) == state
    assert told(store, by) == []
    assert list((store.folder / "backups").glob(f"replaced-*-{path.name}"))


@posix_only
def test_a_pipe_in_the_place_of_the_note_is_no_note(store: FolderStore, by: Signature) -> None:
    path = store.folder / "last-commit.json"
    path.unlink()
    os.mkfifo(path)
    assert add(store, {"kk": "төрт"}, by=by).after.id == 4


@posix_only
def test_a_pipe_among_the_backups_is_not_waited_for(store: FolderStore, by: Signature) -> None:
    for name in ("tracker-0000000099.zip", "replaced-0001-events.jsonl", "directives-9.json"):
        os.mkfifo(store.folder / "backups" / name)
    store.path.unlink()
    with pytest.raises(StoreUnreadable, match="keeps all 8 events"):
        store.directives()
    restore(store, None, by=by)
    assert told(store, by) == []


@posix_only
def test_what_a_link_in_the_place_of_the_note_leads_to_stays(
    store: FolderStore, by: Signature, tmp_path: Path
) -> None:
    mine, path = tmp_path / "mine.txt", store.folder / "last-commit.json"
    mine.write_bytes(b"mine")
    path.unlink()
    path.symlink_to(mine)
    assert told(store, by) == [f"Something else stands in the place of “{path}”. Move it away."]
    add(store, {"kk": "төрт"}, by=by)
    assert mine.read_bytes() == b"mine"
    assert not path.is_symlink()
    assert told(store, by) == []


@pytest.mark.parametrize("name", ["backups", "evidence", "lock", "last-commit.json"])
def test_what_is_in_the_way_of_the_next_change_is_told(
    store: FolderStore, by: Signature, name: str
) -> None:
    path = store.folder / name
    if path.is_dir():
        shutil.rmtree(path)
    path.unlink(missing_ok=True)
    path.mkdir() if path.suffix or name == "lock" else path.write_bytes(b"")
    assert told(store, by) == [f"Something else stands in the place of “{path}”. Move it away."]


def test_a_file_in_the_place_of_the_folder_of_closed_ones_is_set_aside(
    store: FolderStore, by: Signature
) -> None:
    state, path = said(store), store.folder / "closed"
    shutil.rmtree(path)
    path.write_bytes(b"mine")
    assert any("in the place of" in finding for finding in told(store, by))
    restore(store, None, by=by)
    assert said(store) == state
    assert told(store, by) == []
    assert b"mine" in set_aside(store)


@pytest.mark.parametrize(
    "note",
    [
        b'{"mark":[-3,-5,""],"pending":true}',
        b'{"mark":[8,99999999999999999999,""]}',
        b'{"mark":[8,100,"zz"]}',
        b"[" * 900,
        b"\xff",
    ],
)
def test_a_note_that_says_what_cannot_be_is_no_note(
    store: FolderStore, by: Signature, note: bytes
) -> None:
    (store.folder / "last-commit.json").write_bytes(note)
    assert store.last_commit() is None
    assert told(store, by) == []
    assert add(store, {"kk": "төрт"}, by=by).after.id == 4


# Evidence


def test_a_long_name_of_a_document_is_shortened_on_disk_only(
    store: FolderStore, by: Signature, tmp_path: Path
) -> None:
    name = "Еңбек нарығын талдау туралы ақпарат " * 3 + ".pdf"
    document = tmp_path / name
    document.write_bytes(b"%PDF")
    update(store, [1], News(evidence=[str(document)], copy=True), by=by)
    [kept] = store.directive(1).evidence
    assert kept.name == name
    copy = Path(kept.where)
    assert copy.read_bytes() == b"%PDF"
    assert copy.suffix == ".pdf"
    assert len(copy.name.encode()) <= 200
    assert copy.name[17:60] == name[:43]


@pytest.mark.parametrize(
    ("name", "fitted"),
    [
        ("a.pdf", "a.pdf"),
        ("ә" * 150 + ".pdf", "ә" * 98 + ".pdf"),
        ("ә" * 150, "ә" * 100),
        ("a" * 300 + "." + "b" * 30, "a" * 200),
        (".hidden", ".hidden"),
        ("a\udcff.pdf", "a.pdf"),
    ],
)
def test_names_fit(name: str, fitted: str) -> None:
    assert disk.fitting(name) == fitted


def test_other_writers_wait_while_a_document_is_copied(
    store: FolderStore, by: Signature, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They would remove what is half copied."""
    document, real = tmp_path / "a.pdf", disk.copy_file
    document.write_bytes(b"%PDF")

    def copy(source: Path, target: Path) -> None:
        if source == document:
            with pytest.raises(StoreBusy):
                add(FolderStore(store.folder, wait=0.05), {"kk": "төрт"}, by=by)
        real(source, target)

    monkeypatch.setattr("tracker.store.disk.copy_file", copy)
    update(store, [1], News(evidence=[str(document)], copy=True), by=by)
    assert store.directive(1).evidence


def test_other_writers_wait_while_a_backup_takes_its_place(
    store: FolderStore, by: Signature, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its name is of the state that it holds."""
    real = disk.write_new

    def write(path: Path, content: bytes) -> None:
        with pytest.raises(StoreBusy):
            add(FolderStore(store.folder, wait=0.05), {"kk": "төрт"}, by=by)
        real(path, content)

    monkeypatch.setattr("tracker.store.disk.write_new", write)
    assert back_up(store, None).name == "tracker-0000000008.zip"


# What ends a change half way


@pytest.mark.parametrize("step", ["_with_new", "_keep_closed"])
@pytest.mark.parametrize("failure", [KeyboardInterrupt, StoreUnwritable])
def test_a_change_that_ends_half_way_takes_its_events_back(
    store: FolderStore,
    by: Signature,
    monkeypatch: pytest.MonkeyPatch,
    step: str,
    failure: type[BaseException],
) -> None:
    def end(*_: object) -> None:
        raise failure("x")

    journal = store.journal().path.read_bytes()
    with monkeypatch.context() as ending:
        ending.setattr(FolderStore, step, end)
        with pytest.raises(failure):
            add(store, {"kk": "төрт"}, by=by)
    assert store.journal().path.read_bytes() == journal
    assert told(store, by) == []
    assert add(store, {"kk": "төрт"}, by=by).after.id == 4
    assert set_aside(store) == []


def test_what_others_wrote_meanwhile_is_not_taken_back(
    store: FolderStore, by: Signature, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = store.journal().path

    def end(*_: object) -> None:
        with path.open("ab") as file:
            file.write(b"theirs\n")
        raise KeyboardInterrupt

    with monkeypatch.context() as ending:
        ending.setattr(FolderStore, "_keep_closed", end)
        with pytest.raises(KeyboardInterrupt):
            add(store, {"kk": "төрт"}, by=by)
    assert path.read_bytes().endswith(b"theirs\n")
    add(store, {"kk": "төрт"}, by=by)
    assert set_aside(store)[0].endswith(b"theirs\n")


# What killed writers leave


def test_what_a_killed_writer_left_is_told_and_removed_by_the_next(
    store: FolderStore, by: Signature
) -> None:
    half = store.folder / "closed" / ".tracker-0123456789abcdef.tmp"
    half.write_bytes(b"half")
    mine = store.folder / ".tracker-mine.tmp"
    mine.write_bytes(b"mine")
    journal = store.journal().path
    committed = journal.read_bytes()
    store.note_commit(mark_of(store), pending=True)
    journal.write_bytes(committed + b'{"seq":9')
    first, second = told(store, by)
    assert first.startswith(f"“{half}” was left by a command that was cut off")
    assert second.startswith(f"“{journal}” ends with events of a command that was cut off")
    add(store, {"kk": "төрт"}, by=by)
    assert told(store, by) == []
    assert not half.exists()
    assert mine.exists()
    assert set_aside(store) == [b'{"seq":9']


@pytest.mark.parametrize("with_file", [True, False])
def test_a_restore_clears_away_what_the_one_before_it_left(
    store: FolderStore, by: Signature, tmp_path: Path, *, with_file: bool
) -> None:
    saved = back_up(store, tmp_path / "a.zip") if with_file else None
    for name in ("closed", "backups"):
        (store.folder / name / ".tracker-0123456789abcdef.tmp").write_bytes(b"half")
    restore(store, saved, by=by)
    assert told(store, by) == []


def test_editing_a_store_that_was_made_anew_spares_the_state_that_is_kept(
    store: FolderStore, by: Signature
) -> None:
    state = said(store)
    restore(store, None, by=by)
    with store.path.open("r+b") as file:  # in place, as many editors write
        file.truncate(9)
    store.journal().path.unlink()
    restore(store, None, by=by)
    assert said(store) == state


def mark_of(store: FolderStore) -> Mark:
    return Book(store.path).mark
