"""What a careless person does to a store's folder is never a loss that nobody is told of.

Files are deleted, cut off, edited, put back as they were earlier, or replaced by another machine's;
in between commands go on. Whatever is read then is what was acknowledged, or somebody is told; the
way out that the refusal names is taken, and must keep what it said.
"""

import random
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from msgspec.structs import replace

from tracker.domain.directive import Directive, Signature
from tracker.domain.event import Event
from tracker.domain.status import Status
from tracker.errors import Leftover, NotFound, Refused, StoreError, StoreUnreadable
from tracker.service.add import add
from tracker.service.maintain import restore
from tracker.service.undo import undo
from tracker.service.units import add_unit
from tracker.service.update import News, update
from tracker.store.inspection import inspect
from tracker.store.tiny import FolderStore

BY = Signature("Айгүл", datetime(2025, 12, 22, 4, 30, tzinfo=UTC), date(2025, 12, 22))
FILES = ("directives.json", "events.jsonl", "closed/2025.json", "last-commit.json")


def said(directives: list[Directive]) -> list[Directive]:
    """Return what directives say, without when it was said."""
    return [replace(d, version=0, touched_on=d.created_on, news_on=None) for d in directives]


class Careless(RuleBasedStateMachine):
    """A store, what was acknowledged of it, and what was done to its files since then."""

    @initialize()
    def begin(self) -> None:
        """Make a store of three directives, one of them closed."""
        self.place = Path(tempfile.mkdtemp())
        self.folder = self.place / "store"
        self.copies: list[dict[str, bytes]] = []
        self.histories: list[list[Event]] = []
        self.hurt = 0
        store = self.store()
        add_unit(store, "education", {"kk": "Білім басқармасы"}, by=BY)
        for number in range(3):
            add(store, {"kk": f"Мектеп {number}"}, executor="education", by=BY)
        update(store, [3], News(status=Status.WITHDRAWN, reason="жоқ"), by=BY)
        self.acknowledge()
        self.make_another()

    def teardown(self) -> None:
        shutil.rmtree(self.place, ignore_errors=True)

    def store(self) -> FolderStore:
        return FolderStore(self.folder, wait=1, backups=3)

    def acknowledge(self) -> None:
        """Note what the store holds, and keep a copy of its files."""
        store = self.store()
        self.directives = said(store.directives(closed=True))
        self.events = store.events()
        self.histories.append(self.events)
        self.copies.append(self.contents())

    def contents(self) -> dict[str, bytes]:
        files = (path for path in self.folder.rglob("*") if path.is_file())
        return {str(p.relative_to(self.folder).as_posix()): p.read_bytes() for p in files}

    def make_another(self) -> None:
        """Let another machine go on with a copy of the store."""
        other = FolderStore(self.place / "other", backups=3)
        shutil.rmtree(other.folder, ignore_errors=True)
        shutil.copytree(self.folder, other.folder)
        update(other, [1], News(note="басқа машина"), by=BY)
        update(other, [2], News(status=Status.WITHDRAWN, reason="басқа"), by=BY)
        self.other = other.folder
        self.histories.append(other.events())

    # What people do with the program

    @rule(
        command=st.sampled_from(
            (
                lambda store: add(store, {"kk": "Жаңа"}, by=BY),
                lambda store: update(store, [1], News(note="хат"), by=BY),
                lambda store: update(
                    store, [1], News(status=Status.WITHDRAWN, reason="жоқ"), by=BY
                ),
                lambda store: update(store, [1], News(status=Status.NEW, reason="қайта"), by=BY),
                lambda store: undo(store, by=BY),
            )
        )
    )
    def give(self, command: Callable[[FolderStore], object]) -> None:
        """Give a command; if it is refused for the files, take the way out and give it again."""
        for _ in range(2):
            with suppress(Refused, NotFound):
                try:
                    command(self.store())
                except StoreUnreadable as error:
                    self.take_the_way_out(str(error))
                    continue
            break
        if self.hurt:
            self.look_over()
        if not self.hurt:
            before = self.events
            self.acknowledge()
            assert self.events[: len(before)] == before

    def take_the_way_out(self, refusal: str) -> None:
        """Do what the refusal says; hold it to what it said it keeps."""
        assert "tracker restore" in refusal
        before = self.contents()
        restore(self.store(), None, by=BY)
        self.check_set_aside(before)
        store = self.store()
        assert not list(told(store))
        if "keeps all" in refusal:
            assert store.events()[: len(self.events)] == self.events
        else:
            kept = re.search(r"keeps (\d+) of (\d+) events", refusal)
            assert kept
            assert int(kept[1]) < int(kept[2])
            number = int(kept[1])  # of events of this history, or of one before a restore
            assert store.events()[:number] in [known[:number] for known in self.histories]
        if self.hurt == 1 and len(store.events()) <= len(self.events):  # nothing of another's
            assert said(store.directives(closed=True)) == self.directives
        self.hurt = 0
        self.acknowledge()

    def check_set_aside(self, before: dict[str, bytes]) -> None:
        """Whatever was there is there still, in its place or set aside."""
        after = self.contents()
        kept = {content for name, content in after.items() if name.startswith("backups/")}
        for name in FILES[:3]:
            content = before.get(name, b"")
            assert after.get(name) == content or content in kept or not content

    def look_over(self) -> None:
        """Hold what the store holds to what was acknowledged; where it tells, restore it."""
        store = self.store()
        if not list(told(store)):
            with suppress(StoreError):
                assert store.events()[: len(self.events)] == self.events
            self.hurt = 0
            return
        restore(store, None, by=BY)
        assert not list(told(store))
        self.hurt = 0
        self.acknowledge()

    # What people do to the files

    @precondition(lambda self: self.hurt < 2)
    @rule(name=st.sampled_from(FILES))
    def delete(self, name: str) -> None:
        """Delete a file."""
        path = self.folder / name
        if path.exists():
            path.unlink()
            self.hurt += 1

    @precondition(lambda self: self.hurt < 2)
    @rule(name=st.sampled_from(FILES), share=st.floats(0, 1))
    def cut_off(self, name: str, share: float) -> None:
        """Cut a file off."""
        self.put(name, lambda content: content[: int(len(content) * share)])

    @precondition(lambda self: self.hurt < 2)
    @rule(name=st.sampled_from(FILES), more=st.sampled_from((b"\n", b"{}\n", b"\0" * 99, b"x")))
    def add_to(self, name: str, more: bytes) -> None:
        """Add something to a file."""
        self.put(name, lambda content: content + more)

    @precondition(lambda self: self.hurt < 2)
    @rule(name=st.sampled_from(FILES), chance=st.integers(0, 10**6))
    def edit(self, name: str, chance: int) -> None:
        """Change one byte of a file."""

        def changed(content: bytes) -> bytes:
            at = random.Random(chance).randrange(max(len(content), 1))  # noqa: S311
            return content[:at] + b"7" + content[at + 1 :]

        self.put(name, changed)

    @precondition(lambda self: self.hurt < 2)
    @rule(name=st.sampled_from(FILES), back=st.integers(1, 4))
    def put_back(self, name: str, back: int) -> None:
        """Put a file back as it was some changes ago."""
        earlier = self.copies[max(len(self.copies) - 1 - back, 0)]
        self.put(name, lambda content: earlier.get(name, content))

    @precondition(lambda self: self.hurt < 2)
    @rule(name=st.sampled_from(FILES))
    def put_anothers(self, name: str) -> None:
        """Put another machine's file in the place of a file."""
        self.put(name, lambda _: (self.other / name).read_bytes())

    def put(self, name: str, change: Callable[[bytes], bytes]) -> None:
        path = self.folder / name
        before = path.read_bytes() if path.exists() else b""
        after = change(before)
        if after != before:
            path.write_bytes(after)
            self.hurt += 1

    @invariant()
    def nothing_false_is_read(self) -> None:
        """Hold what can be read to what was acknowledged, unless looking it over tells."""
        store = self.store()
        try:
            found = said(store.directives(closed=True))
        except StoreError:
            return
        assert found == self.directives or list(told(store))


def told(store: FolderStore) -> Iterator[str]:
    """Yield what is wrong with a store."""
    return (str(finding) for finding in inspect(store) if not isinstance(finding, Leftover))


TestCareless = Careless.TestCase
TestCareless.settings = settings(
    max_examples=60,
    stateful_step_count=12,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
