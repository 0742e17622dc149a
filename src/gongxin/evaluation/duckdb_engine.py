"""Evaluation on DuckDB: a database in memory for each worker, each with its share of bounded memory."""

from __future__ import annotations

import os
from contextlib import ExitStack, contextmanager
from queue import SimpleQueue
from typing import TYPE_CHECKING

from gongxin.errors import LawError
from gongxin.evaluation.engine import Output
from gongxin.evaluation.result_file import PART, files_sql
from gongxin.evaluation.result_rows import in_order
from gongxin.ledger.buckets import bucket_sql
from gongxin.subjects.sql_text import literal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from duckdb import DuckDBPyConnection

    from gongxin.evaluation.engine import Question
    from gongxin.evaluation.sql import CompiledModel
    from gongxin.ledger import Ledger

#: Memory of all workers together, in megabytes. Work that needs more spills to the workspace.
MEMORY = 1600


class DuckDBEngine:
    """An :class:`~gongxin.evaluation.engine.Engine` over one DuckDB connection for each worker.

    A worker has one thread of its own: as fast as threads within one query, and every worker's file comes out the same.
    """

    rests_on_workings = True

    def __init__(self, connections: list[DuckDBPyConnection]) -> None:
        self.workers = len(connections)
        self._idle: SimpleQueue[DuckDBPyConnection] = SimpleQueue()
        for connection in connections:
            self._idle.put(connection)

    @property
    def name(self) -> str:
        """See :attr:`gongxin.evaluation.engine.Engine.name`."""
        import duckdb

        return f"duckdb {duckdb.__version__}"

    def write(self, question: Question, buckets: range, files: Mapping[Output, Path]) -> None:
        """See :meth:`gongxin.evaluation.engine.Engine.write`."""
        bucket = self._bucket(question, buckets)
        with self._looking_at(question, buckets) as connection:
            if question.workings is None and files.keys() == {Output.RESULTS}:
                _copy(connection, in_order(Output.RESULTS, question.model, bucket), files[Output.RESULTS])
                return
            with _brought_once(connection, question, buckets) as model:
                for output, file in files.items():
                    _copy(connection, in_order(output, model, bucket), file)

    @staticmethod
    def _bucket(question: Question, buckets: range) -> str:
        if len(buckets) == 1:
            return f"CAST({buckets.start} AS INTEGER)"
        return bucket_sql("subject_id", question.snapshot.buckets)

    @contextmanager
    def _looking_at(self, question: Question, buckets: range) -> Iterator[DuckDBPyConnection]:
        """A connection whose views hold the rows of these buckets."""
        with self._a_connection() as connection:
            if question.among is None:
                for name, rows in question.snapshot.queries(buckets).items():
                    connection.execute(f"CREATE OR REPLACE TEMP VIEW {name} AS {rows}")
            else:
                some = files_sql([question.among])
                since = None if question.workings is None else question.workings.known_at
                question.snapshot.gather(connection, some, question.model.words, buckets, added_since=since)
            give_tables(connection, question.model)
            with computing(question.model):
                yield connection

    @contextmanager
    def _a_connection(self) -> Iterator[DuckDBPyConnection]:
        connection = self._idle.get()
        try:
            yield connection
        finally:
            self._idle.put(connection)


@contextmanager
def duckdb_engine(ledger: Ledger, workers: int | None = None) -> Iterator[DuckDBEngine]:
    """An engine for the block, spilling into the workspace of the ledger; a worker for each core if not said."""
    count = workers or len(os.sched_getaffinity(0))
    with ExitStack() as stack:
        limit = f"{MEMORY // count}MB"
        yield DuckDBEngine([stack.enter_context(ledger.connect(threads=1, memory_limit=limit)) for _ in range(count)])


@contextmanager
def _brought_once(connection: DuckDBPyConnection, question: Question, buckets: range) -> Iterator[CompiledModel]:
    """The model over what records bring, found out once for all queries in the block."""
    brought = f"SELECT * FROM ({question.model.brought})"
    if question.workings is not None and question.among is not None:
        added_only = f"SELECT subject_id FROM {files_sql([question.among])} WHERE added_only"
        before = question.workings.rows_sql(buckets)
        brought += f" UNION ALL BY NAME SELECT * FROM {before} WHERE subject_id IN ({added_only})"
    connection.execute(f"CREATE OR REPLACE TEMP TABLE brought_kept AS {brought}")
    try:
        yield question.model.over("brought_kept")
    finally:
        connection.execute("DROP TABLE brought_kept")


def _copy(connection: DuckDBPyConnection, query: str, part: Path) -> None:
    connection.execute(f"COPY ({query}) TO {literal(str(part))} ({PART})")


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
        raise score_out_of_range(model) from error


def score_out_of_range(model: CompiledModel) -> LawError:
    """The refusal of a number that no column of points can hold."""
    return LawError(
        "score-out-of-range",
        zh="某主体的分值超过十二位整数，无法精确计算；请给相关指标加上限（cap）或下限（floor），或核对记录中的金额。",
        en="Some subject's points exceed twelve digits and cannot be computed exactly; give the indicators "
        "concerned a cap or a floor, or check the amounts in the records.",
        where=model.plan.model.id,
    )


@contextmanager
def unoptimised(connection: DuckDBPyConnection) -> Iterator[None]:
    """For queries over a few rows: any plan is as good as another, and the best one takes long to find."""
    connection.execute("PRAGMA disable_optimizer")
    try:
        yield
    finally:
        connection.execute("PRAGMA enable_optimizer")
