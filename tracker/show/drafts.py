"""What was drafted from documents, beside the words that it came from."""

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from tracker.domain.wording import in_language
from tracker.errors import TrackerError
from tracker.extract.find import Candidate
from tracker.extract.phrases import Span
from tracker.load.drafted import Drafted, Drafts
from tracker.show.loading import LoadResult
from tracker.show.look import Look
from tracker.show.page import Block, Column, Grid, Line, Page, Passage
from tracker.show.page import Span as Styled
from tracker.show.view import Json, Ref, Sheet, Value

Explain = Callable[[TrackerError], str]
"""Puts an error into a sentence of the user's language."""

COLUMNS = (Column(), Column(wraps=True), Column(gives=True), Column(gives=True))


class DraftList(NamedTuple):
    """The drafts of several documents, numbered from 1 on; with `reasons`, why each was found."""

    documents: Sequence[Drafts]
    look: Look
    explain: Explain
    reasons: bool = False
    is_trial: bool = False

    def page(self) -> Page:
        """Return for each document its meeting, its drafts, and their words where they stand."""
        page = Page()
        number = 1
        for drafts in self.documents:
            page.gap()
            page.add(*self._head(drafts))
            if not drafts.drafted:
                say = self.look.language.say
                page.add(Line(say("No directive was found here."), style="quiet"))
                continue
            page.gap()
            page.add(self._table(drafts, number))
            page.gap()
            page.add(*self._sources(drafts, number))
            number += len(drafts.drafted)
        page.gap()
        page.add(*(Line(note) for note in self.notes()))
        return page

    def notes(self) -> list[str]:
        """Return how many there are, and how many of them are not to be taken unseen."""
        count = self.look.language.count
        drafted = self.all()
        told = [count("{n} draft", "{n} drafts", len(drafted))]
        if unsure := sum(not one.is_sure for one in drafted):
            told.append(count("{n} to be checked", "{n} to be checked", unsure))
        notes = [" · ".join(told)]
        say = self.look.language.say
        if any(drafts.by_endings for drafts in self.documents):
            notes.append(
                say(
                    "Russian was judged by its endings: who is told, and where an item ends, is "
                    "less sure. A dictionary: pip install 'directive-tracker[russian]'."
                )
            )
        if self.is_trial:
            notes.append(say("Dry run: nothing was changed."))
            notes.append(say("--yes takes what is not to be checked, --save FILE.toml writes it."))
        return notes

    def sheet(self) -> Sheet:
        """Return a row a draft."""
        say = self.look.language.say
        columns = [
            ("number", "№"),
            ("item", say("Item")),
            ("text", say("Directive")),
            ("executor", say("Executor")),
            ("co_executors", say("Co-executors")),
            ("due", say("Due")),
            ("every", say("Reporting period")),
            ("warnings", say("Warnings")),
            ("source", say("Source")),
            ("document", say("Document")),
        ]
        rows = [
            self._row(number, drafts, one)
            for number, (drafts, one) in enumerate(self._numbered(), start=1)
        ]
        return Sheet(columns, rows)

    def data(self) -> Json:
        """Return the meeting and the drafts; of several documents the first one's meeting."""
        meeting = _meeting_object(self.documents[0]) if self.documents else None
        return {
            "meeting": meeting,
            "drafts": [_object(drafts, one) for drafts, one in self._numbered()],
        }

    def all(self) -> list[Drafted]:
        """Return all drafts, in the order of their numbers."""
        return [one for _, one in self._numbered()]

    def _numbered(self) -> Iterator[tuple[Drafts, Drafted]]:
        for drafts in self.documents:
            for one in drafts.drafted:
                yield drafts, one

    def _row(self, number: int, drafts: Drafts, one: Drafted) -> list[Value]:
        look = self.look
        every = one.candidate.every
        return [
            number,
            one.item,
            in_language(one.wording, look.language.code),
            Ref(one.executor, look.unit(one.executor)) if one.executor else self._told(drafts, one),
            "; ".join(look.unit(key) for key in one.co_executors),
            one.candidate.due,
            Ref(every.value, look.every(every)) if every else None,
            "; ".join(self.explain(warned.sentence) for warned in one.warnings),
            one.source.words,
            drafts.prose.source,
        ]

    def _head(self, drafts: Drafts) -> Iterator[Block]:
        look = self.look
        say = look.language.say
        facts = drafts.facts
        parts = [
            facts.title or "",
            look.language.day(drafts.on) if drafts.on else say("no day is stated: give --date"),
            say("chaired by {name}", name=facts.chair) if facts.chair else "",
        ]
        yield Line(drafts.prose.source, style="head")
        yield Line(" · ".join(filter(None, parts)), style="quiet")

    def _table(self, drafts: Drafts, first: int) -> Grid:
        say = self.look.language.say
        titles = ("№", say("Directive"), say("Executor"), say("Due"))
        columns = [c._replace(title=t) for c, t in zip(COLUMNS, titles, strict=True)]
        rows = [
            self._cells(drafts, one, number)
            for number, one in enumerate(drafts.drafted, start=first)
        ]
        return Grid(columns, rows)

    def _cells(self, drafts: Drafts, one: Drafted, number: int) -> list[Styled]:
        state = "" if one.is_sure else "overdue"
        wording = in_language(one.wording, self.look.language.code)
        executor = self.look.narrow_unit(one.executor) if one.executor else ""
        if one.executor and one.co_executors:
            executor += f" +{len(one.co_executors)}"
        told = executor or self._told(drafts, one)
        mark = "!" if self.look.ascii else "‼"
        sign = "" if one.is_sure else f" {mark}"
        return [
            (f"{number}{sign}", state),
            (wording, ""),
            (told, "" if executor else state),
            self._due(one, drafts),
        ]

    def _told(self, drafts: Drafts, one: Drafted) -> str:
        """Return who is to do it as the document words it, a dash for nobody."""
        return (
            ", ".join(drafts.prose.text[slice(*span)] for span in one.candidate.addressees) or "–"
        )

    def _due(self, one: Drafted, drafts: Drafts) -> Styled:
        found = one.candidate
        if found.due:
            return self.look.language.day(found.due), ""
        if found.every:
            return self.look.every(found.every), ""
        if found.deadline:
            return drafts.prose.text[slice(*found.deadline)], "soon"
        return "–", ""

    def _sources(self, drafts: Drafts, first: int) -> Iterator[Block]:
        """Yield each sentence once, what was found in it in colours, then what is unsure."""
        numbered = list(enumerate(drafts.drafted, start=first))
        for span, group in groupby(numbered, key=lambda pair: pair[1].candidate.sentence):
            members = list(group)
            if members[0][0] > first:
                yield Line()
            numbers = f"{members[0][0]}" + (f"–{members[-1][0]}" if len(members) > 1 else "")
            found = [one.candidate for _, one in members]
            for line in sorted([span, *_lines_beside(drafts.prose.text, span, found)]):
                parts = _coloured(drafts.prose.text, line, found)
                if line == span:
                    yield Passage([(f"{numbers} ", "head"), *parts])
                else:
                    yield Passage(parts, indent=4)
            yield from self._warnings(members)

    def _warnings(self, members: Sequence[tuple[int, Drafted]]) -> Iterator[Block]:
        told: dict[tuple[str, str], list[int]] = {}
        for number, one in members:
            for warned in one.warnings:
                style = "overdue" if warned.is_grave else "quiet"
                told.setdefault((self.explain(warned.sentence), style), []).append(number)
            if self.reasons:
                told.setdefault((" → ".join(one.candidate.rules), "quiet"), []).append(number)
        for (sentence, style), numbers in sorted(told.items(), key=_is_quiet):
            which = "" if len(members) == 1 else f"{', '.join(map(str, numbers))}: "
            yield Line(f"{which}{sentence}", style=style, indent=4)


class LoadedDrafts(NamedTuple):
    """Drafts, and what came of loading those that were confirmed."""

    drafts: DraftList
    result: LoadResult

    def page(self) -> Page:
        """Return the drafts, then what was loaded."""
        page = self.drafts.page()
        page.gap()
        page.add(*self.result.page().blocks)
        return page

    def notes(self) -> list[str]:
        """Return the counts of both, and which drafts were left out."""
        left = [n for n, one in enumerate(self.drafts.all(), start=1) if not one.is_sure]
        numbers = ", ".join(map(str, left))
        say = self.drafts.look.language.say
        told = [say("Not taken, to be checked: {numbers}.", numbers=numbers)] if left else []
        return [*self.drafts.notes(), *told, *self.result.notes()]

    def sheet(self) -> Sheet:
        """Return a row a directive that was loaded."""
        return self.result.sheet()

    def data(self) -> Json:
        """Return what was loaded, beside the drafts."""
        return {**self.result.data(), **self.drafts.data()}


def _lines_beside(text: str, sentence: Span, found: Sequence[Candidate]) -> set[Span]:
    """Return the other lines in which something was found: a stem above, a term below."""
    spans = {
        span
        for one in found
        for span in (*one.addressees, *one.co_executors, *filter(None, [one.deadline]))
        if not sentence[0] <= span[0] < sentence[1]
    }
    lines = set()
    for first, last in spans:
        begin = text.rfind("\n", 0, first) + 1
        end = text.find("\n", last)
        indent = first - begin - len(text[begin:first].lstrip())
        lines.add((begin + indent, len(text) if end < 0 else end))
    return lines


def _is_quiet(told: tuple[tuple[str, str], list[int]]) -> bool:
    """Tell whether a sentence can wait until the grave ones were said."""
    (_, style), _ = told
    return style == "quiet"


def _coloured(text: str, sentence: Span, found: Sequence[Candidate]) -> list[Styled]:
    """Return the sentence in parts: who, with whom, until when and what each in its style."""
    first, last = sentence
    styles = [""] * (last - first)
    for one in found:
        spans: list[tuple[Span, str]] = [(one.action, "doing")]
        spans += [(span, "told") for span in one.addressees]
        spans += [(span, "helping") for span in one.co_executors]
        if one.deadline:
            spans.append((one.deadline, "when"))
        for (begin, end), style in spans:
            for place in range(max(begin, first), min(end, last)):
                styles[place - first] = style
    pairs = zip(text[first:last], styles, strict=True)
    grouped = groupby(pairs, key=lambda pair: pair[1])
    return [("".join(c for c, _ in part), style) for style, part in grouped]


def _meeting_object(drafts: Drafts) -> Json:
    facts = drafts.facts
    return {
        "date": drafts.on.isoformat() if drafts.on else None,
        "title": facts.title,
        "chair": facts.chair,
        "giver": facts.giver,
        "number": facts.number,
        "document": drafts.prose.source,
        "sha256": drafts.prose.sha256,
    }


def _object(drafts: Drafts, one: Drafted) -> Json:
    """Return a draft for programs; surfaces and spans are those of the text as it was decoded."""
    text, found = drafts.prose.text, one.candidate
    return {
        "text": found.wording,
        "texts": dict(one.wording),
        "item": one.item,
        "language": found.language,
        "source": text[slice(*found.action)],
        "span": list(found.action),
        "sentence": list(found.sentence),
        "document": drafts.prose.source,
        "page": one.source.page,
        "addressees": [text[slice(*span)] for span in found.addressees],
        "co_executors": [text[slice(*span)] for span in found.co_executors],
        "deadline": text[slice(*found.deadline)] if found.deadline else None,
        "due": found.due.isoformat() if found.due else None,
        "every": found.every.value if found.every else None,
        "executor": one.executor,
        "co_executor_units": list(one.co_executors),
        "warnings": [warned.doubt.value for warned in one.warnings],
        "rules": list(found.rules),
    }
