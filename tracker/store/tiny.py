"""The store in a folder: TinyDB for what is on control, a file a year for the rest, a journal.

    directives.json     directives on control, meetings, units; format, next id, the journal's mark
    closed/2025.json    directives taken off control in that year
    events.jsonl        every event
    last-commit.json    where the store stood at the last commit
    backups/            `directives.json` as it was before each of the last changes, and what was
                        set aside
    evidence/           documents that were taken in

A change notes that it begins, appends its events, writes `closed/…` if something closes, then
replaces `directives.json`: that one rename commits. Until then nothing of it counts: readers go by
what `directives.json` says, and what is on control wins over its copy in `closed/`.

Nobody keeps a person from deleting, copying and editing these files. So a change first looks
whether they belong together (`_prepare`), and refuses to write over what does not; `rescue` and
`recovery` are the way out.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from tracker.domain.directive import Directive, Signature
from tracker.domain.meeting import Meeting
from tracker.domain.selection import Order, selected
from tracker.domain.unit import Register
from tracker.errors import (
    Finding,
    StoreBusy,
    StoreDamaged,
    StoreError,
    StoreInaccessible,
    StoreUnreadable,
    StoreUnwritable,
    no_directive,
    obstacle,
)
from tracker.store import codec, disk
from tracker.store.book import Book, all_decoded
from tracker.store.last_commit import Commit, fault, note_commit, outdated, read_commit
from tracker.store.scanning import Scanning
from tracker.store.storage import FileStorage, rows_of, unreadable

if TYPE_CHECKING:  # reading directives needs none of these
    from datetime import datetime

    from tracker.domain.event import Event
    from tracker.store.chain import Line
    from tracker.store.journal import Journal
    from tracker.store.transaction import Transaction

T = TypeVar("T")

_TRIES = 100
"""How often a reader starts over when changes are committed while it reads."""

WAIT = 10.0
"""Seconds to wait for another writer."""

BACKUPS = 20
"""How many earlier states to keep."""


class FolderStore(Scanning):
    """Keeps the promises of `base.Store` in a folder on one machine's disk."""

    def __init__(self, folder: Path, *, wait: float = WAIT, backups: int = BACKUPS) -> None:
        self.folder = folder
        self.where = str(folder)
        self.path = folder / "directives.json"
        self._noted = folder / "last-commit.json"
        self._wait = wait
        self._backups = backups
        self._book: Book | None = None
        self._seen: disk.Stamp | None = None

    def directives(self, *, closed: bool = False) -> list[Directive]:
        """Return the directives on control; with `closed`, also those taken off it."""
        return self._settled(lambda book: self._whole(book, closed=closed))

    def directive(self, id: int) -> Directive:
        """Return one directive, on control or off it; raise `NotFound`."""
        found = self._settled(lambda book: self._find(book, id))
        if found is None:
            raise no_directive(id)
        return found

    def meetings(self) -> Mapping[str, Meeting]:
        """Return the meetings by id, in the order of their days."""
        with self._naming_the_way_out():
            return self._open().meetings()

    def register(self) -> Register:
        """Return the units."""
        with self._naming_the_way_out():
            return self._open().register()

    def events(self, id: int | None = None, *, after: int = 0) -> list["Event"]:
        """Return all events behind a number, or those of one directive."""
        with self._naming_the_way_out():
            return self._events(self._open(), id, after=after)

    @contextmanager
    def change(self, by: Signature, *, trial: bool = False) -> Iterator["Transaction"]:
        """Open a transaction: no other writer until it ends; a trial keeps out nobody."""
        with ExitStack() as stack:
            stack.enter_context(self._naming_the_way_out())
            if trial:
                yield self._transaction(self._read_anew(), by)
                return
            stack.enter_context(self.locked())
            book = self._read_anew()
            self._prepare(book)
            if book.format < codec.FORMAT:
                from tracker.store.replay import replayed

                book.upgrade(replayed(self._events(book, None)))
            transaction = self._transaction(book, by)
            yield transaction
            if transaction.events:
                self._commit(book, transaction)

    def _transaction(self, book: Book, by: Signature) -> "Transaction":
        from tracker.store.transaction import Transaction

        return Transaction(
            by,
            read=partial(self._find_whole, book),
            read_all=lambda wanted: (
                selected(self._whole(book, closed=wanted.closed), wanted, Order.ID).directives
            ),
            read_events=partial(self._events, book),
            register=book.register(),
            meetings=book.meetings(),
            next_id=book.next_id,
            last_seq=book.mark.seq,
        )

    def attach(self, source: Path, name: str) -> Path:
        """Take a copy of a document into `evidence/` under this name; return where it lies.

        Other writers are kept out: they would take what is half copied for that of a dead one.
        """
        target = self.folder / "evidence" / disk.fitting(name)
        with self.locked():
            disk.make_folder(target.parent)
            disk.copy_file(source, target)
        return target

    @contextmanager
    def unchanging(self) -> Iterator[None]:
        """Keep other writers out meanwhile, where there is a store.

        Where nothing can be written, as on a disk for reading only, it is enough that nobody has:
        raises `StoreBusy` otherwise.
        """
        if not self.path.exists():
            yield
            return
        with ExitStack() as stack:
            with suppress(StoreUnwritable):
                stack.enter_context(self.locked())
            before = self._stamp()
            yield
            if self._stamp() != before:
                raise self._busy()

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep other writers out; the folder is made if it is missing.

        What commands that died have half written is removed.
        """
        from tracker.store.scratch import remove_leftovers  # reading leaves nothing

        disk.make_folder(self.folder)
        with disk.locked(self.folder / "lock", self._wait):
            remove_leftovers(beside=self.folder)
            for path in self.remains():
                disk.remove(path)
            yield

    def journal(self) -> "Journal":
        """Return the file of events."""
        from tracker.store.journal import Journal

        return Journal(self.folder / "events.jsonl")

    def last_moment(self) -> "datetime | None":
        """Return when the last event happened, None if there is none, or none can be read."""
        return self.journal().last_moment()

    def lines(self) -> Iterator["Line"]:
        """Yield the events as they are written, each with its hash."""
        return self.journal().lines(self._open().mark)

    def closed_files(self) -> list[Path]:
        """Return the files of closed directives, by year."""
        folder = self.folder / "closed"
        try:
            names = os.listdir(folder)  # noqa: PTH208  # names are all that is looked at
        except OSError as error:
            if not folder.is_dir():
                return []
            raise StoreInaccessible(
                "“{path}” cannot be read ({problem}).", path=str(folder), problem=obstacle(error)
            ) from error
        years = (name for name in names if name.isascii() and name[:-5].isdecimal())
        return sorted(folder / name for name in years if name.endswith(".json"))

    def replace_closed(
        self, directives: Iterable[Directive], places: Mapping[int, Sequence[int]]
    ) -> None:
        """Put these directives into `closed/`, in the place of all that is there.

        `places` has for each where in the journal its events stand. A file that is not as it is to
        be is set aside first.
        """
        folder, aside = self.folder / "closed", self.folder / "backups"
        wanted: dict[Path, FileStorage] = {}
        for year, rows in _by_year(directives, places).items():
            path = folder / f"{year}.json"
            wanted[path] = FileStorage(path)
            wanted[path].write({"directives": {str(id): row for id, row in sorted(rows.items())}})
        if not folder.is_dir():
            disk.set_aside(folder, aside, "replaced")
            disk.remove(folder)
        for path in {*self.closed_files(), *wanted}:
            if path in wanted and disk.content_of(path) == wanted[path].content():
                continue
            disk.set_aside(path, aside, "replaced")
            if path in wanted:
                disk.make_folder(path.parent)
                wanted[path].commit()
            else:
                disk.remove(path)

    def backups(self) -> list[Path]:
        """Return the earlier states that are kept, oldest first."""
        return sorted((self.folder / "backups").glob("directives-*.json"))

    def zips(self) -> list[Path]:
        """Return the zip backups that were written beside them, oldest first."""
        return sorted((self.folder / "backups").glob("tracker-*.zip"))

    def replace_journal(self, lines: Sequence["Line"]) -> codec.Mark:
        """Put these lines into the journal, in the place of all that is there; return their mark.

        A journal that says anything else is set aside first.
        """
        from tracker.store.chain import signed

        content = b"".join(signed(*line) for line in lines)
        path = self.journal().path
        if disk.content_of(path) != content:
            self.set_aside(path, "replaced")
            disk.replace_file(path, content)
        return codec.Mark(len(lines), len(content), lines[-1].hash if lines else "")

    def set_aside(self, path: Path, label: str) -> None:
        """Keep what is in the place of a file of ours, under a name that says what it is."""
        disk.set_aside(path, self.folder / "backups", label)

    def remains(self) -> list[Path]:
        """Return the files that a writer which died has left half written."""
        own = (self.folder / name for name in ("", "closed", "backups", "evidence"))
        return [path for folder in own for path in disk.remains(folder)]

    def last_commit(self) -> Commit | None:
        """Return where the store stood at its last commit, as far as that is known."""
        return read_commit(self._noted)

    def note_commit(self, mark: codec.Mark, *, pending: bool = False) -> None:
        """Note where the store stands; whether a change is begun from there."""
        journal = self.journal()
        stamp = None if pending else journal.pinned()
        note_commit(self._noted, Commit(mark, pending, stamp, journal.first_hash()))

    def check_whole(self) -> None:
        """Read all events; raise `StoreUnreadable` for files that are not those of one store."""
        if found := self.fault(self._read_anew(), fully=True):
            raise self._refused(found)

    def fault(self, book: Book, *, fully: bool = False) -> Finding | None:
        """Return why these files are not those of one store as its last change left them.

        None if they are. The journal is read `fully`, or if it is not the file that was left.
        """
        last = self.last_commit()
        return fault(self.path, book.mark, self.journal(), last, fully=fully)

    def has_tail(self, book: Book) -> bool:
        """Tell whether something stands behind the last event, whatever it is."""
        return self.journal().size() > book.mark.size

    def _prepare(self, book: Book) -> None:
        """See to it that a change can go on from here; raise `StoreUnreadable` if it cannot.

        Events of commands that died, which were never confirmed, are set aside.
        """
        try:
            book.check()
        except StoreDamaged as error:
            raise self._damaged() from error
        if found := self.fault(book):
            raise self._refused(found)
        if self.has_tail(book):
            journal = self.journal()
            tail, aside = journal.tail(book.mark), self.folder / "backups"
            disk.set_aside_bytes(tail, aside, "unconfirmed", journal.path.name)
            disk.cut(journal.path, book.mark.size)

    def _settled(self, read: Callable[[Book], T]) -> T:
        """Return what is read from several files, again if a change was committed meanwhile."""
        with self._naming_the_way_out():
            for _ in range(_TRIES):
                book = self._open()
                found = read(book)
                if self._stamp() == self._seen:
                    return found
            raise self._busy()

    def _busy(self) -> StoreBusy:
        return StoreBusy(
            "“{path}” is being changed all the time; try again in a moment.", path=self.where
        )

    def _open(self) -> Book:
        """Return the committed state, read again only if the file is another one by now."""
        seen = self._stamp()
        if self._book is None or seen is None or seen != self._seen:
            self._book, self._seen = self._read_anew(), seen
        return self._book

    def _stamp(self) -> disk.Stamp | None:
        """Return what tells one `directives.json` from the next; None if there is none."""
        try:
            return disk.stamp(self.path.stat())
        except OSError:
            return None

    def _read_anew(self) -> Book:
        """Return the committed state; raise `StoreUnreadable` for one that is not the last."""
        for _ in range(_TRIES):
            seen = self._stamp()
            book = self._read()
            found = outdated(self.path, book.mark, self.last_commit())
            if found is None:
                return book
            if self._stamp() == seen:  # else a change was committed meanwhile
                raise self._refused(found)
        raise self._busy()

    def _read(self) -> Book:
        """Return what `directives.json` says; the error for a damaged one names the way out."""
        if not os.path.lexists(self.path) and self.was_written():
            raise self._damaged()
        try:
            return Book(self.path)
        except StoreDamaged as error:
            raise self._damaged() from error

    def was_written(self) -> bool:
        """Tell whether there must have been a `directives.json`: its traces are there.

        A very first command that died before its commit has left none of these.
        """
        if self.backups() or self.zips():
            return True
        last = self.last_commit()
        if last is not None:
            return last.mark != codec.Mark()
        if self.closed_files():
            return True
        return self.journal().has_command_behind(codec.Mark())

    @contextmanager
    def _naming_the_way_out(self) -> Iterator[None]:
        """Let the error for a damaged file say what can be done about it."""
        try:
            yield
        except StoreDamaged as error:
            raise self._refused(Finding(error.message, **error.values)) from error

    def _damaged(self) -> StoreUnreadable:
        return self._refused(
            Finding("“{path}” is missing or damaged; it was left as it is.", path=str(self.path))
        )

    def _refused(self, problem: Finding) -> StoreUnreadable:
        """Return the error that says what is wrong and what to do about it."""
        from tracker.store.rescue import way_out

        return StoreUnreadable("{problem} {way}", problem=problem, way=way_out(self))

    def _commit(self, book: Book, transaction: "Transaction") -> None:
        before, base = self._stamp(), book.mark
        self.note_commit(base, pending=True)
        self.keep_state(base)
        mark, new = self.journal().append(transaction.events, base, transaction.kept)
        try:
            found = self._with_new(book, new, mark)
            changed = transaction.changed.values()
            closing = [d for d in changed if d and not d.is_open and book.is_on_control(d.id)]
            self._keep_closed(closing, found)
            self._seen = book.keep(transaction, mark, found)
        except BaseException:
            if self._stamp() == before:  # nothing was committed
                self._take_back(mark, base)
            raise
        self._book = book
        with suppress(StoreError):  # it is kept; and a note that a change was begun tells as much
            self.note_commit(mark)

    def _take_back(self, mark: codec.Mark, base: codec.Mark) -> None:
        """Take the events of this very change back out of the journal: nobody was told of them."""
        journal = self.journal()
        with suppress(StoreError):  # else the next change sets them aside
            if journal.size() == mark.size and journal.holds(mark):
                disk.cut(journal.path, base.size)

    def _with_new(
        self, book: Book, new: Mapping[int, Sequence[int]], mark: codec.Mark
    ) -> Mapping[int, Sequence[int]]:
        """Return the places of directives' events, of which these new ones were just written.

        What no row tells is searched for, of all of them in one go.
        """
        rows = {id: row for id in new if (row := book.row(id)) is not None}
        known = [id for id in new if id < book.next_id]
        if not rows.keys() >= set(known):
            rows = self._closed_rows(book) | rows
        told = {id: _places_in(rows[id]) for id in known if id in rows}
        lost = [id for id in known if not told.get(id)]
        searched = self.journal().places(mark, lost) if lost else {}
        return {
            id: searched[id] if id in searched else (*told.get(id, ()), *own)
            for id, own in new.items()
        }

    def _places(self, book: Book, id: int) -> Sequence[int]:
        """Return where a directive's events stand, as its row says; nothing if it does not."""
        found = self._row(book, id)
        return () if found is None else _places_in(found[1])

    def keep_state(self, mark: codec.Mark) -> None:
        """Keep the present state among the earlier ones, named after its last event.

        The oldest goes.
        """
        if not self.path.exists() or not self._backups:
            return
        disk.make_folder(self.folder / "backups")
        name = f"directives-{mark.seq:010}-{mark.hash[:12]}.json"
        disk.keep_copy(self.path, self.folder / "backups" / name)
        for path in self.backups()[: -self._backups]:
            disk.remove(path)

    def _keep_closed(
        self, directives: Iterable[Directive], places: Mapping[int, Sequence[int]]
    ) -> None:
        """Put directives that are on control until the commit into the files of their years.

        Copies in other years' files, of an earlier closing or one never committed, go.
        """
        from tracker.store.table import put  # reading needs no TinyDB

        years = _by_year(directives, places)
        ids = {id for rows in years.values() for id in rows}
        for year, rows in years.items():
            disk.make_folder(self.folder / "closed")
            storage = FileStorage(self.folder / "closed" / f"{year}.json")
            storage.check()
            put(storage, "directives", rows)
            storage.commit()
        for path in self.closed_files() if ids else ():
            self._drop_copies(path, ids - years.get(int(path.stem), {}).keys())

    def _drop_copies(self, path: Path, ids: Iterable[int]) -> None:
        from tracker.store.table import put

        storage = FileStorage(path)
        old = [id for id in ids if str(id) in rows_of(storage, "directives")]
        if old:
            storage.check()
            put(storage, "directives", {}, instead_of=old)
            storage.commit()

    def _events(self, book: Book, id: int | None, *, after: int = 0) -> list["Event"]:
        if id is None:
            return list(self.journal().read(book.mark, after))
        found = self.journal().of(id, book.mark, self._places(book, id))
        return [event for event in found if event.seq > after]

    def _whole(self, book: Book, *, closed: bool) -> list[Directive]:
        """Return the directives of one state; raise `StoreUnreadable` if any are missing."""
        found = self.all_of(book, closed=closed)
        if closed and len(found) < book.next_id - 1 - len(book.gone):
            raise self._lacking()
        return found

    def _lacking(self) -> StoreUnreadable:
        return self._refused(
            Finding(
                "Directives are missing from “{path}”: a file there is gone, or an old one.",
                path=str(self.folder / "closed"),
            )
        )

    def all_of(self, book: Book, *, closed: bool) -> list[Directive]:
        """Return the directives of one state of the store that are there, by id."""
        found = {d.id: d for d in book.on_control()}
        if closed:
            found = self._closed(book) | {d.id: d for d in book.amended()} | found
        return [found[id] for id in sorted(found)]

    def places(self, book: Book) -> dict[int, tuple[int, ...]]:
        """Return for each directive where its events stand, as its row says."""
        found: dict[int, tuple[int, ...]] = {}
        for path, rows in (*self._copies(book), (self.path, book.rows())):
            try:
                found |= {int(key): codec.places_of(row) for key, row in rows.items()}
            except codec.DECODING as error:
                raise unreadable(path) from error
        return found

    def _find(self, book: Book, id: int) -> Directive | None:
        """Return a directive; None if none was given this id, or it is given up."""
        found = self._row(book, id)
        if found is not None:
            return all_decoded({str(id): found[1]}, found[0])[0]
        if 0 < id < book.next_id and id not in book.gone:
            raise self._lacking()
        return None

    def _row(self, book: Book, id: int) -> tuple[Path, codec.Kept] | None:
        """Return the row of one directive, on control or off it, and of which file it is."""
        if (row := book.row(id)) is not None:
            return self.path, row
        copies = [(path, rows[str(id)]) for path, rows in self._copies(book, id) if rows]
        return copies[-1] if copies else None

    def _find_whole(self, book: Book, id: int) -> Directive | None:
        """Return a directive as its events made it, if its record is of format 1."""
        from tracker.domain.event import fold

        found = self._find(book, id)
        if found is None or found.version:
            return found
        return fold(self._events(book, id))

    def _closed(self, book: Book) -> dict[int, Directive]:
        """Return the directives of `closed/`."""
        copies = self._copies(book)
        return {d.id: d for path, rows in copies for d in all_decoded(rows, path)}

    def _closed_rows(self, book: Book) -> dict[int, codec.Kept]:
        """Return the rows of `closed/` by their ids."""
        return {int(key): row for _, rows in self._copies(book) for key, row in rows.items()}

    def _copies(
        self, book: Book, only: int | None = None
    ) -> Iterator[tuple[Path, dict[str, codec.Kept]]]:
        """Yield of each file in `closed/` the copies of ids that were given and are not gone.

        A copy may have been left by a change that was never committed; then its id is on control
        (which wins), or was never given.
        """
        for path in self.closed_files():
            rows = rows_of(FileStorage(path), "directives")
            keys = rows if only is None else {str(only)} & rows.keys()
            given = (key for key in keys if 0 < int(key) < book.next_id)
            yield path, {key: rows[key] for key in given if int(key) not in book.gone}


def _places_in(row: codec.Kept) -> tuple[int, ...]:
    """Return where events stand, as a row says; nothing if it says nothing that can be."""
    try:
        return codec.places_of(row)
    except codec.DECODING:
        return ()


def _by_year(
    directives: Iterable[Directive], places: Mapping[int, Sequence[int]]
) -> dict[int, dict[int, codec.Kept]]:
    """Return the rows of closed directives by the year in which they were closed, and their id."""
    years: dict[int, dict[int, codec.Kept]] = {}
    for directive in directives:
        if directive.closed_on is None:
            raise ValueError(f"directive {directive.id} is closed without a day")
        row = codec.kept(codec.directive_row(directive, places.get(directive.id, ())))
        years.setdefault(directive.closed_on.year, {})[directive.id] = row
    return years
