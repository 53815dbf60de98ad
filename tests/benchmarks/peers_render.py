"""Times the table of `tracker list` beside `rich.table.Table` with the same rows, in one process.

Run by `peers.py` with the interpreter beside `tracker`, TRACKER_STORE set; prints JSON: of each
round the seconds of ours and of Rich's.
"""

import io
import json
import os
import sys
import time
from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from tracker.cli.session import Session
from tracker.service import find
from tracker.show.directives import DirectiveList, directive_grid
from tracker.show.output import Form, pieces
from tracker.show.page import Grid

WIDTH = 80
ROWS = 1000


def by_rich(grid: Grid) -> int:
    """Write the rows as Rich's own table; return how much that is."""
    table = Table(*(column.title for column in grid.columns))
    for row in grid.rows:
        table.add_row(*(text for text, _ in row))
    target = io.StringIO()
    Console(file=target, width=WIDTH, force_terminal=True).print(table)
    return len(target.getvalue())


def measured(rounds: int) -> Sequence[tuple[float, float]]:
    """Return the seconds of both, a pair a round; columns are laid out within the time."""
    session = Session(os.environ)
    session.configure(None)
    found = find.listed(session.store, find.Wanted(), today=session.today).directives[:ROWS]
    look = session.look()
    pairs = []
    for _ in range(rounds):
        begin = time.perf_counter()
        view = DirectiveList(found, look, len(found))
        ours = len("".join(pieces(view, Form.TABLE, width=WIDTH, colour=True)))
        between = time.perf_counter()
        theirs = by_rich(directive_grid(found, look))
        end = time.perf_counter()
        if not ours or not theirs:
            raise SystemExit("nothing was written")
        pairs.append((between - begin, end - between))
    return pairs


if __name__ == "__main__":
    json.dump(measured(int(sys.argv[1])), sys.stdout)
