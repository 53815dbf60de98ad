"""The results: medians, ratios within rounds, and the goals beside what was measured."""

import os
import platform
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import NamedTuple

from peers_measure import LIMIT, Sample
from peers_tools import OPERATIONS, Size

OURS = "tracker"
FLOORS = ("python -c pass", "import typer")
SLOW_PEERS = ("topydo", "todoman")
LARGE = 10_000
"""The size at which the goal beside topydo and todoman is a closer one."""

NONE = Size(0, 0)
FULL_CLOSED = Size(5_000, 95_000)
"""What the goal of few beside many speaks of."""

Key = tuple[int, str, str]
"""How many directives, the operation, the program."""


@dataclass
class Results:
    """All that was measured."""

    samples: dict[Key, dict[int, Sample]] = field(default_factory=dict)
    sizes: dict[tuple[int, str], int] = field(default_factory=dict)
    slow: dict[Key, float] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)
    closed: Size = NONE
    rendering: Sequence[tuple[float, float]] = ()

    def add(self, key: Key, number: int, sample: Sample) -> None:
        """Keep the sample of a round."""
        self.samples.setdefault(key, {})[number] = sample

    def totals(self) -> list[int]:
        """Return the sizes that were measured."""
        return sorted({total for total, _, _ in self.samples if total})

    def programs(self, total: int) -> list[str]:
        """Return who was measured at a size, `tracker` first."""
        return list(dict.fromkeys(name for of, _, name in self.samples if of == total))[1:]

    def seconds(self, key: Key) -> float | None:
        """Return the median time."""
        found = self.samples.get(key)
        return median(sample.seconds for sample in found.values()) if found else None

    def peak(self, key: Key) -> float | None:
        """Return the median peak of memory."""
        found = self.samples.get(key)
        return median(sample.peak for sample in found.values()) if found else None

    def floor(self, key: Key) -> float:
        """Return the least peak of memory that could be seen."""
        return max((sample.floor for sample in self.samples.get(key, {}).values()), default=0)

    def ratio(self, key: Key, other: Key) -> float | None:
        """Return the median of the ratios within each round."""
        ours, theirs = self.samples.get(key, {}), self.samples.get(other, {})
        pairs = [s.seconds / theirs[n].seconds for n, s in ours.items() if n in theirs]
        return median(pairs) if pairs else None


class Goal(NamedTuple):
    """A row of the goals: what, at most how much, and what was measured (None: it was not).

    `ended` says that our own command was ended, so that the goal is missed without a number.
    """

    what: str
    most: float
    found: float | None
    where: str = ""
    ended: float = 0


def page(results: Results, versions: dict[str, str], rounds: str) -> str:
    """Return all tables as Markdown."""
    parts = [_heading(versions, rounds), _table(_goal_rows(goals(results)))]
    for total in results.totals():
        tables = [_table(_times(results, total)), "Peak memory:", _table(_peaks(results, total))]
        parts += [_folded(f"{total:,} directives", tables)]
    if results.closed.total:
        few, many = results.closed
        title = f"{few:,} on control, alone and beside {many:,} closed"
        parts += [_folded(title, [_table(_beside(results))])]
    if results.rendering:
        parts.append(_rendered(results))
    if results.left_out:
        parts.append("\n".join(f"- {line}" for line in dict.fromkeys(results.left_out)))
    return "\n\n".join(parts)


def _folded(title: str, parts: Iterable[str]) -> str:
    """Return parts of a page that are shown when their title is asked for."""
    return "\n\n".join([f"<details><summary>{title}</summary>", *parts, "</details>"])


def _heading(versions: dict[str, str], rounds: str) -> str:
    said = ", ".join(f"{name} {version}" for name, version in versions.items())
    return (
        f"{os.cpu_count()} cores ({_processor()}), {platform.system()} {platform.release()}, "
        f"Python {platform.python_version()}; {said}. Medians of {rounds}; in "
        "brackets the median of the ratios tracker / program within a round, below 1 where tracker "
        f"is faster. More than {LIMIT:.0f} s is left out. The first screen: Taskwarrior with "
        "`limit:page`, topydo with `-N`, tracker through a pager that is left at once "
        "(`PAGER='head -n 23'`); the other two print all."
    )


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.machine())


def _table(rows: Iterable[Sequence[str]]) -> str:
    head, *others = rows
    rule = ["---", *["---:"] * (len(head) - 1)]
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, rule, *others))


def _times(results: Results, total: int) -> Iterator[Sequence[str]]:
    programs = results.programs(total)
    yield ["ms", *programs]
    for floor in FLOORS:
        own = _ms(results.seconds((total, floor, "Python")))
        yield [f"`{floor}`", own, *[""] * (len(programs) - 1)]
    for operation, words in OPERATIONS.items():
        yield [words, *(_cell(results, (total, operation, name)) for name in programs)]


def _cell(results: Results, key: Key) -> str:
    if key in results.slow:
        return f"> {results.slow[key] * 1000:,.0f}"
    seconds = results.seconds(key)
    ratio = results.ratio((key[0], key[1], OURS), key)
    if ratio is None or key[2] == OURS:
        return _ms(seconds)
    return f"{_ms(seconds)} ({ratio:.2f})"


def _ms(seconds: float | None) -> str:
    return "–" if seconds is None else f"{seconds * 1000:,.0f}"


def _peaks(results: Results, total: int) -> Iterator[Sequence[str]]:
    programs = results.programs(total)
    yield ["MB", *programs]
    for operation, words in OPERATIONS.items():
        keys = [(total, operation, name) for name in programs]
        yield [words, *(_mb(results.peak(key), results.floor(key)) for key in keys)]
    yield ["data on disk", *(_mb(results.sizes.get((total, name)), 0) for name in programs)]


def _mb(size: float | None, floor: float) -> str:
    if size is None:
        return "–"
    if size <= floor:
        return f"≤ {floor / 1e6:.0f}"
    return f"{size / 1e6:,.1f}" if size < 1e7 else f"{size / 1e6:,.0f}"


def _beside(results: Results) -> Iterator[Sequence[str]]:
    yield ["ms", "alone", "beside", "ratio"]
    for operation, words in OPERATIONS.items():
        alone, beside = (0, operation, "alone"), (0, operation, "beside")
        ratio = results.ratio(beside, alone)
        if ratio is not None:
            both = (_ms(results.seconds(alone)), _ms(results.seconds(beside)))
            yield [words, *both, f"{ratio:.2f}"]


def _rendered(results: Results) -> str:
    ours, theirs = (median(column) * 1000 for column in zip(*results.rendering, strict=True))
    return (
        f"A table of 1,000 rows, laid out in one process: {ours:,.0f} ms, "
        f"`rich.table.Table` {theirs:,.0f} ms."
    )


def _goal_rows(found: Iterable[Goal]) -> Iterator[Sequence[str]]:
    yield ["goal (median of ratios)", "at most", "measured", "reached"]
    for goal in found:
        if goal.ended:
            yield [goal.what, f"{goal.most:g}", f"longer than {goal.ended:.0f} s", "**no**"]
            continue
        if goal.found is None:
            yield [goal.what, f"{goal.most:g}", "–", "not measured"]
            continue
        reached = "yes" if goal.found <= goal.most else "**no**"
        yield [goal.what, f"{goal.most:g}", f"{goal.found:.2f}{goal.where}", reached]


def goals(results: Results) -> Iterator[Goal]:
    """Yield the goals of the benchmark with what was measured."""
    typer = (100, "import typer", "Python")
    first = results.ratio((100, "screen", OURS), typer)
    yield Goal("`list`, first screen, N = 100, against `import typer`", 1.3, first)
    yield from _against_slow_peers(results)
    for operation, theirs, bounds in _AGAINST_TASKWARRIOR:
        for total, most in bounds.items():
            ours, other = (total, operation, OURS), (total, operation, "Taskwarrior")
            what = f"{theirs}, against Taskwarrior's, N = {total:,}"
            ended = results.slow.get(ours, 0)
            yield Goal(what, most, results.ratio(ours, other), ended=ended)
    rendering = [ours / theirs for ours, theirs in results.rendering]
    found = median(rendering) if rendering else None
    yield Goal("a table of 1,000 rows, against `rich.table.Table`", 0.15, found)
    yield _beside_closed(results)
    yield _memory(results, 100_000)


_AGAINST_TASKWARRIOR = (
    ("pipe", "list all into a pipe", {1_000: 4, 10_000: 0.9, 100_000: 0.5}),
    ("filter", "filtered list", {10_000: 1.2, 100_000: 0.6}),
    ("update", "update one", {10_000: 2, 100_000: 1.2}),
    ("show", "show one", {10_000: 2, 100_000: 1.2}),
    ("load", "load from CSV (import)", {10_000: 0.7, 100_000: 0.7}),
    ("report", "overview report (summary)", {10_000: 1.5, 100_000: 0.8}),
)
"""Operations, and the most that each size allows."""


def _against_slow_peers(results: Results) -> Iterator[Goal]:
    for total in results.totals():
        most = 0.3 if total == LARGE else 0.8
        found = []
        for operation, words in OPERATIONS.items():
            for name in SLOW_PEERS:
                ours, theirs = (total, operation, OURS), (total, operation, name)
                if (ratio := results.ratio(ours, theirs)) is not None:
                    found.append((ratio, f" ({words}, {name})"))
        worst, where = max(found, default=(None, ""))
        yield Goal(f"every operation against topydo and todoman, N = {total:,}", most, worst, where)


def _beside_closed(results: Results) -> Goal:
    pairs = (
        (results.ratio((0, name, "beside"), (0, name, "alone")), f" ({words})")
        for name, words in OPERATIONS.items()
    )
    found = [(ratio, where) for ratio, where in pairs if ratio is not None]
    worst, where = max(found, default=(None, ""))
    what = "everyday commands, 5,000 on control beside 95,000 closed, against 5,000 alone"
    return Goal(what, 1.3, worst if results.closed == FULL_CLOSED else None, where)


def _memory(results: Results, total: int) -> Goal:
    """Return the highest peak of memory by what the store takes on disk; for the load its own."""
    size = results.sizes.get((total, OURS))
    loaded = results.sizes.get((total, "loaded"), size)
    found = []
    for operation, words in OPERATIONS.items():
        peak = results.peak((total, operation, OURS))
        on_disk = loaded if operation == "load" else size
        if peak is not None and on_disk:
            found.append((peak / on_disk, f" ({words})"))
    worst, where = max(found, default=(None, ""))
    return Goal(f"peak memory by the data on disk, N = {total:,}", 6, worst, where)
