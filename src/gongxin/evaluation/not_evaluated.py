"""How many subjects a model keeps from being evaluated, by the rule that says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.evaluation.duckdb_engine import give_tables

if TYPE_CHECKING:
    from collections.abc import Iterable

    from duckdb import DuckDBPyConnection

    from gongxin.evaluation.sql import CompiledModel
    from gongxin.ledger import Snapshot


def count_not_evaluated(
    connection: DuckDBPyConnection, compiled: CompiledModel, snapshot: Snapshot, parts: Iterable[range]
) -> dict[str, int]:
    """The number of subjects by rule, in the order of the model; asks nothing of a model without such rules."""
    counted = {bar.rule.id: 0 for bar in compiled.plan.bars}
    for buckets in parts if counted else ():
        for name, rows in snapshot.queries(buckets).items():
            connection.execute(f"CREATE OR REPLACE TEMP VIEW {name} AS {rows}")
        give_tables(connection, compiled)
        found = connection.execute(f"SELECT reason, count(*) FROM ({compiled.excluded}) GROUP BY reason").fetchall()
        for rule, subjects in found:
            counted[rule] += subjects
    return counted
