"""One Parquet file of a table: what is known of it without opening it, and how a query becomes one."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gongxin.errors import LedgerError
from gongxin.subjects.sql_text import literal

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from duckdb import DuckDBPyConnection

#: Rows in a group: the least that a look-up of one subject has to decode.
ROW_GROUP = 8192

#: No subject's id comes after it.
_LAST_TEXT = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class DataFile:
    """A Parquet file: where it is (relative to its table), the partition it belongs to, and what its rows span.

    ``highest_version`` is None in a table whose rows have no versions.
    """

    path: str
    bucket: int
    rows: int
    size: int
    modified_ms: int
    subjects: tuple[str, str]
    batches: tuple[int, int]
    highest_version: int | None = None

    def stats_json(self) -> str:
        """The file's statistics in the form the Delta log keeps."""
        low: dict[str, str | int] = {"subject_id": self.subjects[0], "batch": self.batches[0]}
        high: dict[str, str | int] = {"subject_id": self.subjects[1], "batch": self.batches[1]}
        if self.highest_version is not None:
            high["version"] = self.highest_version
        stats = {"numRecords": self.rows, "minValues": low, "maxValues": high, "nullCount": {}}
        return json.dumps(stats, ensure_ascii=False)


def write_file(
    connection: DuckDBPyConnection,
    query: str,
    directory: Path,
    path: str,
    *,
    bucket: int,
    columns: Sequence[str] = ("*",),
    required: Sequence[str] = (),
) -> DataFile | None:
    """Write the rows of ``query`` to ``bucket=N/path`` in ``directory``, sorted by bucket and subject.

    ``columns`` are the stored columns as SQL over the sorted rows: what needs no sorting is cheaper to name here.
    None, and no file, where the query has no rows. Error: ``empty-key-column`` where a ``required`` column has a gap.
    """
    place = f"bucket={bucket}/{path}"
    target = directory / place
    target.parent.mkdir(parents=True, exist_ok=True)
    connection.execute(
        f"COPY (SELECT {', '.join(columns)} FROM (FROM ({query}) ORDER BY bucket, subject_id)) "
        f"TO {literal(str(target))} "
        f"(FORMAT parquet, COMPRESSION lz4_raw, ROW_GROUP_SIZE {ROW_GROUP}, RETURN_STATS)"
    )
    row = connection.fetchone()
    if row is None or row[1] == 0:
        target.unlink(missing_ok=True)
        return None
    spans = {column.strip('"'): stats for column, stats in row[4].items()}
    _check_required(spans, required, directory.name)
    status = target.stat()
    return DataFile(
        path=place,
        bucket=bucket,
        rows=row[1],
        size=status.st_size,
        modified_ms=status.st_mtime_ns // 1_000_000,
        # Parquet keeps no range of very long texts: such a file may hold any subject.
        subjects=(spans["subject_id"].get("min", ""), spans["subject_id"].get("max", _LAST_TEXT)),
        batches=(int(spans["batch"]["min"]), int(spans["batch"]["max"])),
        highest_version=int(spans["version"]["max"]) if "version" in spans else None,
    )


def scan_sql(paths: Sequence[Path]) -> str:
    """A DuckDB relation over Parquet files. The partition in a file's path is not its rows' bucket: read the column."""
    files = ", ".join(literal(str(path)) for path in paths)
    return f"read_parquet([{files}], hive_partitioning = false)"


def _check_required(columns: dict[str, dict[str, Any]], required: Sequence[str], table: str) -> None:
    for name in required:
        if int(columns[name].get("null_count", 0)):
            raise LedgerError(
                "empty-key-column",
                zh=f"表 {table} 的 {name} 列不得为空，此次写入已放弃。",
                en=f"Column {name} of table {table} may not be empty; nothing was written.",
                where=f"{table}.{name}",
            )
