"""How lines and grids are laid out, and that Rich and our own writing say the same."""

import io
import re
from datetime import date

import pytest
from conftest import TODAY, UNTIL
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from tracker.domain.directive import Directive
from tracker.i18n.language import Language
from tracker.load.shipped import work_calendar
from tracker.service import ask
from tracker.show.directive import OneDirective
from tracker.show.directives import DirectiveList
from tracker.show.look import Look
from tracker.show.output import _write_by_rich
from tracker.show.overview import OverviewSheet
from tracker.show.page import STYLES, Column, Grid, Line, Page, Passage, Span
from tracker.show.text import clean
from tracker.store.memory import MemoryStore

COLUMNS = [
    Column("№", right=True),
    Column("", gap=1),
    Column("Directive", wraps=True, gap=1),
    Column("Days", right=True),
    Column("Status"),
]
LONG = "to repair the road to the school before the first snow falls"


def spans(*texts: str) -> list[Span]:
    return [(text, "") for text in texts]


def lines(page: Page, width: int) -> list[str]:
    return "".join(page.ansi(width, colour=False)).splitlines()


def by_rich(page: Page, width: int) -> list[str]:
    target = io.StringIO()
    _write_by_rich(page, target, width)
    return [line.rstrip() for line in target.getvalue().split("\n")[:-1]]


def test_grid_is_laid_out() -> None:
    """The text wraps under itself, numbers stand at the right, every line fits."""
    rows = [spans("4", "!", LONG, "-5", "New"), spans("12", "", "short", "10", "In progress")]
    assert lines(Page([Grid(COLUMNS, rows)]), 50) == [
        "  №   Directive                  Days  Status",
        "  4 ! to repair the road to the    -5  New",
        "      school before the first",
        "      snow falls",
        " 12   short                        10  In progress",
    ]


def test_wrapping_column_is_no_wider_than_its_text() -> None:
    assert lines(Page([Grid(COLUMNS, [spans("4", "", "repair the road", "5", "New")])]), 200) == [
        " №  Directive        Days  Status",
        " 4  repair the road     5  New",
    ]


def test_grid_without_titles_has_no_head() -> None:
    grid = Grid([Column(), Column(right=True)], [spans("a", "1"), spans("bc", "23")], indent=3)
    assert lines(Page([grid]), 80) == ["   a    1", "   bc  23"]


CELLS = st.text("абвқ 漢é–x\t\x1b", max_size=8)
TEXTS = st.lists(st.text("абвқ漢éx", max_size=20), max_size=12).map(" ".join)
ROWS = st.lists(st.tuples(CELLS, CELLS, TEXTS, CELLS, CELLS), max_size=6)


@settings(max_examples=150, deadline=None)
@given(rows=ROWS, width=st.integers(90, 140))
def test_no_line_of_a_grid_is_wider_than_the_screen(
    rows: list[tuple[str, str, str, str, str]], width: int
) -> None:
    """The fixed columns take at most 76 cells here; what is left is enough for the text."""
    grid = Grid(COLUMNS, [spans(*row) for row in rows])
    assert max(map(cell_len, lines(Page([grid]), width))) <= width


@settings(max_examples=150, deadline=None)
@given(rows=ROWS, width=st.integers(20, 140))
def test_grid_cuts_nothing_off(rows: list[tuple[str, str, str, str, str]], width: int) -> None:
    """Not even where the screen has too little room."""
    printed = "".join(lines(Page([Grid(COLUMNS, [spans(*row) for row in rows])]), width))
    for number, mark, _, days, status in rows:
        assert all(clean(cell).strip() in printed for cell in (number, mark, days, status))
    texts = "".join(row[2] for row in rows)
    assert sum(not c.isspace() for c in printed) == sum(
        not c.isspace()
        for row in [*rows, tuple(column.title for column in COLUMNS)]
        for cell in row
        for c in clean(cell)
    ), texts


@settings(max_examples=100, deadline=None)
@given(rows=ROWS.filter(bool), width=st.integers(60, 100))
def test_what_wraps_goes_on_under_its_beginning(
    rows: list[tuple[str, str, str, str, str]], width: int
) -> None:
    columns = [Column("№"), Column("Directive", wraps=True)]
    printed = lines(Page([Grid(columns, [spans("7", row[2]) for row in rows])]), width)
    under = [line for line in printed[1:] if not line.startswith(" 7")]
    assert all(line.startswith("    ") and line[4] != " " for line in under)


def test_line_has_its_right_part_at_the_edge() -> None:
    page = Page([Line("left", right="right")])
    assert lines(page, 20) == [" left          right"]
    assert lines(page, 12) == [" left  right"]
    assert lines(page, 11) == [" left", " right"]


def test_line_wraps_under_itself() -> None:
    assert lines(Page([Line("one two three", indent=3)]), 11) == ["   one two", "   three"]


def test_an_indent_leaves_half_of_a_narrow_screen() -> None:
    assert lines(Page([Line("Department of Education", indent=40)]), 24) == [
        "            Department",
        "            of Education",
    ]
    assert lines(Page([Line("Department", indent=40)]), 80) == [" " * 40 + "Department"]


def test_gap_does_not_begin_a_page() -> None:
    page = Page()
    page.gap()
    page.add(Line("a"))
    page.gap()
    page.add(Line("b"))
    assert lines(page, 80) == [" a", "", " b"]


SAMPLE = Page(
    [
        Line("Head", style="head", right="22 December"),
        Line(),
        Grid(COLUMNS, [[("4", ""), ("‼", "overdue"), (LONG, ""), ("-5", "overdue"), ("New", "")]]),
        Line(LONG * 3, style="quiet", right="tracker show 4"),
    ]
)


@pytest.mark.parametrize("width", [50, 80, 120])
def test_rich_prints_the_same_text(width: int) -> None:
    assert by_rich(SAMPLE, width) == lines(SAMPLE, width)


@pytest.mark.parametrize("style", STYLES)
def test_rich_prints_the_same_colours(style: str) -> None:
    target = io.StringIO()
    console = Console(file=target, width=80, force_terminal=True, color_system="standard")
    page = Page([Line("text", style=style)])
    console.print(page, end="")
    assert target.getvalue() == "".join(page.ansi(80, colour=True))


def test_markup_is_only_text() -> None:
    """Rich would drop the first and fail at the second."""
    page = Page([Line("[bold]x[/итог]"), Grid([Column("[red]")], [spans("[bold]x[/итог]")])])
    assert lines(page, 80) == [" [bold]x[/итог]", " [red]", " [bold]x[/итог]"]
    assert by_rich(page, 80) == lines(page, 80)


def test_escapes_in_texts_are_disarmed_in_both_ways_of_writing() -> None:
    page = Page([Line("\x1b[31mred\r\n\u202eevil", right="\x9b2J")])
    assert lines(page, 80)[0].startswith(" \ufffd[31mred  \ufffdevil  ")
    assert by_rich(page, 80) == lines(page, 80)


def look(code: str = "en") -> Look:
    return Look(Language(code), TODAY, until=UNTIL)


STATES = {1: "overdue", 2: "waiting", 3: "returned", 6: "executed", 7: "soon", 9: "withdrawn"}


@pytest.mark.parametrize(("id", "state"), STATES.items())
def test_each_state_has_its_style(office: MemoryStore, id: int, state: str) -> None:
    assert look().state(office.directive(id)) == state
    assert state in STYLES


def coloured(page: Page) -> list[tuple[str, str]]:
    """Return the coloured parts of a page, with their codes."""
    return [
        (text, code)
        for code, text in re.findall(
            "\x1b\\[([0-9;]+)m(.*?)\x1b\\[0m", "".join(page.ansi(80, colour=True))
        )
    ]


def test_overdue_is_bold_red_in_every_view(office: MemoryStore) -> None:
    """The eye looks for one colour, wherever it is."""
    overdue = office.directive(1)
    answer = ask.overview(office, today=TODAY, calendar=work_calendar(), within=5, silent_days=14)
    found = [
        coloured(DirectiveList([overdue], look(), 1).page()),
        coloured(OverviewSheet(answer, look()).page()),
        coloured(OneDirective(overdue, [], look()).page()),
    ]
    assert [("‼", "1;31") in part for part in found] == [True, True, False]
    assert [any("5" in text and code == "1;31" for text, code in part) for part in found] == [
        True
    ] * 3


@pytest.mark.parametrize(
    ("id", "label", "code"),
    [
        (2, "Submitted", "34"),
        (3, "Returned", "35"),
        (6, "Executed", "32"),
        (9, "Withdrawn", "90"),
    ],
)
def test_status_has_its_colour_in_list_and_in_full(
    office: MemoryStore, id: int, label: str, code: str
) -> None:
    directive = office.directive(id)
    for page in (
        DirectiveList([directive], look(), 1).page(),
        OneDirective(directive, [], look()).page(),
    ):
        assert any(text.startswith(label) and c == code for text, c in coloured(page))


def test_without_colour_there_is_no_escape_at_all(office: MemoryStore) -> None:
    answer = ask.overview(office, today=TODAY, calendar=work_calendar(), within=5, silent_days=14)
    page = OverviewSheet(answer, look("kk")).page()
    assert "\x1b" not in "".join(page.ansi(80, colour=False))
    plain = re.sub("\x1b\\[[0-9;]+m", "", "".join(page.ansi(80, colour=True)))
    assert [line.rstrip() for line in plain.splitlines()] == lines(page, 80)


def test_marks_have_letters_for_plain_terminals() -> None:
    directive = Directive(1, {"en": "x"}, TODAY, TODAY, due=date(2025, 12, 1))
    assert (look().mark(directive), look()._replace(ascii=True).mark(directive)) == ("‼", "!")


@given(
    parts=st.lists(
        st.tuples(st.text("аб  \n—\u00ad中", max_size=12), st.sampled_from(["", "head"]))
    ),
    width=st.integers(1, 20),
)
def test_words_of_a_passage_keep_their_styles_wherever_it_is_broken(
    parts: list[Span], width: int
) -> None:
    laid_out = [span for line in Passage(parts).lines(width) for span in line]
    assert styled(laid_out) == styled(parts)


def styled(parts: list[Span]) -> list[Span]:
    return [(c, style) for text, style in parts for c in clean(text) if not c.isspace()]
