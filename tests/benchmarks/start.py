"""How long short commands take beside `python -c "import typer"`.

Run `python tests/benchmarks/start.py`.

Each round runs every command once, in turn, so that a change of the machine's speed meets all of
them; the ratios are taken within a round. It prints medians, and judges nothing. Install the
package (not editable), or Python compiles its modules anew at every start.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from rounds import seconds_of

ROWS = 100
TEXT = "Колледждер мен кәсіпорындардың әріптестігін күшейту"


def measured(rounds: int) -> dict[str, list[float]]:
    """Return the seconds of each command, a number a round."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "TRACKER_STORE": f"{folder}/store", "TRACKER_LANG": "kk"}
        tracker = str(Path(sys.executable).with_name("tracker"))
        subprocess.run(
            [tracker, "load", "-", "--format", "csv"],
            input=_csv().encode(),
            env=environment,
            check=True,
            stdout=subprocess.DEVNULL,
        )
        commands = {
            "import typer": [sys.executable, "-c", "import typer"],
            "list, in a pipe": [tracker, "list"],
            "list, as a table": [tracker, "list", "--output", "table"],
            "show": [tracker, "show", "3"],
            "update": [tracker, "update", "3", "--note", "…"],
            "report": [tracker, "report"],
        }
        return seconds_of(commands, environment, rounds)


def _csv() -> str:
    rows = [f"{TEXT} {n},2026-{n % 12 + 1:02}-{n % 28 + 1:02}" for n in range(ROWS)]
    return "\n".join(["text,due", *rows]) + "\n"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--rounds", type=int, default=15)
    times = measured(parser.parse_args().rounds)
    base = times["import typer"]
    for name, seconds in times.items():
        ratio = statistics.median(one / other for one, other in zip(seconds, base, strict=True))
        print(f"{name:<18}{statistics.median(seconds) * 1000:8.0f} ms{ratio:8.2f}")  # noqa: T201  # its purpose


if __name__ == "__main__":
    main()
