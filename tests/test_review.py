"""`tracker load` with documents: shown, confirmed, edited, saved, taken."""

import io
import json
import sys
import tomllib
from pathlib import Path

import pytest
from conftest import Cli

from tracker.cli.app import main

MINUTES = """ХАТТАМА № 12
2025 жылғы 22 желтоқсан
ШЕШІМ ҚАБЫЛДАНДЫ:
1. Білім басқармасы мектептердің жылу жүйесін 2026 жылғы 15 қаңтарға дейін тексерсін.
2. Жұмыспен қамту басқармасы жәрмеңке өткізсін.
Мерзімі: 2026 жылғы 1 ақпан.
3. Спорт басқармасы мұз айдынын ашсын.
"""


@pytest.fixture
def office(cli: Cli, tmp_path: Path) -> Cli:
    """Return the command, with the shipped units known and `minutes.txt` written."""
    assert cli("load", "data/abai-units.toml")[0] == 0
    (tmp_path / "minutes.txt").write_text(MINUTES, encoding="utf-8")
    return cli


@pytest.fixture
def minutes(tmp_path: Path) -> str:
    return str(tmp_path / "minutes.txt")


def loaded(cli: Cli) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(cli("list", "--output", "json")[1])["directives"]
    return found


class Terminal(io.StringIO):
    """A stream with somebody at its end."""

    def isatty(self) -> bool:
        return True


class Sat:
    """Somebody at a terminal: runs commands with the answers given, and keeps what was printed."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._monkeypatch = monkeypatch

    def run(self, *words: str, answers: str) -> tuple[int, str]:
        screen = Terminal()
        with self._monkeypatch.context() as patch:
            patch.setattr(sys, "stdin", Terminal(answers))
            patch.setattr(sys, "stdout", screen)
            code = main(["--no-pager", *words])
        return code, screen.getvalue()


@pytest.fixture
def sat(monkeypatch: pytest.MonkeyPatch) -> Sat:
    monkeypatch.setenv("NO_COLOR", "1")
    return Sat(monkeypatch)


def test_in_a_pipe_nothing_is_asked_and_nothing_changed(office: Cli, minutes: str) -> None:
    code, out, err = office("load", minutes)
    assert code == 0
    assert "Мектептердің жылу жүйесін 2026 жылғы 15 қаңтарға дейін тексеру" in out
    assert "3 drafts · 1 to be checked" in err
    assert "Dry run: nothing was changed." in err
    assert loaded(office) == []


def test_yes_takes_what_nothing_grave_speaks_against(office: Cli, minutes: str) -> None:
    assert office("load", "--yes", minutes)[0] == 0
    first, second = loaded(office)
    assert (first["executor"], first["due"], first["item"]) == ("education", "2026-01-15", "1")
    assert (second["executor"], second["due"]) == ("employment", "2026-02-01")
    meeting = second["meeting"]
    assert isinstance(meeting, str)
    assert meeting.startswith("2025-12-22-12-")
    source = first["source"]
    assert isinstance(source, dict)
    assert source["document"] == "minutes.txt"
    assert MINUTES[source["start"] : source["end"]] == source["words"]


def test_the_same_document_again_changes_nothing(office: Cli, minutes: str) -> None:
    office("load", "--yes", minutes)
    code, out, _ = office("load", "--yes", minutes, "--output", "json")
    assert (code, len(loaded(office))) == (0, 2)
    assert {one["warnings"][-1] for one in json.loads(out)["drafts"][:2]} == {"duplicate"}


def test_a_trial_changes_nothing_even_with_yes(office: Cli, minutes: str) -> None:
    assert office("load", "--yes", "--dry-run", minutes)[0] == 0
    assert loaded(office) == []


def test_the_json_of_a_trial_is_the_meeting_and_the_drafts(office: Cli, minutes: str) -> None:
    code, out, _ = office("load", "--dry-run", "--output", "json", minutes)
    answer = json.loads(out)
    assert (code, set(answer)) == (0, {"format", "meeting", "drafts"})
    assert answer["meeting"]["date"] == "2025-12-22"
    assert set(answer["drafts"][0]) == {
        "text", "texts", "item", "language", "source", "span", "sentence", "document", "page",
        "addressees", "co_executors", "deadline", "due", "every", "executor", "co_executor_units",
        "warnings", "rules",
    }  # fmt: skip
    third = answer["drafts"][2]
    first, last = third["span"]
    assert MINUTES[first:last] == third["source"] == "мұз айдынын ашсын"
    assert third["text"] == "Мұз айдынын ашу"
    assert (third["addressees"], third["executor"]) == (["Спорт басқармасы"], None)
    assert third["warnings"] == ["no_date", "unknown_unit"]


def test_a_text_without_directives_says_so(office: Cli, tmp_path: Path) -> None:
    path = tmp_path / "news.txt"
    path.write_text("Колледж түлегі емтиханын үздік тапсырды.", encoding="utf-8")
    code, out, _ = office("load", "--output", "table", str(path))
    assert (code, "No directive was found here." in out) == (0, True)
    answer = json.loads(office("load", "--dry-run", "--output", "json", str(path))[1])
    assert answer["drafts"] == []


def test_standard_input_is_told_from_a_table(office: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "Аким поручил управлению образования до 15 января провести ремонт, закупить мебель."
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode("cp1251"))))
    answer = json.loads(office("load", "--dry-run", "--output", "json", "-")[1])
    assert [one["text"] for one in answer["drafts"]] == ["Провести ремонт", "Закупить мебель"]


def test_the_day_and_the_language_can_be_given(office: Cli, tmp_path: Path) -> None:
    path = tmp_path / "order.txt"
    path.write_text("Аким поручил управлению образования за две недели сдать отчёт.", "utf-8")
    assert "no day is stated: give --date" in office("load", "--output", "table", str(path))[1]
    words = ("load", "--dry-run", "--output", "json", str(path))
    assert json.loads(office(*words)[1])["drafts"][0]["due"] is None
    dated = (*words, "--date", "2025-11-03")
    assert json.loads(office(*dated)[1])["drafts"][0]["due"] == "2025-11-17"
    assert json.loads(office(*dated, "--lang-of", "kk")[1])["drafts"] == []
    assert office(*dated, "--lang-of", "en")[0] == 2


def test_explain_names_the_rules(office: Cli, minutes: str) -> None:
    out = office("load", "--explain", "--output", "table", minutes)[1]
    assert "kk.verb.wish → kk.head.wish" in out
    assert "kk.verb" not in office("load", "--output", "table", minutes)[1]


def test_saved_drafts_can_be_loaded(office: Cli, minutes: str, tmp_path: Path) -> None:
    path = tmp_path / "drafts.toml"
    code, out, _ = office("load", "--save", str(path), minutes)
    assert (code, loaded(office)) == (0, [])
    assert out == f"File\n{path}\n"
    text = path.read_text(encoding="utf-8")
    assert "# “Спорт басқармасы” is no unit of the register.\n" in text
    assert len(tomllib.loads(text)["directives"]) == 3
    assert office("load", str(path))[0] == 0
    assert [one["executor"] for one in loaded(office)] == ["education", "employment", None]
    assert office("load", "--save", str(path), minutes)[0] == 1
    assert office("load", "--force", "--save", str(path), minutes)[0] == 0


@pytest.mark.parametrize("words", ["--save x.json", "--save x.toml --yes"])
def test_saving_is_for_toml_and_loads_nothing(office: Cli, minutes: str, words: str) -> None:
    code, _, err = office("load", *words.split(), minutes)
    assert (code, "writes the drafts of one document" in err) == (2, True)


def test_units_of_the_same_command_are_known(office: Cli, minutes: str, tmp_path: Path) -> None:
    units = tmp_path / "units.toml"
    units.write_text(
        '[[units]]\nkey = "sport"\nnames = { kk = "Спорт басқармасы" }\n', encoding="utf-8"
    )
    assert office("load", "--yes", str(units), minutes)[0] == 0
    assert [one["executor"] for one in loaded(office)] == ["education", "employment", "sport"]


def test_at_a_terminal_it_asks(sat: Sat, office: Cli, minutes: str) -> None:
    code, screen = sat.run("load", minutes, answers="1,3\n")
    assert code == 0
    assert "Take: a – all, 1,3-5 – some" in screen
    assert [one["item"] for one in loaded(office)] == ["1", "3"]


@pytest.mark.parametrize("answer", ["n\n", "\n", "жоқ\n", "нет\n"])
def test_nothing_is_taken_for_a_no(sat: Sat, office: Cli, minutes: str, answer: str) -> None:
    assert sat.run("load", minutes, answers=answer)[0] == 0
    assert loaded(office) == []


@pytest.mark.parametrize("answer", ["a\n", "бәрі\n", "все\n", "9\nx\n1-3\n"])
def test_all_are_taken_and_wrong_answers_asked_again(
    sat: Sat, office: Cli, minutes: str, answer: str
) -> None:
    assert sat.run("load", minutes, answers=answer)[0] == 0
    assert len(loaded(office)) == 3


def test_without_an_answer_it_is_broken_off(sat: Sat, office: Cli, minutes: str) -> None:
    assert sat.run("load", minutes, answers="")[0] == 130
    assert loaded(office) == []


@pytest.fixture
def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a script that is the user's editor: it runs on the file it is given."""
    script = tmp_path / "editor.py"
    monkeypatch.setenv("VISUAL", f'"{sys.executable}" "{script}"')
    return script


def test_a_draft_can_be_edited(sat: Sat, office: Cli, minutes: str, editor: Path) -> None:
    editor.write_text(
        "import sys, pathlib\n"
        "path = pathlib.Path(sys.argv[1])\n"
        "text = path.read_text('utf-8').replace('Мұз айдынын ашу', 'Мұз айдынын жөндеу')\n"
        "path.write_text(text.replace('item =', 'executor = \"education\"\\nitem ='), 'utf-8')\n",
        encoding="utf-8",
    )
    assert sat.run("load", minutes, answers="e 3\n3\n")[0] == 0
    (one,) = loaded(office)
    assert (one["text"], one["executor"]) == ("Мұз айдынын жөндеу", "education")
    assert isinstance(one["source"], dict)


@pytest.mark.parametrize(
    ("script", "sentence"),
    [
        ("import sys; sys.exit(3)", "The editor ended with code 3"),
        ("import sys; open(sys.argv[1], 'w').write('no [toml')", "is not TOML"),
        ("import sys; open(sys.argv[1], 'w').write('format = 1')", "holds no directive any more"),
        ("import os, sys; os.unlink(sys.argv[1])", "cannot be read"),
    ],
)
def test_a_draft_stays_as_it_was_when_editing_fails(
    sat: Sat,
    office: Cli,
    minutes: str,
    editor: Path,
    capsys: pytest.CaptureFixture[str],
    script: str,
    sentence: str,
) -> None:
    editor.write_text(script, encoding="utf-8")
    assert sat.run("load", minutes, answers="e 3\n3\n")[0] == 0
    assert sentence in capsys.readouterr().err
    assert len(loaded(office)) == 1


def test_an_edited_unit_must_be_known(
    sat: Sat, office: Cli, minutes: str, editor: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    editor.write_text(
        "import sys, pathlib\n"
        "path = pathlib.Path(sys.argv[1])\n"
        "text = path.read_text('utf-8')\n"
        "path.write_text(text.replace('item =', 'executor = \"nosuch\"\\nitem ='), 'utf-8')\n",
        encoding="utf-8",
    )
    assert sat.run("load", minutes, answers="e\ne 3\n3\n")[0] == 0
    told = capsys.readouterr().err
    assert "Which one? For example: e 2." in told
    assert "There is no unit “nosuch”." in told
    assert [one["item"] for one in loaded(office)] == ["3"]


def test_what_yes_leaves_out_is_named(office: Cli, minutes: str) -> None:
    assert "Not taken, to be checked: 3." in office("load", "--yes", minutes)[2]


def test_another_document_of_the_same_day_and_number_is_another_meeting(
    office: Cli, tmp_path: Path, minutes: str
) -> None:
    office("load", "--yes", minutes)
    other = tmp_path / "other.txt"
    head, _ = MINUTES.split("1. ")
    other.write_text(f"{head}1. Білім басқармасы кітапхана қорын толықтырсын.\n", encoding="utf-8")
    office("load", "--yes", "--update", str(other))
    first, *_ = loaded(office)
    assert "жылу жүйесін" in str(first["text"])
    assert len({str(one["meeting"]) for one in loaded(office)}) == 2


def test_the_lines_beside_a_sentence_are_shown(office: Cli, tmp_path: Path) -> None:
    path = tmp_path / "stem.txt"
    path.write_text(
        "РЕШИЛИ:\n1. Управлению образования:\n1) провести ремонт;\n   Срок:  1 марта 2026 года.\n",
        encoding="utf-8",
    )
    out = office("load", "--output", "table", str(path))[1]
    assert "Управлению образования:\n" in out
    assert "\n    Срок:  1 марта 2026 года." in out
    places = [out.index(line) for line in ("образования:", "1 провести ремонт;", "Срок:")]
    assert places == sorted(places)


def test_no_editor_is_said(
    sat: Sat, office: Cli, minutes: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("EDITOR", str(tmp_path / "missing"))
    assert sat.run("load", minutes, answers="e 1\nn\n")[0] == 0
    monkeypatch.delenv("EDITOR")
    monkeypatch.setenv("PATH", "")
    assert sat.run("load", minutes, answers="e 1\nn\n")[0] == 0
    assert loaded(office) == []


def test_text_of_a_document_is_shown_as_text(office: Cli, tmp_path: Path) -> None:
    path = tmp_path / "hostile.txt"
    path.write_text(
        "Аким поручил управлению образования провести [bold]ремонт\x1b[31m \u202eшкол, =1+1 дать.",
        encoding="utf-8",
    )
    for form in ("table", "plain", "json", "csv"):
        code, out, err = office("load", "--dry-run", "--output", form, str(path))
        assert code == 0
        assert "\x1b" not in out + err
        assert "\u202e" not in out + err
    assert "[bold]ремонт" in office("load", "--dry-run", "--output", "table", str(path))[1]


def test_it_says_when_russian_was_read_without_a_dictionary(
    office: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "order.txt"
    path.write_text("Аким поручил управлению образования провести ремонт.", encoding="utf-8")
    note = "Russian was judged by its endings"
    monkeypatch.setattr("tracker.service.draft.analyser", lambda: None)
    assert note in office("load", str(path))[2]
    monkeypatch.setattr("tracker.service.draft.analyser", object)
    assert note not in office("load", str(path))[2]


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("empty.txt", b" \n", "holds no text"),
        ("scan.pdf", b"%PDF-1.4\n%%EOF\n", "is not a document that can be read"),
        ("broken.docx", b"PK\x03\x04", "is not a document that can be read"),
        ("old.doc", b"\xd0\xcf\x11\xe0", "is of no known format"),
    ],
)
def test_what_cannot_be_read_is_a_sentence_and_changes_nothing(
    office: Cli, tmp_path: Path, name: str, content: bytes, sentence: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    before = (tmp_path / "store" / "directives.json").read_bytes()
    code, out, err = office("load", "--yes", str(path))
    assert (code, out) == (1, "")
    assert sentence in err
    assert err.count("\n") == 1
    assert (tmp_path / "store" / "directives.json").read_bytes() == before
