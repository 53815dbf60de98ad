"""The store in a folder: TinyDB for what is on control, a file a year for the rest, a journal.

    directives.json     directives on control, meetings, units; format, next id, the journal's mark
    closed/2025.json    directives taken off control in that year
    events.jsonl        every event
    backups/            `directives.json` as it was before each of the last changes
    evidence/           documents that were taken in

A change appends its events, writes `closed/…` if something closes, then replaces
`directives.json`: that one rename commits. Until then nothing of it counts: readers go by what
`directives.json` says, and what is on control wins over its copy in `closed/`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from tracker.domain.directive import Directive, Signature
from tracker.domain.meeting import Meeting
from tracker.domain.selection import Order, selected
from tracker.domain.unit import Register
from tracker.errors import StoreBusy, StoreNewer, StoreUnreadable, no_directive
from tracker.store import codec, disk
from tracker.store.book import Book, all_decoded
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
        self._wait = wait
        self._backups = backups
        self._book: Book | None = None
        self._seen: disk.Stamp | None = None

    def directives(self, *, closed: bool = False) -> list[Directive]:
        """Return the directives on control; with `closed`, also those taken off it."""
        return self._settled(lambda book: self.all_of(book, closed=closed))

    def directive(self, id: int) -> Directive:
        """Return one directive, on control or off it; raise `NotFound`."""
        found = self._settled(lambda book: self._find(book, id))
        if found is None:
            raise no_directive(id)
        return found

    def meetings(self) -> Mapping[str, Meeting]:
        """Return the meetings by id, in the order of their days."""
        return self._open().meetings()

    def register(self) -> Register:
        """Return the units."""
        return self._open().register()

    def events(self, id: int | None = None, *, after: int = 0) -> list["Event"]:
        """Return all events behind a number, or those of one directive."""
        return self._events(self._open(), id, after=after)

    @contextmanager
    def change(self, by: Signature, *, trial: bool = False) -> Iterator["Transaction"]:
        """Open a transaction: no other writer until it ends; a trial keeps out nobody."""
        if trial:
            yield self._transaction(self._read_anew(), by)
            return
        with self.locked():
            book = self._read_anew()
            book.check()
            if self.journal().commands_behind(book.mark) > 1:
                raise StoreUnreadable(
                    "“{path}” is older than its events: somebody put an old file there. tracker "
                    "restore makes it anew from its events.",
                    path=str(self.path),
                )
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
                selected(self.all_of(book, closed=wanted.closed), wanted, Order.ID).directives
            ),
            read_events=partial(self._events, book),
            register=book.register(),
            meetings=book.meetings(),
            next_id=book.next_id,
            last_seq=book.mark.seq,
        )

    def attach(self, source: Path, name: str) -> Path:
        """Take a copy of a document into `evidence/` under this name; return where it lies."""
        disk.make_folder(self.folder / "evidence")
        target = self.folder / "evidence" / name
        disk.copy_file(source, target)
        return target

    @contextmanager
    def unchanging(self) -> Iterator[None]:
        """Keep other writers out meanwhile, where there is a store."""
        if not self.path.exists():
            yield
            return
        with self.locked():
            yield

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep other writers out; the folder is made if it is missing."""
        from tracker.store.scratch import remove_leftovers  # reading leaves nothing

        disk.make_folder(self.folder)
        with disk.locked(self.folder / "lock", self._wait):
            remove_leftovers(beside=self.folder)
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
        files = (self.folder / "closed").glob("*.json")
        return sorted(path for path in files if path.stem.isascii() and path.stem.isdecimal())

    def replace_closed(
        self, directives: Iterable[Directive], places: Mapping[int, Sequence[int]]
    ) -> None:
        """Put these directives into `closed/`, in the place of all that is there.

        `places` has for each where in the journal its events stand, as far as that is known.
        """
        for path in self.closed_files():
            disk.remove(path)
        self._keep_closed(directives, places)

    def backups(self) -> list[Path]:
        """Return the earlier states that are kept, oldest first."""
        return sorted((self.folder / "backups").glob("directives-*.json"))

    def _settled(self, read: Callable[[Book], T]) -> T:
        """Return what is read from several files, again if a change was committed meanwhile."""
        for _ in range(_TRIES):
            book = self._open()
            found = read(book)
            if self._stamp() == self._seen:
                return found
        raise StoreBusy(
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
        """Return the committed state; a damaged file's error names the newest good backup."""
        if not self.path.exists() and self._was_written():
            raise self._damaged()
        try:
            return Book(self.path)
        except StoreNewer:
            raise
        except StoreUnreadable as error:
            raise self._damaged() from error

    def _was_written(self) -> bool:
        """Tell whether there must have been a `directives.json`: its traces are there.

        The events of a very first command alone are none: it may have died before its commit.
        """
        if self.backups() or self.closed_files():
            return True
        return self.journal().commands_behind(codec.Mark()) > 1

    def _damaged(self) -> StoreUnreadable:
        newest = next((path for path in reversed(self.backups()) if _is_good(path)), None)
        if newest is None:
            return StoreUnreadable(
                "“{path}” is missing, damaged, or not a store that this program wrote; it was left "
                "as it is. tracker restore makes it anew from its events, if they are there.",
                path=str(self.path),
            )
        return StoreUnreadable(
            "“{path}” is missing or damaged; it was left as it is. The newest good backup: "
            "tracker restore “{backup}”.",
            path=str(self.path),
            backup=str(newest),
        )

    def _commit(self, book: Book, transaction: "Transaction") -> None:
        self.journal().check_size(book.mark)
        self._keep_backup(book)
        mark, new = self.journal().append(transaction.events, book.mark, transaction.kept)
        found = self._with_new(book, new, mark)
        changed = transaction.changed.values()
        closing = [d for d in changed if d and not d.is_open and book.is_on_control(d.id)]
        self._keep_closed(closing, found)
        self._seen = book.keep(transaction, mark, found)
        self._book = book

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

    def _keep_backup(self, book: Book) -> None:
        """Keep the state before the change under the number of its last event; drop the oldest."""
        if not self.path.exists() or not self._backups:
            return
        disk.make_folder(self.folder / "backups")
        disk.keep_copy(self.path, self.folder / "backups" / f"directives-{book.mark.seq:010}.json")
        for path in self.backups()[: -self._backups]:
            disk.remove(path)

    def _keep_closed(
        self, directives: Iterable[Directive], places: Mapping[int, Sequence[int]]
    ) -> None:
        """Put directives that are on control until the commit into the files of their years.

        Copies in other years' files, of an earlier closing or one never committed, go.
        """
        from tracker.store.table import put  # reading needs no TinyDB

        years: dict[int, dict[int, codec.Kept]] = {}
        for directive in directives:
            if directive.closed_on is None:
                raise ValueError(f"directive {directive.id} is closed without a day")
            row = codec.kept(codec.directive_row(directive, places.get(directive.id, ())))
            years.setdefault(directive.closed_on.year, {})[directive.id] = row
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

    def all_of(self, book: Book, *, closed: bool) -> list[Directive]:
        """Return the directives of one state of the store, by id."""
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
        found = self._row(book, id)
        return None if found is None else all_decoded({str(id): found[1]}, found[0])[0]

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


def _is_good(path: Path) -> bool:
    try:
        book = Book(path)
        book.on_control()
        book.meetings()
        book.register()
    except StoreUnreadable:
        return False
    return True
