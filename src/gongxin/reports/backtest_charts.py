"""The charts of a back-test's page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.evaluation.backtest.bands import MISSING
from gongxin.reports.charts import Axis, Bar, Cell, Column, Line, bars, columns, heat_table, lines
from gongxin.reports.figures import percent, round_percent
from gongxin.reports.report import plain_number

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from markupsafe import Markup

    from gongxin.evaluation.backtest import BackTest
    from gongxin.evaluation.backtest.migration import Migration
    from gongxin.evaluation.backtest.rates import NamedRate, Rate
    from gongxin.evaluation.backtest.stability import Stability


class BackTestCharts:
    """Draws each chart when the page asks for it; a chart of something not measured is not asked for."""

    def __init__(self, result: BackTest, say: Callable[..., str], grade: Callable[[str], str]) -> None:
        self._result, self._say, self._grade = result, say, grade

    def by_grade(self) -> Markup:
        """Rates by grade with their intervals, and the overall rate across."""
        by_grade, overall = self._result.by_grade, self._result.overall
        assert by_grade is not None
        rates = [(self._grade(named.name), named.rate) for named in by_grade.rates]
        if by_grade.not_evaluated is not None:
            rates.append((self._say("not-evaluated"), by_grade.not_evaluated))
        drawn = [_bar(name, rate) for name, rate in rates if rate.cases]
        mark = None if overall.rate is None else (overall.rate, f"{self._say('overall')} {percent(overall.rate)}")
        return bars(drawn, title=self._say("by-grade"), write=round_percent, mark=mark)

    def curve(self) -> Markup:
        """The ROC curve beside that of a random order."""
        told = self._result.discrimination
        assert told is not None
        return lines(
            [
                Line(self._say("score-line"), told.curve),
                Line(self._say("coin"), [(0.0, 0.0), (1.0, 1.0)], reference=True),
            ],
            title=self._say("discrimination"),
            x=Axis(self._say("roc-x"), round_percent, 0, 1),
            y=Axis(self._say("roc-y"), round_percent, 0, 1),
        )

    def calibration(self) -> Markup:
        """Rates by band of scores, observed and expected."""
        found = self._result.calibration
        drawn = [
            Line(
                self._say("observed-rate"),
                _points(found.observed),
                [(of.rate.low or 0, of.rate.high or 0) for of in found.observed if of.rate.cases],
                marks=True,
            )
        ]
        if found.expected:
            drawn.append(Line(self._say("expected-rate"), _points(found.expected)))
        return lines(
            drawn,
            title=self._say("calibration"),
            x=Axis(
                self._say("bands-axis"),
                lambda place: f"{place:g}" if place.is_integer() else "",
                1,
                max(len(found.observed), 2),
            ),
            y=Axis(self._say("rate"), round_percent, 0),
        )

    def stability(self, stability: Stability) -> Markup:
        """Shares on both days, side by side."""
        drawn = [Column(moved.name, (moved.before, moved.after)) for moved in stability.bands]
        names = (self._say("then"), self._say("later"))
        return columns(drawn, names, title=self._say("stability"), write=round_percent)

    def moves(self, migration: Migration) -> Markup:
        """The matrix as a shaded table, shares of the row above counts."""
        names = [self._state(state) for state in migration.states]
        starts = [place for place, row in enumerate(migration.counts) if any(row)]
        ends = [place for place in range(len(names)) if any(row[place] for row in migration.counts)]
        shares, counts = migration.shares, migration.counts
        rows = [
            (
                names[start],
                [Cell(shares[start][end], percent(shares[start][end]), f"{counts[start][end]:,}") for end in ends],
            )
            for start in starts
        ]
        heads = [names[end] for end in ends]
        return heat_table(rows, heads, corner=self._say("from-to"), caption=self._say("moves-caption"))

    def shape(self) -> Markup:
        """The histogram of scores."""
        found = self._result.distribution
        assert found is not None
        drawn = [Column(plain_number(column.start), (column.share,)) for column in found.columns]
        return columns(drawn, [self._say("share")], title=self._say("distribution"), write=round_percent)

    def _state(self, state: str) -> str:
        return state if state == MISSING else self._grade(state)


def _bar(name: str, rate: Rate) -> Bar:
    assert rate.rate is not None
    text = f"{percent(rate.rate)} ({percent(rate.low)}–{percent(rate.high)})"
    return Bar(name, rate.rate, text, rate.low, rate.high)


def _points(rates: Sequence[NamedRate]) -> list[tuple[int, float]]:
    return [(place, float(named.rate.rate)) for place, named in enumerate(rates, 1) if named.rate.rate is not None]
