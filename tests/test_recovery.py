"""Looking a store over, keeping backups of it, and bringing it back."""

import errno
import json
import os
import re
import shutil
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from tracker.domain.directive import Directive, Signature
from tracker.domain.event import fold
from tracker.domain.meeting import Meeting
from tracker.domain.status import Status
from tracker.errors import BadInput, Refused, StoreNewer, StoreUnreadable, TrackerError
from tracker.load.draft import Draft, Loaded
from tracker.service.add import add
from tracker.service.assign import assign
from tracker.service.load import load
from tracker.service.maintain import back_up, findings, restore
from tracker.service.undo import undo
from tracker.service.units import add_unit
from tracker.service.update import News, update
from tracker.store.memory import MemoryStore
from tracker.store.tiny import FolderStore

TODAY = date(2025, 12, 22)
MEETING = Meeting("2025-11-03", date(2025, 11, 3), {"kk": "Жиын"})
DRAFTS = [Draft(line=n, item=f"{n}", wording={"kk": f"Мектеп {n}"}) for n in (1, 2, 3)]
posix_only = pytest.mark.skipif(os.name == "nt", reason="POSIX file modes and links")


@pytest.fixture
def store(tmp_path: Path, by: Signature) -> FolderStore:
    """Return a store of three directives and seven events in four commands; 3 is withdrawn."""
    store = FolderStore(tmp_path / "store", wait=0.05)
    add_unit(store, "education", {"kk": "Білім басқармасы"}, by=by)
    load(store, [Loaded("жиын.toml", meeting=MEETING, drafts=DRAFTS)], by=by)
    assign(store, [1], "education", by=by)
    update(store, [3], News(status=Status.WITHDRAWN, reason="жоқ"), by=by)
    return store


def told(store: FolderStore, today: date = TODAY) -> list[str]:
    return [str(finding) for finding in findings(store, today=today)]


def edit(path: Path, old: str, new: str) -> None:
    """Change what stands in a file exactly once, as somebody with an editor would."""
    text = path.read_text("utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), "utf-8")


def contents(store: FolderStore) -> dict[str, bytes]:
    files = (path for path in store.folder.rglob("*") if path.is_file() and path.name != "lock")
    return {str(path.relative_to(store.folder)): path.read_bytes() for path in files}


def state(store: FolderStore) -> object:
    """Return what the store says, without when it was said."""
    directives = [
        replace(d, version=0, touched_on=d.created_on, news_on=None)
        for d in store.directives(closed=True)
    ]
    return directives, list(store.register()), store.meetings()


def exact(store: FolderStore) -> object:
    return (
        store.directives(closed=True),
        list(store.register()),
        store.meetings(),
        store.events(),
    )


def first_half(content: bytes) -> bytes:
    return content[: len(content) // 2]


# check


def test_a_good_store_and_one_that_is_not_there_have_no_findings(
    store: FolderStore, by: Signature, tmp_path: Path
) -> None:
    assert told(store) == []
    undo(store, by=by)
    update(store, [3], News(note="ескерту", unit=None), by=by)
    assert told(store) == []
    assert told(FolderStore(tmp_path / "missing")) == []
    assert not (tmp_path / "missing").exists()


def test_a_record_edited_by_hand_is_named(store: FolderStore) -> None:
    edit(store.path, '"status":"assigned"', '"status":"in_progress"')
    [finding] = told(store)
    assert finding.startswith("Directive 1 is not what its events made it")


def test_a_closed_record_edited_by_hand_is_named(store: FolderStore) -> None:
    edit(store.folder / "closed" / "2025.json", "Мектеп 3", "Мектеп 4")
    [finding] = told(store)
    assert finding.startswith("Directive 3 is not")


def test_a_place_of_an_event_that_is_left_out_is_told(store: FolderStore, by: Signature) -> None:
    """Directive 1 has two events, and its history would lack one."""
    places = json.loads(store.path.read_text("utf-8"))["directives"]["1"]["places"]
    edit(store.path, f'"places":[{places[0]},{places[1]}]', f'"places":[{places[1]}]')
    assert told(store)[0].startswith("Directive 1 is not what its events made it")
    restore(store, None, by=by)
    assert told(store) == []
    assert json.loads(store.path.read_text("utf-8"))["directives"]["1"]["places"] == places


def test_a_record_taken_out_and_one_put_in_are_named(store: FolderStore) -> None:
    tables = json.loads(store.path.read_text("utf-8"))
    del tables["directives"]["1"]
    tables["directives"]["9"] = tables["directives"]["2"] | {"id": 9}
    tables["meta"]["1"]["next_id"] = 10
    store.path.write_text(json.dumps(tables), "utf-8")
    assert [finding.split(" is ")[0] for finding in told(store)] == ["Directive 1", "Directive 9"]


def test_a_unit_and_a_meeting_edited_by_hand_are_told(store: FolderStore) -> None:
    edit(store.path, "Білім басқармасы", "Басқа басқарма")
    edit(store.path, '"title":{"kk":"Жиын"}', '"title":{"kk":"Той"}')
    assert [finding.split(" are not")[0] for finding in told(store)] == [
        "The units",
        "The meetings",
    ]


@pytest.mark.parametrize(
    ("spoil", "number"),
    [
        (lambda lines: [*lines[:2], lines[2].replace("Мектеп 1", "Мектеп 9"), *lines[3:]], 3),
        (lambda lines: [lines[0], lines[2], lines[1], *lines[3:]], 2),
        (lambda lines: [*lines[:4], lines[3], *lines[4:]], 5),
        (lambda lines: [*lines[:3], lines[4], *lines[4:]], 4),
    ],
    ids=["edited", "reordered", "inserted", "replaced"],
)
def test_a_line_of_the_journal_that_was_tampered_with_is_named(
    store: FolderStore, spoil: Callable[[list[str]], list[str]], number: int
) -> None:
    path = store.journal().path
    path.write_text("".join(spoil(path.read_text("utf-8").splitlines(keepends=True))), "utf-8")
    assert any(f"Event {number} (line {number} of" in finding for finding in told(store))


def test_a_line_taken_out_of_the_journal_is_told(store: FolderStore) -> None:
    path = store.journal().path
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[:3] + lines[4:]))
    assert len(told(store)) == 1


def test_a_last_line_that_is_another_is_told(store: FolderStore, by: Signature) -> None:
    """Both are whole and right, but they do not belong together."""
    other = FolderStore(store.folder.with_name("other"))
    shutil.copytree(store.folder, other.folder)
    update(store, [1], News(note="бір"), by=by)
    update(other, [1], News(note="екі"), by=by)
    shutil.copy(other.journal().path, store.journal().path)
    [finding] = told(store)
    assert "is not the journal that the store says: its event 8 is another" in finding


def test_a_next_number_that_is_taken_is_told_and_nothing_is_written(
    store: FolderStore, by: Signature
) -> None:
    edit(store.path, '"next_id":4', '"next_id":2')
    assert any("next number, 2, is taken already" in finding for finding in told(store))
    before = contents(store)
    with pytest.raises(StoreUnreadable):
        add(store, {"kk": "төрт"}, by=by)
    assert contents(store) == before
    restore(store, None, by=by)
    assert told(store) == []
    assert add(store, {"kk": "төрт"}, by=by).after.id == 4


def test_a_next_number_that_leaves_some_out_is_told(store: FolderStore, by: Signature) -> None:
    """Reading what is closed would be refused: these directives are missing."""
    edit(store.path, '"next_id":4', '"next_id":40')
    [finding] = told(store)
    assert finding.startswith("The next number is 40, but numbers before it were never given.")
    restore(store, None, by=by)
    assert told(store) == []
    assert add(store, {"kk": "жаңа"}, by=by).after.id == 4


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'{"key":"education"', b'{"key":"educatio\xff"'),
        (b'"gone":[]', b'"gone":[7]'),
        (b'"next_id":4', b'"next_id":10000000'),
    ],
)
def test_what_the_next_change_is_refused_for_is_told(
    store: FolderStore, by: Signature, old: bytes, new: bytes
) -> None:
    """Bytes that are no text in a unit; an id given up that was never given, and far too many."""
    content = store.path.read_bytes()
    assert content.count(old) == 1
    store.path.write_bytes(content.replace(old, new))
    with pytest.raises(StoreUnreadable):
        add(store, {"kk": "төрт"}, by=by)
    assert told(store)
    restore(store, None, by=by)
    assert told(store) == []


def test_unknown_units_and_meetings_are_told(store: FolderStore, by: Signature) -> None:
    """They were taken out by a command, so that the events agree with it."""
    with store.change(by) as transaction:
        transaction.put_unit("education", None)
        transaction.put_meeting(MEETING.id, None)
    found = told(store)
    assert "Directive 1: the unit “education” is not in the register." in found[0]
    assert [f"Directive {id}: the meeting “2025-11-03” is not known." in found[id] for id in (1, 2)]
    assert len(found) == 4


def test_dates_that_cannot_be_are_told(store: FolderStore, by: Signature) -> None:
    """Due before its meeting of 3 November; and, looked at on 21 December, events of the 22nd.

    Due before it was entered is no finding: lists are entered late.
    """
    add(store, {"kk": "кеше"}, due=date(2025, 12, 21), by=by)
    assert told(store) == []
    add(store, {"kk": "ерте"}, meeting=MEETING.id, due=date(2025, 11, 2), by=by)
    [finding] = told(store)
    assert finding.startswith("Directive 5 is due on 2025-11-02, before its meeting of 2025-11-03")
    ahead = told(store, date(2025, 12, 21))
    assert sum("has an event of 2025-12-22, which is still to come" in f for f in ahead) == 5


def test_evidence_that_is_gone_or_changed_is_told(
    store: FolderStore, by: Signature, tmp_path: Path
) -> None:
    gone, changed, kept = (tmp_path / name for name in ("gone.pdf", "changed.pdf", "kept.pdf"))
    for path in (gone, changed, kept):
        path.write_text("есеп", "utf-8")
    evidence = [*map(str, (gone, changed, kept)), "https://example.kz/a.pdf"]
    update(store, [1], News(evidence=evidence), by=by)
    assert told(store) == []
    gone.unlink()
    changed.write_text("есең", "utf-8")
    first, second = told(store)
    assert first.startswith(f"Directive 1: the evidence “gone.pdf” is no longer at “{gone}”")
    assert second.startswith("Directive 1: the evidence “changed.pdf” was changed since 2025-12-22")


@posix_only
@pytest.mark.parametrize("name", ["", "directives.json", "closed", "events.jsonl"])
def test_what_others_may_write_to_is_told(store: FolderStore, name: str) -> None:
    path = store.folder / name
    path.chmod(path.stat().st_mode | 0o020)
    assert told(store) == [f"Others may write to “{path}”. Take that away: chmod go-w “{path}”."]


@pytest.mark.parametrize("name", ["directives.json", "closed/2025.json", "events.jsonl"])
def test_a_file_that_is_cut_off_is_one_finding(store: FolderStore, name: str) -> None:
    path = store.folder / name
    path.write_bytes(first_half(path.read_bytes()))
    assert len(told(store)) == 1
    assert str(path) in told(store)[0]


def test_only_stores_in_a_folder_are_looked_over(by: Signature) -> None:
    with pytest.raises(Refused, match="stores in a folder"):
        list(findings(MemoryStore(), today=TODAY))
    with pytest.raises(Refused, match="stores in a folder"):
        restore(MemoryStore(), None, by=by)


# Backups


def numbers(store: FolderStore) -> list[int]:
    """Return the last events of the earlier states."""
    return [int(path.stem.split("-")[1]) for path in store.backups()]


def chain_hash(store: FolderStore, number: int) -> str:
    return str(json.loads(store.journal().path.read_bytes().splitlines()[number - 1])["hash"])


def test_the_state_before_each_change_is_kept(store: FolderStore, by: Signature) -> None:
    """Commands ended at the events 1, 5, 6 and 7; the last one's state is the present one."""
    assert numbers(store) == [1, 5, 6]
    before, inode = store.path.read_bytes(), store.path.stat().st_ino
    update(store, [1], News(note="ескерту"), by=by)
    newest = store.backups()[-1]
    assert (numbers(store)[-1], newest.read_bytes()) == (7, before)
    assert newest.name == f"directives-0000000007-{chain_hash(store, 7)[:12]}.json"
    if os.name != "nt":
        assert newest.stat().st_ino == inode


@pytest.mark.parametrize("count", [0, 1, 3])
def test_as_many_are_kept_as_the_setting_says(tmp_path: Path, by: Signature, count: int) -> None:
    store = FolderStore(tmp_path / "store", backups=count)
    for number in range(6):
        add(store, {"kk": f"{number}"}, by=by)
    assert numbers(store) == [3, 4, 5][3 - count :]


def test_without_hard_links_the_state_is_copied(
    store: FolderStore, by: Signature, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr("tracker.store.disk.os.link", refuse)
    before = store.path.read_bytes()
    update(store, [1], News(note="ескерту"), by=by)
    newest = store.backups()[-1]
    assert newest.read_bytes() == before
    assert os.name == "nt" or newest.stat().st_mode & 0o777 == 0o600


def test_a_dry_run_keeps_no_backup(store: FolderStore, by: Signature) -> None:
    before = store.backups()
    update(store, [1], News(note="ескерту"), by=by, dry_run=True)
    assert store.backups() == before


def test_a_backup_is_one_private_zip_of_all_that_counts(store: FolderStore) -> None:
    committed = store.journal().path.read_bytes()
    path = back_up(store, None)
    assert path == store.folder / "backups" / "tracker-0000000007.zip"
    assert os.name == "nt" or path.stat().st_mode & 0o777 == 0o600
    with zipfile.ZipFile(path) as archive:
        assert set(archive.namelist()) == {"directives.json", "closed/2025.json", "events.jsonl"}
        assert archive.read("events.jsonl") == committed
        assert archive.read("directives.json") == store.path.read_bytes()
    content = path.read_bytes()
    assert back_up(store, None) == path
    path.write_bytes(b"mine")
    assert back_up(store, None).name == "tracker-0000000007-2.zip"
    assert (path.read_bytes(), back_up(store, None).read_bytes()) == (b"mine", content)


# Restore


@pytest.fixture
def backup(store: FolderStore, tmp_path: Path) -> Path:
    """Return a zip of the store, elsewhere."""
    return back_up(store, tmp_path / "көшірме.zip")


def work_on(store: FolderStore, by: Signature) -> None:
    """Change, close, reopen, enter."""
    update(store, [1], News(progress=50, due=date(2026, 1, 9)), by=by)
    update(store, [2], News(status=Status.WITHDRAWN, reason="жоқ"), by=by)
    update(store, [3], News(status=Status.NEW, reason="қайта"), by=by)
    add_unit(store, "roads", {"kk": "Жол басқармасы"}, by=by)
    add(store, {"kk": "Жаңа"}, executor="roads", by=by)


def test_going_back_to_a_zip_keeps_all_events_and_can_be_undone(
    store: FolderStore, by: Signature, backup: Path
) -> None:
    before = state(store)
    work_on(store, by)
    worked, events = state(store), store.events()
    done = restore(store, backup, by=by)
    assert state(store) == before
    assert not done.rebuilt
    assert [(one or other).id for one, other in done.directives if one or other] == [1, 2, 3, 4]  # type: ignore[union-attr]
    assert store.events()[: len(events)] == events
    assert told(store) == []
    undo(store, by=by)
    assert state(store) == worked
    assert told(store) == []


def test_going_back_to_an_earlier_state_includes_what_is_closed(
    store: FolderStore, by: Signature
) -> None:
    before = state(store)
    work_on(store, by)
    earlier = store.backups()[numbers(store).index(7)]
    restore(store, earlier, by=by)
    assert state(store) == before
    assert store.directive(3).status is Status.WITHDRAWN
    assert told(store) == []


def test_a_dry_run_says_what_would_be_put_back(
    store: FolderStore, by: Signature, backup: Path
) -> None:
    work_on(store, by)
    before = contents(store)
    tried = restore(store, backup, by=by, dry_run=True)
    assert contents(store) == before
    assert tried == restore(store, backup, by=by)
    with pytest.raises(Refused, match="cannot be tried out"):
        restore(store, None, by=by, dry_run=True)


def test_going_back_to_the_present_changes_nothing(
    store: FolderStore, by: Signature, backup: Path
) -> None:
    before = contents(store)
    assert restore(store, backup, by=by).directives == ()
    assert contents(store) == before


def zip_of(files: dict[str, bytes]) -> Callable[[Path, Path], None]:
    def write(target: Path, _: Path) -> None:
        with zipfile.ZipFile(target, "w") as archive:
            for name, content in files.items():
                archive.writestr(name, content)

    return write


def tampered(target: Path, backup: Path) -> None:
    """Write the backup with a record changed by hand."""
    with zipfile.ZipFile(backup) as good, zipfile.ZipFile(target, "w") as archive:
        for name in good.namelist():
            archive.writestr(name, good.read(name).replace("Мектеп 2".encode(), b"School 2"))


def climbing(target: Path, backup: Path) -> None:
    """Write the backup's files under names that lead elsewhere."""
    with zipfile.ZipFile(backup) as good, zipfile.ZipFile(target, "w") as archive:
        for name in good.namelist():
            archive.writestr(f"../{name}", good.read(name))


NO_BACKUPS: dict[str, Callable[[Path, Path], object]] = {
    "missing": lambda target, _: target.unlink(missing_ok=True),
    "a folder": lambda target, _: target.mkdir(),
    "empty": lambda target, _: target.write_bytes(b""),
    "not a zip": lambda target, _: target.write_bytes(b"directives: 2"),
    "truncated": lambda target, backup: target.write_bytes(first_half(backup.read_bytes())),
    "a foreign zip": zip_of({"word/document.xml": b"<w/>"}),
    "an empty zip": zip_of({}),
    "a zip of garbage": zip_of({"directives.json": b"garbage", "events.jsonl": b""}),
    "names that climb": climbing,
    "absolute names": zip_of({"/directives.json": b"{}"}),
    "tampered with": tampered,
}


@pytest.mark.parametrize("name", NO_BACKUPS)
def test_what_is_no_backup_is_refused_without_a_change(
    store: FolderStore, by: Signature, backup: Path, tmp_path: Path, name: str
) -> None:
    bad = tmp_path / "deep" / "bad.zip"
    bad.parent.mkdir()
    NO_BACKUPS[name](bad, backup)
    before = contents(store)
    with pytest.raises(BadInput, match="not a backup that can be restored") as refusal:
        restore(store, bad, by=by)
    assert refusal.value.exit_code == 1
    assert contents(store) == before
    assert not (tmp_path / "directives.json").exists()


def test_a_zip_of_a_newer_version_is_named_itself(
    store: FolderStore, by: Signature, tmp_path: Path
) -> None:
    newer = tmp_path / "newer.zip"
    with zipfile.ZipFile(newer, "w") as archive:
        archive.writestr("directives.json", b'{"meta": {"1": {"format": 99}}}')
    with pytest.raises(StoreNewer, match=f"“{re.escape(str(newer))}” was written by a newer"):
        restore(store, newer, by=by)


def test_an_earlier_state_of_another_store_is_refused(
    store: FolderStore, by: Signature, tmp_path: Path
) -> None:
    other = FolderStore(tmp_path / "other")
    add(other, {"kk": "бөтен"}, by=by)
    before = contents(store)
    with pytest.raises(BadInput):
        restore(store, other.path, by=by)
    assert contents(store) == before


# Damage, and the way back

DAMAGE: dict[str, Callable[[Path], object]] = {
    "truncated": lambda path: path.write_bytes(first_half(path.read_bytes())),
    "deleted": lambda path: path.unlink(),
    "garbage": lambda path: path.write_bytes(b"\x00garbage"),
    "empty": lambda path: path.write_bytes(b""),
}
each_damage = pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE.keys())


@each_damage
def test_a_damaged_store_is_not_written_over_and_the_newest_good_backup_is_named(
    store: FolderStore, by: Signature, damage: Callable[[Path], object]
) -> None:
    """The newest of the three backups is damaged too."""
    damage(store.path)
    *_, good, newest = store.backups()
    newest.write_bytes(b"{}")
    before = contents(store)
    attempts: list[Callable[[], object]] = [
        store.directives,
        lambda: add(store, {"kk": "төрт"}, by=by),
        lambda: add(store, {"kk": "төрт"}, by=by, dry_run=True),
        lambda: assign(store, [1], "education", by=by),
        lambda: update(store, [1], News(note="ескерту"), by=by),
        lambda: add_unit(store, "roads", {"kk": "Жол"}, by=by),
        lambda: load(store, [Loaded("a.csv")], by=by),
        lambda: undo(store, by=by),
    ]
    for attempt in attempts:
        with pytest.raises(StoreUnreadable) as refusal:
            attempt()
        assert refusal.value.exit_code == 4
        assert str(refusal.value) == (
            f"“{store.path}” is missing or damaged; it was left as it is. tracker restore makes it "
            f"anew and keeps all 7 events; the newest backup, “{good}”, lacks the last 2."
        )
    assert contents(store) == before


@each_damage
@pytest.mark.parametrize("from_backup", [False, True], ids=["no file named", "the backup named"])
def test_it_is_made_anew_from_its_events(
    store: FolderStore, by: Signature, damage: Callable[[Path], object], from_backup: bool
) -> None:
    """With a backup named it goes back to that, after all is there again: 3 was open then."""
    before, backup = exact(store), store.backups()[-1]
    damage(store.path)
    damaged = store.path.read_bytes() if store.path.exists() else None
    done = restore(store, backup if from_backup else None, by=by)
    assert done.rebuilt
    if from_backup:
        assert store.directive(3).is_open
    else:
        assert exact(store) == before
    assert told(store) == []
    aside = store.folder / "backups" / "replaced-0001-directives.json"
    assert (aside.read_bytes() if aside.exists() else None) == damaged
    assert add(store, {"kk": "төрт"}, by=by).after.id == 4


def test_closed_directives_are_made_anew(store: FolderStore, by: Signature) -> None:
    before = exact(store)
    (store.folder / "closed" / "2025.json").write_bytes(b"garbage")
    assert restore(store, None, by=by).rebuilt
    assert exact(store) == before
    assert told(store) == []


def test_a_good_store_made_anew_is_the_same(store: FolderStore, by: Signature) -> None:
    """Also one with an id that was given up, and a directive changed while closed."""
    update(store, [3], News(note="мұрағатқа"), by=by)
    add(store, {"kk": "төрт"}, by=by)
    undo(store, by=by)
    before = exact(store)
    restore(store, None, by=by)
    assert exact(store) == before
    assert told(store) == []
    assert add(store, {"kk": "бес"}, by=by).after.id == 5


@pytest.mark.parametrize("lines", [1, 2, 3])
def test_of_a_torn_command_nothing_counts_when_the_mark_is_lost(
    store: FolderStore, by: Signature, lines: int
) -> None:
    """The last command's four events were torn off by a crash, after some lines or within one."""
    before, start = exact(store), len(store.journal().path.read_bytes())
    update(store, [1, 2], News(note="ескерту", evidence=["https://example.kz/1"]), by=by)
    journal = store.journal().path.read_bytes()
    written = journal[start:].splitlines(keepends=True)
    assert len(written) == 4
    for rest in (b"", b'{"seq"', first_half(written[lines])):
        store.path.write_bytes(b"garbage")
        store.journal().path.write_bytes(journal[:start] + b"".join(written[:lines]) + rest)
        restore(store, None, by=by)
        assert exact(store) == before
        assert told(store) == []


def lose_both(store: FolderStore) -> None:
    store.path.write_bytes(b"garbage")
    store.journal().path.write_bytes(b"garbage too")


def test_when_both_are_lost_a_zip_is_put_in_their_place(
    store: FolderStore, by: Signature, backup: Path
) -> None:
    before = exact(store)
    work_on(store, by)
    lose_both(store)
    for path in store.backups():
        path.unlink()
    (store.folder / "last-commit.json").unlink()
    with pytest.raises(StoreUnreadable, match="Nothing is left"):
        add(store, {"kk": "төрт"}, by=by)
    with pytest.raises(TrackerError):
        restore(store, None, by=by)
    assert restore(store, backup, by=by).rebuilt
    assert exact(store) == before
    assert told(store) == []
    aside = sorted((store.folder / "backups").glob("replaced-*"))
    assert {path.read_bytes() for path in aside} >= {b"garbage", b"garbage too"}
    assert add(store, {"kk": "төрт"}, by=by).after.id == 4


def test_when_both_are_lost_the_newest_earlier_state_comes_back(
    store: FolderStore, by: Signature
) -> None:
    """Its history is lost, and new events make what it held; 3 was open then."""
    lose_both(store)
    with pytest.raises(StoreUnreadable, match="keeps 0 of 7 events and the newest state"):
        store.directives()
    restore(store, None, by=by)
    assert [(d.id, d.status) for d in store.directives(closed=True)] == [
        (1, Status.ASSIGNED),
        (2, Status.NEW),
        (3, Status.NEW),
    ]
    assert store.register().get("education") is not None
    assert store.meetings().keys() == {MEETING.id}
    assert told(store) == []


def test_what_is_brought_back_is_what_its_events_make(
    store: FolderStore, by: Signature, backup: Path
) -> None:
    work_on(store, by)
    restore(store, backup, by=by)
    made: list[Directive | None] = [fold(store.events(id)) for id in (1, 2, 3, 4)]
    assert made == [*store.directives(closed=True), None]
