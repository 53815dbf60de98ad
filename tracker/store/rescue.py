"""What a damaged folder store can be made anew from, put together of all that is left.

That is the journal, zip backups, journals that were set aside, `directives.json` and its earlier
states. They may be of several histories: that counts for which most speaks.
"""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from tracker.domain.directive import Directive
from tracker.domain.event import Event
from tracker.errors import (
    BadInput,
    Finding,
    StoreDamaged,
    StoreError,
    StoreInaccessible,
    StoreNewer,
    StoreUnreadable,
)
from tracker.store.book import Book, all_decoded
from tracker.store.chain import Line, longest, verified
from tracker.store.codec import Mark
from tracker.store.journal import Journal, is_last
from tracker.store.last_commit import Commit
from tracker.store.replay import State, last_id, state_after
from tracker.store.storage import FileStorage, rows_of
from tracker.store.tiny import FolderStore
from tracker.store.zip_backup import is_zip, unpacked

COPIES = 3
"""How many zip backups, journals that were set aside, and earlier states are looked at."""


class Rescue(NamedTuple):
    """What a store can be made anew from.

    `lines` and `events` are those that are there, from the first on; what they make is `made`, what
    shall be is `state`. These differ if events are lost whose results are not. Ids up to `next_id`
    were given. `lost` is how many events there were behind those that are there.
    """

    lines: Sequence[Line]
    events: Sequence[Event]
    made: State
    state: State
    next_id: int
    lost: int

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing is left."""
        return not self.lines and not any(self.state) and self.next_id == 1


class Witnesses(NamedTuple):
    """What speaks for one history or another.

    `book` is `directives.json` (None: missing or damaged), `last` the note of the last commit, and
    `earlier` are the newest earlier states.
    """

    book: Book | None
    last: Commit | None
    earlier: Sequence[Book]

    @property
    def present(self) -> list[Mark]:
        """Where the files of the present state say that the store stands, and began."""
        marks = [found.mark for found in (self.book, self.last) if found is not None]
        return [*marks, Mark(1, 0, self.last.first)] if self.last and self.last.first else marks

    @property
    def marks(self) -> list[Mark]:
        """Where all of them say that the store stands, or stood."""
        return [*(state.mark for state in self.earlier), *self.present]

    def support(self, lines: Sequence[Line]) -> int:
        """Return how much speaks for a history: the earlier states most, since they are many."""
        newest = max((state.mark for state in self.earlier), default=None)
        is_known = newest is not None and holds(lines, newest)
        return 2 * is_known + sum(holds(lines, mark) for mark in self.present)

    def own(self, lines: Sequence[Line]) -> Sequence[Line]:
        """Return those of the lines that are this store's: up to where any mark disagrees.

        A mark that disagrees before another agrees is another store's.
        """
        held = last_held(lines, self.marks)
        is_anothers = any(held < mark.seq <= len(lines) for mark in self.marks)
        return lines[:held] if is_anothers else lines

    def confirmed(self, lines: Sequence[Line]) -> Sequence[Line]:
        """Return the lines without those of a change that was begun and not kept."""
        if self.book is None or self.last is None or not self.last.pending:
            return lines
        is_begun = self.last.mark == self.book.mark and holds(lines, self.book.mark)
        return lines[: self.book.mark.seq] if is_begun else lines

    def later_state(self, lines: Sequence[Line]) -> Book | None:
        """Return the newest state there is whose events are not all there; None if they are.

        A `directives.json` that marks behind it speak against is another store's.
        """
        book, last = self.book, self.last
        held = last_held(lines, self.marks)
        if book is not None and not holds(lines, book.mark) and book.mark.seq > held:
            is_anothers = last is not None and last.mark != book.mark and holds(lines, last.mark)
            if not is_anothers:
                return book
        return next((state for state in self.earlier if state.mark.seq > len(lines)), None)

    def lost(self, lines: Sequence[Line]) -> int:
        """Return how many events are not among the lines, as far as can be told."""
        return max((self._lost(lines, mark) for mark in self.marks), default=0)

    def _lost(self, lines: Sequence[Line], mark: Mark) -> int:
        if mark.seq > len(lines):
            return mark.seq - len(lines)
        if holds(lines, mark):
            return 0
        return mark.seq - last_held(lines, [one for one in self.marks if one.seq < mark.seq])


def rescue(store: FolderStore, file: Path | None = None) -> Rescue:
    """Return what a store can be made anew from; a zip backup may lend its events.

    Raises `StoreNewer` and `StoreInaccessible`: what such files hold may be as good as ever.
    """
    witnesses = Witnesses(_book(store), store.last_commit(), earlier_states(store))
    _check_closed(store)
    found = max(_histories(store, file), key=witnesses.support)  # the first of equals
    lines = witnesses.confirmed(witnesses.own(found))
    later = witnesses.later_state(lines)
    if later is None or later is not witnesses.book:  # which has the results of the whole command
        lines = _whole_commands(lines)
        later = witnesses.later_state(lines)
    if not lines and later is None:  # better another's than nothing
        lines = _whole_commands(found)
    events, _ = verified(lines)
    made = state_after(events)
    state = made if later is None else state_in_files(store, later, made)
    next_id = max(last_id(events) + 1, 1 if later is None else later.next_id)
    return Rescue(lines, events, made, state, next_id, witnesses.lost(lines))


def way_out(store: FolderStore) -> Finding:
    """Return what can be done about a store that is damaged, and what that keeps."""
    try:
        found = rescue(store)
    except StoreUnreadable as error:
        return Finding(error.message, **error.values)
    newest = _newest_backup(store)
    if found.is_empty:
        return Finding(
            "Nothing is left to make it anew from: tracker restore FILE takes a backup. If there "
            "is none, move “{folder}” away and begin anew.",
            folder=store.where,
        )
    if found.lost:
        return Finding(
            "tracker restore makes it anew: it keeps {kept} of {all} events and the newest state "
            "that is there, and sets aside what it replaces.",
            kept=len(found.events),
            all=len(found.events) + found.lost,
        )
    if newest is None:
        return Finding(
            "tracker restore makes it anew and keeps all {kept} events.", kept=len(found.events)
        )
    path, seq = newest
    return Finding(
        "tracker restore makes it anew and keeps all {kept} events; the newest backup, “{backup}”, "
        "lacks the last {lacks}.",
        kept=len(found.events),
        backup=str(path),
        lacks=max(len(found.events) - seq, 0),
    )


def _book(store: FolderStore) -> Book | None:
    """Return what `directives.json` says, None for one that is missing or damaged."""
    try:
        return _whole_book(store.path) if store.path.exists() else None
    except (StoreNewer, StoreInaccessible):
        raise
    except (StoreUnreadable, OSError):
        return None


def earlier_states(store: FolderStore) -> list[Book]:
    """Return the newest earlier states that can be read, newest first."""
    found: list[Book] = []
    for path in reversed(store.backups()):
        with suppress(StoreError, OSError):
            found.append(_whole_book(path))
        if len(found) == COPIES:
            break
    return found


def _whole_book(path: Path) -> Book:
    """Return what a file says; raise `StoreUnreadable` unless it can say all of it."""
    book = Book(path)
    _ = book.on_control(), book.amended(), book.meetings(), book.register()
    book.check()
    return book


def _check_closed(store: FolderStore) -> None:
    """Raise `StoreInaccessible` for closed directives that may be there and cannot be read."""
    for path in store.closed_files():
        with suppress(StoreDamaged):
            FileStorage(path).read()


def _histories(store: FolderStore, file: Path | None) -> list[Sequence[Line]]:
    """Return the histories that can be put together of the journal and copies of it.

    The first begins with what the journal itself has.
    """
    folder = store.folder / "backups"
    zips = [*store.zips()[-COPIES:], *([file] if file else [])]
    replaced = sorted(folder.glob("replaced-*-events.jsonl"))
    aside = [path for path in replaced if path.is_file()][-COPIES:]
    copies = [_lines_in(path) for path in zips] + [_lines_of(Journal(path)) for path in aside]
    sources = [_own_lines(store), *filter(None, copies)]
    return [_intact(longest([one, *(s for s in sources if s is not one)])) for one in sources]


def _lines_of(journal: Journal) -> list[Line]:
    try:
        return journal.all_lines()
    except StoreUnreadable:
        return []


def _own_lines(store: FolderStore) -> list[Line]:
    try:
        return store.journal().all_lines()
    except StoreDamaged:
        return []


def _lines_in(path: Path) -> list[Line]:
    """Return the events of a zip backup; none of a file that is no good one."""
    try:
        with unpacked(path) as other:
            return list(other.lines())
    except (BadInput, StoreError):
        return []


def holds(lines: Sequence[Line], mark: Mark) -> bool:
    """Tell whether the lines go up to a mark, or beyond, and agree with it."""
    if not mark.seq:
        return True
    return mark.seq <= len(lines) and lines[mark.seq - 1].hash == mark.hash


def _intact(lines: Sequence[Line]) -> Sequence[Line]:
    """Return those of the lines that are events as they were written."""
    return lines[: len(verified(lines)[0])]


def last_held(lines: Sequence[Line], marks: Iterable[Mark]) -> int:
    """Return the number of the last event that a mark confirms, 0 for none."""
    return max((mark.seq for mark in marks if holds(lines, mark)), default=0)


def _whole_commands(lines: Sequence[Line]) -> Sequence[Line]:
    """Return the lines of the commands that are whole."""
    end = len(lines)
    while end and not is_last(lines[end - 1].body):
        end -= 1
    return lines[:end]


def state_in_files(store: FolderStore, book: Book, made: State) -> State:
    """Return what a `directives.json` says, with what `closed/` has.

    What a file there can no longer say is taken from what the events `made`.
    """
    closed: dict[int, Directive] = {}
    for path in store.closed_files():
        try:
            rows = rows_of(FileStorage(path), "directives")
            closed |= {d.id: d for d in all_decoded(rows, path)}
        except StoreDamaged:
            continue
    found = closed | {d.id: d for d in (*book.amended(), *book.on_control())}
    given = (found.keys() | made.directives.keys()) - book.gone
    ids = sorted(id for id in given if id < book.next_id)
    directives = {id: found[id] if id in found else made.directives[id] for id in ids}
    return State(directives, {unit.key: unit for unit in book.register()}, book.meetings())


def _newest_backup(store: FolderStore) -> tuple[Path, int] | None:
    """Return the newest earlier state or zip backup, and the number of its last event."""
    found = [(book.path, book.mark.seq) for book in earlier_states(store)[:1]]
    for path in store.zips():
        seq = path.stem.split("-")[1]
        if seq.isdecimal() and is_zip(path):
            found.append((path, int(seq)))
    return max(found, key=lambda one: one[1], default=None)
