"""What a letter about a directive is to say."""

from typing import NamedTuple

from tracker.domain.directive import Directive
from tracker.domain.letter import Ground, Kind, ground
from tracker.store.base import Store


class Matter(NamedTuple):
    """The directive that a letter is about, and what it stands on."""

    kind: Kind
    directive: Directive
    ground: Ground


def matter(store: Store, id: int, kind: Kind) -> Matter:
    """Return what such a letter is to say.

    Raises `NotFound` for an unknown id, `Refused` where there is nothing to write about.
    """
    directive = store.directive(id)
    return Matter(kind, directive, ground(kind, directive, store.events(id)))
