"""Kills real commands, and counts what that has cost: python tests/storm/kill.py --kills 300.

Some die at random moments of their run, imports and all (`at_random`); others at each single step
of their writing (`at_every_step`, through crash.py). After every death the store must be readable,
agree with its events, hold all that was acknowledged, and be in the whole state before or the whole
state after the command. POSIX only: Windows has no SIGKILL.
"""

import argparse
import contextlib
import io
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import NamedTuple

from tracker.cli.app import main as tracker
from tracker.domain.event import Event
from tracker.errors import Leftover, StoreError
from tracker.store.inspection import inspect
from tracker.store.replay import State, state_of
from tracker.store.tiny import FolderStore

HERE = Path(__file__).resolve().parent
BEYOND = 1.2
"""How far behind the usual end of a command the random moments go."""

Words = tuple[str, ...]


@dataclass
class Figures:
    """What was done, and what it has cost; the last five must be none."""

    kills: int = 0
    at_random: int = 0
    at_a_step: int = 0
    command_had_committed: int = 0
    commands_acknowledged: int = 0
    events_kept: int = 0
    lost: int = 0
    unreadable: int = 0
    half_states: int = 0
    findings: int = 0
    unusable_afterwards: int = 0
    cases: list[str] = field(default_factory=list)

    def bad(self) -> int:
        """Return how much went wrong."""
        wrong = (self.lost, self.unreadable, self.half_states, self.findings)
        return sum(wrong) + self.unusable_afterwards

    def lines(self) -> Iterator[str]:
        """Yield the figures, and each case that went wrong."""
        for one in fields(self):
            if one.name != "cases":
                yield f"{one.name.replace('_', ' '):24}{getattr(self, one.name):8}"
        yield from self.cases


class View(NamedTuple):
    """All that a store holds."""

    state: State
    events: list[Event]


def view(folder: Path) -> View:
    """Return what the store holds, by a fresh look at it."""
    store = FolderStore(folder)
    return View(state_of(store), store.events())


def settings(folder: Path) -> dict[str, str]:
    """Return the environment of all commands: few backups, so that old ones are removed, too."""
    config = folder / "config.toml"
    config.write_text("backups = 2\n", encoding="utf-8")
    return {
        "TRACKER_CONFIG": str(config),
        "TRACKER_TODAY": "2025-12-22",
        "TRACKER_ACTOR": "Айгүл",
        "TRACKER_LANG": "en",
        "PYTHONPATH": os.pathsep.join(filter(None, [str(HERE.parent.parent), *_path()])),
    }


def _path() -> list[str]:
    return [os.environ["PYTHONPATH"]] if "PYTHONPATH" in os.environ else []


def start(folder: Path, words: Words, driver: Sequence[str] = ("-m", "tracker")) -> "Process":
    """Start a command in a process of its own."""
    command = [sys.executable, *driver, *words, "--store", str(folder)]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


Process = subprocess.Popen[bytes]


def run_here(folder: Path, words: Words) -> int:
    """Run a command in this process; return its exit code."""
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        return tracker([*words, "--store", str(folder)])


def copied(folder: Path, to: Path) -> Path:
    """Return a copy of the store, in the place of what is there."""
    shutil.rmtree(to, ignore_errors=True)
    if folder.exists():
        shutil.copytree(folder, to)
    return to


def judge(
    folder: Path, case: str, before: View, after: View, code: int, figures: Figures
) -> View | None:
    """Look at a store behind a command that ended or died; return what it holds, if it can."""
    try:
        now = view(folder)
        found = [
            finding.message
            for finding in inspect(FolderStore(folder))
            if not isinstance(finding, Leftover)
        ]
    except (StoreError, ValueError, OSError) as error:
        figures.unreadable += 1
        figures.cases.append(f"{case}: unreadable: {error}")
        return None
    if found:
        figures.findings += 1
        figures.cases.append(f"{case}: {found[0]}")
    if now.events[: len(before.events)] != before.events:
        figures.lost += 1
        figures.cases.append(f"{case}: an earlier event is gone")
    if code == 0 and now.state != after.state:
        figures.lost += 1
        figures.cases.append(f"{case}: acknowledged, but not there")
    wholes = [(v.state, len(v.events)) for v in (before, after)]
    if (now.state, len(now.events)) not in wholes:
        figures.half_states += 1
        figures.cases.append(f"{case}: neither before nor after")
    if code == -signal.SIGKILL:
        figures.kills += 1
        figures.command_had_committed += len(now.events) > len(before.events)
    elif code == 0:
        figures.commands_acknowledged += 1
    return now


# Every step


def made(*commands: str) -> Callable[[Path], None]:
    """Return what prepares a store by these commands."""

    def prepare(folder: Path) -> None:
        for command in commands:
            code = run_here(folder, tuple(command.split()))
            if code != 0:
                raise RuntimeError(f"{command}: {code}")

    return prepare


SOME = ("units add education Education", "add One", "add Two", "add Three --unit education")
_CLOSED = (*SOME, "update 1-2 --status withdrawn --reason r")
_REOPENED = (*_CLOSED, "update 1-2 --status new --reason r")

STEPPED: dict[str, tuple[Callable[[Path], None], str]] = {
    "the first of all": (made(), "add One"),
    "add": (made(*SOME), "add Four --unit education"),
    "units": (made(*SOME), "units rename education Learning"),
    "several": (made(*SOME), "update 1-3 --progress 40 --note n"),
    "closing": (made(*SOME), "update 1-3 --status withdrawn --reason r"),
    "closing in another year": (
        made(*_REOPENED),
        "update 1-3 --status withdrawn --reason r --today 2026-01-09",
    ),
    "reopening": (made(*_CLOSED), "update 1-2 --status new --reason r"),
    "a note on closed ones": (made(*_CLOSED), "update 1-2 --note n"),
    "undo of a closing": (made(*_CLOSED), "undo"),
    "undo of an add": (made(*SOME), "undo"),
    "redo of a closing": (made(*_CLOSED, "undo"), "redo"),
    "load": (made(), "load"),
    "evidence": (made(*SOME), "update 1-2 --copy --evidence " + str(HERE / "crash.py")),
}
"""For each kind of command: what was before, and the command."""


def at_every_step(place: Path, figures: Figures, kinds: Sequence[str], until: float) -> None:
    """Kill a command of each kind at each step of its writing."""
    for kind in kinds:
        prepare, command = STEPPED[kind]
        words = tuple(command.split())
        start_state, store = place / "before", place / "store"
        shutil.rmtree(start_state, ignore_errors=True)
        prepare(start_state)
        before = view(start_state)
        made(command)(copied(start_state, store))
        after = view(store)
        code, step = -signal.SIGKILL, 0
        while code == -signal.SIGKILL and time.monotonic() < until:
            step += 1
            copied(start_state, store)
            code = start(store, words, (str(HERE / "crash.py"), str(step))).wait()
            figures.at_a_step += code == -signal.SIGKILL
            case = f"{kind}, step {step}"
            now = judge(store, case, before, after, code, figures)
            figures.events_kept += len(now.events) if now else 0
            if now and not _goes_on(store, now):
                figures.unusable_afterwards += 1
                figures.cases.append(f"{case}: the next command fails")
        if code not in (0, -signal.SIGKILL):
            raise RuntimeError(f"{command}: {code}")


def _goes_on(folder: Path, now: View) -> bool:
    """Tell whether the next commands work: the same ids closed, and one more entered."""
    open_ids = [str(id) for id, d in now.state.directives.items() if d.is_open]
    commands: list[Words] = [("add", "Next")]
    if open_ids:
        commands.append(("update", *open_ids, "--status", "withdrawn", "--reason", "r"))
    codes = [run_here(folder, words) for words in commands]
    return not any(codes) and not list(inspect(FolderStore(folder)))


# Random moments


def at_random(place: Path, figures: Figures, kills: int, seed: int, until: float) -> None:
    """Run commands, one behind the other on one store, and kill them whenever it comes."""
    chance = random.Random(seed)  # noqa: S311  # moments, not secrets
    store = place / "office"
    made(*SOME)(store)
    usual = _usual_duration(place, store)
    before, done = view(store), 0
    while done < kills and time.monotonic() < until:
        words = _some_command(before.state, chance)
        scratch = copied(store, place / "scratch")
        refused = run_here(scratch, words) != 0
        after = before if refused else view(scratch)
        process = start(store, words)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(chance.uniform(0, usual * BEYOND))
        process.kill()
        code = process.wait()
        done += code == -signal.SIGKILL
        figures.at_random += code == -signal.SIGKILL
        if (code == 0) is refused and code != -signal.SIGKILL:
            figures.unusable_afterwards += 1
            figures.cases.append(f"{' '.join(words)}: ended with {code}")
        now = judge(store, " ".join(words), before, after, code, figures)
        if now is None:
            return
        before = now
    figures.events_kept += len(before.events)


def _usual_duration(place: Path, store: Path) -> float:
    times = []
    for _ in range(5):
        began = time.monotonic()
        start(copied(store, place / "scratch"), ("add", "One")).wait()
        times.append(time.monotonic() - began)
    return sorted(times)[2]


def _some_command(state: State, chance: random.Random) -> Words:
    """Return a command that a person might give to a store in this state."""
    directives = list(state.directives.values())
    idle = [d.id for d in directives if d.is_open and d.executor is None]
    busy = [d.id for d in directives if d.is_open and d.executor is not None]
    shut = [d.id for d in directives if not d.is_open and d.executor is None]
    year = chance.choice(["2025-12-22", "2026-01-09", "2027-02-01"])
    number = str(chance.randrange(10**6))
    commands: list[Words] = [
        ("add", f"Text {number}", *chance.choice([(), ("--unit", "education")])),
        ("units", "add", f"u{number}", f"Unit {number}"),
        ("units", "rename", "education", f"Education {number}"),
        ("undo",),
        ("redo",),
    ]
    for ids in (idle, busy):
        if some := _some(ids, chance):
            percent = str(chance.randrange(101))
            commands += [
                ("update", *some, "--progress", percent, "--note", number),
                ("update", *some, "--status", "withdrawn", "--reason", "r", "--today", year),
            ]
    if some := _some(idle, chance):
        commands.append(("assign", *some, "education"))
    if some := _some(shut, chance):
        commands += [("update", *some, "--status", "new", "--reason", "r")] * 2
        commands.append(("update", *some, "--note", number))
    return chance.choice(commands)


def _some(ids: Sequence[int], chance: random.Random) -> Words:
    return tuple(map(str, chance.sample(ids, min(len(ids), chance.randint(1, 4)))))


def main() -> int:
    """Kill as often as asked, print the figures; 1 if anything was lost."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--kills", type=int, default=300, help="at random moments")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=900, help="at most, for each of the two")
    parser.add_argument("--no-steps", action="store_true", help="random moments only")
    asked = parser.parse_args()
    if os.name == "nt":
        parser.exit(0, "Windows has no SIGKILL: nothing was tried.\n")
    figures, began = Figures(), time.monotonic()
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        _set(settings(place))
        if not asked.no_steps:
            until = time.monotonic() + asked.seconds
            at_every_step(place, figures, list(STEPPED), until)
        at_random(place, figures, asked.kills, asked.seed, time.monotonic() + asked.seconds)
    sys.stdout.writelines(f"{line}\n" for line in figures.lines())
    sys.stdout.write(f"{'seconds':24}{time.monotonic() - began:8.0f}\n")
    return 1 if figures.bad() or figures.at_random < asked.kills else 0


def _set(environ: Mapping[str, str]) -> None:
    for name in [name for name in os.environ if name.startswith("TRACKER_")]:
        del os.environ[name]
    os.environ.update(environ)


if __name__ == "__main__":
    sys.exit(main())
