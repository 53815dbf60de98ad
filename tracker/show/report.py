"""What reports have in common: head, limits, lights, and a document of each."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Protocol

from tracker.domain.deadline import Period
from tracker.i18n.language import NP_
from tracker.report.light import Light
from tracker.show.look import Look
from tracker.show.page import Line, Span
from tracker.show.view import Json, Sheet, View

if TYPE_CHECKING:  # only those that are saved become documents
    from tracker.domain.directive import Directive
    from tracker.show.documents.document import Chart, Document

LIGHTS = {
    Light.GREEN: (NP_("light", "green"), NP_("light", "G"), "executed"),
    Light.AMBER: (NP_("light", "amber"), NP_("light", "A"), "soon"),
    Light.RED: (NP_("light", "red"), NP_("light", "R"), "overdue"),
}
"""The word for each light, its letter, and its style."""


class Report(View, Protocol):
    """A view that can be saved as a document."""

    def document(self) -> "Document":
        """Return it for people who open a file."""
        ...


def head(title: str, look: Look) -> list[Line]:
    """Return the first lines of a report: title and day, and what it is limited to."""
    lines = [Line(title, style="head", right=look.language.long_day(look.today))]
    if about := look.about():
        lines.append(Line(about))
    return lines + [Line(sentence, style="soon") for sentence in look.part()]


def light_span(percent: float | None, look: Look, *, is_short: bool = False) -> Span:
    """Return the light of a share on time, as a sign and a word or letter; a dash for no share."""
    light = look.rule.light(percent)
    if light is None:
        return "–", ""
    word, letter, style = LIGHTS[light]
    sign = "*" if look.ascii else "●"
    return f"{sign} {look.language.named(letter if is_short else word)}", style


def rule_note(look: Look) -> str:
    """Return the rule of the lights."""
    return look.language.say(
        "Light: green from {green} % on time, amber from {amber} %, else red (settings).",
        green=look.rule.green,
        amber=look.rule.amber,
    )


def report_object(kind: str, look: Look) -> Json:
    """Return what the JSON of each report begins with; `seen` is there for a part of a store."""
    unit, theme, meeting, _ = look.scope
    found: dict[str, Any] = {
        "kind": kind,
        "today": look.today.isoformat(),
        "scope": {"unit": unit, "theme": theme, "meeting": meeting},
    }
    if look.seen:
        found["seen"] = {"events": look.seen[0], "of": look.seen[1]}
    return found


def standing_sentences(on_control: int, overdue: int, look: Look) -> list[str]:
    """Return how many directives are on control, and how many of them are overdue."""
    count = look.language.count
    found = [count("{n} directive is on control.", "{n} directives are on control.", on_control)]
    if overdue:
        found.append(count("{n} of them is overdue.", "{n} of them are overdue.", overdue))
    elif on_control:
        found.append(look.language.say("None of them is overdue."))
    return found


def share_sentence(percent: float | None, period: Period, look: Look) -> str:
    """Return the share of the dates of a period that were met on time."""
    first, last = map(look.language.day, period)
    if percent is None:
        return look.language.say(
            "No date from {first} to {last} is decided.", first=first, last=last
        )
    return look.language.say(
        "Of the dates from {first} to {last} that are decided, {share} were met on time.",
        first=first,
        last=last,
        share=look.language.percent(percent),
    )


def light_object(percent: float | None, look: Look) -> str | None:
    """Return the light of a share for programs; None where nothing was due."""
    light = look.rule.light(percent)
    return light and light.value


def document(
    title: str,
    look: Look,
    sheets: Sequence[Sheet],
    *,
    sentences: Sequence[str] = (),
    charts: "Sequence[Chart]" = (),
    notes: Sequence[str] = (),
    directives: "Sequence[Directive]" = (),
) -> "Document":
    """Return a report as a document, of the day and the limits that it is looked at with."""
    from tracker.show.documents.document import Document

    return Document(
        title=title,
        day=look.today,
        language=look.language,
        sentences=[*look.part(), *sentences],
        sheets=[sheet for sheet in sheets if sheet.rows],
        charts=charts,
        notes=notes,
        about=look.about(),
        directives=directives,
    )
