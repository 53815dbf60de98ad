"""Histories at random: what people try, one command after another, for properties of all."""

from datetime import date

from hypothesis import strategies as st

from tracker.domain.directive import Signature
from tracker.domain.meeting import Meeting
from tracker.domain.source import Source
from tracker.domain.status import allowed
from tracker.domain.unit import Unit
from tracker.load.draft import Draft, Loaded
from tracker.service.add import add
from tracker.service.assign import assign
from tracker.service.load import load
from tracker.service.undo import redo, undo
from tracker.service.units import rename_unit
from tracker.service.update import News, update
from tracker.store.base import Store

MEETING = Meeting("2025-11-03", date(2025, 11, 3), {"kk": "Жиын"})
ROADS = Unit("roads", {"kk": "Жол басқармасы"}, {})
DRAFT = Draft(line=2, item="2", wording={"kk": "2"}, executor="roads")
DRAFTED = Draft(
    line=3,
    item="3",
    wording={"kk": "3"},
    executor="roads",
    source=Source("хаттама.pdf", "0123456789abcdef" * 4, 0, 12, " «3»\nтармақ ", page=1),
)
FILE = Loaded("жиын.toml", meeting=MEETING, units=[(1, ROADS)], drafts=[DRAFT, DRAFTED])

IDS = st.integers(1, 4)
Action = tuple[str, int, object]
"""What is tried, on which directive, with what."""

ACTIONS: st.SearchStrategy[Action] = st.one_of(
    st.tuples(st.just("add"), IDS, st.booleans()),
    st.tuples(st.just("assign"), IDS, st.sampled_from(["education", "health"])),
    st.tuples(st.just("progress"), IDS, st.integers(0, 100)),
    st.tuples(st.just("step"), IDS, st.integers(0, 6)),
    st.tuples(st.just("due"), IDS, st.dates(date(2026, 1, 1), date(2026, 2, 1))),
    st.tuples(st.just("rename"), IDS, st.sampled_from(["Әсел", "Нұрлан"])),
    st.tuples(st.just("load"), IDS, st.booleans()),
    st.tuples(st.sampled_from(["undo", "redo"]), IDS, st.none()),
)


KINDS: list[tuple[str, list[object]]] = [
    ("add", [True, False]),
    ("assign", ["education", "health"]),
    ("progress", [0, 40, 100]),
    ("step", [*range(7)]),
    ("due", [date(2025, 11, 10), date(2026, 1, 5), date(2026, 1, 20)]),
    ("rename", ["Әсел", "Нұрлан"]),
    ("load", [True, False]),
    ("undo", [None]),
    ("redo", [None]),
]
"""Each kind of action with what it may be done with, for histories without Hypothesis."""


def perform(store: Store, kind: str, id: int, what: object, by: Signature) -> None:
    """Try it; whatever the rules refuse is raised."""
    match kind, what:
        case "add", bool(assigned):
            add(store, {"kk": "Жаңа"}, executor="health" if assigned else None, by=by)
        case "assign", str(unit):
            assign(store, [id, id % 4 + 1], unit, by=by)
        case "progress", int(percent):
            update(store, [id], News(progress=percent), by=by)
        case "step", int(pick):
            directive = store.directive(id)
            following = allowed(directive.status, has_executor=directive.executor is not None)
            target = following[pick % len(following)]
            update(store, [id], News(status=target, reason="себебі"), by=by)
        case "due", date() as due:
            update(store, [id], News(due=due, reason="себебі"), by=by)
        case "rename", str(head):
            rename_unit(store, "education", head=head, by=by)
        case "load", bool(update_too):
            load(store, [FILE], update=update_too, by=by)
        case _:
            (undo if kind == "undo" else redo)(store, by=by)
