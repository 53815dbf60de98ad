"""todoman, a client for calendars of tasks, lists ours; a second export brings it up to date."""

import json
import os
import subprocess
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from conftest import TODAY, Find
from icalendar import Calendar

from tracker.domain.directive import Signature
from tracker.i18n.language import Language
from tracker.service.ask import origins
from tracker.service.update import News, update
from tracker.show.documents.ics import ics
from tracker.show.look import Look
from tracker.store.memory import MemoryStore

STAMP = datetime(2025, 12, 22, 5, 0, tzinfo=UTC)


def keep(store: MemoryStore, folder: Path) -> None:
    """Put each task into a file named by its UID, as calendar servers do."""
    look = Look(Language("kk"), TODAY, store.register(), store.meetings())
    content = ics(store.directives(closed=True), origins(store), look, stamp=STAMP)
    for entry in Calendar.from_ical(content).walk("VTODO"):
        one = Calendar()
        one.add("prodid", "-//test//test//EN")
        one.add("version", "2.0")
        one.add_component(entry)
        (folder / f"{entry['uid']}.ics").write_bytes(one.to_ical())


def listed(todoman: str, home: Path) -> list[dict[str, Any]]:
    run = [todoman, "--porcelain", "--config", str(home / "todoman.py"), "list", "--status", "ANY"]
    done = subprocess.run(
        run,
        check=True,
        capture_output=True,
        timeout=60,
        env={**os.environ, "LC_ALL": "C.UTF-8", "XDG_CACHE_HOME": str(home), "TZ": "UTC"},
    )
    return list(json.loads(done.stdout))


def test_a_client_lists_the_tasks_and_knows_them_again(
    program: Find, office: MemoryStore, tmp_path: Path, by: Signature
) -> None:
    todoman = program("todoman")
    folder = tmp_path / "calendar"
    folder.mkdir()
    (tmp_path / "todoman.py").write_text(
        f'path = "{tmp_path}/cal*"\ndate_format = "%Y-%m-%d"\ncache_path = "{tmp_path}/cache"\n',
        encoding="utf-8",
    )
    keep(office, folder)
    before = {task["summary"]: task for task in listed(todoman, tmp_path)}
    assert len(before) == 8
    first = before["№ 1 Облыстың еңбек нарығын жан-жақты талдау"]
    assert datetime.fromtimestamp(first["due"], UTC).date() == date(2025, 12, 17)
    assert (first["completed"], first["priority"], first["percent"]) == (False, 1, 60)
    assert [text[:3] for text, task in before.items() if task["completed"]] == ["№ 6"]
    update(office, [1], News(due=date(2026, 2, 1), reason="хат"), by=by)
    keep(office, folder)
    after = {task["summary"]: task for task in listed(todoman, tmp_path)}
    assert len(after) == 8
    moved = after["№ 1 Облыстың еңбек нарығын жан-жақты талдау"]
    assert datetime.fromtimestamp(moved["due"], UTC).date() == date(2026, 2, 1)
