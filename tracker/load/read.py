"""The door for files: finds the format and the encoding, keeps to the limits."""

import re
from collections.abc import Callable
from pathlib import Path, PurePath

from tracker import files
from tracker.errors import BadInput, TrackerError, obstacle
from tracker.load.columns import field_of
from tracker.load.decoding import decoded
from tracker.load.draft import Loaded
from tracker.load.unreadable import unknown_format

MAX_SIZE = 64 * 1024 * 1024
"""Bytes that a file may have."""

FORMATS = ("toml", "json", "csv", "xlsx")


def read_file(path: Path) -> bytes:
    """Return the file's bytes; raise `BadInput` if it cannot be read or is too large."""
    try:
        return files.read_file(path, MAX_SIZE)
    except (OSError, ValueError) as error:
        raise BadInput(
            "“{source}” cannot be read ({problem}).", source=str(path), problem=obstacle(error)
        ) from error


def check_size(content: bytes, source: str) -> None:
    """Raise `BadInput` for content that is too large."""
    if len(content) > MAX_SIZE:
        raise BadInput(
            "“{source}” is too large: more than {limit} MB.",
            source=source,
            limit=MAX_SIZE // 1024**2,
        )


def load(source: str, content: bytes, format: str | None = None) -> Loaded:
    """Return what the content says; its format by name (`source`), else by its looks.

    Raises `BadInput` for content that is not of its format at all; what is wrong with single rows
    is in `problems`.
    """
    loaded = Loaded(source)
    check_size(content, source)
    format = format or PurePath(source).suffix.lower().lstrip(".") or looks_like(content)
    if format not in FORMATS:
        raise unknown_format(source, FORMATS)
    try:
        if format == "xlsx":
            from tracker.load.xlsx import load_xlsx

            load_xlsx(content, loaded)
        else:
            _reader_of(format)(decoded(content, source), loaded)
    except BadInput:
        raise
    except TrackerError as error:
        raise BadInput(error.message, **error.values) from error
    return loaded


def _reader_of(format: str) -> Callable[[str, Loaded], None]:
    """Return what reads texts of a format, loaded with nothing of the others."""
    if format == "toml":
        from tracker.load.toml import load_toml

        return load_toml
    if format == "json":
        from tracker.load.json import load_json

        return load_json
    from tracker.load.csv import load_csv

    return load_csv


_TOML = re.compile(r"\s*(?:#|\[+\s*[\w.\"-]+\s*\]+|[\w.\"-]+\s*=)")
"""How the first line of a TOML file begins."""

HEAD = 10_000
"""Characters of the first line that are looked at."""


def looks_like(content: bytes) -> str:
    """Return the format that the first bytes speak for; `txt` for prose."""
    if content.startswith(b"PK"):
        return "xlsx"
    text = decoded(content, "-")
    if text.lstrip()[:1] in {"{", "["}:
        import json

        from tracker.load.json import is_too_much

        if is_too_much(text):
            return "json"
        try:
            json.loads(text)
        except (ValueError, RecursionError):
            return "toml" if text.lstrip()[:1] == "[" else "json"
        return "json"
    first = next(iter(text.lstrip()[:HEAD].splitlines()), "")
    if _TOML.match(first):
        return "toml"
    from tracker.load import whole

    is_table = whole.is_whole_table(text) or any(map(field_of, re.split(r"[,;\t]", first)))
    return "csv" if is_table else "txt"
