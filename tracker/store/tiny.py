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

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from tinydb.table import Document

from tracker.domain.directive import Directive, Signature
from tracker.domain.meeting import Meeting
from tracker.domain.unit import Register
from tracker.errors import StoreNewer, StoreUnreadable, no_directive
from tracker.store import codec, disk
from tracker.store.book import Book, database, decoded, drop, put, rows_of
from tracker.store.storage import FileStorage, unreadable

if TYPE_CHECKING:  # reading directives needs none of these
    from tracker.domain.event import Event
    from tracker.store.journal import Journal
    from tracker.store.transaction import Transaction

WAIT = 10.0
"""Seconds to wait for another writer."""

BACKUPS = 20
"""How many earlier states to keep."""


class FolderStore:
    """Keeps the promises of `base.Store` in a folder on one machine's disk."""

    def __init__(self, folder: Path, *, wait: float = WAIT, backups: int = BACKUPS) -> None:
        self.folder = folder
        self.where = str(folder)
        self.path = folder / "directives.json"
        self._wait = wait
        self._backups = backups
        self._book: Book | None = None
        self._seen: tuple[int, int, int] | None = None

    def directives(self, *, closed: bool = False) -> list[Directive]:
        """Return the directives on control; with `closed`, also those taken off it."""
        return self._all(self._open(), closed=closed)

    def directive(self, id: int) -> Directive:
        """Return one directive, on control or off it; raise `NotFound`."""
        found = self._find(self._open(), id)
        if found is None:
            raise no_directive(id)
        return found

    def meetings(self) -> dict[str, Meeting]:
        """Return the meetings by id, in the order of their days."""
        return self._open().meetings()

    def register(self) -> Register:
        """Return the units."""
        return self._open().register()

    def events(self, id: int | None = None) -> list["Event"]:
        """Return all events, or those of one directive."""
        return self._events(self._open(), id)

    @contextmanager
    def change(self, by: Signature, *, trial: bool = False) -> Iterator["Transaction"]:
        """Open a transaction: no other writer until it ends; a trial keeps out nobody."""
        if trial:
            yield self._transaction(self._read_anew(), by)
            return
        with self.locked():
            from tracker.store.replay import replayed

            book = self._read_anew()
            book.check_numbers()
            if book.format < codec.FORMAT:
                book.upgrade(replayed(self._events(book, None)))
            transaction = self._transaction(book, by)
            yield transaction
            if transaction.events:
                self._commit(book, transaction)

    def _transaction(self, book: Book, by: Signature) -> "Transaction":
        from tracker.store.transaction import Transaction

        return Transaction(
            by,
            read=partial(self._find, book),
            read_all=lambda closed: self._all(book, closed=closed),
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
    def locked(self) -> Iterator[None]:
        """Keep other writers out; the folder is made if it is missing."""
        disk.make_folder(self.folder)
        with disk.locked(self.folder / "lock", self._wait):
            yield

    def journal(self) -> "Journal":
        """Return the file of events."""
        from tracker.store.journal import Journal

        return Journal(self.folder / "events.jsonl")

    def closed_files(self) -> list[Path]:
        """Return the files of closed directives, by year."""
        return sorted((self.folder / "closed").glob("[0-9]*.json"))

    def replace_closed(self, directives: Iterable[Directive]) -> None:
        """Put these directives into `closed/`, in the place of all that is there."""
        for path in self.closed_files():
            disk.remove(path)
        self._keep_closed(directives)

    def backups(self) -> list[Path]:
        """Return the earlier states that are kept, oldest first."""
        return sorted((self.folder / "backups").glob("directives-*.json"))

    def _open(self) -> Book:
        """Return the committed state, read again only if the file is another one by now."""
        try:
            stat = self.path.stat()
            seen = (stat.st_ino, stat.st_mtime_ns, stat.st_size)
        except OSError:
            seen = None
        if self._book is None or seen is None or seen != self._seen:
            self._book, self._seen = self._read_anew(), seen
        return self._book

    def _read_anew(self) -> Book:
        """Return the committed state; a damaged file's error names the newest good backup."""
        if not self.path.exists() and self.backups():
            raise self._damaged()
        try:
            return Book(self.path)
        except StoreNewer:
            raise
        except StoreUnreadable as error:
            raise self._damaged() from error

    def _damaged(self) -> StoreUnreadable:
        newest = next((path for path in reversed(self.backups()) if _is_good(path)), None)
        if newest is None:
            return unreadable(self.path)
        return StoreUnreadable(
            "“{path}” is missing or damaged; it was left as it is. The newest good backup: "
            "tracker restore “{backup}”.",
            path=str(self.path),
            backup=str(newest),
        )

    def _commit(self, book: Book, transaction: "Transaction") -> None:
        mark = self.journal().append(transaction.events, book.mark)
        changed = transaction.changed.values()
        closing = [d for d in changed if d and not d.is_open and book.is_on_control(d.id)]
        self._keep_closed(closing)
        self._keep_backup(book)
        book.keep(transaction, mark)

    def _keep_backup(self, book: Book) -> None:
        """Keep the state before the change under the number of its last event; drop the oldest."""
        if not self.path.exists() or not self._backups:
            return
        disk.make_folder(self.folder / "backups")
        disk.keep_copy(self.path, self.folder / "backups" / f"directives-{book.mark.seq:010}.json")
        for path in self.backups()[: -self._backups]:
            disk.remove(path)

    def _keep_closed(self, directives: Iterable[Directive]) -> None:
        """Put directives that are on control until the commit into the files of their years.

        Copies in other years' files, of an earlier closing or one never committed, go.
        """
        years: dict[int, list[Document]] = {}
        for directive in directives:
            if directive.closed_on is None:
                raise ValueError(f"directive {directive.id} is closed without a day")
            document = Document(codec.directive_row(directive), directive.id)
            years.setdefault(directive.closed_on.year, []).append(document)
        ids = {document.doc_id for documents in years.values() for document in documents}
        for path in self.closed_files() if ids else ():
            storage = FileStorage(path)
            old = [id for id in ids if str(id) in rows_of(storage, "directives")]
            if old and path.stem not in map(str, years):
                database(storage).table("directives").remove(doc_ids=old)
                storage.commit()
        for year, documents in years.items():
            disk.make_folder(self.folder / "closed")
            storage = FileStorage(self.folder / "closed" / f"{year}.json")
            table = database(storage).table("directives")
            others = ids - {document.doc_id for document in documents}
            drop(table, others)
            put(table, documents)
            storage.commit()

    def _events(self, book: Book, id: int | None) -> list["Event"]:
        return list(self.journal().read(book.mark, id))

    def _all(self, book: Book, *, closed: bool) -> list[Directive]:
        found = {d.id: d for d in book.on_control()}
        if closed:
            found = self._closed(book) | {d.id: d for d in book.amended()} | found
        return [found[id] for id in sorted(found)]

    def _find(self, book: Book, id: int) -> Directive | None:
        return book.directive(id) or self._closed(book, only=id).get(id)

    def _closed(self, book: Book, *, only: int | None = None) -> dict[int, Directive]:
        """Return the copies in `closed/` of ids that were given and are not gone.

        A copy may have been left by a change that was never committed; then its id is on control
        (which wins), or was never given.
        """
        found = {}
        for path in self.closed_files():
            rows = rows_of(FileStorage(path), "directives")
            for key in rows if only is None else [str(only)] if str(only) in rows else []:
                id = int(key)
                if 0 < id < book.next_id and id not in book.gone:
                    found[id] = decoded(key, rows[key], path)
        return found


def _is_good(path: Path) -> bool:
    try:
        book = Book(path)
        book.on_control()
        book.meetings()
        book.register()
    except StoreUnreadable:
        return False
    return True
