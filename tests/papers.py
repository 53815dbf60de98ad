"""A document to write in each format: sixty directives, two units, two charts."""

from datetime import UTC, date, datetime, timedelta

from tracker.i18n.language import Language
from tracker.show.documents.document import Chart, Document, Kind, Series
from tracker.show.view import Ref, Sheet, Value

DAY = date(2025, 12, 22)
MOMENT = datetime(2025, 12, 22, 4, 30, tzinfo=UTC)
HOSTILE = "=1+1|<script>alert(1)</script>\x1b[31m\u202e`*_[x](javascript:1)\n</td>&amp;"
TEXTS = (
    "Мектептердің жылу жүйесін қысқа дайындау және әр нысан бойынша есеп беру",
    "Жолдарды қардан тазарту кестесін бекіту",
    "Әр ауданда жастар практикасына жұмыс орындарын ашу",
)
UNITS = ("Білім басқармасы", "Жұмыспен қамту басқармасы")
STATES = ("overdue", "soon", "waiting", "returned", "executed", "withdrawn")
STATUSES = ("Орындалуда", "Есеп берілді", "Қайтарылды")


def row(number: int) -> list[Value]:
    due = DAY + timedelta(days=3 * number - 40)
    return [
        number,
        f"{TEXTS[number % 3]} ({number})",
        Ref(f"unit-{number % 2}", UNITS[number % 2]),
        due,
        (due - DAY).days,
        Ref("x", STATUSES[number % 3]),
    ]


def paper(code: str = "kk", text: str = TEXTS[0]) -> Document:
    """Return the document in a language, with this text in its first row."""
    directives = [row(number) for number in range(1, 61)]
    directives[0][1] = text
    columns = [
        ("id", "№"),
        ("text", "Тапсырма"),
        ("executor", "Жауапты орындаушы"),
        ("due", "Мерзімі"),
        ("days_left", "Қалған күн"),
        ("status", "Күйі"),
    ]
    shares: list[list[Value]] = [
        [Ref("a", UNITS[0]), 66.66, True, MOMENT],
        [Ref(None, UNITS[1]), None, 5, None],
    ]
    units = Sheet(
        [("unit", "Басқарма"), ("on_time_percent", "Мерзімінде, %"), ("n", "Саны"), ("at", "Сәті")],
        shares,
        title="Басқармалар: [барлығы] / 2025*",
    )
    bars = [
        Series("Мерзімінде", "executed", [4, 7]),
        Series("Кеш", "soon", [1, None]),
        Series("Өткен", "overdue", [2, 0]),
    ]
    lines = [Series("Алынды", "soon", [1, 5, 9]), Series("Жабылды", "executed", [0, None, 4])]
    return Document(
        title="Бақылаудағы тапсырмалар",
        day=DAY,
        language=Language(code),
        sentences=["60 бақылауда · 13 мерзімі өткен"],
        sheets=[
            Sheet(
                columns, directives, title="Тапсырмалар", states=[STATES[n % 6] for n in range(60)]
            ),
            units,
        ],
        charts=[
            Chart("Басқармалар", Kind.BARS, list(UNITS), bars),
            Chart("Апта бойынша", Kind.LINES, ["01.12", "08.12", "15.12"], lines),
        ],
        notes=["Мерзімінде, % = мерзімінде / (мерзімінде + кеш + өткен)."],
        about="Абай облысы",
    )


def hostile() -> Document:
    """Return a document whose every text is out to do harm."""
    sheet = Sheet(
        [("text", HOSTILE), ("executor", HOSTILE)], [[HOSTILE, Ref("x", HOSTILE)]], HOSTILE
    )
    chart = Chart(HOSTILE, Kind.BARS, [HOSTILE], [Series(HOSTILE, "overdue", [1])])
    line = Chart(HOSTILE, Kind.LINES, [HOSTILE], [Series(HOSTILE, "overdue", [1])])
    return paper()._replace(
        title=HOSTILE,
        about=HOSTILE,
        sentences=[HOSTILE],
        sheets=[sheet],
        charts=[chart, line],
        notes=[HOSTILE],
    )
