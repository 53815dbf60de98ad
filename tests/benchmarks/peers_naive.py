"""A program as one writes it in an afternoon: TinyDB with its own storage, and Rich's table.

Run as `python peers_naive.py DB COMMAND …`; `peers.py` compares `tracker` with it.
"""

import argparse
import csv
from collections import Counter
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table as Grid
from tinydb import TinyDB, where
from tinydb.table import Table

COLUMNS = ("№", "Тапсырма", "Орындаушы", "Мерзімі", "Күйі")


def show_list(table: Table, asked: argparse.Namespace) -> None:
    """Print the open ones, by date."""
    wanted = where("status") != "executed"
    if asked.unit:
        wanted &= where("unit") == asked.unit
    if asked.before:
        wanted &= where("due") < asked.before
    grid = Grid(*COLUMNS)
    for row in sorted(table.search(wanted), key=lambda row: str(row["due"])):
        grid.add_row(str(row.doc_id), row["text"], row["unit"], row["due"], row["status"])
    Console().print(grid)


def show_one(table: Table, asked: argparse.Namespace) -> None:
    """Print one, and its events."""
    row: Any = table.get(doc_id=asked.ids[0])
    grid = Grid("Күні", "Не", "Мәтін", title=row["text"])
    for event in row["events"]:
        grid.add_row(event["on"], event["kind"], event["text"])
    Console().print(grid)


def add(table: Table, asked: argparse.Namespace) -> None:
    """Take one in."""
    row = {"text": asked.text, "unit": asked.unit, "due": asked.before, "status": "assigned"}
    Console().print(table.insert({**row, "theme": None, "progress": None, "events": []}))


def update(table: Table, asked: argparse.Namespace) -> None:
    """Change the progress of some."""
    table.update({"progress": 75}, doc_ids=asked.ids)
    Console().print(f"{len(asked.ids)}")


def load(table: Table, asked: argparse.Namespace) -> None:
    """Take in a CSV file."""
    with Path(asked.text).open(encoding="utf-8", newline="") as file:
        rows: list[dict[str, Any]] = [
            {**row, "status": "assigned", "events": []} for row in csv.DictReader(file)
        ]
    Console().print(len(table.insert_multiple(rows)))


def report(table: Table, asked: argparse.Namespace) -> None:
    """Print a row a unit."""
    open_ones, overdue = Counter[str](), Counter[str]()
    for row in table.all():
        if row["status"] != "executed":
            open_ones[row["unit"]] += 1
            overdue[row["unit"]] += row["due"] < asked.before
    grid = Grid("Орындаушы", "Бақылауда", "Мерзімі өткен")
    for unit, count in sorted(open_ones.items()):
        grid.add_row(unit, str(count), str(overdue[unit]))
    Console().print(grid)


COMMANDS = {f.__name__: f for f in (show_list, show_one, add, update, load, report)}


def main() -> None:
    """Do what the command line says."""
    parser = argparse.ArgumentParser()
    parser.add_argument("db")
    parser.add_argument("command", choices=COMMANDS)
    parser.add_argument("ids", nargs="*", type=int)
    parser.add_argument("--unit")
    parser.add_argument("--before")
    parser.add_argument("--text")
    asked = parser.parse_args()
    with TinyDB(asked.db) as db:
        COMMANDS[asked.command](db.table("_default"), asked)


if __name__ == "__main__":
    main()
