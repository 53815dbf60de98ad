"""Who may do what with a store on a server."""

from collections.abc import Sequence
from typing import NamedTuple

from tracker.domain.right import Right, Role
from tracker.i18n.language import N_
from tracker.show.look import Look
from tracker.show.page import Column, Grid, Line, Page
from tracker.show.view import Json, Ref, Sheet, Value

ROLES = {
    Role.CONTROLLER: N_("controller"),
    Role.EXECUTOR: N_("executor"),
    Role.READER: N_("reader"),
}


def right_object(right: Right) -> Json:
    """Return a right with the codes of role and unit."""
    return {"login": right.login, "role": right.role.value, "unit": right.unit}


class RightList(NamedTuple):
    """Rights as a table."""

    rights: Sequence[Right]
    look: Look

    def page(self) -> Page:
        """Return a row a login, or how to give the first right."""
        say = self.look.language.say
        if not self.rights:
            return Page([Line(say("Nobody has a right yet: tracker store grant ROLE LOGIN."))])
        columns = [Column(title) for _, title in self._columns()]
        rows = [
            [(r.login, ""), (say(ROLES[r.role]), ""), (self.look.unit(r.unit), "")]
            for r in self.rights
        ]
        return Page([Grid(columns, rows)])

    def sheet(self) -> Sheet:
        """Return a row a login."""
        say = self.look.language.say
        rows: list[list[Value]] = [
            [r.login, Ref(r.role.value, say(ROLES[r.role])), Ref(r.unit, self.look.unit(r.unit))]
            for r in self.rights
        ]
        return Sheet(self._columns(), rows)

    def data(self) -> Json:
        """Return the rights with the codes of roles and units."""
        return {"rights": [right_object(right) for right in self.rights]}

    def _columns(self) -> list[tuple[str, str]]:
        say = self.look.language.say
        return [("login", say("Login")), ("role", say("Role")), ("unit", say("Unit"))]
