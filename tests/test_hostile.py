"""Bad input in earnest: stores, files and arguments that are broken, huge, or out to do harm.

Whatever comes: a documented exit code, one sentence, no traceback, nothing on the screen that a
terminal obeys, an untouched store behind a refusal, and an end within seconds.
"""

import contextlib
import io
import itertools
import json
import os
import shutil
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tracker.cli.app import main
from tracker.cli.command import COMMANDS
from tracker.domain.directive import Signature
from tracker.domain.status import Status
from tracker.load.read import load, read_file
from tracker.load.shipped import shipped_files
from tracker.service.add import add
from tracker.service.load import load as take
from tracker.service.update import News, update
from tracker.store.tiny import FolderStore

DOCUMENTED = {0, 1, 2, 3, 4}
REFUSED = {1, 2, 4}
SECONDS = 15
"""A bound for a machine that is busy with other things; the slowest case takes about two."""

NASTY = "=HYPERLINK(1) [bold]x[/итог] \x1b[31mred\x1b]0;t\x07\x9b1m \u202eback\u2066 \r\x08\u2028"


class Answer(NamedTuple):
    code: int
    out: str
    err: str


Run = Callable[..., Answer]


def run_here(*words: str) -> Answer:
    """Run a command in this process."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main(words)
    return Answer(code, out.getvalue(), err.getvalue())


def looked_over(words: Sequence[str], folder: Path) -> Answer:
    """Run a command; hold it to all that this file's first lines promise."""
    before, began = kept(folder), time.monotonic()
    answer = run_here(*words)
    what = (words, answer)
    assert time.monotonic() - began < SECONDS, what
    assert answer.code in DOCUMENTED, what
    assert "Traceback" not in answer.err, what
    for text in (answer.out, answer.err):
        assert all(c.isprintable() or c in "\n\t\u00a0" for c in text), what
    if answer.code in REFUSED and words[:1] != ("check",):
        assert answer.err.count("\n") <= 1, what
        assert kept(folder) == before, what
    return answer


def kept(folder: Path) -> tuple[bytes | None, bytes | None]:
    """Return the two files that a refusal must not touch, the events as far as they count.

    What stands behind the mark was never committed: a change that failed half way leaves it there.
    """
    book, journal = (_content(folder / name) for name in ("directives.json", "events.jsonl"))
    with contextlib.suppress(ValueError, TypeError, LookupError, RecursionError):
        size = json.loads(book or b"")["meta"]["1"]["journal"]["size"]
        return book, None if journal is None else journal[:size]
    return book, journal


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except (OSError, ValueError):
        return None


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a store that has every field: the shipped meeting, worked with, and closed rows."""
    folder = tmp_path_factory.mktemp("hostile") / "office"
    store = FolderStore(folder)
    by = Signature("Айгүл", datetime(2025, 12, 22, 4, 30, tzinfo=UTC), date(2025, 12, 22))
    take(store, [load(str(path), read_file(path)) for path in shipped_files()], by=by)
    evidence = ["https://example.kz/1.pdf", str(shipped_files()[0])]
    news = News(progress=40, measures=[("students", 5)], note="n", evidence=evidence)
    update(store, [1, 5], news, by=by)
    update(store, [1], News(due=date(2026, 2, 1), reason="r"), by=by)
    for status in (Status.SUBMITTED, Status.EXECUTED):
        update(store, [3, 5, 6], News(status=status), by=by)
    add(store, {"en": "Without a unit"}, by=by)
    update(store, [6], News(note="behind"), by=by)
    return folder


@pytest.fixture
def store(office: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a copy of that store, where the commands find it."""
    folder = tmp_path / "store"
    shutil.copytree(office, folder)
    monkeypatch.setenv("TRACKER_STORE", str(folder))
    monkeypatch.setenv("TRACKER_TODAY", "2025-12-22")
    monkeypatch.setenv("TRACKER_ACTOR", "Айгүл")
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.chdir(tmp_path)
    return folder


LOOKING = (
    "list --all", "show 3", "report", "history 1", "check", "units", "undo --list",
    "report flow --as-of 2025-12-20", "report discipline", "letter 1 reminder",
    "export a.json --force",
)  # fmt: skip
CHANGING = ("update 1 --note n", "update 3 --note n", "undo", "add x", "load", "backup")


def tried(folder: Path, commands: Sequence[str] = (*LOOKING, *CHANGING)) -> list[int]:
    """Try the commands on the store as it is; what one changes is there for the next."""
    return [looked_over(tuple(command.split()), folder).code for command in commands]


# Stores


@pytest.mark.parametrize("name", ["directives.json", "events.jsonl", "closed/2025.json"])
@pytest.mark.parametrize("tenths", range(10))
def test_a_file_that_was_cut_off(store: Path, name: str, tenths: int) -> None:
    content = (store / name).read_bytes()
    (store / name).write_bytes(content[: len(content) * tenths // 10])
    codes = tried(store)
    if name == "directives.json":
        assert set(codes) - {1} == {4}
    elif name == "events.jsonl":
        assert codes[4] == 1  # check finds it
        assert set(codes[7:11]) == {4}  # nothing can be added behind it


WRONG = (
    "null", "true", "-1", "0", "1.5", "1e999", "NaN", "-Infinity", "1" + "0" * 400, "1" + "0" * 30,
    '""', '"x"', "[]", "{}", "[[]]", "[null]", "[1, 2]", '[["2025-01-01", "x"]]', '{"kk": 1}',
    '{"xx": "y"}', '{"kk": "y"}', '"9999-99-99"', '"0000-01-01"', '"0001-01-01"', '"9999-12-31"',
    '"2025-12-22T10:00"', '"20251222"', '"\\ud800"', '"\\u0000"', '"new"', '"executed"', '"week"',
    '[{"key": "k", "names": {"en": "n"}, "readings": [["0001-01-01", 1e308]]}]',
    '[{"name": 1, "where": "w", "on": "2025-01-01"}]', '["education", "education"]',
    "[" * 5000 + "]" * 5000, json.dumps(NASTY), json.dumps("x" * 10_001),
)  # fmt: skip
"""Values, as JSON writes them, of which no field can bear more than a few."""

DIRECTIVE = (
    "id", "text", "meeting", "item", "theme", "executor", "co", "heard", "status", "due",
    "first_due", "moved", "every", "starts", "accepted", "progress", "indicators", "evidence",
    "submitted", "closed", "created", "touched", "version", "news", "source", "unheard_of",
)  # fmt: skip


def put(path: Path, table: str, row: str, place: Sequence[str], value: str | None) -> None:
    """Put a value, as JSON writes it, into a row's field; None takes the field out."""
    tables = json.loads(path.read_bytes())
    part: Any = tables[table][row]
    for name in place[:-1]:
        part = part[name]
    part.pop(place[-1], None)
    if value is not None:
        part[place[-1]] = "<here>"
    text = json.dumps(tables, ensure_ascii=False).replace('"<here>"', value or "")
    path.write_text(text, encoding="utf-8")


@pytest.mark.parametrize("field", DIRECTIVE)
def test_a_directive_with_a_field_that_cannot_be(store: Path, field: str) -> None:
    path = store / "directives.json"
    original = path.read_bytes()
    turns = itertools.cycle(["show {}", "report", "check", "list", "update {} --progress 41"])
    for value, row in zip((None, *WRONG), itertools.cycle("15"), strict=False):
        path.write_bytes(original)
        put(path, "directives", row, [field], value)
        tried(store, [next(turns).format(row), next(turns).format(row)])


@pytest.mark.parametrize("field", DIRECTIVE)
def test_a_closed_directive_with_a_field_that_cannot_be(store: Path, field: str) -> None:
    path = store / "closed" / "2025.json"
    original = path.read_bytes()
    for value, command in zip(
        (None, *WRONG), itertools.cycle(["list --all", "show 3", "check"]), strict=False
    ):
        path.write_bytes(original)
        put(path, "directives", "3", [field], value)
        tried(store, [command])


META = (
    ["format"], ["next_id"], ["gone"], ["journal"], ["journal", "seq"], ["journal", "size"],
    ["journal", "hash"],
)  # fmt: skip


@pytest.mark.parametrize("place", META, ids=".".join)
def test_a_store_that_is_wrong_about_itself(store: Path, place: list[str]) -> None:
    path, journal = store / "directives.json", store / "events.jsonl"
    original, events = path.read_bytes(), journal.read_bytes()
    wrong = [v for v in WRONG if (v, place[-1]) != ('"\\ud800"', "hash")]
    for value in (None, *wrong, "2", "999", "[3]", '["3"]'):
        path.write_bytes(original)
        journal.write_bytes(events)
        put(path, "meta", "1", place, value)
        tried(store, ["list", "show 3", "history", "check", "add x"])


@pytest.mark.parametrize(("table", "row"), [("units", "1"), ("meetings", "1"), ("amended", "6")])
def test_units_and_meetings_with_fields_that_cannot_be(store: Path, table: str, row: str) -> None:
    path = store / "directives.json"
    original = path.read_bytes()
    for field in json.loads(original)[table][row]:
        turns = itertools.cycle(["list --all", "report units", "units", "check"])
        for value, command in zip((None, *WRONG[::2]), turns, strict=False):
            path.write_bytes(original)
            put(path, table, row, [field], value)
            tried(store, [command])


WHOLE = {
    "nothing": b"",
    "a space": b" ",
    "null": b"null",
    "a list": b"[]",
    "an empty object": b"{}",
    "empty tables": b'{"directives": {}, "meta": {}}',
    "tables of lists": b'{"directives": [], "meta": [1]}',
    "a row that is a list": b'{"directives": {"1": []}, "meta": {"1": {}}}',
    "a row of no number": b'{"directives": {"x": {}}, "meta": {"1": {}}}',
    "a row of number 10^30": b'{"directives": {"1' + b"0" * 30 + b'": {}}, "meta": {"1": {}}}',
    "a line of 10 MB": b'{"a":"' + b"x" * 10_000_000,
    "10 MB of spaces": b" " * 10_000_000 + b"x",
    "NUL bytes": b"\0" * 10_000,
    "UTF-16": '{"meta": {}}'.encode("utf-16"),
    "a BOM": b"\xef\xbb\xbf{}",
    "cp1251": '{"meta": {"1": {"поле": 1}}}'.encode("cp1251"),
    "a lone surrogate": b'{"\xed\xa0\x80": {}}',
    "100,000 lists deep": b"[" * 100_000,
    "100,000 objects deep": b'{"a":' * 100_000,
    "a number of 10,000 digits": b'{"meta": {"1": {"format": ' + b"9" * 10_000 + b"}}}",
    "an infinite number": b'{"meta": {"1": {"format": 1e999}}}',
    "random bytes": bytes(range(256)) * 40,
    "a newer format": b'{"meta": {"1": {"format": 99}}}',
}


@pytest.mark.parametrize("content", WHOLE.values(), ids=WHOLE)
def test_a_store_that_is_something_else(store: Path, content: bytes) -> None:
    (store / "directives.json").write_bytes(content)
    assert set(tried(store)) - {1} == {4}  # check finds it


@pytest.mark.parametrize("content", WHOLE.values(), ids=WHOLE)
@pytest.mark.parametrize("name", ["events.jsonl", "closed/2025.json"])
def test_another_file_of_the_store_that_is_something_else(
    store: Path, name: str, content: bytes
) -> None:
    (store / name).write_bytes(content)
    codes = tried(store, ["list --all", "history 1", "check", "update 3 --note n", "undo"])
    assert codes[2] == 1  # check finds it


@pytest.mark.parametrize("content", WHOLE.values(), ids=WHOLE)
def test_a_backup_that_is_something_else(store: Path, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "backup.zip").write_bytes(content)
    assert looked_over(("restore", "backup.zip"), store).code == 1


def _change(line: bytes, **fields: str) -> bytes:
    """Return an event's line with fields, as JSON writes them, put in place of its own."""
    row = json.loads(line)
    row |= {name: f"<{name}>" for name in fields}
    text = json.dumps(row, ensure_ascii=False, separators=(",", ":"))
    for name, value in fields.items():
        text = text.replace(f'"<{name}>"', value)
    return text.encode("utf-8", "surrogatepass")


EVENT = ("seq", "batch", "id", "at", "on", "actor", "kind", "change", "reason", "reverts", "hash")
TIMES = ('"2025-12-22T04:30:00"', '"0001-01-01T00:00:00+14:00"', '"9999-12-31T23:59:59-14:00"')


@pytest.mark.parametrize("field", EVENT)
def test_an_event_with_a_field_that_cannot_be(store: Path, field: str) -> None:
    """The first event of directive 1, and the mark told that the file is as long as it now is."""
    journal, book = store / "events.jsonl", store / "directives.json"
    lines, original = journal.read_bytes().splitlines(keepends=True), book.read_bytes()
    place = next(n for n, line in enumerate(lines) if b'"id":1,' in line)
    turns = itertools.cycle(["history", "history 1", "undo --list", "undo"])
    for value, command in zip((*WRONG, *TIMES), turns, strict=False):
        changed = [*lines[:place], _change(lines[place], **{field: value}) + b"\n"]
        content = b"".join([*changed, *lines[place + 1 :]])
        journal.write_bytes(content)
        book.write_bytes(original)
        put(book, "meta", "1", ["journal", "size"], str(len(content)))
        codes = tried(store, ["check", command])
        assert codes[0] == 1, value  # check finds it


def test_folders_in_the_place_of_files(store: Path) -> None:
    for name in ("directives.json", "events.jsonl", "closed/2025.json"):
        original = (store / name).read_bytes()
        (store / name).unlink()
        (store / name).mkdir()
        assert 4 in tried(store)
        (store / name).rmdir()
        (store / name).write_bytes(original)


def test_files_in_the_place_of_folders(store: Path) -> None:
    for name in ("backups", "closed"):
        shutil.rmtree(store / name)
        (store / name).write_bytes(b"")
        tried(store)
        looked_over(("update", "1-2", "--status", "withdrawn", "--reason", "r"), store)
        (store / name).unlink()


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_links_that_lead_in_a_circle(store: Path, tmp_path: Path) -> None:
    (tmp_path / "one").symlink_to(tmp_path / "two")
    (tmp_path / "two").symlink_to(tmp_path / "one")
    for command in (*LOOKING, *CHANGING):
        words = (*command.split(), "--store", str(tmp_path / "one"))
        looked_over(words, store)
    for name in ("directives.json", "events.jsonl", "closed/2025.json", "backups", "closed"):
        shutil.copytree(store, tmp_path / "copy")
        path = tmp_path / "copy" / name
        shutil.rmtree(path) if path.is_dir() else path.unlink()
        path.symlink_to(path.name)
        for command in (*LOOKING, *CHANGING):
            looked_over((*command.split(), "--store", str(tmp_path / "copy")), tmp_path / "copy")
        shutil.rmtree(tmp_path / "copy")


@pytest.mark.parametrize("name", ["бақылау қаласы ә", "two\nlines", " ", "~", "-x", "a" * 255])
@pytest.mark.usefixtures("store")
def test_a_store_of_an_odd_name(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "odd" / name
    for command in (*CHANGING, *LOOKING):
        looked_over((*command.split(), f"--store={folder}"), folder)


@pytest.mark.parametrize("name", ["", "\0", "a\0b", "a" * 300, "/dev/null", "/proc/self/x"])
def test_a_store_where_none_can_be(store: Path, name: str) -> None:
    for command in ("add x", "list", "check", "load", "backup", "restore"):
        looked_over((*command.split(), f"--store={name}"), store)


@pytest.mark.parametrize("text", [NASTY, "x" * 9_999, "\ud800", "\u0000", "\ufeff", "\u202e" * 50])
def test_text_that_is_out_to_do_harm_is_harmless_wherever_it_is_shown(
    store: Path, text: str
) -> None:
    for words in (
        ("add", text, "--item", text, "--theme", text, "--unit", "education"),
        ("update", "8", "--note", text, "--reason", text, "--as", text[:100]),
        ("update", "8", "--measure", f"{text[:50]}=1", "--evidence", f"https://{text}"),
        ("units", "add", "hostile", text, "--alias", text + "1", "--head", text),
        ("update", "8", "--status", "withdrawn", "--reason", text),
    ):
        looked_over(words, store)
    for command in (*LOOKING, "report units", "list --search " + text[:20], "show 8", "history 8"):
        for form in ("table", "plain", "csv", "json"):
            looked_over((*command.split(), "--output", form), store)


def test_a_text_of_10_001_characters_is_refused(store: Path) -> None:
    assert looked_over(("add", "x" * 10_001), store).code == 1
    assert looked_over(("add", "x" * 10_000), store).code == 0


# Files to load


ROWS = {
    "an infinite item": '[{"text": "x", "item": 1e999}]',
    "an item of 10^400": '[{"text": "x", "item": 1' + "0" * 400 + "}]",
    "an item of 10^5000": '[{"text": "x", "item": 1' + "0" * 5000 + "}]",
    "an item that is no number": '[{"text": "x", "item": NaN}]',
    "a lone surrogate": '[{"text": "half \\ud800 pair"}]',
    "NUL": '[{"text": "a\\u0000b"}]',
    "year 0": '[{"text": "x", "due": "0000-01-01"}]',
    "year 1": '[{"text": "x", "due": "0001-01-01"}]',
    "month 99": '[{"text": "x", "due": "9999-99-99"}]',
    "harmful text": json.dumps([{"text": NASTY, "item": NASTY, "theme": NASTY, "due": NASTY}]),
    "harmful names": json.dumps([{NASTY: 1, "text": "x"}]),
    "a harmful unit": json.dumps({"units": [{"key": NASTY, "names": {"en": NASTY}}]}),
    "a harmful meeting": json.dumps(
        {"meeting": {"id": NASTY, "date": "2025-01-01", "title": NASTY}, "directives": []}
    ),
    "9,999 characters": json.dumps([{"text": "x" * 9_999}]),
    "10,001 characters": json.dumps([{"text": "x" * 10_001}]),
    "a text of 10 MB": json.dumps([{"text": "x" * 10_000_000}]),
    "200 unknown columns": json.dumps([{f"c{n}": n for n in range(200)}]),
    "a row that is none": "[1, null, [], {}]",
    "deep": "[" * 100_000,
    "deep in a row": '[{"text": ' + "[" * 5_000 + "]" * 5_000 + "}]",
    "formats": '{"format": [], "directives": 1, "units": {}, "meeting": []}',
    "the same twice": '{"directives": [], "directives": [{"text": "x"}]}',
    "an unhashable language": '[{"text": {"kk": {}, "xx": []}}]',
    "a BOM": "\ufeff[]",
}


@pytest.mark.parametrize("text", ROWS.values(), ids=ROWS)
def test_a_json_file_that_is_out_to_do_harm(store: Path, tmp_path: Path, text: str) -> None:
    (tmp_path / "a.json").write_text(text, encoding="utf-8")
    _loaded_and_shown(store, "a.json")


def _loaded_and_shown(store: Path, name: str) -> None:
    for words in (("load", name, "--dry-run"), ("load", name), ("load", name, "--output", "json")):
        looked_over(words, store)
    for form in ("table", "json", "csv"):
        for command in ("list --limit 20", "history 8", "report"):
            looked_over((*command.split(), "--output", form), store)
    assert looked_over(("check",), store).code == 0


@pytest.mark.parametrize("content", WHOLE.values(), ids=WHOLE)
@pytest.mark.parametrize("format", ["toml", "json", "csv", "xlsx"])
def test_a_file_to_load_that_is_something_else(
    store: Path, tmp_path: Path, content: bytes, format: str
) -> None:
    (tmp_path / f"a.{format}").write_bytes(content)
    looked_over(("load", f"a.{format}"), store)


TOMLS = {
    "deep": "a = " + "[" * 100_000,
    "deep tables": "a = " + "{a = " * 10_000,
    "a deep name": ".".join(["a"] * 2_000) + " = 1",
    "many tables": "\n".join(f"[[a.b{n}]]" for n in range(5_000)),
    "no end": '[[directives]]\ntext = """',
    "a date of year 0": "[[directives]]\ntext = 'x'\ndue = 0000-01-01",
    "a date of year 1": "[[directives]]\ntext = 'x'\ndue = 0001-01-01",
    "a date of month 99": "[[directives]]\ntext = 'x'\ndue = 9999-99-99",
    "a time": "[[directives]]\ntext = 'x'\ndue = 10:00:00",
    "numbers": "[[directives]]\ntext = 'x'\nitem = inf\n[[directives]]\ntext = nan",
    "a long number": "[[directives]]\ntext = 'x'\nitem = 1" + "0" * 5_000,
    "a control character": "[[directives]]\ntext = 'a\x1bb'",
    "escapes": '[[directives]]\ntext = "a\\u001b[31mb\\u202ec\\u0000d"',
    "a surrogate": '[[directives]]\ntext = "\\ud800"',
    "twice": "[meeting]\n[meeting]",
    "a list that is a table": "[directives]\ntext = 'x'\n[units]",
    "10 MB in a line": "text = '" + "x" * 10_000_000 + "'",
}


@pytest.mark.parametrize("text", TOMLS.values(), ids=TOMLS)
def test_a_toml_file_that_is_out_to_do_harm(store: Path, tmp_path: Path, text: str) -> None:
    (tmp_path / "a.toml").write_text(text, encoding="utf-8")
    _loaded_and_shown(store, "a.toml")


CSVS = {
    "an open quote": b'text,due\n"' + b"x" * 1_000_000,
    "a line of 10 MB": b"text\n" + b"x" * 10_000_000 + b"\n",
    "a head of 1,000 columns": b",".join([b"text"] * 1_000) + b"\n1\n",
    "a row of 100,000 cells": b"text\n" + b",".join([b"x"] * 100_000) + b"\n",
    "10,000 bad rows": b"text,due\n" + b"x,31.31.2025\n" * 10_000,
    "formulas": b"text,item\n=HYPERLINK(1),@x\n+1,-1\n",
    "harmful": f"text,due,{NASTY}\n{NASTY},{NASTY},x\n".encode(),
    "old Mac lines": b"text,due\rx,2025-12-31\ry,\r",
    "cp1251": "поручение;срок\nПервое;31.12.2025\n".encode("cp1251"),
    "half of a sign": "тапсырма\nБір\n".encode()[:-2],
    "UTF-16 cut": "text\nx\n".encode("utf-16")[:-1],
    "NUL inside": b"text\na\0b\n",
    "only a head": b"text\n",
    "no head": b"\n\n\n",
    "delimiters": b";;;;,,,,\t\t\n" * 100,
    "dates": b"text,due\na,0000-01-01\nb,9999-99-99\nc,0001-01-01\nd," + b"9" * 5_000 + b"\n",
}


@pytest.mark.parametrize("content", CSVS.values(), ids=CSVS)
def test_a_csv_file_that_is_out_to_do_harm(store: Path, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.csv").write_bytes(content)
    _loaded_and_shown(store, "a.csv")


def workbook(path: Path, **parts: bytes) -> None:
    """Write a workbook of two rows; `parts` are members to put in the place of its own."""
    book = openpyxl.Workbook()
    for row in (["text", "item"], ["x", 1]):
        book.worksheets[0].append(row)
    plain = io.BytesIO()
    book.save(plain)
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            key = Path(name).stem.strip("[]")
            target.writestr(name, parts.get(key, source.read(name)))


SPACE = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def sheet(cells: bytes, before: bytes = b"") -> bytes:
    rows = b'<row r="1"><c r="A1" t="inlineStr"><is><t>text</t></is></c></row>'
    return (
        b'<?xml version="1.0"?>' + before + b"<worksheet " + SPACE + b"><sheetData>" + rows + cells
        + b"</sheetData></worksheet>"
    )  # fmt: skip


def cell(place: str, text: bytes) -> bytes:
    row = place.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ").encode()
    return (
        b'<row r="' + row + b'"><c r="' + place.encode() + b'" t="inlineStr"><is><t>' + text
        + b"</t></is></c></row>"
    )  # fmt: skip


LAUGHS = (
    b'<!DOCTYPE lolz [<!ENTITY l0 "lol">'
    + b"".join(
        b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 11)
    )
    + b"]>"
)  # fmt: skip

SHEETS = {
    "a billion laughs": sheet(cell("A2", b"&l10;"), LAUGHS),
    "a file of the system": sheet(
        cell("A2", b"&x;"), b'<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    ),
    "the farthest cell": sheet(cell("XFD1048576", b"x")),
    "a cell too far": sheet(cell("ZZZ9999999", b"x")),
    "a far row without cells' places": sheet(b'<row r="1048576"><c><v>1</v></c></row>'),
    "a dimension that lies": sheet(b"").replace(
        b"<sheetData>", b'<dimension ref="A1:XFD1048576"/><sheetData>'
    ),
    "a wrong place": sheet(cell("A0", b"x")),
    "no such shared text": sheet(b'<row r="2"><c r="A2" t="s"><v>99999</v></c></row>'),
    "a number of 5,000 digits": sheet(
        b'<row r="2"><c r="A2"><v>' + b"9" * 5_000 + b"</v></c></row>"
    ),
    "an infinite number": sheet(b'<row r="2"><c r="A2"><v>1e999</v></c></row>'),
    "no number": sheet(b'<row r="2"><c r="A2"><v>x</v></c></row>'),
    "a date beyond the calendar": sheet(
        b'<row r="2"><c r="A2" t="d"><v>0000-99-99T99:99:99</v></c></row>'
    ),
    "deep": b"<a>" * 100_000,
    "cut off": sheet(cell("A2", b"x"))[:-40],
    "nothing": b"",
    "harmful": sheet(cell("A2", NASTY.translate(dict.fromkeys(range(32))).encode())),
    "a control character": sheet(cell("A2", b"a&#27;[31mb\x1bc&#0;")),
    "a text of 20 MB": sheet(cell("A2", b"x" * 20_000_000)),
}


@pytest.mark.parametrize("content", SHEETS.values(), ids=SHEETS)
def test_a_workbook_that_is_out_to_do_harm(store: Path, tmp_path: Path, content: bytes) -> None:
    workbook(tmp_path / "a.xlsx", sheet1=content)
    answer = looked_over(("load", "a.xlsx"), store)
    assert "root:" not in answer.out
    _loaded_and_shown(store, "a.xlsx")


@pytest.mark.parametrize("part", ["workbook", "styles", "Content_Types", ".rels"])
def test_a_workbook_whose_other_parts_laugh(store: Path, tmp_path: Path, part: str) -> None:
    content = b'<?xml version="1.0"?>' + LAUGHS + b"<workbook " + SPACE + b">&l10;</workbook>"
    workbook(tmp_path / "a.xlsx", **{part: content})
    looked_over(("load", "a.xlsx"), store)


def bomb(path: Path, member: str, megabytes: int) -> None:
    """Write a zip whose one member unpacks to so much, piece by piece."""
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open(member, "w", force_zip64=True) as file,
    ):
        for _ in range(megabytes):
            file.write(bytes(1 << 20))


def test_a_zip_bomb_is_not_unpacked(store: Path, tmp_path: Path) -> None:
    bomb(tmp_path / "a.xlsx", "xl/worksheets/sheet1.xml", 300)
    answer = looked_over(("load", "a.xlsx"), store)
    assert answer.code == 1
    assert "unpacks to more than" in answer.err


def test_a_zip_bomb_is_no_backup(store: Path, tmp_path: Path) -> None:
    bomb(tmp_path / "a.zip", "directives.json", 300)
    assert looked_over(("restore", "a.zip"), store).code == 1


def test_a_backup_that_would_write_elsewhere(store: Path, tmp_path: Path) -> None:
    assert run_here("backup").code == 0
    good = next((store / "backups").glob("*.zip"))
    for name in ("../../stray", "/tmp/w3-stray", "closed/../stray.json", "closed/²025.json"):  # noqa: S108
        shutil.copy(good, tmp_path / "a.zip")
        with zipfile.ZipFile(tmp_path / "a.zip", "a") as archive:
            archive.writestr(name, b"x")
        looked_over(("restore", "a.zip"), store)
        assert not list(tmp_path.rglob("*stray*"))
        assert not Path("/tmp/w3-stray").exists()  # noqa: S108


# Settings


CONFIGS = {
    "no TOML": b"= 1",
    "deep": b"a = " + b"[" * 100_000,
    "NUL": b"\0",
    "cp1251": "lang = 'кк'".encode("cp1251"),
    "an unknown name": b"colour = 1",
    "a harmful name": json.dumps(NASTY).encode() + b" = 1",
    "an unknown language": b"lang = 'xx'",
    "a wrong kind": b"within = '7'",
    "a fraction": b"within = 1.5",
    "true": b"wait = true",
    "a negative number": b"backups = -1",
    "10^30": b"backups = 1" + b"0" * 30,
    "a long number": b"backups = 1" + b"0" * 5_000,
    "a store of no name": b'store = ""',
    "a harmful actor": b'actor = "\\u001b[31m\\u202e"',
    "an actor of no name": b'actor = "  "',
    "no backups": b"backups = 0",
    "twice": b"lang = 'kk'\nlang = 'ru'",
}


@pytest.mark.parametrize("content", CONFIGS.values(), ids=CONFIGS)
def test_a_config_file_that_is_broken(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes
) -> None:
    (tmp_path / "config.toml").write_bytes(content)
    monkeypatch.setenv("TRACKER_CONFIG", str(tmp_path / "config.toml"))
    monkeypatch.delenv("TRACKER_ACTOR")
    tried(store)
    monkeypatch.delenv("TRACKER_STORE")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    tried(store)


@pytest.mark.parametrize("name", ["folder", "missing/config.toml", "loop", "a" * 300])
def test_a_config_file_that_is_none(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    (tmp_path / "folder").mkdir()
    with contextlib.suppress(OSError):
        (tmp_path / "loop").symlink_to("loop")
    monkeypatch.setenv("TRACKER_CONFIG", str(tmp_path / name))
    tried(store)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TODAY", "x"),
        ("TODAY", "0000-01-01"),
        ("TODAY", "0001-01-01"),
        ("TODAY", "9999-12-31"),
        ("TODAY", "9" * 5_000),
        ("TODAY", ""),
        ("LANG", "x"),
        ("LANG", "\x1b[31m"),
        ("LANG", "../../etc"),
        ("STORE", ""),
        ("STORE", " "),
        ("STORE", "/dev/null"),
        ("ACTOR", ""),
        ("ACTOR", "x" * 100_000),
        ("ACTOR", "\udcff\x1b[31m\n\u202e"),
        ("CONFIG", ""),
        ("CONFIG", "/dev/null/x"),
    ],
)
def test_an_environment_that_is_broken(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv(f"TRACKER_{name}", value)
    tried(store)


@pytest.mark.parametrize("value", ["x", "0", "-5", "1", "\u0662", ""])
def test_a_terminal_of_an_odd_width(
    store: Path, monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv("COLUMNS", value)
    for command in (*LOOKING, "", "report units", "--help", "list --help"):
        looked_over((*command.split(), "--output", "table"), store)


# Arguments


POOL = (
    "", " ", "0", "1", "3", "1-3", "3-1", "-1", "--", "-", "1,2,,3", "1" + "0" * 30, "1-99999999",
    "1-10000", "9" * 5_000, "٣", "²", "1.5", "1e9", "NaN", "inf", "x", "new", "executed",
    "withdrawn", "in_progress", "education", "employment", "Білім басқармасы", "education,sport",
    "2025-12-31", "31.12.2025", "0000-01-01", "0001-01-01", "9999-12-31", "9999-99-99",
    "2025-02-30", "x=1", "=1", "x=1e999", "x=" + "9" * 18, "students=5", "week", "table", "plain",
    "json", "csv", "kk", "ru", "en", "\0", "a\0b", "\ud800", "\udcff", "\x1b[31m", "\u202eback",
    "[bold]", "[/итог]", "=HYPERLINK(1)", "{id}", "{0.__class__}", "%s", "x" * 9_999, "x" * 10_001,
    ".", "..", "/", "~", "missing.toml", "a\nb", "ы" * 300, "https://x", "http://\0", "%", "100%",
    "2025-Q4", "2025-11-01..2025-12-31", "..", "reminder", "return", "extension", "removal",
    "a.html", "a.json", "a.csv", "a.md", "a.ics", "a.xlsx", "a.docx", "missing/a.html",
    "\ud800.html", "x" * 300 + ".md", "\x1b[31m.csv", "abai-2025-11-03",
)  # fmt: skip

OPTIONS = (
    "--output", "--lang", "--as", "--today", "--wait", "--help", "--status", "--progress",
    "--note", "--from", "--evidence", "--due", "--measure", "--reason", "--copy", "--seen",
    "--final", "--dry-run", "--every", "--unit", "--with", "--theme", "--meeting", "--item",
    "--all", "--overdue", "--due-before", "--due-after", "--search", "--sort", "--limit",
    "--within", "--since", "--actor", "--list", "--format", "--update", "--short", "--alias",
    "--head", "--kk", "--version", "--period", "--as-of", "--save", "--force", "--explain",
    "--no-pager", "--template", "--target",
)  # fmt: skip

WORDS = st.sampled_from(POOL) | st.text(max_size=8)
OPTION = st.tuples(st.sampled_from(OPTIONS), WORDS).map(list)
JOINED = st.builds("{}={}".format, st.sampled_from(OPTIONS), WORDS).map(lambda word: [word])
BARE = (WORDS | st.sampled_from(OPTIONS)).map(lambda word: [word])
SUBCOMMANDS = st.sampled_from(
    (
        "add", "rename", "units", "themes", "meetings", "meeting", "discipline", "deadlines",
        "changes", "indicators", "flow",
    )
)  # fmt: skip


@st.composite
def argument_lists(draw: st.DrawFn) -> list[str]:
    words = [draw(st.sampled_from([*COMMANDS, ""]) | WORDS)]
    if words[0] in ("units", "report") and draw(st.booleans()):
        words.append(draw(SUBCOMMANDS))
    for part in draw(st.lists(OPTION | JOINED | BARE, max_size=6)):
        words += part
    return words


@pytest.fixture
def unread(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let standard input be empty, for `load -`."""
    with io.TextIOWrapper(io.BytesIO()) as nothing:
        monkeypatch.setattr("sys.stdin", nothing)
        yield


@pytest.mark.usefixtures("unread")
@settings(
    max_examples=600,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(words=argument_lists())
@example(words=["add", "x", "--today", "9999-12-31", "--every", "week"])
@example(words=["show", "1" + "0" * 30])
@example(words=["update", "1", "--evidence", "\0"])
@example(words=["update", "1", "--status", "{id}"])
@example(words=["backup", "\0"])
@example(words=["restore", "\0"])
def test_any_words_end_in_a_documented_way(store: Path, words: list[str]) -> None:
    looked_over(words, store)


# What the program does not yet hold to


def test_a_mark_whose_hash_is_no_text(store: Path) -> None:
    put(store / "directives.json", "meta", "1", ["journal", "hash"], '"\\ud800"')
    looked_over(("add", "x"), store)


@pytest.mark.parametrize("place", [["next_id"], ["journal", "seq"]], ids=".".join)
def test_a_store_at_the_end_of_its_numbers(store: Path, place: list[str]) -> None:
    put(store / "directives.json", "meta", "1", place, str(2**53 - 1))
    looked_over(("add", "x"), store)
    assert looked_over(("list",), store).code == 0


@pytest.mark.skipif(os.name == "nt", reason="a name like any other there")
def test_a_store_whose_name_cannot_be_encoded(store: Path) -> None:
    looked_over(("add", "x", "--store=\ud800"), store)


def test_a_damaged_store_is_not_backed_up_as_if_it_were_good(store: Path) -> None:
    journal = store / "events.jsonl"
    journal.write_bytes(journal.read_bytes()[:-100])
    assert looked_over(("backup",), store).code == 4


FAR = {
    "other quotes": sheet(cell("XFD1048576", b"x")).replace(b'r="XFD1048576"', b"r='XFD1048576'"),
    "spaces": sheet(cell("XFD1048576", b"x")).replace(b'r="XFD1048576"', b'r = "XFD1048576"'),
}

LIMITED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, (3 << 30, 3 << 30))
from tracker.cli.app import main
sys.exit(main(["load", sys.argv[1]]))
"""


@pytest.mark.parametrize("content", FAR.values(), ids=FAR)
def test_a_far_cell_that_is_written_in_another_way(
    store: Path, tmp_path: Path, content: bytes
) -> None:
    """In a process of its own, with an end to its memory, since it takes 400 GB."""
    pytest.importorskip("resource")
    workbook(tmp_path / "a.xlsx", sheet1=content)
    before = kept(store)
    command = [sys.executable, "-c", LIMITED, str(tmp_path / "a.xlsx")]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False, timeout=60)
    assert (done.returncode, kept(store)) == (1, before)
    assert done.stderr.count("\n") == 1


def test_a_config_file_whose_store_has_a_nul(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "config.toml").write_text('store = "a\\u0000b"', encoding="utf-8")
    monkeypatch.setenv("TRACKER_CONFIG", str(tmp_path / "config.toml"))
    monkeypatch.delenv("TRACKER_STORE")
    looked_over(("list",), store)


def test_a_terminal_wider_than_any(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "9" * 30)
    looked_over(("list", "--output", "table"), store)


def test_many_unknown_columns_cost_no_more_than_many_rows() -> None:
    """Ten times as many columns: about ten times the time, not a hundred times."""

    def seconds(columns: int) -> float:
        content = json.dumps([{f"c{n}": n for n in range(columns)}]).encode()
        began = time.monotonic()
        load("a.json", content)
        return time.monotonic() - began

    assert seconds(1_000) < 40 * seconds(100)
