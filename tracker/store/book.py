"""`directives.json` as one command sees it: read once, and written once by `keep`."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Raw, Struct

from tracker.domain.directive import Directive
from tracker.domain.meeting import Meeting
from tracker.domain.unit import Register
from tracker.errors import StoreNewer
from tracker.i18n.language import N_
from tracker.steps import steps
from tracker.store import codec
from tracker.store.disk import Stamp
from tracker.store.storage import FileStorage, rows_of, unreadable

if TYPE_CHECKING:  # reading directives needs none of these
    from tracker.store.replay import State
    from tracker.store.transaction import Transaction

TABLES = ("directives", "amended")
"""Where a directive may lie in `directives.json`."""

FULL = 10**12
"""Events or bytes that no store of ours comes to."""

FULL_OF_IDS = 10**7
"""An id that no store of ours comes to: those given up are written out one by one."""


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
        self._on_control: list[Directive] | None = None
        meta = self._meta()
        self.format = meta.format
        self.next_id = meta.next_id
        self.mark = codec.Mark(meta.journal.seq, meta.journal.size, meta.journal.hash)
        self.gone = frozenset(meta.gone)

    def on_control(self) -> list[Directive]:
        """Return the directives on control; they are decoded once, however often one asks."""
        if self._on_control is None:
            found = all_decoded(rows_of(self._storage, "directives"), self.path)
            if not all(d.is_open for d in found):
                raise unreadable(self.path)
            self._on_control = found
        return self._on_control

    def amended(self) -> list[Directive]:
        """Return the directives that were changed while off control."""
        return all_decoded(rows_of(self._storage, "amended"), self.path)

    def row(self, id: int) -> codec.Kept | None:
        """Return the row of one directive, on control or amended."""
        for table in TABLES:
            if row := rows_of(self._storage, table).get(str(id)):
                return row
        return None

    def rows(self) -> dict[str, codec.Kept]:
        """Return the rows of all directives, on control or amended."""
        on_control, amended = (rows_of(self._storage, table) for table in TABLES)
        return {**amended, **on_control}

    def is_on_control(self, id: int) -> bool:
        """Tell whether the file has this directive as on control."""
        return str(id) in rows_of(self._storage, "directives")

    def meetings(self) -> Mapping[str, Meeting]:
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
        rows_made = {id: codec.kept(codec.directive_row(made[id])) for id in known}
        self._put("directives", rows_made)
        self.format = codec.FORMAT

    def check(self) -> None:
        """Raise `StoreUnreadable` for a file that must not be written over.

        Its rows must be text, also those that go back as they came; and the next number must be
        free.
        """
        self._storage.check()
        taken = (max(map(int, rows_of(self._storage, table)), default=0) for table in TABLES)
        is_full = self.next_id >= FULL_OF_IDS or max(self.mark.seq, self.mark.size) >= FULL
        if max(*taken, *self.gone) >= self.next_id or is_full:
            raise unreadable(self.path)

    def keep(
        self, transaction: "Transaction", mark: codec.Mark, places: Mapping[int, Sequence[int]]
    ) -> Stamp | None:
        """Take in what the transaction changed, and commit; return what tells the new file.

        `places` has for each directive where its events stand, as far as that is known.
        """
        changed = transaction.changed
        opened, amended = {}, {}
        step = steps(N_("Writing directives"), len(changed))
        for id, d in changed.items():
            step()
            if d is not None:
                row = codec.kept(codec.directive_row(d, places.get(id, ())))
                if d.is_open:
                    opened[id] = row
                elif not self.is_on_control(id):
                    amended[id] = row
        self._put("amended", amended, instead_of=changed)
        self._put("directives", opened, instead_of=changed)
        present = {id for id, d in changed.items() if d is not None}
        self.gone = (self.gone | changed.keys()) - present
        self._put_named("units", {k: u and codec.unit_row(u) for k, u in transaction.units.items()})
        meetings = transaction.new_meetings
        self._put_named("meetings", {k: m and codec.meeting_row(m) for k, m in meetings.items()})
        self.next_id, self.mark = transaction.next_id, mark
        self._put("meta", {1: _meta_row(self.next_id, mark, self.gone)})
        return self._storage.commit()

    def _put(self, table: str, rows: Mapping[int, Raw], *, instead_of: Iterable[int] = ()) -> None:
        from tracker.store.table import put  # reading needs no TinyDB

        self._on_control = None
        put(self._storage, table, rows, instead_of=instead_of)

    def _put_named(self, name: str, rows: Mapping[str, Struct | None]) -> None:
        """Put rows that are known by a key of their own, under the number they have or the next."""
        if not rows:
            return
        there = rows_of(self._storage, name).items()
        numbers = {codec.handle_of(row): int(number) for number, row in there}
        following = max(numbers.values(), default=0) + 1
        placed = {}
        for key, row in rows.items():
            if row is not None:
                placed[numbers.get(key, following)] = codec.kept(row)
                following += key not in numbers
        self._put(name, placed, instead_of=[numbers[k] for k in rows if k in numbers])

    def _meta(self) -> codec.MetaRow:
        if self._storage.read() is None:
            return codec.MetaRow(codec.FORMAT, 1, codec.MarkRow(*codec.Mark()))
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
    state: "State",
    *,
    next_id: int,
    mark: codec.Mark,
    places: Mapping[int, Sequence[int]],
    with_closed: bool,
) -> None:
    """Put a whole new file in place of what there is, durably and in one step.

    The directives off control go into it `with_closed`, where they stand for what `closed/` has.
    """
    storage = FileStorage(path)
    on_control = [d for d in state.directives.values() if d.is_open]
    amended = [d for d in state.directives.values() if with_closed and not d.is_open]
    gone = set(range(1, next_id)) - state.directives.keys()
    storage.write(
        {
            "directives": _kept((d.id, codec.directive_row(d, places[d.id])) for d in on_control),
            "amended": _kept((d.id, codec.directive_row(d, places[d.id])) for d in amended),
            "units": _kept(enumerate(map(codec.unit_row, state.units.values()), start=1)),
            "meetings": _kept(enumerate(map(codec.meeting_row, state.meetings.values()), start=1)),
            "meta": {"1": _meta_row(next_id, mark, gone)},
        }
    )
    storage.commit()


def _kept(rows: Iterable[tuple[int, Struct]]) -> dict[str, codec.Kept]:
    return {str(number): codec.kept(row) for number, row in rows}


def _meta_row(next_id: int, mark: codec.Mark, gone: Iterable[int]) -> Raw:
    return codec.kept(codec.MetaRow(codec.FORMAT, next_id, codec.MarkRow(*mark), sorted(gone)))


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
