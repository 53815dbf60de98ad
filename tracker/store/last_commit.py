"""What a folder store noted around its last commit: `last-commit.json`, and what that tells.

A change notes where the store stands before it writes anything, and again when it is kept. So a
tail of the journal that was never confirmed is told from a `directives.json` that somebody put
back, and a file that was lost from one that was never written. The note is not synced: it follows
the commit, and does not make it. Without a note, or with one that cannot be read, nothing is known,
and what only it could explain is refused.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from tracker.errors import Finding
from tracker.files import open_file
from tracker.store import codec, disk

if TYPE_CHECKING:  # reading directives needs no journal
    from tracker.store.journal import Journal

_LONGEST = 1000
"""Bytes of a note."""


class Commit(Struct, frozen=True, omit_defaults=True):
    """Where the store stood at the last commit; `pending` if a change was begun from there.

    `journal` is the stamp of the journal as the commit left it, if nothing was begun since; `first`
    is the hash of its first event, by which another store's is known.
    """

    mark: codec.Mark
    pending: bool = False
    journal: disk.Stamp | None = None
    first: str = ""


def read_commit(path: Path) -> Commit | None:
    """Return what was noted; None if nothing is, or nothing that can be read."""
    try:
        with open_file(path) as file:
            return codec.read(file.read(_LONGEST), Commit)
    except (OSError, *codec.DECODING):
        return None


def note_commit(path: Path, commit: Commit) -> None:
    """Note where the store stands; raise `StoreUnwritable`."""
    disk.write_note(path, codec.encoded(commit) + b"\n")


def outdated(state: Path, mark: codec.Mark, last: Commit | None) -> Finding | None:
    """Return what is wrong if a `directives.json` is not of the last commit, nor of a later one."""
    if last is None or last.mark.seq < mark.seq or last.mark == mark:
        return None
    if last.mark.seq == mark.seq:
        return _foreign(state)
    return Finding(
        "“{path}” is older than the last change: somebody put an old file there.", path=str(state)
    )


def fault(
    state: Path, mark: codec.Mark, journal: "Journal", last: Commit | None, *, fully: bool
) -> Finding | None:
    """Return why a `directives.json` of this mark, a journal and a note do not belong together.

    None if they do. The journal is read `fully`, or if it is not the file that was left.
    """
    if found := outdated(state, mark, last):
        return found
    is_settled = last is not None and last.mark == mark and not fully
    if found := journal.fault(mark, last.journal if last and is_settled else None):
        return found
    if last is not None and not journal.holds(last.mark):
        return _foreign(state)
    if journal.size() == mark.size or _is_unconfirmed(mark, journal, last):
        return None
    return Finding(
        "“{path}” goes on behind the last event that “{state}” knows: somebody put an old file "
        "there or added to it, or an earlier version of this program was cut off.",
        path=str(journal.path),
        state=state.name,
    )


def _is_unconfirmed(mark: codec.Mark, journal: "Journal", last: Commit | None) -> bool:
    """Tell whether what stands behind the last event is of a change that was not kept.

    Before there were notes, nobody could tell; but a torn command was never kept.
    """
    if last is None:
        return not journal.has_command_behind(mark)
    return last.pending and last.mark == mark


def _foreign(state: Path) -> Finding:
    return Finding(
        "“{path}” is not what the last change of this store wrote: it is another store's.",
        path=str(state),
    )
