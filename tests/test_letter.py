"""Letters: what each stands on, and what is written."""

import contextlib
import errno
import json
import os
import re
from datetime import UTC, date, datetime
from pathlib import Path

import docx
import pytest
from conftest import REPOSITORY, TODAY, Cli
from histories import Action, perform
from hypothesis import given, settings
from hypothesis import strategies as st
from syrupy.assertion import SnapshotAssertion

from tracker.domain.deadline import Every
from tracker.domain.directive import Signature
from tracker.domain.event import DueMoved, lived
from tracker.domain.letter import Ground, Kind
from tracker.domain.status import Status
from tracker.errors import BadInput, NotFound, Refused, TrackerError
from tracker.i18n.language import CODES, Language
from tracker.load.read import load, read_file
from tracker.load.shipped import shipped_files
from tracker.load.template import read_template
from tracker.service.add import add
from tracker.service.letter import matter
from tracker.service.load import load as take
from tracker.service.undo import undo
from tracker.service.update import News, update
from tracker.show.letter import filled, values
from tracker.show.look import Look
from tracker.store.base import Store
from tracker.store.memory import MemoryStore

ABOUT = {Kind.REMINDER: 1, Kind.RETURN: 3, Kind.EXTENSION: 1, Kind.REMOVAL: 6}
"""A directive of the office for each kind."""

NAMES = sorted(path.name for path in (REPOSITORY / "data" / "letters").iterdir())


def written(store: Store, id: int, kind: Kind, code: str, own: Path | None = None) -> str:
    look = Look(Language(code), TODAY, store.register(), store.meetings())
    found = matter(store, id, kind)
    template = read_template(kind.value, code, own=own)
    return filled(*template, values(found.directive, found.ground, look, "Айгүл"))


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("kind", Kind)
def test_a_letter_reads_as_it_did(
    office: MemoryStore, snapshot: SnapshotAssertion, kind: Kind, code: str
) -> None:
    assert written(office, ABOUT[kind], kind, code) == snapshot


def test_there_is_a_template_for_each_kind_in_each_language() -> None:
    assert sorted(f"{kind.value}.{code}.txt" for kind in Kind for code in CODES) == NAMES


def test_each_kind_stands_on_what_was_done(office: MemoryStore) -> None:
    assert matter(office, 1, Kind.REMINDER).ground == Ground()
    returned = Ground("Тізім жоқ", date(2025, 12, 12))
    assert matter(office, 3, Kind.RETURN).ground == returned
    extended = Ground("Әкімнің шешімі", date(2025, 12, 10), date(2025, 12, 31))
    assert matter(office, 1, Kind.EXTENSION).ground == extended
    assert matter(office, 6, Kind.REMOVAL).ground == Ground(None, date(2025, 12, 16))
    withdrawn = Ground("Қайталанған", date(2025, 12, 19))
    assert matter(office, 9, Kind.REMOVAL).ground == withdrawn


@pytest.mark.parametrize(
    ("id", "kind"),
    [
        (6, Kind.REMINDER),
        (1, Kind.RETURN),
        (6, Kind.RETURN),
        (2, Kind.EXTENSION),
        (1, Kind.REMOVAL),
    ],
)
def test_there_is_no_letter_about_what_was_not_done(
    office: MemoryStore, id: int, kind: Kind
) -> None:
    with pytest.raises(Refused):
        matter(office, id, kind)


def test_an_open_directive_without_a_date_needs_no_reminder(by: Signature) -> None:
    store = MemoryStore()
    add(store, {"kk": "Мектеп"}, by=by)
    with pytest.raises(Refused, match="no date"):
        matter(store, 1, Kind.REMINDER)
    with pytest.raises(NotFound):
        matter(store, 2, Kind.REMINDER)


def test_a_report_that_waits_is_not_asked_for_again(office: MemoryStore, by: Signature) -> None:
    with pytest.raises(Refused, match="waits"):
        matter(office, 2, Kind.REMINDER)
    update(office, [2], News(status=Status.RETURNED, reason="Тізім жоқ"), by=by)
    assert matter(office, 2, Kind.REMINDER).ground == Ground()


def test_a_date_of_a_period_that_is_closed_is_not_the_present_one(
    office: MemoryStore, by: Signature
) -> None:
    """Else the letter would give the next reporting date as the one it was moved to."""
    moved = News(due=date(2026, 2, 10), reason="Дауыл")
    update(office, [5], moved, by=by)
    assert "10 February 2026" in written(office, 5, Kind.EXTENSION, "en")
    update(office, [5], News(status=Status.SUBMITTED), by=by)
    update(office, [5], News(status=Status.EXECUTED), by=by)
    with pytest.raises(Refused):
        matter(office, 5, Kind.EXTENSION)


def test_no_report_is_asked_for_once_a_directive_is_closed(
    office: MemoryStore, by: Signature
) -> None:
    update(office, [1], News(status=Status.WITHDRAWN, reason="Қайталанған"), by=by)
    with pytest.raises(Refused, match="off control"):
        matter(office, 1, Kind.EXTENSION)


MOVES: st.SearchStrategy[Action] = st.one_of(
    st.tuples(st.just("due"), st.just(1), st.dates(date(2026, 1, 1), date(2026, 2, 1))),
    st.tuples(st.just("step"), st.just(1), st.integers(0, 1)),
    st.tuples(st.sampled_from(["undo", "redo"]), st.just(1), st.none()),
)
"""What happens to a constant directive: its date is moved, and its periods are closed."""


@settings(max_examples=100, deadline=None)
@given(actions=st.lists(MOVES, min_size=3, max_size=12))
def test_the_new_date_is_the_one_that_the_move_set(actions: list[Action]) -> None:
    """In any history: the letter gives the present date as that of its last move."""
    store = MemoryStore()
    by = Signature("Айгүл", datetime(2025, 12, 22, 4, 30, tzinfo=UTC), TODAY)
    units = shipped_files()[0]
    take(store, [load(str(units), read_file(units))], by=by)
    add(store, {"kk": "Есеп"}, executor="education", every=Every.MONTH, due=TODAY, by=by)
    for kind, id, what in actions:
        with contextlib.suppress(TrackerError):
            perform(store, kind, id, what, by)
    with contextlib.suppress(Refused, NotFound):
        found = matter(store, 1, Kind.EXTENSION).ground
        last = [e.change for e in lived(store.events(1)) if e.moves_due][-1]
        assert isinstance(last, DueMoved)
        assert (last.before, last.after) == (found.old_due, store.directive(1).due)


def test_what_was_taken_back_is_no_ground(office: MemoryStore, by: Signature) -> None:
    update(office, [4], News(due=TODAY, reason="қате"), by=by)
    assert matter(office, 4, Kind.EXTENSION).ground.reason == "қате"
    undo(office, by=by)
    with pytest.raises(Refused):
        matter(office, 4, Kind.EXTENSION)


def test_a_return_that_was_answered_is_no_longer_written_about(
    office: MemoryStore, by: Signature
) -> None:
    update(office, [3], News(status=Status.SUBMITTED), by=by)
    with pytest.raises(Refused, match="is returned"):
        matter(office, 3, Kind.RETURN)


# Templates


KNOWN = {"a": "1", "b": "", "c": "", "text": "$a ${b} $$"}


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("$a", "1\n"),
        ("x $b\ny", "y\n"),
        ("$b $c", ""),
        ("$a $b", "1\n"),
        ("", ""),
        ("\n\nx", "\n\nx\n"),
        ("\t\t$a\n  $a", "\t1\n1\n"),
        ("$text", "$a ${b} $$\n"),
        ("${a}b $$5", "1b $5\n"),
    ],
)
def test_values_take_their_places_and_empty_lines_go(template: str, text: str) -> None:
    assert filled("t.txt", template, KNOWN) == text


@pytest.mark.parametrize("line", ["$unknown", "$a $d"])
def test_a_placeholder_that_there_is_not_is_told_with_its_place(line: str) -> None:
    with pytest.raises(BadInput) as raised:
        filled("t.txt", f"x\n{line}", KNOWN)
    assert str(raised.value).startswith("“t.txt”, line 2:")
    assert "$text" in str(raised.value)


@pytest.mark.parametrize(("line", "name"), [("$a $d", "$d"), ("${due} $b", "$due")])
def test_the_unknown_placeholder_is_named(line: str, name: str) -> None:
    with pytest.raises(BadInput, match=re.escape(f"placeholder {name} is unknown")):
        filled("t.txt", line, KNOWN)


@pytest.mark.parametrize("line", ["$", "100 $ …", "${a"])
def test_a_dollar_that_begins_no_placeholder_is_told_with_its_place(line: str) -> None:
    with pytest.raises(BadInput, match=r"“t\.txt”, line 2: .* \$\$\.$"):
        filled("t.txt", f"x\n{line}", KNOWN)


def test_hostile_values_stay_text(by: Signature) -> None:
    store = MemoryStore()
    add(store, {"kk": "$due\x1b[31m\u202e ${id}\n\tx"}, due=TODAY, by=by)
    text = written(store, 1, Kind.REMINDER, "kk")
    assert "№ 1 тапсырма: $due" in text
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "${id}" in text


@pytest.mark.parametrize(
    ("content", "problem"),
    [(b"\xff\xfe\x00x", "not a text"), (b"x" * (64 * 1024 + 1), "too large"), (None, "cannot")],
)
def test_a_template_that_cannot_be_used_is_a_sentence(
    tmp_path: Path, content: bytes | None, problem: str
) -> None:
    path = tmp_path / "own.txt"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(BadInput, match=problem):
        read_template("reminder", "kk", named=str(path))


def test_the_users_own_template_takes_the_place_of_ours(tmp_path: Path) -> None:
    own = tmp_path / "reminder.kk.txt"
    own.write_bytes("\ufeffМенің үлгім".encode())
    assert read_template("reminder", "kk", own=tmp_path).text == "Менің үлгім"
    assert read_template("reminder", "ru", own=tmp_path).source.endswith("reminder.ru.txt")
    named = tmp_path / "x.txt"
    named.write_text("үшінші", encoding="utf-8")
    found = read_template("reminder", "kk", own=tmp_path, named=str(named))
    assert found.text == "үшінші"


def test_a_template_of_the_users_that_cannot_be_looked_at_is_not_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def denied(path: Path, *_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "denied", str(path))

    monkeypatch.setattr(Path, "stat", denied)
    monkeypatch.setattr(Path, "open", denied)
    with pytest.raises(BadInput, match="cannot be read"):
        read_template("reminder", "kk", own=tmp_path)


# The command


@pytest.fixture
def loaded(cli: Cli) -> Cli:
    cli("load", "--today", "2025-11-03")
    return cli


def test_a_letter_is_printed_as_it_is_saved(loaded: Cli, tmp_path: Path) -> None:
    words = ("letter", "1", "reminder", "--lang", "kk", "--today", "2026-01-05")
    code, out, _ = loaded(*words)
    assert code == 0
    assert "5 күн кешікті" in out
    for name in ("a.txt", "a.md"):
        assert loaded(*words, "--save", str(tmp_path / name))[0] == 0
        assert (tmp_path / name).read_text("utf-8") == out
    target = tmp_path / "a.docx"
    assert loaded(*words, "--save", str(target))[0] == 0
    lines = [paragraph.text for paragraph in docx.Document(str(target)).paragraphs]
    assert lines == [line.strip() for line in out.splitlines()]
    assert loaded(*words, "--save", str(target))[0] == 1
    assert loaded(*words, "--save", str(tmp_path / "a.pdf"))[0] == 1


def test_a_letter_for_programs(loaded: Cli) -> None:
    words = ("letter", "1", "reminder", "--lang", "en", "--today", "2026-01-05")
    found = json.loads(loaded(*words, "--output", "json")[1])["letter"]
    assert list(found) == ["id", "kind", "language", "text"]
    assert (found["id"], found["kind"], found["language"]) == (1, "reminder", "en")
    assert "Due: 31 December 2025 (5 days late)" in found["text"]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("1", "removal"), 1),
        (("99", "reminder"), 1),
        (("1", "praise"), 2),
        (("1-2", "reminder"), 2),
        (("x", "reminder"), 2),
        (("1",), 2),
        (("1", "reminder", "--template", "missing.txt"), 1),
    ],
)
def test_wrong_words_are_one_sentence(loaded: Cli, words: tuple[str, ...], code: int) -> None:
    found, out, err = loaded("letter", *words)
    assert (found, out, len(err.splitlines())) == (code, "", 1)


def test_the_users_folder_of_letters_lies_beside_the_config_file(
    loaded: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "settings" / "letters"
    folder.mkdir(parents=True)
    (folder / "reminder.ru.txt").write_text("Срок: $due", encoding="utf-8")
    monkeypatch.setitem(os.environ, "TRACKER_CONFIG", str(tmp_path / "settings" / "config.toml"))
    out = loaded("letter", "1", "reminder", "--lang", "ru")[1]
    assert out == "Срок: 31 декабря 2025 г.\n"
