"""What a folder store noted around its last commit: `last-commit.json`.

A change notes where the store stands before it writes anything, and again when it is kept. So a
tail of the journal that was never confirmed is told from a `directives.json` that somebody put
back, and a file that was lost from one that was never written. The note is not synced: it follows
the commit, and does not make it. Without a note, or with one that cannot be read, nothing is known,
and what only it could explain is refused.
"""

from pathlib import Path

from msgspec import Struct

from tracker.files import open_file
from tracker.store import codec, disk

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
