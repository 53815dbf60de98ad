"""The directives of the benchmark: the same ones for every program, made without chance."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

UNITS = {
    "education": ("Білім басқармасы", "Білім б."),
    "employment": ("Жұмыспен қамту басқармасы", "Жұмыспен қ."),
    "health": ("Денсаулық сақтау басқармасы", "Денсаулық б."),
    "culture": ("Мәдениет және тілдерді дамыту басқармасы", "Мәдениет б."),
    "agriculture": ("Ауыл шаруашылығы басқармасы", "Ауыл шар. б."),
    "roads": ("Жолаушылар көлігі және автомобиль жолдары басқармасы", "Жол б."),
    "energy": ("Энергетика және ТКШ басқармасы", "Энергетика б."),
    "finance": ("Қаржы басқармасы", "Қаржы б."),
    "digital": ("Цифрлық технологиялар басқармасы", "Цифрлық б."),
    "ecology": ("Табиғи ресурстар басқармасы", "Табиғат б."),
}
"""The keys of the units with their full and their short names."""

THEMES = {
    "labour-market": "Еңбек нарығы",
    "heating": "Жылыту маусымы",
    "roads": "Жолдар",
    "villages": "Ауылдарды дамыту",
    "services": "Мемлекеттік қызметтер",
}

PLACES = ("Семей қаласында", "Аягөз ауданында", "Бородулиха ауданында", "Жарма ауданында")

_ROADS = (
    "{place} № {n} автомобиль жолының учаскесін орташа жөндеуден өткізу қамтамасыз етілсін, "
    "жұмыс барысы туралы ай сайын баяндалсын"
)

WORDINGS = (
    "{place} колледждер мен кәсіпорындардың әріптестігін күшейтіп, № {n} келісімге қол қойылсын",
    "{place} № {n} мектептің жылу жүйесін тексеріп, анықталған кемшіліктер жойылсын",
    _ROADS,
    "{place} тұрғындардың № {n} өтініші бойынша ауыз сумен жабдықтау мәселесі пысықталсын",
    "{place} түлектердің жұмысқа орналасуына мониторинг жүргізіп, № {n} талдау ұсынылсын",
    "{place} № {n} ауылдық амбулаторияның құрылысын аяқтау жөнінде шаралар қабылдансын",
)

NOTES = (
    "120 кәсіпорынға сауалнама жіберілді, жауаптар жиналып жатыр",
    "Жұмыс тобы құрылды, бірінші отырысы өткізілді",
    "Мердігер анықталды, шарт жасалды",
    "Аудан әкімдіктерінен мәліметтер алынды",
)

LAST = ("submitted", "due", "measure", "progress", "note")
"""What the fifth event of a directive on control may be."""

YEAR = 365
"""Days over which the directives were given."""

QUIET = 20
"""Days without news at most: from 14 on a directive counts as silent, and reports list it."""

LATE = 36
"""Days by which a directive on control is overdue at most: a tenth of them are."""

NEW = "Жаңа тапсырма: аудандарда жұмыс орындары жәрмеңкесі өткізілсін"
"""The wording of the directive that is added."""

MARK = "Барысы тексерілді"
"""The note of an update."""


class Step(NamedTuple):
    """What happened to a directive on a day; `value` is a percentage or another number."""

    on: date
    kind: str
    value: int = 0
    text: str = ""


class Task(NamedTuple):
    """A directive with its story; `closed` is the day it was taken off control."""

    number: int
    text: str
    unit: str
    helper: str | None
    theme: str
    given: date
    due: date
    steps: tuple[Step, ...]
    closed: date | None


def tasks(on_control: int, closed: int, day: date) -> Iterator[Task]:
    """Yield so many directives as of a day, in the order in which they were given.

    Those off control stand evenly among the others. Each has five events: it was registered,
    assigned, and three more.
    """
    total = on_control + closed
    for n in range(total):
        is_closed = (n + 1) * closed // total > n * closed // total
        given = day - timedelta(days=YEAR - n * YEAR // total)
        yield _task(n + 1, given, day, is_closed=is_closed)


def _task(number: int, given: date, day: date, *, is_closed: bool) -> Task:
    keys = list(UNITS)
    unit = keys[(number + number // 5) % len(keys)]
    place = PLACES[number // 7 % len(PLACES)]
    due = given + timedelta(days=20 + number % 60) if is_closed else _ahead(number, given, day)
    steps = _closing(given, day) if is_closed else _going_on(number, given, day, due)
    return Task(
        number=number,
        text=WORDINGS[number % len(WORDINGS)].format(place=place, n=number),
        unit=unit,
        helper=keys[(number + number // 5 + 3) % len(keys)] if number % 3 == 0 else None,
        theme=list(THEMES)[number // 2 % len(THEMES)],
        given=given,
        due=due,
        steps=steps,
        closed=steps[-1].on if is_closed else None,
    )


def _ahead(number: int, given: date, day: date) -> date:
    """Return a date some time in the year that begins before the day, as if by chance."""
    scattered = (number * 2_654_435_761 >> 12) % YEAR
    return max(day + timedelta(days=scattered - LATE), given + timedelta(days=7))


def _closing(given: date, day: date) -> tuple[Step, ...]:
    return (
        Step(_behind(given, 7, day), "progress", 50),
        Step(_behind(given, 20, day), "submitted"),
        Step(_behind(given, 23, day), "executed"),
    )


def _going_on(number: int, given: date, day: date, due: date) -> tuple[Step, ...]:
    kind = LAST[number // 5 % len(LAST)]
    lately = max(_behind(given, 15, day), day - timedelta(days=number % QUIET))
    value = (due - date(1970, 1, 1)).days + 14 if kind == "due" else 60 + number % 30
    return (
        Step(_behind(given, 5, day), "progress", 10 + number % 40),
        Step(_behind(given, 9, day), "note", text=NOTES[number % len(NOTES)]),
        Step(lately, kind, value, NOTES[number // 3 % len(NOTES)]),
    )


def _behind(given: date, days: int, day: date) -> date:
    return min(given + timedelta(days=days), day)


def present_due(task: Task) -> date:
    """Return the due date as it stands after the steps."""
    moved = [step.value for step in task.steps if step.kind == "due"]
    return date(1970, 1, 1) + timedelta(days=moved[-1]) if moved else task.due


def filter_day(day: date) -> date:
    """Return the day of the filter: dates before it, a part of all there are."""
    return day + timedelta(days=60)
