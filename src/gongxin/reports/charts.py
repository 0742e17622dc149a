"""Charts as inline SVG: bars with whiskers, lines, columns; and a table with shaded cells.

They are part of the page that holds them: no script, no font of their own, text that can be selected and read aloud,
colours told apart without colour vision and doubled by dashes. A chart is drawn 480 units wide and scales down to the
width of a phone; labels stand above their bars, so that no length of name can push a chart out of shape.

Which is why charts are drawn here and not by a library: docs/decisions/0015-charts.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement, tostring

from markupsafe import Markup

from gongxin.reports.chart_scale import Scale

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from decimal import Decimal

    Number = Decimal | float
    #: How a number is written beside a chart.
    Format = Callable[[float], str]

WIDTH = 480
INK, MUTED, GRID = "#1a2230", "#55606e", "#d7dde5"
#: Colours of series (blue, orange, green, purple): apart for every kind of colour vision, and on grey paper.
SERIES = ("#174a85", "#d55e00", "#0b7a53", "#8a4b93")
_DASHES = ("", "7 4", "2 4", "9 3 2 3")
_FONT = '"Noto Sans CJK SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei", system-ui, sans-serif'
_SIZE = 13


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its name, its length, the ends of its whisker if it has one, and what is written at its right."""

    label: str
    value: Number
    text: str
    low: Number | None = None
    high: Number | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One line through points (x, y); with ``marks`` the points show, with ``whiskers`` (low, high) at each of them."""

    label: str
    points: Sequence[tuple[Number, Number]]
    whiskers: Sequence[tuple[Number, Number]] = ()
    marks: bool = False
    reference: bool = False


@dataclass(frozen=True, slots=True)
class Axis:
    """What is laid off along one side: its name, its ends (those of the data if left out), how numbers are written."""

    label: str
    write: Format
    low: Number | None = None
    high: Number | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """One group of columns: its name and the height of each series."""

    label: str
    values: Sequence[Number]


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a shaded table: how dark (0 to 1), what is written, and a smaller second line."""

    shade: Number
    text: str
    note: str = ""


def bars(items: Sequence[Bar], *, title: str, write: Format, mark: tuple[Number, str] | None = None) -> Markup:
    """Bars from zero, one below the other; ``mark`` is a value to compare with, drawn across, and its name."""
    row, top = 44, 4
    bottom = top + row * len(items)
    figure = _figure(title, bottom + (44 if mark else 24))
    reach = [float(item.value if item.high is None else item.high) for item in items]
    scale = Scale.of([0.0, *reach, *([float(mark[0])] if mark else [])], 12, WIDTH - 24)
    for tick in scale.ticks:
        _rule(figure, scale(tick), top, scale(tick), bottom, GRID)
        _text(figure, scale(tick), bottom + 17, write(tick), anchor="middle", fill=MUTED)
    for place, item in enumerate(items):
        _bar(figure, item, scale, top + place * row)
    if mark is not None:
        x = scale(float(mark[0]))
        _rule(figure, x, top, x, bottom, SERIES[1], dash="5 4")
        _text(figure, WIDTH / 2, bottom + 38, f"┆ {mark[1]}", anchor="middle", fill=SERIES[1])
    return _drawn(figure)


def _bar(figure: Element, item: Bar, scale: Scale, y: float) -> None:
    group = SubElement(figure, "g")
    SubElement(group, "title").text = f"{item.label}: {item.text}"
    _text(group, 12, y + 15, item.label, halo=True)
    _text(group, WIDTH - 4, y + 15, item.text, anchor="end", fill=MUTED, halo=True)
    start, end = scale(0.0), scale(float(item.value))
    _shape(group, "rect", x=start, y=y + 23, width=max(end - start, 0.5), height=13, fill=SERIES[0])
    if item.low is not None and item.high is not None:
        low, high, middle = scale(float(item.low)), scale(float(item.high)), y + 29.5
        for colour, width in (("#ffffff", 4.5), (INK, 1.6)):  # a light edge keeps the whisker in sight on the bar
            _rule(group, low, middle, high, middle, colour, width=width)
            for x in (low, high):
                _rule(group, x, middle - 5, x, middle + 5, colour, width=width)


def lines(items: Sequence[Line], *, title: str, x: Axis, y: Axis) -> Markup:
    """Lines over two axes, with a legend below."""
    left, right, top, bottom = 52.0, WIDTH - 22.0, 12.0, 330.0
    legend = bottom + 56
    figure = _figure(title, legend + 22 * len(items) - 6)
    points = [point for item in items for point in item.points]
    ends = [float(end) for item in items for pair in item.whiskers for end in pair]
    across = Scale.of(_reach(x, [float(point[0]) for point in points]), left, right)
    up = Scale.of(_reach(y, [float(point[1]) for point in points] + ends), bottom, top)
    for tick in up.ticks:
        _rule(figure, left, up(tick), right, up(tick), GRID)
        _text(figure, left - 6, up(tick) + 4.5, y.write(tick), anchor="end", fill=MUTED)
    for tick in across.ticks:
        _rule(figure, across(tick), bottom, across(tick), bottom + 4, MUTED)
        _text(figure, across(tick), bottom + 19, x.write(tick), anchor="middle", fill=MUTED)
    _rule(figure, left, bottom, right, bottom, MUTED)
    _text(figure, (left + right) / 2, bottom + 38, f"{x.label} →", anchor="middle", fill=MUTED)
    _text(figure, left + 6, top + 14, f"↑ {y.label}", fill=MUTED, halo=True)
    drawn = 0
    for place, item in enumerate(items):
        colour, dash = (MUTED, "3 4") if item.reference else (SERIES[drawn % 4], _DASHES[drawn % 4])
        drawn += not item.reference
        _line(figure, item, across, up, colour, dash)
        _rule(figure, left, legend + 22 * place - 5, left + 28, legend + 22 * place - 5, colour, width=2.4, dash=dash)
        _text(figure, left + 36, legend + 22 * place, item.label)
    return _drawn(figure)


def _line(figure: Element, item: Line, across: Scale, up: Scale, colour: str, dash: str) -> None:
    group = SubElement(figure, "g")
    SubElement(group, "title").text = item.label
    places = [(across(float(x)), up(float(y))) for x, y in item.points]
    path = " ".join(f"{x:.2f},{y:.2f}" for x, y in places)
    line = _shape(group, "polyline", points=path, fill="none", stroke=colour)
    line.set("stroke-width", "1.2" if item.reference else "2.2")
    if dash:
        line.set("stroke-dasharray", dash)
    for (x, _), (low, high) in zip(places, item.whiskers, strict=False):
        _rule(group, x, up(float(low)), x, up(float(high)), colour, width=1.3)
        for end in (low, high):
            _rule(group, x - 4, up(float(end)), x + 4, up(float(end)), colour, width=1.3)
    for x, y in places if item.marks else ():
        _shape(group, "circle", cx=x, cy=y, r=3.4, fill=colour)


def columns(items: Sequence[Column], series: Sequence[str], *, title: str, write: Format) -> Markup:
    """Columns side by side, one group a band; names of series below, those of bands where there is room."""
    left, right, top, bottom = 52.0, WIDTH - 6.0, 10.0, 210.0
    legend = bottom + 42
    shown = series if len(series) > 1 else ()
    figure = _figure(title, legend + 22 * len(shown) - (6 if shown else 12))
    up = Scale.of([0.0, *(float(value) for item in items for value in item.values)], bottom, top)
    for tick in up.ticks:
        _rule(figure, left, up(tick), right, up(tick), GRID)
        _text(figure, left - 6, up(tick) + 4.5, write(tick), anchor="end", fill=MUTED)
    step = (right - left) / max(len(items), 1)
    wide = step * 0.84 / max(len(series), 1)
    labels = _labels_that_fit([item.label for item in items], step)
    for place, item in enumerate(items):
        start = left + place * step + step * 0.08
        for which, value in enumerate(item.values):
            column = _shape(
                figure, "rect", x=start + which * wide, y=up(float(value)), width=max(wide - 1, 0.5),
                height=max(bottom - up(float(value)), 0), fill=SERIES[which % 4],
            )  # fmt: skip
            SubElement(column, "title").text = f"{item.label}: {write(float(value))}"
        if labels[place]:
            _text(figure, left + (place + 0.5) * step, bottom + 17, item.label, anchor="middle", fill=MUTED)
    _rule(figure, left, bottom, right, bottom, MUTED)
    for place, name in enumerate(shown):
        _shape(figure, "rect", x=left, y=legend + 22 * place - 11, width=14, height=12, fill=SERIES[place % 4])
        _text(figure, left + 22, legend + 22 * place, name)
    return _drawn(figure)


def heat_table(
    rows: Sequence[tuple[str, Sequence[Cell]]], heads: Sequence[str], *, corner: str, caption: str
) -> Markup:
    """A table whose cells are the darker the larger their share; it is read as a table, aloud and on paper."""
    table = Element("table", {"class": "heat"})
    SubElement(table, "caption").text = caption
    head = SubElement(SubElement(table, "thead"), "tr")
    for name in (corner, *heads):
        SubElement(head, "th", {"scope": "col"}).text = name
    body = SubElement(table, "tbody")
    for name, cells in rows:
        row = SubElement(body, "tr")
        SubElement(row, "th", {"scope": "row"}).text = name
        for cell in cells:
            _heat_cell(row, cell)
    return Markup(tostring(table, encoding="unicode", method="html"))  # noqa: S704 - built node by node, escaped


def _heat_cell(row: Element, cell: Cell) -> None:
    shade = min(max(float(cell.shade), 0.0), 1.0)
    # From white to the blue of the first series; white letters once it is too dark for ink.
    ground = ",".join(str(round(255 - shade * (255 - part))) for part in (23, 74, 133))
    ink = "#ffffff" if shade > 0.5 else INK
    node = SubElement(row, "td", {"style": f"background:rgb({ground});color:{ink}"})
    node.text = cell.text
    if cell.note:
        SubElement(node, "small").text = cell.note


def _reach(axis: Axis, values: Sequence[float]) -> list[float]:
    """The values an axis has to hold."""
    ends = [float(end) for end in (axis.low, axis.high) if end is not None]
    held = [value for value in values if axis.high is None or value <= float(axis.high)]
    return [*ends, *held] or [0.0, 1.0]


def _labels_that_fit(labels: Sequence[str], step: float) -> list[bool]:
    """Which labels are written, so that none runs into the next: every one, every second, every third …"""
    widest = max((_text_width(label) for label in labels), default=0.0)
    every = max(1, -int(-(widest + 8) // step))
    return [place % every == 0 for place in range(len(labels))]


def _text_width(text: str) -> float:
    """About how wide a text is: a Chinese character is square, a Latin one a bit over half as wide."""
    return sum(_SIZE if ord(character) > 0x2E7F else _SIZE * 0.58 for character in text)


def _figure(title: str, height: float) -> Element:
    figure = Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "viewBox": f"0 0 {WIDTH} {height:g}",
            "class": "chart",
            "role": "img",
            "aria-label": title,
            "font-family": _FONT,
            "font-size": str(_SIZE),
        },
    )
    SubElement(figure, "title").text = title
    return figure


def _drawn(figure: Element) -> Markup:
    return Markup(tostring(figure, encoding="unicode"))  # noqa: S704 - built node by node, escaped


def _shape(parent: Element, kind: str, **attributes: float | str) -> Element:
    written = {name: f"{value:.2f}" if isinstance(value, float) else str(value) for name, value in attributes.items()}
    return SubElement(parent, kind, written)


def _rule(
    parent: Element, x1: float, y1: float, x2: float, y2: float, colour: str, *, width: float = 1.0, dash: str = ""
) -> None:
    line = _shape(parent, "line", x1=x1, y1=y1, x2=x2, y2=y2, stroke=colour)
    line.set("stroke-width", f"{width:g}")
    if dash:
        line.set("stroke-dasharray", dash)


def _text(
    parent: Element, x: float, y: float, words: str, *, anchor: str = "start", fill: str = INK, halo: bool = False
) -> None:
    """Words on the chart; with a ``halo`` they stay legible where a line runs behind them."""
    node = _shape(parent, "text", x=float(x), y=float(y), fill=fill)
    if halo:
        for name, value in (("stroke", "#ffffff"), ("stroke-width", "4"), ("paint-order", "stroke")):
            node.set(name, value)
    if anchor != "start":
        node.set("text-anchor", anchor)
    node.text = words
