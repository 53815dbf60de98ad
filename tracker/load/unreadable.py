"""Why a file cannot be read: the sentences that several formats share."""

from collections.abc import Iterable

from tracker.errors import BadInput


def missing_extra(source: str, extra: str) -> BadInput:
    """Return the error for a format whose library is not installed."""
    return BadInput(
        "To read “{source}” install the extra: pip install 'directive-tracker[{extra}]'.",
        source=source,
        extra=extra,
    )


def unknown_format(source: str, known: Iterable[str]) -> BadInput:
    """Return the error for a file that no reader is for."""
    return BadInput(
        "“{source}” is of no known format. Known: {known}.", source=source, known=list(known)
    )


def too_much(source: str, limit: int) -> BadInput:
    """Return the error for a file that is of a fair size, but of too many small pieces."""
    return BadInput(
        "“{source}” holds too much: more than {limit} million values. Load it in parts.",
        source=source,
        limit=limit // 1_000_000,
    )


def damaged(source: str) -> BadInput:
    """Return the error for a document that is not of its format, or no longer."""
    return BadInput("“{source}” is not a document that can be read.", source=source)


def protected(source: str) -> BadInput:
    """Return the error for a document that is encrypted."""
    return BadInput(
        "“{source}” is protected by a password. Save it without one, and try again.", source=source
    )
