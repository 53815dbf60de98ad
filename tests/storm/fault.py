"""Makes single calls to the system fail: python tests/storm/fault.py --every 1.

Each command that writes is run once for each of its calls on the store, and for each way in which a
call can go wrong: refused, the disk full from then on or half way, the process killed before or
behind it. After each the store must hold all that was acknowledged and nothing half, and the next
command must work, or name a way out that loses nothing. Needs a C compiler and Linux.
"""

import argparse
import contextlib
import errno
import io
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from kill import SOME, View, Words, made, settings, view

from tracker.cli.app import main as tracker
from tracker.errors import Leftover, StoreError
from tracker.store.inspection import inspect
from tracker.store.tiny import FolderStore

HERE = Path(__file__).resolve().parent


class Way(NamedTuple):
    """How a call goes wrong, as fault.c names it."""

    mode: str
    error: int = 0


WAYS = (
    Way("error", errno.EIO),
    Way("error", errno.EACCES),
    Way("stuck", errno.ENOSPC),
    Way("short", errno.ENOSPC),
    Way("kill"),
    Way("after"),
)

FULL = (
    *SOME,
    "update 1 --progress 30",
    "update 3 --copy --evidence " + str(HERE / "crash.py"),
    "update 3 --status submitted",
    "update 3 --status executed",
    "add Gone",
    "update 4 --status withdrawn --reason r",
)
"""A store with what is closed, evidence, and earlier states."""


def damage(name: str) -> Callable[[Path], None]:
    """Return what makes `FULL` and spoils a file of it."""

    def prepare(folder: Path) -> None:
        made(*FULL)(folder)
        path = folder / name
        path.write_bytes(path.read_bytes()[:-5])

    return prepare


COMMANDS: dict[str, tuple[Callable[[Path], None], str]] = {
    "the first of all": (made(), "load"),
    "add": (made(*FULL), "add Four --unit education"),
    "several": (made(*FULL), "update 1-3 --note n"),
    "closing": (made(*FULL), "update 1-2 --status withdrawn --reason r"),
    "reopening": (made(*FULL), "update 3 --status in_progress --reason r"),
    "evidence": (made(*FULL), "update 1 --copy --evidence " + str(HERE / "kill.py")),
    "undo": (made(*FULL), "undo"),
    "redo": (made(*FULL, "undo"), "redo"),
    "units": (made(*FULL), "units rename education Learning"),
    "backup": (made(*FULL), "backup"),
    "restore a good store": (made(*FULL), "restore"),
    "restore the state": (damage("directives.json"), "restore"),
    "restore the journal": (damage("events.jsonl"), "restore"),
    "restore what is closed": (damage("closed/2025.json"), "restore"),
}
"""For each kind of command: what was before, and the command."""


@dataclass
class Figures:
    """What was done, and what went wrong."""

    faults: int = 0
    refused: int = 0
    killed: int = 0
    ways_taken: int = 0
    cases: list[str] = field(default_factory=list)

    def lines(self) -> Iterator[str]:
        """Yield the figures, and each case that went wrong."""
        for name in ("faults", "refused", "killed", "ways_taken"):
            yield f"{name.replace('_', ' '):24}{getattr(self, name):8}"
        yield f"{'went wrong':24}{len(self.cases):8}"
        yield from self.cases


def built(place: Path) -> Path | None:
    """Return the library that makes calls fail; None where it cannot be built."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None or sys.platform != "linux":
        return None
    library = place / "fault.so"
    words = [compiler, "-shared", "-fPIC", "-o", str(library), str(HERE / "fault.c"), "-ldl"]
    return library if subprocess.run(words, check=False).returncode == 0 else None


def attempt(library: Path, store: Path, words: Words, **fault: object) -> "Done":
    """Run a command one of whose calls fails."""
    given = {f"FAULT_{name.upper()}": str(value) for name, value in fault.items()}
    found = subprocess.run(
        [sys.executable, "-m", "tracker", *words, "--store", str(store)],
        env=os.environ | given | {"LD_PRELOAD": str(library), "FAULT_DIR": str(store)},
        capture_output=True,
        check=False,
    )
    return Done(found.returncode, found.stderr.decode())


class Done(NamedTuple):
    """How a command ended."""

    code: int
    said: str


def storm(
    place: Path, library: Path, kinds: Sequence[str], figures: Figures, *, every: int, until: float
) -> None:
    """Let the calls of the commands go wrong, one of `every` so many, each in every way."""
    for kind in kinds:
        prepare, command = COMMANDS[kind]
        words = tuple(command.split())
        start, store, log = place / "before", place / "store", place / "log"
        shutil.rmtree(start, ignore_errors=True)
        prepare(start)
        before = seen(start)
        _copied(start, store)
        log.unlink(missing_ok=True)
        if attempt(library, store, words, log=log).code != 0:
            raise RuntimeError(command)
        after = view(store)
        calls = log.read_text("utf-8").splitlines()
        for number in range(1, len(calls) + 1, every):
            for way in WAYS:
                if time.monotonic() > until:
                    return
                _copied(start, store)
                fault = {"at": number, "mode": way.mode, "errno": way.error}
                done = attempt(library, store, words, **fault)
                case = f"{kind}, {way.mode} {way.error} at {calls[number - 1]}"
                for problem in judge(store, before, after, done, figures):
                    figures.cases.append(f"{case}: {problem}")


def seen(store: Path) -> View | None:
    """Return what a store holds; None for a damaged one."""
    try:
        return view(store)
    except StoreError:
        return None


def _copied(folder: Path, to: Path) -> None:
    shutil.rmtree(to, ignore_errors=True)
    if folder.exists():
        shutil.copytree(folder, to)


def judge(
    store: Path, before: View | None, after: View, done: Done, figures: Figures
) -> Iterator[str]:
    """Yield what is wrong with a store behind a command of which one call failed."""
    figures.faults += 1
    figures.killed += done.code == -signal.SIGKILL
    figures.refused += done.code in (1, 4)
    if done.code not in (0, 1, 4, -signal.SIGKILL) or "Traceback" in done.said:
        yield f"ended with {done.code}: {done.said.strip()[-200:]}"
    now = seen(store)
    if now is None and before is not None:
        yield "unreadable"
    wholes = [(v.state, len(v.events)) for v in (before, after) if v is not None]
    if now is not None and (now.state, len(now.events)) not in wholes:
        yield "neither before nor after"
    if now is not None and done.code == 0 and now.state != after.state:
        yield "acknowledged, but not there"
    if now is not None and before is not None and now.events[: len(before.events)] != before.events:
        yield "an earlier event is gone"
    yield from _goes_on(store, after if now is None else now, figures)


def _goes_on(store: Path, now: View, figures: Figures) -> Iterator[str]:
    """Yield what is wrong with the next command, or with the way out that it names."""
    code, said = _run(store, ("add", "Next"))
    is_added = code == 0
    if code == 4 or seen(store) is None:  # what is closed may be damaged, and not needed
        if code == 4 and "tracker restore" not in said:
            yield f"no way out: {said}"
            return
        figures.ways_taken += 1
        code, said = _run(store, ("restore",))
        if code != 0 or seen(store) is None:
            yield f"the way out ends with {code}: {said}"
            return
        if not is_added:
            code, said = _run(store, ("add", "Next"))
    if code != 0:
        yield f"the next command ends with {code}: {said}"
        return
    wrong = [str(f) for f in inspect(FolderStore(store)) if not isinstance(f, Leftover)]
    if wrong:
        yield wrong[0]
    if view(store).state.directives.keys() != {*now.state.directives, _new_id(now)}:
        yield "directives are lost"


def _new_id(now: View) -> int:
    return max((e.directive for e in now.events if e.directive), default=0) + 1


def _run(store: Path, words: Words) -> tuple[int, str]:
    said = io.StringIO()
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(said):
        return tracker([*words, "--store", str(store)]), said.getvalue()


def main() -> int:
    """Let all calls go wrong, print the figures; 1 if anything was lost."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--every", type=int, default=1, help="try one call of so many")
    parser.add_argument("--only", choices=COMMANDS, action="append", help="this kind of command")
    parser.add_argument("--seconds", type=float, default=7200, help="at most")
    asked = parser.parse_args()
    figures, began = Figures(), time.monotonic()
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        os.environ.update(settings(place))
        library = built(place)
        if library is None:
            parser.exit(0, "There is no C compiler, or this is not Linux: nothing was tried.\n")
        kinds = asked.only or list(COMMANDS)
        until = began + asked.seconds
        storm(place, library, kinds, figures, every=asked.every, until=until)
    sys.stdout.writelines(f"{line}\n" for line in figures.lines())
    sys.stdout.write(f"{'seconds':24}{time.monotonic() - began:8.0f}\n")
    return 1 if figures.cases else 0


if __name__ == "__main__":
    sys.exit(main())
