"""Who moved from which grade to which: transitions between consecutive observations, counted in one query.

This is the cohort method of estimating a matrix of migration.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gongxin.evaluation.backtest.ratios import shares
from gongxin.subjects.sql_text import literal

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from duckdb import DuckDBPyConnection


@dataclass(frozen=True, slots=True)
class Migration:
    """Transitions among ``states``: ``counts[i][j]`` of them went from the i-th state to the j-th."""

    states: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]

    @property
    def shares(self) -> tuple[tuple[Decimal, ...], ...]:
        """Each row as shares of those who were there: they add up to 1, or to 0 where nobody was."""
        return tuple(shares(row) for row in self.counts)

    @property
    def moves(self) -> tuple[int, int, int]:
        """How many went to an earlier state, stayed, and went to a later one."""
        places = range(len(self.states))
        cells = [(i, j, self.counts[i][j]) for i in places for j in places]
        return (
            sum(count for i, j, count in cells if j < i),
            sum(count for i, j, count in cells if j == i),
            sum(count for i, j, count in cells if j > i),
        )


def migration(connection: DuckDBPyConnection, observations: str, states: Sequence[str]) -> Migration:
    """The matrix of all transitions in a relation of ``subject_id``, ``period`` and ``state``.

    Each observation of a subject is paired with the subject's next one. A state that is not listed is passed over with
    the transitions from and to it.
    """
    counts = [[0] * len(states) for _ in states]
    for _, origin, target, count in _transitions(connection, observations, states, "NULL"):
        counts[origin][target] = count
    return Migration(tuple(states), tuple(map(tuple, counts)))


def migrations(
    connection: DuckDBPyConnection, observations: str, states: Sequence[str], by: str
) -> dict[str | None, Migration]:
    """The matrix for each value of the column ``by`` at the observation that a transition starts from."""
    counts: defaultdict[str | None, list[list[int]]] = defaultdict(lambda: [[0] * len(states) for _ in states])
    for value, origin, target, count in _transitions(connection, observations, states, by):
        counts[value][origin][target] = count
    return {value: Migration(tuple(states), tuple(map(tuple, matrix))) for value, matrix in counts.items()}


def _transitions(
    connection: DuckDBPyConnection, observations: str, states: Sequence[str], by: str
) -> list[tuple[str | None, int, int, int]]:
    place = f"CASE state {' '.join(f'WHEN {literal(state)} THEN {n}' for n, state in enumerate(states))} END"
    return connection.execute(
        f"""SELECT value, origin, target, count(*) FROM (
            SELECT {by} AS value, {place} AS origin,
                lead({place}) OVER (PARTITION BY subject_id ORDER BY period) AS target
            FROM {observations})
        WHERE origin IS NOT NULL AND target IS NOT NULL GROUP BY ALL"""
    ).fetchall()
