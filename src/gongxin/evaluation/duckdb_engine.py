"""Evaluation on DuckDB: a database in memory for each worker, each with its share of bounded memory.

Of a part that is large, and of which results alone are asked, one record of each sort and one subject of each history
are evaluated (:mod:`.alike`); else, and where too few are alike, everybody is. Both write the same rows.
"""

from __future__ import annotations

import os
from contextlib import ExitStack, contextmanager
from functools import partial
from queue import SimpleQueue
from threading import Lock
from typing import TYPE_CHECKING

from gongxin.errors import LawError
from gongxin.evaluation.alike import AlikeDesk, alike_model, evaluate_alike
from gongxin.evaluation.alike.desk import MEMORY as MEMORY_OF_DESK
from gongxin.evaluation.engine import Output
from gongxin.evaluation.part_file import PARQUET
from gongxin.evaluation.result_file import files_sql
from gongxin.evaluation.result_rows import in_order
from gongxin.ledger.buckets import bucket_sql
from gongxin.ledger.tables import RECORD
from gongxin.subjects.sql_text import literal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from contextlib import AbstractContextManager
    from pathlib import Path

    from duckdb import DuckDBPyConnection

    from gongxin.evaluation.alike.model import AlikeModel
    from gongxin.evaluation.engine import Question
    from gongxin.evaluation.sql import CompiledModel
    from gongxin.ledger import Ledger

    Connecting = AbstractContextManager[DuckDBPyConnection]

#: Memory of all workers together, in megabytes. Work that needs more spills to the workspace.
MEMORY = 1600

#: Records from which on, in a part, it costs less to look for those that are alike; and how many fit in memory, two
#: parts at a time. A nation of several times China's firms needs more buckets.
ALIKE = range(100_000, 2_000_000)


class DuckDBEngine:
    """An :class:`~gongxin.evaluation.engine.Engine` over one DuckDB connection for each worker.

    A worker has one thread of its own: as fast as threads within one query, and every worker's file comes out the same.
    ``alike`` says of parts of how many records one of each sort is evaluated.
    """

    rests_on_workings = True

    def __init__(self, workers: list[_Worker], alike: range = ALIKE) -> None:
        self.workers = len(workers)
        self._alike = alike
        self._thinking = Lock()
        self._idle: SimpleQueue[_Worker] = SimpleQueue()
        for worker in workers:
            self._idle.put(worker)

    @property
    def name(self) -> str:
        """See :attr:`gongxin.evaluation.engine.Engine.name`."""
        import duckdb

        return f"duckdb {duckdb.__version__}"

    def write(self, question: Question, buckets: range, files: Mapping[Output, Path]) -> None:
        """See :meth:`gongxin.evaluation.engine.Engine.write`."""
        if self._wrote_alike(question, buckets, files):
            return
        bucket = self._bucket(question, buckets)
        with self._looking_at(question, buckets) as connection:
            if question.workings is None and files.keys() == {Output.RESULTS}:
                _copy(connection, in_order(Output.RESULTS, question.model, bucket), files[Output.RESULTS])
                return
            _keep_brought(connection, question, buckets, "brought_kept")
            self._write_over(connection, "brought_kept", question, buckets, files)

    def _wrote_alike(self, question: Question, buckets: range, files: Mapping[Output, Path]) -> bool:
        """Write what is asked for by one record of each sort and one subject of each history, if that is worth it."""
        if question.among is not None:
            return False
        if sum(file.rows for file in question.snapshot.files_about(RECORD, buckets)) not in self._alike:
            return False
        with self._thinking:
            alike = alike_model(question.model)
        if alike is None:
            return False
        others = {output: file for output, file in files.items() if output is not Output.RESULTS}
        with self._a_worker() as worker, computing(question.model):
            desk = worker.desk(alike)
            evaluated = evaluate_alike(worker.connection, desk, question.snapshot, buckets)
            if evaluated is None:
                return False
            if Output.RESULTS in files:
                evaluated.write_results(files[Output.RESULTS])
            for output, file in others.items():
                unfolding = output is Output.CONTRIBUTIONS
                evaluated.keep_brought(worker.connection, desk, "brought_kept", unfolding=unfolding)
                self._write_over(worker.connection, "brought_kept", question, buckets, {output: file})
        return True

    def _write_over(
        self,
        connection: DuckDBPyConnection,
        kept: str,
        question: Question,
        buckets: range,
        files: Mapping[Output, Path],
    ) -> None:
        """Write what is asked for over a table of what all records bring, and drop that."""
        model, bucket = question.model.over(kept), self._bucket(question, buckets)
        try:
            for output, file in files.items():
                _copy(connection, in_order(output, model, bucket), file)
        finally:
            connection.execute(f"DROP TABLE {kept}")

    @staticmethod
    def _bucket(question: Question, buckets: range) -> str:
        if len(buckets) == 1:
            return f"CAST({buckets.start} AS INTEGER)"
        return bucket_sql("subject_id", question.snapshot.buckets)

    @contextmanager
    def _looking_at(self, question: Question, buckets: range) -> Iterator[DuckDBPyConnection]:
        """A connection whose views hold the rows of these buckets."""
        with self._a_worker() as worker:
            connection = worker.connection
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
    def _a_worker(self) -> Iterator[_Worker]:
        worker = self._idle.get()
        try:
            yield worker
        finally:
            self._idle.put(worker)


class _Worker:
    """What one thread evaluates with: a database for all, and one for one of each, made when it is needed."""

    def __init__(self, connection: DuckDBPyConnection, connect: Callable[[], Connecting]) -> None:
        self.connection = connection
        self._connect = connect
        self._desk: AlikeDesk | None = None
        self._of_desk = ExitStack()

    def desk(self, alike: AlikeModel) -> AlikeDesk:
        """The desk of a model, in place of one of another."""
        if self._desk is None or self._desk.alike is not alike:
            self.close()
            of_desk = self._of_desk.enter_context(self._connect())
            for connection in (self.connection, of_desk):
                give_tables(connection, alike.model)
            self._desk = AlikeDesk(of_desk, alike)
        return self._desk

    def close(self) -> None:
        """Clear the desk away."""
        self._desk = None
        self._of_desk.close()


@contextmanager
def duckdb_engine(ledger: Ledger, workers: int | None = None, *, alike: range = ALIKE) -> Iterator[DuckDBEngine]:
    """An engine for the block, spilling into the workspace of the ledger; a worker for each core if not said."""
    count = workers or len(os.sched_getaffinity(0))
    connect = partial(ledger.connect, threads=1, memory_limit=f"{MEMORY // count}MB")
    connect_desk = partial(ledger.connect, threads=1, memory_limit=f"{MEMORY_OF_DESK}MB")
    with ExitStack() as stack:
        of_workers = [_Worker(stack.enter_context(connect()), connect_desk) for _ in range(count)]
        for worker in of_workers:
            stack.callback(worker.close)
        yield DuckDBEngine(of_workers, alike)


def _keep_brought(connection: DuckDBPyConnection, question: Question, buckets: range, kept: str) -> None:
    """Make the table ``kept`` of what records bring, found out once for all queries over it."""
    brought = f"SELECT * FROM ({question.model.brought})"
    if question.workings is not None and question.among is not None:
        added_only = f"SELECT subject_id FROM {files_sql([question.among])} WHERE added_only"
        before = question.workings.rows_sql(buckets)
        brought += f" UNION ALL BY NAME SELECT * FROM {before} WHERE subject_id IN ({added_only})"
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {kept} AS {brought}")


def _copy(connection: DuckDBPyConnection, query: str, part: Path) -> None:
    connection.execute(f"COPY ({query}) TO {literal(str(part))} ({PARQUET})")


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
