"""Undo, check, backup and restore at the command line; what is said in a pipe; long names."""

import json
from pathlib import Path

import pytest
from conftest import Cli
from rich.cells import cell_len


@pytest.fixture(autouse=True)
def _loaded(cli: Cli) -> None:
    """Load the shipped meeting before each of these tests."""
    cli("load")


def statuses(cli: Cli) -> list[str]:
    """Return the statuses of all directives, by id."""
    listed = json.loads(cli("list", "--all", "--sort", "id", "--output", "json")[1])
    return [d["status"] for d in listed["directives"]]


def test_a_command_of_six_directives_is_taken_back_and_made_again_as_one(cli: Cli) -> None:
    cli("update", "1-6", "--status", "in_progress")
    code, out, _ = cli("undo", "--output", "table")
    assert code == 0
    assert "In progress" in out
    assert "Assigned" in out
    assert statuses(cli) == ["assigned"] * 6
    assert cli("redo")[0] == 0
    assert statuses(cli) == ["in_progress"] * 6
    assert cli("check")[0] == 0


def test_a_load_is_taken_back_as_one_and_its_numbers_are_not_given_again(cli: Cli) -> None:
    cli("undo")
    assert statuses(cli) == []
    assert cli("show", "1")[0] == 1
    assert json.loads(cli("units", "--output", "json")[1])["units"] == []
    cli("add", "New")
    assert json.loads(cli("list", "--output", "json")[1])["directives"][0]["id"] == 7


def test_undo_is_refused_where_somebody_else_has_built_on_it(cli: Cli) -> None:
    cli("update", "1", "--progress", "10")
    cli("update", "1", "--progress", "20", "--as", "Марат")
    code, out, err = cli("undo")
    assert (code, out) == (1, "")
    assert "Марат has changed № 1 since (Progress)" in err
    assert cli("undo", "--as", "Серік")[0] == 1


def test_undo_shows_what_it_could_take_back_and_can_be_tried(cli: Cli) -> None:
    cli("update", "1", "--progress", "10")
    listed = json.loads(cli("undo", "--list", "--output", "json")[1])["commands"]
    assert [(c["directives"], c["undone"]) for c in listed] == [
        ([1], False),
        ([1, 2, 3, 4, 5, 6], False),
    ]
    assert "Dry run" in cli("undo", "--dry-run", "--output", "table")[1]
    assert json.loads(cli("show", "1", "--output", "json")[1])["directive"]["progress"] == 10


def test_what_was_changed_meanwhile_is_not_written_over(cli: Cli) -> None:
    seen = json.loads(cli("show", "3", "--output", "json")[1])["directive"]["version"]
    cli("update", "3", "--progress", "50", "--as", "Марат")
    code, _, err = cli("update", "3", "--progress", "10", "--seen", str(seen))
    assert code == 1
    assert "changed since event" in err
    assert "Марат" in err
    now = json.loads(cli("show", "3", "--output", "json")[1])["directive"]
    assert now["progress"] == 50
    assert cli("assign", "3", "employment", "--seen", str(now["version"]))[0] == 0


def test_check_says_what_is_wrong_and_restore_mends_it(cli: Cli, tmp_path: Path) -> None:
    assert (
        cli("check", "--output", "table")[:2]
        == (
            0,
            f" Nothing is wrong with “{tmp_path / 'store'}”.\n",
        )
        or "Nothing is wrong" in cli("check", "--output", "table")[1]
    )
    file = tmp_path / "store" / "directives.json"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace('"status":"assigned"', '"status":"in_progress"', 1), "utf-8")
    code, out, _ = cli("check")
    assert code == 1
    assert "Directive 1 is not what its events made it" in out
    assert cli("restore")[0] == 0
    assert cli("check")[0] == 0
    assert statuses(cli) == ["assigned"] * 6


def test_a_backup_goes_back_and_that_can_be_undone(cli: Cli, tmp_path: Path) -> None:
    backup = tmp_path / "копия.zip"
    assert cli("backup", str(backup))[0] == 0
    cli("update", "1", "--status", "withdrawn", "--reason", "x")
    cli("add", "Another")
    assert cli("restore", str(backup), "--output", "table")[0] == 0
    assert statuses(cli) == ["assigned"] * 6
    cli("undo")
    assert statuses(cli) == ["withdrawn", *["assigned"] * 5, "new"]
    assert cli("check")[0] == 0


def test_a_damaged_store_is_left_alone_and_the_error_names_a_backup(
    cli: Cli, tmp_path: Path
) -> None:
    cli("update", "1", "--progress", "10")
    file = tmp_path / "store" / "directives.json"
    file.write_bytes(file.read_bytes()[:100])
    for words in (["list"], ["update", "1", "--progress", "20"], ["undo"], ["load"]):
        code, out, err = cli(*words)
        assert (code, out) == (4, "")
        assert "tracker restore" in err
    assert file.stat().st_size == 100
    backup = err.split("newest backup, “")[1].split("”")[0]
    assert cli("restore", backup)[0] == 0
    assert cli("check")[0] == 0
    assert file.stat().st_size > 100


def test_somebody_who_writes_is_waited_for_and_then_told_of(cli: Cli, tmp_path: Path) -> None:
    from filelock import FileLock

    with FileLock(tmp_path / "store" / "lock"):
        code, out, err = cli("update", "1", "--progress", "10", "--wait", "0")
        assert (code, out) == (4, "")
        assert "Somebody else is writing" in err
        assert cli("list")[0] == 0
        assert cli("update", "1", "--progress", "10", "--dry-run")[0] == 0


def test_history_by_day_unit_and_person(cli: Cli) -> None:
    cli("update", "1", "--progress", "10", "--as", "Марат", "--today", "2025-12-25")
    cli("assign", "2", "employment", "--alone")

    def ids(*words: str) -> set[int]:
        events = json.loads(cli("history", "--output", "json", *words)[1])["events"]
        return {e["directive"] for e in events if e["directive"]}

    assert ids("--since", "2025-12-25") == {1}
    assert ids("--actor", "марат") == {1}
    assert ids("--unit", "education") == {1, 3, 4, 5, 6}
    assert ids("1", "2", "--unit", "education") == {1}


def test_evidence_is_taken_into_the_store_when_told(cli: Cli, tmp_path: Path) -> None:
    report = tmp_path / "есеп.txt"
    report.write_text("figures", encoding="utf-8")
    cli("update", "1", "--evidence", str(report), "--copy")
    report.unlink()
    document = json.loads(cli("show", "1", "--output", "json")[1])["directive"]["evidence"][0]
    assert Path(document["where"]).read_text(encoding="utf-8") == "figures"
    assert Path(document["where"]).parent == tmp_path / "store" / "evidence"
    assert cli("check")[0] == 0


def test_in_a_pipe_what_the_rows_do_not_say_is_said_on_standard_error(cli: Cli) -> None:
    assert "0 directives added · 6 already known" in cli("load")[2]
    code, out, err = cli("update", "1", "--progress", "10", "--dry-run")
    assert code == 0
    assert "Dry run" not in out
    assert "1: Progress: 10%\n" in err
    assert "Dry run: nothing was changed.\n" in err
    assert cli("update", "1", "--progress", "10", "--output", "json")[2] == ""


def test_the_overview_as_plain_text_has_day_counts_and_units(cli: Cli) -> None:
    out = cli("report")[1]
    assert "Day\t2025-12-22\n" in out
    assert "Overdue\t0\n" in out
    assert "Department of Education\t6\t" in out
    assert "Department of Employment\t0\t6\t" in out


def test_an_empty_store_has_a_report_for_programs(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRACKER_STORE", "nowhere")
    assert json.loads(cli("report", "--output", "json")[1])["report"]["total"]["on_control"] == 0


def test_assigning_keeps_the_helpers_unless_told_otherwise(cli: Cli) -> None:
    def units(id: str) -> tuple[str, list[str]]:
        found = json.loads(cli("show", id, "--output", "json")[1])["directive"]
        return found["executor"], found["co_executors"]

    cli("units", "add", "health", "Health")
    cli("assign", "1", "health")
    assert units("1") == ("health", ["employment"])
    cli("assign", "2", "employment")
    assert units("2") == ("employment", [])
    cli("assign", "3", "health", "--with", "education", "--with", "employment")
    assert units("3") == ("health", ["education", "employment"])
    cli("assign", "3", "health", "--alone")
    assert units("3") == ("health", [])


LONG = "Жұмыспен қамту және әлеуметтік бағдарламаларды үйлестіру басқармасы"


@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_long_names_wrap_and_no_line_is_too_wide(cli: Cli, lang: str) -> None:
    cli("units", "add", "social", LONG)
    who = "Айгүл Серікқызы Нұрмұхамедова, бақылау бөлімінің бас маманы"
    cli("assign", "3", "social", "--as", who)
    for words in ("list", "report", "report units", "units", "history", "show 3"):
        out = cli(*words.split(), "--output", "table", "--lang", lang)[1]
        assert [line for line in out.splitlines() if cell_len(line) > 80] == [], words
        whole = "".join(out.split())
        assert all(word in whole for word in ("үйлестіру", "басқармасы")), words


def test_check_says_what_is_left_of_a_journal_that_was_cut(cli: Cli, tmp_path: Path) -> None:
    """Fifteen events of the load (two units, the meeting, six times two); the last one is cut."""
    journal = tmp_path / "store" / "events.jsonl"
    journal.write_bytes(journal.read_bytes()[:-100])
    code, out, _ = cli("check")
    assert code == 1
    assert "is shorter than the store says" in out
    assert "keeps 14 of 15 events" in out
    assert cli("list")[0] == 0
    assert cli("add", "More")[0] == 4
    code, _, err = cli("restore")
    assert (code, cli("check")[0], cli("add", "More")[0]) == (0, 0, 0)
    assert "14 of 15 events are left" in err


@pytest.mark.parametrize("words", ["restore", "backup", "undo --dry-run", "list", "check"])
def test_what_only_looks_leaves_no_trace_where_no_store_is(
    cli: Cli, tmp_path: Path, words: str
) -> None:
    code, _, err = cli(*words.split(), "--store", str(tmp_path / "nowhere"))
    assert code == {"restore": 4, "backup": 4, "undo": 1}.get(words.split(maxsplit=1)[0], 0), err
    assert not (tmp_path / "nowhere").exists()
