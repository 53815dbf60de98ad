"""Text from outside: made harmless, measured as a terminal does, wrapped without loss."""

import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from tracker.show.text import cells, clean, wrapped

PRINTABLE = st.text(max_size=60).map(clean)
WORDS = st.lists(st.sampled_from(["тапсырма", "қ", "a", "漢字", "é", "e\u0301", "–", "🇰🇿", ""]))
TEXTS = PRINTABLE | WORDS.map(" ".join)


@settings(max_examples=200, deadline=None)
@given(st.text())
@example("\x1b[31m\x9b2J\x07\u202e\u2066\r\n\t\ud800\u2028\u00a0")
def test_clean_leaves_nothing_that_a_terminal_obeys(text: str) -> None:
    result = clean(text)
    assert result.replace("\u00a0", "").isprintable()
    assert not any(unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp") for c in result)
    assert clean(result) == result


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("Білім басқармасы", "Білім басқармасы"),
        ("two\nlines\r\n\tand\u00a0more\u2028", "two lines   and\u00a0more "),
        ("\x1b[31mred\x1b[0m", "\ufffd[31mred\ufffd[0m"),
        ("\x9b2J\x07", "\ufffd2J\ufffd"),
        ("a\u202eb\u2066c\ud800", "a\ufffdb\ufffdc\ufffd"),
        ("жұ\u00adмыс\u200bшы\ufeff", "жұмысшы"),
        ("[bold]x[/итог]", "[bold]x[/итог]"),
    ],
)
def test_clean_text(text: str, result: str) -> None:
    assert clean(text) == result


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_cells_are_those_that_rich_counts(text: str) -> None:
    assert cells(text) == cell_len(text)


def test_every_letter_counts_as_rich_counts_it() -> None:
    """The short way for narrow characters must not differ for any of them."""
    printable = [c for c in map(chr, range(0x3000)) if c.isprintable()]
    assert [c for c in printable if cells(c) != cell_len(c)] == []


@settings(max_examples=200, deadline=None)
@given(text=TEXTS, width=st.integers(2, 40))
def test_wrapped_lines_fit_and_lose_nothing(text: str, width: int) -> None:
    lines = wrapped(text, width)
    assert lines
    assert all(cells(line) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 5, [""]),
        ("one two three", 7, ["one two", "three"]),
        ("one two three", 13, ["one two three"]),
        ("бақылаудағы", 4, ["бақы", "лауд", "ағы"]),
        ("a бақылаудағы b", 4, ["a", "бақы", "лауд", "ағы", "b"]),
        ("漢字漢字", 5, ["漢字", "漢字"]),
        ("a   b", 3, ["a b"]),
    ],
)
def test_wrapped_text(text: str, width: int, lines: list[str]) -> None:
    """Between words; only a word wider than the line is cut."""
    assert wrapped(text, width) == lines
