"""Charts, read back as a reader of the page would: by what they say and where it stands."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from xml.etree.ElementTree import Element, fromstring

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongxin.reports.chart_scale import Scale, round_ticks
from gongxin.reports.charts import Axis, Bar, Cell, Column, Line, bars, columns, heat_table, lines

SVG = "{http://www.w3.org/2000/svg}"


def percent(value: float) -> str:
    return f"{100 * value:g}%"


def texts(figure: Element) -> list[str]:
    return [node.text or "" for node in figure.iter(f"{SVG}text")]


def test_a_bar_says_its_name_and_value_and_is_as_long_as_it_is_large() -> None:
    drawn = bars(
        [Bar("优", Decimal("0.1"), "10%", Decimal("0.05"), Decimal("0.2")), Bar("差", Decimal("0.2"), "20%")],
        title="新增违法率",
        write=percent,
    )
    figure = fromstring(drawn)
    assert figure.get("aria-label") == "新增违法率"
    assert {"优", "10%", "差", "20%"} <= set(texts(figure))
    first, second = (float(node.get("width", "")) for node in figure.iter(f"{SVG}rect"))
    assert second == pytest.approx(2 * first, abs=0.02)


def test_a_whisker_spans_its_interval() -> None:
    figure = fromstring(bars([Bar("a", 0.1, "", 0.05, 0.2)], title="t", write=percent))
    (bar,) = figure.iter(f"{SVG}rect")
    zero, tenth = float(bar.get("x", "")), float(bar.get("width", ""))
    whisker = next(
        node
        for node in figure.iter(f"{SVG}line")
        if node.get("stroke-width") == "1.6" and node.get("y1") == node.get("y2")
    )
    assert float(whisker.get("x1", "")) == pytest.approx(zero + tenth / 2, abs=0.02)
    assert float(whisker.get("x2", "")) == pytest.approx(zero + tenth * 2, abs=0.02)


def test_a_mark_is_named_below() -> None:
    drawn = bars([Bar("a", 0.1, "")], title="t", write=percent, mark=(Decimal("0.3"), "all 30%"))
    assert any("all 30%" in text for text in texts(fromstring(drawn)))


def test_lines_rise_where_their_values_do_and_are_named() -> None:
    drawn = lines(
        [Line("model", [(0, 0), (0.5, 0.8), (1, 1)]), Line("chance", [(0, 0), (1, 1)], reference=True)],
        title="ROC",
        x=Axis("false alarms", percent, 0, 1),
        y=Axis("found", percent, 0, 1),
    )
    figure = fromstring(drawn)
    assert {"model", "chance"} <= set(texts(figure))
    model, _ = figure.iter(f"{SVG}polyline")
    heights = [float(pair.split(",")[1]) for pair in model.get("points", "").split()]
    assert heights == sorted(heights, reverse=True)  # y grows downwards


def test_columns_show_every_series_and_only_the_labels_that_fit() -> None:
    many = [Column(f"band {n}", (0.1, 0.2)) for n in range(40)]
    figure = fromstring(columns(many, ["before", "after"], title="t", write=percent))
    assert len(list(figure.iter(f"{SVG}rect"))) == 2 * 40 + 2
    assert 0 < sum(text.startswith("band") for text in texts(figure)) < 40
    assert {"before", "after"} <= set(texts(figure))


def test_a_heat_table_is_a_table_darker_where_more_is() -> None:
    drawn = heat_table(
        [("A", [Cell(1, "100%", "12"), Cell(0, "0%")])], ["A", "B"], corner="from / to", caption="who moved"
    )
    table = fromstring(drawn)
    dark, light = table.iter("td")
    assert "rgb(23,74,133)" in dark.get("style", "")
    assert "rgb(255,255,255)" in light.get("style", "")
    assert [node.get("scope") for node in table.iter("th")] == ["col", "col", "col", "row"]


def test_names_cannot_break_out_of_a_chart() -> None:
    name = "<script>alert('云')</script>&"
    figure = fromstring(bars([Bar(name, 1, name)], title=name, write=percent))
    assert name in texts(figure)
    assert not list(figure.iter("script"))


@given(st.floats(-1e9, 1e9), st.floats(0, 1e9))
def test_ticks_are_few_evenly_apart_and_hold_all_values(low: float, span: float) -> None:
    ticks = round_ticks(low, low + span)
    assert 2 <= len(ticks) <= 8
    slack = 1e-6 * max(abs(low), span, 1e-3)
    assert ticks[0] <= low + slack
    assert ticks[-1] >= low + span - slack
    steps = [after - before for before, after in pairwise(ticks)]
    assert min(steps) > 0
    assert max(steps) == pytest.approx(min(steps), rel=1e-3)


@given(st.lists(st.floats(-1e6, 1e6), min_size=1))
def test_a_scale_puts_every_value_between_its_ends(values: list[float]) -> None:
    scale = Scale.of(values, 10, 470)
    assert all(9 <= scale(value) <= 471 for value in values)
