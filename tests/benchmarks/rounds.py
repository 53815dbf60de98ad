"""Times commands in rounds, each of them once a round."""

import subprocess
import time
from collections.abc import Mapping, Sequence


def seconds_of(
    commands: Mapping[str, Sequence[str]], environment: Mapping[str, str], rounds: int
) -> dict[str, list[float]]:
    """Return the seconds of each command, a number a round.

    They take turns, so that a change of the machine's speed meets all of them.
    """
    times: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            begin = time.perf_counter()
            subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
            times[name].append(time.perf_counter() - begin)
    return times
