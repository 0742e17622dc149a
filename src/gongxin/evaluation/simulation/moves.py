"""Who moves: the matrix of all subjects, and of those of one kind, region, industry or size."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gongxin.evaluation.backtest.following import ATTRIBUTES
from gongxin.evaluation.backtest.migration import Migration, count_moves
from gongxin.evaluation.simulation.grade_scales import NOT_EVALUATED

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from duckdb import DuckDBPyConnection

    from gongxin.evaluation.simulation.grade_scales import GradeScales

#: Values of an attribute that are told one by one; subjects with any other stand together.
VALUES = 20
#: What stands for all other values, and for none.
OTHERS, NOT_STATED = "…", ""


@dataclass(frozen=True, slots=True)
class Moves:
    """``counts[i][j]`` subjects have the grade ``before[i]`` by one version and ``after[j]`` by the other.

    The last row and column are those not evaluated. Of the subjects evaluated by both, ``moved`` have another grade,
    which is ``up`` or ``down`` where the scales can be compared; else these are empty. ``entered`` and ``left`` are
    subjects evaluated by the second or the first version alone.
    """

    before: tuple[str, ...]
    after: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]
    up: int | None
    down: int | None
    same: int
    moved: int
    entered: int
    left: int

    @property
    def evaluated_before(self) -> int:
        """How many subjects the first version evaluates: the sum of all rows but the last."""
        return sum(map(sum, self.counts[:-1]))

    @property
    def evaluated_after(self) -> int:
        """How many subjects the second version evaluates: the sum of all columns but the last."""
        return sum(sum(row[:-1]) for row in self.counts)


def measure_moves(connection: DuckDBPyConnection, scales: GradeScales) -> tuple[Moves, dict[str, dict[str, Moves]]]:
    """The matrix of all pairs, and by attribute that of each of its values, those with the most subjects first.

    Under each attribute every pair is in one matrix: the remaining values stand together as :data:`OTHERS`, subjects of
    whom nothing is stated as :data:`NOT_STATED`.
    """
    overall = _moves(_migrations(connection, scales, "NULL")[None], scales)
    within = {}
    for attribute in ATTRIBUTES:
        found = _migrations(connection, scales, f"nullif({attribute}, '')")
        within[attribute] = {value: _moves(matrix, scales) for value, matrix in _told(found)}
    return overall, within


def _migrations(connection: DuckDBPyConnection, scales: GradeScales, by: str) -> Mapping[str | None, Migration]:
    pairs = f"SELECT {by} AS value, before AS origin, after AS target FROM pair"
    return count_moves(connection, pairs, (*scales.order, NOT_EVALUATED))


def _told(found: Mapping[str | None, Migration]) -> Iterable[tuple[str, Migration]]:
    by_size = sorted(found, key=lambda value: (value is None, -sum(found[value].moves), value or ""))
    named = [value for value in by_size if value is not None]
    yield from ((value, found[value]) for value in named[:VALUES])
    if named[VALUES:]:
        yield OTHERS, _together([found[value] for value in named[VALUES:]])
    if None in found:
        yield NOT_STATED, found[None]


def _together(several: list[Migration]) -> Migration:
    cells = zip(*(matrix.counts for matrix in several), strict=True)
    return Migration(several[0].states, tuple(tuple(map(sum, zip(*rows, strict=True))) for rows in cells))


def _moves(found: Migration, scales: GradeScales) -> Moves:
    up, same, down = found.among(scales.order).moves
    rows, columns = ([found.states.index(grade) for grade in own] for own in (scales.before, scales.after))
    last = len(scales.order)
    return Moves(
        before=(*scales.before, NOT_EVALUATED),
        after=(*scales.after, NOT_EVALUATED),
        counts=tuple(tuple(found.counts[row][column] for column in (*columns, last)) for row in (*rows, last)),
        up=up if scales.comparable else None,
        down=down if scales.comparable else None,
        same=same,
        moved=up + down,
        entered=sum(found.counts[last][:-1]),
        left=sum(row[last] for row in found.counts[:-1]),
    )
