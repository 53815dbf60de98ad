"""`directives.json` as one command sees it: read once, and written once by `keep`."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tinydb import TinyDB
from tinydb.table import Document, Table

from tracker.domain.directive import Directive
from tracker.domain.meeting import Meeting
from tracker.domain.unit import Register, Unit
from tracker.errors import StoreNewer
from tracker.store import codec
from tracker.store.storage import FileStorage, unreadable

if TYPE_CHECKING:  # reading directives needs no transaction
    from tracker.store.transaction import Transaction

TABLES = ("directives", "amended")
"""Where a directive may lie in `directives.json`."""

FULL = 10**12
"""Ids, events or bytes that no store of ours comes to."""


class Book:
    """The directives on control, the meetings, the units, and where the numbers stand.

    `amended` has directives that were changed while off control: `closed/` is written before the
    commit, so that it may only take what is on control until then. `gone` are the ids taken off as
    if never entered. `format` is that of the file; reading an older one is possible, writing makes
    it the present one.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._storage = FileStorage(path)
        self._db = database(self._storage)
        meta = self._meta()
        try:
            self.format = codec.whole_of(meta["format"])
            self.next_id = codec.whole_of(meta["next_id"])
            self.mark = codec.mark_of(meta["journal"])
            self.gone = frozenset(map(codec.whole_of, meta.get("gone", ())))
        except codec.DECODING as error:
            raise unreadable(path) from error

    def on_control(self) -> list[Directive]:
        """Return the directives on control."""
        rows = rows_of(self._storage, "directives")
        found = [decoded(key, row, self.path) for key, row in rows.items()]
        if not all(d.is_open for d in found):
            raise unreadable(self.path)
        return found

    def amended(self) -> list[Directive]:
        """Return the directives that were changed while off control."""
        rows = rows_of(self._storage, "amended")
        return [decoded(key, row, self.path) for key, row in rows.items()]

    def directive(self, id: int) -> Directive | None:
        """Return one directive, on control or amended."""
        for table in TABLES:
            if row := rows_of(self._storage, table).get(str(id)):
                return decoded(str(id), row, self.path)
        return None

    def is_on_control(self, id: int) -> bool:
        """Tell whether the file has this directive as on control."""
        return str(id) in rows_of(self._storage, "directives")

    def meetings(self) -> dict[str, Meeting]:
        """Return the meetings by id, in the order of their days."""
        try:
            found = [codec.meeting_of(r) for r in rows_of(self._storage, "meetings").values()]
        except codec.DECODING as error:
            raise unreadable(self.path) from error
        return {m.id: m for m in sorted(found, key=lambda m: (m.on, m.id))}

    def register(self) -> Register:
        """Return the units."""
        try:
            return Register(codec.unit_of(r) for r in rows_of(self._storage, "units").values())
        except codec.DECODING as error:
            raise unreadable(self.path) from error

    def upgrade(self, made: Mapping[int, Directive]) -> None:
        """Bring an older format up to date: take the directives as their events made them.

        Format 1 knew neither their last event nor since when they owe news.
        """
        rows = rows_of(self._storage, "directives")
        documents = [
            Document(codec.directive_row(made[int(key)]), int(key))
            for key in rows
            if int(key) in made
        ]
        put(self._db.table("directives"), documents)
        self.format = codec.FORMAT

    def check_numbers(self) -> None:
        """Raise `StoreUnreadable` if the next number is taken: writing it would overwrite."""
        taken = (max(map(int, rows_of(self._storage, table)), default=0) for table in TABLES)
        numbers = (self.next_id, self.mark.seq, self.mark.size)
        if max(*taken, *self.gone) >= self.next_id or max(numbers) >= FULL:
            raise unreadable(self.path)

    def keep(self, transaction: "Transaction", mark: codec.Mark) -> None:
        """Take in what the transaction changed, and commit."""
        changed = transaction.changed
        amended = [
            d for d in changed.values() if d and not d.is_open and not self.is_on_control(d.id)
        ]
        opened = [d for d in changed.values() if d and d.is_open]
        for table, kept in (("amended", amended), ("directives", opened)):
            drop(self._db.table(table), changed)
            put(self._db.table(table), [Document(codec.directive_row(d), d.id) for d in kept])
        gone = (self.gone | {id for id, d in changed.items() if d is None}) - {
            id for id, d in changed.items() if d is not None
        }
        self._put_named(
            "units", {k: u and codec.unit_row(u) for k, u in transaction.units.items()}, "key"
        )
        meetings = {k: m and codec.meeting_row(m) for k, m in transaction.new_meetings.items()}
        self._put_named("meetings", meetings, "id")
        meta = _meta_row(transaction.next_id, mark, gone)
        put(self._db.table("meta"), [Document(meta, 1)])
        self._storage.commit()

    def _put_named(self, name: str, rows: Mapping[str, codec.Row | None], key: str) -> None:
        """Put rows that are known by a key of their own, under the number they have or the next."""
        table = self._db.table(name)
        numbers = {row[key]: row.doc_id for row in table}
        drop(table, [numbers[k] for k, row in rows.items() if row is None and k in numbers])
        following = max(numbers.values(), default=0) + 1
        documents = []
        for handle, row in rows.items():
            if row is not None:
                documents.append(Document(row, numbers.get(handle, following)))
                following += handle not in numbers
        put(table, documents)

    def _meta(self) -> dict[str, Any]:
        tables = self._storage.read()
        if tables is None:
            return _meta_row(1, codec.Mark(), ())
        meta: dict[str, Any] = rows_of(self._storage, "meta").get("1", {})
        version = meta.get("format")
        if type(version) is not int or version < 1:
            raise unreadable(self.path)
        if version > codec.FORMAT:
            raise StoreNewer(
                "“{path}” was written by a newer version of this program (format {found}, this "
                "version knows {known}). Update the program: pip install -U directive-tracker.",
                path=str(self.path),
                found=version,
                known=codec.FORMAT,
            )
        return meta


def write_book(
    path: Path,
    directives: Iterable[Directive],
    units: Iterable[Unit],
    meetings: Iterable[Meeting],
    *,
    next_id: int,
    mark: codec.Mark,
    gone: Iterable[int],
) -> None:
    """Put a whole new file in place of what there is, durably and in one step."""
    storage = FileStorage(path)
    storage.write(
        {
            "directives": {str(d.id): codec.directive_row(d) for d in directives},
            "units": {str(n): codec.unit_row(u) for n, u in enumerate(units, start=1)},
            "meetings": {str(n): codec.meeting_row(m) for n, m in enumerate(meetings, start=1)},
            "meta": {"1": _meta_row(next_id, mark, gone)},
        }
    )
    storage.commit()


def _meta_row(next_id: int, mark: codec.Mark, gone: Iterable[int]) -> codec.Row:
    journal = mark._asdict()
    return {
        "format": codec.FORMAT,
        "next_id": next_id,
        "journal": journal,
        "gone": sorted(gone),
    }


def rows_of(storage: FileStorage, table: str) -> dict[str, dict[str, Any]]:
    """Return a table's rows by their numbers, as they are in the file."""
    return (storage.read() or {}).get(table, {})


def put(table: Table, rows: list[Document]) -> None:
    """Insert the rows, each in place of the one of its number."""
    if rows:
        drop(table, [row.doc_id for row in rows])
        table.insert_multiple(rows)


def database(storage: FileStorage) -> TinyDB:
    """Return TinyDB on a storage of ours."""
    return TinyDB(storage=lambda: storage)


def decoded(key: str, row: dict[str, Any], path: Path) -> Directive:
    """Return a row's directive; raise `StoreUnreadable` for one that this program did not write."""
    try:
        directive = codec.directive_of(row)
    except codec.DECODING as error:
        raise unreadable(path) from error
    if str(directive.id) != key:
        raise unreadable(path)
    return directive


def drop(table: Table, ids: Iterable[int]) -> None:
    """Remove the rows of these numbers, as far as there are any."""
    known = [id for id in ids if table.contains(doc_id=id)]
    if known:
        table.remove(doc_ids=known)
