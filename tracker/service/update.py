"""Taking in what happened to directives: status, progress, notes, evidence, dates, measures."""

import os
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import NamedTuple

from tracker.domain import decision
from tracker.domain.directive import Directive, Evidence, Signature
from tracker.domain.event import Change, Changed, EvidenceAdded, Measured, Targeted
from tracker.domain.indicator import Indicator, Reading, check_value
from tracker.domain.status import Status
from tracker.errors import NotFound, Refused
from tracker.files import open_file
from tracker.service.result import changed, check_seen
from tracker.store.base import Store

Step = Callable[[Directive], Change | None]
"""Decides on a directive as it stands: a change, None for nothing to do, or a refusal."""

_CHUNK = 1 << 20

MAX_EVIDENCE = 2 * 1024**3
"""Bytes that a file of evidence may have: to sum so many takes some seconds."""


class News(NamedTuple):
    """What is to be taken in; what is None or empty stays as it is.

    `unit` (key, name or alias) is the unit the news come from; `evidence` are paths and URLs;
    `measures` and `targets` pair an indicator's name with a number; `final` closes a constant
    directive for good; `copy` takes evidence files into the store; `language` is that of new names.
    """

    status: Status | None = None
    progress: int | None = None
    note: str | None = None
    unit: str | None = None
    evidence: Sequence[str] = ()
    due: date | None = None
    measures: Sequence[tuple[str, float]] = ()
    targets: Sequence[tuple[str, float]] = ()
    reason: str | None = None
    final: bool = False
    copy: bool = False
    language: str = "en"

    def is_empty(self) -> bool:
        """Tell whether there is nothing to take in."""
        said = (self.status, self.progress, self.note, self.unit, self.due)
        several = (self.evidence, self.measures, self.targets)
        return all(value is None for value in said) and not any(several)


def update(
    store: Store,
    ids: Sequence[int],
    news: News,
    *,
    seen: int | None = None,
    by: Signature,
    dry_run: bool = False,
) -> list[Changed]:
    """Take the news into every one of these directives, or into none.

    Raises `NotFound` for an unknown id, unit or evidence file, `Refused` for what the life cycle
    does not allow, what lacks a reason, news that say nothing, and for a directive that was changed
    after event `seen`.
    """
    if news.is_empty():
        raise Refused(
            "Nothing to update: give --status, --progress, --note, --from, --evidence, --due, "
            "--measure or --target."
        )
    news = news._replace(reason=decision.check_reason(news.reason))
    evidence = [described(where, by.on) for where in news.evidence]
    if news.copy and not dry_run:
        update(store, ids, news, seen=seen, by=by, dry_run=True)  # refused before a copy is made
        evidence = [_taken_in(store, document) for document in evidence]
    with store.change(by, trial=dry_run) as transaction:
        check_seen(transaction, ids, seen)
        unit = transaction.register().find(news.unit).key if news.unit is not None else None
        results = []
        for id in ids:
            before = after = transaction.directive(id)
            for step in _steps(before, news, unit, evidence, by.on):
                if change := step(after):
                    after = transaction.record(id, change, news.reason)
            results.append(changed(transaction, before, after))
        return results


def described(where: str, on: date) -> Evidence:
    """Describe a confirming document: a URL as it is, a file with its size and checksum.

    Raises `Refused` for a URL that is far too long and a file that is too large, `NotFound` for a
    file that cannot be read.
    """
    if where.startswith(("http://", "https://")):
        url = decision.check_text(where)
        return Evidence(name=url, where=url, on=on)
    from hashlib import sha256

    path = Path(where)
    digest, size = sha256(), 0
    try:
        with open_file(path) as file:
            _check_evidence(os.fstat(file.fileno()).st_size, where)
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
                size += len(chunk)
                _check_evidence(size, where)
        full = str(path.resolve())
    except (OSError, ValueError) as error:
        raise NotFound("The evidence “{where}” cannot be read.", where=where) from error
    return Evidence(name=path.name, where=full, on=on, size=size, sha256=digest.hexdigest())


def _check_evidence(size: int, where: str) -> None:
    if size > MAX_EVIDENCE:
        raise Refused(
            "The evidence “{where}” is too large: more than {limit} GB. Give an address "
            "where it lies instead.",
            where=where,
            limit=MAX_EVIDENCE // 1024**3,
        )


def _taken_in(store: Store, document: Evidence) -> Evidence:
    """Copy a file into the store, under its checksum and name; a URL stays as it is."""
    if document.sha256 is None:
        return document
    name = f"{document.sha256[:16]}-{document.name}"
    return document._replace(where=str(store.attach(Path(document.where), name)))


def _steps(
    directive: Directive, news: News, unit: str | None, evidence: Sequence[Evidence], on: date
) -> Iterator[Step]:
    """Yield what the news do, in order, each decided on what the one before it has made.

    News about the work come before the status, so that they belong to the period that they report
    on; but work is begun, or a closed directive reopened, first.
    """
    begins = news.status is Status.IN_PROGRESS or not directive.is_open
    if (status := news.status) is not None and begins:
        yield _status_step(status, news)
    if news.note is not None or unit is not None:
        yield lambda d: decision.add_note(d, news.note, unit)
    for name, value in news.measures:
        yield partial(_measured, name=name, value=value, language=news.language, on=on)
    for name, value in news.targets:
        yield partial(_targeted, name=name, value=value, language=news.language)
    for document in evidence:
        yield partial(_attached, document=document)
    if (percent := news.progress) is not None:
        yield lambda d: decision.report_progress(d, percent)
    if (due := news.due) is not None:
        yield lambda d: decision.move_due(d, due, news.reason)
    if status is not None and not begins:
        yield _status_step(status, news)


def _attached(_: Directive, *, document: Evidence) -> EvidenceAdded:
    return EvidenceAdded(document)


def _status_step(target: Status, news: News) -> Step:
    return lambda d: decision.move_status(d, target, news.reason, final=news.final)


def _measured(
    directive: Directive, *, name: str, value: float, language: str, on: date
) -> Measured:
    indicator = _indicator(directive, name, language)
    return Measured(indicator.key, indicator.names, Reading(on, check_value(value)))


def _targeted(directive: Directive, *, name: str, value: float, language: str) -> Targeted | None:
    indicator = _indicator(directive, name, language)
    if indicator.target == value:
        return None
    return Targeted(indicator.key, indicator.names, indicator.target, check_value(value))


def _indicator(directive: Directive, name: str, language: str) -> Indicator:
    """Return the directive's indicator of this name; a new one if the name is like no other."""
    name = decision.check_text(name)
    known = next((i for i in directive.indicators if i.is_named(name)), None)
    if known is None:
        _check_not_mistyped(directive, name)
    return known or Indicator(key=name, names={language: name})


def _check_not_mistyped(directive: Directive, name: str) -> None:
    """Raise `Refused` for a new indicator whose name looks like that of a known one."""
    import difflib

    known = [text for i in directive.indicators for text in (i.key, *i.names.values())]
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.85)
    if near:
        raise Refused(
            "Directive {id} has no indicator “{name}”. Did you mean “{near}”? A new one needs a "
            "name that is less like it.",
            id=directive.id,
            name=name,
            near=near[0],
        )
