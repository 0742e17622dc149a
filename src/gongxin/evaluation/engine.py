"""What runs a compiled model: DuckDB (:mod:`.duckdb_engine`), or Spark (:mod:`.spark_engine`). Both pass one test."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from pathlib import Path

    from gongxin.evaluation.sql import CompiledModel
    from gongxin.ledger import Snapshot


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of which facts: a model, a snapshot, and, if not of all subjects, of whom.

    ``among`` is a Parquet file with a column ``subject_id``.
    """

    model: CompiledModel
    snapshot: Snapshot
    among: Path | None = None


class Engine(Protocol):
    """Answers a question for some buckets at a time. Up to :attr:`workers` threads may ask at once."""

    @property
    def name(self) -> str:
        """Name and version of the engine, as they stand in the stamp of a result."""
        ...

    @property
    def workers(self) -> int:
        """How many parts it can work on side by side."""
        ...

    def evaluate(self, question: Question, buckets: range, part: Path) -> None:
        """Write the results of the subjects in ``buckets`` to the Parquet file ``part``.

        Its columns are those of ``model.results`` and ``bucket``, its rows in order of bucket and subject.
        """
        ...

    def unfold(self, question: Question, buckets: range, part: Path) -> None:
        """Write the contributions to the same results: one row for each part of each score, in order of subject.

        Its columns are ``subject_id, dimension, indicator, kind, record_id, measured, points`` and ``bucket``.
        """
        ...

    def evaluate_unfolded(self, question: Question, buckets: range, part: Path, unfolded: Path) -> None:
        """Do both for the same subjects: results to ``part``, contributions to ``unfolded``."""
        ...
