"""What came of loading files."""

from dataclasses import dataclass, field

from tracker.domain.event import Changed
from tracker.domain.unit import Unit
from tracker.load.draft import Problem


@dataclass(slots=True)
class Outcome:
    """What a load did.

    `added` are new directives, `reworded` known ones that took the file's wording, `differing`
    known ones whose wording in the file is another (after: as it would be), `same` how many were
    known word for word; `units` are new ones, `changed_units` took the file's names,
    `differing_units` would with `update`.
    """

    added: list[Changed] = field(default_factory=list)
    reworded: list[Changed] = field(default_factory=list)
    differing: list[Changed] = field(default_factory=list)
    same: int = 0
    units: list[Unit] = field(default_factory=list)
    changed_units: list[Unit] = field(default_factory=list)
    differing_units: list[Unit] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
