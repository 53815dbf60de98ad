"""Writes the stores of all programs in one go; `peers.py` runs it as a process of its own.

The interpreter is the one beside the `tracker` that is measured, so that the store is of its
format; and the benchmark itself stays small, because Linux counts a parent's memory into the peak
of its children.
"""

import argparse
import csv
import json
import os
import uuid
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from peers_data import NOTES, THEMES, UNITS, Step, Task, present_due, tasks
from peers_tools import MOST_FILES

if TYPE_CHECKING:
    from tracker.domain.directive import Signature
    from tracker.store.memory import MemoryStore
    from tracker.store.transaction import Transaction

ACTOR = "Айгүл"


def write(folder: Path, found: Sequence[Task], *, all_programs: bool) -> None:
    """Write the stores; of `tracker` only, or of every program."""
    _tracker(folder / "tracker" / "full", found)
    if not all_programs:
        return
    _tracker(folder / "tracker" / "empty", ())
    _csv(folder / "load.csv", found)
    _taskwarrior(folder, found)
    _topydo(folder / "topydo" / "full", found)
    _naive(folder / "naive" / "full", found)
    if len(found) <= MOST_FILES:
        _todoman(folder / "todoman" / "full", found)
    (folder / "taskwarrior" / "empty").mkdir(parents=True)
    (folder / "naive" / "empty").mkdir(parents=True)


def _tracker(folder: Path, found: Sequence[Task]) -> None:
    """Make the events in memory, as commands would; write the journal; make the rest of it.

    Half a million commands would each read and write a file that grows. The disk's promises are not
    wanted here, so nothing waits for it.
    """
    from tracker.store.codec import Mark
    from tracker.store.memory import MemoryStore
    from tracker.store.recovery import rebuild
    from tracker.store.tiny import FolderStore

    store = MemoryStore()
    _register_units(store)
    for on, what in groupby(_story(found), key=lambda told: told[0]):
        _play_day(store, on, [(task, step) for _, task, step in what])
    folder.mkdir(parents=True)
    kept = FolderStore(folder)
    mark = Mark()
    with patch("os.fsync"):
        for _, batch in groupby(store.events(), key=lambda event: event.batch):
            mark, _ = kept.journal().append(list(batch), mark)
        rebuild(kept, by=_signed(date(2020, 1, 1)))
    for path in (folder / "backups").glob("*"):
        path.unlink()


def _story(found: Sequence[Task]) -> list[tuple[date, Task, Step | None]]:
    """Return what happened, day by day; None stands for giving the directive."""
    told: list[tuple[date, Task, Step | None]] = []
    for task in found:
        told.append((task.given, task, None))
        told += [(step.on, task, step) for step in task.steps]
    return sorted(told, key=lambda what: what[0])


def _register_units(store: "MemoryStore") -> None:
    from tracker.service.units import add_unit

    by = _signed(date(2020, 1, 1))
    for key, (name, short) in UNITS.items():
        add_unit(store, key, {"kk": name}, short={"kk": short}, by=by)


def _signed(on: date, minute: int = 0) -> "Signature":
    from tracker.domain.directive import Signature

    at = datetime.combine(on, time(4), UTC) + timedelta(minutes=minute)
    return Signature(ACTOR, at, on)


def _play_day(store: "MemoryStore", on: date, happened: Sequence[tuple[Task, Step | None]]) -> None:
    """Give the day's directives at a meeting, by one command; then a command for each step."""
    given = [task for task, step in happened if step is None]
    if given:
        with store.change(_signed(on)) as transaction:
            _give(transaction, on, given)
    for number, (task, step) in enumerate(happened):
        if step is not None:
            _take(store, task, step, _signed(on, 1 + number * 600 // len(happened)))


def _give(transaction: "Transaction", on: date, given: Sequence[Task]) -> None:
    from tracker.domain.meeting import Meeting
    from tracker.service.add import enter, registration

    meeting = f"{on:%Y-%m}"
    if meeting not in transaction.meetings():
        themes = {key: {"kk": name} for key, name in THEMES.items()}
        title = {"kk": f"Аппараттық кеңес, {meeting}"}
        transaction.put_meeting(meeting, Meeting(meeting, on, title, themes=themes))
    for task in given:
        registered = registration(
            {"kk": task.text},
            meeting=meeting,
            item=str(task.number),
            theme=task.theme,
            due=task.due,
            every=None,
            on=on,
        )
        enter(transaction, registered, task.unit, [task.helper] if task.helper else [])


def _take(store: "MemoryStore", task: Task, step: Step, by: "Signature") -> None:
    from tracker.domain.status import Status
    from tracker.service.update import News, update

    match step.kind:
        case "progress":
            news = News(progress=step.value)
        case "note":
            news = News(note=step.text, unit=task.unit)
        case "due":
            news = News(due=present_due(task), reason=step.text)
        case "measure":
            news = News(measures=[("Жұмысқа орналасқандар", float(step.value))], language="kk")
        case status:
            news = News(status=Status(status))
    update(store, [task.number], news, by=by)


def _csv(path: Path, found: Sequence[Task]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["text", "executor", "theme", "due"])
        writer.writerows([t.text, t.unit, t.theme, t.due.isoformat()] for t in found)


def _taskwarrior(folder: Path, found: Sequence[Task]) -> None:
    """Write what `task import` takes: with its story for the store, without it for the loading."""
    bare = [
        {"description": t.text, "project": t.unit, "tags": [t.theme], "due": _stamp(t.due)}
        for t in found
    ]
    _json(folder / "load.json", bare)
    _json(folder / "import.json", [_told(task) for task in found])


def _told(task: Task) -> dict[str, Any]:
    notes = [
        {"entry": _stamp(step.on, minute), "description": _said(step)}
        for minute, step in enumerate(task.steps)
    ]
    row: dict[str, Any] = {
        "uuid": _uuid(task),
        "description": task.text,
        "project": task.unit,
        "tags": [task.theme.replace("-", "_")],
        "entry": _stamp(task.given),
        "due": _stamp(present_due(task)),
        "annotations": notes,
        "status": "completed" if task.closed else "pending",
    }
    return row | ({"end": _stamp(task.closed)} if task.closed else {})


def _said(step: Step) -> str:
    return step.text or f"{step.kind} {step.value or NOTES[0]}"


def _stamp(on: date, minute: int = 0) -> str:
    return f"{on:%Y%m%d}T04{minute:02}00Z"


def _uuid(task: Task) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_OID, str(task.number)))


def _topydo(folder: Path, found: Sequence[Task]) -> None:
    """Write todo.txt, and done.txt with what is closed; the format has no place for a story."""
    folder.mkdir(parents=True)
    with (folder / "todo.txt").open("w", encoding="utf-8") as todo:
        todo.writelines(_todo_line(task) for task in found if not task.closed)
    with (folder / "done.txt").open("w", encoding="utf-8") as done:
        done.writelines(f"x {task.closed} {_todo_line(task)}" for task in found if task.closed)


def _todo_line(task: Task) -> str:
    return f"{task.given} {task.text} +{task.unit} @{task.theme} due:{present_due(task)}\n"


def _todoman(folder: Path, found: Sequence[Task]) -> None:
    """Write a calendar file a directive, as CalDAV has them, the story in its description."""
    (folder / "list").mkdir(parents=True)
    for task in found:
        path = folder / "list" / f"{_uuid(task)}.ics"
        path.write_text("\r\n".join(_vtodo(task)) + "\r\n", encoding="utf-8", newline="")


def _vtodo(task: Task) -> Iterator[str]:
    yield from ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//benchmark//", "BEGIN:VTODO")
    yield f"UID:{_uuid(task)}"
    yield f"DTSTAMP:{_stamp(task.given)}"
    yield f"CREATED:{_stamp(task.given)}"
    yield f"SUMMARY:{task.text}"
    yield f"CATEGORIES:{task.unit}"
    yield f"DUE;VALUE=DATE:{present_due(task):%Y%m%d}"
    yield "DESCRIPTION:" + "\\n".join(f"{step.on} {_said(step)}" for step in task.steps)
    yield f"STATUS:{'COMPLETED' if task.closed else 'NEEDS-ACTION'}"
    yield from ([f"COMPLETED:{_stamp(task.closed)}"] if task.closed else [])
    yield from ("END:VTODO", "END:VCALENDAR")


def _naive(folder: Path, found: Sequence[Task]) -> None:
    """Write what TinyDB writes by itself: one table, the events of each directive in its row."""
    folder.mkdir(parents=True)
    rows = {str(task.number): _row(task) for task in found}
    _json(folder / "db.json", {"_default": rows}, ensure_ascii=True)


def _row(task: Task) -> dict[str, Any]:
    first = [{"on": str(task.given), "kind": "registered", "text": task.text}]
    first.append({"on": str(task.given), "kind": "assigned", "text": task.unit})
    steps = [{"on": str(s.on), "kind": s.kind, "text": _said(s)} for s in task.steps]
    return {
        "text": task.text,
        "unit": task.unit,
        "theme": task.theme,
        "due": str(present_due(task)),
        "status": "executed" if task.closed else "in_progress",
        "progress": 50,
        "events": first + steps,
    }


def _json(path: Path, document: object, *, ensure_ascii: bool = False) -> None:
    path.write_text(json.dumps(document, ensure_ascii=ensure_ascii), encoding="utf-8")


def main() -> None:
    """Write the stores that the command line names."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--on-control", type=int, required=True)
    parser.add_argument("--closed", type=int, required=True)
    parser.add_argument("--day", type=date.fromisoformat, required=True)
    parser.add_argument("--only-tracker", action="store_true")
    asked = parser.parse_args()
    os.umask(0o077)
    found = list(tasks(asked.on_control, asked.closed, asked.day))
    write(asked.folder, found, all_programs=not asked.only_tracker)


if __name__ == "__main__":
    main()
