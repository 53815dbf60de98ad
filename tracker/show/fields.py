"""A directive as a row and as an object: the fields that programs are promised (README, “JSON”)."""

from collections.abc import Callable, Sequence
from functools import cache

from tracker.domain.directive import Directive, Evidence
from tracker.domain.indicator import Indicator
from tracker.domain.meeting import Meeting
from tracker.domain.source import Source
from tracker.domain.unit import Unit
from tracker.i18n.language import Language
from tracker.show.look import Look
from tracker.show.mapped import Mapped
from tracker.show.output import shown
from tracker.show.view import Json, Ref, Sheet, Value


def directive_columns(language: Language) -> list[tuple[str, str]]:
    """Return the columns of `directive_row`."""
    say = language.say
    return [
        ("id", "№"),
        ("text", say("Directive")),
        ("meeting", say("Meeting")),
        ("item", say("Item")),
        ("theme", say("Theme")),
        ("executor", say("Executor")),
        ("co_executors", say("Co-executors")),
        ("status", say("Status")),
        ("due", say("Due")),
        ("first_due", say("First due date")),
        ("moved", say("Times moved")),
        ("days_left", say("Days left")),
        ("overdue", say("Overdue")),
        ("progress", say("Progress, %")),
        ("every", say("Reporting period")),
    ]


def directive_row(d: Directive, look: Look) -> list[Value]:
    """Return a directive's values under `directive_columns`."""
    return _row_maker(look)(d)


def directive_rows(directives: Sequence[Directive], look: Look) -> Sequence[list[Value]]:
    """Return each directive's values under `directive_columns`, made when they are asked for."""
    return Mapped(_row_maker(look), directives)


def rows_behind(found: Sequence[tuple[Value, Directive]], look: Look) -> Sequence[list[Value]]:
    """Return each directive's values behind another value, made when they are asked for."""
    row = _row_maker(look)
    return Mapped(lambda pair: [pair[0], *row(pair[1])], found)


def _row_maker(look: Look) -> Callable[[Directive], list[Value]]:
    """Return what makes rows; the name behind a code is looked up once for all of them."""
    today, code = look.today, look.language.code
    meeting = cache(lambda key: Ref(key, look.meeting(key) if key else ""))
    theme = cache(lambda key, of: Ref(key, look.theme(key, of) if key else ""))
    unit = cache(lambda key: Ref(key, look.unit(key) if key else ""))
    helping = cache(lambda keys: Ref(";".join(keys), "; ".join(map(look.unit, keys))))
    status = cache(lambda status: Ref(status.value, look.status(status)))
    every = cache(lambda every: Ref(every.value, look.every(every)) if every else None)
    yes, no = (Ref(digit, look.language.say(word)) for digit, word in (("1", "yes"), ("0", "no")))
    return lambda d: [
        d.id,
        d.text(code),
        meeting(d.meeting),
        d.item,
        theme(d.theme, d.meeting),
        unit(d.executor),
        helping(d.co_executors),
        status(d.status),
        d.due,
        d.first_due,
        d.moved,
        d.days_left(today),
        yes if d.is_overdue(today) else no,
        d.progress,
        every(d.every),
    ]


PAPER = (
    "id", "text", "executor", "co_executors", "theme", "due", "days_left", "status", "progress",
)  # fmt: skip
"""The columns that fit on paper, by their codes."""


def paper(directives: Sequence[Directive], look: Look, title: str, item: str = "") -> Sheet:
    """Return a table of directives for a document, without columns that say nothing.

    `item` is a column more, in front.
    """
    columns = dict(directive_columns(look.language))
    codes = [*filter(None, [item]), *PAPER]
    rows = [dict(zip(columns, row, strict=True)) for row in directive_rows(directives, look)]
    said = [code for code in codes if any(shown(row[code]) for row in rows)]
    return Sheet(
        [(code, columns[code]) for code in said],
        [[row[code] for code in said] for row in rows],
        title=title,
        states=Mapped(look.state, directives),
    )


def directive_object(d: Directive, look: Look) -> Json:
    """Return a directive for programs; dates are ISO, `days_left` is for the day asked about."""
    return {
        "id": d.id,
        "text": look.text(d),
        "texts": dict(d.wording),
        "meeting": d.meeting,
        "item": d.item,
        "theme": d.theme,
        "executor": d.executor,
        "co_executors": list(d.co_executors),
        "not_heard_from": list(d.unheard()),
        "status": d.status.value,
        "due": d.due and d.due.isoformat(),
        "first_due": d.first_due and d.first_due.isoformat(),
        "moved": d.moved,
        "days_left": d.days_left(look.today),
        "overdue": d.is_overdue(look.today),
        "days_waiting": d.days_waiting(look.today),
        "progress": d.progress,
        "every": d.every and d.every.value,
        "periods": [
            {"due": a.due.isoformat(), "submitted": a.submitted.isoformat()} for a in d.accepted
        ],
        "indicators": [_indicator_object(i) for i in d.indicators],
        "evidence": [evidence_object(e) for e in d.evidence],
        "source": d.source and source_object(d.source),
        "version": d.version,
        "created": d.created_on.isoformat(),
        "updated": d.touched_on.isoformat(),
        "submitted": d.submitted_on and d.submitted_on.isoformat(),
        "closed": d.closed_on and d.closed_on.isoformat(),
    }


def evidence_object(e: Evidence) -> Json:
    """Return a confirming document for programs; `size` is in bytes."""
    return {
        "name": e.name,
        "where": e.where,
        "on": e.on.isoformat(),
        "size": e.size,
        "sha256": e.sha256,
    }


def source_object(s: Source) -> Json:
    """Return where a directive stands in its document for programs, as files to load have it."""
    return {
        "document": s.document,
        "sha256": s.sha256,
        "start": s.start,
        "end": s.end,
        "words": s.words,
        "page": s.page,
    }


def meeting_object(m: Meeting) -> Json:
    """Return a meeting for programs."""
    return {
        "id": m.id,
        "date": m.on.isoformat(),
        "title": dict(m.title),
        "region": dict(m.region),
        "chair": m.chair,
        "source": m.source,
    }


def unit_object(u: Unit) -> Json:
    """Return a unit for programs."""
    return {
        "key": u.key,
        "names": dict(u.names),
        "short": dict(u.short),
        "aliases": list(u.aliases),
        "head": u.head,
    }


def _indicator_object(i: Indicator) -> Json:
    readings = [{"on": r.on.isoformat(), "value": r.value} for r in i.readings]
    return {"key": i.key, "names": dict(i.names), "readings": readings, "target": i.target}
