"""Makes the files that are not in git: compiled catalogues, and Kazakhstan's days off.

A build hook of hatchling calls it. `python -m tracker.build` also reads the messages out of the
code and brings `kk.po` and `ru.po` up to date; new messages are left untranslated, which a test
finds.
"""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from holidays import country_holidays

ERRORS = (
    "Refused NotFound WrongUsage BadInput StoreBusy StoreUnreadable StoreDamaged StoreInaccessible "
    "StoreNewer StoreUnwritable OutputLost Said Finding Leftover OpenToOthers"
)
"""The classes whose first argument is a message."""

KEYWORDS: dict[str, Any] = {
    **dict.fromkeys(["say", "N_", *ERRORS.split()]),
    "count": (1, 2),
    "NP_": ((1, "c"), 2),
}
"""Calls that hold messages, as Babel's extraction takes them."""

IDLE = (
    b'"POT-Creation-Date',
    b'"PO-Revision-Date',
    b'"Last-Translator',
    b'"Language-Team',
    b'"Report-Msgid-Bugs-To',
    b'"Generated-By',
)


YEARS = range(2000, 2061)
"""Of these the days off are written down; for others only weekends are known."""


class BuildHook(BuildHookInterface[Any]):
    """Makes what the package needs beside its code."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make it, before any file is collected."""
        make(Path(self.root) / "tracker")


def make(package: Path) -> None:
    """Write the compiled catalogues and the days off into the package."""
    compile_catalogues(package / "i18n")
    text = "".join(f"{line}\n" for line in days_off())
    (package / "load" / "days-off.txt").write_text(text, encoding="ascii")


def days_off() -> Iterator[str]:
    """Yield Kazakhstan's weekdays off as `2025-12-16`, weekends worked instead as `+2024-05-04`.

    The library follows the law and the government's yearly orders. Importing it takes longer than a
    whole command may, so what it says is written down here.
    """
    known = country_holidays("KZ", years=YEARS)
    off = [day for day in known if day.weekday() not in known.weekend]
    yield from (day.isoformat() for day in sorted(off))
    yield from (f"+{day.isoformat()}" for day in sorted(known.weekend_workdays))


def compile_catalogues(folder: Path) -> None:
    """Write a `.mo` beside each `.po` of the folder."""
    for source in sorted(folder.glob("*.po")):
        with source.open("rb") as text, source.with_suffix(".mo").open("wb") as compiled:
            write_mo(compiled, read_po(text))


def extracted(package: Path) -> Catalog:
    """Return the messages that the code of a package holds, in the order of its files."""
    template = Catalog(project="directive-tracker", charset="utf-8", fuzzy=False)
    found = extract_from_dir(package, [("**.py", "python")], keywords=KEYWORDS)
    for _, _, message, _, context in found:
        template.add(message, context=context)
    return template


def update_catalogues(package: Path) -> None:
    """Bring the catalogues up to date with the code; drop what it no longer says."""
    template = extracted(package)
    for path in sorted((package / "i18n").glob("*.po")):
        with path.open("rb") as text:
            catalogue = read_po(text, locale=path.stem)
        catalogue.update(template, no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        _write(catalogue, path)


def _write(catalogue: Catalog, path: Path) -> None:
    """Write the catalogue, without the header lines that change and say nothing."""
    text = io.BytesIO()
    write_po(text, catalogue, width=100, no_location=True)
    lines = text.getvalue().splitlines(keepends=True)
    path.write_bytes(b"".join(line for line in lines if not line.startswith(IDLE)))


if __name__ == "__main__":
    PACKAGE = Path(__file__).resolve().parent
    update_catalogues(PACKAGE)
    make(PACKAGE)
