"""What a command imports: only what is on its list, since each module costs every command a moment.

A module that is needed goes on the list; one that a command can do without is imported where it is
used. Libraries stand for all that they import themselves.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import REPOSITORY

READING = ("typer", "typer._click.decorators", "msgspec", "gettext", "struct", "encodings.ascii")
WRITING = (*READING, "filelock", "tinydb", "hashlib")

ALWAYS = """
    cli.app cli.clock cli.command cli.failure cli.interrupt cli.parse cli.places cli.session
    domain.deadline domain.directive domain.indicator domain.meeting domain.selection domain.source
    domain.status domain.unit domain.wording errors files i18n.language load.shipped report.light
    report.scope settings
    show.fields show.labels show.look show.mapped show.output show.page show.text show.view steps
    store.address store.base store.book store.codec store.disk store.last_commit store.open
    store.scanning
    store.storage store.tiny
"""
HISTORY = "domain.event store.event_codec store.journal"
WRITES = f"""
    {HISTORY} cli.complete cli.options domain.decision service.result show.directives store.chain
    store.scratch store.table store.transaction
"""
CHANGES = f"{WRITES} show.changes show.events"
LIST = "cli.complete cli.list cli.options service.find show.directives"
OVERVIEW = """
    cli.reports domain.discipline domain.group report.overview service.ask
    service.find show.directives show.drawing show.groups show.overview show.report show.sections
    show.welcome show.words
"""

COMMANDS: dict[str, tuple[tuple[str, ...], str]] = {
    "": (READING, OVERVIEW),
    "list": (READING, LIST),
    "list --output table --today 2026-03-01": (READING, LIST),  # overdue, with minus signs
    "show 3": (
        READING,
        f"""
            {HISTORY} cli.complete cli.show show.directive show.directives show.drawing
            show.events show.words
        """,
    ),
    "history 3": (
        READING,
        f"""
            {HISTORY} cli.complete cli.history service.find show.events
            show.history
        """,
    ),
    "report": (READING, f"{OVERVIEW} cli.complete cli.report cli.reporting"),
    "add Мектеп": (WRITING, f"{CHANGES} cli.add service.add"),
    "assign 1 employment": (
        WRITING,
        f"{CHANGES} cli.assign domain.discipline domain.group service.assign",
    ),
    "update 1 --note хат": (WRITING, f"{CHANGES} cli.update service.update"),
    "load more.csv": (
        (*WRITING, "csv", "encodings.utf_8_sig"),
        f"""
            {WRITES} cli.load cli.reporting load.columns load.csv load.documents
            load.decoding
            load.documents.prose load.documents.read load.draft load.fields load.outcome load.read
            load.rows load.tables load.unreadable load.whole service.add service.load service.units
            show.loading show.report
        """,
    ),
}
"""For each command the libraries that it may import, and the modules of ours beside `ALWAYS`."""

_RUN = """
import sys
from tracker.cli.app import main
code = main(sys.argv[1:])
sys.stdout.write("\\n" + " ".join(sys.modules))
sys.exit(code)
"""


def run(code: str, *words: str, folder: Path) -> list[str]:
    """Return the words of the last line that a process of its own writes."""
    environ = {**os.environ, "TRACKER_STORE": str(folder / "store"), "TRACKER_LANG": "kk"}
    done = subprocess.run(
        [sys.executable, "-c", code, *words],
        cwd=folder,
        env={**environ, "TRACKER_ACTOR": "Айгүл", "PYTHONPATH": str(REPOSITORY)},
        check=True,
        capture_output=True,
        encoding="utf-8",
    )
    return done.stdout.splitlines()[-1].split()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a store of the shipped directives, and a file to load."""
    folder = tmp_path_factory.mktemp("imports")
    (folder / "more.csv").write_text("text,due\nКөпір,2026-01-10\n", encoding="utf-8")
    run(_RUN, "load", folder=folder)
    return folder


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_imports_only_what_is_on_its_list(command: str, folder: Path) -> None:
    """And the list names nothing that is not imported."""
    libraries, modules = COMMANDS[command]
    theirs = run(f"import sys, {', '.join(libraries)}\nprint(*sys.modules)", folder=folder)
    imported = set(run(_RUN, *command.split(), folder=folder)) - {*theirs, "tracker"}
    ours = {f"tracker.{name}" for name in f"{ALWAYS} {modules}".split()}
    packages = {name.rpartition(".")[0] for name in ours}
    assert imported - packages == ours - packages
