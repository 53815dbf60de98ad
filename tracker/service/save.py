"""Writing documents: private to the user, whole, and never over another file unasked."""

from pathlib import Path

from tracker.errors import Refused
from tracker.store import disk


def save(path: Path, content: bytes, *, store: str = "", force: bool = False) -> None:
    """Write the file, readable by nobody else.

    Raises `Refused` for one that is there already, unless `force`, for one in the folder of the
    store (its `where`), and for a link; `StoreUnwritable` if the system does not let us. What was
    there stays until the new file is whole.
    """
    with disk.told_plainly(path):
        is_own = bool(store) and Path(store).resolve() in path.resolve().parents
    if is_own:
        raise Refused(
            "“{path}” lies in the store's own folder: name another place.", path=str(path)
        )
    disk.write_new(path, content, over=force)
