"""The charts of a simulation's page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.evaluation.backtest.ratios import shares
from gongxin.evaluation.simulation.grade_scales import NOT_EVALUATED
from gongxin.reports.charts import Cell, Column, columns, heat_table
from gongxin.reports.figures import percent, round_percent
from gongxin.reports.report import plain_number

if TYPE_CHECKING:
    from collections.abc import Callable

    from markupsafe import Markup

    from gongxin.evaluation.simulation import Simulation
    from gongxin.evaluation.simulation.moves import Moves


#: Characters of a grade that is a letter (AAA, B, 优) and no word.
_LETTERS = 3


class SimulationCharts:
    """Draws each chart when the page asks for it; a chart of something that is not there is not asked for."""

    def __init__(self, result: Simulation, say: Callable[..., str], state: Callable[[str], str]) -> None:
        self._result, self._say, self._state = result, say, state

    def by_grade(self) -> Markup:
        """How many subjects each grade has before and after."""
        moves = self._result.moves
        before = dict(zip(moves.before, map(sum, moves.counts), strict=True))
        after = dict(zip(moves.after, map(sum, zip(*moves.counts, strict=True)), strict=True))
        return self._two_series(
            [(grade, (before.get(grade, 0), after.get(grade, 0))) for grade in self._result.scales.order],
            self._say("by-grade"),
        )

    def matrix(self, moves: Moves, caption: str) -> Markup:
        """The matrix as a shaded table, without the row and the column of those not evaluated where they are empty."""
        ends = [place for place in range(len(moves.after)) if _is_told(moves.after, place, _column(moves, place))]
        rows = [
            (
                self._state(moves.before[place]),
                [Cell(share[end], percent(share[end]) if row[end] else "", f"{row[end]:,}") for end in ends],
            )
            for place, row in enumerate(moves.counts)
            for share in [shares(row)]
            if _is_told(moves.before, place, row)
        ]
        heads = [self._head(moves.after[end]) for end in ends]
        return heat_table(rows, heads, corner=self._say("from-to"), caption=caption)

    def score_changes(self) -> Markup:
        """How far scores move, of those that move at all."""
        changes = self._result.scores.changes
        assert changes is not None
        drawn = [Column(plain_number(column.start).replace("-", "−"), (column.share,)) for column in changes.columns]
        return columns(drawn, [self._say("share")], title=self._say("scores"), write=round_percent)

    def load(self) -> Markup:
        """The inspections of one round by grade, before and after."""
        load = self._result.load
        assert load is not None
        before, after = ({of.grade: of.inspections for of in side} for side in (load.before, load.after))
        return self._two_series(
            [(grade, (float(before.get(grade, 0)), float(after.get(grade, 0)))) for grade in self._result.scales.order],
            self._say("load"),
        )

    def _head(self, state: str) -> str:
        """What stands above a column: a letter alone, where the grade is one; the rows have its title."""
        return state if len(state) <= _LETTERS and state != NOT_EVALUATED else self._state(state)

    def _two_series(self, values: list[tuple[str, tuple[float, float]]], title: str) -> Markup:
        drawn = [Column(self._state(grade), pair) for grade, pair in values]
        return columns(drawn, (self._say("before"), self._say("after")), title=title, write=lambda value: f"{value:,g}")


def _column(moves: Moves, place: int) -> tuple[int, ...]:
    return tuple(row[place] for row in moves.counts)


def _is_told(states: tuple[str, ...], place: int, counts: tuple[int, ...]) -> bool:
    return place < len(states) - 1 or any(counts)
