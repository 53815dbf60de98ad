"""Charts as SVG, for pages."""

from collections.abc import Iterator
from html import escape

from tracker.i18n.language import Language
from tracker.show.documents.document import Chart, Kind, Series
from tracker.show.text import cells, clean, wrapped

WIDTH = 760
LETTER = 8.5
"""How wide a letter of the charts' type is, about, in the drawing's units."""

_ROW, _BAR, _GAP = 30, 18, 10
_LEGEND = 28
_LINE = 16
_HEIGHT, _FOOT = 220, 26


def svg(chart: Chart, language: Language, number: int) -> str:
    """Return the chart; `number` tells it from the others of its page."""
    draw = _bars if chart.kind is Kind.BARS else _lines
    legend = list(_legend(chart))
    top = _LEGEND + _LINE * (legend[-1][0] if legend else 0)
    height, body = draw(chart, language, top)
    described = "; ".join(_told(chart, language))
    return (
        f'<svg class="chart" viewBox="0 0 {WIDTH} {height}" role="img" '
        f'aria-labelledby="chart-{number} chart-{number}-text">'
        f'<title id="chart-{number}">{_safe(chart.title)}</title>'
        f'<desc id="chart-{number}-text">{_safe(described)}</desc>'
        f"{''.join(part for _, part in legend)}{''.join(body)}</svg>"
    )


def _told(chart: Chart, language: Language) -> Iterator[str]:
    """Yield the numbers in words, for those who do not see the drawing."""
    for place, label in enumerate(chart.labels):
        values = [(series.name, series.values[place]) for series in chart.series]
        numbers = ", ".join(f"{n} {language.number(v)}" for n, v in values if v is not None)
        yield f"{label}: {numbers}"


def _legend(chart: Chart) -> Iterator[tuple[int, str]]:
    """Yield the names of the series, each with the number of the line on which it stands."""
    x, line = 0.0, 0
    for series in chart.series:
        size = 24 + LETTER * cells(clean(series.name))
        if x and x + size > WIDTH:
            x, line = 0.0, line + 1
        y = 4 + line * _LINE
        if chart.kind is Kind.LINES:
            mark = f'<path class="line {series.style}" d="M{x:.0f} {y + 6}h18"/>'
        else:
            mark = (
                f'<rect class="{series.style}" x="{x:.0f}" y="{y}" width="12" height="12" rx="2"/>'
            )
        yield line, mark + _at(x + 24, y + 10, series.name)
        x += size + 24


def _bars(chart: Chart, language: Language, top: int) -> tuple[int, list[str]]:
    """Draw a bar a label, its series one behind the other, the numbers in it, the sum behind it."""
    indent = min(max(LETTER * cells(clean(label)) for label in chart.labels) + _GAP, WIDTH * 0.45)
    sums = [sum(s.values[n] or 0 for s in chart.series) for n in range(len(chart.labels))]
    unit = (WIDTH - indent - 60) / (max(sums, default=0) or 1)
    parts = []
    y = top
    for place, label in enumerate(chart.labels):
        names = wrapped(clean(label), int((indent - _GAP) / LETTER))
        for number, name in enumerate(names):
            parts.append(_at(indent - _GAP, y + 14 + number * _LINE, name, anchor="end"))
        x = indent
        for series in chart.series:
            value = series.values[place] or 0
            size = value * unit
            if size:
                parts.append(_bar(series, language.number(value), x, y, size))
            x += size
        parts.append(_at(x + 6, y + 14, language.number(sums[place]), style="number"))
        y += _ROW + _LINE * (len(names) - 1)
    return y, parts


def _bar(series: Series, number: str, x: float, y: float, size: float) -> str:
    """Draw a part of a bar, its number in it if there is room."""
    drawn = (
        f'<rect class="{series.style}" x="{x:.1f}" y="{y}" width="{size:.1f}" '
        f'height="{_BAR}"><title>{_safe(series.name)}: {_safe(number)}</title></rect>'
    )
    if size < LETTER * cells(number) + 4:
        return drawn
    return drawn + _at(x + size / 2, y + 13, number, anchor="middle", style="within")


def _lines(chart: Chart, language: Language, top: int) -> tuple[int, list[str]]:
    """Draw a line a series between the lowest and the highest value.

    Nought is among them unless the values lie so close together that the line would be flat.
    """
    values = [v for series in chart.series for v in series.values if v is not None] or [0]
    low, high = min(values), max(values)
    if not 0 < high - low < min(abs(low), abs(high)) / 2:
        low, high = min(0, low), max(0, high)
    top, bottom = top + 8, top + _HEIGHT
    indent = max(LETTER * cells(language.number(v)) for v in (low, high)) + _GAP
    step = (WIDTH - indent - 20) / max(len(chart.labels) - 1, 1)

    def height(value: float) -> float:
        return bottom - (value - low) / ((high - low) or 1) * (bottom - top)

    parts = []
    for value in dict.fromkeys((low, high)):
        y = height(value)
        parts.append(f'<path class="axis" d="M{indent:.0f} {y:.1f}H{WIDTH}"/>')
        parts.append(_at(indent - _GAP, y + 4, language.number(value), anchor="end"))
    for series in chart.series:
        points = [
            (indent + place * step, height(value))
            for place, value in enumerate(series.values)
            if value is not None
        ]
        drawn = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        parts.append(f'<polyline class="line {series.style}" points="{drawn}"/>')
        parts += [
            f'<circle class="{series.style}" cx="{x:.1f}" cy="{y:.1f}" r="3"/>' for x, y in points
        ]
    foot = bottom + 18
    first, last = chart.labels[0], chart.labels[-1]
    parts.append(_at(indent, foot, first))
    if len(chart.labels) > 1:
        parts.append(_at(WIDTH, foot, last, anchor="end"))
    return bottom + _FOOT, parts


def _at(x: float, y: float, text: str, *, anchor: str = "start", style: str = "") -> str:
    name = f' class="{style}"' if style else ""
    return f'<text{name} x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{_safe(text)}</text>'


def _safe(text: str) -> str:
    return escape(clean(text))
