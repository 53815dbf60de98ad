"""What a store is, and how much it holds."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from itertools import takewhile

from tracker.domain.holding import About
from tracker.errors import StoreUnreadable
from tracker.store.book import Book
from tracker.store.codec import FORMAT
from tracker.store.tiny import FolderStore


def about_folder(store: FolderStore) -> About:
    """Return what a store in a folder is; the folder need not exist."""
    directives = store.directives(closed=True)
    book = Book(store.path)
    on_control = sum(d.is_open for d in directives)
    own = [store.path, store.journal().path, *store.closed_files()]
    found = [path.stat() for path in own if path.exists()]
    changed = _moment(found[0].st_mtime) if store.path.exists() else None
    return About(
        where=store.where,
        engine="TinyDB",
        format=book.format if found else FORMAT,
        on_control=on_control,
        off_control=len(directives) - on_control,
        units=len(store.register()),
        meetings=len(store.meetings()),
        events=book.mark.seq,
        hash=book.mark.hash,
        size=sum(stat.st_size for stat in found),
        changed_at=changed,
        unverified=_unverified(store, book),
    )


def _moment(seconds: float) -> datetime | None:
    """Return the moment (UTC) that a file has, None for one out of all bounds.

    Counted, since Windows tells none before 1970.
    """
    try:
        return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
    except OverflowError:
        return None


def _unverified(store: FolderStore, book: Book) -> int:
    """Return how many events came in a file without hashes: the first, since it made the store.

    A journal that cannot be read is the business of `inspection`.
    """
    events = store.journal().read(book.mark)
    found: list[int] = []
    with suppress(StoreUnreadable):
        found.extend(event.seq for event in takewhile(lambda event: event.unverified, events))
    return len(found)
