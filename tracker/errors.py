"""What can go wrong, each kind with the exit code that the command ends with.

A message is an English template and the values that fill it: the command line translates the
template and writes the values (dates, statuses, units) in the user's language. Nothing here knows
a language or a screen.
"""

import errno
from collections.abc import Iterable


class Said(str):
    """A value that is itself a message, translated before it takes its place in another."""

    __slots__ = ()


_OBSTACLES = {
    "ENOENT": Said("no such file or folder"),
    "EEXIST": Said("something else is in its place"),
    "EISDIR": Said("it is a folder"),
    "ENOTDIR": Said("it is not a folder"),
    "EACCES": Said("access is denied"),
    "EPERM": Said("access is denied"),
    "EROFS": Said("it can only be read"),
    "ENOSPC": Said("the disk is full"),
    "EDQUOT": Said("the disk is full"),
    "EFBIG": Said("the file would be too large"),
    "ENAMETOOLONG": Said("the name is too long"),
    "ESPIPE": Said("it is a pipe or a device, not a file"),
    "ELOOP": Said("the links lead in a circle"),
    "ESTALE": Said("it is another by now"),
}


def obstacle(error: Exception) -> str:
    """Return what the system says stands in the way, as a message where we have one."""
    name = errno.errorcode.get(getattr(error, "errno", None) or 0, "")
    known = _OBSTACLES.get(name)
    return known or getattr(error, "strerror", None) or type(error).__name__


class TrackerError(Exception):
    """A mistake or an obstacle that a sentence explains; never a bug of ours."""

    exit_code = 1

    def __init__(self, message: str, /, **values: object) -> None:
        super().__init__(message)
        self.message = message
        self.values = values

    def __str__(self) -> str:
        return self.message.format_map(self.values)


class Refused(TrackerError):
    """The rules of control do not allow it, or something that it needs is missing."""


class NotFound(TrackerError):
    """What was named is not there."""


class WrongUsage(TrackerError):
    """The command's words cannot be understood."""

    exit_code = 2


class BadInput(TrackerError):
    """A file that cannot be taken in at all: missing, too large, not of its format."""


class StoreError(TrackerError):
    """The store is busy, unreadable or unreachable; nothing was changed."""

    exit_code = 4


class StoreBusy(StoreError):
    """Another process is writing, for longer than we were asked to wait."""


class StoreUnreadable(StoreError):
    """What lies in the store is not what this program wrote."""


class StoreDamaged(StoreUnreadable):
    """A file of the store was lost, cut off, edited, or is another's."""


class StoreInaccessible(StoreUnreadable):
    """The system does not let it be read: what lies there may be as good as ever."""


class StoreNewer(StoreUnreadable):
    """A newer version of this program wrote the store."""


class StoreUnwritable(StoreError):
    """The folder or the disk refuses the change."""


class Finding(TrackerError):
    """Something that is not as it should be, found by looking: what it is and what can be done."""


class Leftover(Finding):
    """What a command that was cut off has left, and the next change clears away."""


class OpenToOthers(Finding):
    """A file or a folder of the store that others may write to."""


class OutputLost(TrackerError):
    """The answer could not be printed; what the command was to change is changed."""

    exit_code = 4


def no_meeting(id: str, known: Iterable[str]) -> NotFound:
    """Return the error for a meeting that the store does not know."""
    return NotFound(
        "There is no meeting “{meeting}”. Known: {known}.", meeting=id, known=list(known)
    )


def no_directive(id: int) -> NotFound:
    """Return the error for an id that the store does not know."""
    return NotFound("There is no directive {id}. tracker list --all shows what there is.", id=id)
