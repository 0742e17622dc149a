"""An earlier result that a new one is built on: the same question, from fewer batches.

Only the subjects that records or events of later batches are about can come out otherwise, as long as model, day, law
and programs are the same. A later day changes everybody, so it is refused.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from gongxin.errors import InputError, Message, UsageError
from gongxin.evaluation.part_file import PARQUET
from gongxin.evaluation.result_file import files_sql, rows_of_buckets, stretch_sql
from gongxin.evaluation.result_rows import ORDER
from gongxin.evaluation.stamp import listed, read_stamp, stamp_path
from gongxin.evaluation.workings import workings_of
from gongxin.ledger.buckets import bucket_sql
from gongxin.subjects.sql_text import literal
from gongxin.workspace.digests import sha256_of

if TYPE_CHECKING:
    from pathlib import Path

    from duckdb import DuckDBPyConnection

    from gongxin.evaluation.sql import CompiledModel
    from gongxin.evaluation.stamp import Stamp
    from gongxin.evaluation.workings import Workings
    from gongxin.ledger import Ledger, Snapshot

_NO_ROWS_OF_BUCKETS = Message(
    zh="文件的写法（其尾部没有此处各分桶的行数，可能由较早的程序写成）",
    en="how the file was written (its footer lacks the rows of each bucket here; an earlier program may have made it)",
)


@dataclass(frozen=True, slots=True)
class Previous:
    """An earlier result, checked: its file, the SHA-256 of that, the batch it knew, how many rows each bucket has, and
    its workings if they were kept."""

    result: Path
    sha256: str
    known_at: int
    rows: tuple[int, ...]
    workings: Workings | None

    def note_touched(self, connection: DuckDBPyConnection, snapshot: Snapshot, path: Path) -> None:
        """Write the subjects that may come out otherwise to a Parquet file: ``subject_id, added_only``."""
        query = f"{snapshot.touched_since(self.known_at)} ORDER BY subject_id"
        connection.execute(f"COPY ({query}) TO {literal(str(path))} ({PARQUET})")

    def merge(
        self, connection: DuckDBPyConnection, fresh: list[Path], touched: Path, buckets: range, part: Path
    ) -> None:
        """Write the earlier rows of ``buckets``, those of touched subjects replaced by ``fresh`` ones, in order."""
        earlier = stretch_sql(self.result, self.rows, buckets)
        bucket = f"CAST({buckets.start} AS INTEGER)" if len(buckets) == 1 else bucket_sql("subject_id", len(self.rows))
        untouched = f"subject_id NOT IN (SELECT subject_id FROM {files_sql([touched])})"
        within = f"bucket BETWEEN {buckets.start} AND {buckets.stop - 1}"
        connection.execute(
            f"COPY (SELECT *, {bucket} AS bucket FROM {earlier} WHERE {untouched}"
            f" UNION ALL SELECT * FROM {files_sql(fresh)} WHERE {within} ORDER BY {ORDER})"
            f" TO {literal(str(part))} ({PARQUET})"
        )

    def note_gone(
        self, connection: DuckDBPyConnection, model: CompiledModel, fresh: list[Path], touched: Path, part: Path
    ) -> None:
        """Write a row without score for each touched subject that the earlier result has and ``fresh`` has not."""
        may_be_gone = " WHERE NOT added_only" if model.stays_evaluated else ""
        earlier = (
            f"SELECT subject_id, {bucket_sql('subject_id', len(self.rows))} AS bucket FROM {files_sql([self.result])}"
        )
        connection.execute(
            f"COPY (SELECT fresh.* REPLACE (gone.subject_id AS subject_id, gone.bucket AS bucket)"
            f" FROM ({earlier} WHERE subject_id IN (SELECT subject_id FROM {files_sql([touched])}{may_be_gone}"
            f" EXCEPT SELECT subject_id FROM {files_sql(fresh)})) gone"
            f" LEFT JOIN {files_sql(fresh)} fresh ON FALSE ORDER BY gone.{ORDER.replace(', ', ', gone.')})"
            f" TO {literal(str(part))} ({PARQUET})"
        )


def previous_result(connection: DuckDBPyConnection, result: Path, now: Stamp, ledger: Ledger, buckets: int) -> Previous:
    """The result at that path, if a new one stamped ``now`` can be built on it.

    Errors: ``not-a-stamp``, ``result-damaged``, ``workings-damaged``, ``cannot-build-on-result`` (says what is
    different).
    """
    found = read_stamp(stamp_path(result))
    before = found.stamp
    _check_known_at(result, before, now)
    here = ledger.root(before.known_at)
    expected = replace(now, ledger=here, touched_since=None)
    different = listed([*before.differences(expected), *before.programs(expected)])
    if different is not None:
        raise _refusal(result, different)
    if not result.is_file() or sha256_of(result) != found.result_sha256:
        raise InputError(
            "result-damaged",
            zh="该结果文件缺失，或与其印记不符；请改为全部重新评价（不用 --since）。",
            en="That result is missing or is not the one its stamp belongs to; evaluate all anew (without --since).",
            where=str(result),
        )
    rows = rows_of_buckets(connection, result)
    if len(rows) != buckets:
        raise _refusal(result, _NO_ROWS_OF_BUCKETS)
    return Previous(result, found.result_sha256, before.known_at, rows, workings_of(connection, result, found))


def _check_known_at(result: Path, before: Stamp, now: Stamp) -> None:
    if before.known_at > now.known_at:
        batches = f"{before.known_at} > {now.known_at}"
        raise _refusal(result, Message(zh=f"它所知的批次更晚（{batches}）", en=f"it knows a later batch ({batches})"))


def _refusal(result: Path, different: Message) -> UsageError:
    return UsageError(
        "cannot-build-on-result",
        zh=f"不能在该结果上增量评价，不同之处：{different.zh}。请改为全部重新评价（不用 --since）。",
        en=f"Nothing can be built on that result; what differs: {different.en}. Evaluate all anew (without --since).",
        where=str(result),
    )
