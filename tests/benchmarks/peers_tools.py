"""The programs that are compared: how each is set up, and its command for every operation."""

import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import NamedTuple

from peers_data import MARK, NEW, filter_day
from peers_measure import LIMIT, ROWS, Command, FailedError, TooSlowError, run

OPERATIONS = {
    "screen": "list, first screen",
    "terminal": "list, all on a terminal",
    "pipe": "list, all into a pipe",
    "filter": "list, by unit and date",
    "show": "show one",
    "add": "add one",
    "update": "update one",
    "update 50": "update 50 at once",
    "load": "load all from a file",
    "report": "overview report",
    "history": "history of one",
}
"""Each operation with its words."""

CHANGES = frozenset({"add", "update", "update 50"})
"""What changes the store, so that it is done on a fresh copy."""

MOST_FILES = 20_000
"""Directives that todoman is tried with at most."""

UNIT = "education"
MANY = 50


class Size(NamedTuple):
    """How many directives there are."""

    on_control: int
    closed: int

    @property
    def total(self) -> int:
        """All of them."""
        return self.on_control + self.closed


class Place(NamedTuple):
    """Where the files of one size lie: as they were written, and those that are worked on."""

    kept: Path
    work: Path
    day: date


@dataclass
class Tool:
    """A program with its commands; a fresh copy of its store is laid out before a change."""

    name: str
    kept: Path
    work: Path
    commands: dict[str, Command]
    slow: list[Command] = field(default_factory=list)
    is_fresh: bool = False

    def prepare(self, operation: str) -> None:
        """Lay out a fresh store if the last one was changed, and wait until it is on disk."""
        if operation == "load":
            self._lay_out("empty")
        elif not self.is_fresh:
            self._lay_out("full")
        else:
            return
        os.sync()

    def run_after(self, operation: str) -> None:
        """Note what an operation did to the store."""
        self.is_fresh = operation not in CHANGES

    def size(self) -> int:
        """Return the bytes of the store on disk."""
        return size_of(self.kept / "full")

    def _lay_out(self, which: str) -> None:
        target = self.work / which
        shutil.rmtree(target, ignore_errors=True)
        if (self.kept / which).exists():
            shutil.copytree(self.kept / which, target)


def size_of(folder: Path) -> int:
    """Return the bytes of all files in the folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


class Programs(NamedTuple):
    """Where the programs are; `others` has those that were found, by name."""

    tracker: Path
    python: Path
    others: Mapping[str, str]


def tools(programs: Programs, place: Place, size: Size) -> tuple[list[Tool], dict[str, str]]:
    """Return the programs with their stores ready, and why others are left out."""
    found = [tracker(programs, place, size)]
    left_out = {}
    for name, made in PEERS.items():
        if name not in programs.others:
            left_out[name] = "is not there"
            continue
        if name == "todoman" and size.total > MOST_FILES:
            left_out[name] = "is not tried: its first list reads every file, 7 s at 10,000"
            continue
        try:
            found.append(made(programs.others[name], place, size))
        except TooSlowError:
            left_out[name] = f"needs longer than {LIMIT:.0f} s for its first list"
            shutil.rmtree(place.work / name, ignore_errors=True)
        except FailedError as error:
            left_out[name] = f"does not run here: {error}"
    return [*found, _naive(programs, place, size)], left_out


def environment(place: Path) -> dict[str, str]:
    """Return the environment of every command: nothing of the user's, and a terminal in colour."""
    kept = {key: os.environ[key] for key in ("PATH", "LANG", "LC_ALL") if key in os.environ}
    named = ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME")
    homes = dict.fromkeys(named, str(place / "home"))
    return {"LANG": "C.UTF-8"} | kept | homes | {"TERM": "xterm-256color"}


def on_control(size: Size) -> list[int]:
    """Return the numbers of directives on control, as `peers_data.tasks` spreads them."""
    total, closed = size.total, size.closed
    return [n + 1 for n in range(total) if (n + 1) * closed // total == n * closed // total]


def tracker(programs: Programs, place: Place, size: Size) -> Tool:
    """Return `tracker`; for the first screen, through a pager that is left at once."""
    work = place.work / "tracker"
    pager = {"PAGER": f"head -n {ROWS - 1}"}
    base = environment(place.work) | {"TRACKER_LANG": "kk", "TRACKER_ACTOR": "Айгүл"}
    full = base | {"TRACKER_STORE": str(work / "full")}
    empty = base | {"TRACKER_STORE": str(work / "empty")}
    program = str(programs.tracker)
    ids = [str(id) for id in on_control(size)]
    one, many = ids[len(ids) // 2], ids[:MANY]
    before = str(filter_day(place.day))
    due = str(place.day)
    commands = {
        "screen": Command([program, "list"], full | pager, on_terminal=True),
        "terminal": Command([program, "list", "--no-pager"], full, on_terminal=True),
        "pipe": Command([program, "list"], full),
        "filter": Command([program, "list", "--unit", UNIT, "--due-before", before], full),
        "show": Command([program, "show", one], full),
        "add": Command([program, "add", NEW, "--due", due, "--unit", UNIT], full),
        "update": Command([program, "update", one, "--note", MARK], full),
        "update 50": Command([program, "update", *many, "--note", MARK], full),
        "load": Command([program, "load", str(place.kept / "load.csv")], empty),
        "report": Command([program, "report"], full),
        "history": Command([program, "history", one], full),
    }
    return Tool("tracker", place.kept / "tracker", work, commands)


def _taskwarrior(program: str, place: Place, size: Size) -> Tool:
    """Return Taskwarrior; numbers go by the pending tasks."""
    kept, work = place.kept / "taskwarrior", place.work / "taskwarrior"
    full, empty = (_taskrc(place, work / which) for which in ("full", "empty"))
    if not (kept / "full").exists():
        (work / "full").mkdir(parents=True, exist_ok=True)
        run(Command([program, "import", str(place.kept / "import.json")], full), limit=300)
        run(Command([program, "list"], full), limit=300)
        shutil.copytree(work / "full", kept / "full")
    one = str(size.on_control // 2 + 1)
    several = f"1-{min(MANY, size.on_control)}"
    wanted = [f"project:{UNIT}", f"due.before:{filter_day(place.day)}"]
    commands = {
        "screen": Command([program, "limit:page", "list"], full, on_terminal=True),
        "terminal": Command([program, "list"], full, on_terminal=True),
        "pipe": Command([program, "list"], full),
        "filter": Command([program, *wanted, "list"], full, code=1),  # 1 where nothing matches
        "show": Command([program, one, "info"], full),
        "add": Command([program, "add", f"project:{UNIT}", f"due:{place.day}", NEW], full),
        "update": Command([program, one, "modify", "priority:H"], full),
        "update 50": Command([program, several, "modify", "priority:H"], full),
        "load": Command([program, "import", str(place.kept / "load.json")], empty),
        "report": Command([program, "summary"], full),
    }
    return Tool("Taskwarrior", kept, work, commands)


def _taskrc(place: Place, data: Path) -> dict[str, str]:
    """Write a configuration that asks nothing, and return the environment that names it."""
    path = place.work / f"taskrc-{data.name}"
    path.parent.mkdir(parents=True, exist_ok=True)
    quiet = "confirmation=no\nbulk=0\nnews.version=9.9.9\n"
    path.write_text(f"data.location={data}\n{quiet}", encoding="utf-8")
    return environment(place.work) | {"TASKRC": str(path)}


def _todoman(program: str, place: Place, size: Size) -> Tool:
    """Return todoman, its index made; it has no report, and changes one directive a command.

    An index of another version of it would be made anew at each command.
    """
    kept, work = place.kept / "todoman", place.work / "todoman"
    config = place.work / "todoman.py"
    config.parent.mkdir(parents=True, exist_ok=True)
    config.write_text(
        f'path = "{work}/full/list"\ncache_path = "{work}/full/index.sqlite3"\n'
        'default_list = "list"\ndate_format = "%Y-%m-%d"\n',
        encoding="utf-8",
    )
    words = [program, "--config", str(config)]
    environ = environment(place.work)
    hours = str((filter_day(place.day) - place.day).days * 24)
    one = str(size.on_control // 2 + 1)
    commands = {
        "screen": Command([*words, "list"], environ, on_terminal=True),
        "terminal": Command([*words, "list"], environ, on_terminal=True),
        "pipe": Command([*words, "list"], environ),
        "filter": Command([*words, "list", "--category", UNIT, "--due", hours], environ),
        "show": Command([*words, "show", one], environ),
        "add": Command([*words, "new", "--list", "list", "--due", str(place.day), NEW], environ),
        "update": Command([*words, "edit", one, "--priority", "high"], environ),
    }
    tool = Tool("todoman", kept, work, commands)
    by = kept / "index-by"
    said = version([program, "--version"])
    if not by.exists() or by.read_text(encoding="utf-8") != said:
        (kept / "full" / "index.sqlite3").unlink(missing_ok=True)
        tool.prepare("pipe")
        run(commands["pipe"])
        shutil.copy2(work / "full" / "index.sqlite3", kept / "full" / "index.sqlite3")
        by.write_text(said, encoding="utf-8")
    return tool


def _topydo(program: str, place: Place, size: Size) -> Tool:
    """Return topydo; it has neither a report nor a way to load: its file is the list."""
    kept, work = place.kept / "topydo", place.work / "topydo"
    config = place.work / "topydo.conf"
    config.parent.mkdir(parents=True, exist_ok=True)
    config.write_text(
        f"[topydo]\nfilename = {work}/full/todo.txt\narchive_filename = {work}/full/done.txt\n",
        encoding="utf-8",
    )
    words = [program, "-c", str(config)]
    environ = environment(place.work)
    one = str(size.on_control // 2 + 1)
    several = [str(n + 1) for n in range(min(MANY, size.on_control))]
    wanted = [f"+{UNIT}", f"due:<{filter_day(place.day)}"]
    commands = {
        "screen": Command([*words, "ls", "-N"], environ, on_terminal=True),
        "terminal": Command([*words, "ls"], environ, on_terminal=True),
        "pipe": Command([*words, "ls"], environ),
        "filter": Command([*words, "ls", *wanted], environ),
        "show": Command([*words, "ls", "-i", one], environ),
        "add": Command([*words, "add", f"{NEW} +{UNIT} due:{place.day}"], environ),
        "update": Command([*words, "pri", one, "A"], environ),
        "update 50": Command([*words, "pri", *several, "A"], environ),
    }
    return Tool("topydo", kept, work, commands)


def _naive(programs: Programs, place: Place, size: Size) -> Tool:
    """Return the naive program, run by the interpreter that runs `tracker`."""
    work = place.work / "naive"
    environ = environment(place.work)
    script = str(Path(__file__).with_name("peers_naive.py"))
    ids = [str(id) for id in on_control(size)]
    one = ids[len(ids) // 2]
    day, before = str(place.day), str(filter_day(place.day))

    def command(*words: str, store: str = "full", on_terminal: bool = False) -> Command:
        start = [str(programs.python), script, str(work / store / "db.json")]
        return Command([*start, *words], environ, on_terminal)

    commands = {
        "screen": command("show_list", on_terminal=True),
        "terminal": command("show_list", on_terminal=True),
        "pipe": command("show_list"),
        "filter": command("show_list", "--unit", UNIT, "--before", before),
        "show": command("show_one", one),
        "add": command("add", "--text", NEW, "--unit", UNIT, "--before", day),
        "update": command("update", one),
        "update 50": command("update", *ids[:MANY]),
        "load": command("load", "--text", str(place.kept / "load.csv"), store="empty"),
        "report": command("report", "--before", day),
    }
    return Tool("TinyDB + Rich", place.kept / "naive", work, commands)


PEERS = {"Taskwarrior": _taskwarrior, "todoman": _todoman, "topydo": _topydo}
"""How each of the others is set up."""


def version(words: Sequence[str]) -> str:
    """Return the last word of the first line that a program says of its version."""
    said = subprocess.run(words, capture_output=True, text=True, check=False).stdout
    line = said.strip().splitlines()[0] if said.strip() else "?"
    return line.split()[-1]
