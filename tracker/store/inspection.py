"""Looking a folder store over: whether it is as this program wrote it."""

import os
from collections.abc import Collection, Iterator
from collections.abc import Set as AbstractSet
from contextlib import suppress
from pathlib import Path

from msgspec.structs import replace

from tracker.domain.directive import Directive
from tracker.domain.event import Event
from tracker.errors import Finding, Leftover, OpenToOthers, StoreUnreadable
from tracker.store.book import Book
from tracker.store.replay import State, last_id, state_after
from tracker.store.tiny import FolderStore

OTHERS_MAY_WRITE = 0o022


def inspect(store: FolderStore) -> Iterator[Finding]:
    """Yield what is wrong with the files: unreadable, edited by hand, open to others."""
    yield from _open_to_others(store)
    try:
        store.directives()
        if not store.path.exists():
            return
        book = Book(store.path)
        store.check_whole()
        yield from _leftovers(store, book)
        directives = {d.id: d for d in store.all_of(book, closed=True)}
        kept = State(directives, {unit.key: unit for unit in book.register()}, book.meetings())
        places = store.places(book)
    except StoreUnreadable as error:
        yield Finding(error.message, **error.values)
        return
    events, problem = store.journal().verified(book.mark)
    if problem:
        yield problem
        return
    stand = store.journal().places(book.mark)
    lost = {id for id, own in places.items() if own and [*own] != stand.get(id)}
    edited = list(compared(kept, events, lost))
    yield from edited
    if book.next_id <= last_id(events):
        yield Finding(
            "The next number, {next}, is taken already. tracker restore counts anew.",
            next=book.next_id,
        )
    elif not edited:
        yield from _hidden(book, len(directives))


def _hidden(book: Book, count: int) -> Iterator[Finding]:
    """Yield for what reading all these directives, or the next change, will be refused."""
    if count < book.next_id - 1 - len(book.gone):
        yield Finding(
            "The next number is {next}, but numbers before it were never given. tracker restore "
            "counts anew.",
            next=book.next_id,
        )
    try:
        book.check()
    except StoreUnreadable as error:
        yield Finding(error.message, **error.values)


def _leftovers(store: FolderStore, book: Book) -> Iterator[Leftover]:
    """Yield what commands that were cut off have left."""
    yield from map(left_behind, store.remains())
    if store.has_tail(book):
        yield Leftover(
            "“{path}” ends with events of a command that was cut off. They do not count; the next "
            "change sets them aside in backups/.",
            path=str(store.journal().path),
        )


def out_of_place(store: FolderStore) -> Iterator[Finding]:
    """Yield what stands where the next change needs a folder, or a file of its own."""
    folders = (store.folder / name for name in ("backups", "closed", "evidence"))
    files = (store.folder / name for name in ("lock", "last-commit.json"))
    taken = [path for path in folders if os.path.lexists(path) and not path.is_dir()]
    taken += [path for path in files if path.is_symlink() or (path.exists() and not path.is_file())]
    for path in taken:
        yield Finding(
            "Something else stands in the place of “{path}”. Move it away.", path=str(path)
        )


def left_behind(path: Path) -> Leftover:
    """Return the finding for a file or a folder that the next change removes."""
    return Leftover(
        "“{path}” was left by a command that was cut off. The next change removes it.",
        path=str(path),
    )


def compared(
    kept: State, events: Collection[Event], lost: AbstractSet[int] = frozenset()
) -> Iterator[Finding]:
    """Yield what is not what its events made it.

    `lost` are directives whose rows cannot be right: they name other places for their events, or
    cannot be read.
    """
    made = state_after(events)
    for id in sorted(made.directives.keys() | kept.directives.keys()):
        if id in lost or not _agree(made.directives.get(id), kept.directives.get(id)):
            yield Finding(
                "Directive {id} is not what its events made it: its record was changed behind the "
                "program's back. tracker restore puts back what the events say.",
                id=id,
            )
    if made.units != kept.units:
        yield Finding(
            "The units are not what their events made them. tracker restore puts them back."
        )
    if made.meetings != kept.meetings:
        yield Finding(
            "The meetings are not what their events made them. tracker restore puts them back."
        )


def _agree(made: Directive | None, kept: Directive | None) -> bool:
    """Tell whether a record is what its events made it.

    One of format 1, known by its lack of a version, lacks what that format did not know.
    """
    if made is None or kept is None or kept.version:
        return made == kept
    return replace(made, version=0, news_on=None, heard=kept.heard) == kept


def _open_to_others(store: FolderStore) -> Iterator[Finding]:
    """Yield the places that others may write to; Windows has no such modes."""
    if os.name == "nt" or not store.folder.exists():
        return
    for path in [store.folder, *sorted(store.folder.rglob("*"))]:
        with suppress(FileNotFoundError):
            if not path.is_symlink() and path.stat().st_mode & OTHERS_MAY_WRITE:
                yield OpenToOthers(
                    "Others may write to “{path}”. Take that away: chmod go-w “{path}”.",
                    path=str(path),
                )
