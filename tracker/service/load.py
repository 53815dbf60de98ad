"""Taking files on control: units, meetings and directives, each once."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from msgspec.structs import replace

from tracker.domain.directive import Signature
from tracker.domain.event import Changed, Event, Reworded, histories
from tracker.domain.unit import Unit
from tracker.domain.wording import compared
from tracker.errors import BadInput, Refused, TrackerError, no_meeting
from tracker.i18n.language import N_
from tracker.load.draft import Draft, Loaded, Problem
from tracker.load.outcome import Outcome
from tracker.load.whole import edited
from tracker.service.add import enter, registration
from tracker.service.result import changed
from tracker.service.units import check_free, check_key
from tracker.steps import steps
from tracker.store.base import Store
from tracker.store.chain import chained
from tracker.store.codec import DECODING, encoded
from tracker.store.event_codec import event_of
from tracker.store.transaction import Transaction


def load(
    store: Store,
    files: Sequence[Loaded],
    *,
    update: bool = False,
    by: Signature,
    dry_run: bool = False,
) -> Outcome:
    """Take in what the files say that the store does not know yet; all that is good at once.

    A directive is known by meeting and item, without them by its text. A changed wording (and
    changed units and meetings) is taken only with `update`. Rows that cannot be taken are in
    `problems`; the others are kept. A file that holds a whole store is taken into an empty one
    only, all of it or nothing.
    """
    outcome = Outcome()
    with store.change(by, trial=dry_run) as transaction:
        known = _Known(transaction)
        for loaded in files:
            outcome.problems += loaded.problems
            if loaded.events is not None:
                _adopt(loaded, transaction, outcome)
                continue
            _take_units(loaded, transaction, outcome, update=update)
            _take_meeting(loaded, transaction, update=update)
            step = steps(N_("Taking directives"), len(loaded.drafts))
            for draft in loaded.drafts:
                step()
                try:
                    _take(_of_meeting(draft, loaded), transaction, known, outcome, update=update)
                except TrackerError as error:
                    outcome.problems.append(Problem(loaded.source, draft.line, error))
    outcome.problems.sort(key=lambda problem: (problem.source, problem.line))
    return outcome


def _adopt(loaded: Loaded, transaction: Transaction, outcome: Outcome) -> None:
    """Take in a whole store; nothing is to be done if all of it is there already."""
    events, kept = _decoded(loaded)
    there = transaction.history()[: len(events)]
    if events and list(map(_unmarked, there)) == list(map(_unmarked, events)):
        outcome.same += len({e.directive for e in events if e.directive is not None})
        return
    transaction.adopt(events, kept)
    own = histories(events)
    for id, directive in transaction.changed.items():
        if directive is not None:
            outcome.added.append(Changed(None, directive, tuple(own[id])))
    outcome.units += list(transaction.register())


def _decoded(loaded: Loaded) -> tuple[list[Event], list[bytes]]:
    """Return the events of a file, and their JSON as it was hashed.

    A file that has no hashes gives no JSON, and its events are marked: nobody can vouch for them.
    Raises `BadInput` for hashes that are not those of the events.
    """
    rows = loaded.events or ()
    has_hashes = any("hash" in row for _, row in rows if isinstance(row, dict))
    events: list[Event] = []
    kept: list[bytes] = []
    chain = ""
    for line, row in rows:
        try:
            if not has_hashes:
                events.append(replace(event_of(row), unverified=True))
                continue
            kept.append(_hashed(row))
            events.append(event_of(kept[-1]))
        except DECODING as error:
            raise BadInput(
                "“{source}”, line {line}: this is no event that this version knows.",
                source=loaded.source,
                line=line,
            ) from error
        chain = chained(chain, kept[-1])
        if row.get("hash") != chain:
            raise edited(loaded.source, line)
    return events, kept


def _hashed(row: dict[str, Any]) -> bytes:
    """Return an event's JSON as it was hashed."""
    if "line" in row:
        return bytes(row["line"], "utf-8")
    return encoded({name: value for name, value in row.items() if name != "hash"})


def _unmarked(event: Event) -> Event:
    return replace(event, unverified=False) if event.unverified else event


class _Known:
    """The directives that the store holds, found as a file names them."""

    def __init__(self, transaction: Transaction) -> None:
        self._by_item: dict[tuple[str, str], int] = {}
        self._by_text: dict[tuple[str | None, str], int] = {}
        self.in_this_load: set[int] = set()
        for d in transaction.directives(closed=True):
            self.enter(d.id, d.meeting, d.item, compared(d.wording))

    def enter(self, id: int, meeting: str | None, item: str | None, texts: Sequence[str]) -> None:
        """Note under what a directive is known; `texts` as compared."""
        if meeting and item:
            self._by_item.setdefault((meeting, item), id)
        for text in texts:
            self._by_text.setdefault((meeting, text), id)

    def find(self, meeting: str | None, item: str | None, texts: Sequence[str]) -> int | None:
        """Return the id of a directive, None for a new one; `texts` as compared."""
        if meeting and item:
            return self._by_item.get((meeting, item))
        found = (self._by_text.get((meeting, text)) for text in texts)
        return next((id for id in found if id is not None), None)


def _of_meeting(draft: Draft, loaded: Loaded) -> Draft:
    if draft.meeting is None and loaded.meeting is not None:
        return replace(draft, meeting=loaded.meeting.id)
    return draft


def _take(
    draft: Draft, transaction: Transaction, known: _Known, outcome: Outcome, *, update: bool
) -> None:
    if draft.meeting and transaction.meeting(draft.meeting) is None:
        raise no_meeting(draft.meeting, transaction.meetings())
    texts = compared(draft.wording)
    id = known.find(draft.meeting, draft.item, texts)
    if id is None:
        registered = registration(
            draft.wording,
            meeting=draft.meeting,
            item=draft.item,
            theme=draft.theme,
            due=draft.due,
            every=draft.every,
            indicators=draft.indicators,
            source=draft.source,
            on=_given_on(draft, transaction),
        )
        directive = enter(transaction, registered, draft.executor, draft.co_executors)
        known.enter(directive.id, directive.meeting, directive.item, texts)
        known.in_this_load.add(directive.id)
        outcome.added.append(changed(transaction, None, directive))
        return
    before = transaction.directive(id)
    wording = {**before.wording, **draft.wording}
    if before.wording == wording:
        outcome.same += 1
    elif id in known.in_this_load:
        raise Refused("Item {item} stands in the file twice.", item=draft.item or id)
    elif update:
        after = transaction.record(id, Reworded(before.wording, wording))
        outcome.reworded.append(changed(transaction, before, after))
    else:
        outcome.differing.append(Changed(before, replace(before, wording=wording)))


def _take_units(
    loaded: Loaded, transaction: Transaction, outcome: Outcome, *, update: bool
) -> None:
    for line, unit in loaded.units:
        before = transaction.register().get(unit.key)
        if before is not None:
            unit = _merged(before, unit)  # noqa: PLW2901  # what is known of it already stays
        if unit == before:
            continue
        if before is not None and not update:
            outcome.differing_units.append(unit)
            continue
        try:
            check_key(unit.key)
            check_free(transaction.register(), unit)
        except TrackerError as error:
            outcome.problems.append(Problem(loaded.source, line, error))
            continue
        transaction.put_unit(unit.key, unit)
        (outcome.units if before is None else outcome.changed_units).append(unit)


def _merged(known: Unit, new: Unit) -> Unit:
    """Return the unit with the file's names; names and aliases that it had stay as aliases."""
    replaced = [name for code, name in known.names.items() if new.names.get(code, name) != name]
    return new._replace(
        names={**known.names, **new.names},
        short={**known.short, **new.short},
        aliases=tuple(dict.fromkeys([*known.aliases, *replaced, *new.aliases])),
        head=new.head or known.head,
    )


def _take_meeting(loaded: Loaded, transaction: Transaction, *, update: bool) -> None:
    if loaded.meeting is None:
        return
    before = transaction.meetings().get(loaded.meeting.id)
    if before is None or (update and before != loaded.meeting):
        transaction.put_meeting(loaded.meeting.id, loaded.meeting)


def _given_on(draft: Draft, transaction: Transaction) -> date:
    """Return the day a directive was given: that of its meeting, else the day it is entered."""
    meeting = transaction.meeting(draft.meeting) if draft.meeting else None
    return meeting.on if meeting else transaction.by.on
