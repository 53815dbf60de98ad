"""How long a protocol of 10 and one of 100 pages take to be drafted, beside a command's start.

Run `python tests/benchmarks/minutes.py`.

A page is some 2,500 characters of items in Kazakh and Russian with their common lines. Each round
loads both documents as a trial, and lists an empty store for the start; it prints medians, and the
ratio of the two without the start. Install the package (not editable), or Python compiles its
modules anew at every start.
"""

import argparse
import os
import statistics
import sys
import tempfile
from pathlib import Path

from rounds import seconds_of

PAGE = 2500
"""Characters of a page."""

ITEMS = (
    (
        "Білім басқармасы жұмыспен қамту басқармасымен бірлесіп {n}-мектептің жылу жүйесін "
        "тексеріп, қорытындысын облыс әкімдігіне ұсынсын.\nМерзімі: 2026 жылғы 15 қаңтар.\n"
        "Жауаптылар: білім басқармасы, жұмыспен қамту басқармасы.\n"
    ),
    (
        "Управлению занятости (Сатов А.Б.) совместно с акимами районов и городов провести ярмарку "
        "вакансий, обеспечить участие не менее {n} предприятий.\nСрок: до 1 марта 2026 года.\n"
        "Ответственный: Сатов А.Б.\n"
    ),
)


def protocol(pages: int) -> str:
    """Return minutes of so many pages."""
    parts = ["ХАТТАМА № 12\n2025 жылғы 3 қараша\nШЕШІМ ҚАБЫЛДАНДЫ:\n"]
    size, number = 0, 0
    while size < pages * PAGE:
        number += 1
        part = f"{number}. " + ITEMS[number % len(ITEMS)].format(n=number)
        parts.append(part)
        size += len(part)
    return "".join(parts)


def measured(rounds: int) -> dict[str, list[float]]:
    """Return the seconds of each command, a number a round."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "TRACKER_STORE": f"{folder}/store", "TRACKER_LANG": "kk"}
        tracker = str(Path(sys.executable).with_name("tracker"))
        commands = {"start": [tracker, "list"]}
        for pages in (10, 100):
            path = Path(folder) / f"{pages}.txt"
            path.write_text(protocol(pages), encoding="utf-8")
            commands[f"{pages} pages"] = [
                tracker,
                "load",
                "--dry-run",
                "--output",
                "json",
                str(path),
            ]
        return seconds_of(commands, environment, rounds)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--rounds", type=int, default=5)
    times = measured(parser.parse_args().rounds)
    for name, seconds in times.items():
        print(f"{name:>12}  {statistics.median(seconds):6.2f} s")  # noqa: T201  # its purpose
    beyond = {
        name: [long - start for long, start in zip(seconds, times["start"], strict=True)]
        for name, seconds in times.items()
    }
    ratios = [
        long / short for short, long in zip(beyond["10 pages"], beyond["100 pages"], strict=True)
    ]
    long = statistics.median(beyond["100 pages"])
    ratio = statistics.median(ratios)
    print(f"100 pages: {long:.2f} s beyond the start, {ratio:.1f} times 10 pages")  # noqa: T201  # its purpose


if __name__ == "__main__":
    main()
