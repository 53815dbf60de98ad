"""What an export vouches for: the chain of hashes, and that a part of a store is no store."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import TODAY, Cli
from test_whole import EVENT, FORMATS, every_format, exported, sealed, taken

from tracker.domain.directive import Signature
from tracker.errors import BadInput
from tracker.i18n.language import Language
from tracker.load.csv import plain_cell
from tracker.load.draft import Draft, Loaded
from tracker.load.read import load as read
from tracker.load.whole import EVENT_COLUMN, SEAL_COLUMN, json_seal, row_seal
from tracker.service.add import add
from tracker.service.load import load
from tracker.service.maintain import back_up, findings, restore
from tracker.service.server import info, move
from tracker.service.undo import undo
from tracker.service.update import News, update
from tracker.service.whole import whole
from tracker.show.look import Look
from tracker.show.whole import WholeStore
from tracker.store import recovery
from tracker.store.base import Store
from tracker.store.chain import chained, signed
from tracker.store.memory import MemoryStore
from tracker.store.open import open_store
from tracker.store.tiny import FolderStore


@pytest.fixture
def worked(tmp_path: Path, by: Signature) -> FolderStore:
    """Return a folder in which several commands were done, of several events each."""
    store = FolderStore(tmp_path / "store")
    add(store, {"kk": "Мектеп"}, by=by)
    add(store, {"kk": "Емхана"}, by=by)
    update(store, [1, 2], News(progress=40, note="Басталды"), by=by)
    update(store, [1], News(measures=[("students", 20450.5)]), by=by)
    undo(store, by=by)
    return store


def without_hashes(text: str) -> str:
    """Return a JSON export as this program wrote it before it wrote hashes."""
    document = json.loads(text)
    for event in document["events"]:
        del event["hash"]
        event.pop("more", None)
    return resealed(document)


def resealed(document: dict[str, Any]) -> str:
    return json.dumps(document | {"seal": json_seal(document)})


def csv_resealed(rows: list[list[str]]) -> str:
    head, *others = rows
    seal, made = row_seal("", head), [head]
    for row in others:
        seal = row_seal(seal, map(plain_cell, row[:-1]))
        made.append([*row[:-1], seal])
    target = io.StringIO()
    csv.writer(target).writerows(made)
    return target.getvalue()


@every_format
@pytest.mark.parametrize("where", ["folder", "server"])
def test_the_same_chain_comes_out(
    worked: FolderStore,
    tmp_path: Path,
    by: Signature,
    name: str,
    where: str,
    request: pytest.FixtureRequest,
) -> None:
    """Byte by byte, also over a server and back, and commands stay what they were."""
    address = str(tmp_path / "new") if where == "folder" else request.getfixturevalue("on_server")
    store = taken(exported(worked, name), name, open_store(address), by)
    assert list(store.lines()) == list(worked.lines())
    assert info(address).hash == info(worked.where).hash
    assert info(address).unverified == 0
    assert exported(store, name) == exported(worked, name)
    again = taken(exported(store, name), name, FolderStore(tmp_path / "again"), by)
    assert isinstance(again, FolderStore)
    assert again.journal().path.read_bytes() == worked.journal().path.read_bytes()
    assert list(findings(again, today=TODAY)) == []


def test_what_is_loaded_beside_it_is_a_command_of_its_own(
    worked: FolderStore, tmp_path: Path, by: Signature
) -> None:
    """So it can be taken back alone, and the new store can be exported again."""
    export = read("a.json", exported(worked, "whole.json").encode())
    other = Loaded("b.toml", drafts=[Draft(line=1, wording={"kk": "Жол"})])
    store = FolderStore(tmp_path / "new")
    load(store, [export, other], by=by)
    assert store.directives()[-1].wording == {"kk": "Жол"}
    assert list(store.lines())[: len(worked.events())] == list(worked.lines())
    text = exported(store, "whole.json")
    assert taken(text, "whole.json", MemoryStore(), by).events() == store.events()
    undo(store, by=by)
    assert [d.id for d in store.directives()] == [1, 2]


@every_format
def test_as_of_an_earlier_day_it_is_the_beginning_of_the_chain(
    cli: Cli, tmp_path: Path, name: str
) -> None:
    cli("load", "--today", "2025-11-03")
    cli("update", "1", "--progress", "40", "--today", "2025-12-01")
    file, new = str(tmp_path / name), tmp_path / "new"
    assert cli("export", file, "--as-of", "2025-11-30")[0] == 0
    assert cli("load", file, "--store", str(new))[0] == 0
    made = (new / "events.jsonl").read_bytes()
    assert made
    assert (tmp_path / "store" / "events.jsonl").read_bytes().startswith(made)


def an_edited_byte(store: FolderStore) -> None:
    path = store.journal().path
    path.write_bytes(path.read_bytes().replace("Емхана".encode(), "Емхама".encode(), 1))


def an_edited_event_with_its_hash(store: FolderStore) -> None:
    lines = list(store.lines())
    body = lines[1].body.replace("Емхана".encode(), "Емхама".encode())
    lines[1] = lines[1]._replace(body=body, hash=chained(lines[0].hash, body))
    store.journal().path.write_bytes(b"".join(signed(*line) for line in lines))


def an_edited_record(store: FolderStore) -> None:
    path = store.path
    path.write_bytes(path.read_bytes().replace("Емхана".encode(), "Емхама".encode(), 1))


@pytest.mark.parametrize("harm", [an_edited_byte, an_edited_event_with_its_hash, an_edited_record])
@pytest.mark.parametrize("suffix", [".json", ".csv"])
def test_an_edit_does_not_become_honest_by_an_export(
    worked: FolderStore,
    cli: Cli,
    tmp_path: Path,
    harm: Callable[[FolderStore], None],
    suffix: str,
) -> None:
    before = worked.journal().path.read_bytes(), worked.path.read_bytes()
    harm(worked)
    assert (worked.journal().path.read_bytes(), worked.path.read_bytes()) != before
    code, out, err = cli("export", str(tmp_path / f"x{suffix}"), "--lang", "en")
    assert (code, out) == (4, "")
    assert "Nothing was written" in err
    assert not (tmp_path / f"x{suffix}").exists()


def test_what_is_changed_meanwhile_is_read_again(
    worked: FolderStore, by: Signature, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Lines that were read before a change do not make what is there behind it."""
    real, calls = FolderStore.lines, []

    def lines(store: FolderStore) -> Any:
        found = list(real(store))
        calls.append(len(found))
        if len(calls) == 1:
            update(FolderStore(worked.folder), [1], News(note="Кейін"), by=by)
        return iter(found)

    monkeypatch.setattr(FolderStore, "lines", lines)
    made = whole(worked)
    assert len(calls) == 2
    assert made.events[-1]["change"] == {"text": "Кейін"}
    assert made.directives == worked.directives()


def reworded(document: dict[str, Any]) -> None:
    document["events"][0]["change"]["text"]["kk"] = "Мешіт"


def without_one_hash(document: dict[str, Any]) -> None:
    del document["events"][1]["hash"]


def with_a_hash_of_its_own(document: dict[str, Any]) -> None:
    document["events"][-1]["hash"] = "0" * 64


def with_another_member(document: dict[str, Any]) -> None:
    document["events"][0]["note"] = "x"


def with_a_line_that_says_something_else(document: dict[str, Any]) -> None:
    document["events"][0]["line"] = json.dumps(EVENT)


def with_a_line_that_is_none(document: dict[str, Any]) -> None:
    document["events"][0]["line"] = 5


def with_half_a_letter(document: dict[str, Any]) -> None:
    document["events"][0]["line"] = "\ud800"


@pytest.mark.parametrize(
    "harm",
    [
        reworded,
        without_one_hash,
        with_a_hash_of_its_own,
        with_another_member,
        with_a_line_that_says_something_else,
        with_a_line_that_is_none,
        with_half_a_letter,
    ],
)
def test_a_hash_that_does_not_fit_is_refused_however_well_sealed(
    worked: FolderStore, by: Signature, harm: Callable[[dict[str, Any]], None]
) -> None:
    document = json.loads(exported(worked, "whole.json"))
    harm(document)
    store = MemoryStore()
    with pytest.raises(BadInput):
        taken(resealed(document), "whole.json", store, by)
    assert store.events() == []


def test_in_csv_too(worked: FolderStore, by: Signature) -> None:
    text = exported(worked, "whole.csv").removeprefix("\ufeff").replace("Мектеп", "Мешіт")
    with pytest.raises(BadInput, match="not as tracker export wrote it"):
        taken(csv_resealed(list(csv.reader(io.StringIO(text)))), "whole.csv", MemoryStore(), by)


def test_a_line_that_another_program_wrote_comes_out_as_it_was(
    tmp_path: Path, by: Signature
) -> None:
    """Its numbers, spaces and unknown members are not written again, but kept."""
    body = json.dumps({**EVENT, "more": 0, "new": 1e22}).encode()
    store = FolderStore(tmp_path / "store")
    store.folder.mkdir()
    store.folder.joinpath("events.jsonl").write_bytes(signed(body, chained("", body)))
    recovery.rebuild(FolderStore(tmp_path / "store"), by=by)
    for name in FORMATS:
        new = FolderStore(tmp_path / f"from-{name}")
        taken(exported(store, name), name, new, by)
        assert new.journal().path.read_bytes() == store.journal().path.read_bytes()


# Files without hashes


@pytest.fixture
def marked(worked: FolderStore, tmp_path: Path, by: Signature) -> FolderStore:
    """Return a store that was loaded from an export without hashes, and has gone on since."""
    store = FolderStore(tmp_path / "marked")
    taken(without_hashes(exported(worked, "whole.json")), "whole.json", store, by)
    add(store, {"kk": "Жол"}, by=by)
    return store


def marks(store: Store) -> list[bool]:
    return [event.unverified for event in store.events()]


def test_what_has_no_hash_is_taken_and_marked(marked: FolderStore, worked: FolderStore) -> None:
    number = len(worked.events())
    assert marks(marked) == [True] * number + [False]
    assert info(marked.where).unverified == number
    assert list(findings(marked, today=TODAY)) == []


def test_a_file_of_then_in_csv_is_marked_as_well(worked: FolderStore, by: Signature) -> None:
    head, *rows = csv.reader(io.StringIO(exported(worked, "whole.csv").removeprefix("\ufeff")))
    place = head.index(EVENT_COLUMN)
    assert head[-1] == SEAL_COLUMN
    for row in rows:
        if row[place]:
            event = json.loads(row[place])
            del event["hash"]
            row[place] = json.dumps(event)
    store = taken(csv_resealed([head, *rows]), "whole.csv", MemoryStore(), by)
    assert marks(store) == [True] * len(worked.events())


@every_format
def test_once_marked_always_marked(
    marked: FolderStore, tmp_path: Path, by: Signature, on_server: str, name: str
) -> None:
    """By an export, a backup, a rebuild, on a server and back."""
    before = marks(marked)
    assert any(before)
    assert not all(before)
    assert marks(taken(exported(marked, name), name, FolderStore(tmp_path / "1"), by)) == before
    zipped = back_up(marked, tmp_path / "b.zip")
    restore(FolderStore(tmp_path / "2"), zipped, by=by)
    assert marks(FolderStore(tmp_path / "2")) == before
    move(marked.where, on_server, wait=1)
    assert info(on_server).unverified == info(marked.where).unverified == sum(before)
    move(on_server, str(tmp_path / "3"), wait=1)
    assert marks(FolderStore(tmp_path / "3")) == before
    marked.path.unlink()
    restore(marked, None, by=by)
    assert marks(marked) == before


def test_what_is_there_already_is_no_error_be_it_marked_or_not(
    marked: FolderStore, worked: FolderStore, by: Signature
) -> None:
    plain = exported(worked, "whole.json")
    for store in (marked, worked):
        for text in (plain, without_hashes(plain)):
            assert load(store, [read("whole.json", text.encode())], by=by).same == 2


def test_a_journal_says_nothing_of_it_unless_it_is_so(worked: FolderStore) -> None:
    """So what older programs have written, and read, stays what it was."""
    assert b"unverified" not in worked.journal().path.read_bytes()


def test_history_shows_the_mark_and_says_what_it_means(marked: FolderStore, cli: Cli) -> None:
    at = ("--store", marked.where, "--lang", "en")
    out = cli("history", *at, "--output", "table")[1]
    assert out.count("Айгүл *") == 6
    assert "* came in a file without hashes" in out
    out, err = cli("history", *at, "--output", "plain")[1:]
    assert out.count("\tyes\n") == len(marked.events()) - 1
    assert "* came in a file without hashes" in err
    events = json.loads(cli("history", *at, "--output", "json")[1])["events"]
    assert [event["unverified"] for event in events] == marks(marked)
    assert "* came in" in cli("show", "1", *at, "--output", "table")[1]
    assert "* came in" not in cli("history", "3", *at, "--output", "table")[1]


def test_info_counts_them(marked: FolderStore, cli: Cli) -> None:
    number = len(marked.events()) - 1
    out = cli("store", "info", "--store", marked.where, "--lang", "en", "--output", "plain")[1]
    assert f"Of them, not verifiable\t{number}\n" in out
    document = json.loads(cli("store", "info", "--store", marked.where, "--output", "json")[1])
    assert document["unverified"] == number
    assert "not verifiable" not in cli("store", "info", "--lang", "en")[1]


def test_info_of_a_damaged_journal_leaves_that_to_check(marked: FolderStore) -> None:
    path = marked.journal().path
    path.write_bytes(path.read_bytes().replace(b'"seq":2', b'"sex":2', 1))
    assert info(marked.where).unverified == 1


# A part of a store


@every_format
def test_a_part_is_never_taken_for_a_store(by: Signature, name: str) -> None:
    """Even where what is seen are the first events, without a gap."""
    store = MemoryStore()
    add(store, {"kk": "Мектеп"}, by=by)
    look = Look(Language("en"), TODAY)
    seen = whole(store)._replace(seen=(1, 5))
    text = FORMATS[name](WholeStore(*seen, look))
    assert "1 of 5 events" in text or json.loads(text)["of"] == 5
    other = MemoryStore()
    with pytest.raises(BadInput, match="part of a store"):
        taken(text, name, other, by)
    assert other.events() == []


@pytest.mark.parametrize("changes", [{"of": 5}, {"part": []}, {"events": [EVENT], "of": 1}])
def test_whatever_says_that_it_is_a_part_is_one(by: Signature, changes: dict[str, Any]) -> None:
    with pytest.raises(BadInput, match="part of a store"):
        taken(sealed(**changes), "whole.json", MemoryStore(), by)
