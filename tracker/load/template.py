"""Templates of letters: files that the user may put in the place of ours."""

from pathlib import Path
from typing import NamedTuple

from tracker.errors import BadInput, obstacle
from tracker.files import read_file
from tracker.load.shipped import data_folder

MAX_SIZE = 64 * 1024
"""Bytes that a template may have."""


class Template(NamedTuple):
    """A template's text, and the file that it comes from."""

    source: str
    text: str


def read_template(
    kind: str, language: str, *, own: Path | None = None, named: str | None = None
) -> Template:
    """Return the template named, else the user's in the folder `own`, else ours.

    Raises `BadInput` for a file that cannot be read, is too large or no text.
    """
    name = f"{kind}.{language}.txt"
    path = Path(named) if named is not None else None
    if path is None and own is not None and _is_there(own / name):
        path = own / name
    return _read(path or data_folder() / "letters" / name)


def _is_there(path: Path) -> bool:
    """Tell whether there is such a file; so is one that cannot be looked at: reading says why."""
    try:
        return path.is_file()
    except OSError:
        return True


def _read(path: Path) -> Template:
    try:
        content = read_file(path, MAX_SIZE)
    except (OSError, ValueError) as error:
        raise BadInput(
            "“{source}” cannot be read ({problem}).", source=str(path), problem=obstacle(error)
        ) from error
    if len(content) > MAX_SIZE:
        raise BadInput(
            "“{source}” is too large for a template: more than {limit} KB.",
            source=str(path),
            limit=MAX_SIZE // 1024,
        )
    try:
        return Template(str(path), content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise BadInput("“{source}” is not a text in UTF-8.", source=str(path)) from error
