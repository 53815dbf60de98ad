"""Documents are private, whole, and never over another file unasked."""

import json
import os
import stat
from pathlib import Path

import pytest
from conftest import Cli

from tracker.errors import Refused, StoreUnwritable
from tracker.service.save import save


def test_a_file_is_readable_by_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "есеп.html"
    save(path, b"1")
    assert path.read_bytes() == b"1"
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [found.name for found in tmp_path.iterdir() if found.is_file()] == ["есеп.html"]


def test_what_is_there_stays_unless_forced(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("mine", encoding="utf-8")
    with pytest.raises(Refused, match="--force"):
        save(path, b"new")
    assert path.read_text(encoding="utf-8") == "mine"
    save(path, b"new", force=True)
    assert path.read_bytes() == b"new"


@pytest.mark.parametrize("target", ["gone.md", "there.md"])
@pytest.mark.parametrize("force", [False, True])
def test_nothing_is_written_through_a_link(tmp_path: Path, target: str, *, force: bool) -> None:
    (tmp_path / "there.md").write_bytes(b"mine")
    link = tmp_path / "a.md"
    link.symlink_to(tmp_path / target)
    with pytest.raises(Refused, match="is a link, a pipe or a device"):
        save(link, b"new", force=force)
    assert link.is_symlink()
    assert (tmp_path / "there.md").read_bytes() == b"mine"
    assert not (tmp_path / "gone.md").exists()


def test_the_stores_own_files_are_out_of_reach(tmp_path: Path) -> None:
    store = tmp_path / "store"
    (store / "closed").mkdir(parents=True)
    for name in ("directives.json", "closed/2025.json", "new.html", "closed/../new.html"):
        with pytest.raises(Refused, match="own folder"):
            save(store / name, b"x", store=str(store), force=True)
    save(tmp_path / "beside.html", b"x", store=str(store))


@pytest.mark.parametrize("name", ["missing/a.md", "folder"])
def test_what_the_system_refuses_is_a_sentence(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(StoreUnwritable, match="cannot be written"):
        save(tmp_path / name, b"x", force=True)


def test_a_report_is_saved_in_the_form_of_its_name(cli: Cli, tmp_path: Path) -> None:
    cli("load", "--today", "2025-11-03")
    target = tmp_path / "report.json"
    words = ("report", "discipline", "--lang", "en", "--today", "2026-01-10")
    code, out, _ = cli(*words, "--save", str(target), "--output", "json")
    assert (code, json.loads(out)) == (0, {"format": 1, "saved": str(target)})
    assert json.loads(target.read_text("utf-8"))["report"]["total"]["overdue"] == 6
    code, out, err = cli(*words, "--save", str(target))
    assert (code, out) == (1, "")
    assert "--force" in err
    assert cli(*words, "--save", str(target), "--force")[0] == 0


def test_csv_for_spreadsheets_bears_a_mark(cli: Cli, tmp_path: Path) -> None:
    cli("load", "--today", "2025-11-03")
    target = tmp_path / "units.CSV"
    assert cli("report", "units", "--save", str(target))[0] == 0
    assert target.read_bytes().startswith(b"\xef\xbb\xbfunit,on_control,")


@pytest.mark.parametrize(
    ("name", "code", "words"),
    [
        ("a.exe", 1, "Known: .html, .xlsx, .docx, .md, .ics, .csv, .json"),
        ("noend", 1, "Known"),
        ("", 2, "not a name for a file"),
        ("a.ics", 1, "no directive"),
    ],
)
def test_what_cannot_be_saved_is_a_sentence(
    cli: Cli, tmp_path: Path, name: str, code: int, words: str
) -> None:
    cli("load", "--today", "2025-11-03")
    target = str(tmp_path / name) if name else ""
    found, out, err = cli("report", "units", "--lang", "en", "--save", target)
    assert (found, out) == (code, "")
    assert words in err
    assert len(err.splitlines()) == 1
