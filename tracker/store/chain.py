"""The chain of hashes that the journal's events make."""

import hashlib
from typing import NamedTuple


class Line(NamedTuple):
    """An event's JSON as it was hashed, and the hash of the chain up to it."""

    body: bytes
    hash: str


def chained(previous: str, body: bytes) -> str:
    """Return the hash (hex SHA-256) of an event's JSON whose predecessor's hash is `previous`."""
    return hashlib.sha256(previous.encode() + body).hexdigest()
