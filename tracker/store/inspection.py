"""Looking a folder store over: whether it is as this program wrote it."""

import os
from collections.abc import Iterable, Iterator, Mapping

from tracker.domain.directive import Directive
from tracker.domain.event import Event, MeetingKept, Restored, UnitKept, fold
from tracker.domain.meeting import Meeting
from tracker.domain.unit import Unit
from tracker.errors import Finding, StoreUnreadable
from tracker.store.book import Book
from tracker.store.codec import FORMAT
from tracker.store.tiny import FolderStore

OTHERS_MAY_WRITE = 0o022


def inspect(store: FolderStore) -> Iterator[Finding]:
    """Yield what is wrong with the files: unreadable, edited by hand, open to others."""
    yield from _open_to_others(store)
    if not store.path.exists() and not store.backups():
        return
    try:
        book = Book(store.path)
        kept = {d.id: d for d in store.directives(closed=True)}
        events, problem = store.journal().verified(book.mark)
    except StoreUnreadable as error:
        yield Finding(error.message, **error.values)
        return
    if problem:
        yield problem
    else:
        yield from _compared(book, kept, events)


def replayed(events: Iterable[Event]) -> dict[int, Directive]:
    """Return the directives that the events make, by id."""
    own: dict[int, list[Event]] = {}
    for event in events:
        if event.directive is not None:
            own.setdefault(event.directive, []).append(event)
    folded = ((id, fold(events)) for id, events in own.items())
    return {id: directive for id, directive in folded if directive is not None}


def given_up(events: Iterable[Event]) -> set[int]:
    """Return the ids that were given and whose directives are no more."""
    last = {e.directive: e for e in events if e.directive is not None}
    return {id for id, e in last.items() if isinstance(e.change, Restored) and not e.change.state}


def last_id(events: Iterable[Event]) -> int:
    """Return the highest id that was ever given, 0 if none was."""
    return max((event.directive or 0 for event in events), default=0)


def replayed_units(events: Iterable[Event]) -> dict[str, Unit]:
    """Return the units that the events make, by key."""
    last = {e.change.key: e.change.after for e in events if isinstance(e.change, UnitKept)}
    return {key: unit for key, unit in last.items() if unit is not None}


def replayed_meetings(events: Iterable[Event]) -> dict[str, Meeting]:
    """Return the meetings that the events make, by id."""
    last = {e.change.id: e.change.after for e in events if isinstance(e.change, MeetingKept)}
    return {id: meeting for id, meeting in last.items() if meeting is not None}


def _compared(book: Book, kept: Mapping[int, Directive], events: list[Event]) -> Iterator[Finding]:
    made = replayed(events)
    if book.format < FORMAT:
        made = {id: d._replace(version=0) for id, d in made.items()}
        kept = {id: d._replace(version=0) for id, d in kept.items()}
    for id in sorted(made.keys() | kept.keys()):
        if made.get(id) != kept.get(id):
            yield Finding(
                "Directive {id} is not what its events made it: its record was changed behind the "
                "program's back. tracker restore puts back what the events say.",
                id=id,
            )
    if replayed_units(events) != {u.key: u for u in book.register()}:
        yield Finding(
            "The units are not what their events made them. tracker restore puts them back."
        )
    if replayed_meetings(events) != book.meetings():
        yield Finding(
            "The meetings are not what their events made them. tracker restore puts them back."
        )
    if book.next_id <= last_id(events):
        yield Finding(
            "The next number, {next}, is taken already. tracker restore counts anew.",
            next=book.next_id,
        )


def _open_to_others(store: FolderStore) -> Iterator[Finding]:
    """Yield the places that others may write to; Windows has no such modes."""
    if os.name == "nt" or not store.folder.exists():
        return
    for path in [store.folder, *sorted(store.folder.rglob("*"))]:
        if not path.is_symlink() and path.stat().st_mode & OTHERS_MAY_WRITE:
            yield Finding(
                "Others may write to “{path}”. Take that away: chmod go-w “{path}”.",
                path=str(path),
            )
