"""Evaluation on Spark: the same compiled model, transpiled, over the same Parquet files.

For ledgers that one machine is too small for. The session is the caller's: where it runs and how many cores it has is
set as for any Spark program (``MASTER``, ``spark-defaults.conf``); without any it runs on this machine.
"""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING

from gongxin.errors import UsageError
from gongxin.evaluation.duckdb_engine import score_out_of_range
from gongxin.evaluation.result_rows import in_order
from gongxin.evaluation.spark_sql import spark_sql

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from pyspark.sql import SparkSession

    from gongxin.evaluation.engine import Output, Question
    from gongxin.evaluation.sql import CompiledModel

#: Settings that results depend on: numbers are exact or an error, never rounded and never NULL for being too large.
SETTINGS = {
    "spark.sql.ansi.enabled": "true",
    "spark.sql.decimalOperations.allowPrecisionLoss": "false",
    "spark.sql.session.timeZone": "UTC",
}


class SparkEngine:
    """An :class:`~gongxin.evaluation.engine.Engine` over a Spark session. Spark itself works on many parts at once."""

    workers = 1
    rests_on_workings = False

    def __init__(self, session: SparkSession) -> None:
        self._session = session
        for name, value in SETTINGS.items():
            session.conf.set(name, value)

    @property
    def name(self) -> str:
        """See :attr:`gongxin.evaluation.engine.Engine.name`."""
        return f"spark {self._session.version}"

    def write(self, question: Question, buckets: range, files: Mapping[Output, Path]) -> None:
        """See :meth:`gongxin.evaluation.engine.Engine.write`."""
        bucket, model = self._bucket(question, buckets), question.model
        self._look_at(question, buckets)
        if len(files) == 1:
            for output, file in files.items():
                self._write(model, in_order(output, model, bucket), file)
            return
        kept = self._session.sql(spark_sql(model.brought, model.tables)).cache()
        kept.createOrReplaceTempView("brought_kept")
        model = model.over("brought_kept")
        try:
            for output, file in files.items():
                self._write(model, in_order(output, model, bucket), file)
        finally:
            kept.unpersist()

    @staticmethod
    def _bucket(question: Question, buckets: range) -> str:
        """The bucket of :mod:`gongxin.ledger.buckets`, in terms that Spark has."""
        if len(buckets) == 1:
            return f"CAST({buckets.start} AS INTEGER)"
        return f"CAST(CAST(conv(left(md5(subject_id), 8), 16, 10) AS BIGINT) % {question.snapshot.buckets} AS INTEGER)"

    def _look_at(self, question: Question, buckets: range) -> None:
        """Have views of the rows of these buckets."""
        among = None if question.among is None else self._scan([question.among])
        for name, rows in question.snapshot.queries(buckets, among=among, scan=self._scan).items():
            self._session.sql(spark_sql(rows)).createOrReplaceTempView(name)

    def _write(self, model: CompiledModel, query: str, part: Path) -> None:
        from pyspark.errors import ArithmeticException, NumberFormatException

        directory = part.with_name(f"{part.name}.spark")
        shutil.rmtree(directory, ignore_errors=True)
        found = self._session.sql(spark_sql(query, model.tables)).coalesce(1)
        try:
            found.write.parquet(str(directory))
        except (ArithmeticException, NumberFormatException) as error:
            raise score_out_of_range(model) from error
        (written,) = directory.glob("*.parquet")
        written.replace(part)
        shutil.rmtree(directory)

    def _scan(self, paths: Sequence[Path]) -> str:
        """A relation over Parquet files. The folder a file lies in says nothing about its rows."""
        name = f"files_{abs(hash(tuple(paths)))}"
        reader = self._session.read.option("recursiveFileLookup", "true")
        reader.parquet(*map(str, paths)).createOrReplaceTempView(name)
        return name


@contextmanager
def spark_engine(workers: int | None = None) -> Iterator[SparkEngine]:
    """An engine for the block; ``workers`` threads if Spark runs on this machine. Errors: ``spark-missing``."""
    session = _session(workers)
    try:
        yield SparkEngine(session)
    finally:
        session.stop()


def _session(workers: int | None) -> SparkSession:
    try:
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession

        builder = SparkSession.builder.appName("gongxin").config("spark.ui.enabled", "false")
        if workers is not None:
            builder = builder.master(f"local[{workers}]")
        return builder.getOrCreate()
    except (ImportError, PySparkException, RuntimeError) as error:
        raise UsageError(
            "spark-missing",
            zh="无法启动 Spark：需要 pip install gongxin[spark] 和 Java 17 或更高版本；"
            "不用 --engine spark 则由 DuckDB 计算。",
            en="Spark does not start: it needs pip install gongxin[spark] and Java 17 or newer; "
            "without --engine spark DuckDB computes.",
        ) from error
