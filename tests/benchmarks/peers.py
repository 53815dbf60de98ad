"""How fast `tracker` is beside other trackers of the terminal, from 100 to 100,000 directives.

Run `python tests/benchmarks/peers.py`; `--write README.md` puts the tables where the README shows
them (into a file without such a place they go alone), `--sizes 20 --rounds 1` only tries whether it
works. The others come from `apt-get install taskwarrior` and
`python -m venv PEERS && PEERS/bin/pip install topydo todoman` (`--peers PEERS`); one that is not
there is left out.

Every program has the same directives: five events each, a fifth of them closed. Each round does
every operation with every program in turn, so that a change of the machine's speed meets all of
them; ratios are taken within a round, and medians printed. Lists for a terminal go to one of 80 by
24, everything else into a pipe. What changes a store gets a fresh copy of it first, which is not
timed. `tracker` is installed into a folder of its own (not editable), or Python would compile its
modules anew at every start. It judges by the goals, but fails for none.
"""

import argparse
import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from peers_measure import LIMIT, Command, FailedError, TooSlowError, run
from peers_table import OURS, Results, page
from peers_tools import (
    OPERATIONS,
    Place,
    Programs,
    Size,
    Tool,
    environment,
    size_of,
    tools,
    tracker,
    version,
)

REPOSITORY = Path(__file__).resolve().parents[2]

EVERYDAY = ("screen", "pipe", "show", "add", "update")
"""What is done with few directives on control beside many closed ones."""

CLOSED = 20
"""Of so many directives one is on control there: 5,000 of 100,000."""

WORDS = {"Taskwarrior": ["task"], "todoman": ["todoman", "todo"], "topydo": ["topydo"]}
"""What the programs are called."""

FEW, LARGEST = 3, 100_000
"""How many rounds the largest size gets at most."""

BEGIN, END = "<!-- speed -->", "<!-- end of speed -->"
"""What the README has around the tables."""

PATIENCE = 60.0
"""Seconds that `tracker` may take."""

GIVEN_UP = 2
"""Operations that a program may be too slow for before it is left out at a size."""


def main() -> None:
    """Measure, print and write."""
    asked = _asked()
    with _folder(asked.cache) as folder:
        programs = _programs(asked, folder)
        results = Results()
        for total in asked.sizes:
            _say(f"{total:,} directives")
            rounds = _rounds(asked.rounds, total)
            _measure_size(results, programs, folder, Size(total - total // 5, total // 5), rounds)
        _say("few on control, many closed")
        largest = max(asked.sizes)
        _measure_closed(results, programs, folder, largest, _rounds(asked.rounds, largest))
        _measure_rendering(results, programs, folder, max(asked.rounds, 3))
        text = page(results, _versions(programs), _rounds_said(asked))
    print(text)  # noqa: T201  # its purpose
    if asked.write:
        _write(asked.write, text)


def _write(path: Path, text: str) -> None:
    """Write the tables between the marks of a page, or into a file of their own."""
    page = path.read_text(encoding="utf-8") if path.exists() else ""
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    whole = f"{before}{BEGIN}\n{text}\n{END}{after}" if begin and end else f"{text}\n"
    path.write_text(whole, encoding="utf-8")


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", type=_numbers, default=[100, 1_000, 10_000, 100_000])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--write", type=Path, help="a file for the tables")
    parser.add_argument("--cache", type=Path, help="a folder that keeps stores for the next run")
    parser.add_argument("--tracker", type=Path, help="the program (else it is installed)")
    parser.add_argument("--peers", type=Path, help="the virtual environment of topydo and todoman")
    return parser.parse_args()


def _rounds(asked: int, total: int) -> int:
    """Return how many rounds a size gets: at 100,000 no more than three, or it takes too long."""
    return min(asked, FEW) if total >= LARGEST else asked


def _rounds_said(asked: argparse.Namespace) -> str:
    said = f"{asked.rounds} rounds"
    few = min(asked.rounds, FEW)
    differs = few < asked.rounds and max(asked.sizes) >= LARGEST
    return f"{said} ({few} at {LARGEST:,})" if differs else said


def _numbers(text: str) -> list[int]:
    return [int(part) for part in text.split(",")]


@contextmanager
def _folder(cache: Path | None) -> Iterator[Path]:
    """Give the folder of the stores: the one named, or one that goes in the end."""
    if cache:
        cache.mkdir(parents=True, exist_ok=True)
        yield cache.resolve()
        return
    with tempfile.TemporaryDirectory(prefix="peers-") as folder:
        yield Path(folder)


def _programs(asked: argparse.Namespace, folder: Path) -> Programs:
    program = (asked.tracker or _installed(folder)).absolute()
    found = {name: _found(words, asked.peers) for name, words in WORDS.items()}
    others = {name: str(Path(where).absolute()) for name, where in found.items() if where}
    return Programs(program, program.with_name("python"), others)


def _found(words: Sequence[str], peers: Path | None) -> str | None:
    """Return where a program of one of these names is: in the environment named, else on PATH."""
    for path in [str(peers / "bin"), None] if peers else [None]:
        for word in words:
            if where := shutil.which(word, path=path):
                return where
    return None


def _installed(folder: Path) -> Path:
    """Install the package, unless these very sources are there already; return `tracker`."""
    place = folder / f"installed-{_digest((REPOSITORY / 'tracker').rglob('*.py'))}"
    program = place / "bin" / "tracker"
    if not program.exists():
        _say("installing tracker")
        subprocess.run([sys.executable, "-m", "venv", place], check=True)
        install = [str(place / "bin" / "pip"), "install", "--quiet", "--no-input"]
        subprocess.run([*install, str(REPOSITORY)], check=True)
    return program


def _digest(files: Iterable[Path]) -> str:
    """Return what tells these files from others."""
    digest = hashlib.sha256()
    for path in sorted(files):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _place(folder: Path, programs: Programs, size: Size, *, only_tracker: bool = False) -> Place:
    """Return the place of the stores of a size, written if they are not there.

    The day and what writes them are in its name: those of other days and modules are stale.
    """
    modules = programs.python.parent.parent.glob("lib/*/site-packages/tracker/store/*.py")
    writers = (Path(__file__).with_name(f"peers_{name}.py") for name in ("data", "store"))
    mark = _digest([*modules, *writers])
    name = f"{size.on_control}-{size.closed}{'-tracker' if only_tracker else ''}"
    kept = folder / f"{date.today()}-{mark}" / name
    if not kept.exists():
        _say(f"  writing {size.total:,} directives")
        building = kept.with_name(name + ".new")
        shutil.rmtree(building, ignore_errors=True)
        script = Path(__file__).with_name("peers_store.py")
        sizes = ["--on-control", str(size.on_control), "--closed", str(size.closed)]
        words = [str(programs.python), str(script), str(building), *sizes]
        words += ["--day", str(date.today())]
        subprocess.run([*words, *(["--only-tracker"] if only_tracker else [])], check=True)
        building.rename(kept)
    return Place(kept, folder / "work" / name, date.today())


def _measure_size(
    results: Results, programs: Programs, folder: Path, size: Size, rounds: int
) -> None:
    place = _place(folder, programs, size)
    shutil.rmtree(place.work, ignore_errors=True)
    found, left_out = tools(programs, place, size)
    results.left_out += [f"{size.total:,}: {name} {why}." for name, why in left_out.items()]
    results.sizes |= {(size.total, tool.name): tool.size() for tool in found}
    floors = {"python -c pass": "pass", "import typer": "import typer"}
    for number in range(rounds):
        _say(f"  round {number + 1}")
        for name, code in floors.items():
            command = Command([str(programs.python), "-c", code], environment(place.work))
            results.add((size.total, name, "Python"), number, run(command))
        for operation in OPERATIONS:
            for tool in found:
                _do(results, size.total, tool, operation, number)
    results.sizes[size.total, "loaded"] = size_of(place.work / "tracker" / "empty")
    shutil.rmtree(place.work, ignore_errors=True)


def _do(results: Results, total: int, tool: Tool, operation: str, number: int) -> None:
    """Run an operation once, unless the program has none such or was too slow for it.

    `tracker` may take its time, but is not asked again.
    """
    command = tool.commands.get(operation)
    is_ours = tool.name == OURS
    if command is None or (len(tool.slow) >= GIVEN_UP and not is_ours):
        return
    key = (total, operation, tool.name)
    limit = PATIENCE if is_ours else LIMIT
    if command in tool.slow:
        if key not in results.samples:
            results.slow[key] = limit
        return
    tool.prepare(operation)
    try:
        sample = run(command, limit=limit)
        results.add(key, number, sample)
        is_slow = sample.seconds > LIMIT
    except TooSlowError:
        is_slow = True
        results.slow[key] = limit
    except FailedError as error:
        if is_ours:
            raise
        last = str(error).strip().splitlines()[-1]
        results.left_out.append(f"{total:,}: {tool.name} fails at “{operation}”: {last}")
        tool.commands.clear()
        is_slow = False
    tool.run_after(operation)
    if is_slow:
        _note_slow(results, total, tool, command)


def _note_slow(results: Results, total: int, tool: Tool, command: Command) -> None:
    tool.slow.append(command)
    if len(tool.slow) == GIVEN_UP:
        why = (
            f"took longer than {LIMIT:.0f} s for {GIVEN_UP} operations, so the others are left out"
        )
        results.left_out.append(f"{total:,}: {tool.name} {why}.")


def _measure_closed(
    results: Results, programs: Programs, folder: Path, total: int, rounds: int
) -> None:
    """Do the everyday commands on a store alone, and with closed directives beside it."""
    few = max(total // CLOSED, 1)
    pair = []
    for closed in (0, total - few):
        size = Size(few, closed)
        place = _place(folder, programs, size, only_tracker=True)
        pair.append(tracker(programs, place, size))
    for number in range(rounds):
        for operation in EVERYDAY:
            for tool, name in zip(pair, ("alone", "beside"), strict=True):
                tool.prepare(operation)
                sample = run(tool.commands[operation])
                tool.run_after(operation)
                results.add((0, operation, name), number, sample)
    results.closed = Size(few, total - few)


def _measure_rendering(results: Results, programs: Programs, folder: Path, rounds: int) -> None:
    """Time a full table of 1,000 rows beside Rich's."""
    place = _place(folder, programs, Size(1_000, 0), only_tracker=True)
    script = Path(__file__).with_name("peers_render.py")
    store = {"TRACKER_STORE": str(place.kept / "tracker" / "full"), "TRACKER_LANG": "kk"}
    done = subprocess.run(
        [programs.python, script, str(rounds)],
        env=environment(place.work) | store,
        check=True,
        capture_output=True,
    )
    results.rendering = [(ours, theirs) for ours, theirs in json.loads(done.stdout)]


def _versions(programs: Programs) -> dict[str, str]:
    """Return the versions of the programs, and of what `tracker` rests on."""
    names = ("typer", "rich", "tinydb", "msgspec")
    asked = f"import importlib.metadata as m; print(*map(m.version, {names}))"
    said = subprocess.run(
        [programs.python, "-c", asked], capture_output=True, text=True, check=True
    ).stdout.split()
    versions = {"tracker": version([str(programs.tracker), "--version"])}
    versions |= dict(zip(("Typer", "Rich", "TinyDB", "msgspec"), said, strict=True))
    for name, where in programs.others.items():
        versions[name] = version([where, "-v" if name == "topydo" else "--version"])
    return versions


def _say(text: str) -> None:
    """Tell on standard error how far it is."""
    sys.stderr.write(f"{text}\n")


if __name__ == "__main__":
    main()
