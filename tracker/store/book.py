"""`directives.json` as one command sees it: read once, and written once by `keep`."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tracker.domain.directive import Directive
from tracker.domain.meeting import Meeting
from tracker.domain.unit import Register, Unit
from tracker.errors import StoreNewer
from tracker.store import codec
from tracker.store.disk import Stamp
from tracker.store.storage import FileStorage, database, rows_of, unreadable

if TYPE_CHECKING:  # reading directives needs none of these
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
        meta = self._meta()
        self.format = meta.format
        self.next_id = meta.next_id
        self.mark = codec.Mark(meta.journal.seq, meta.journal.size, meta.journal.hash)
        self.gone = frozenset(meta.gone)

    def on_control(self) -> list[Directive]:
        """Return the directives on control."""
        found = all_decoded(rows_of(self._storage, "directives"), self.path)
        if not all(d.is_open for d in found):
            raise unreadable(self.path)
        return found

    def amended(self) -> list[Directive]:
        """Return the directives that were changed while off control."""
        return all_decoded(rows_of(self._storage, "amended"), self.path)

    def row(self, id: int) -> codec.Kept | None:
        """Return the row of one directive, on control or amended."""
        for table in TABLES:
            if row := rows_of(self._storage, table).get(str(id)):
                return row
        return None

    def rows(self) -> dict[int, codec.Kept]:
        """Return the rows of all directives, on control or amended."""
        tables = [rows_of(self._storage, table) for table in reversed(TABLES)]
        return {int(key): row for table in tables for key, row in table.items()}

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
        known = [int(key) for key in rows if int(key) in made]
        self._put("directives", {id: codec.directive_row(made[id]) for id in known})
        self.format = codec.FORMAT

    def check_numbers(self) -> None:
        """Raise `StoreUnreadable` if the next number is taken: writing it would overwrite."""
        taken = (max(map(int, rows_of(self._storage, table)), default=0) for table in TABLES)
        numbers = (self.next_id, self.mark.seq, self.mark.size)
        if max(*taken, *self.gone) >= self.next_id or max(numbers) >= FULL:
            raise unreadable(self.path)

    def keep(
        self, transaction: "Transaction", mark: codec.Mark, places: Mapping[int, Sequence[int]]
    ) -> Stamp | None:
        """Take in what the transaction changed, and commit; return what tells the new file.

        `places` has for each directive where its events stand, as far as that is known.
        """
        changed = transaction.changed
        rows = {id: codec.directive_row(d, places.get(id, ())) for id, d in changed.items() if d}
        opened = {id for id, d in changed.items() if d and d.is_open}
        amended = {id for id in rows if id not in opened and not self.is_on_control(id)}
        for table, kept in (("amended", amended), ("directives", opened)):
            self._put(table, {id: rows[id] for id in rows if id in kept}, instead_of=changed)
        self.gone = (self.gone | {id for id, d in changed.items() if d is None}) - rows.keys()
        self._put_named(
            "units", {k: u and codec.unit_row(u) for k, u in transaction.units.items()}, "key"
        )
        meetings = {k: m and codec.meeting_row(m) for k, m in transaction.new_meetings.items()}
        self._put_named("meetings", meetings, "id")
        self.next_id, self.mark = transaction.next_id, mark
        self._put("meta", {1: _meta_row(self.next_id, mark, self.gone)})
        return self._storage.commit()

    def _put(
        self, table: str, rows: Mapping[int, codec.Row], *, instead_of: Iterable[int] = ()
    ) -> None:
        put(self._storage, table, rows, instead_of=instead_of)

    def _put_named(self, name: str, rows: Mapping[str, codec.Row | None], key: str) -> None:
        """Put rows that are known by a key of their own, under the number they have or the next."""
        if not rows:
            return
        known = {
            number: codec.read(row, dict) for number, row in rows_of(self._storage, name).items()
        }
        numbers = {row[key]: int(number) for number, row in known.items()}
        following = max(numbers.values(), default=0) + 1
        placed = {}
        for handle, row in rows.items():
            if row is not None:
                placed[numbers.get(handle, following)] = row
                following += handle not in numbers
        self._put(name, placed, instead_of=[numbers[k] for k in rows if k in numbers])

    def _meta(self) -> codec.MetaRow:
        if self._storage.read() is None:
            return codec.read(_meta_row(1, codec.Mark(), ()), codec.MetaRow)
        row = rows_of(self._storage, "meta").get("1", {})
        try:
            version = codec.read(row, codec.FormatRow).format
            if version <= codec.FORMAT:
                return codec.read(row, codec.MetaRow)
        except codec.DECODING as error:
            raise unreadable(self.path) from error
        raise StoreNewer(
            "“{path}” was written by a newer version of this program (format {found}, this "
            "version knows {known}). Update the program: pip install -U directive-tracker.",
            path=str(self.path),
            found=version,
            known=codec.FORMAT,
        )


def write_book(
    path: Path,
    directives: Iterable[Directive],
    units: Iterable[Unit],
    meetings: Iterable[Meeting],
    *,
    next_id: int,
    mark: codec.Mark,
    gone: Iterable[int],
    places: Mapping[int, Sequence[int]],
) -> None:
    """Put a whole new file in place of what there is, durably and in one step."""
    storage = FileStorage(path)
    storage.write(
        {
            "directives": {str(d.id): codec.directive_row(d, places[d.id]) for d in directives},
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


def put(
    storage: FileStorage,
    name: str,
    rows: Mapping[int, codec.Row],
    *,
    instead_of: Iterable[int] = (),
) -> None:
    """Put the rows into a table, each in place of the one of its number and of these others."""
    from tinydb.table import Document

    there = rows_of(storage, name)
    old = [id for id in {*rows, *instead_of} if str(id) in there]
    table = database(storage).table(name)
    if old:
        table.remove(doc_ids=old)
    if rows:
        table.insert_multiple([Document(row, id) for id, row in rows.items()])


def all_decoded(rows: Mapping[str, codec.Kept], path: Path) -> list[Directive]:
    """Return the directives of rows, known by their ids.

    Raises `StoreUnreadable` for a row that this program did not write.
    """
    try:
        found = list(codec.directives_of(rows.values()))
    except codec.DECODING as error:
        raise unreadable(path) from error
    if [str(d.id) for d in found] != list(rows):
        raise unreadable(path)
    return found
