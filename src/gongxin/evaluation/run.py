"""Evaluate every subject a model is for: bucket by bucket, into one Parquet file and its stamp."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gongxin.errors import UsageError
from gongxin.evaluation.duckdb_engine import duckdb_engine
from gongxin.evaluation.sql import compile_model
from gongxin.evaluation.stamp import Stamp, stamp_path

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from pathlib import Path

    from gongxin.evaluation.engine import Engine
    from gongxin.law.library import Law
    from gongxin.ledger import Ledger


@dataclass(frozen=True, slots=True)
class EvaluationSummary:
    """What a run did: how many subjects were evaluated, by grade, and where the result and its stamp lie.

    ``grades`` lists the model's grades from best to worst, those without subjects included; it is empty for a model
    that gives none. Subjects of the right kind that are not among ``evaluated`` had no data: they are not evaluated.
    """

    stamp: Stamp
    evaluated: int
    grades: dict[str, int]
    out: Path

    def as_dict(self) -> dict[str, object]:
        """The summary in the form in which commands print it."""
        return {
            "model": self.stamp.model,
            "as_of": self.stamp.as_of,
            "known_at": self.stamp.known_at,
            "evaluated": self.evaluated,
            "grades": self.grades,
            "reference_only": self.stamp.reference_only,
            "out": self.out,
            "stamp": stamp_path(self.out),
        }


def evaluate(
    ledger: Ledger,
    law: Law,
    model: str,
    *,
    as_of: date,
    known_at: int | None = None,
    out: Path,
    progress: Callable[[int, int | None], None] = lambda _done, _total: None,
    engine: Engine | None = None,
) -> EvaluationSummary:
    """Evaluate all subjects by ``model`` as of a day, from what was known at a batch (the latest, if not said).

    Writes ``out``: one row a subject evaluated, sorted by ``subject_id``, with ``score``, ``grade`` (empty where the
    model gives none), ``direct`` (the rule that set or limited the grade, empty where the score alone did) and a column
    a dimension. Beside it goes the stamp (:class:`Stamp`). ``progress`` is told the buckets done.

    Raises :class:`UsageError` for an unknown model (``unknown-model``), a day outside its effect
    (``model-not-in-force``) or a file that cannot be written (``cannot-write-result``), and
    :class:`gongxin.errors.LawError` where a model cannot be computed.
    """
    compiled = compile_model(law, model, as_of)
    _check_writable(out)
    with ExitStack() as stack:
        snapshot = stack.enter_context(ledger.snapshot(known_at))
        scratch = stack.enter_context(ledger.scratch())
        engine = engine or stack.enter_context(duckdb_engine(ledger))
        parts = []
        for bucket in range(snapshot.buckets):
            progress(bucket, snapshot.buckets)
            parts.append(scratch / f"bucket-{bucket:04}.parquet")
            engine.evaluate(compiled, snapshot, bucket, parts[-1])
        stamp = Stamp.of(law, compiled.plan, snapshot.known_at, engine.name)
        unfinished = out.with_name(f".{out.name}.unfinished")
        by_grade = engine.gather(parts, unfinished, stamp.as_notes())
        unfinished.replace(out)
        progress(snapshot.buckets, snapshot.buckets)
    stamp.write(out)
    grades = {band.id: by_grade.get(band.id, 0) for band in compiled.plan.model.grades}
    return EvaluationSummary(stamp, sum(by_grade.values()), grades, out)


def _check_writable(out: Path) -> None:
    """Before hours of work, not after."""
    if out.is_dir() or not out.absolute().parent.is_dir():
        raise UsageError(
            "cannot-write-result",
            zh="输出路径须是文件，且所在目录已存在；请先建立目录，或另选路径。",
            en="The output must be a file in a folder that exists; make the folder first, or choose another path.",
            where=str(out),
        )
