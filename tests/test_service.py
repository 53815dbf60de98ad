"""What people do, as functions on a store: all of it or nothing, and in the words people use."""

import hashlib
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from tracker.domain.deadline import Every
from tracker.domain.directive import Evidence, Signature
from tracker.domain.event import NoteAdded
from tracker.domain.indicator import Indicator, Reading
from tracker.domain.meeting import Meeting
from tracker.domain.source import Source
from tracker.domain.status import Status
from tracker.domain.unit import Unit
from tracker.errors import NotFound, Refused, TrackerError
from tracker.load.draft import Draft, Loaded, Problem
from tracker.service.add import add
from tracker.service.assign import assign
from tracker.service.load import load
from tracker.service.units import add_unit, rename_unit
from tracker.service.update import News, update
from tracker.store.memory import MemoryStore

DUE = date(2025, 12, 31)
LATER = date(2026, 1, 31)
MEETING = Meeting("2025-11-03", date(2025, 11, 3), {"kk": "Жиын"})


@pytest.fixture
def store(by: Signature) -> MemoryStore:
    """Return a store of three units and three new directives; the first is due on 31 December."""
    store = MemoryStore()
    add_unit(store, "education", {"kk": "Білім басқармасы"}, aliases=["Облоно"], by=by)
    add_unit(store, "health", {"kk": "Денсаулық сақтау басқармасы"}, by=by)
    add_unit(store, "labour", {"kk": "Еңбек басқармасы"}, by=by)
    add(store, {"kk": "бір"}, due=DUE, by=by)
    add(store, {"kk": "екі"}, by=by)
    add(store, {"kk": "үш"}, by=by)
    return store


def state(store: MemoryStore) -> object:
    return (store.directives(closed=True), store.events(), list(store.register()))


# add


def test_a_directive_is_added_with_all_that_is_said_of_it(
    store: MemoryStore, by: Signature
) -> None:
    with store.change(by) as transaction:
        transaction.put_meeting(MEETING.id, MEETING)
    done = add(
        store,
        {"kk": "  Мектеп салу ", "ru": "Построить школу"},
        meeting="2025-11-03",
        item="4.1",
        theme="schools",
        due=DUE,
        executor="облоно",
        co_executors=["health", "HEALTH", "еңбек басқармасы"],
        by=by,
    )
    new = done.after
    assert done.before is None
    assert new == store.directive(4)
    assert new.wording == {"kk": "Мектеп салу", "ru": "Построить школу"}
    assert (new.meeting, new.item, new.theme, new.due) == ("2025-11-03", "4.1", "schools", DUE)
    assert (new.executor, new.co_executors) == ("education", ("health", "labour"))
    assert new.status is Status.ASSIGNED
    assert [e.change.kind for e in done.events] == ["registered", "assigned"]


@pytest.mark.parametrize(
    ("refused", "said"),
    [
        ({"wording": {"kk": "  "}}, "empty"),
        ({"wording": {"kk": "x" * 10_001}}, "longer than 10000"),
        ({"due": date(1989, 12, 31)}, "cannot be right"),
        ({"meeting": "unknown"}, "no meeting “unknown”"),
        ({"executor": "educaton"}, "Did you mean “education”"),
        ({"executor": "education", "co_executors": ["unknown-unit"]}, "no unit “unknown-unit”"),
        ({"co_executors": ["health"]}, "need an executor"),
        ({"executor": "education", "co_executors": ["Облоно"]}, "cannot be executor and co-ex"),
    ],
)
def test_what_cannot_be_added_leaves_nothing(
    store: MemoryStore, by: Signature, refused: dict[str, object], said: str
) -> None:
    before = state(store)
    with pytest.raises(TrackerError, match=said):
        add(store, **{"wording": {"kk": "төрт"}, "by": by} | refused)  # type: ignore[arg-type]
    assert state(store) == before


def test_a_dry_run_says_what_would_be_and_keeps_nothing(store: MemoryStore, by: Signature) -> None:
    before = state(store)
    assert add(store, {"kk": "төрт"}, by=by, dry_run=True).after.id == 4
    assert assign(store, [1], "health", by=by, dry_run=True).changes[0].after.executor == "health"
    assert update(store, [1], News(progress=5), by=by, dry_run=True)[0].after.progress == 5
    assert add_unit(store, "roads", {"kk": "Жол"}, by=by, dry_run=True).key == "roads"
    loaded = Loaded("a.csv", drafts=[Draft(line=2, wording={"kk": "төрт"})])
    assert len(load(store, [loaded], by=by, dry_run=True).added) == 1
    assert state(store) == before


# assign


def test_several_directives_are_given_to_a_unit(store: MemoryStore, by: Signature) -> None:
    """Education had nothing; with 1 and 3 it has two on control, neither overdue."""
    given = assign(store, [1, 3], "Облоно", co_executors=["health"], by=by)
    assert [(c.after.id, c.after.executor) for c in given.changes] == [
        (1, "education"),
        (3, "education"),
    ]
    assert all(c.after.co_executors == ("health",) for c in given.changes)
    assert (given.load.key, given.load.on_control, given.load.overdue) == ("education", 2, 0)
    assert store.directive(2).executor is None


def test_helpers_stay_unless_others_are_named(store: MemoryStore, by: Signature) -> None:
    """A helper that becomes the executor helps no more; an empty list sends all of them home."""
    assign(store, [1], "education", co_executors=["health", "labour"], by=by)
    assert assign(store, [1], "health", by=by).changes[0].after.co_executors == ("labour",)
    assert assign(store, [1], "health", co_executors=[], by=by).changes[0].after.co_executors == ()


def test_assigning_again_to_the_same_changes_nothing(store: MemoryStore, by: Signature) -> None:
    assign(store, [1], "education", by=by)
    before = state(store)
    assert assign(store, [1], "education", due=DUE, by=by).changes[0].events == ()
    assert state(store) == before


def test_a_date_is_set_without_a_reason_and_moved_with_one(
    store: MemoryStore, by: Signature
) -> None:
    assert assign(store, [2], "education", due=DUE, by=by).changes[0].after.due == DUE
    with pytest.raises(Refused, match="moving the due date needs a reason"):
        assign(store, [2], "education", due=LATER, by=by)
    assign(store, [2], "education", due=LATER, reason="ауа райы", by=by)
    moved = store.directive(2)
    assert (moved.due, moved.first_due, moved.moved) == (LATER, DUE, 1)
    assert store.events(2)[-1].reason == "ауа райы"


@pytest.mark.parametrize("ids", [[1, 2, 99], [99, 1]])
def test_all_ids_are_assigned_or_none(store: MemoryStore, by: Signature, ids: list[int]) -> None:
    before = state(store)
    with pytest.raises(NotFound, match="no directive 99"):
        assign(store, ids, "education", by=by)
    assert state(store) == before


def test_an_unknown_unit_is_refused_with_the_nearest_one(store: MemoryStore, by: Signature) -> None:
    with pytest.raises(NotFound) as missing:
        assign(store, [1], "helth", by=by)
    assert missing.value.values["near"] == "health"


def test_an_executor_cannot_help_itself(store: MemoryStore, by: Signature) -> None:
    with pytest.raises(Refused, match="executor and co-executor"):
        assign(store, [1], "education", co_executors=["health", "облоно"], by=by)
    assert store.directive(1).executor is None


def test_a_closed_directive_must_be_reopened_first(store: MemoryStore, by: Signature) -> None:
    update(store, [1], News(status=Status.WITHDRAWN, reason="жоқ"), by=by)
    before = state(store)
    for news in (News(progress=5), News(due=LATER, reason="кеш")):
        with pytest.raises(Refused, match="off control"):
            update(store, [1], news, by=by)
    with pytest.raises(Refused, match="--status new"):
        assign(store, [1], "education", by=by)
    assert state(store) == before


# update


def test_news_that_say_nothing_are_refused(store: MemoryStore, by: Signature) -> None:
    with pytest.raises(Refused, match="Nothing to update"):
        update(store, [1], News(reason="себеп"), by=by)


def test_all_ids_are_updated_or_none(store: MemoryStore, by: Signature) -> None:
    """Directive 2 has no executor, so that 1 is not submitted either."""
    assign(store, [1], "education", by=by)
    before = state(store)
    news = News(status=Status.SUBMITTED, note="есеп", evidence=["https://example.kz/1"])
    with pytest.raises(Refused, match="assign one first"):
        update(store, [1, 2], news, by=by)
    assert state(store) == before
    assign(store, [2], "health", by=by)
    done = update(store, [1, 2], news, by=by)
    assert [c.after.status for c in done] == [Status.SUBMITTED] * 2
    assert [c.before.status for c in done if c.before] == [Status.ASSIGNED] * 2


def test_a_reason_of_white_space_is_none(store: MemoryStore, by: Signature) -> None:
    with pytest.raises(Refused, match="needs a reason"):
        update(store, [1], News(status=Status.WITHDRAWN, reason=" \t"), by=by)
    with pytest.raises(Refused, match="needs a reason"):
        assign(store, [1], "education", due=LATER, reason="  ", by=by)


@pytest.mark.parametrize("percent", [-1, 101])
def test_progress_is_a_percentage(store: MemoryStore, by: Signature, percent: int) -> None:
    with pytest.raises(Refused, match="from 0 to 100"):
        update(store, [1], News(progress=percent), by=by)
    assert [update(store, [1], News(progress=p), by=by)[0].after.progress for p in (0, 100)] == [
        0,
        100,
    ]


def test_a_note_of_a_unit_counts_as_heard_only_from_its_executors(
    store: MemoryStore, by: Signature
) -> None:
    assign(store, [1], "education", co_executors=["health"], by=by)
    after = update(store, [1], News(note="дайын", unit="Денсаулық сақтау басқармасы"), by=by)[0]
    assert after.after.heard == ("health",)
    assert after.after.unheard() == ()
    assert after.events[-1].change == NoteAdded("дайын", "health")
    with pytest.raises(Refused, match="“labour” does not execute directive 1") as refusal:
        update(store, [1], News(note="біз де", unit="labour"), by=by)
    assert refusal.value.values["executors"] == ["education", "health"]


def test_progress_can_only_have_come_from_the_executor(store: MemoryStore, by: Signature) -> None:
    assign(store, [1], "education", by=by)
    assert update(store, [1], News(progress=10), by=by)[0].after.heard == ("education",)


def test_evidence_in_a_file_is_described(
    store: MemoryStore, by: Signature, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The path is kept in full, whatever folder the officer was in; 3,000,000 bytes of zeros."""
    (tmp_path / "есеп.pdf").write_bytes(bytes(3_000_000))
    monkeypatch.chdir(tmp_path)
    after = update(store, [1], News(evidence=["есеп.pdf"]), by=by)[0].after
    assert after.evidence == (
        Evidence(
            name="есеп.pdf",
            where=str(tmp_path.resolve() / "есеп.pdf"),
            on=by.on,
            size=3_000_000,
            sha256=hashlib.sha256(bytes(3_000_000)).hexdigest(),
        ),
    )


def test_evidence_at_an_address_is_kept_as_it_is(store: MemoryStore, by: Signature) -> None:
    url = "https://example.kz/есеп?id=1"
    after = update(store, [1], News(evidence=[url]), by=by)[0].after
    assert after.evidence == (Evidence(name=url, where=url, on=by.on),)


@pytest.mark.parametrize("where", ["missing.pdf", "", ".", "a\0b", "ftp://example.kz/a"])
def test_evidence_that_cannot_be_read_is_refused(
    store: MemoryStore, by: Signature, where: str
) -> None:
    before = state(store)
    with pytest.raises(NotFound, match="cannot be read"):
        update(store, [1], News(note="есеп", evidence=[where]), by=by)
    assert state(store) == before


def test_a_measure_is_added_to_the_indicator_of_that_name(
    store: MemoryStore, by: Signature
) -> None:
    """Known by its name in any language; an unknown name begins an indicator of its own."""
    places = Indicator("places", {"kk": "Орын", "ru": "Места"})
    draft = Draft(line=1, wording={"kk": "төрт"}, indicators=(places,))
    load(store, [Loaded("a.toml", drafts=[draft])], by=by)
    for name, value in (("ОРЫН", 100.0), (" места", 120.0), ("places", 130.5)):
        update(store, [4], News(measures=[(name, value)]), by=by)
        by = by._replace(on=date(2026, 1, by.on.day))
    update(store, [4], News(measures=[("Топтар", 3)], language="kk"), by=by)
    assert store.directive(4).indicators == (
        places._replace(
            readings=(Reading(date(2025, 12, 22), 100.0), Reading(date(2026, 1, 22), 130.5))
        ),
        Indicator("Топтар", {"kk": "Топтар"}, (Reading(date(2026, 1, 22), 3.0),)),
    )


@pytest.mark.parametrize(("name", "value"), [("орын", float("nan")), ("орын", 1e15), (" ", 1)])
def test_a_measure_that_cannot_be_kept_is_refused(
    store: MemoryStore, by: Signature, name: str, value: float
) -> None:
    with pytest.raises(Refused):
        update(store, [1], News(measures=[(name, value)]), by=by)


def test_the_last_news_of_a_period_belong_to_it(store: MemoryStore, by: Signature) -> None:
    """Progress told with the acceptance is that of the closed period; the next begins blank."""
    add(store, {"kk": "ай сайын"}, every=Every.MONTH, executor="education", by=by)
    update(store, [4], News(status=Status.SUBMITTED), by=by)
    done = update(store, [4], News(status=Status.EXECUTED, progress=100), by=by)[0]
    assert [e.change.kind for e in done.events][-2:] == ["progress", "accepted"]
    assert done.after.progress is None


def test_a_directive_is_reopened_before_the_rest_of_the_news(
    store: MemoryStore, by: Signature
) -> None:
    assign(store, [1], "education", by=by)
    update(store, [1], News(status=Status.WITHDRAWN, reason="жоқ"), by=by)
    news = News(status=Status.IN_PROGRESS, progress=40, due=LATER, reason="қайта")
    after = update(store, [1], news, by=by)[0].after
    assert (after.status, after.progress, after.due) == (Status.IN_PROGRESS, 40, LATER)


# load


def meeting_file(*drafts: Draft) -> Loaded:
    unit = Unit("roads", {"kk": "Жол басқармасы"}, {})
    return Loaded("жиын.toml", meeting=MEETING, units=[(1, unit)], drafts=list(drafts))


FIRST = Draft(line=5, item="1", wording={"kk": "Жол салу"}, executor="roads", due=DUE)
SOURCE = Source("хаттама.pdf", "0" * 64, 40, 48, "жол салу", page=2)
SECOND = Draft(line=9, item="2", wording={"kk": "Есеп беру"}, every=Every.QUARTER)


def test_a_file_is_loaded_once(by: Signature) -> None:
    """The meeting was on 3 November: a quarterly directive is due on 31 December."""
    store = MemoryStore()
    done = load(store, [meeting_file(FIRST, SECOND)], by=by._replace(on=date(2026, 5, 1)))
    assert [c.after.id for c in done.added] == [1, 2]
    assert [unit.key for unit in done.units] == ["roads"]
    assert store.meetings() == {"2025-11-03": MEETING}
    assert store.directive(1).executor == "roads"
    assert store.directive(1).meeting == "2025-11-03"
    assert (store.directive(2).due, store.directive(2).starts) == (DUE, DUE)

    before = state(store)
    for update_too in (False, True):
        again = load(store, [meeting_file(FIRST, SECOND)], update=update_too, by=by)
        assert (again.added, again.same, again.differing, again.problems) == ([], 2, [], [])
        assert state(store) == before


def test_a_changed_text_is_taken_only_when_asked_for(by: Signature) -> None:
    store = MemoryStore()
    load(store, [meeting_file(FIRST)], by=by)
    changed = Draft(line=5, item="1", wording={"kk": "Екі жол салу", "ru": "Построить две дороги"})
    wording = {"kk": "Екі жол салу", "ru": "Построить две дороги"}

    before = state(store)
    differing = load(store, [meeting_file(changed)], by=by).differing
    assert [(c.after.id, c.after.wording) for c in differing] == [(1, wording)]
    assert state(store) == before

    done = load(store, [meeting_file(changed)], update=True, by=by)
    assert [c.after.id for c in done.reworded] == [1]
    assert store.directive(1).wording == wording
    assert store.directive(1).executor == "roads"
    assert load(store, [meeting_file(changed)], update=True, by=by).same == 1


def test_the_source_is_kept_as_it_was_first_loaded(by: Signature) -> None:
    """Another wording, and the same from another document, leave it."""
    store = MemoryStore()
    load(store, [meeting_file(replace(FIRST, source=SOURCE), SECOND)], by=by)
    assert [d.source for d in store.directives()] == [SOURCE, None]
    other = SOURCE._replace(document="түзетілген.pdf")
    again = replace(FIRST, wording={"kk": "Екі жол салу"}, source=other)
    load(store, [meeting_file(again, replace(SECOND, source=other))], update=True, by=by)
    assert [d.source for d in store.directives()] == [SOURCE, None]
    assert store.directive(1).wording == {"kk": "Екі жол салу"}


def test_a_source_that_cannot_be_is_told_and_the_rest_is_taken(by: Signature) -> None:
    backwards = replace(FIRST, source=SOURCE._replace(end=39))
    done = load(MemoryStore(), [meeting_file(backwards, SECOND)], by=by)
    assert [(p.line, p.error.values) for p in done.problems] == [(5, {"end": 39, "start": 40})]
    assert [c.after.item for c in done.added] == ["2"]


def test_without_meeting_and_item_a_directive_is_known_by_its_text(by: Signature) -> None:
    """Also when it is written in other case and spacing, which then is a changed wording."""
    store = MemoryStore()
    load(store, [Loaded("a.csv", drafts=[Draft(line=2, wording={"kk": "Жол салу"})])], by=by)
    drafts = [
        Draft(line=2, wording={"kk": "Жол салу"}),
        Draft(line=3, wording={"kk": " жол  САЛУ"}),
        Draft(line=4, wording={"kk": "Көпір"}),
    ]
    done = load(store, [Loaded("b.csv", drafts=drafts)], by=by)
    assert (done.same, [c.after.id for c in done.differing]) == (1, [1])
    assert [c.after.id for c in done.added] == [2]


def test_what_is_closed_is_not_loaded_again(by: Signature) -> None:
    store = MemoryStore()
    load(store, [meeting_file(FIRST)], by=by)
    update(store, [1], News(status=Status.WITHDRAWN, reason="жоқ"), by=by)
    assert load(store, [meeting_file(FIRST)], by=by).same == 1
    assert store.directives() == []


def test_bad_rows_are_told_by_their_line_and_good_ones_kept(by: Signature) -> None:
    store = MemoryStore()
    drafts = [
        Draft(line=2, wording={"kk": "Жақсы"}),
        Draft(line=3, wording={"kk": "Белгісіз"}, executor="unknown"),
        Draft(line=4, wording={"kk": " "}),
        Draft(line=5, wording={"kk": "Жиынсыз"}, meeting="unknown"),
        Draft(line=6, wording={"kk": "Көмекшілер"}, co_executors=("roads",)),
        Draft(line=7, wording={"kk": "Тағы жақсы"}),
    ]
    early = Problem("a.csv", 1, Refused("The text is empty."))
    done = load(store, [Loaded("a.csv", drafts=drafts, problems=[early])], by=by)
    assert [(p.source, p.line) for p in done.problems] == [("a.csv", n) for n in (1, 3, 4, 5, 6)]
    assert [(d.id, d.text("kk")) for d in store.directives()] == [(1, "Жақсы"), (2, "Тағы жақсы")]


def test_an_item_that_stands_twice_in_a_file_is_told(by: Signature) -> None:
    store = MemoryStore()
    twice = Draft(line=8, item="1", wording={"kk": "Басқа мәтін"})
    done = load(store, [meeting_file(FIRST, twice)], update=True, by=by)
    assert [p.line for p in done.problems] == [8]
    assert store.directive(1).wording == {"kk": "Жол салу"}


def test_units_of_a_file_are_replaced_only_when_asked_for(by: Signature) -> None:
    store = MemoryStore()
    add_unit(store, "roads", {"kk": "Жол"}, by=by)
    first = load(store, [meeting_file()], by=by)
    assert (first.units, [u.key for u in first.differing_units]) == ([], ["roads"])
    assert store.register().find("roads").names == {"kk": "Жол"}
    done = load(store, [meeting_file()], update=True, by=by)
    assert (done.units, [u.key for u in done.changed_units]) == ([], ["roads"])
    unit = store.register().find("roads")
    assert (unit.names, unit.aliases) == ({"kk": "Жол басқармасы"}, ("Жол",))


def test_a_unit_of_a_file_whose_name_is_taken_is_told(by: Signature) -> None:
    store = MemoryStore()
    add_unit(store, "transport", {"kk": "Жол басқармасы"}, by=by)
    done = load(store, [meeting_file()], by=by)
    assert [(p.line, p.error.values["unit"]) for p in done.problems] == [(1, "transport")]
    assert [unit.key for unit in store.register()] == ["transport"]


# units


def test_a_renamed_unit_keeps_its_old_name_as_an_alias(store: MemoryStore, by: Signature) -> None:
    assign(store, [1], "education", by=by)
    unit = rename_unit(store, "Облоно", names={"kk": "Ағарту басқармасы", "ru": "УП"}, by=by)
    assert unit.key == "education"
    assert unit.aliases == ("Облоно", "Білім басқармасы")
    register = store.register()
    for written in ("education", "Облоно", "Білім басқармасы", "ағарту басқармасы", "уп"):
        assert register.find(written) == unit
    assert store.directive(1).executor == "education"


def test_aliases_short_names_and_the_head_are_added(store: MemoryStore, by: Signature) -> None:
    rename_unit(store, "health", short={"kk": "ДСБ"}, aliases=["Облздрав"], by=by)
    unit = rename_unit(store, "ДСБ", head="Әсел Нұрлан", by=by)
    assert (unit.head, unit.short, unit.aliases) == ("Әсел Нұрлан", {"kk": "ДСБ"}, ("Облздрав",))
    assert unit.names == {"kk": "Денсаулық сақтау басқармасы"}


def test_a_renaming_that_changes_nothing_is_refused(store: MemoryStore, by: Signature) -> None:
    with pytest.raises(Refused, match="Nothing to rename"):
        rename_unit(store, "education", aliases=["Облоно"], by=by)
    with pytest.raises(NotFound):
        rename_unit(store, "unknown", head="x", by=by)


def test_a_name_that_is_taken_is_refused(store: MemoryStore, by: Signature) -> None:
    before = state(store)
    for names in ({"kk": "ОБЛОНО"}, {"ru": "education"}, {"kk": "білім  басқармасы"}):
        with pytest.raises(Refused, match="already names the unit “education”"):
            add_unit(store, "schools", names, by=by)
        with pytest.raises(Refused, match="already names the unit “education”"):
            rename_unit(store, "health", names=names, by=by)
    with pytest.raises(Refused, match="There is a unit “education” already"):
        add_unit(store, "education", {"kk": "Жаңа"}, by=by)
    assert state(store) == before


@pytest.mark.parametrize("key", ["", "Education", "білім", "1st", "-a", "a b", "a_b", "a" * 41])
def test_a_key_is_small_latin_letters_digits_and_hyphens(
    store: MemoryStore, by: Signature, key: str
) -> None:
    with pytest.raises(Refused, match="cannot be a unit's key"):
        add_unit(store, key, {"kk": "Жаңа"}, by=by)


def test_a_key_may_have_forty_characters(store: MemoryStore, by: Signature) -> None:
    assert add_unit(store, "a-1" + "b" * 37, {"kk": "Жаңа"}, by=by).key.startswith("a-1b")


def test_a_unit_needs_a_name(store: MemoryStore, by: Signature) -> None:
    with pytest.raises(Refused, match="empty"):
        add_unit(store, "new", {"kk": " "}, by=by)
