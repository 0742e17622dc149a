"""Who moved from which grade to which: transitions between consecutive observations, counted in one query.

This is the cohort method of estimating a matrix of migration.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gongxin.evaluation.backtest.ratios import shares

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

    def among(self, states: Sequence[str]) -> Migration:
        """The part of the matrix between some of its states."""
        kept = [self.states.index(state) for state in states]
        return Migration(tuple(states), tuple(tuple(self.counts[i][j] for j in kept) for i in kept))

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
    return count_moves(connection, _transitions(observations, "NULL"), states)[None]


def migrations(
    connection: DuckDBPyConnection, observations: str, states: Sequence[str], by: str
) -> dict[str | None, Migration]:
    """The matrix for each value of the column ``by`` at the observation that a transition starts from."""
    return count_moves(connection, _transitions(observations, by), states)


def count_moves(
    connection: DuckDBPyConnection, transitions: str, states: Sequence[str]
) -> defaultdict[str | None, Migration]:
    """The matrix for each ``value`` in a query of ``value, origin, target``, a row a transition; empty for any other.

    A transition from or to a state that is not listed is passed over.
    """
    counts: defaultdict[str | None, list[list[int]]] = defaultdict(lambda: [[0] * len(states) for _ in states])
    place = {state: number for number, state in enumerate(states)}
    query = f"SELECT value, origin, target, count(*) FROM ({transitions}) GROUP BY ALL"
    for value, origin, target, count in connection.execute(query).fetchall():
        if origin in place and target in place:
            counts[value][place[origin]][place[target]] = count
    nobody = Migration(tuple(states), tuple((0,) * len(states) for _ in states))
    moves = {value: Migration(tuple(states), tuple(map(tuple, matrix))) for value, matrix in counts.items()}
    return defaultdict(lambda: nobody, moves)


def _transitions(observations: str, by: str) -> str:
    return f"""SELECT {by} AS value, state AS origin,
            lead(state) OVER (PARTITION BY subject_id ORDER BY period) AS target
        FROM {observations}"""
