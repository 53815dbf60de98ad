"""A whole store in one file: written, and made again as it was."""

import csv
import io
import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from conftest import TODAY, Cli
from histories import ACTIONS, Action, perform
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.domain.directive import Signature
from tracker.domain.source import Source
from tracker.errors import BadInput, Refused, TrackerError
from tracker.i18n.language import Language
from tracker.load.draft import Draft, Loaded
from tracker.load.read import load as read
from tracker.load.whole import json_seal
from tracker.service.add import add
from tracker.service.load import load
from tracker.service.maintain import findings
from tracker.service.undo import undo
from tracker.service.units import add_unit
from tracker.service.update import News, update
from tracker.service.whole import whole
from tracker.show.look import Look
from tracker.show.whole import WholeStore
from tracker.store import recovery
from tracker.store.base import Store
from tracker.store.memory import MemoryStore
from tracker.store.tiny import FolderStore

FORMATS = {"whole.json": WholeStore.json_text, "whole.csv": WholeStore.csv_text}
every_format = pytest.mark.parametrize("name", FORMATS)

HOSTILE = '=1+1 "кавычки", \'=2;\n\t\x1b[31m\u202e [bold] 🙂 \\ №'


def exported(store: Store, name: str) -> str:
    look = Look(Language("kk"), TODAY, store.register(), store.meetings())
    return FORMATS[name](WholeStore(*whole(store), look))


def state(store: Store) -> object:
    return (
        store.directives(closed=True),
        list(store.register()),
        store.meetings(),
        store.events(),
    )


def taken(text: str, name: str, store: Store, by: Signature) -> Store:
    load(store, [read(name, text.encode())], by=by)
    return store


@every_format
@pytest.mark.parametrize("kind", ["memory", "folder"])
def test_an_office_comes_back_as_it_was(
    office: MemoryStore, by: Signature, tmp_path: Path, name: str, kind: str
) -> None:
    """Ids, moments, actors and reasons included; writing it again gives the same file."""
    store: Store = MemoryStore() if kind == "memory" else FolderStore(tmp_path / "new")
    taken(exported(office, name), name, store, by)
    assert state(store) == state(office)
    again = taken(exported(store, name), name, MemoryStore(), by)
    assert exported(again, name) == exported(store, name)
    add(store, {"kk": "Келесі"}, by=by)
    assert store.directives()[-1].id == 10


@every_format
def test_a_folder_that_was_made_so_is_sound(
    office: MemoryStore, by: Signature, tmp_path: Path, name: str
) -> None:
    """Nothing to find; its events alone make it again; its last command can be taken back."""
    store = FolderStore(tmp_path / "new")
    taken(exported(office, name), name, store, by)
    assert list(findings(store, today=TODAY)) == []
    recovery.rebuild(store, by=by)
    assert state(store) == state(office)
    undo(store, by=by)
    assert store.directive(9).is_open


@every_format
def test_a_source_comes_back_as_it_was(by: Signature, name: str) -> None:
    store = MemoryStore()
    words = Source("хаттама.pdf", "5a" * 32, 0, len(HOSTILE), HOSTILE, page=3)
    draft = Draft(line=1, wording={"kk": "Мектеп салу"}, source=words)
    load(store, [Loaded("a.toml", drafts=[draft])], by=by)
    other = taken(exported(store, name), name, MemoryStore(), by)
    assert other.directive(1).source == words
    assert state(other) == state(store)


@every_format
@settings(max_examples=30, deadline=None)
@given(actions=st.lists(ACTIONS, max_size=15))
def test_any_history_comes_back_as_it_was(name: str, actions: list[Action]) -> None:
    """With undo, redo and numbers given up."""
    by = Signature("Айгүл", datetime(2025, 11, 3, 4, tzinfo=UTC), date(2025, 11, 3))
    store = MemoryStore()
    for key in ("education", "health"):
        add_unit(store, key, {"en": key.title()}, by=by)
    for number, (kind, id, what) in enumerate(actions):
        try:
            perform(store, kind, id, what, by._replace(on=by.on + timedelta(days=number)))
        except TrackerError:
            continue
    other = taken(exported(store, name), name, MemoryStore(), by)
    assert state(other) == state(store)
    with store.change(by, trial=True) as old, other.change(by, trial=True) as new:
        assert new.next_id == old.next_id


@every_format
@settings(max_examples=60, deadline=None)
@given(text=st.text(min_size=1).filter(lambda text: text.strip()))
def test_any_text_survives(name: str, text: str) -> None:
    by = Signature("x", datetime(2025, 11, 3, tzinfo=UTC), date(2025, 11, 3))
    store = MemoryStore()
    add(store, {"kk": text}, by=by)
    other = taken(exported(store, name), name, MemoryStore(), by)
    assert state(other) == state(store)


@every_format
def test_hostile_text_survives_and_harms_nobody(by: Signature, name: str) -> None:
    store = MemoryStore()
    add(store, {"kk": HOSTILE}, by=by)
    update(store, [1], News(note="@SUM(A1)"), by=by)
    text = exported(store, name)
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert state(taken(text, name, MemoryStore(), by)) == state(store)
    if name == "whole.csv":
        cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
        assert not [cell for cell in cells if cell[:1] in set("=+-@\t\r") and len(cell) > 1]


def resaved(text: str) -> str:
    """Return the CSV as another program saves it: semicolons, everything quoted, CRLF, no mark."""
    target = io.StringIO()
    writer = csv.writer(target, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerows(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    return target.getvalue()


def test_csv_may_be_saved_again_by_another_program(office: MemoryStore, by: Signature) -> None:
    text = resaved(exported(office, "whole.csv"))
    assert state(taken(text, "whole.csv", MemoryStore(), by)) == state(office)


def edited(text: str) -> str:
    return text.replace("Айгүл", "Бота", 1)


def reworded(text: str) -> str:
    return text.replace("Clear the roads", "Clear the streets").replace("Жолдарды", "Жолдар", 1)


def without_its_third_row(text: str) -> str:
    lines = text.splitlines(keepends=True)
    return "".join([*lines[:3], *lines[4:]])


def cut(text: str) -> str:
    return "".join(text.splitlines(keepends=True)[:-1])


def with_more_behind_it(text: str) -> str:
    lines = text.splitlines(keepends=True)
    return text + lines[1]


@every_format
@pytest.mark.parametrize(
    "harm", [edited, reworded, without_its_third_row, cut, with_more_behind_it]
)
def test_what_is_not_as_it_was_written_is_refused_whole(
    office: MemoryStore, by: Signature, name: str, harm: Callable[[str], str]
) -> None:
    text = exported(office, name)
    assert harm(text) != text
    store = MemoryStore()
    with pytest.raises(BadInput):
        taken(harm(text), name, store, by)
    assert store.events() == []


def sealed(**changes: Any) -> str:
    document = {"format": 1, "kind": "tracker store", "events": [], **changes}
    return json.dumps(document | {"seal": json_seal(document)})


EVENT = {
    "seq": 1,
    "batch": 1,
    "id": 1,
    "at": "2025-11-03T00:00:00Z",
    "on": "2025-11-03",
    "actor": "x",
    "kind": "registered",
    "change": {"text": {"kk": "а"}},
}


@pytest.mark.parametrize(
    ("events", "error"),
    [
        ([{**EVENT, "seq": 2}], Refused),
        ([EVENT, {**EVENT, "seq": 3}], Refused),
        ([{**EVENT, "batch": 5}], Refused),
        ([{**EVENT, "id": None}], Refused),
        ([{**EVENT, "id": 0}], Refused),
        ([{**EVENT, "id": -1}], BadInput),
        ([{**EVENT, "kind": "note", "change": {"text": "а"}}], Refused),
        ([{**EVENT, "kind": "unheard of"}], BadInput),
        ([{**EVENT, "on": "someday"}], BadInput),
        ([{**EVENT, "change": 5}], BadInput),
        (["x"], BadInput),
        ([None], BadInput),
        ({"a": 1}, BadInput),
        (5, BadInput),
    ],
)
def test_a_history_that_is_none_is_refused(
    by: Signature, events: object, error: type[TrackerError]
) -> None:
    """Well sealed, but nothing that a store could have written."""
    store = MemoryStore()
    with pytest.raises(error):
        taken(sealed(events=events), "whole.json", store, by)
    assert (store.events(), store.directives(closed=True)) == ([], [])


@every_format
def test_it_goes_into_an_empty_store_only(office: MemoryStore, by: Signature, name: str) -> None:
    store = MemoryStore()
    add(store, {"kk": "Менікі"}, by=by)
    before = state(store)
    with pytest.raises(Refused, match="empty"):
        taken(exported(office, name), name, store, by)
    assert state(store) == before


@every_format
def test_what_is_there_already_is_no_error(office: MemoryStore, by: Signature, name: str) -> None:
    """Also if the store has gone on since."""
    text = exported(office, name)
    before = state(office)
    assert load(office, [read(name, text.encode())], by=by).same == 9
    assert state(office) == before
    add(office, {"kk": "Кейінгі"}, by=by)
    assert load(office, [read(name, text.encode())], by=by).same == 9


@every_format
def test_a_dry_run_takes_nothing(office: MemoryStore, by: Signature, name: str) -> None:
    store = MemoryStore()
    found = load(store, [read(name, exported(office, name).encode())], by=by, dry_run=True)
    assert (len(found.added), len(found.units)) == (9, 2)
    assert store.events() == []


@every_format
def test_from_one_folder_to_another_by_commands(cli: Cli, tmp_path: Path, name: str) -> None:
    cli("load", "--today", "2025-11-03")
    cli("update", "1", "--progress", "40", "--today", "2025-12-01")
    file, new = str(tmp_path / name), str(tmp_path / "new")
    assert cli("export", file, "--lang", "en")[0] == 0
    code, out, err = cli("load", file, "--store", new, "--lang", "en")
    assert (code, "6 directives added" in out + err) == (0, True)
    for words in (("list", "--all"), ("history",), ("units",)):
        assert cli(*words, "--output", "json", "--store", new) == cli(*words, "--output", "json")
    assert cli("check", "--store", new)[0] == 0
    assert cli("export", file)[0] == 1
    assert cli("add", "Тағы", "--store", new)[0] == 0
    assert cli("export", file, "--store", new, "--force")[0] == 0
    code, _, err = cli("load", file, "--lang", "en")
    assert (code, "empty" in err) == (1, True)


def test_a_store_of_then_can_be_exported(cli: Cli, tmp_path: Path) -> None:
    cli("load", "--today", "2025-11-03")
    cli("update", "1", "--progress", "40", "--today", "2025-12-01")
    file, new = str(tmp_path / "then.json"), str(tmp_path / "new")
    assert cli("export", file, "--as-of", "2025-11-30")[0] == 0
    assert cli("load", file, "--store", new)[0] == 0
    shown = json.loads(cli("show", "1", "--output", "json", "--store", new)[1])
    assert shown["directive"]["progress"] is None


@every_format
@settings(max_examples=150, deadline=None)
@given(at=st.integers(0, 10**6), with_what=st.binary(max_size=3))
def test_no_damage_is_more_than_a_sentence(name: str, at: int, with_what: bytes) -> None:
    """Cut, or with other bytes somewhere: refused, or (where nothing was said) as it was."""
    by = Signature("x", datetime(2025, 11, 3, tzinfo=UTC), date(2025, 11, 3))
    store = MemoryStore()
    add(store, {"kk": "Мектеп"}, by=by)
    content = exported(store, name).encode()
    at %= len(content)
    harmed = content[:at] + with_what + content[at + 1 :]
    other = MemoryStore()
    try:
        load(other, [read(name, harmed)], by=by)
    except TrackerError:
        assert other.events() == []
    else:
        assert other.events() in ([], store.events())
