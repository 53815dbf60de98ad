"""Directives under headings: what a sheet of several short lists is made of."""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from tracker.domain.directive import Directive
from tracker.show.fields import directive_columns, paper, rows_behind
from tracker.show.look import Look
from tracker.show.mapped import Mapped
from tracker.show.page import Block, Column, Grid, Line, Span, in_line
from tracker.show.view import Ref, Sheet, Value

_COLUMNS = (
    Column(right=True),
    Column(gap=1),
    Column(gap=1, wraps=True),
    Column(gives=True),
    Column(right=True),
)


class Section(NamedTuple):
    """A list: its code and title, the words at the right of each directive, and their style."""

    code: str
    title: str
    directives: Sequence[Directive]
    words: Callable[[Directive, Look], str]
    style: str


def section_blocks(
    sections: Sequence[Section], look: Look, *, repeats: bool = True
) -> Iterator[Block]:
    """Yield the sections that are not empty, with columns that stand in line.

    Unless it `repeats`, a directive that stands further up is only counted.
    """
    above: set[int] = set()
    shown: list[tuple[str, int, list[list[Span]]]] = []
    for section in sections:
        new = [d for d in section.directives if repeats or d.id not in above]
        above |= {d.id for d in new}
        if section.directives:
            rows = [_row(d, section, look) for d in new]
            shown.append((section.title, len(section.directives) - len(new), rows))
    columns = in_line(_COLUMNS, [row for _, _, rows in shown for row in rows])
    for title, repeated, rows in shown:
        more = look.language.count("{n} more above", "{n} more above", repeated)
        yield Line()
        yield Line(title, style="head", right=more if repeated else "")
        yield Grid(columns, rows, indent=2)


def section_sheet(sections: Sequence[Section], look: Look, title: str) -> Sheet:
    """Return a row a directive, each with the section it stands in."""
    found: list[tuple[Value, Directive]] = []
    for section in sections:
        name = Ref(section.code, section.title)
        found += [(name, d) for d in section.directives]
    return Sheet(
        [("section", look.language.say("Section")), *directive_columns(look.language)],
        rows_behind(found, look),
        title=title,
        states=Mapped(look.state, [d for _, d in found]),
    )


def section_papers(sections: Sequence[Section], look: Look) -> list[Sheet]:
    """Return a table a section, for a document."""
    return [paper(section.directives, look, section.title) for section in sections]


def _row(d: Directive, section: Section, look: Look) -> list[Span]:
    return [
        (str(d.id), ""),
        (look.mark(d), look.state(d)),
        (look.text(d), ""),
        (look.narrow_unit(d.executor), ""),
        (section.words(d, look), section.style),
    ]
