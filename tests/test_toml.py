"""TOML within bounds: the same as tomllib says, but for what would take all memory."""

import tomllib
from typing import Any

import pytest
import tomli_w
from hypothesis import given
from hypothesis import strategies as st

from tracker import toml
from tracker.toml import MAX_PARTS, TooDeep, TooMuch, parse

DEEP = ".".join(["a"] * (MAX_PARTS + 1))
TEXTS = {
    "plain": f'a = "{DEEP} = 1"',
    "escaped": f'a = "\\"{DEEP}"',
    "escaped at its end": f'a = "x\\\\"\nb = "{DEEP}"',
    "literal": f"a = '{DEEP}'",
    "literal with a backslash at its end": f"a = 'x\\'\nb = '{DEEP}'",
    "of several lines": f'a = """\n{DEEP} = 1\n"""',
    "with quotes in it": f'a = """x" "" {DEEP}""""',
    "with escaped quotes in it": f'a = """x\\""" {DEEP}"""',
    "literal of several lines": f"a = '''\n'' {DEEP} = 1\n'''",
    "empty, then others": f"a = \"\"\nb = ''\nc = '{DEEP}'",
    "in a comment": f'# {DEEP} "\na = 1 # {DEEP}',
    "with a comment in it": f'a = "# " # "\nb = "{DEEP}"',
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_texts_and_comments_do_not_count(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(toml, "MAX_SIGNS", 8)
    assert parse(text) == tomllib.loads(text)


KEYS = {
    "bare": f"{DEEP} = 1",
    "behind a text": f'z = "\\\\"\n{DEEP} = 1',
    "behind a literal": f"z = '\\'\n{DEEP} = 1",
    "behind an empty text": f'z = ""\n{DEEP} = 1',
    "behind a text of several lines": f'z = """x\\""""""\n{DEEP} = 1',
    "behind a literal of several lines": f"z = '''x'''''\n{DEEP} = 1",
    "behind a comment": f'# "\n{DEEP} = 1',
    "in quotes": DEEP.replace("a", '"a.\\"b"') + " = 1",
    "in apostrophes": DEEP.replace("a", "'a.b'") + " = 1",
    "mixed, with spaces": " . ".join(["a", '"a"', "'a'", "-"] * 3) + " = 1",
    "in a table": f"[ {DEEP} ]",
    "in a list": f"z = [{{{DEEP} = 1}}]",
}


@pytest.mark.parametrize("text", KEYS.values(), ids=KEYS)
def test_key_of_too_many_parts_is_refused(text: str) -> None:
    """Each would be TOML otherwise."""
    assert tomllib.loads(text)
    with pytest.raises(TooDeep, match="a key of more than 8 parts"):
        parse(text)


def test_key_of_as_many_parts_as_may_be_is_read() -> None:
    text = f"{'.'.join(['a'] * MAX_PARTS)} = 1"
    assert parse(text) == tomllib.loads(text)


@pytest.mark.parametrize("sign", ["a = [[]]", "[a]\n", "a = {}\n\n", "a.b.c=1"])
def test_too_many_signs_are_refused(sign: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(toml, "MAX_SIGNS", 2)
    with pytest.raises(TooMuch):
        parse(sign)


@pytest.mark.parametrize("word", ["0x" + "f" * 5000, "1" * 5000, "a" * 5000 + " = 1"])
def test_word_without_an_end_is_refused(word: str) -> None:
    with pytest.raises(ValueError, match="far too long"):
        parse(f"a = {word}")


NAMES = st.text(max_size=5)
LEAVES = st.text(max_size=40) | st.integers(-5, 5) | st.booleans() | st.dates()
TABLES = st.recursive(
    st.dictionaries(NAMES, LEAVES, max_size=4),
    lambda inner: st.dictionaries(NAMES, inner | st.lists(inner, max_size=3), max_size=3),
    max_leaves=8,
)


@given(TABLES, st.booleans())
def test_whatever_is_written_as_toml_is_read(document: dict[str, Any], lines: bool) -> None:
    text = tomli_w.dumps(document, multiline_strings=lines)
    assert parse(text) == tomllib.loads(text)


PIECES = ['"', "'", '"""', "'''", "\\", "a", ".", " ", "\n", "#", "=", "[", "]", "{", "}", "1"]


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_whatever_comes_ends_as_with_tomllib(text: str) -> None:
    try:
        expected = tomllib.loads(text)
    except ValueError:
        expected = None
    try:
        found = parse(text)
    except TooDeep:
        assert text.count(".") >= MAX_PARTS
    except ValueError:
        assert expected is None
    else:
        assert found == expected
