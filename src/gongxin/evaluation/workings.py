"""The workings of a run: what each record brought to each line, kept beside the result for later runs to go on from.

Adding up is cheap; reading records, their standing and which lines they touch is not. Of one subject in a thousand
somebody is in nearly every group of rows of the ledger, so that few who changed cost a fifth of all. Workings are a
twentieth of the ledger and have few columns: of those of whom later batches say nothing but new records, they have all
that the earlier records brought. Whoever had a record revised, or something happen to one, is read anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gongxin.errors import InputError, UsageError
from gongxin.evaluation.result_file import rows_of_buckets, stretch_sql
from gongxin.workspace.digests import sha256_of

if TYPE_CHECKING:
    from pathlib import Path

    from duckdb import DuckDBPyConnection

    from gongxin.evaluation.engine import Engine
    from gongxin.evaluation.sql import CompiledModel
    from gongxin.evaluation.stamp import StampedResult


@dataclass(frozen=True, slots=True)
class Workings:
    """Workings on file, checked: the SHA-256 of the file, the batch it knew, how many rows each bucket has."""

    file: Path
    sha256: str
    known_at: int
    rows: tuple[int, ...]

    def rows_sql(self, buckets: range) -> str:
        """A relation with what the records of these buckets brought."""
        return stretch_sql(self.file, self.rows, buckets)


def workings_path(result: Path) -> Path:
    """Where the workings of a result lie: beside it, under its name and ``.workings.parquet``."""
    return result.with_name(f"{result.name}.workings.parquet")


def workings_of(connection: DuckDBPyConnection, result: Path, stamped: StampedResult) -> Workings | None:
    """The workings of a result; None where none were kept, or are there no more. Error: ``workings-damaged``."""
    file = workings_path(result)
    if stamped.workings_sha256 is None or not file.is_file():
        return None
    if sha256_of(file) != stamped.workings_sha256:
        raise InputError(
            "workings-damaged",
            zh="该底稿文件与结果的印记不符；请移走它（增量评价将重新读取记录），或全部重新评价（不用 --since）。",
            en="These are not the workings that the result's stamp speaks of; move them away (records are then read "
            "again), or evaluate all anew (without --since).",
            where=str(file),
        )
    return Workings(file, stamped.workings_sha256, stamped.stamp.known_at, rows_of_buckets(connection, file))


def forget_workings(result: Path) -> None:
    """Remove the workings of a result that has been written over: they belong to nothing any more."""
    workings_path(result).unlink(missing_ok=True)


def check_can_keep(compiled: CompiledModel, engine: Engine) -> None:
    """Raise :class:`UsageError` (``no-workings``) where workings would be of no use to anybody."""
    if not engine.rests_on_workings:
        raise UsageError(
            "no-workings",
            zh="底稿只由 DuckDB 使用；请去掉 --keep-workings，或不用 --engine spark。",
            en="Only DuckDB goes on from workings; leave out --keep-workings or --engine spark.",
        )
    if compiled.plan.model.consent is not None:
        raise UsageError(
            "no-workings",
            zh="该模型只凭本人同意评价，随撤回同意而终止，不另存底稿；请去掉 --keep-workings。",
            en="Persons are evaluated by this model by their consent only, and nothing of it is to outlast that; leave "
            "out --keep-workings.",
            where=compiled.plan.model.id,
        )
    if not compiled.record_by_record:
        raise UsageError(
            "no-workings",
            zh="该模型中一条记录的分值取决于同一主体的其他记录（计分周期或撤销），底稿无从沿用；"
            "请去掉 --keep-workings。",
            en="What a record counts by this model depends on others of its subject (cycles, reversals): there is no "
            "going on from workings; leave out --keep-workings.",
            where=compiled.plan.model.id,
        )
