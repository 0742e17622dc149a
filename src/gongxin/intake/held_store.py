"""Where held rows wait: a Parquet file a batch with the rows it held, a JSON file with what a batch decided on them.

Both are named by the batch and count only once that batch is committed, like its rows in the ledger. A held row is kept
whole, as the ledger would have kept it, so that deciding on it needs nothing but a name and a reason.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from gongxin.intake.candidates import RECORD_COLUMNS
from gongxin.ledger.data_files import scan_sql
from gongxin.ledger.tables import RECORD
from gongxin.subjects.sql_text import literal
from gongxin.workspace.durable import sync, write_durably

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from duckdb import DuckDBPyConnection

    from gongxin.workspace import Workspace

#: The subjects that the name of a held row may belong to.
BEARERS = "STRUCT(subject_id VARCHAR, name VARCHAR)[]"

#: Columns of a held row: what is asked of the department, and the record in waiting.
HELD_COLUMNS = {
    "held_id": "VARCHAR",
    "rule": "VARCHAR",
    "name": "VARCHAR",
    "name_key": "VARCHAR",
    "bearers": BEARERS,
    "scheme": "VARCHAR",
    "synthetic": "BOOLEAN",
    **{name: RECORD.columns[name] for name in RECORD_COLUMNS},
}


class Decision(StrEnum):
    """What became of a held row. ``SUPERSEDED``: the department sent the record again, mended, and it was taken."""

    CONFIRMED = "confirmed"
    REASSIGNED = "reassigned"
    DROPPED = "dropped"
    SUPERSEDED = "superseded"


@dataclass(frozen=True, slots=True)
class Decided:
    """One decision: on which row, which, by whom, why, as of which day; ``to`` is the subject it was reassigned to."""

    held_id: str
    decision: Decision
    by: str
    reason: str
    on: date
    to: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """The decision as plain data."""
        return {
            "held_id": self.held_id,
            "decision": self.decision.value,
            "by": self.by,
            "reason": self.reason,
            "on": self.on.isoformat(),
            "to": self.to,
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Decided:
        """The decision that :meth:`as_dict` described."""
        return cls(
            held_id=data["held_id"],
            decision=Decision(data["decision"]),
            by=data["by"],
            reason=data["reason"],
            on=date.fromisoformat(data["on"]),
            to=data["to"],
        )


class HeldStore:
    """The held rows of a workspace and the decisions on them, as of batch ``last``."""

    def __init__(self, workspace: Workspace, last: int) -> None:
        self._directory = workspace.held_dir
        self._last = last

    def prepare(self, connection: DuckDBPyConnection) -> None:
        """Make ``held_row``: :data:`HELD_COLUMNS`, ``held_in`` (the batch), and ``decision``, NULL while a row waits.

        Of several rows held for one record only the latest waits; the others are superseded by it.
        """
        import pyarrow as pa

        decisions = self.decisions()
        columns = {
            "held_id": pa.array([decided.held_id for decided in decisions], pa.string()),
            "decision": pa.array([decided.decision.value for decided in decisions], pa.string()),
            "to_subject": pa.array([decided.to for decided in decisions], pa.string()),
        }
        connection.register("_decisions", pa.table(columns))
        connection.execute(
            f"""
            CREATE OR REPLACE TEMP TABLE held_row AS
            SELECT held.*, CASE WHEN decision IS NULL AND held_in < max(held_in) OVER (PARTITION BY record_id)
                THEN '{Decision.SUPERSEDED}' ELSE decision END AS decision, to_subject
            FROM ({self._rows_sql()}) AS held LEFT JOIN _decisions USING (held_id)
            """
        )
        connection.unregister("_decisions")

    def decisions(self) -> list[Decided]:
        """All decisions, in order."""
        return [
            Decided.from_dict(decided)
            for path in self._committed("json")
            for decided in json.loads(path.read_bytes())["decisions"]
        ]

    def forget_uncommitted(self) -> None:
        """Remove what a killed batch left. Only the writer may, for the next batch has the same number."""
        for path in self._directory.glob("[0-9]*.*"):
            if int(path.stem) > self._last:
                path.unlink()

    def write_rows(self, batch: int, connection: DuckDBPyConnection, query: str) -> None:
        """Keep the rows of ``query`` (:data:`HELD_COLUMNS`) as held by ``batch``."""
        path = self._directory / f"{batch:08}.parquet"
        rows = f"SELECT *, CAST({batch} AS BIGINT) AS held_in FROM ({query})"
        connection.execute(f"COPY ({rows}) TO {literal(str(path))} (FORMAT parquet, COMPRESSION zstd)").fetchall()
        sync(path)
        sync(self._directory)

    def write_decisions(self, batch: int, decisions: Sequence[Decided]) -> None:
        """Keep the decisions that ``batch`` took."""
        content = {"batch": batch, "decisions": [decided.as_dict() for decided in decisions]}
        text = json.dumps(content, ensure_ascii=False, indent=2) + "\n"
        write_durably(self._directory / f"{batch:08}.json", text.encode())

    def _rows_sql(self) -> str:
        paths = self._committed("parquet")
        if paths:
            return f"SELECT * FROM {scan_sql(paths)}"
        empty = ", ".join(f"CAST(NULL AS {type_}) AS {name}" for name, type_ in HELD_COLUMNS.items())
        return f"SELECT {empty}, CAST(NULL AS BIGINT) AS held_in WHERE false"

    def _committed(self, ending: str) -> list[Path]:
        return sorted(path for path in self._directory.glob(f"[0-9]*.{ending}") if int(path.stem) <= self._last)
