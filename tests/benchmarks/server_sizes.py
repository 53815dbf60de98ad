"""How the size of a store on a server tells: python tests/benchmarks/server_sizes.py.

Two stores on one PostgreSQL server, one a hundred times as large as the other: each command takes
its turn on both in every round, so that a change of the machine's speed meets both. It prints the
medians, the ratios with what they may be at most, and the plans of the queries. Without --address
it starts a server of its own; with it, what is there already is measured again.
"""

import argparse
import os
import statistics
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import date
from pathlib import Path

import psycopg
from peers_measure import ROWS, Command, run

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
import servers

from tracker.domain.deadline import Period
from tracker.domain.group import By, Window
from tracker.domain.selection import Attention, Order, Selection
from tracker.store.postgres.asking import counting, sorted_by, where
from tracker.store.postgres.schema import init

TODAY = date(2025, 12, 22)
EVENTS = 5
"""Of each directive."""

UNITS = 40
UNIT = "unit-7"

MOST = 2.0
MOST_OF_REPORT = 10.0

DATA = """
INSERT INTO tracker.units
SELECT 'unit-' || u, jsonb_build_object('key', 'unit-' || u, 'names',
         jsonb_build_object('kk', 'Басқарма ' || u, 'ru', 'Управление ' || u))
FROM generate_series(0, {units} - 1) u;

INSERT INTO tracker.meetings
SELECT 'm-' || m, jsonb_build_object('id', 'm-' || m, 'on', ('2018-01-01'::date + m % 2900)::text,
         'title', jsonb_build_object('kk', 'Жиын ' || m), 'themes', jsonb_build_object(
           'theme-' || m % 12, jsonb_build_object('kk', 'Бағыт ' || m % 12)))
FROM generate_series(0, {size} / 20) m;

WITH numbered AS (
  SELECT id, (id * 7919) % {size} % 5 = 0 AS is_open, (id / 5) % 10 AS tenth,
         (id * 104729) % 120 AS spread
  FROM generate_series(1::bigint, {size}) id
), dated AS (
  SELECT *,
    CASE WHEN is_open THEN date '{today}' - 12 + spread::int
         ELSE date '{today}' - 30 - (id % 2800)::int END AS due,
    date '{today}' - (id % 20)::int AS touched
  FROM numbered
), worded AS (
  SELECT *, 'Колледждер мен кәсіпорындардың әріптестігін күшейту, мамандардың нақты санын белгілеу '
            || id AS text
  FROM dated
)
INSERT INTO tracker.directives (id, row, words)
SELECT id, jsonb_strip_nulls(jsonb_build_object(
    'id', id, 'text', jsonb_build_object('kk', text), 'created', (due - 60)::text,
    'touched', (CASE WHEN is_open THEN touched ELSE due END)::text,
    'status', CASE WHEN NOT is_open AND id % 20 = 1 THEN 'withdrawn'
                   WHEN NOT is_open THEN 'executed'
                   WHEN tenth < 4 THEN 'in_progress' WHEN tenth < 7 THEN 'assigned'
                   WHEN tenth < 8 THEN 'submitted' WHEN tenth < 9 THEN 'returned' ELSE 'new' END,
    'meeting', 'm-' || id / 20, 'item', (id % 20 + 1)::text, 'theme', 'theme-' || id / 20 % 12,
    'executor', CASE WHEN NOT is_open OR tenth < 9 THEN 'unit-' || id / 5 % {units} END,
    'co', CASE WHEN id / 5 % 3 = 0 THEN jsonb_build_array('unit-' || (id / 5 + 7) % {units}) END,
    'due', due::text, 'first_due', due::text,
    'submitted', CASE WHEN NOT is_open THEN (due - (id % 9)::int + 2)::text
                      WHEN tenth = 7 THEN touched::text END,
    'closed', CASE WHEN NOT is_open THEN (due + 3)::text END,
    'version', id * {events})), lower(text)
FROM worded;

INSERT INTO tracker.events
SELECT seq, id, kind,
  jsonb_strip_nulls(jsonb_build_object('seq', seq, 'batch', seq, 'id', id, 'at',
    '2025-12-01T04:30:00Z', 'on', '2025-12-01', 'actor', 'Айгүл', 'kind', kind,
    'change', change))::text,
  encode(sha256(seq::text::bytea), 'hex'), 'aigul', now()
FROM (
  SELECT (id - 1) * {events} + n AS seq, id,
    CASE n WHEN 1 THEN 'registered' ELSE 'note' END AS kind,
    CASE n WHEN 1 THEN jsonb_build_object('text', jsonb_build_object('kk', 'Әріптестік ' || id))
           ELSE jsonb_build_object('text', 'Жұмыс жүріп жатыр, ' || n) END AS change
  FROM generate_series(1::bigint, {size}) id, generate_series(1, {events}) n
) told;
"""
"""What both stores hold: a fifth on control, a tenth of that overdue, a third silent.

The hashes are none: nothing here looks back at them.
"""


def prepare(server: str, name: str, size: int) -> str:
    """Make a store of so many directives, unless it is there; return its address."""
    address = server.replace("/postgres?", f"/{name}?")
    with psycopg.connect(server, autocommit=True) as connection:
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,))
        if found.fetchone():
            return address
        connection.execute(f"CREATE DATABASE {name}".encode())
    init(address)
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")
        text = DATA.format(size=size, events=EVENTS, units=UNITS, today=TODAY)
        for statement in text.split(";\n\n"):
            connection.execute(statement.encode())
        connection.execute("VACUUM ANALYZE")
    return address


def commands(address: str, size: int, folder: str) -> dict[str, Command]:
    """Return what is measured."""
    program = str(Path(sys.executable).with_name("tracker"))
    environ = {
        **{key: os.environ[key] for key in ("PATH",)},
        "LANG": "C.UTF-8",
        "HOME": folder,
        "TERM": "xterm-256color",
        "TRACKER_STORE": address,
        "TRACKER_LANG": "kk",
        "TRACKER_ACTOR": "Айгүл",
        "TRACKER_TODAY": TODAY.isoformat(),
        "PAGER": f"head -n {ROWS - 1}",
    }
    one = str(size // 2)
    return {
        "list, first screen": Command([program, "list"], environ, on_terminal=True),
        "list, thirty rows": Command([program, "list", "--limit", "30"], environ),
        "filter by unit, overdue": Command(
            [program, "list", "--unit", UNIT, "--overdue", "--limit", "30"], environ
        ),
        "show": Command([program, "show", one], environ),
        "update": Command([program, "update", one, "--note", "…"], environ),
        "report": Command([program, "report"], environ, on_terminal=True),
    }


def plans(address: str) -> Iterator[str]:
    """Yield the plans of the queries behind these commands, without their costs."""
    window = Window(TODAY, date(2025, 12, 29), Period(date(2025, 1, 1), date(2025, 12, 31)))
    needing = Selection(attention=Attention(window.until, date(2025, 12, 8)))
    rows = "SELECT convert_to(row::text, 'UTF8') FROM tracker.directives WHERE "
    asked = {
        "list, first screen": (Selection(), True),
        "filter by unit, overdue": (Selection(unit=UNIT, overdue=TODAY), True),
        "report: what needs attention": (needing, False),
    }
    queries: dict[str, tuple[str, dict[str, object]]] = {}
    for name, (wanted, limited) in asked.items():
        condition, values = where(wanted)
        order = sorted_by(Order.DUE if limited else Order.ID, reverse=False).condition
        queries[name] = rows + condition + order + (" LIMIT 30" if limited else ""), values
    count = rows.replace("convert_to(row::text, 'UTF8')", "count(*)")
    queries["list: how many in all"] = count + where(Selection()).condition, {}
    queries["report: counts by unit"] = counting(By.UNIT, Selection(closed=True), window)
    queries["show"] = rows + "id = 1000", {}
    with psycopg.connect(address) as connection:
        connection.execute("SET search_path = pg_catalog, tracker, pg_temp")
        for name, (query, values) in queries.items():
            explain = "EXPLAIN (ANALYZE, COSTS off, TIMING off, BUFFERS off) " + query
            yield f"\n{name}"
            for (line,) in connection.execute(explain.encode(), values):
                yield f"    {line[:160]}"


@contextmanager
def server(address: str | None) -> Iterator[str]:
    """Give the address of the server to measure on."""
    if address is not None:
        yield address
        return
    with servers.server() as own:
        yield own


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--small", type=int, default=10_000)
    parser.add_argument("--large", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--address", help="of an administrator, with the database postgres")
    given = parser.parse_args()
    say = sys.stdout.write
    with ExitStack() as stack:
        own = stack.enter_context(server(given.address))
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        sizes = (given.small, given.large)
        addresses = [prepare(own, f"tracker_{size}", size) for size in sizes]
        small, large = (
            commands(address, size, folder) for address, size in zip(addresses, sizes, strict=True)
        )
        for name in small:
            pairs = []
            for number in range(given.rounds + 1):
                pair = [run(side[name], limit=120).seconds for side in (small, large)]
                if number:  # the first warms the server's memory
                    pairs.append(pair)
            one, other = (statistics.median(side) for side in zip(*pairs, strict=True))
            ratio = statistics.median(b / a for a, b in pairs)
            most = MOST_OF_REPORT if name == "report" else MOST
            say(f"{name:<26}{one:8.3f} s{other:8.3f} s{ratio:8.2f}  (at most {most:.0f})\n")
        for line in plans(addresses[1]):
            say(f"{line}\n")


if __name__ == "__main__":
    main()
