"""The chain of hashes that the journal's events make."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from tracker.domain.event import Event
from tracker.i18n.language import N_
from tracker.steps import steps
from tracker.store.codec import DECODING, encoded
from tracker.store.event_codec import event_of, event_row


class Line(NamedTuple):
    """An event's JSON as it was hashed, and the hash of the chain up to it."""

    body: bytes
    hash: str


_HASH = b',"hash":"'
"""What parts an event's JSON from its hash, which is the last of its fields in a journal."""


def signed(body: bytes, chain: str) -> bytes:
    """Return a journal's line: an event's JSON, with its hash as the last field."""
    return b'%b%b%b"}\n' % (body[:-1], _HASH, chain.encode())


def parted(line: bytes) -> Line:
    """Return what `signed` made a line of; without a hash for one that does not end in it."""
    body, _, tail = line.rpartition(_HASH)
    is_signed = tail.endswith(b'"}')
    return Line(body + b"}", tail[:-2].decode("ascii", "replace") if is_signed else "")


def chained(previous: str, body: bytes) -> str:
    """Return the hash (hex SHA-256) of an event's JSON whose predecessor's hash is `previous`."""
    return hashlib.sha256(previous.encode() + body).hexdigest()


def count_intact(lines: Iterable[Line]) -> tuple[int, bool]:
    """Return how many lines from the first on go on from one another, and whether all do."""
    number, chain = 0, ""
    for line in lines:
        chain = chained(chain, line.body)
        if line.hash != chain:
            return number, False
        number += 1
    return number, True


def longest(sources: Sequence[Sequence[Line]]) -> list[Line]:
    """Return the lines that can be put together of several copies of a journal.

    Each is taken from the first copy that has one which goes on from those before.
    """
    lines: list[Line] = []
    chain = ""
    while True:
        number = len(lines)
        at_hand = (source[number] for source in sources if number < len(source))
        following = next((one for one in at_hand if chained(chain, one.body) == one.hash), None)
        if following is None:
            return lines
        lines.append(following)
        chain = following.hash


def event_lines(
    events: Sequence[Event], previous: str, kept: Sequence[bytes] = ()
) -> Iterator[Line]:
    """Yield the lines of a command's events, which go on from this hash.

    Each says how many `more` of the same command follow it. The first of the events may be another
    store's: then these are their JSON, `kept` as it was hashed there.
    """
    step = steps(N_("Writing events"), len(events))
    for number, event in enumerate(events):
        step()
        is_known = number < len(kept)
        body = kept[number] if is_known else encoded(event_row(event, len(events) - 1 - number))
        previous = chained(previous, body)
        yield Line(body, previous)


def verified(lines: Sequence[Line]) -> tuple[list[Event], int | None]:
    """Return the events that are as they were written, and the number of the first that is not.

    None if all are. Nothing behind the first can be vouched for.
    """
    events: list[Event] = []
    step = steps(N_("Reading events"), len(lines))
    number, _ = count_intact(lines)
    for line in lines[:number]:
        step()
        try:
            event = event_of(line.body)
        except DECODING:
            break
        if event.seq != len(events) + 1:
            break
        events.append(event)
    return events, None if len(events) == len(lines) else len(events) + 1
