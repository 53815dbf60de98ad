"""What came of loading files."""

from msgspec import Struct

from tracker.domain.event import Changed
from tracker.domain.unit import Unit
from tracker.load.draft import Problem


class Outcome(Struct):
    """What a load did.

    `added` are new directives, `reworded` known ones that took the file's wording, `differing`
    known ones whose wording in the file is another (after: as it would be), `same` how many were
    known word for word; `units` are new ones, `changed_units` took the file's names,
    `differing_units` would with `update`.
    """

    added: list[Changed] = []
    reworded: list[Changed] = []
    differing: list[Changed] = []
    same: int = 0
    units: list[Unit] = []
    changed_units: list[Unit] = []
    differing_units: list[Unit] = []
    problems: list[Problem] = []
