"""The catalogues say all that the code says, in each language, with the same values."""

import runpy
import string
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from conftest import REPOSITORY

from tracker.i18n.language import FOLDER

PACKAGE = REPOSITORY / "tracker"
extracted = runpy.run_path(str(PACKAGE / "build.py"))["extracted"]  # not in the wheel
TO_DO = "Run python -m tracker.build, and translate what is new."

Id = tuple[str | None, ...]
"""The context, if there is one, and the message, if need be with its plural."""

every_language = pytest.mark.parametrize("code", ["kk", "ru"])


def catalogue(code: str) -> Catalog:
    with (PACKAGE / "i18n" / f"{code}.po").open("rb") as file:
        return read_po(file, locale=code)


def messages(catalogue: Catalog) -> Iterator[Message]:
    return (message for message in catalogue if message.id)


def id_of(message: Message) -> Id:
    # Babel leaves contexts of compiled catalogues as bytes.
    context = message.context.decode() if isinstance(message.context, bytes) else message.context
    return context, *forms(message.id)


def forms(text: str | list[str] | tuple[str, ...] | None) -> list[str]:
    """Return the text, or its plural forms."""
    return [text] if isinstance(text, str) else list(text or [])


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@every_language
def test_catalogue_has_the_messages_of_the_code(code: str) -> None:
    said = {id_of(message) for message in messages(extracted(PACKAGE))}
    known = {id_of(message) for message in messages(catalogue(code))}
    assert said - known == set(), TO_DO
    assert known - said == set(), TO_DO
    assert said


@every_language
def test_everything_is_translated(code: str) -> None:
    found = catalogue(code)
    missing = [m.id for m in messages(found) if m.fuzzy or not all(forms(m.string))]
    assert missing == []
    numbers = {len(forms(m.string)) for m in messages(found) if m.pluralizable}
    assert numbers == {found.num_plurals}


@every_language
def test_translations_keep_the_values(code: str) -> None:
    """A value left out would say less, one misspelt would end the command."""
    for message in messages(catalogue(code)):
        wanted = [placeholders(form) for form in forms(message.id)]
        given = [placeholders(form) for form in forms(message.string)]
        assert all(names == wanted[0] for names in [*wanted, *given]), message.id


@every_language
def test_compiled_catalogue_says_the_same(code: str) -> None:
    with (FOLDER / f"{code}.mo").open("rb") as file:
        compiled = {id_of(m): forms(m.string) for m in messages(read_mo(file))}
    assert compiled == {id_of(m): forms(m.string) for m in messages(catalogue(code))}, (
        "Run python -m tracker.build: the compiled catalogue is an old one."
    )


@every_language
def test_quotes_are_those_of_the_language(code: str) -> None:
    """English “so”, Kazakh and Russian «so»; never the typewriter's."""
    for message in messages(catalogue(code)):
        for text in forms(message.id):
            assert not set(text) & set('«»„"'), text
            assert text.count("“") == text.count("”"), text
        for text in forms(message.string):
            assert not set(text) & set('“”„"'), text
            assert text.count("«") == text.count("»"), text


@every_language
def test_translations_are_spaced_and_end_as_the_message_does(code: str) -> None:
    for message in messages(catalogue(code)):
        for text in forms(message.string):
            assert text == text.strip(), text
            assert "  " not in text, text
            assert text.endswith(".") or not forms(message.id)[0].endswith("."), text


@every_language
def test_commands_and_options_stay_as_they_are_typed(code: str) -> None:
    """A translated option would be typed back, and refused."""
    for message in messages(catalogue(code)):
        for text in forms(message.string):
            assert _options(text) == _options(forms(message.id)[0]), text


def _options(text: str) -> set[str]:
    return {word.strip(".,:;()") for word in text.split() if word.startswith("--")}


def test_folder_of_the_catalogues_holds_no_other_languages() -> None:
    assert {path.stem for path in Path(FOLDER).glob("*.mo")} == {"kk", "ru"}
