"""The storms in short: processes killed, calls that fail, processes at once.

The long forms are programs: `python tests/storm/kill.py --kills 300`, `fault.py`, `many.py` and, on
a server, `many_on_server.py` print what they counted.
"""

import os
import time
from pathlib import Path

import fault
import pytest
from kill import Figures, at_every_step, at_random, settings
from many import storm
from many_on_server import storm as storm_on_server

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")

SECONDS = 120
"""A bound for a machine that is busy with other things."""


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, value in settings(tmp_path).items():
        monkeypatch.setenv(name, value)
    return tmp_path


def _all_is_well(figures: Figures) -> None:
    assert figures.cases == []
    assert (figures.lost, figures.unreadable, figures.half_states) == (0, 0, 0)
    assert (figures.findings, figures.unusable_afterwards) == (0, 0)


def test_commands_killed_at_random_moments_lose_nothing(place: Path) -> None:
    figures = Figures()
    at_random(place, figures, kills=20, seed=7, until=time.monotonic() + SECONDS)
    _all_is_well(figures)
    assert figures.at_random == 20


@pytest.mark.parametrize("kind", ["several", "closing in another year"])
def test_a_command_killed_at_each_step_is_done_or_not_begun(place: Path, kind: str) -> None:
    """The commit is one of the steps, neither the first nor the last."""
    figures = Figures()
    at_every_step(place, figures, [kind], time.monotonic() + SECONDS)
    _all_is_well(figures)
    assert figures.commands_acknowledged == 1
    assert figures.at_a_step > 20
    assert 0 < figures.command_had_committed < figures.at_a_step / 2


@pytest.mark.parametrize(
    ("kind", "every"),
    [("closing", 9), ("evidence", 11), ("restore the journal", 17), ("restore what is closed", 17)],
)
def test_a_call_that_fails_costs_nothing(place: Path, kind: str, every: int) -> None:
    """Some of the calls only: all of them take half an hour."""
    library = fault.built(place)
    if library is None:
        pytest.skip("there is no C compiler, or this is not Linux")
    figures = fault.Figures()
    until = time.monotonic() + SECONDS
    fault.storm(place, library, [kind], figures, every=every, until=until)
    assert figures.cases == []
    assert figures.faults >= 6 * len(fault.WAYS)
    assert 0 < figures.killed < figures.faults
    assert figures.refused


def test_processes_at_once_lose_nothing_and_see_nothing_in_half(place: Path) -> None:
    figures = storm(place, processes=4, changes=10, commands=2)
    assert figures.cases == []
    assert figures.bad() == 0
    assert figures.changes == 40
    assert figures.reads > 0


def test_processes_at_once_lose_nothing_on_a_server(postgres: str) -> None:
    figures = storm_on_server(postgres, processes=6, seconds=2)
    assert figures.errors == []
    assert (figures.lost, figures.doubled, figures.findings) == (0, 0, 0)
    assert figures.changes
    assert figures.reads
