"""What runs a compiled model. One engine ships (:mod:`.duckdb_engine`); another has to pass the same tests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from gongxin.evaluation.sql import CompiledModel
    from gongxin.ledger import Snapshot


class Engine(Protocol):
    """Runs a model over one bucket after another, and puts the parts together."""

    @property
    def name(self) -> str:
        """Name and version of the engine, as they stand in the stamp of a result."""
        ...

    def evaluate(self, model: CompiledModel, snapshot: Snapshot, bucket: int, part: Path) -> None:
        """Write ``model.results`` of the subjects of one bucket to the Parquet file ``part``, in any order."""
        ...

    def gather(self, parts: Sequence[Path], out: Path, notes: Mapping[str, str]) -> dict[str | None, int]:
        """Write all parts, sorted by subject, to ``out`` with ``notes`` in its footer; count subjects by grade.

        The same parts give the same bytes.
        """
        ...
