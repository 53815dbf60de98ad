"""Taking back commands, and making them again: by new events, never by erasing."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from tracker.domain.directive import Directive, Signature
from tracker.domain.event import Event, MeetingKept, UnitKept, fold
from tracker.domain.meeting import Meeting
from tracker.domain.unit import Unit
from tracker.domain.wording import normal
from tracker.errors import Refused
from tracker.service.units import check_free
from tracker.store.base import Store, login_of, stamps_of
from tracker.store.transaction import Transaction

RECENT = 1_000
"""Events that are read at first, to find the last command of somebody."""

FEW = 50
"""Directives whose events are read one by one."""


class Command(NamedTuple):
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


class _Owner:
    """Whose commands are taken back: a login's on a server, else those of whoever has the name.

    What came to a server with a whole store that was moved there is no login's.
    """

    def __init__(self, store: Store, actor: str) -> None:
        self._store = store
        self._actor = actor
        self._login = login_of(store)

    @property
    def name(self) -> str:
        """The name, and the login."""
        return _named(self._actor, self._login)

    def own(self, found: Sequence[Command]) -> list[Command]:
        """Return those of the commands that are the owner's."""
        if self._login is None:
            return [c for c in found if same_actor(c.actor, self._actor)]
        stamps = stamps_of(self._store, among=[c.batch for c in found])
        mine = {seq for seq, s in stamps.items() if s.login == self._login and s.at is not None}
        return [c for c in found if c.batch in mine]

    def name_of(self, event: Event) -> str:
        """Return who made an event, with the login that a server wrote down."""
        stamp = stamps_of(self._store, among=[event.seq]).get(event.seq)
        return _named(event.by.actor, stamp.login if stamp else None)


class Reversal(NamedTuple):
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


def own_commands(store: Store, actor: str) -> list[Command]:
    """Return what the login has done on a server, or whoever has the name in a folder."""
    return _Owner(store, actor).own(commands(store.events()))


def undo(store: Store, *, by: Signature, dry_run: bool = False) -> Reversal:
    """Take back the last command of this actor, on a server of this login, that still stands.

    Raises `Refused` when there is none, and when something later stands on it.
    """
    with store.change(by, trial=dry_run) as transaction:
        owner = _Owner(store, by.actor)
        command, events = _last(transaction, owner)
        _check_nothing_later(command, events, owner)
        return _put_back(transaction, command, _earlier(transaction, command))


def _last(transaction: Transaction, owner: _Owner) -> tuple[Command, list[Event]]:
    """Return the owner's last command that still stands, and all events from then on, or more.

    They are read from the end: others wait meanwhile, and hardly anybody takes back what is old.
    """
    number = RECENT
    while True:
        after = max(transaction.last_seq - number, 0)
        events = transaction.history(after=after)
        found = [c for c in commands(events) if c.batch > after and not c.undone]
        if own := owner.own(found):
            return own[-1], events
        if not after:
            raise Refused("There is nothing of {actor}'s to take back.", actor=owner.name)
        number *= 10


def _earlier(transaction: Transaction, command: Command) -> list[Event]:
    """Return the events before a command, at least those of what it touched."""
    ids = {event.directive for event in command.events}
    if len(ids) > FEW:
        found = transaction.history()
    else:
        found = [e for id in ids if id is not None for e in transaction.history(id)]
    return [event for event in found if event.seq < command.batch]


def redo(store: Store, *, by: Signature, dry_run: bool = False) -> Reversal:
    """Make again the command of this actor, on a server of this login, that was taken back last.

    Raises `Refused` when there is none, and when something was changed since.
    """
    with store.change(by, trial=dry_run) as transaction:
        events = transaction.history()
        owner = _Owner(store, by.actor)
        taken = [c for c in commands(events) if c.undone]
        found = {c.batch: c for c in owner.own(taken)}
        taken_back = [e.reverts for e in events if e.reverts in found]
        if not taken_back or taken_back[-1] is None:
            raise Refused("There is nothing of {actor}'s to make again.", actor=owner.name)
        command = found[taken_back[-1]]
        _check_nothing_later(command, events, owner)
        _check_still_stands(command, taken, owner)
        last = command.events[-1].seq
        return _put_back(transaction, command, [e for e in events if e.seq <= last])


def _check_nothing_later(command: Command, events: Sequence[Event], owner: _Owner) -> None:
    """Raise `Refused` if a command that still stands has changed the same things afterwards."""
    touched = {_thing(event) for event in command.events}
    for later in commands(events):
        if later.batch <= command.batch or later.undone:
            continue
        for event in later.events:
            if _thing(event) in touched:
                raise Refused(
                    "{actor} has changed {thing} since ({change}): take that back first.",
                    actor=owner.name_of(event),
                    thing=_thing(event),
                    change=event.change.title,
                )


def _check_still_stands(command: Command, undone: Iterable[Command], owner: _Owner) -> None:
    """Raise `Refused` if a command that this one stood on is itself taken back by now."""
    touched = {_thing(event) for event in command.events}
    for earlier in undone:
        for event in earlier.events if earlier.batch < command.batch else ():
            if _thing(event) in touched:
                raise Refused(
                    "It stands on what {actor} did to {thing} ({change}), which is taken back.",
                    actor=owner.name_of(event),
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
    _put_back_entries(transaction, command.events, is_standing=is_standing)
    _check_nothing_hangs(transaction)
    return Reversal(command.events, pairs)


def _put_back_entries(
    transaction: Transaction, events: Sequence[Event], *, is_standing: bool
) -> None:
    """Put back units and meetings to before the command, or to after it if it is to stand."""
    units: dict[str, Unit | None] = {}
    meetings: dict[str, Meeting | None] = {}
    for event in events if is_standing else reversed(events):
        change = event.change
        if isinstance(change, UnitKept):
            units[change.key] = change.after if is_standing else change.before
        elif isinstance(change, MeetingKept):
            meetings[change.id] = change.after if is_standing else change.before
    for key, unit in units.items():
        if unit is not None:
            check_free(transaction.register(), unit)
        transaction.put_unit(key, unit)
    for id, meeting in meetings.items():
        transaction.put_meeting(id, meeting)


def _check_nothing_hangs(transaction: Transaction) -> None:
    """Raise `Refused` if a directive would name a unit or a meeting that is not there."""
    register, meetings = transaction.register(), transaction.meetings()
    gone = {key for key, unit in transaction.units.items() if unit is None}
    everywhere = gone or transaction.new_meetings
    touched = (d for d in transaction.changed.values() if d is not None)
    for directive in transaction.directives(closed=True) if everywhere else touched:
        units = [key for key in (directive.executor, *directive.co_executors) if key]
        missing = [key for key in units if register.get(key) is None]
        if directive.meeting is not None and directive.meeting not in meetings:
            missing.append(directive.meeting)
        if missing:
            raise Refused(
                "Directive {id} would be left with “{name}”, which is not there.",
                id=directive.id,
                name=missing[0],
            )


def same_actor(one: str, other: str) -> bool:
    """Tell whether two names are of one person: whatever the case."""
    return normal(one) == normal(other)


def _named(actor: str, login: str | None) -> str:
    return f"{actor} ({login})" if login else actor


def _thing(event: Event) -> str:
    """Return the name of what an event changed."""
    match event.change:
        case UnitKept(key=key):
            return key
        case MeetingKept(id=id):
            return id
        case _:
            return f"№ {event.directive}"
