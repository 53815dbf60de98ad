"""Making a folder store whole again, and whole copies of it.

What a damaged store is made anew from is put together of all that is there (`rescue`): the journal,
zip backups, journals that were set aside, `directives.json` and its earlier states. Nothing of it
is changed before the one commit, and what is replaced is set aside.
"""

import io
import os
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace

from tracker.domain.directive import Directive, Signature
from tracker.domain.event import Event
from tracker.errors import (
    BadInput,
    Finding,
    Leftover,
    OpenToOthers,
    StoreDamaged,
    StoreError,
    StoreInaccessible,
    StoreNewer,
    StoreUnreadable,
)
from tracker.store import disk
from tracker.store.base import Store
from tracker.store.book import Book, all_decoded, write_book
from tracker.store.chain import Line, event_lines, longest, verified
from tracker.store.codec import Mark
from tracker.store.inspection import inspect
from tracker.store.journal import Journal, is_last
from tracker.store.memory import MemoryStore
from tracker.store.replay import State, last_id, state_after, state_of
from tracker.store.scratch import scratch_folder
from tracker.store.storage import FileStorage, rows_of
from tracker.store.tiny import FolderStore
from tracker.store.transaction import Transaction

MAX_UNPACKED = 2 * 1024**3
"""Bytes that a backup may unpack to."""

MAX_RATIO = 100
"""How many times its size a backup may unpack to: a hash in each line keeps ours far below."""

MAX_MEMBERS = 1_000
"""Files in a backup: one for each year in which anything was closed, and two more."""

_SMALL = 10_000
"""Bytes of a backup that counts as small."""

COPIES = 3
"""How many zip backups, and how many journals that were set aside, are looked at."""

UNPACKING = (
    OSError,
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    RuntimeError,
    NotImplementedError,
    StoreError,
    ValueError,
)
"""What a zip fails with that is none, is damaged, encrypted, or holds no good store."""

Pairs = tuple[tuple[Directive | None, Directive | None], ...]
"""Directives before and after; None where there was, or is, none."""


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


def is_readable(store: Store) -> bool:
    """Tell whether the store can be read at all."""
    try:
        store.directives(closed=True)
        store.register()
        store.meetings()
        store.events()
    except (StoreNewer, StoreInaccessible):
        raise
    except StoreUnreadable:
        return False
    return True


def is_whole(store: FolderStore) -> bool:
    """Tell whether a store can be read, and its files belong together."""
    try:
        store.check_whole()
    except (StoreNewer, StoreInaccessible):
        raise
    except StoreUnreadable:
        return False
    return is_readable(store)


# What is left of a store


def rescue(store: FolderStore, file: Path | None = None) -> Rescue:
    """Return what a store can be made anew from; a zip backup may lend its events.

    Raises `StoreNewer` and `StoreInaccessible`: what such files hold may be as good as ever.
    """
    book = _book(store)
    _check_closed(store)
    earlier = [state.mark for state in _earlier(store)]
    chains = _chains(store, file)
    found = max(chains, key=lambda one: _support(store, book, earlier, one))  # the first of equals
    marks = [*earlier, *_present_marks(store, book)]
    held = _last_held(found, marks)
    is_anothers = any(held < mark.seq <= len(found) for mark in marks)
    lines = found[:held] if is_anothers else found
    lines = lines[: _unconfirmed_from(store, book, lines)]
    later = _later_state(store, book, lines, held)
    if later is None or later is not book:  # which would have the results of the whole command
        lines = _whole_commands(lines)
        later = _later_state(store, book, lines, held)
    lost = max((_lost(lines, mark, marks) for mark in marks), default=0)
    events, _ = verified(lines)
    made = state_after(events)
    state = made if later is None else _state_in(store, later, made)
    next_id = max(last_id(events) + 1, 1 if later is None else later.next_id)
    return Rescue(lines, events, made, state, next_id, lost)


def _lost(lines: Sequence[Line], mark: Mark, marks: Iterable[Mark]) -> int:
    """Return how many events up to a mark are not among the lines, as far as can be told."""
    if mark.seq > len(lines):
        return mark.seq - len(lines)
    if _holds(lines, mark):
        return 0
    return mark.seq - _last_held(lines, [other for other in marks if other.seq < mark.seq])


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
        book = Book(store.path) if store.path.exists() else None
        if book is not None:
            _ = book.on_control(), book.amended(), book.meetings(), book.register()
            book.check()
    except (StoreNewer, StoreInaccessible):
        raise
    except (StoreUnreadable, OSError):
        return None
    return book


def _check_closed(store: FolderStore) -> None:
    """Raise `StoreInaccessible` for closed directives that may be there and cannot be read."""
    for path in store.closed_files():
        with suppress(StoreDamaged):
            FileStorage(path).read()


def _earlier(store: FolderStore) -> Iterator[Book]:
    """Yield the earlier states that can be read, newest first."""
    for path in reversed(store.backups()):
        try:
            book = Book(path)
            _ = book.on_control(), book.amended(), book.meetings(), book.register()
            book.check()
        except (StoreError, OSError):
            continue
        yield book


def _present_marks(store: FolderStore, book: Book | None) -> list[Mark]:
    """Return the marks that `directives.json` and the last commit name."""
    last = store.last_commit()
    return [*([book.mark] if book else []), *([last.mark] if last else [])]


def _support(
    store: FolderStore, book: Book | None, earlier: Sequence[Mark], lines: Sequence[Line]
) -> int:
    """Return how much speaks for a history: the earlier states most, since they are many."""
    present = sum(_holds(lines, mark) for mark in _present_marks(store, book))
    return present + 2 * _holds_newest(lines, earlier)


def _chains(store: FolderStore, file: Path | None) -> list[Sequence[Line]]:
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


def _holds(lines: Sequence[Line], mark: Mark) -> bool:
    if not mark.seq:
        return True
    return mark.seq <= len(lines) and lines[mark.seq - 1].hash == mark.hash


def _holds_newest(lines: Sequence[Line], marks: Iterable[Mark]) -> bool:
    newest = max(marks, key=lambda mark: mark.seq, default=None)
    return newest is not None and _holds(lines, newest)


def _intact(lines: Sequence[Line]) -> Sequence[Line]:
    """Return those of the lines that are events as they were written."""
    return lines[: len(verified(lines)[0])]


def _last_held(lines: Sequence[Line], marks: Iterable[Mark]) -> int:
    """Return the number of the last event that a mark confirms, 0 for none."""
    return max((mark.seq for mark in marks if _holds(lines, mark)), default=0)


def _unconfirmed_from(store: FolderStore, book: Book | None, lines: Sequence[Line]) -> int | None:
    """Return behind which event a change was begun and not kept; None if all count."""
    last = store.last_commit()
    if book is None or last is None or not last.pending or last.mark != book.mark:
        return None
    return book.mark.seq if _holds(lines, book.mark) else None


def _whole_commands(lines: Sequence[Line]) -> Sequence[Line]:
    """Return the lines of the commands that are whole."""
    end = len(lines)
    while end and not is_last(lines[end - 1].body):
        end -= 1
    return lines[:end]


def _later_state(
    store: FolderStore, book: Book | None, lines: Sequence[Line], held: int
) -> Book | None:
    """Return the newest state there is whose events are not all there; None if they are.

    A `directives.json` that events up to `held` speak against is another store's, and so is one
    that the last commit speaks against.
    """
    if book is not None and not _holds(lines, book.mark) and book.mark.seq > held:
        last = store.last_commit()
        if last is None or last.mark == book.mark or not _holds(lines, last.mark):
            return book
    return next((earlier for earlier in _earlier(store) if earlier.mark.seq > len(lines)), None)


def _state_in(store: FolderStore, book: Book, made: State) -> State:
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
    found = [(book.path, book.mark.seq) for book in _earlier(store)][:1]
    for path in store.zips():
        seq = path.stem.split("-")[1]
        if seq.isdecimal() and path.is_file() and zipfile.is_zipfile(path):
            found.append((path, int(seq)))
    return max(found, key=lambda one: one[1], default=None)


# Making it anew


def rebuild(store: FolderStore, *, by: Signature, file: Path | None = None) -> Rescue:
    """Make a store anew from what is left of it, and look it over; return what that was.

    Raises `StoreUnreadable` if nothing is left.
    """
    if is_empty(store):
        raise _no_store(store)
    with store.locked():
        found = rescue(store, file)
        if found.is_empty:
            raise StoreUnreadable(
                "“{path}” holds no events to rebuild from: tracker restore FILE takes a backup.",
                path=str(store.journal().path),
            )
        write_anew(store, *_with_results(found, by))
    return found


def put_in_place(store: FolderStore, file: Path) -> None:
    """Put what a zip backup holds in the place of a store of which nothing is left.

    Raises `BadInput` for a file that is no good backup.
    """
    with unpacked(file) as other, store.locked():
        write_anew(store, list(other.lines()), other.events())


def _with_results(found: Rescue, by: Signature) -> tuple[Sequence[Line], Sequence[Event]]:
    """Return the lines and events, with new ones that bring back the results of what is lost."""
    store = MemoryStore(found.events)
    with store.change(by) as transaction:
        go_back(transaction, found.state)
        if transaction.next_id < found.next_id:  # the last ids are given up, and stay so
            transaction.restore(found.next_id - 1, None)
    new = store.events(after=len(found.events))
    last = found.lines[-1].hash if found.lines else ""
    return [*found.lines, *event_lines(new, last)], [*found.events, *new]


def write_anew(store: FolderStore, lines: Sequence[Line], events: Sequence[Event]) -> None:
    """Write a store from its events, and look it over; the lock is held.

    `directives.json` commits it, with all that is closed. Then `closed/` is written behind its
    back, and what is closed leaves it. What was there is set aside. Raises `StoreUnreadable` if
    what was made is not as it should be.
    """
    state, next_id = state_after(events), last_id(events) + 1
    store.set_aside(store.path, "replaced")
    mark = store.replace_journal(lines)
    places = store.journal().places(mark)
    write = partial(write_book, store.path, state, next_id=next_id, mark=mark, places=places)
    write(with_closed=True)
    store.note_commit(mark)
    _retire_states(store, lines)
    store.replace_closed((d for d in state.directives.values() if not d.is_open), places)
    store.keep_state(mark)  # of a file that is about to be another: editing the new one spares it
    write(with_closed=False)
    for finding in inspect(store):
        if not isinstance(finding, Leftover | OpenToOthers):
            raise StoreUnreadable(finding.message, **finding.values)


def _retire_states(store: FolderStore, lines: Sequence[Line]) -> None:
    """Set aside the earlier states that are not of this history: they would speak against it."""
    for path in store.backups():
        try:
            is_of_it = _holds(lines, Book(path).mark)
        except StoreError:
            is_of_it = False
        if not is_of_it:
            store.set_aside(path, "former")
            disk.remove(path)


def go_back(transaction: Transaction, target: State) -> Pairs:
    """Change what differs from the target, and only that."""
    units = {u.key: u for u in transaction.register()}
    for key in sorted(units.keys() | target.units.keys()):
        if units.get(key) != target.units.get(key):
            transaction.put_unit(key, target.units.get(key))
    meetings = transaction.meetings()
    for id in sorted(meetings.keys() | target.meetings.keys()):
        if meetings.get(id) != target.meetings.get(id):
            transaction.put_meeting(id, target.meetings.get(id))
    present = {d.id: d for d in transaction.directives(closed=True)}
    pairs = []
    for number in sorted(present.keys() | target.directives.keys()):
        before, state = present.get(number), target.directives.get(number)
        if _said(before) != _said(state):
            pairs.append((before, transaction.restore(number, state)))
    return tuple(pairs)


def _said(directive: Directive | None) -> Directive | None:
    """Return what a directive says, without when it was last changed."""
    if directive is None:
        return None
    return replace(directive, version=0, touched_on=directive.created_on, news_on=None)


# Backups


def packed(store: FolderStore) -> bytes:
    """Return the whole store as a zip file, the same bytes for the same state.

    Raises `StoreUnreadable` for a store whose files do not belong together.
    """
    with store.unchanging():
        return _zipped(store)


def keep_packed(store: FolderStore) -> Path:
    """Write what `packed` returns among the store's own backups; return where.

    It may be there already.
    """
    with store.unchanging():
        content = _zipped(store)
        disk.make_folder(store.folder / "backups")
        path = _own_place(store, content)
        if not path.exists():
            disk.write_new(path, content)
    return path


def _zipped(store: FolderStore) -> bytes:
    if not store.path.exists():
        raise _no_store(store)
    store.check_whole()
    mark = Book(store.path).mark
    found = io.BytesIO()
    with zipfile.ZipFile(found, "w", zipfile.ZIP_DEFLATED) as archive:
        _pack(archive, store.path.name, disk.read_file(store.path))
        for path in store.closed_files():
            _pack(archive, f"closed/{path.name}", disk.read_file(path))
        journal = store.journal()
        _pack(archive, journal.path.name, journal.content(mark))
    return found.getvalue()


def _pack(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    # Without the day of the file, which a zip cannot hold if the clock was far off.
    member = zipfile.ZipInfo(name)
    member.compress_type = zipfile.ZIP_DEFLATED
    member.external_attr = disk.PRIVATE_FILE << 16
    archive.writestr(member, content)


def _own_place(store: FolderStore, content: bytes) -> Path:
    """Return where among its own backups one of this content belongs."""
    folder = store.folder / "backups"
    seq = Book(store.path).mark.seq
    path, number = folder / f"tracker-{seq:010}.zip", 1
    while path.exists() and disk.content_of(path) != content:
        number += 1
        path = folder / f"tracker-{seq:010}-{number}.zip"
    return path


def state_in(store: FolderStore, file: Path) -> State:
    """Return what a backup holds: a zip, or an earlier `directives.json`.

    Of the latter, the closed directives are those that the store's events made up to then; if these
    are lost, it must be one of the store's own. Raises `BadInput` for what is no good backup.
    """
    if not file.is_file():
        raise _no_backup(file)
    if zipfile.is_zipfile(file):
        with unpacked(file) as other:
            return state_of(other)
    try:
        book = Book(file)
        found = rescue(store)
    except StoreError as error:
        raise _no_backup(file) from error
    if _holds(found.lines, book.mark):
        return state_after(found.events[: book.mark.seq])
    if book.mark in [state.mark for state in _earlier(store)]:
        return _state_in(store, book, found.made)
    raise _no_backup(file)


def is_empty(store: FolderStore) -> bool:
    """Tell whether nothing was ever done in the store, as far as can be told."""
    has_files = any(map(os.path.lexists, (store.path, store.journal().path)))
    return not has_files and not store.was_written()


@contextmanager
def unpacked(file: Path) -> Iterator[FolderStore]:
    """Give the store in a zip; raise `BadInput` for one that is no good backup."""
    if not file.is_file() or not zipfile.is_zipfile(file):
        raise _no_backup(file)
    with scratch_folder() as folder:
        try:
            with zipfile.ZipFile(file) as archive:
                _unpack(archive, folder, file.stat().st_size)
            store = FolderStore(folder)
            problem = store.fault(Book(store.path), fully=True)  # first: it costs least
            problems: Iterable[Finding] = [problem] if problem else list(inspect(store))
        except StoreNewer as error:
            raise StoreNewer(error.message, **error.values | {"path": str(file)}) from error
        except UNPACKING as error:
            raise _no_backup(file) from error
        if problems or not store.path.exists():
            raise _no_backup(file)
        yield store


def _unpack(archive: zipfile.ZipFile, folder: Path, size: int) -> None:
    """Unpack the files that a backup has, under their own names and no others."""
    members = archive.infolist()
    most = min(MAX_UNPACKED, max(size, _SMALL) * MAX_RATIO)
    if len(members) > MAX_MEMBERS or sum(member.file_size for member in members) > most:
        raise ValueError("too large")
    disk.make_folder(folder / "closed")
    for name in archive.namelist():
        is_closed = name.startswith("closed/") and name[7:-5].isdecimal()
        if name in ("directives.json", "events.jsonl") or (is_closed and name.endswith(".json")):
            with archive.open(name) as content:
                disk.write_from(content, folder / name)


def _no_store(store: FolderStore) -> StoreUnreadable:
    """Return the error for a place where no store is."""
    return StoreUnreadable("There is no store at “{path}” yet.", path=str(store.folder))


def _no_backup(file: Path) -> BadInput:
    return BadInput(
        "“{path}” is not a backup that can be restored; nothing was changed.", path=str(file)
    )
