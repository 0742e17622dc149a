"""The contributions to all scores as one table: for each subject its start score and every part that moved it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.errors import UsageError
from gongxin.evaluation.duckdb_engine import computing, give_tables
from gongxin.evaluation.exact import first_that_holds
from gongxin.evaluation.sql import compile_model
from gongxin.subjects.sql_text import literal

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date
    from pathlib import Path

    from gongxin.evaluation.sql import CompiledModel
    from gongxin.law.library import Law
    from gongxin.law.schema.basics import Citation
    from gongxin.ledger import Ledger

_FORMAT = "FORMAT parquet, COMPRESSION zstd"


def write_contributions(
    ledger: Ledger,
    law: Law,
    model: str,
    *,
    as_of: date,
    known_at: int | None = None,
    out: Path,
    progress: Callable[[int, int | None], None] = lambda _done, _total: None,
) -> int:
    """Write the contributions to the scores of all subjects evaluated, and say how many there are.

    One row a part: ``subject_id``, ``dimension`` and ``indicator`` (their ids), ``kind``, ``record_id``, ``measured``,
    ``points``, and the article by ``instrument``, ``article``, ``verified``. The start score is a row of kind ``base``:
    the points of a subject add up to its score, to the last digit. Subjects lie bucket by bucket.
    Raises as :func:`gongxin.evaluation.run.evaluate`.
    """
    compiled = compile_model(law, model, as_of)
    if out.is_dir() or not out.absolute().parent.is_dir():
        raise UsageError(
            "cannot-write-result",
            zh="输出路径须是文件，且所在目录已存在；请先建立目录，或另选路径。",
            en="The output must be a file in a folder that exists; make the folder first, or choose another path.",
            where=str(out),
        )
    query = _table_sql(compiled)
    with ledger.snapshot(known_at) as snapshot, ledger.scratch() as scratch, ledger.connect() as connection:
        give_tables(connection, compiled)
        parts = []
        for bucket in range(snapshot.buckets):
            progress(bucket, snapshot.buckets)
            snapshot.attach(connection, bucket=bucket)
            parts.append(literal(str(scratch / f"bucket-{bucket:04}.parquet")))
            with computing(compiled):
                connection.execute(f"COPY ({query}) TO {parts[-1]} ({_FORMAT})")
        unfinished = out.with_name(f".{out.name}.unfinished")
        rows = f"SELECT * FROM read_parquet([{', '.join(parts)}])"
        found = connection.execute(f"COPY ({rows}) TO {literal(str(unfinished))} ({_FORMAT})").fetchall()
        unfinished.replace(out)
    return int(found[0][0])


def _table_sql(compiled: CompiledModel) -> str:
    plan = compiled.plan
    base = first_that_holds(
        [(f"start = {place}", start.case.points) for place, start in enumerate(plan.starts)], plan.model.base.points
    )
    starts = [start.case.cite for start in plan.starts]
    base_cite = _chosen([_cited(cite) for cite in starts], "start", otherwise=_cited(plan.model.base.cite))
    dimensions = _chosen([literal(group.dimension.id) for group in plan.groups], "dimension")
    lines = _chosen([literal(line.indicator.id) for line in plan.lines], "line")
    by_dimension = _chosen([_cited(group.dimension.cite) for group in plan.groups], "dimension")
    cite = _chosen([_cited(line.indicator.cite) for line in plan.lines], "line", otherwise=by_dimension)
    return f"""{compiled.stages}
SELECT subject_id, dimension, indicator, kind, record_id, measured, points,
  cite.instrument AS instrument, cite.article AS article, cite.verified AS verified
FROM (
  SELECT subject_id, {dimensions} AS dimension, {lines} AS indicator, kind, record_id, measured, points, {cite} AS cite
  FROM (SELECT subject_id, part.* FROM ({compiled.parts}))
  UNION ALL
  SELECT subject_id, NULL, NULL, 'base', NULL, NULL, {base.sql}, {base_cite} FROM graded
)"""


def _chosen(values: Sequence[str], number: str, otherwise: str = "NULL") -> str:
    """The value under a number that counts from 0."""
    whens = " ".join(f"WHEN {place} THEN {value}" for place, value in enumerate(values))
    return f"CASE {number} {whens} ELSE {otherwise} END" if whens else otherwise


def _cited(cite: Citation) -> str:
    article = "CAST(NULL AS VARCHAR)" if cite.article is None else literal(cite.article)
    verified = "TRUE" if cite.verified else "FALSE"
    return f"struct_pack(instrument := {literal(cite.instrument)}, article := {article}, verified := {verified})"
