"""How well directives are found in the sentences of files whose directives are known.

Run `python tests/extraction/evaluate.py FILE.jsonl… [--rules] [--differences] [--endings]`.

Each line of a file is a case, a JSON object:

    {"id": "kk-001", "lang": "kk", "doc_date": "2025-11-03", "text": "Әкім … тапсырды.",
     "gold": [{"action": "…", "addressees": ["…"], "co_executors": [], "deadline": "…",
               "deadline_iso": "2025-12-01"}], "soft": false}

`gold` holds the directives that the text states, each by the words that stand in it; none where it
states none. `soft` marks those that say what is needed rather than what is told to be done.

What is printed for each file, soft cases in a row of their own:

    cases         how many there are
    precision     of the texts in which something is found, how many state something
    recall        of the texts that state something, in how many something is found
    items         of the texts that state something, in how many as many directives are found
    heads         of the stated directives, how many are found by their verb (Kazakh), or by most of
                  their words (Russian); what follows is counted among these
    words         … with exactly their words
    told          … with exactly their addressees
    with          … with exactly their co-executors
    term          … with exactly the words of their deadline
    date          … with the date that these come to
    no one, no day  how many addressees and dates are found that nobody stated

`--differences` prints every case in which something is not as stated, `--rules` how often each rule
made a find. `--endings` reads Russian as without the extra `russian`. It judges nothing.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from tracker.domain.unit import Register
from tracker.extract.find import Candidate, candidates
from tracker.extract.russian.words import forget

MOST = 0.6
"""The share of a Russian directive’s words by which it is known again."""

COLUMNS = (
    "cases",
    "precision",
    "recall",
    "items",
    "heads",
    "words",
    "told",
    "with",
    "term",
    "date",
)
PARTS = ("words", "told", "with", "term", "date")


class Directive(NamedTuple):
    """A directive by its words."""

    words: str
    told: tuple[str, ...]
    helpers: tuple[str, ...]
    term: str | None
    date: str | None

    def parts(self) -> dict[str, object]:
        """Return what is compared, by the name of its column."""
        return dict(zip(PARTS, self, strict=True))


class Case(NamedTuple):
    """A text, and the directives that it states."""

    id: str
    language: str
    on: date | None
    text: str
    stated: tuple[Directive, ...]
    is_soft: bool


class Outcome(NamedTuple):
    """What was found in a case, each with the stated directive that it is, if it is one."""

    case: Case
    found: tuple[Directive, ...]
    pairs: tuple[tuple[Directive, Directive], ...]
    rules: tuple[str, ...]


def cases(path: Path) -> list[Case]:
    """Return the cases of a file."""
    with path.open(encoding="utf-8") as lines:
        return [_case(json.loads(line)) for line in lines if line.strip()]


def _case(row: dict[str, Any]) -> Case:
    on = date.fromisoformat(row["doc_date"]) if row.get("doc_date") else None
    stated = tuple(
        Directive(
            one["action"],
            tuple(one["addressees"]),
            tuple(one["co_executors"]),
            one["deadline"],
            one.get("deadline_iso"),
        )
        for one in row["gold"]
    )
    return Case(row["id"], row["lang"], on, row["text"], stated, bool(row.get("soft")))


def outcome(case: Case, register: Register) -> Outcome:
    """Return what is found in a case."""
    made = candidates(case.text, register, on=case.on)
    found = tuple(_directive(case.text, one) for one in made)
    rules = tuple(rule for one in made for rule in one.rules)
    return Outcome(case, found, tuple(_pairs(case, found)), rules)


def _directive(text: str, one: Candidate) -> Directive:
    return Directive(
        text[slice(*one.action)],
        tuple(text[slice(*span)] for span in one.addressees),
        tuple(text[slice(*span)] for span in one.co_executors),
        text[slice(*one.deadline)] if one.deadline else None,
        one.due.isoformat() if one.due else None,
    )


def _pairs(case: Case, found: Iterable[Directive]) -> Iterator[tuple[Directive, Directive]]:
    """Yield what was stated with what was found, each at most once."""
    left = list(found)
    for stated in case.stated:
        same = next((one for one in left if _is_same(case.language, stated, one)), None)
        if same:
            left.remove(same)
            yield stated, same


def _is_same(language: str, stated: Directive, found: Directive) -> bool:
    if language == "kk":
        return _last_word(stated.words) == _last_word(found.words)
    words = set(stated.words.lower().split())
    return len(words & set(found.words.lower().split())) >= MOST * len(words)


def _last_word(words: str) -> str:
    return words.rsplit(maxsplit=1)[-1].strip(".,»")


def measured(path: Path) -> list[Outcome]:
    """Return what is found in the cases of a file."""
    return [outcome(case, Register()) for case in cases(path)]


@dataclass(slots=True)
class Tally:
    """What was counted over many cases."""

    counted: Counter[str] = field(default_factory=Counter)

    def add(self, one: Outcome) -> None:
        """Count a case in."""
        stated, found = one.case.stated, one.found
        self.counted.update(
            {
                "cases": 1,
                "stating": bool(stated),
                "finding": bool(found),
                "both": bool(stated and found),
                "items": bool(stated) and len(stated) == len(found),
                "stated": len(stated),
                "heads": len(one.pairs),
            }
        )
        for expected, got in one.pairs:
            mine, other = expected.parts(), got.parts()
            self.counted.update(part for part in PARTS if mine[part] == other[part])
        self.counted["no one"] += sum(
            bool(got.told and not told) for (_, told, *_), got in one.pairs
        )
        self.counted["no day"] += sum(bool(got.date and not one.date) for one, got in one.pairs)

    def share(self, name: str) -> float:
        """Return a column’s share, from 0 to 1; 1 where there is nothing to be counted."""
        of = {"precision": "finding", "recall": "stating", "items": "stating", "heads": "stated"}
        whole = self.counted[of.get(name, "heads")]
        part = self.counted["both" if name in ("precision", "recall") else name]
        return part / whole if whole else 1.0


def tallies(outcomes: Iterable[Outcome]) -> tuple[Tally, Tally]:
    """Return what is counted over the cases that are not soft, and over those that are."""
    firm, soft = Tally(), Tally()
    for one in outcomes:
        (soft if one.case.is_soft else firm).add(one)
    return firm, soft


def differences(one: Outcome) -> list[str]:
    """Return what is not as stated in a case, a line each."""
    found = [f"{name}: {got} for {told}" for name, told, got in _unequal(one)]
    known = {id(stated) for stated, _ in one.pairs}
    made = {id(got) for _, got in one.pairs}
    found += [f"missed: {stated.words}" for stated in one.case.stated if id(stated) not in known]
    found += [f"too much: {got.words}" for got in one.found if id(got) not in made]
    return found


def _unequal(one: Outcome) -> Iterator[tuple[str, object, object]]:
    for stated, got in one.pairs:
        mine, other = stated.parts(), got.parts()
        yield from ((name, mine[name], other[name]) for name in PARTS if mine[name] != other[name])


def table(rows: Sequence[tuple[str, Tally]]) -> Iterator[str]:
    """Yield the lines of the table."""
    width = max(len(name) for name, _ in rows)
    yield " ".join([" " * width, *(f"{name:>9}" for name in (*COLUMNS, "no one", "no day"))])
    for name, tally in rows:
        shares = (f"{tally.share(column):9.3f}" for column in COLUMNS[1:])
        invented = (f"{tally.counted[column]:9}" for column in ("no one", "no day"))
        yield " ".join([f"{name:{width}}", f"{tally.counted['cases']:9}", *shares, *invented])


@contextmanager
def by_endings() -> Iterator[None]:
    """Let Russian be read as if pymorphy3 were not installed."""
    known = sys.modules.get("pymorphy3")
    sys.modules["pymorphy3"] = None  # type: ignore[assignment]  # so Python is told of no module
    forget()
    try:
        yield
    finally:
        del sys.modules["pymorphy3"]
        if known is not None:
            sys.modules["pymorphy3"] = known
        forget()


def main(words: Sequence[str]) -> None:
    """Measure the files named."""
    parser = argparse.ArgumentParser(description="Measures what is found in files of cases.")
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE.jsonl")
    parser.add_argument("--rules", action="store_true", help="count the finds of each rule")
    parser.add_argument("--differences", action="store_true", help="print what is not as stated")
    parser.add_argument("--endings", action="store_true", help="do without pymorphy3")
    asked = parser.parse_args(words)
    with by_endings() if asked.endings else nullcontext():
        outcomes = {path: measured(path) for path in asked.files}
    every = [one for found in outcomes.values() for one in found]
    lines = list(table(list(_rows(outcomes))))
    if asked.rules:
        counted = Counter(rule for one in every for rule in one.rules)
        lines += [f"{number:6} {rule}" for rule, number in sorted(counted.items())]
    if asked.differences:
        lines += _differing(every)
    sys.stdout.write("".join(f"{line}\n" for line in lines))


def _rows(outcomes: dict[Path, list[Outcome]]) -> Iterator[tuple[str, Tally]]:
    for path, found in outcomes.items():
        firm, soft = tallies(found)
        yield str(path), firm
        if soft.counted["cases"]:
            yield f"{path}, soft", soft


def _differing(outcomes: Iterable[Outcome]) -> Iterator[str]:
    for one in outcomes:
        if lines := differences(one):
            yield f"{one.case.id}{' (soft)' if one.case.is_soft else ''}: {one.case.text}"
            yield from (f"    {line}" for line in lines)


if __name__ == "__main__":
    main(sys.argv[1:])
