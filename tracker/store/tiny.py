"""The store in a folder: TinyDB for what is on control, a file a year for the rest, a journal.

    directives.json     directives on control, meetings, units; format, next id, the journal's mark
    closed/2025.json    directives taken off control in that year
    events.jsonl        every event

A change appends its events, writes `closed/…` if something closes, then replaces
`directives.json`: that one rename commits. Until then nothing of it counts: readers go by what
`directives.json` says, and what is on control wins over its copy in `closed/`.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tinydb import TinyDB
from tinydb.table import Document, Table

from tracker.domain.directive import Directive, Signature
from tracker.domain.meeting import Meeting
from tracker.domain.unit import Register
from tracker.errors import StoreUnreadable, no_directive
from tracker.store import codec, disk
from tracker.store.storage import FileStorage, unreadable

if TYPE_CHECKING:  # reading directives needs none of these
    from tracker.domain.event import Event
    from tracker.store.journal import Journal
    from tracker.store.transaction import Transaction

DECODING = (ValueError, TypeError, KeyError, AttributeError)
"""What the codec raises for a row that this program did not write."""

WAIT = 10.0
"""Seconds to wait for another writer."""


class FolderStore:
    """Keeps the promises of `base.Store` in a folder on one machine's disk."""

    def __init__(self, folder: Path, *, wait: float = WAIT) -> None:
        self.folder = folder
        self.where = str(folder)
        self._wait = wait
        self._path = folder / "directives.json"
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
        return list(self._journal().read(self._open().mark, id))

    def _journal(self) -> "Journal":
        from tracker.store.journal import Journal

        return Journal(self.folder / "events.jsonl")

    @contextmanager
    def change(self, by: Signature) -> Iterator["Transaction"]:
        """Open a transaction: no other writer until it ends."""
        from tracker.store.transaction import Transaction

        disk.make_folder(self.folder)
        with disk.locked(self.folder / "lock", self._wait):
            book = Book(self._path)
            transaction = Transaction(
                by,
                read=partial(self._find, book),
                read_all=lambda closed: self._all(book, closed=closed),
                register=book.register(),
                meetings=book.meetings(),
                next_id=book.next_id,
                last_seq=book.mark.seq,
            )
            yield transaction
            if transaction.events and not transaction.discarded:
                self._commit(book, transaction)

    def _open(self) -> "Book":
        """Return the committed state, read again only if the file is another one by now."""
        try:
            stat = self._path.stat()
            seen = (stat.st_ino, stat.st_mtime_ns, stat.st_size)
        except OSError:
            seen = None
        if self._book is None or seen is None or seen != self._seen:
            self._book, self._seen = Book(self._path), seen
        return self._book

    def _commit(self, book: "Book", transaction: "Transaction") -> None:
        mark = self._journal().append(transaction.events, book.mark)
        changed = transaction.changed.values()
        self._keep_closed([d for d in changed if not d.is_open], mark)
        book.keep(transaction, mark)

    def _keep_closed(self, directives: Iterable[Directive], mark: codec.Mark) -> None:
        years: dict[int, list[Document]] = {}
        for directive in directives:
            if directive.closed_on is None:
                raise ValueError(f"directive {directive.id} is closed without a day")
            row = codec.directive_row(directive) | {"seq": mark.seq}
            years.setdefault(directive.closed_on.year, []).append(Document(row, directive.id))
        for year, rows in years.items():
            disk.make_folder(self.folder / "closed")
            storage = FileStorage(self.folder / "closed" / f"{year}.json")
            _put(_database(storage).table("directives"), rows)
            storage.commit()

    def _all(self, book: "Book", *, closed: bool) -> list[Directive]:
        found = {d.id: d for d in book.on_control()}
        if closed:
            found = self._closed(book.next_id) | found
        return [found[id] for id in sorted(found)]

    def _find(self, book: "Book", id: int) -> Directive | None:
        if not 0 < id < book.next_id:
            return None
        return book.directive(id) or self._closed(book.next_id, only=id).get(id)

    def _closed(self, next_id: int, *, only: int | None = None) -> dict[int, Directive]:
        """Return the copies in `closed/`: of several of one id the last, by event then by year.

        A copy may have been left by a change that was never committed; then its id is on control
        (which wins), or was never given.
        """
        newest: dict[int, tuple[int, dict[str, Any], Path]] = {}
        for path in sorted((self.folder / "closed").glob("[0-9]*.json")):
            rows = _rows(FileStorage(path), "directives")
            for key in rows if only is None else [str(only)] if str(only) in rows else []:
                try:
                    id, seq = int(key), int(rows[key]["seq"])
                except DECODING as error:
                    raise unreadable(path) from error
                if id < next_id and (id not in newest or seq >= newest[id][0]):
                    newest[id] = (seq, rows[key], path)
        return {id: _decoded(row, path) for id, (_, row, path) in newest.items()}


class Book:
    """`directives.json` as one command sees it: read once, and written once by `keep`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._storage = FileStorage(path)
        self._db = _database(self._storage)
        meta = self._meta()
        try:
            self.next_id = int(meta["next_id"])
            self.mark = codec.Mark(**meta["journal"])
        except DECODING as error:
            raise unreadable(path) from error

    def on_control(self) -> list[Directive]:
        """Return the directives on control."""
        rows = _rows(self._storage, "directives").values()
        return [_decoded(row, self.path) for row in rows]

    def directive(self, id: int) -> Directive | None:
        """Return one directive on control."""
        row = _rows(self._storage, "directives").get(str(id))
        return None if row is None else _decoded(row, self.path)

    def meetings(self) -> dict[str, Meeting]:
        """Return the meetings by id, in the order of their days."""
        try:
            found = [codec.meeting_of(r) for r in _rows(self._storage, "meetings").values()]
        except DECODING as error:
            raise unreadable(self.path) from error
        return {m.id: m for m in sorted(found, key=lambda m: (m.on, m.id))}

    def register(self) -> Register:
        """Return the units."""
        try:
            return Register(codec.unit_of(r) for r in _rows(self._storage, "units").values())
        except DECODING as error:
            raise unreadable(self.path) from error

    def keep(self, transaction: "Transaction", mark: codec.Mark) -> None:
        """Take in what the transaction changed, and commit."""
        changed = transaction.changed.values()
        directives = self._db.table("directives")
        self._put_named("units", [codec.unit_row(u) for u in transaction.units.values()], "key")
        meetings = [codec.meeting_row(m) for m in transaction.new_meetings.values()]
        self._put_named("meetings", meetings, "id")
        closed = [d.id for d in changed if not d.is_open and directives.contains(doc_id=d.id)]
        if closed:
            directives.remove(doc_ids=closed)
        _put(directives, [Document(codec.directive_row(d), d.id) for d in changed if d.is_open])
        meta = {
            "format": codec.FORMAT,
            "next_id": transaction.next_id,
            "journal": mark._asdict(),
        }
        _put(self._db.table("meta"), [Document(meta, 1)])
        self._storage.commit()

    def _put_named(self, name: str, rows: list[codec.Row], key: str) -> None:
        """Put rows that are known by a key of their own, under the number they have or the next."""
        table = self._db.table(name)
        numbers = {row[key]: row.doc_id for row in table}
        for row in rows:
            numbers.setdefault(row[key], len(numbers) + 1)
        _put(table, [Document(row, numbers[row[key]]) for row in rows])

    def _meta(self) -> dict[str, Any]:
        tables = self._storage.read()
        if tables is None:
            return {"next_id": 1, "journal": {}}
        meta: dict[str, Any] = _rows(self._storage, "meta").get("1", {})
        version = meta.get("format")
        if not isinstance(version, int):
            raise unreadable(self.path)
        if version > codec.FORMAT:
            raise StoreUnreadable(
                "“{path}” was written by a newer version of this program (format {found}, this "
                "version knows {known}). Update the program: pip install -U directive-tracker.",
                path=str(self.path),
                found=version,
                known=codec.FORMAT,
            )
        return meta


def _rows(storage: FileStorage, table: str) -> dict[str, dict[str, Any]]:
    return (storage.read() or {}).get(table, {})


def _put(table: Table, rows: list[Document]) -> None:
    """Insert the rows, each in place of the one of its number."""
    known = [row.doc_id for row in rows if table.contains(doc_id=row.doc_id)]
    if known:
        table.remove(doc_ids=known)
    table.insert_multiple(rows)


def _database(storage: FileStorage) -> TinyDB:
    return TinyDB(storage=lambda: storage)


def _decoded(row: dict[str, Any], path: Path) -> Directive:
    try:
        return codec.directive_of(row)
    except DECODING as error:
        raise unreadable(path) from error
