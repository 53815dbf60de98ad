"""Wrong turns, settings and forms of output at the command line."""

import csv
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import REPOSITORY, Cli

import tracker.cli.app
import tracker.cli.session
from tracker import __version__
from tracker.cli.app import main
from tracker.cli.command import COMMANDS
from tracker.store.tiny import FolderStore


@pytest.fixture
def loaded(cli: Cli) -> Cli:
    """Return the same, the shipped meeting loaded."""
    assert cli("load")[0] == 0
    return cli


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (
            "update 3 --status executed",
            1,
            "Allowed now: in_progress (In progress); submitted (Submitted); withdrawn",
        ),
        ("update 3 --status withdrawn", 1, "needs a reason: --reason TEXT."),
        ("update 3 --due 2026-01-01", 1, "moving the due date needs a reason"),
        ("assign 3 employment --due 2026-01-01", 1, "moving the due date needs a reason"),
        ("update 3", 1, "Nothing to update"),
        ("update 99 --progress 3", 1, "There is no directive 99."),
        ("show 99", 1, "There is no directive 99."),
        ("history 99", 1, "There is no directive 99."),
        ("assign 3 educatoin", 1, "Did you mean “education”?"),
        ("assign 3 education --with education", 1, "cannot be executor and co-executor"),
        ("update 3 --from mars --note x", 1, "There is no unit “mars”."),
        ("update 3 --evidence missing.pdf", 1, "The evidence “missing.pdf” cannot be read."),
        ("list --theme nothing", 1, "There is no theme “nothing”. Known: dual-training"),
        ("list --meeting nothing", 1, "There is no meeting “nothing”. Known: abai-2025-11-03."),
        ("list --unit nothing", 1, "There is no unit “nothing”."),
        ("load missing.toml", 1, "cannot be read (no such file or folder)"),
        ("load .", 1, "cannot be read (it is a folder)"),
        ("add --due 2025-12-31 --meeting x Text", 1, "There is no meeting “x”."),
        ("add Text --with education", 1, "Co-executors need an executor"),
        ("units add education Learning", 1, "There is a unit “education” already"),
        ("units add Білім Білім", 1, "cannot be a unit's key"),
        ("units rename education", 1, "Nothing to rename"),
        ("update x --progress 3", 2, "“x” is not a number of a directive"),
        ("update 3 --progress 300", 2, "“300” is not a whole number from 0 to 100."),
        ("update 3 --status foo", 2, "“foo” is not a status. Known: new, assigned"),
        ("update 3 --due 31/12/2025", 2, "“31/12/2025” is not a date"),
        ("update 3 --measure 81", 2, "“81” is not a measure"),
        ("update 3 --status", 2, "The option --status needs a value."),
        ("lst", 2, "There is no command “lst”. Did you mean “list”?"),
        ("report unit", 2, "There is no command “unit”. Did you mean “units”?"),
        ("list --foo", 2, "There is no option --foo."),
        ("list --statsu new", 2, "There is no option --statsu. Did you mean --status"),
        ("list --sort colour", 2, "“colour” is not among: due, id"),
        ("list --output yaml", 2, "“yaml” is not among: table, plain, json, csv."),
        ("list --limit 0", 2, "“0” is not a whole number"),
        ("list --lang de", 2, "“de” is not among: kk, ru, en."),
        ("list --today tomorrow", 2, "“tomorrow” is not a date"),
        ("assign 1", 2, "ID is missing: tracker assign [OPTIONS] {ID...} {UNIT}."),
        ("show 1 2", 2, "These words are not understood: 2."),
        ("show 1-2", 2, "This takes one number"),
        ("load --format doc", 2, "“doc” is not among: toml, json, csv, xlsx, txt"),
        ("units add sport", 2, "A unit needs a name"),
    ],
)
def test_a_wrong_turn_is_a_sentence_and_changes_nothing(
    loaded: Cli, tmp_path: Path, words: str, code: int, sentence: str
) -> None:
    before = (tmp_path / "store" / "directives.json").read_bytes()
    answer, out, err = loaded(*words.split())
    assert (answer, out) == (code, "")
    assert sentence in err
    assert err.count("\n") == 1
    assert (tmp_path / "store" / "directives.json").read_bytes() == before


@pytest.mark.parametrize("lang", ["kk", "ru"])
@pytest.mark.parametrize(
    "words",
    [
        "lst",
        "show",
        "list --foo",
        "update 3",
        "show 99",
        "load x.toml",
        "update 1 --status executed",
    ],
)
def test_a_refusal_speaks_the_users_language(loaded: Cli, lang: str, words: str) -> None:
    _, _, err = loaded(*words.split(), "--lang", lang)
    assert re.search("[а-яәіңғүұқөһ]{3}", err)
    outside_code = re.sub(
        r"\b[a-z_]+ \(|[A-Za-z./\\-]*tracker.*|--\w+|«[^»]*»|ID\S*|\bUNIT\b", "", err
    )
    assert not re.search("[A-Za-z]{4}", outside_code), err


@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
@pytest.mark.parametrize("command", ["", *COMMANDS, "report units", "units add"])
def test_help_speaks_the_users_language(cli: Cli, lang: str, command: str) -> None:
    code, out, _ = cli(*command.split(), "--help", "--lang", lang)
    assert code == 0
    words = {"kk": "Параметрлер", "ru": "Параметры", "en": "Options"}
    assert words[lang] in out
    if lang != "en":
        descriptions = re.findall(r"^  \S+(?: [A-Z=]+| FORM)?  +(.*)$", out, re.MULTILINE)
        assert descriptions
        assert all(re.search("[а-яәіңғүұқөһ]", text) for text in descriptions), descriptions


def test_help_names_the_config_file(cli: Cli, tmp_path: Path) -> None:
    _, out, _ = cli("--help")
    assert "config.toml" in out.replace("\n", "")
    assert str(tmp_path / "home") in re.sub(r"\n\s*", "", out)


def test_version(cli: Cli) -> None:
    assert cli("--version") == (0, f"tracker {__version__}\n", "")


def test_alone_it_prints_how_to_start_then_the_overview(cli: Cli) -> None:
    assert "tracker load" in cli("--output", "table")[1]
    cli("load")
    assert "6 on control" in cli("--output", "table")[1]


def test_options_of_all_commands_stand_before_or_behind(loaded: Cli) -> None:
    assert loaded("--lang", "kk", "list", "--output", "table") == loaded(
        "list", "--output", "table", "--lang=kk"
    )


def test_the_config_file_is_beaten_by_the_environment_and_that_by_an_option(
    loaded: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = tmp_path / "config.toml"
    config.write_text('lang = "kk"\nwithin = 30\n', encoding="utf-8")
    monkeypatch.setenv("TRACKER_CONFIG", str(config))
    assert "бақылауда" in loaded("report", "--output", "table")[1]
    assert json.loads(loaded("report", "--output", "json")[1])["report"]["within"] == 30
    monkeypatch.setenv("TRACKER_LANG", "ru")
    assert "на контроле" in loaded("report", "--output", "table")[1]
    assert "on control" in loaded("report", "--output", "table", "--lang", "en")[1]


def test_a_config_file_that_cannot_be_understood_is_said(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = tmp_path / "config.toml"
    config.write_text("colour = 1\n", encoding="utf-8")
    monkeypatch.setenv("TRACKER_CONFIG", str(config))
    code, _, err = cli("list")
    assert code == 2
    assert "unknown setting “colour”" in err


def test_the_locale_gives_the_language(loaded: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "kk_KZ.UTF-8")
    assert "тапсырма" in loaded("list", "--output", "table")[1]


def test_who_did_it_is_in_every_event(loaded: Cli) -> None:
    loaded("update", "1", "--note", "x", "--as", "Марат")
    events = json.loads(loaded("history", "1", "--output", "json")[1])["events"]
    assert [e["actor"] for e in events] == ["Айгүл", "Айгүл", "Марат"]


def test_filters_work_together(loaded: Cli) -> None:
    def ids(*words: str) -> list[int]:
        return [
            d["id"] for d in json.loads(loaded("list", "--output", "json", *words)[1])["directives"]
        ]

    loaded("update", "4", "--due", "2025-12-20", "--reason", "earlier")
    loaded("update", "1", "--status", "in_progress")
    loaded("update", "2", "--status", "withdrawn", "--reason", "done elsewhere")
    assert ids("--overdue") == [4]
    assert ids("--status", "Орындалуда") == [1]
    assert ids("--status", "withdrawn") == [2]
    assert ids("--due-before", "2025-12-31") == [4]
    assert ids("--due-after", "20.12.2025", "--sort", "-id") == [6, 5, 3, 1]
    assert ids("--theme", "Престиж профессий") == [6]
    assert ids("--meeting", "abai-2025-11-03", "--limit", "2") == [4, 1]
    assert ids("--search", "ДУАЛЬДЫ") == [3]
    assert ids("--unit", "жұмыспен қамту басқармасымен", "--all", "--sort", "id") == [
        1,
        2,
        3,
        4,
        5,
        6,
    ]


def test_an_empty_list_says_so_and_what_would_fill_it(cli: Cli) -> None:
    assert "tracker load" in cli("list", "--output", "table")[1]
    cli("load")
    assert "tracker list" in cli("list", "--overdue", "--output", "table")[1]


def test_hostile_text_is_shown_as_text(cli: Cli) -> None:
    """Markup, an escape sequence, a bidi override and a formula come in; only signs come out."""
    text = "=HYPERLINK(1) [bold]x[/итог] \x1b[31mred\x1b[0m \u202eback"
    cli("add", text)
    for form in ("table", "plain", "csv", "json"):
        for command in (["list"], ["show", "1"], ["history"]):
            out = cli(*command, "--output", form)[1]
            assert "[bold]x[/итог]" in " ".join(out.split()), (form, command)
            assert not {"\x1b", "\u202e", "\x9b"} & set(out)
    rows = list(csv.DictReader(io.StringIO(cli("list", "--output", "csv")[1])))
    assert rows[0]["text"].startswith("'=HYPERLINK")
    kept = json.loads(cli("show", "1", "--output", "json")[1])["directive"]["text"]
    assert kept == text


def test_every_command_that_prints_data_prints_all_four_forms(loaded: Cli) -> None:
    for words in ("list", "show 1", "report", "report units", "history", "units", "load"):
        tables = {form: loaded(*words.split(), "--output", form) for form in ("table", "plain")}
        assert all(code == 0 and out for code, out, _ in tables.values()), words
        assert json.loads(loaded(*words.split(), "--output", "json")[1])["format"] == 1
        rows = list(csv.reader(io.StringIO(loaded(*words.split(), "--output", "csv")[1])))
        assert len({len(row) for row in rows}) == 1, words


def test_in_a_pipe_plain_text_is_the_default_and_nothing_is_cut_off(loaded: Cli) -> None:
    out = loaded("list")[1]
    assert all(line.count("\t") == out.splitlines()[0].count("\t") for line in out.splitlines())
    assert (
        "Establish exactly how many workers of each working profession the enterprises need" in out
    )


@pytest.mark.parametrize(
    "content",
    [b"{", b"[]", b"not json", b'{"a": 1}', b'{"meta": {"1": {"format": 99}}}', b"\xff\xfe"],
)
def test_a_store_that_is_not_ours_is_said_and_left_alone(
    cli: Cli, tmp_path: Path, content: bytes
) -> None:
    file = tmp_path / "store" / "directives.json"
    file.parent.mkdir()
    file.write_bytes(content)
    for words in (["list"], ["add", "x"], ["report"], ["load"], []):
        code, out, err = cli(*words)
        assert (code, out) == (4, "")
        assert "directives.json" in err
        assert file.read_bytes() == content


def test_a_store_in_a_place_that_is_a_file_is_said(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    monkeypatch.setenv("TRACKER_STORE", str(tmp_path / "file" / "store"))
    code, _, err = cli("load")
    assert code == 4
    assert "Nothing was changed" in err


def test_files_are_private_to_the_user(loaded: Cli, tmp_path: Path) -> None:
    if os.name == "nt":
        pytest.skip("Windows has no such modes")
    loaded("update", "1", "--status", "withdrawn", "--reason", "x")
    store = tmp_path / "store"
    for path in [store, *store.rglob("*")]:
        wanted = 0o700 if path.is_dir() else 0o600
        assert path.stat().st_mode & 0o777 == wanted, path


def test_our_own_mistake_is_a_short_message_and_a_private_file(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: FolderStore, *, closed: bool = False) -> None:
        raise ZeroDivisionError(closed)

    monkeypatch.setattr(FolderStore, "directives", broken)
    code, out, err = cli("list")
    assert (code, out) == (5, "")
    assert err.count("\n") == 1
    kept = list((tmp_path / "home").rglob("bug-*.txt"))
    assert len(kept) == 1
    assert "ZeroDivisionError" in kept[0].read_text(encoding="utf-8")
    if os.name != "nt":
        assert kept[0].stat().st_mode & 0o777 == 0o600


def test_ctrl_c_ends_with_130_and_no_word(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_: FolderStore, *, closed: bool = False) -> None:
        raise KeyboardInterrupt(closed)

    monkeypatch.setattr(FolderStore, "directives", interrupted)
    assert cli("list") == (130, "", "")


@pytest.mark.usefixtures("loaded")
def test_output_that_cannot_be_written_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no device that is always full")
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        monkeypatch.setattr("sys.stdout", full)
        monkeypatch.setattr(tracker.cli.session, "let_go_of", lambda _: os.dup2(2, full.fileno()))
        code = main(["list"])
    assert code == 4


@pytest.mark.parametrize(
    ("environ", "colour"),
    [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)],
)
def test_colour_only_where_it_is_wanted(environ: dict[str, str], colour: bool) -> None:
    from tracker.show.output import has_colour

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    assert has_colour(Terminal(), environ) is colour
    assert not has_colour(io.StringIO(), environ)


def completed(cli: Cli, monkeypatch: pytest.MonkeyPatch, words: str, number: int) -> str:
    """Return what bash would be offered for the word of this number."""
    monkeypatch.setenv("_TRACKER_COMPLETE", "complete_bash")
    monkeypatch.setenv("COMP_WORDS", words)
    monkeypatch.setenv("COMP_CWORD", str(number))
    with pytest.raises(SystemExit):
        cli()
    monkeypatch.delenv("_TRACKER_COMPLETE")
    return words


@pytest.mark.parametrize(
    ("words", "number", "offered"),
    [
        ("tracker as", 1, ["assign"]),
        ("tracker show ", 2, ["1", "2", "3", "4", "5", "6"]),
        ("tracker assign 1 em", 3, ["employment"]),
        ("tracker update 1 --status re", 4, ["returned"]),
        ("tracker list --theme pre", 3, ["prestige"]),
        ("tracker list --meeting a", 3, ["abai-2025-11-03"]),
        ("tracker add x --every q", 4, ["quarter"]),
        ("tracker report --unit ed", 3, ["education"]),
        ("tracker report flow --theme pre", 4, ["prestige"]),
        ("tracker report discipline --meeting a", 4, ["abai-2025-11-03"]),
        ("tracker report meeting a", 3, ["abai-2025-11-03"]),
        ("tracker report discipline em", 3, ["employment"]),
        ("tracker report d", 2, ["discipline", "deadlines"]),
        ("tracker letter 1 re", 3, ["reminder", "return", "removal"]),
    ],
)
def test_the_shell_offers_what_the_store_holds(
    loaded: Cli,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: str,
    number: int,
    offered: list[str],
) -> None:
    completed(loaded, monkeypatch, words, number)
    assert [line.split(",")[-1] for line in capsys.readouterr().out.split()] == offered


@pytest.mark.parametrize("words", ["list", "--version"])
def test_a_closed_standard_output_is_said(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], words: str
) -> None:
    cli("load")
    monkeypatch.setattr("sys.stdout", None)
    assert main([words]) == 4
    assert capsys.readouterr().err == "There is nowhere to write the answer to.\n"


def test_an_empty_name_in_the_environment_is_no_name(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRACKER_ACTOR", "")
    assert cli("load")[0] == 0
    assert cli("update", "1", "--note", "x", "--as", "")[0] == 1


def test_completion_works_in_a_process_of_its_own(tmp_path: Path) -> None:
    """Typer learns of shells only where it builds the options for them, and here it does not."""
    asked = {"_TRACKER_COMPLETE": "complete_bash", "COMP_WORDS": "tracker as", "COMP_CWORD": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "tracker"],
        cwd=tmp_path,
        env={**os.environ, **asked, "PYTHONPATH": str(REPOSITORY)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stdout.split()) == (0, ["assign"])
