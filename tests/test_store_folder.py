"""The store in a folder: its files, what it does about damage, crashes and other writers."""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from conftest import REPOSITORY
from filelock import FileLock

from tracker.domain.directive import Signature
from tracker.domain.event import fold
from tracker.domain.status import Status
from tracker.errors import StoreBusy, StoreError, StoreUnreadable, StoreUnwritable
from tracker.load.draft import Draft, Loaded
from tracker.service.add import add
from tracker.service.load import load
from tracker.service.undo import redo, undo
from tracker.service.units import add_unit
from tracker.service.update import News, update
from tracker.store.tiny import FolderStore

posix_only = pytest.mark.skipif(os.name == "nt", reason="POSIX file modes and links")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "бақылау"


@pytest.fixture
def store(folder: Path, by: Signature) -> FolderStore:
    """Return a store of one unit, its directive 1 on control and 2 withdrawn in 2025."""
    store = FolderStore(folder, wait=0.05)
    add_unit(store, "education", {"kk": "Білім басқармасы"}, by=by)
    add(store, {"kk": "Ұлытауда мектеп салу"}, executor="education", by=by)
    add(store, {"kk": "Жол жөндеу"}, executor="education", by=by)
    update(store, [2], News(status=Status.WITHDRAWN, reason="күші жойылды"), by=by)
    return store


def contents(folder: Path) -> dict[str, bytes]:
    """Return the bytes of every file but the lock."""
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != "lock")
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def reopen(store: FolderStore, by: Signature) -> None:
    update(store, [2], News(status=Status.IN_PROGRESS, reason="қайта"), by=by)


def table(path: Path, name: str) -> dict[str, dict[str, object]]:
    tables: dict[str, dict[str, dict[str, object]]] = json.loads(path.read_text("utf-8"))
    return tables[name]


# What lies where


def test_the_files_of_a_store(store: FolderStore, folder: Path) -> None:
    names = ["directives.json", "events.jsonl", "closed/2025.json", "last-commit.json"]
    lines = (folder / "events.jsonl").read_bytes().splitlines()
    hashes = {seq: json.loads(lines[seq - 1])["hash"][:12] for seq in (1, 3, 5)}
    names += [f"backups/directives-{seq:010}-{hash}.json" for seq, hash in hashes.items()]
    assert contents(folder).keys() == {str(Path(name)) for name in names}
    assert table(folder / "directives.json", "directives").keys() == {"1"}
    assert table(folder / "closed" / "2025.json", "directives").keys() == {"2"}
    assert len((folder / "events.jsonl").read_bytes().splitlines()) == len(store.events()) == 6


def test_the_files_are_readable_kazakh_a_row_a_line(
    store: FolderStore, folder: Path, by: Signature
) -> None:
    """Rows on control: one unit, the directives 1 and 3, and what the store knows of itself."""
    add(store, {"kk": "Көпір салу"}, by=by)
    lines = (folder / "directives.json").read_text("utf-8").splitlines()
    rows = [line for line in lines if re.fullmatch(r'"\d+":\{.*\},?', line)]
    texts = ("Ұлытауда мектеп салу", "Көпір салу", "Білім басқармасы", '"next_id":4')
    assert [sum(text in row for row in rows) for text in texts] == [1, 1, 1, 1]
    assert len(rows) == 4
    assert "Жол жөндеу" in (folder / "closed" / "2025.json").read_text("utf-8")
    assert "күші жойылды" in (folder / "events.jsonl").read_text("utf-8")


@posix_only
@pytest.mark.usefixtures("store")
def test_the_files_are_private(folder: Path) -> None:
    for path in [folder, *folder.rglob("*")]:
        assert path.stat().st_mode & 0o777 == (0o700 if path.is_dir() else 0o600), path


@pytest.mark.usefixtures("store")
def test_the_hashes_are_a_chain(folder: Path) -> None:
    """Each is the SHA-256 of the hash before and the line without its own; the mark has the last.

    Computed here from the bytes, with nothing of the program.
    """
    chain = b""
    content = (folder / "events.jsonl").read_bytes()
    for line in content.splitlines():
        parts = re.fullmatch(rb'(\{.*),"hash":"([0-9a-f]{64})"\}', line)
        assert parts
        chain = hashlib.sha256(chain + parts[1] + b"}").hexdigest().encode()
        assert parts[2] == chain
    meta = table(folder / "directives.json", "meta")["1"]
    assert meta["journal"] == {"seq": 6, "size": len(content), "hash": chain.decode()}
    assert (meta["format"], meta["next_id"]) == (2, 3)


def test_odd_characters_come_back(store: FolderStore, by: Signature, folder: Path) -> None:
    """Line ends, a BOM, half a surrogate pair, a NUL and a backslash are text like any other."""
    odd = "a\u2028b\nc\r\ufeff\udcff\x00\\ud800\x1b[31m😀"
    add(store, {"kk": odd}, by=by)
    update(store, [3], News(status=Status.WITHDRAWN, reason=odd), by=by)
    again = FolderStore(folder)
    assert again.directive(3).wording == {"kk": odd}
    assert again.events(3)[-1].reason == odd
    assert fold(again.events(3)) == again.directive(3)


# Where events stand


def places(folder: Path, id: int) -> object:
    return table(folder / "directives.json", "directives")[str(id)].get("places")


def test_a_row_says_where_its_events_stand(store: FolderStore, folder: Path, by: Signature) -> None:
    """Each place is the first byte of a line of the directive; those of closed ones go along."""
    update(store, [1], News(note="хат"), by=by)
    reopen(store, by)
    content = (folder / "events.jsonl").read_bytes()
    closed = table(folder / "closed" / "2025.json", "directives")["2"]["places"]
    amended = table(folder / "directives.json", "directives")["2"]["places"]
    assert isinstance(closed, list)
    assert isinstance(amended, list)
    for id, found in ((1, places(folder, 1)), (2, closed), (2, amended)):
        assert isinstance(found, list)
        own = [json.loads(content[place:].split(b"\n")[0]) for place in found]
        assert [event["id"] for event in own] == [id] * len(own)
    assert len(closed) == 3
    assert amended[:3] == closed
    assert [e.seq for e in store.events(2)] == [4, 5, 6, 8]


@pytest.mark.parametrize("wrong", ["", "[7]", "[0]", "[99999]", "[]", "[-1]", "7"])
def test_events_are_found_where_no_row_tells(store: FolderStore, folder: Path, wrong: str) -> None:
    """Rows of earlier versions have no places; one that points elsewhere is not believed."""
    path = folder / "directives.json"
    written = json.dumps(places(folder, 1), separators=(",", ":"))
    new = f',"places":{wrong}' if wrong else ""
    path.write_text(path.read_text("utf-8").replace(f',"places":{written}', new), "utf-8")
    found = FolderStore(folder).events(1)
    assert [e.seq for e in found] == [2, 3]
    assert found == store.events(1)


def test_a_row_without_places_gets_all_of_them_with_its_next_event(
    store: FolderStore, folder: Path, by: Signature
) -> None:
    before = places(folder, 1)
    path = folder / "directives.json"
    text = re.sub(r',"places":\[[\d,]+\]', "", path.read_text("utf-8"))
    path.write_text(text, "utf-8")
    assert places(folder, 1) is None
    update(store, [1], News(note="хат"), by=by)
    after = places(folder, 1)
    assert isinstance(after, list)
    assert (after[:-1], len(after)) == (before, 3)


def test_of_several_rows_without_places_all_are_found_in_one_search(
    store: FolderStore, folder: Path, by: Signature
) -> None:
    add(store, {"kk": "Көпір"}, executor="education", by=by)
    before = [places(folder, id) for id in (1, 3)]
    path = folder / "directives.json"
    path.write_text(re.sub(r',"places":\[[\d,]+\]', "", path.read_text("utf-8")), "utf-8")
    reopen(store, by)
    update(store, [1, 2, 3], News(note="хат"), by=by)
    for id, known in zip((1, 3), before, strict=True):
        found = places(folder, id)
        assert isinstance(found, list)
        assert found[:-1] == known
    assert [e.seq for e in FolderStore(folder).events(2)] == [4, 5, 6, 9, 11]


def test_an_undone_load_is_made_again_with_its_places(
    store: FolderStore, folder: Path, by: Signature
) -> None:
    """Its rows were gone meanwhile, and their events stand where they stood."""
    files = [Loaded("x", drafts=[Draft(line=n, wording={"kk": f"№ {n}"}) for n in (1, 2, 3)])]
    load(store, files, by=by)
    undo(store, by=by)
    redo(store, by=by)
    content = (folder / "events.jsonl").read_bytes()
    for id in (3, 4, 5):
        found = places(folder, id)
        assert isinstance(found, list)
        kinds = [json.loads(content[place:].split(b"\n")[0])["kind"] for place in found]
        assert kinds == ["registered", "restored", "restored"]


def test_a_line_that_is_no_event_is_named_by_its_number(store: FolderStore, folder: Path) -> None:
    path = folder / "events.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    lines[2] = lines[2].replace(b'"kind":"', b'"kind":"?')
    path.write_bytes(b"".join(lines).replace(b"\n", b" \n", 1)[: len(b"".join(lines))])
    for id in (None, 1):
        with pytest.raises(StoreUnreadable, match="Line 3 of"):
            store.events(id)


def test_odd_characters_come_back_from_the_store_that_took_them(
    store: FolderStore, by: Signature
) -> None:
    """What was just written is not read again, and is as good as if it were."""
    add(store, {"kk": "half \ud800 pair"}, by=by)
    assert store.directive(3).wording == {"kk": "half \ud800 pair"}
    assert store.directives() == FolderStore(store.folder).directives()


def test_a_row_that_is_no_text_stops_every_change(
    store: FolderStore, folder: Path, by: Signature
) -> None:
    """Also of another directive: it would go back as it came, and push good backups out."""
    add(store, {"kk": "Көпір"}, by=by)
    path = folder / "directives.json"
    path.write_bytes(path.read_bytes().replace("Көпір".encode(), b"\xff" * 10))
    before = contents(folder)
    with pytest.raises(StoreUnreadable):
        update(FolderStore(folder), [1], News(note="хат"), by=by)
    assert contents(folder) == before


@pytest.mark.usefixtures("store")
def test_the_damaged_file_is_named(folder: Path) -> None:
    path = folder / "closed" / "2025.json"
    path.write_text(path.read_text("utf-8").replace('"withdrawn"', '"gone"'), "utf-8")
    with pytest.raises(StoreUnreadable) as caught:
        FolderStore(folder).directive(2)
    assert str(path) in str(caught.value)


# Reading writes nothing


def test_reading_a_store_that_is_not_there_does_not_create_it(folder: Path) -> None:
    store = FolderStore(folder)
    assert store.directives(closed=True) == []
    assert (store.events(), store.meetings(), list(store.register())) == ([], {}, [])
    assert not folder.exists()


def test_reading_changes_no_file(store: FolderStore, folder: Path) -> None:
    before = contents(folder)
    assert len(store.directives(closed=True)) == 2
    assert store.directive(2).wording == {"kk": "Жол жөндеу"}
    store.events()
    assert contents(folder) == before


def test_a_trial_makes_no_folder(folder: Path, by: Signature) -> None:
    store = FolderStore(folder)
    assert add(store, {"kk": "бір"}, by=by, dry_run=True).after.id == 1
    assert not folder.exists()


def test_a_trial_waits_for_nobody(store: FolderStore, folder: Path, by: Signature) -> None:
    with FileLock(folder / "lock"):
        assert add(store, {"kk": "үш"}, by=by, dry_run=True).after.id == 3


def test_a_dry_run_changes_no_file(store: FolderStore, folder: Path, by: Signature) -> None:
    before = contents(folder)
    update(store, [1], News(note="ескерту"), by=by, dry_run=True)
    assert contents(folder) == before


# Crashes


def begin_a_change(folder: Path) -> None:
    """Leave the note that a change which died has left: of its beginning, not of its end."""
    path = folder / "last-commit.json"
    mark = table(folder / "directives.json", "meta")["1"]["journal"]
    assert isinstance(mark, dict)
    assert json.loads(path.read_text("utf-8"))["mark"]
    path.write_text(json.dumps({"mark": [*mark.values()], "pending": True}), "utf-8")


def test_a_tail_that_was_not_committed_does_not_count_and_is_set_aside(
    store: FolderStore, folder: Path, by: Signature
) -> None:
    journal = folder / "events.jsonl"
    committed = journal.read_bytes()
    events = store.events()
    tail = committed.splitlines(keepends=True)[-1] + b'{"half a line'
    journal.write_bytes(committed + tail)
    begin_a_change(folder)
    assert store.events() == events
    update(store, [1], News(note="ескерту"), by=by)
    assert journal.read_bytes().startswith(committed + b'{"seq":7,')
    assert [e.seq for e in FolderStore(folder).events()] == [1, 2, 3, 4, 5, 6, 7]
    assert (folder / "backups" / "unconfirmed-0001-events.jsonl").read_bytes() == tail


def test_a_crash_before_the_commit_leaves_the_directive_on_control(
    store: FolderStore, folder: Path, by: Signature
) -> None:
    """The journal and `closed/` are as after a closing; the rest is as before its commit."""
    before = (folder / "directives.json").read_bytes()
    events = store.events()
    update(store, [1], News(status=Status.WITHDRAWN, reason="жоқ"), by=by)
    (folder / "directives.json").write_bytes(before)
    begin_a_change(folder)

    crashed = FolderStore(folder)
    assert table(folder / "closed" / "2025.json", "directives").keys() == {"1", "2"}
    assert crashed.directive(1).is_open
    assert [d.id for d in crashed.directives()] == [1]
    assert [(d.id, d.is_open) for d in crashed.directives(closed=True)] == [(1, True), (2, False)]
    assert crashed.events() == events
    update(crashed, [1], News(status=Status.SUBMITTED), by=by)
    assert fold(crashed.events(1)) == crashed.directive(1)


def test_a_copy_of_an_id_that_was_never_given_does_not_count(
    store: FolderStore, folder: Path, by: Signature
) -> None:
    path = folder / "closed" / "2025.json"
    tables = json.loads(path.read_text("utf-8"))
    tables["directives"]["3"] = tables["directives"]["2"] | {"id": 3}
    path.write_text(json.dumps(tables), "utf-8")
    assert [d.id for d in store.directives(closed=True)] == [1, 2]
    assert add(store, {"kk": "үш"}, by=by).after.id == 3
    assert store.directive(3).text("kk") == "үш"


def test_a_directive_changed_while_closed_lies_in_its_own_table(
    store: FolderStore, folder: Path, by: Signature
) -> None:
    """The year's file may only be written before the commit, so it keeps the earlier state."""
    year = (folder / "closed" / "2025.json").read_bytes()
    update(store, [2], News(note="мұрағатқа", unit="education"), by=by)
    assert (folder / "closed" / "2025.json").read_bytes() == year
    assert table(folder / "directives.json", "amended").keys() == {"2"}
    assert FolderStore(folder).directive(2).heard == ("education",)
    assert [d.id for d in store.directives()] == [1]
    reopen(store, by)
    assert table(folder / "directives.json", "amended") == {}
    assert fold(store.events(2)) == store.directive(2)


def test_closing_again_in_another_year_leaves_one(
    store: FolderStore, folder: Path, by: Signature
) -> None:
    reopen(store, by)
    assert [d.id for d in store.directives()] == [1, 2]
    assert len(store.directives(closed=True)) == 2
    later = by._replace(on=date(2026, 1, 9))
    update(store, [2], News(status=Status.WITHDRAWN, reason="енді жоқ"), by=later)
    assert (folder / "closed" / "2026.json").exists()
    assert store.directive(2).closed_on == date(2026, 1, 9)
    assert [d.id for d in store.directives(closed=True)] == [1, 2]
    assert fold(store.events(2)) == store.directive(2)


def test_the_last_closing_counts_also_when_its_year_is_earlier(
    store: FolderStore, by: Signature
) -> None:
    """Closed in 2026, reopened, closed for a day in 2025: the order of the events decides."""
    for day in (date(2026, 1, 9), date(2025, 12, 30)):
        reopen(store, by)
        news = News(status=Status.WITHDRAWN, reason="жоқ")
        update(store, [2], news, by=by._replace(on=day))
        assert store.directive(2).closed_on == day


# Damage


def first_half(content: bytes) -> bytes:
    return content[: len(content) // 2]


DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "truncated": first_half,
    "empty": lambda _: b"",
    "not JSON": lambda _: b"directives: 2\n",
    "not UTF-8": lambda content: content.replace("Ұ".encode(), b"\xff\xfe"),
    "a list": lambda _: b"[]",
    "an empty object": lambda _: b"{}",
    "a number": lambda _: b"5",
    "somebody else's": lambda _: b'{"name": "package", "version": "1.0"}',
    "somebody else's tables": lambda _: b'{"_default": {"1": {"task": "buy milk"}}}',
    "nested too deep": lambda _: b"[" * 200_000,
    "a row that is a list": lambda c: re.sub(rb'"1":\{"id":1,.*\}', b'"1":[]', c),
    "a key that is no number": lambda c: c.replace(b'"1":{"id":1', b'"one":{"id":1'),
    "a newer format": lambda c: c.replace(b'"format":2', b'"format":3'),
    "a format that is text": lambda c: c.replace(b'"format":2', b'"format":"2"'),
    "no next id": lambda c: c.replace(b'"next_id"', b'"next"'),
    "a mark of other fields": lambda c: c.replace(b'"size"', b'"length"'),
    "wrong types in a row": lambda c: c.replace(b'"co":[', b'"co":[1,').replace(
        b'"created":"2025-12-22"', b'"created":20251222'
    ),
    "an unknown status": lambda c: c.replace(b'"status":"assigned"', b'"status":"done"'),
}


@pytest.mark.parametrize("name", DAMAGE)
def test_a_damaged_file_is_told_and_left_as_it_is(
    store: FolderStore, folder: Path, by: Signature, name: str
) -> None:
    path = folder / "directives.json"
    path.write_bytes(DAMAGE[name](path.read_bytes()))
    before = contents(folder)
    for attempt in (
        store.directives,
        lambda: store.directives(closed=True),
        lambda: store.directive(1),
        lambda: update(store, [1], News(note="ескерту"), by=by),
    ):
        with pytest.raises(StoreUnreadable) as told:
            attempt()
        assert told.value.exit_code == 4
        assert str(path) in str(told.value)
    assert contents(folder) == before


def test_a_newer_format_says_to_update(store: FolderStore, folder: Path) -> None:
    path = folder / "directives.json"
    path.write_bytes(path.read_bytes().replace(b'"format":2', b'"format":7'))
    with pytest.raises(StoreUnreadable, match="newer version") as told:
        store.directives()
    assert told.value.values == {"path": str(path), "found": 7, "known": 2}


@pytest.mark.parametrize("damage", [first_half, lambda _: b"[]", lambda _: b'{"directives":[]}'])
def test_a_damaged_file_of_a_year_is_told_and_left_as_it_is(
    store: FolderStore, folder: Path, by: Signature, damage: Callable[[bytes], bytes]
) -> None:
    """What is on control can still be listed."""
    path = folder / "closed" / "2025.json"
    path.write_bytes(damage(path.read_bytes()))
    damaged = path.read_bytes()
    with pytest.raises(StoreUnreadable):
        store.directives(closed=True)
    with pytest.raises(StoreUnreadable):
        update(store, [1], News(status=Status.WITHDRAWN, reason="жоқ"), by=by)
    assert path.read_bytes() == damaged
    assert [d.id for d in store.directives()] == [1]


def test_a_journal_shorter_than_the_mark_is_told_and_left_as_it_is(
    store: FolderStore, folder: Path, by: Signature
) -> None:
    journal = folder / "events.jsonl"
    journal.write_bytes(journal.read_bytes()[:-1])
    before = contents(folder)
    for attempt in (
        store.events,
        lambda: store.events(1),
        lambda: update(store, [1], News(status=Status.WITHDRAWN, reason="жоқ"), by=by),
    ):
        with pytest.raises(StoreUnreadable, match="shorter") as told:
            attempt()
        assert told.value.exit_code == 4
    journal.unlink()
    with pytest.raises(StoreUnreadable, match="shorter"):
        add(store, {"kk": "үш"}, by=by)
    del before["events.jsonl"]
    assert contents(folder) == before


@pytest.mark.parametrize("line", [b"?", b'{"seq":2}', b"[2]", b'"2"'])
def test_a_line_that_is_no_event_is_named(store: FolderStore, folder: Path, line: bytes) -> None:
    journal = folder / "events.jsonl"
    lines = journal.read_bytes().splitlines()
    lines[1] = line.ljust(len(lines[1]))
    journal.write_bytes(b"\n".join(lines) + b"\n")
    with pytest.raises(StoreUnreadable, match=r"Line 2 of .* keeps 1 of 6 events"):
        store.events()


# Obstacles


@pytest.mark.usefixtures("store")
def test_a_file_that_cannot_be_read_is_told(folder: Path) -> None:
    (folder / "directives.json").unlink()
    (folder / "directives.json").mkdir()
    with pytest.raises(StoreUnreadable, match="missing or damaged"):
        FolderStore(folder).directives()
    shutil.rmtree(folder / "backups")
    with pytest.raises(StoreUnreadable):
        FolderStore(folder).directives()


def test_a_folder_that_is_a_file_cannot_be_written(tmp_path: Path, by: Signature) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("mine", "utf-8")
    with pytest.raises(StoreUnwritable) as told:
        add(FolderStore(path), {"kk": "бір"}, by=by)
    assert told.value.exit_code == 4
    with pytest.raises(StoreError):
        FolderStore(path / "deeper").directives()
    assert path.read_text("utf-8") == "mine"


def test_a_disk_that_is_full_changes_nothing_and_is_told(store: FolderStore, folder: Path) -> None:
    """The system lets files grow to 400 bytes more than the journal has: a few events."""
    pytest.importorskip("resource")
    before = contents(folder)
    done = run(
        """
        import resource
        resource.setrlimit(resource.RLIMIT_FSIZE, (len(journal) + 400, len(journal) + 400))
        for n in range(20):
            try:
                add(store, {"kk": "x"}, by=by)
            except StoreUnwritable as error:
                print("told:", error, len(store.directives()))
                break
        """,
        folder,
    )
    told = re.fullmatch(r"told: Nothing was changed: .* (\d+)\n", done)
    assert told, done
    assert len(store.directives()) == int(told[1])
    after = contents(folder)
    assert {name for name in after if "backups" not in name} == {
        name for name in before if "backups" not in name
    }
    assert after["events.jsonl"].startswith(before["events.jsonl"])
    assert [e.seq for e in store.events()] == list(range(1, len(store.events()) + 1))


@posix_only
def test_a_link_stays_a_link_and_its_target_is_replaced(
    store: FolderStore, folder: Path, tmp_path: Path, by: Signature
) -> None:
    real = tmp_path / "elsewhere.json"
    link = folder / "directives.json"
    link.rename(real)
    link.symlink_to(real)
    inode = real.stat().st_ino
    add(store, {"kk": "үш"}, by=by)
    assert link.is_symlink()
    assert real.stat().st_ino != inode
    assert table(real, "directives").keys() == {"1", "3"}
    assert [d.id for d in FolderStore(folder).directives()] == [1, 3]


# Other writers


def test_a_writer_that_waited_is_told_and_readers_do_not_wait(
    store: FolderStore, folder: Path, by: Signature
) -> None:
    before = contents(folder)
    with FileLock(folder / "lock"):
        with pytest.raises(StoreBusy) as told:
            add(store, {"kk": "үш"}, by=by)
        assert told.value.exit_code == 4
        assert [d.id for d in store.directives(closed=True)] == [1, 2]
        assert len(store.events()) == 6
        assert contents(folder) == before
    assert add(store, {"kk": "үш"}, by=by).after.id == 3


def test_a_transaction_keeps_other_writers_out(
    store: FolderStore, folder: Path, by: Signature
) -> None:
    other = FolderStore(folder, wait=0.05)
    with store.change(by), pytest.raises(StoreBusy):
        add(other, {"kk": "үш"}, by=by)


def run(script: str, folder: Path) -> str:
    """Run a script in a process of its own, with the store, its journal and a signature."""
    lines = "\n".join(line.removeprefix("        ") for line in script.splitlines())
    code = f"""
from datetime import UTC, date, datetime
from pathlib import Path
from tracker.domain.directive import Signature
from tracker.errors import StoreUnwritable
from tracker.service.add import add
from tracker.store.tiny import FolderStore
folder = Path({str(folder)!r})
store = FolderStore(folder)
journal = (folder / "events.jsonl").read_bytes()
by = Signature("a", datetime(2025, 12, 22, tzinfo=UTC), date(2025, 12, 22))
{lines}
"""
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", code],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_processes_that_write_at_once_lose_nothing(store: FolderStore, folder: Path) -> None:
    """Three of them add eight directives each to the two that there are."""
    code = f"""
from datetime import UTC, date, datetime
from pathlib import Path
from tracker.domain.directive import Signature
from tracker.service.add import add
from tracker.store.tiny import FolderStore
by = Signature("a", datetime(2025, 12, 22, tzinfo=UTC), date(2025, 12, 22))
for _ in range(8):
    add(FolderStore(Path({str(folder)!r}), wait=30), {{"kk": "x"}}, by=by)
"""
    writers = [subprocess.Popen([sys.executable, "-c", code], cwd=REPOSITORY) for _ in range(3)]
    assert [writer.wait(timeout=60) for writer in writers] == [0, 0, 0]
    assert [d.id for d in store.directives(closed=True)] == list(range(1, 27))
    assert [e.seq for e in store.events()] == list(range(1, 31))
