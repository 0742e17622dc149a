"""Every shipped model on both engines: equal results, cell by cell, to the last digit."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq
import pytest
from tests.evaluation.filled import LAW, MODELS, day_of, filled

from gongxin.evaluation.duckdb_engine import duckdb_engine
from gongxin.evaluation.run import evaluate

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from gongxin.law.schema.model import EvaluationModel
    from gongxin.ledger import Ledger

__all__ = ["filled"]


@pytest.fixture(scope="session")
def spark() -> Iterator[Any]:
    """One local session for all tests."""
    pytest.importorskip("pyspark", reason="pyspark is not installed: pip install gongxin[spark]")
    if shutil.which("java") is None:
        pytest.skip("there is no Java on this machine")
    from pyspark.sql import SparkSession

    # So few rows are read faster than code is made for them, and planned anew while they are read. What follows from
    # conditions, for every column of long CASEs, takes Spark longer to find out than the whole question to answer.
    settings: dict[str, bool | float | int | str | None] = {
        "spark.sql.adaptive.enabled": "false",
        "spark.sql.constraintPropagation.enabled": "false",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.sql.shuffle.partitions": "1",
        "spark.sql.codegen.wholeStage": "false",
        "spark.sql.codegen.factoryMode": "NO_CODEGEN",
        "spark.log.level": "ERROR",
    }
    session = SparkSession.builder.master("local[2]").config(map=settings).getOrCreate()
    yield session
    session.stop()


@pytest.mark.slow
@pytest.mark.parametrize("model", MODELS)
def test_both_engines_come_to_the_same_digits(
    model: EvaluationModel, filled: Ledger, spark: Any, tmp_path: Path
) -> None:
    from gongxin.evaluation.spark_engine import SparkEngine

    day, found = day_of(model), []
    with duckdb_engine(filled, 2) as duckdb:
        for engine in (duckdb, SparkEngine(spark)):
            out, unfolded = tmp_path / f"{engine.workers}.parquet", tmp_path / f"{engine.workers}-parts.parquet"
            summary = evaluate(filled, LAW, model.id, as_of=day, out=out, contributions=unfolded, engine=engine)
            found.append((summary, pq.read_table(out), pq.read_table(unfolded)))
    (ours, results, contributions), (theirs, spark_results, spark_contributions) = found
    assert ours.evaluated > 5, "there is something to compare"
    assert theirs.stamp.engine.startswith("spark ")
    assert spark_results.to_pylist() == results.to_pylist()
    assert [str(kind) for kind in spark_results.schema.types] == [str(kind) for kind in results.schema.types]
    assert spark_contributions.to_pylist() == contributions.to_pylist()
