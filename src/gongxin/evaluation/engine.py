"""What runs a compiled model: DuckDB (:mod:`.duckdb_engine`), or Spark (:mod:`.spark_engine`). Both pass one test."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from gongxin.evaluation.sql import CompiledModel
    from gongxin.evaluation.workings import Workings
    from gongxin.ledger import Snapshot


class Output(StrEnum):
    """What an engine writes about some subjects, in Parquet: the columns named here and ``bucket``, in order of bucket
    and subject.

    Results have those of ``model.results``. Contributions have a row for each part of each score: ``subject_id,
    dimension, indicator, kind, record_id, measured, points``. Workings have those of ``model.brought``.
    """

    RESULTS = "results"
    CONTRIBUTIONS = "contributions"
    WORKINGS = "workings"


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of which facts: a model, a snapshot, and, if not of all subjects, of whom.

    ``among`` is a Parquet file with columns ``subject_id`` and ``added_only``. With ``workings``, those of whom the
    latter is true have no records before the batch of these but the ones that these speak of, unchanged.
    """

    model: CompiledModel
    snapshot: Snapshot
    among: Path | None = None
    workings: Workings | None = None


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

    @property
    def rests_on_workings(self) -> bool:
        """Whether it goes on from the workings of an earlier run. One that does not reads all records again."""
        ...

    def write(self, question: Question, buckets: range, files: Mapping[Output, Path]) -> None:
        """Write what is asked for about the subjects in ``buckets``, each to its file."""
        ...
