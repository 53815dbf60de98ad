"""From documents to drafts, and from confirmed drafts to what can be loaded."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import zip_longest
from pathlib import PurePath

from tracker.domain.deadline import WorkCalendar
from tracker.domain.directive import Directive
from tracker.domain.meeting import Meeting
from tracker.domain.source import MAX_DOCUMENT, Source
from tracker.domain.unit import Register
from tracker.domain.wording import guessed_language
from tracker.errors import BadInput, Finding
from tracker.extract.doubts import Doubt, doubts
from tracker.extract.find import Candidate, candidates
from tracker.extract.letters import cleaned, foreign_script
from tracker.extract.meeting import meeting_facts
from tracker.extract.phrases import Names, Span
from tracker.extract.russian.words import analyser
from tracker.extract.tokens import Token, tokens
from tracker.i18n.language import N_
from tracker.load.documents.prose import Prose
from tracker.load.draft import Draft, Loaded
from tracker.load.drafted import Drafted, Drafts, Warned
from tracker.store.base import Store

LEAST_DAYS = 2
"""Working days that an executor should have at least."""

ALIKE = 66
"""From how much of 100 on two wordings count as the same directive."""

SEVERAL = 3
"""Directives that a list without numbers must have to be known again in another language."""

DIGITS = 6
"""Of a document's hash, by which it is told from another of the same day and number."""

NEAR = 0.8
"""How like, of 1, a name is that may be meant: names of units share most of their letters."""

STEM = 5
"""Letters by which words are compared whose endings differ."""


def draft(
    prose: Prose,
    register: Register,
    open_directives: Iterable[Directive],
    *,
    on: date | None = None,
    language: str | None = None,
    today: date,
    calendar: WorkCalendar,
) -> Drafts:
    """Return the directives that a document states, with what is unsure about each.

    `on` overrules the day that the document says, `language` (kk, ru) the guess for its sentences.
    Terms are short that leave fewer than two working days from the document's day, from `today` if
    that is not known. Raises `BadInput` for a document that is not in Cyrillic.
    """
    _check_script(prose)
    facts = meeting_facts(prose.text)
    given = on or facts.on
    found = candidates(prose.text, register, on=given, language=language, calendar=calendar)
    units = _Units(register, prose.text)
    others = _Others(open_directives)
    pairs = list(_paired(found, units))
    items = _items([one.label for one, _ in pairs])
    from_day = given or today
    earliest = calendar.after(from_day, LEAST_DAYS)
    drafted = []
    for (one, other), item in zip(pairs, items, strict=True):
        warnings = [
            *_own_doubts(one, prose.text, given),
            *_term_doubts(one, from_day, earliest),
            *units.doubts(one),
            *others.doubts(one, prose),
        ]
        wording = {one.language: one.wording}
        if other:
            wording[other.language] = other.wording
            warnings.append(_warned(Doubt.OTHER_LANGUAGE))
        executor, helpers = units.executors(one)
        drafted.append(
            Drafted(
                candidate=one,
                wording=wording,
                executor=executor,
                co_executors=helpers,
                item=item,
                line=prose.text.count("\n", 0, one.action[0]) + 1,
                source=_source(one, prose),
                warnings=tuple(warnings),
            )
        )
    by_endings = any(one.language == "ru" for one in found) and analyser() is None
    return Drafts(prose, facts, given, tuple(drafted), by_endings)


def confirmed(drafts: Drafts, chosen: Sequence[Draft]) -> Loaded:
    """Return the chosen drafts as a file that says the same, with its meeting if its day is known.

    A meeting of which no draft was chosen is left out, too.
    """
    meeting = meeting_of(drafts) if chosen else None
    return Loaded(drafts.prose.source, meeting=meeting, drafts=list(chosen))


def as_draft(one: Drafted) -> Draft:
    """Return what a file would say of this directive.

    Units that the register does not know are left out: such a directive has no executor yet.
    """
    return Draft(
        line=one.line,
        wording=one.wording,
        item=one.item,
        executor=one.executor,
        co_executors=one.co_executors if one.executor else (),
        due=one.candidate.due,
        every=one.candidate.every,
        source=one.source,
    )


def meeting_of(drafts: Drafts) -> Meeting | None:
    """Return the meeting of a document, known again by its day, its number and its content."""
    if drafts.on is None:
        return None
    facts = drafts.facts
    number = re.sub(r"[^\w-]+", "-", facts.number or "").strip("-").lower()
    parts = (drafts.on.isoformat(), number, drafts.prose.sha256[:DIGITS])
    title = facts.title or PurePath(drafts.prose.source).name
    languages = (one.candidate.language for one in drafts.drafted)
    return Meeting(
        id="-".join(filter(None, parts)),
        on=drafts.on,
        title={next(languages, guessed_language(title)): title},
        chair=facts.chair,
        source=PurePath(drafts.prose.source).name,
    )


def survey(store: Store, known: Iterable[Loaded]) -> Register:
    """Return the units of the store, and those that files to be loaded along with it name."""
    units = {unit.key: unit for loaded in known for _, unit in loaded.units}
    return Register({**units, **{unit.key: unit for unit in store.register()}}.values())


def _check_script(prose: Prose) -> None:
    script = foreign_script(prose.text)
    if script == "latin":
        raise BadInput(
            "“{source}” is in Latin letters: directives are found in Cyrillic Kazakh and Russian "
            "only.",
            source=prose.source,
        )
    if script == "arabic":
        raise BadInput(
            "“{source}” is in Arabic letters: directives are found in Cyrillic Kazakh and Russian "
            "only.",
            source=prose.source,
        )


def _source(one: Candidate, prose: Prose) -> Source:
    first, last = one.action
    return Source(
        document=PurePath(prose.source).name[-MAX_DOCUMENT:],
        sha256=prose.sha256,
        start=first,
        end=last,
        words=prose.text[first:last],
        page=prose.page(first),
    )


def _items(labels: Sequence[str]) -> list[str | None]:
    """Return the number of each item, further ones of the same number told apart: 3, 3/2."""
    seen: Counter[str] = Counter()
    items: list[str | None] = []
    for label in labels:
        seen[label] += bool(label)
        items.append(None if not label else label if seen[label] == 1 else f"{label}/{seen[label]}")
    return items


def _paired(
    found: Sequence[Candidate], units: "_Units"
) -> Iterator[tuple[Candidate, Candidate | None]]:
    """Yield each candidate with the same one in the document's other language, if it has both.

    It has both if the one part states the directives of the other in the same order, under the same
    numbers, for the same days. Without numbers there must be several, each with a known executor.
    """
    parts = {code: [one for one in found if one.language == code] for code in ("kk", "ru")}
    leading, following = sorted(parts.values(), key=lambda part: part[0].action if part else ())
    is_enough = bool(leading) and (bool(leading[0].label) or len(leading) >= SEVERAL)
    are_pairs = is_enough and all(
        one and other and units.same(one, other) for one, other in zip_longest(leading, following)
    )
    if are_pairs:
        yield from zip(leading, following, strict=True)
    else:
        yield from ((one, None) for one in found)


class _Units:
    """Finds the units of a register in the words of a text."""

    def __init__(self, register: Register, text: str) -> None:
        self._register = register
        self._text = text
        self._names = Names(register)

    def executors(self, one: Candidate) -> tuple[str | None, tuple[str, ...]]:
        """Return the keys of the executor, the first addressee, and of all others who help."""
        first = self.key(one.addressees[0]) if one.addressees else None
        others = [self.key(span) for span in (*one.addressees[1:], *one.co_executors)]
        helpers = dict.fromkeys(key for key in others if key and key != first)
        return first, tuple(helpers)

    def same(self, one: Candidate, other: Candidate) -> bool:
        """Tell whether two candidates are one directive in two languages, by all but words."""
        executors = self.executors(one)
        is_known = bool(one.label) or executors[0] is not None
        same_day = (one.label, one.due, one.every) == (other.label, other.due, other.every)
        return is_known and same_day and executors == self.executors(other)

    def doubts(self, one: Candidate) -> Iterator[Warned]:
        """Yield a warning for each unit that the register does not know, with the nearest."""
        for span in (*one.addressees, *one.co_executors):
            if self.key(span) is None:
                written = self._text[slice(*span)]
                near = self._register.near(written, least=NEAR)
                yield _warned(Doubt.UNKNOWN_UNIT, near=near, written=written)

    def key(self, span: Span) -> str | None:
        """Return the key of the unit that the words name: itself, one of its posts, or its head."""
        words = self._words(span)
        return self._names.key_in(words) or self._headed(words)

    def _headed(self, words: Sequence[Token]) -> str | None:
        """Return the key of the unit whose head is named, by his surname in any case."""
        stems = {word.low[:-1] for word in words if word.is_capital} | {word.low for word in words}
        for unit in self._register:
            surname = cleaned((unit.head or "").split()[-1]).low if unit.head else ""
            if len(surname) >= STEM and any(stem.startswith(surname) for stem in stems):
                return unit.key
        return None

    def _words(self, span: Span) -> list[Token]:
        text = cleaned(self._text[slice(*span)])
        return list(tokens(text.text, text.low))


class _Others:
    """The directives that are open already, compared with drafts by the stems of their words."""

    def __init__(self, directives: Iterable[Directive]) -> None:
        self._stems = {}
        self._sources = {}
        for one in directives:
            if one.source:
                self._sources[one.source.sha256, one.source.start] = one.id
            for language, text in one.wording.items():
                self._stems[one.id, language] = _stems(text)

    def doubts(self, one: Candidate, prose: Prose) -> Iterator[Warned]:
        """Yield a warning if a directive that is open says the same, or was drafted from it."""
        if id := self._sources.get((prose.sha256, one.action[0])):
            yield Warned(Doubt.DUPLICATE, Finding(_TAKEN, id=id))
            return
        if not self._stems:
            return
        from rapidfuzz import fuzz, process

        found = process.extractOne(
            _stems(one.wording), self._stems, scorer=fuzz.ratio, score_cutoff=ALIKE
        )
        if found:
            _, _, (id, _) = found
            yield _warned(Doubt.DUPLICATE, id=id)


def _stems(text: str) -> str:
    return " ".join(sorted(word[:STEM] for word in re.findall(r"\w{3,}", cleaned(text).low)))


def _own_doubts(one: Candidate, text: str, given: date | None) -> Iterator[Warned]:
    for doubt in doubts(one, text):
        if doubt is Doubt.VAGUE_DATE and one.deadline:
            words = text[slice(*one.deadline)]
            yield Warned(doubt, Finding(_SENTENCES[doubt] if given else _UNCOUNTED, words=words))
        else:
            yield _warned(doubt)


def _term_doubts(one: Candidate, from_day: date, earliest: date) -> Iterator[Warned]:
    """Yield a warning for a term that is over already, or comes before the earliest day."""
    if one.due is None or one.due >= earliest:
        return
    sentence = _OVER if one.due < from_day else _SENTENCES[Doubt.SHORT_TERM]
    yield Warned(Doubt.SHORT_TERM, Finding(sentence, day=one.due))


_SENTENCES = {
    Doubt.NO_DATE: N_("It names no date."),
    Doubt.VAGUE_DATE: N_("“{words}” names no day: set the date by hand."),
    Doubt.NO_EXECUTOR: N_("It names nobody who is to do it."),
    Doubt.UNKNOWN_UNIT: N_("“{written}” is no unit of the register."),
    Doubt.SHARED_CO_EXECUTOR: N_(
        "The co-executor is named once for the whole list: check that it is meant here."
    ),
    Doubt.TWO_ACTIONS: N_("It asks for two things at once: two directives may be meant."),
    Doubt.NO_RESULT: N_("It names no result by which to see that it is done."),
    Doubt.SHORT_TERM: N_("Fewer than 2 working days are left until {day}."),
    Doubt.PERIOD_ASSUMED: N_("It is constant, but the period of its reports was assumed."),
    Doubt.DUPLICATE: N_("Directive {id}, which is open, says much the same."),
    Doubt.EARLIER: N_("It speaks of a directive that was given before."),
    Doubt.OTHER_LANGUAGE: N_(
        "The same item stands in the document's other language, too: both wordings were taken."
    ),
    Doubt.SOFT: N_("It is said as a need, not as an order."),
}
_UNCOUNTED = N_("“{words}” counts from the document's day, which is not known: give --date.")
_OVER = N_("{day} lies before the document's own day.")
_TAKEN = N_("Directive {id} was drafted from these very words.")
_NEAR = N_("“{written}” is no unit of the register. Is “{near}” meant?")


def _warned(doubt: Doubt, **values: object) -> Warned:
    template = _NEAR if values.get("near") else _SENTENCES[doubt]
    return Warned(doubt, Finding(template, **values))
