"""The officer's day from end to end, in each language, through the real command."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]

IN_PROGRESS = {"kk": "Орындалуда", "ru": "На исполнении", "en": "In progress"}
RETURNED = {"kk": "Пысықтауға қайтарылды", "ru": "На доработке", "en": "Returned"}
EDUCATION = {
    "kk": "Білім басқармасы",
    "ru": "Управление образования",
    "en": "Department of Education",
}
ON_CONTROL = {"kk": "7 бақылауда", "ru": "7 на контроле", "en": "7 on control"}


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Return a function that runs `tracker` on 22 December 2025, in a store of its own."""

    def run(
        *words: str, lang: str = "en", code: int = 0, given: str | None = None, **environ: str
    ) -> subprocess.CompletedProcess[str]:
        settings = {
            "TRACKER_STORE": str(tmp_path / "store"),
            "TRACKER_TODAY": "2025-12-22",
            "TRACKER_ACTOR": "Айгүл",
            "TRACKER_LANG": lang,
            "COLUMNS": "80",
        }
        done = subprocess.run(
            [sys.executable, "-m", "tracker", *words],
            env={**os.environ, **settings, **environ},
            cwd=tmp_path,
            input=given,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == code, done.stderr
        assert "Traceback" not in done.stderr
        return done

    return run


def directive(run: Run, id: int) -> Any:
    """Return a directive as JSON has it."""
    return json.loads(run("show", str(id), "--output", "json").stdout)["directive"]


@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_the_walk(run: Run, tmp_path: Path, lang: str) -> None:
    (tmp_path / "report.pdf").write_bytes(b"figures")

    def say(*words: str, **rest: Any) -> str:
        return run(*words, "--output", "table", lang=lang, **rest).stdout

    say("load")
    assert say("list").count("31") >= 6
    assert EDUCATION[lang] in say("show", "1")

    say("assign", "2", "employment", "--with", "education")
    second = directive(run, 2)
    assert (second["executor"], second["co_executors"]) == ("employment", ["education"])

    shown = say("update", "1", "--status", "in_progress", "--progress", "40", "--note", "120")
    assert IN_PROGRESS[lang] in shown
    assert "40" in shown
    assert directive(run, 1)["not_heard_from"] == ["employment"]
    say("update", "1", "--from", "employment", "--note", "Vacancy figures sent")
    assert directive(run, 1)["not_heard_from"] == []

    say("update", "1", "--status", "submitted", "--evidence", "report.pdf")
    first = directive(run, 1)
    assert first["submitted"] == "2025-12-22"
    assert first["evidence"][0]["name"] == "report.pdf"
    assert first["evidence"][0]["size"] == len(b"figures")
    assert RETURNED[lang] in say("update", "1", "--status", "returned", "--reason", "figures")

    say("update", "1", "2", "3", "--status", IN_PROGRESS[lang])
    assert [directive(run, id)["status"] for id in (1, 2, 3)] == ["in_progress"] * 3

    say("update", "4", "--due", "2026-02-01", "--reason", "January")
    fourth = directive(run, 4)
    assert (fourth["due"], fourth["first_due"], fourth["moved"]) == ("2026-02-01", "2025-12-31", 1)

    say("update", "5", "--measure", "graduates employed=81,5")
    assert directive(run, 5)["indicators"][-1]["readings"] == [{"on": "2025-12-22", "value": 81.5}]

    say("add", "Мамандық күні", "--due", "2025-12-20", "--theme", "prestige")
    say("assign", "7", "education", "--due", "2025-12-25", "--reason", "later")
    seventh = directive(run, 7)
    assert (seventh["due"], seventh["moved"], seventh["status"]) == ("2025-12-25", 1, "assigned")

    assert ON_CONTROL[lang] in say("report")
    assert EDUCATION[lang].split()[0] in say("report", "units")
    assert "Айгүл" in say("history", "1")
    say("units", "add", "sport", "Дене шынықтыру басқармасы")
    say("units", "rename", "sport", "Спорт басқармасы")
    assert "sport" in say("units")


def test_a_report_is_submitted_late_and_accepted(run: Run) -> None:
    """Two directives due on 31 December: one report of the 30th, one of 2 January: 50 % in time."""
    run("load")
    run("update", "1-2", "--status", "in_progress")
    run("update", "1", "--status", "submitted", TRACKER_TODAY="2025-12-30")
    run("update", "2", "--status", "submitted", TRACKER_TODAY="2026-01-02")
    run("update", "1,2", "--status", "executed", TRACKER_TODAY="2026-01-09")
    run("update", "3-4", "6", "--due", "2026-06-01", "--reason", "plan")
    run("update", "5", "--status", "withdrawn", "--reason", "done")
    report = run("report", "--output", "json", TRACKER_TODAY="2026-01-10").stdout
    total = json.loads(report)["report"]["total"]
    assert (total["on_time"], total["late"], total["on_time_percent"]) == (1, 1, 50.0)


def test_the_constant_directive_goes_on_after_its_report(run: Run) -> None:
    run("load")
    run("update", "5", "--status", "submitted")
    run("update", "5", "--status", "executed")
    fifth = directive(run, 5)
    assert (fifth["status"], fifth["due"]) == ("in_progress", "2026-03-31")
    assert fifth["periods"] == [{"due": "2025-12-31", "submitted": "2025-12-22"}]


def test_a_second_load_adds_nothing_and_says_so(run: Run) -> None:
    run("load")
    again = json.loads(run("load", "--output", "json").stdout)
    assert (again["directives"], again["same"]) == ([], 6)
    assert "6 already known" in run("load", "--output", "table").stdout


def test_a_changed_wording_is_shown_and_taken_only_when_told(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "plan.csv"
    file.write_text("item,text,meeting\n1,Old,abai-2025-11-03\n", encoding="utf-8")
    run("load")
    shown = run("load", str(file), "--output", "table").stdout
    assert "Analyse the region's labour market thoroughly" in shown
    assert "→ Old" in shown
    assert directive(run, 1)["text"] != "Old"
    run("load", str(file), "--update")
    assert directive(run, 1)["text"] == "Old"


def test_standard_input_is_a_file_too(run: Run) -> None:
    run("load", "-", given="тапсырма;мерзімі\nБірінші;31.12.2025\n")
    assert directive(run, 1)["due"] == "2025-12-31"


def test_bad_rows_are_told_by_file_and_line_and_the_good_ones_kept(run: Run) -> None:
    text = "text,due,colour\nGood,2025-12-31,red\nBad,31.31.2025,red\nAlso good,,\n"
    done = run("load", "-", "--format", "csv", given=text, code=3)
    assert "-:1: The column “colour” is unknown" in done.stderr
    assert "-:3: “31.31.2025” is not a date" in done.stderr
    assert len(json.loads(run("list", "--output", "json").stdout)["directives"]) == 2


def test_several_at_once_are_changed_all_or_none(run: Run) -> None:
    run("load")
    done = run("update", "1", "2", "99", "--progress", "10", code=1)
    assert done.stderr == "There is no directive 99. tracker list --all shows what there is.\n"
    assert [directive(run, id)["progress"] for id in (1, 2)] == [None, None]


def test_a_dry_run_changes_nothing(run: Run, tmp_path: Path) -> None:
    run("load")
    before = (tmp_path / "store" / "directives.json").read_bytes()
    for words in (
        ("load", "-", "--format", "csv", "--dry-run"),
        ("add", "New", "--dry-run"),
        ("assign", "1", "employment", "--dry-run"),
        ("update", "1", "--progress", "5", "--dry-run"),
        ("units", "add", "sport", "Sport", "--dry-run"),
        ("units", "rename", "education", "Learning", "--dry-run"),
    ):
        run(*words, given="text\nAnother\n")
    assert (tmp_path / "store" / "directives.json").read_bytes() == before


def test_a_reader_that_goes_away_ends_the_list_quietly(run: Run, tmp_path: Path) -> None:
    rows = "\n".join(f"Directive number {n} of a long list" for n in range(3000))
    run("load", "-", "--format", "csv", given=f"text\n{rows}\n")
    command = [sys.executable, "-m", "tracker", "list"]
    environ = {**os.environ, "TRACKER_STORE": str(tmp_path / "store")}
    with subprocess.Popen(
        command, env=environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 0


def test_many_problems_are_told_in_part_and_counted(run: Run) -> None:
    rows = "\n".join(f"Text {n},31.31.2025" for n in range(30))
    done = run("load", "-", "--format", "csv", given=f"text,due\n{rows}\n", code=3)
    assert done.stderr.count("is not a date") == 20
    assert done.stderr.endswith("… and 10 more problems.\n")


def test_text_that_is_no_text_is_kept_in_files_that_are(run: Run, tmp_path: Path) -> None:
    """Half a surrogate pair, as a broken argument brings it, stays in the store as an escape."""
    run("load", "-", "--format", "json", given='[{"text": "half \\ud800 pair"}]')
    for name in ("directives.json", "events.jsonl"):
        assert "\\ud800" in (tmp_path / "store" / name).read_text(encoding="utf-8")
    assert directive(run, 1)["text"] == "half \ud800 pair"
