"""Many processes on one store on a server: python tests/storm/many_on_server.py --processes 32.

Each does what commands do, with a connection of its own each time: four of five look at a list or a
directive, the fifth changes one. Afterwards every change that was confirmed must be there once. It
prints the middle and the worst hundredth of the times; without --address it starts a server.
"""

import argparse
import json
import random
import statistics
import subprocess
import sys
import time
from contextlib import ExitStack
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple

import psycopg

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
import servers

from tracker.domain.directive import Signature
from tracker.domain.event import NoteAdded
from tracker.domain.selection import Order, Selection
from tracker.errors import TrackerError
from tracker.service.add import add
from tracker.service.maintain import findings
from tracker.service.update import News, update
from tracker.store.open import open_store
from tracker.store.postgres.schema import init

DAY = date(2025, 12, 22)
DIRECTIVES = 400
CHANGES = 0.2
WAIT = 60.0


class Told(NamedTuple):
    """What a process has to say in the end: its notes that were confirmed, times in seconds."""

    notes: list[str]
    reads: list[float]
    changes: list[float]
    errors: list[str]


class Figures(NamedTuple):
    """What was done, and what was wrong with it."""

    reads: list[float]
    changes: list[float]
    lost: int
    doubled: int
    errors: list[str]
    findings: int


def signature(name: str) -> Signature:
    """Return who makes a change now."""
    return Signature(name, datetime.now(UTC), DAY)


def work(address: str, number: int, seconds: float) -> Told:
    """Look and change for so long."""
    chance = random.Random(number)  # noqa: S311  # no secret
    told = Told([], [], [], [])
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        id = chance.randint(1, DIRECTIVES)
        begin = time.perf_counter()
        try:
            store = open_store(address, wait=WAIT)
            if chance.random() < CHANGES:
                note = f"{number}-{len(told.changes)}"
                update(store, [id], News(note=note), by=signature(f"p{number}"))
                told.notes.append(note)
                told.changes.append(time.perf_counter() - begin)
                continue
            if chance.random() < 0.5:
                store.select(Selection(), Order.DUE, limit=30)
                store.register()
            else:
                store.directive(id)
                store.events(id)
            told.reads.append(time.perf_counter() - begin)
        except TrackerError as error:
            told.errors.append(str(error))
    return told


def storm(address: str, processes: int, seconds: float) -> Figures:
    """Let them all loose on a new store; return what came of it."""
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("DROP SCHEMA IF EXISTS tracker CASCADE")
    init(address)
    store = open_store(address)
    for number in range(DIRECTIVES):
        add(store, {"kk": f"Тапсырма {number}"}, due=DAY, by=signature("first"))
    command = [sys.executable, __file__, "--work", "--address", address, "--seconds", str(seconds)]
    running = [
        subprocess.Popen([*command, "--number", str(n)], stdout=subprocess.PIPE, encoding="utf-8")
        for n in range(processes)
    ]
    told = [Told(*json.loads(process.communicate()[0])) for process in running]
    kept = [e.change.text for e in store.events() if isinstance(e.change, NoteAdded)]
    confirmed = [note for one in told for note in one.notes]
    return Figures(
        reads=[seconds for one in told for seconds in one.reads],
        changes=[seconds for one in told for seconds in one.changes],
        lost=len(set(confirmed) - set(kept)),
        doubled=len(kept) - len(set(kept)),
        errors=[error for one in told for error in one.errors],
        findings=len(list(findings(store, today=DAY))),
    )


def described(seconds: list[float]) -> str:
    """Return how many there were, the middle and the worst hundredth."""
    parts = statistics.quantiles(seconds, n=100)
    return f"{len(seconds):8}  p50 {parts[49] * 1000:7.1f} ms  p99 {parts[98] * 1000:7.1f} ms"


def main() -> int:
    """Let the processes loose, print the figures; 1 if anything was wrong."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--processes", type=int, default=32)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--address", help="of an administrator, whose store there is lost")
    parser.add_argument("--work", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--number", type=int, default=0, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.work:
        sys.stdout.write(json.dumps(work(given.address, given.number, given.seconds)))
        return 0
    with ExitStack() as stack:
        address = given.address or stack.enter_context(servers.server())
        figures = storm(address, given.processes, given.seconds)
    sys.stdout.write(f"looked   {described(figures.reads)}\n")
    sys.stdout.write(f"changed  {described(figures.changes)}\n")
    sys.stdout.write(
        f"lost {figures.lost}, doubled {figures.doubled}, errors {len(figures.errors)}, "
        f"findings {figures.findings}\n"
    )
    sys.stdout.writelines(f"{error}\n" for error in figures.errors[:5])
    return 1 if figures.lost or figures.doubled or figures.errors or figures.findings else 0


if __name__ == "__main__":
    sys.exit(main())
