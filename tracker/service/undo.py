"""Taking back commands, and making them again: by new events, never by erasing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tracker.domain.directive import Directive, Signature
from tracker.domain.event import Event, MeetingKept, UnitKept, fold
from tracker.errors import Refused
from tracker.store.base import Store
from tracker.store.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Command:
    """What one command did: its events; `undone` tells whether that is taken back by now."""

    events: tuple[Event, ...]
    undone: bool = False

    @property
    def batch(self) -> int:
        """The number that all its events bear."""
        return self.events[0].batch

    @property
    def actor(self) -> str:
        """Who gave it."""
        return self.events[0].by.actor


@dataclass(frozen=True, slots=True)
class Reversal:
    """A command taken back or made again, by its events, and what that made of directives.

    Each directive is there before and after (None: not there).
    """

    events: tuple[Event, ...]
    directives: tuple[tuple[Directive | None, Directive | None], ...]


def commands(events: Iterable[Event]) -> list[Command]:
    """Return the commands that stand behind the events, oldest first, without undo and redo.

    A command that was taken back and made again is not undone.
    """
    batches: dict[int, list[Event]] = {}
    undone: set[int] = set()
    for event in events:
        if event.reverts is None:
            batches.setdefault(event.batch, []).append(event)
        elif event.seq == event.batch:
            undone ^= {event.reverts}
    return [Command(tuple(found), batch in undone) for batch, found in batches.items()]


def undo(store: Store, *, by: Signature, dry_run: bool = False) -> Reversal:
    """Take back the last command of this actor that still stands.

    Raises `Refused` when there is none, and when something later stands on it.
    """
    with store.change(by, trial=dry_run) as transaction:
        events = transaction.history()
        own = [c for c in commands(events) if c.actor == by.actor and not c.undone]
        if not own:
            raise Refused("There is nothing of {actor}'s to take back.", actor=by.actor)
        command = own[-1]
        _check_nothing_later(command, events)
        before = command.batch
        return _put_back(transaction, command, [e for e in events if e.seq < before])


def redo(store: Store, *, by: Signature, dry_run: bool = False) -> Reversal:
    """Make again the command of this actor that was taken back last.

    Raises `Refused` when there is none, and when something was changed since.
    """
    with store.change(by, trial=dry_run) as transaction:
        events = transaction.history()
        found = {c.batch: c for c in commands(events) if c.actor == by.actor and c.undone}
        taken_back = [e.reverts for e in events if e.reverts in found]
        if not taken_back or taken_back[-1] is None:
            raise Refused("There is nothing of {actor}'s to make again.", actor=by.actor)
        command = found[taken_back[-1]]
        _check_nothing_later(command, events)
        last = command.events[-1].seq
        return _put_back(transaction, command, [e for e in events if e.seq <= last])


def _check_nothing_later(command: Command, events: Sequence[Event]) -> None:
    """Raise `Refused` if a command that still stands has changed the same things afterwards."""
    touched = {_thing(event) for event in command.events}
    for later in commands(events):
        if later.batch <= command.batch or later.undone:
            continue
        for event in later.events:
            if _thing(event) in touched:
                raise Refused(
                    "{actor} has changed {thing} since ({change}): take that back first.",
                    actor=event.by.actor,
                    thing=_thing(event),
                    change=event.change.title,
                )


def _put_back(transaction: Transaction, command: Command, earlier: Sequence[Event]) -> Reversal:
    """Put all that the command touched into the state that the earlier events made."""
    transaction.reverts = command.batch
    own: dict[int, list[Event]] = {e.directive: [] for e in command.events if e.directive}
    for event in earlier:
        if event.directive in own:
            own[event.directive].append(event)
    pairs = tuple(
        (transaction.find(id), transaction.restore(id, fold(events))) for id, events in own.items()
    )
    is_standing = bool(earlier) and earlier[-1].seq >= command.batch
    for event in command.events:
        _put_back_entry(transaction, event, is_standing=is_standing)
    return Reversal(command.events, pairs)


def _put_back_entry(transaction: Transaction, event: Event, *, is_standing: bool) -> None:
    """Put back a unit or meeting: to what it was before the event, or after it if that stands."""
    change = event.change
    if isinstance(change, UnitKept):
        transaction.put_unit(change.key, change.after if is_standing else change.before)
    elif isinstance(change, MeetingKept):
        transaction.put_meeting(change.id, change.after if is_standing else change.before)


def _thing(event: Event) -> str:
    """Return the name of what an event changed."""
    match event.change:
        case UnitKept(key=key):
            return key
        case MeetingKept(id=id):
            return id
        case _:
            return f"№ {event.directive}"
