"""Directives under headings: what a sheet of several short lists is made of."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import chain
from typing import NamedTuple

from tracker.domain.directive import Directive
from tracker.show.fields import directive_columns, paper, rows_behind
from tracker.show.look import Look
from tracker.show.mapped import Mapped
from tracker.show.page import Block, Column, Grid, Line, Span, in_line
from tracker.show.text import cells, clean
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
    shown: list[tuple[Section, int]] = []
    for section in sections:
        new = [d for d in section.directives if repeats or d.id not in above]
        above |= {d.id for d in new}
        if section.directives:
            repeated = len(section.directives) - len(new)
            shown.append((section._replace(directives=new), repeated))
    widest = [[_row(d, section, look) for d in _widest(section, look)] for section, _ in shown]
    columns = in_line(_COLUMNS, chain.from_iterable(widest))
    for (section, repeated), measured in zip(shown, widest, strict=True):
        more = look.language.count("{n} more above", "{n} more above", repeated)
        yield Line()
        yield Line(section.title, style="head", right=more if repeated else "")
        rows = Mapped(partial(_row, section=section, look=look), section.directives)
        yield Grid(columns, rows, indent=2, widest=measured)


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


def _widest(section: Section, look: Look) -> Iterator[Directive]:
    """Yield directives that have each column's widest text among them."""
    if not section.directives:
        return
    yield max(section.directives, key=lambda d: d.id)
    yield max(section.directives, key=lambda d: len(look.text(d)))
    by_unit = {d.executor: d for d in section.directives}
    yield max(by_unit.values(), key=lambda d: cells(clean(look.narrow_unit(d.executor))))
    by_days = {
        (d.due, d.submitted_on, d.owes_news_since, d.status, d.every): d for d in section.directives
    }
    yield max(by_days.values(), key=lambda d: len(look.mark(d)))
    yield max(by_days.values(), key=lambda d: cells(clean(section.words(d, look))))


def _row(d: Directive, section: Section, look: Look) -> list[Span]:
    return [
        (str(d.id), ""),
        (look.mark(d), look.state(d)),
        (look.text(d), ""),
        (look.narrow_unit(d.executor), ""),
        (section.words(d, look), section.style),
    ]
