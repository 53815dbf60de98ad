"""A store is moved: from a folder to a server and back, and nothing of it is another."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import psycopg
import pytest
from conftest import TODAY, Cli
from histories import KINDS, perform

from tracker.domain.directive import Signature
from tracker.errors import Refused, StoreUnreadable, TrackerError
from tracker.service.add import add
from tracker.service.maintain import findings
from tracker.service.server import move
from tracker.store.open import open_store
from tracker.store.tiny import FolderStore


def written(folder: Path, seed: int) -> FolderStore:
    """Return a store in a folder with a history at random."""
    store, random = FolderStore(folder), Random(seed)  # noqa: S311  # no secret
    for number in range(60):
        kind, whats = random.choice(KINDS)
        at = datetime(2025, 12, 1, tzinfo=UTC) + timedelta(minutes=number)
        try:
            perform(
                store, kind, random.randint(1, 4), random.choice(whats), Signature("А", at, TODAY)
            )
        except TrackerError:
            continue
    return store


@pytest.mark.parametrize("seed", range(4))
def test_a_store_goes_to_a_server_and_comes_back_as_it_was(
    tmp_path: Path, on_server: str, by: Signature, seed: int
) -> None:
    """The journal is the same to the byte; ids that were given up stay so."""
    source = written(tmp_path / "from", seed)
    there = move(str(source.folder), on_server, wait=1)
    back = move(on_server, str(tmp_path / "deep" / "to"), wait=1)
    assert there == back
    target, server = FolderStore(tmp_path / "deep" / "to"), open_store(on_server)
    assert target.journal().path.read_bytes() == source.journal().path.read_bytes()
    for store in (target, server):
        assert store.directives(closed=True) == source.directives(closed=True)
        assert list(store.register()) == list(source.register())
        assert store.meetings() == source.meetings()
        assert store.events() == source.events()
    assert list(findings(target, today=TODAY)) == list(findings(source, today=TODAY))
    ids = [add(store, {"kk": "Жол"}, by=by).after.id for store in (source, target, server)]
    assert len(set(ids)) == 1
    assert sorted(path.name for path in (tmp_path / "deep").iterdir()) == ["to"]


def test_a_place_that_is_not_empty_is_left_alone(
    tmp_path: Path, on_server: str, by: Signature
) -> None:
    source = written(tmp_path / "from", 1)
    add(open_store(on_server), {"kk": "Жол"}, by=by)
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "мақала.txt").touch()
    for target in (on_server, str(tmp_path / "papers"), str(tmp_path / "papers" / "мақала.txt")):
        with pytest.raises(Refused, match="is not empty"):
            move(str(source.folder), target, wait=1)
    assert len(open_store(on_server).events()) == 1
    assert [path.name for path in (tmp_path / "papers").iterdir()] == ["мақала.txt"]


def test_an_empty_folder_is_room_enough_and_nothing_is_nothing_to_move(
    tmp_path: Path,
) -> None:
    written(tmp_path / "from", 2)
    (tmp_path / "to").mkdir()
    move(str(tmp_path / "from"), str(tmp_path / "to"), wait=1)
    assert FolderStore(tmp_path / "to").events()
    with pytest.raises(Refused, match="nothing to move"):
        move(str(tmp_path / "nowhere"), str(tmp_path / "new"), wait=1)
    assert not (tmp_path / "nowhere").exists()
    assert not (tmp_path / "new").exists()


def test_a_damaged_store_is_not_moved(tmp_path: Path, on_server: str) -> None:
    """A byte of the journal, a record on the server: the digest of neither is what it should be."""
    source = written(tmp_path / "from", 3)
    journal = source.journal().path
    move(str(source.folder), on_server, wait=1)
    whole = journal.read_bytes()
    spoilt = (
        whole.replace("Жаңа".encode(), "Жана".encode(), 1),
        whole.replace(b'"}\n', b'"]\n', 1),
        whole.replace(b'"}\n', b"'}\n", 1),
    )
    for content in spoilt:
        journal.write_bytes(content)
        with pytest.raises(StoreUnreadable, match="Nothing was written"):
            move(str(source.folder), str(tmp_path / "to"), wait=1)
    with psycopg.connect(on_server) as connection:
        connection.execute("UPDATE tracker.directives SET row = row || '{\"moved\": 9}'")
    with pytest.raises(StoreUnreadable, match="Nothing was written"):
        move(on_server, str(tmp_path / "to"), wait=1)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["from", "home"]


def test_what_differs_when_it_is_there_is_taken_away_again(tmp_path: Path, on_server: str) -> None:
    """A trigger of somebody else's changes what is written."""
    source = written(tmp_path / "from", 1)
    with psycopg.connect(on_server) as connection:
        connection.execute(
            "CREATE FUNCTION tracker.spoil() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            "NEW.row := NEW.row || '{\"moved\": 9}'; RETURN NEW; END $$"
        )
        connection.execute(
            "CREATE TRIGGER spoil BEFORE INSERT ON tracker.directives "
            "FOR EACH ROW EXECUTE FUNCTION tracker.spoil()"
        )
    with pytest.raises(StoreUnreadable, match="Nothing was written"):
        move(str(source.folder), on_server, wait=1)
    assert open_store(on_server).events() == []
    assert open_store(on_server).directives(closed=True) == []


@pytest.mark.parametrize(
    ("source", "target", "code"),
    [
        ("store", "store/inner", 1),
        ("store", "https://host/db", 2),
        ("mysql://host/db", "new", 2),
        ("postgresql:/x", "new", 2),
        ("store", "store", 1),
        ("nowhere", "new", 1),
        ("store", "", 2),
    ],
)
def test_places_that_are_none(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: str, target: str, code: int
) -> None:
    monkeypatch.chdir(tmp_path)
    assert cli("load")[0] == 0
    for more in ((), ("--dry-run",)):
        found, out, err = cli("store", "move", source, target, *more, "--lang", "en")
        assert (found, out, err.count("\n")) == (code, "", 1)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["home", "store"]


def test_an_empty_folder_may_be_where_one_stands(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert cli("load")[0] == 0
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path / "empty")
    assert cli("store", "move", str(tmp_path / "store"), ".")[0] == 0
    assert FolderStore(tmp_path / "empty").events()


def test_documents_stay_where_they_were_and_that_is_said(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "есеп.pdf").write_bytes(b"1")
    assert cli("load")[0] == 0
    assert cli("update", "1", "--evidence", str(tmp_path / "есеп.pdf"), "--copy")[0] == 0
    store, new = str(tmp_path / "store"), str(tmp_path / "new")
    code, _, err = cli("store", "move", store, new, "--lang", "en", "--dry-run")
    assert (code, "Dry run" in err, "1 document of the evidence stays" in err) == (0, True, True)
    code, out, _ = cli("store", "move", store, new, "--lang", "en", "--output", "table")
    assert (code, "1 document of the evidence stays" in " ".join(out.split())) == (0, True)


def test_moving_and_looking_by_commands(cli: Cli, tmp_path: Path, on_server: str) -> None:
    assert cli("load")[0] == 0
    store = str(tmp_path / "store")
    code, out, _ = cli("store", "move", store, on_server, "--dry-run", "--output", "json")
    trial = json.loads(out)
    assert (code, trial["trial"], open_store(on_server).events()) == (0, True, [])
    code, out, err = cli("store", "move", store, on_server, "--output", "json")
    assert (code, err) == (0, "")
    assert json.loads(out)["moved"] == trial["moved"]
    here, there = (
        json.loads(cli("store", "info", "--store", place, "--output", "json")[1])
        for place in (store, on_server)
    )
    for same in ("hash", "events", "on_control", "off_control", "units", "meetings"):
        assert here[same] == there[same]
    assert (here["format"], here["store_format"], there["store_format"]) == (1, 2, 2)
    assert (here["engine"], there["engine"].split()[0]) == ("TinyDB", "PostgreSQL")
    assert there["right"] == {"login": "postgres", "role": "controller", "unit": None}
    code, out, err = cli("store", "move", store, on_server, "--lang", "en")
    assert (code, out, err.count("\n")) == (1, "", 1)
