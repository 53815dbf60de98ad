"""Runs one `tracker` command that gets signals on its way: interrupted.py STEP SIGNAL WORDS...

The first comes at the step that is named, others every few steps behind it, until the end. A step
is a call or a return of any function from the moment on at which signals are taken, with imports.
How many there were is written as the last line on standard error if none came (STEP 0).

`python tests/storm/interrupted.py --storm MOMENTS FOLDER` sends each signal at so many moments of
each kind of command, and prints what it has cost.
"""

import atexit
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tracker.cli.app import main as tracker
from tracker.errors import Leftover
from tracker.store.inspection import inspect
from tracker.store.tiny import FolderStore

REPOSITORY = Path(__file__).resolve().parent.parent.parent

BETWEEN = 97
"""Steps from one signal to the next."""

CODES = {"SIGINT": 130, "SIGTERM": 143, "SIGHUP": 143}


class Outcome(NamedTuple):
    """How a command ended: its code, what it said, and what it left in the place for the moment."""

    code: int
    said: str
    left: list[str]


class Place:
    """A folder with a store, a backup of it, and a place of its own for temporary files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.store = folder / "store"
        self.temporary = folder / "temporary"
        self.temporary.mkdir(parents=True)
        for words in (["load"], ["backup", str(folder / "b.zip")], ["add", "Мектеп"]):
            if tracker([*words, "--store", str(self.store), "--as", "Айгүл"]):
                raise SystemExit(f"{words} did not work")
        self.kept = frozenset(path.name for path in folder.iterdir())

    def commands(self) -> dict[str, list[str]]:
        """Return a command of each kind, under its name."""
        backup = str(self.folder / "b.zip")
        return {
            "list": ["list"],
            "add": ["add", "Жол"],
            "restore": ["restore", backup],
            "move": ["store", "move", str(self.store), str(self.folder / "moved")],
            "export": ["export", str(self.folder / "out.json"), "--force"],
        }

    def run(self, step: int, name: str, words: list[str]) -> Outcome:
        """Run a command that gets a signal at a step; without one it says how many there are."""
        done = subprocess.run(
            [sys.executable, __file__, str(step), name, *words],
            env={
                **os.environ,
                "TRACKER_STORE": str(self.store),
                "TRACKER_ACTOR": "Айгүл",
                "TRACKER_LANG": "en",
                "TMPDIR": str(self.temporary),
                "PYTHONPATH": str(REPOSITORY),
            },
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=60,
        )
        left = [path.name for path in self.temporary.iterdir()]
        left += [path.name for path in self.folder.iterdir() if path.name.startswith(".")]
        left += [path.name for path in self.store.rglob(".tracker-*")]
        return Outcome(done.returncode, done.stderr, left)

    def is_sound(self) -> bool:
        """Tell whether nothing is wrong with the store, nor with one that was moved.

        Events of a change that was cut off before its commit may stand behind the journal's mark:
        they do not count, and the next change sets them aside.
        """
        moved = self.folder / "moved"
        stores = [self.store, *([moved] if moved.exists() else [])]
        found = [finding for path in stores for finding in inspect(FolderStore(path))]
        if moved.exists():
            for path in sorted(moved.rglob("*"), reverse=True):
                path.rmdir() if path.is_dir() else path.unlink()
            moved.rmdir()
        return all(isinstance(finding, Leftover) for finding in found)


def failures(place: Path, name: str, kinds: dict[str, int]) -> Iterator[str]:
    """Interrupt commands by a signal, each kind at so many moments; yield what went wrong."""
    at = Place(place)
    for kind, words in at.commands().items():
        if kind not in kinds:
            continue
        plain = at.run(0, name, words)
        steps = int(plain.said.splitlines()[-1])
        if not steps:
            yield f"{kind}: no signal was ever taken"
        at.is_sound()
        for moment in range(kinds[kind]):
            step = 1 + steps * moment // kinds[kind]
            outcome = at.run(step, name, words)
            told = any(words in outcome.said for words in ("Traceback", "ignored", "mistake"))
            wrong = outcome.code not in (CODES[name], 0) or told or outcome.left
            if wrong or not at.is_sound():
                yield f"{kind}, {name} at {step} of {steps}: {outcome}"


def lay(step: int, number: int) -> None:
    """See to it that this process gets signals, from a step on."""
    count = 0
    unhandled = (signal.SIG_DFL, signal.default_int_handler)

    def passed(*_: object) -> None:
        nonlocal count
        count += signal.getsignal(number) not in unhandled
        if step and count >= step and (count - step) % BETWEEN == 0:
            os.kill(os.getpid(), number)

    if not step:
        atexit.register(lambda: sys.stderr.write(f"{count}\n"))
    sys.setprofile(passed)


if __name__ == "__main__":
    if sys.argv[1] == "--storm":
        moments = int(sys.argv[2])
        for signal_name in CODES:
            kinds = dict.fromkeys(("list", "add", "restore", "move", "export"), moments)
            for failure in failures(Path(sys.argv[3]) / signal_name, signal_name, kinds):
                sys.stdout.write(f"{failure}\n")
        sys.exit()
    for module in [name for name in sys.modules if name.partition(".")[0] in ("tracker", "typer")]:
        del sys.modules[module]
    first, signal_name, *sys.argv[1:] = sys.argv[1:]
    from tracker.__main__ import start

    lay(int(first), getattr(signal, signal_name))
    start()
