"""Taking commands back, and making them again: by new events, so that nothing is erased."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import cast

import pytest
from histories import ACTIONS, FILE, MEETING, perform
from hypothesis import event, given, settings
from hypothesis import strategies as st
from logins import make_logins
from msgspec.structs import replace

from tracker.domain.directive import Directive, Signature
from tracker.domain.event import Restored, fold
from tracker.domain.meeting import Meeting
from tracker.domain.right import Role
from tracker.domain.status import Status
from tracker.domain.unit import Unit
from tracker.errors import Refused, TrackerError
from tracker.load.draft import Loaded
from tracker.service.add import add
from tracker.service.load import load
from tracker.service.undo import commands, own_commands, redo, undo
from tracker.service.units import add_unit, rename_unit
from tracker.service.update import News, update
from tracker.store.base import Store, stamps_of
from tracker.store.memory import MemoryStore
from tracker.store.moving import move
from tracker.store.open import open_store
from tracker.store.postgres.rights import grant
from tracker.store.postgres.store import PostgresStore
from tracker.store.tiny import FolderStore

DUE = date(2025, 12, 31)


StoreOf = Callable[[str], Store]
"""Returns the store as somebody comes to it: on a server, by a login of his own."""

LOGINS = {"Айгүл": "aigul", "Бастық": "bastyq", "Берік": "berik"}


@pytest.fixture(params=["memory", "folder", "postgres"])
def store_of(request: pytest.FixtureRequest, tmp_path: Path) -> StoreOf:
    if request.param == "postgres":
        return on_server_of(request.getfixturevalue("on_server"))
    store = MemoryStore() if request.param == "memory" else FolderStore(tmp_path / "store")
    return lambda _: store


def on_server_of(address: str) -> StoreOf:
    """Return what opens a store on a server by a controller's login for each person."""
    address_of = make_logins(address, *LOGINS.values())
    for login in LOGINS.values():
        grant(address, login, Role.CONTROLLER)
    return lambda actor: open_store(address_of(LOGINS[actor]))


@pytest.fixture
def store(store_of: StoreOf, by: Signature) -> Store:
    """Return a store of two units and two directives, entered by the head of the office."""
    store, head = store_of("Бастық"), by._replace(actor="Бастық")
    add_unit(store, "education", {"kk": "Білім басқармасы"}, by=head)
    add_unit(store, "health", {"kk": "Денсаулық басқармасы"}, by=head)
    for text in ("бір", "екі"):
        add(store, {"kk": text}, due=DUE, executor="education", by=head)
    return store_of("Айгүл")


def said(directive: Directive) -> Directive:
    """Return what a directive says, without when it was touched."""
    return replace(directive, version=0, touched_on=directive.created_on, news_on=None)


def state(store: Store) -> tuple[list[Directive], list[Unit], Mapping[str, Meeting]]:
    directives = [said(d) for d in store.directives(closed=True)]
    return directives, list(store.register()), store.meetings()


def check(store: Store) -> None:
    """Check that the events make what is stored."""
    events = store.events()
    assert [e.seq for e in events] == list(range(1, len(events) + 1))
    for id in {e.directive for e in events if e.directive is not None}:
        stored = next((d for d in store.directives(closed=True) if d.id == id), None)
        assert fold(store.events(id)) == stored


def submit(store: Store, by: Signature) -> None:
    update(store, [1, 2], News(status=Status.SUBMITTED, progress=100), by=by)


def test_a_change_of_several_ids_is_taken_back_as_one(store: Store, by: Signature) -> None:
    before, kept = state(store), store.events()
    submit(store, by)
    after = [store.directive(id) for id in (1, 2)]
    done = undo(store, by=by)
    assert state(store) == before
    assert [pair[0] for pair in done.directives] == after
    assert [said(pair[1]) for pair in done.directives if pair[1]] == before[0]
    assert [e.change.kind for e in done.events] == ["progress", "status"] * 2
    assert store.events()[: len(kept)] == kept
    assert len(store.events()) == len(kept) + 6
    check(store)


def test_it_is_made_again(store: Store, by: Signature) -> None:
    submit(store, by)
    after = state(store)
    undo(store, by=by)
    redo(store, by=by)
    assert state(store) == after
    check(store)


def test_a_load_is_taken_back_and_made_again_as_one(store: Store, by: Signature) -> None:
    """Its meeting and its unit too; the ids stay given, and are the same ones when made again."""
    before = state(store)
    load(store, [FILE], by=by)
    after = state(store)
    assert [d.id for d in after[0]] == [1, 2, 3, 4]
    undone = undo(store, by=by)
    assert [pair[1] for pair in undone.directives] == [None, None]
    assert state(store) == before
    redo(store, by=by)
    assert state(store) == after
    undo(store, by=by)
    assert add(store, {"kk": "жаңа"}, by=by).after.id == 5
    check(store)


def test_units_are_taken_back(store: Store, by: Signature) -> None:
    states = [state(store)]
    add_unit(store, "roads", {"kk": "Жол"}, by=by)
    states.append(state(store))
    rename_unit(store, "roads", names={"kk": "Жол басқармасы"}, head="Асқар", by=by)
    states.append(state(store))
    for expected in states[1::-1]:
        undo(store, by=by)
        assert state(store) == expected
    for expected in states[1:]:
        redo(store, by=by)
        assert state(store) == expected


def test_a_corrected_meeting_is_taken_back(store: Store, by: Signature) -> None:
    load(store, [FILE], by=by)
    corrected = Loaded("жиын.toml", meeting=MEETING._replace(chair="Әкім"))
    load(store, [corrected], update=True, by=by)
    undo(store, by=by)
    assert store.meetings() == {MEETING.id: MEETING}
    redo(store, by=by)
    assert store.meetings()[MEETING.id].chair == "Әкім"


def test_several_are_taken_back_and_made_again_one_by_one(store: Store, by: Signature) -> None:
    states = [state(store)]
    for note in (10, 20, 30):
        update(store, [1], News(progress=note), by=by)
        states.append(state(store))
    for expected in (2, 1, 0):
        undo(store, by=by)
        assert state(store) == states[expected]
    with pytest.raises(Refused, match=r"nothing of Айгүл( \(aigul\))?'s to take back"):
        undo(store, by=by)
    for expected in (1, 2, 3):
        redo(store, by=by)
        assert state(store) == states[expected]
    with pytest.raises(Refused, match=r"nothing of Айгүл( \(aigul\))?'s to make again"):
        redo(store, by=by)
    undo(store, by=by)
    assert state(store) == states[2]
    check(store)


def test_a_new_command_after_undo_is_the_next_to_be_taken_back(store: Store, by: Signature) -> None:
    before = state(store)
    update(store, [1], News(progress=10), by=by)
    undo(store, by=by)
    update(store, [1], News(progress=20), by=by)
    with pytest.raises(Refused, match="has changed № 1 since"):
        redo(store, by=by)
    undo(store, by=by)
    assert state(store) == before
    with pytest.raises(Refused, match="to take back"):
        undo(store, by=by)


def test_a_closing_is_taken_back(store: Store, by: Signature) -> None:
    """The directive is on control again, as if it had never been off it."""
    before = state(store)
    update(store, [1], News(status=Status.WITHDRAWN, reason="жоқ"), by=by)
    undo(store, by=by)
    assert state(store) == before
    assert [d.id for d in store.directives()] == [1, 2]
    redo(store, by=by)
    assert [d.id for d in store.directives()] == [2]
    check(store)


def test_what_stands_on_it_later_is_named(store_of: StoreOf, store: Store, by: Signature) -> None:
    update(store, [1, 2], News(progress=50), by=by)
    berik, other = store_of("Берік"), by._replace(actor="Берік")
    update(berik, [2], News(due=date(2026, 1, 9), reason="мереке"), by=other)
    before = state(store)
    with pytest.raises(Refused) as refusal:
        undo(store, by=by)
    assert refusal.value.values.pop("actor") in ("Берік", "Берік (berik)")
    assert refusal.value.values == {"thing": "№ 2", "change": "Due date"}
    assert state(store) == before
    undo(berik, by=other)
    undo(store, by=by)
    assert [d.progress for d in store.directives()] == [None, None]


def test_a_later_renaming_stands_on_the_unit(
    store_of: StoreOf, store: Store, by: Signature
) -> None:
    add_unit(store, "roads", {"kk": "Жол"}, by=by)
    rename_unit(store_of("Берік"), "roads", head="Асқар", by=by._replace(actor="Берік"))
    with pytest.raises(Refused, match="has changed roads since"):
        undo(store, by=by)


def test_only_commands_of_ones_own_are_taken_back(
    store_of: StoreOf, store: Store, by: Signature
) -> None:
    before = state(store)
    for reversal in (undo, redo):
        with pytest.raises(Refused, match=r"nothing of Айгүл( \(aigul\))?'s"):
            reversal(store, by=by)
    update(store, [1], News(progress=10), by=by)
    berik, other = store_of("Берік"), by._replace(actor="Берік")
    update(berik, [2], News(progress=20), by=other)
    undo(store, by=by)
    assert [d.progress for d in store.directives()] == [None, 20]
    with pytest.raises(Refused, match=r"nothing of Берік( \(berik\))?'s to make again"):
        redo(berik, by=other)
    undo(berik, by=other)
    assert state(store) == before


def test_on_a_server_a_command_is_the_logins_whatever_name_is_given(
    on_server: str, by: Signature
) -> None:
    """A name is free text: with another's one takes back one's own, and nothing else."""
    store_of = on_server_of(on_server)
    aigul, berik, other = store_of("Айгүл"), store_of("Берік"), by._replace(actor="Берік")
    first = add(aigul, {"kk": "бір"}, by=by).after
    add(berik, {"kk": "екі"}, by=other)
    undo(aigul, by=other)
    assert [d.id for d in aigul.directives()] == [2]
    for reversal, store in ((undo, aigul), (redo, berik)):
        with pytest.raises(Refused, match=r"nothing of Берік \((aigul|berik)\)'s to"):
            reversal(store, by=other)
    assert [c.batch for c in own_commands(berik, by.actor)] == [2]
    redo(aigul, by=other)
    assert said(aigul.directive(1)) == said(first)


def test_what_came_with_a_moved_store_is_no_logins_to_take_back(
    on_server: str, tmp_path: Path, by: Signature
) -> None:
    folder = FolderStore(tmp_path / "store")
    for text in ("бір", "екі"):
        add(folder, {"kk": text}, by=by)
    store = open_store(on_server)
    move(folder, cast("PostgresStore", store))
    with pytest.raises(Refused, match="nothing of"):
        undo(store, by=by)
    add(store, {"kk": "үш"}, by=by)
    undo(store, by=by)
    assert [d.id for d in store.directives()] == [1, 2]
    assert [stamp.at is None for stamp in stamps_of(store).values()] == [True, True, False, False]


@pytest.mark.parametrize("reversal", [undo, redo])
def test_a_dry_run_says_what_would_be_and_keeps_nothing(
    store: Store, by: Signature, reversal: Callable[..., object]
) -> None:
    submit(store, by)
    if reversal is redo:
        undo(store, by=by)
    before, events = state(store), store.events()
    tried = reversal(store, by=by, dry_run=True)
    assert (state(store), store.events()) == (before, events)
    assert tried == reversal(store, by=by)


def test_the_commands_are_listed_with_what_was_taken_back(store: Store, by: Signature) -> None:
    """The two units and two directives were entered one by one; events 1, 2, 3 and 5 began them."""
    load(store, [FILE], by=by)
    submit(store, by)
    undo(store, by=by)
    listed = [(c.batch, c.actor, len(c.events), c.undone) for c in commands(store.events())]
    head = [(1, 1), (2, 1), (3, 2), (5, 2)]
    assert listed == [
        *((batch, "Бастық", size, False) for batch, size in head),
        (7, "Айгүл", 6, False),
        (13, "Айгүл", 4, True),
    ]
    redo(store, by=by)
    assert not any(c.undone for c in commands(store.events()))


def test_each_event_says_what_it_takes_back(store: Store, by: Signature) -> None:
    submit(store, by)
    undo(store, by=by)
    redo(store, by=by)
    reversals = [e for e in store.events() if e.reverts is not None]
    assert [(e.batch, e.reverts, e.directive) for e in reversals] == [
        (11, 7, 1),
        (11, 7, 2),
        (13, 7, 1),
        (13, 7, 2),
    ]
    assert all(isinstance(e.change, Restored) for e in reversals)


# Whatever was done


@pytest.mark.parametrize(("recent", "few"), [(1, 0), (2, 50), (1000, 50)])
@settings(max_examples=50, deadline=None)
@given(actions=st.lists(ACTIONS, min_size=3, max_size=15))
def test_taking_everything_back_brings_back_what_was(
    actions: list[tuple[str, int, object]], recent: int, few: int
) -> None:
    """Of one actor, however many events are read at once; they make what is stored throughout."""
    head = Signature("Бастық", datetime(2025, 11, 3, tzinfo=UTC), date(2025, 11, 3))
    by = Signature("Айгүл", datetime(2025, 12, 22, tzinfo=UTC), date(2025, 12, 22))
    store = MemoryStore()
    for key in ("education", "health"):
        add_unit(store, key, {"en": key.title()}, by=head)
    for text in ("бір", "екі", "үш"):
        add(store, {"kk": text}, executor="education", by=head)
    before = state(store)
    for kind, id, what in actions:
        try:
            perform(store, kind, id, what, by)
        except TrackerError:
            event(f"{kind} refused")
        check(store)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tracker.service.undo.RECENT", recent)
        patch.setattr("tracker.service.undo.FEW", few)
        while any(c.actor == by.actor and not c.undone for c in commands(store.events())):
            undo(store, by=by)
            check(store)
    assert state(store) == before
