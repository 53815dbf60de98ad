"""Many processes on one store: python tests/storm/many.py --processes 8 --changes 50.

Each makes its changes as fast as it can; real `tracker` commands come between them, and readers
look all the time. Afterwards every change must be there once, and no view may have been half of
one: directives that are always changed together must never be seen apart.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, fields
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from tracker.domain.directive import Directive, Signature
from tracker.domain.event import Changed
from tracker.domain.status import Status
from tracker.errors import StoreBusy
from tracker.service.add import add
from tracker.service.update import News, update
from tracker.store.inspection import inspect
from tracker.store.tiny import FolderStore

SHARED = (1, 2)
"""The pair that everybody changes; each process has another one of its own."""

DAY = date(2025, 12, 22)

Answer = dict[str, Any]
"""What a process has to say in the end."""

Process = subprocess.Popen[str]


@dataclass
class Figures:
    """What was done, and what was wrong with it."""

    processes: int = 0
    changes: int = 0
    real_commands: int = 0
    events: int = 0
    busy: int = 0
    reads: int = 0
    lost_changes: int = 0
    lost_events: int = 0
    ids_used_twice: int = 0
    gaps: int = 0
    half_views: int = 0
    findings: int = 0
    errors: int = 0
    cases: list[str] = field(default_factory=list)

    def bad(self) -> int:
        """Return how much went wrong."""
        wrong = (self.lost_changes, self.lost_events, self.ids_used_twice, self.gaps)
        return sum(wrong) + self.half_views + self.findings + self.errors

    def lines(self) -> Iterator[str]:
        """Yield the figures, and each case that went wrong."""
        for one in fields(self):
            if one.name != "cases":
                yield f"{one.name.replace('_', ' '):16}{getattr(self, one.name):8}"
        yield from self.cases


def pair(number: int) -> tuple[int, int]:
    """Return the two directives that only the process of this number (from 0) closes."""
    return 2 * number + 3, 2 * number + 4


def signature(name: str, on: date = DAY) -> Signature:
    """Return who makes a change now."""
    return Signature(name, datetime.now(UTC), on)


# What a process does; it prints a line of JSON in the end


def work(folder: Path, number: int, changes: int, seed: int) -> Answer:
    """Make the changes; one that finds the store busy is made again, and counted."""
    chance = random.Random(seed)  # noqa: S311  # progress, not secrets
    store = FolderStore(folder)
    done, events, busy = 0, 0, 0
    ids: list[int] = []
    while done < changes:
        try:
            made = _change(store, number, done, chance)
        except StoreBusy:
            busy += 1
            continue
        ids += [c.after.id for c in made if c.before is None]
        events += sum(len(c.events) for c in made)
        done += 1
    return {"events": events, "ids": ids, "busy": busy}


def _change(store: FolderStore, number: int, turn: int, chance: random.Random) -> list[Changed]:
    by = signature(f"p{number}", date(2025 + turn % 3, 12, 22))
    match turn % 5:
        case 0:
            return [add(store, {"en": f"{number}-{turn}"}, by=by)]
        case 1 | 2:
            news = News(progress=chance.randrange(101), note=f"{number}-{turn}")
            return update(store, SHARED, news, by=by)
        case 3:
            news = News(status=Status.WITHDRAWN, reason="r", note=str(turn))
            return update(store, pair(number), news, by=by)
        case _:
            news = News(status=Status.NEW, reason="r", progress=chance.randrange(101))
            return update(store, pair(number), news, by=by)


def read(folder: Path, pairs: int) -> Answer:
    """Read until the file `stop` lies beside the store; count what was seen, and seen in half."""
    store = FolderStore(folder)
    reads, last = 0, 0
    wrong: list[str] = []
    while not (folder.parent / "stop").exists():
        reads += 1
        found = {d.id: d for d in store.directives(closed=True)}
        for one, other in [SHARED, *map(pair, range(pairs))]:
            said = [_said(found.get(one)), _said(found.get(other))]
            if None in said or said[0] != said[1]:
                wrong.append(f"directives {one} and {other}: {said}")
        if reads % 5 == 0:
            events = store.events()
            batches = {e.batch for e in events[last:]}
            if [e.seq for e in events] != list(range(1, len(events) + 1)) or len(events) < last:
                wrong.append(f"events: {len(events)} after {last}, with {len(batches)} commands")
            last = len(events)
    return {"reads": reads, "wrong": wrong}


def _said(d: Directive | None) -> tuple[object, ...] | None:
    return None if d is None else (d.progress, d.status.value, str(d.closed_on), str(d.touched_on))


# The whole


def storm(
    place: Path, processes: int, changes: int, *, commands: int = 5, seed: int = 1
) -> Figures:
    """Let them all loose on a new store in this folder; return what came of it."""
    figures = Figures(processes=processes, changes=processes * changes, real_commands=commands)
    folder = place / "store"
    store = FolderStore(folder)
    for number in range(2 * processes + 2):
        add(store, {"en": f"Text {number}"}, by=signature("first"))
    before = store.events()
    readers = [_start("read", folder, processes) for _ in range(2)]
    workers = [_start("work", folder, n, changes, seed + n) for n in range(processes)]
    for turn in range(commands):
        words = ("update", "1", "2", "--progress", str(turn), "--note", "real", "--wait", "60")
        done = subprocess.run(
            [sys.executable, "-m", "tracker", *words, "--store", str(folder), "--as", "real"],
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        if done.returncode != 0:
            figures.errors += 1
            figures.cases.append(f"tracker: {done.returncode}: {done.stderr.strip()}")
    worked = _ended(workers, figures)
    (place / "stop").touch()
    seen = _ended(readers, figures)
    _count(FolderStore(folder), before[-1].seq, worked, figures)
    for one in seen:
        figures.reads += one["reads"]
        figures.half_views += len(one["wrong"])
        figures.cases += one["wrong"][:5]
    return figures


def _start(*words: object) -> Process:
    command = [sys.executable, __file__, *map(str, words)]
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8"
    )


def _ended(processes: Sequence[Process], figures: Figures) -> list[Answer]:
    answers = []
    for process in processes:
        out, err = process.communicate()
        if process.returncode == 0:
            answers.append(json.loads(out))
        else:
            figures.errors += 1
            figures.cases.append(err.strip().rpartition("\n")[2])
    return answers


def _count(store: FolderStore, first: int, worked: list[Answer], figures: Figures) -> None:
    """Compare what is there with what the processes were told."""
    events = store.events()
    later = [e for e in events if e.seq > first]
    real = [e for e in later if e.by.actor == "real"]
    batches = {e.batch for e in later}
    ids = [id for answer in worked for id in answer["ids"]]
    figures.busy = sum(answer["busy"] for answer in worked)
    figures.events = len(later)
    figures.lost_changes = abs(figures.changes + figures.real_commands - len(batches))
    told = sum(answer["events"] for answer in worked)
    figures.lost_events = abs(told + len(real) - len(later))
    figures.ids_used_twice = len(ids) - len(set(ids))
    kept = {d.id for d in store.directives(closed=True)}
    figures.lost_changes += len(set(ids) - kept)
    figures.gaps = sum(e.seq != n for n, e in enumerate(events, start=1))
    found = [finding.message for finding in inspect(store)]
    figures.findings = len(found)
    figures.cases += found


def main() -> int:
    """Let the processes loose, print the figures; 1 if anything was wrong."""
    if sys.argv[1:2] == ["work"]:
        numbers = map(int, sys.argv[3:])
        sys.stdout.write(json.dumps(work(Path(sys.argv[2]), *numbers)))
        return 0
    if sys.argv[1:2] == ["read"]:
        sys.stdout.write(json.dumps(read(Path(sys.argv[2]), int(sys.argv[3]))))
        return 0
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--processes", type=int, default=8)
    parser.add_argument("--changes", type=int, default=50, help="of each")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    began = time.monotonic()
    for name in [name for name in os.environ if name.startswith("TRACKER_")]:
        del os.environ[name]
    with tempfile.TemporaryDirectory() as place:
        figures = storm(Path(place), asked.processes, asked.changes, seed=asked.seed)
    sys.stdout.writelines(f"{line}\n" for line in figures.lines())
    sys.stdout.write(f"{'seconds':16}{time.monotonic() - began:8.0f}\n")
    return 1 if figures.bad() else 0


if __name__ == "__main__":
    sys.exit(main())
