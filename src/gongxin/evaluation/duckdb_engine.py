"""Evaluation on DuckDB: one query a bucket, in bounded memory."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from gongxin.errors import LawError, UsageError
from gongxin.subjects.sql_text import literal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from duckdb import DuckDBPyConnection

    from gongxin.evaluation.sql import CompiledModel
    from gongxin.ledger import Ledger, Snapshot

_PART = "FORMAT parquet, COMPRESSION lz4_raw"
_RESULT = "FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880"


class DuckDBEngine:
    """An :class:`~gongxin.evaluation.engine.Engine` over one DuckDB connection."""

    def __init__(self, connection: DuckDBPyConnection) -> None:
        self._connection = connection

    @property
    def name(self) -> str:
        """Name and version of the engine."""
        import duckdb

        return f"duckdb {duckdb.__version__}"

    def evaluate(self, model: CompiledModel, snapshot: Snapshot, bucket: int, part: Path) -> None:
        """See :meth:`gongxin.evaluation.engine.Engine.evaluate`."""
        snapshot.attach(self._connection, bucket=bucket)
        give_tables(self._connection, model)
        with computing(model):
            self._connection.execute(f"COPY ({model.results}) TO {literal(str(part))} ({_PART})")

    def gather(self, parts: Sequence[Path], out: Path, notes: Mapping[str, str]) -> dict[str | None, int]:
        """See :meth:`gongxin.evaluation.engine.Engine.gather`."""
        import duckdb

        files = f"read_parquet([{', '.join(literal(str(part)) for part in parts)}])"
        footer = ", ".join(f"{name}: {literal(text)}" for name, text in notes.items())
        try:
            self._connection.execute(
                f"COPY (SELECT * FROM {files} ORDER BY subject_id) TO {literal(str(out))}"
                f" ({_RESULT}, KV_METADATA {{{footer}}})"
            )
        except duckdb.IOException as error:
            raise UsageError(
                "cannot-write-result",
                zh="无法写出评价结果；请检查目录、权限与磁盘空间。",
                en="The result cannot be written; check the folder, its permissions and the free space.",
                where=str(out),
            ) from error
        counted = self._connection.execute(f"SELECT grade, count(*) FROM {files} GROUP BY grade").fetchall()
        return dict(counted)


@contextmanager
def duckdb_engine(ledger: Ledger) -> Iterator[DuckDBEngine]:
    """An engine for the block, in bounded memory, spilling into the workspace of the ledger."""
    with ledger.connect() as connection:
        yield DuckDBEngine(connection)


def give_tables(connection: DuckDBPyConnection, model: CompiledModel) -> None:
    """Set the list variables that the stages of a model look factors up in."""
    for name, factors in model.tables.items():
        listed = ", ".join(format(factor, "f") for factor in factors)
        connection.execute(f"SET VARIABLE {name} = CAST([{listed}] AS DECIMAL(10,9)[])")


@contextmanager
def computing(model: CompiledModel) -> Iterator[None]:
    """Tell in the platform's own words that some number is larger than points can be."""
    import duckdb

    try:
        yield
    except (duckdb.OutOfRangeException, duckdb.ConversionException) as error:
        raise LawError(
            "score-out-of-range",
            zh="某主体的分值超过十二位整数，无法精确计算；请给相关指标加上限（cap）或下限（floor），或核对记录中的金额。",
            en="Some subject's points exceed twelve digits and cannot be computed exactly; give the indicators "
            "concerned a cap or a floor, or check the amounts in the records.",
            where=model.plan.model.id,
        ) from error


@contextmanager
def unoptimised(connection: DuckDBPyConnection) -> Iterator[None]:
    """For queries over a few rows: any plan is as good as another, and the best one takes long to find."""
    connection.execute("PRAGMA disable_optimizer")
    try:
        yield
    finally:
        connection.execute("PRAGMA enable_optimizer")
