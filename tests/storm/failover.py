"""A server killed with changes in flight: python tests/storm/failover.py --writers 8 --seconds 20.

Writers add directives by commands, each in a process of its own, to a primary whose commits wait
for its replica. In the middle the primary is killed (-9) and, a moment later, the replica promoted;
the writers go on. Afterwards everything that was confirmed must be there, once.
"""

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
import servers

from tracker.store.open import open_store
from tracker.store.postgres.schema import init

UNREACHABLE = 4


@dataclass
class Told:
    """What one writer was told: texts that were confirmed, and what was said instead."""

    before: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)
    refused: list[tuple[int, str]] = field(default_factory=list)
    first_after: float = 0.0


@dataclass
class Figures:
    """What came of it; `pause` is from the kill to the first change confirmed afterwards."""

    confirmed_before: int
    confirmed_after: int
    lost: int
    doubled: int
    unreachable: int
    otherwise: list[tuple[int, str]]
    pause: float
    in_between: tuple[int, str]

    def lines(self) -> Iterator[str]:
        """Yield the figures."""
        yield f"confirmed before {self.confirmed_before}, after {self.confirmed_after}"
        yield f"lost {self.lost}, made twice {self.doubled}"
        yield f"exit 4 in between {self.unreachable}, other ends {len(self.otherwise)}"
        yield f"from the kill to the next confirmed change {self.pause:.1f} s"
        yield from map(str, self.otherwise[:5])


def failover(pair: servers.Pair, writers: int, seconds: float) -> Figures:
    """Let the writers loose on a new store, kill and promote in the middle, and count."""
    init(pair.primary)
    promoted, over = Event(), Event()
    with ThreadPoolExecutor(writers) as pool:
        runs = [pool.submit(_write, pair.both, number, promoted, over) for number in range(writers)]
        over.wait(seconds / 2)
        pair.kill()
        at = time.monotonic()
        in_between = tracker(pair.both, "add", "in between")
        pair.promote()
        promoted.set()
        over.wait(seconds / 2)
        over.set()
        told = [run.result() for run in runs]
    kept = [d.text("en") for d in open_store(pair.replica).directives()]
    confirmed = [text for one in told for text in (*one.before, *one.after)]
    refused = [end for one in told for end in one.refused]
    return Figures(
        confirmed_before=sum(len(one.before) for one in told),
        confirmed_after=sum(len(one.after) for one in told),
        lost=len(set(confirmed) - set(kept)),
        doubled=len(kept) - len(set(kept)),
        unreachable=sum(code == UNREACHABLE for code, _ in refused),
        otherwise=[(code, said) for code, said in refused if code != UNREACHABLE],
        pause=min(one.first_after for one in told if one.first_after) - at,
        in_between=in_between,
    )


def _write(address: str, writer: int, promoted: Event, over: Event) -> Told:
    told = Told()
    number = 0
    while not (over.is_set() and told.after):
        number += 1
        text = f"{writer}-{number}"
        is_after = promoted.is_set()
        code, said = tracker(address, "add", text)
        if code:
            told.refused.append((code, said))
        elif is_after:
            told.first_after = told.first_after or time.monotonic()
            told.after.append(text)
        else:
            told.before.append(text)
    return told


def tracker(address: str, *words: str) -> tuple[int, str]:
    """Run a command in a process of its own; return its code and what it says of errors."""
    done = subprocess.run(
        [sys.executable, "-m", "tracker", *words, "--store", address],
        env={**os.environ, "TRACKER_ACTOR": "Айгүл", "TRACKER_LANG": "en"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return done.returncode, done.stderr


def main() -> int:
    """Do it, print the figures; 1 if anything was wrong."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--writers", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=20)
    given = parser.parse_args()
    with servers.pair() as pair:
        figures = failover(pair, given.writers, given.seconds)
    sys.stdout.writelines(f"{line}\n" for line in figures.lines())
    return 1 if figures.lost or figures.doubled or figures.otherwise else 0


if __name__ == "__main__":
    sys.exit(main())
