"""A change decided on what somebody saw is refused once it has changed since."""

from collections.abc import Callable
from datetime import date

import pytest

from tracker.domain.directive import Signature
from tracker.domain.status import Status
from tracker.errors import Refused
from tracker.service.add import add
from tracker.service.assign import assign
from tracker.service.undo import undo
from tracker.service.units import add_unit
from tracker.service.update import News, update
from tracker.store.memory import MemoryStore

DUE = date(2026, 1, 31)

Deed = Callable[[MemoryStore, list[int], int | None, Signature], object]
DEEDS: list[Deed] = [
    lambda store, ids, seen, by: update(store, ids, News(progress=50), seen=seen, by=by),
    lambda store, ids, seen, by: assign(store, ids, "health", seen=seen, by=by),
]
each_deed = pytest.mark.parametrize("deed", DEEDS, ids=["update", "assign"])


@pytest.fixture
def store(by: Signature) -> MemoryStore:
    """Return a store whose directives 1 and 2 were entered with the events 3 to 6."""
    store = MemoryStore()
    for key in ("education", "health"):
        add_unit(store, key, {"en": key.title()}, by=by)
    for text in ("бір", "екі"):
        add(store, {"kk": text}, due=date(2025, 12, 31), executor="education", by=by)
    assert [d.version for d in store.directives()] == [4, 6]
    return store


@pytest.fixture
def other(by: Signature) -> Signature:
    return by._replace(actor="Берік")


@each_deed
@pytest.mark.parametrize("seen", [None, 4, 5, 6, 100])
def test_a_fresh_view_is_good(
    store: MemoryStore, by: Signature, deed: Deed, seen: int | None
) -> None:
    """Directive 1 was last changed by event 4; what happened to others does not matter."""
    deed(store, [1], seen, by)
    assert store.directive(1).version == 7


@each_deed
def test_a_stale_view_is_refused_with_what_changed_and_by_whom(
    store: MemoryStore, by: Signature, other: Signature, deed: Deed
) -> None:
    seen = store.directive(1).version
    update(store, [1], News(due=DUE, reason="мереке", progress=10), by=other)
    update(store, [1], News(progress=20), by=by)
    before = (store.directives(), store.events())
    with pytest.raises(Refused, match="changed since event 4") as refusal:
        deed(store, [1], seen, by)
    assert refusal.value.values == {
        "id": 1,
        "seen": 4,
        "changes": ["Progress", "Due date"],
        "actors": ["Берік", "Айгүл"],
    }
    assert (store.directives(), store.events()) == before
    deed(store, [1], store.directive(1).version, by)


@each_deed
def test_of_several_ids_one_that_changed_is_enough(
    store: MemoryStore, by: Signature, other: Signature, deed: Deed
) -> None:
    """Seen is the last event of the list that was looked at: 6."""
    update(store, [2], News(note="ескерту"), by=other)
    before = (store.directives(), store.events())
    with pytest.raises(Refused) as refusal:
        deed(store, [1, 2], 6, by)
    assert (refusal.value.values["id"], refusal.value.values["changes"]) == (2, ["Heard"])
    assert (store.directives(), store.events()) == before
    deed(store, [1, 2], 7, by)


def test_what_was_closed_or_taken_back_since_is_a_change_too(
    store: MemoryStore, by: Signature, other: Signature
) -> None:
    update(store, [1], News(status=Status.WITHDRAWN, reason="жоқ"), by=other)
    with pytest.raises(Refused, match="changed since event 6"):
        update(store, [1], News(note="ескерту"), seen=6, by=by)
    undo(store, by=other)
    with pytest.raises(Refused) as refusal:
        update(store, [1], News(note="ескерту"), seen=6, by=by)
    assert refusal.value.values["changes"] == ["Status", "Put back"]


def test_a_dry_run_is_held_to_it_too(store: MemoryStore, by: Signature) -> None:
    with pytest.raises(Refused, match="changed since event 3"):
        update(store, [1], News(progress=5), seen=3, by=by, dry_run=True)
