"""The Parquet file of a result: its parts one after the other, the stamp in its footer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.evaluation.unfinished import cannot_write
from gongxin.subjects.sql_text import literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from duckdb import DuckDBPyConnection

_RESULT = "FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, ROW_GROUP_SIZE 122880"


def files_sql(paths: Iterable[Path]) -> str:
    """A DuckDB relation over Parquet files, in this order."""
    return f"read_parquet([{', '.join(literal(str(path)) for path in paths)}])"


def write_result(connection: DuckDBPyConnection, parts: Sequence[Path], out: Path, notes: Mapping[str, str]) -> None:
    """Write all parts in their order to ``out``, with ``notes`` in its footer; the same parts give the same bytes.

    The file is there whole or not at all. Error: ``cannot-write-result``.
    """
    import duckdb

    footer = ", ".join(f"{name}: {literal(text)}" for name, text in notes.items())
    draft = out.with_name(f".{out.name}.draft")
    try:
        connection.execute(
            f"COPY (SELECT * FROM {files_sql(parts)}) TO {literal(str(draft))} ({_RESULT}, KV_METADATA {{{footer}}})"
        )
        draft.replace(out)
    except (duckdb.IOException, OSError) as error:
        draft.unlink(missing_ok=True)
        raise cannot_write(out) from error


def count_by_grade(connection: DuckDBPyConnection, result: Path) -> dict[str | None, int]:
    """How many subjects evaluated have each grade; None for those without one."""
    counted = connection.execute(
        f"SELECT grade, count(*) FROM {files_sql([result])} WHERE score IS NOT NULL GROUP BY grade"
    )
    return dict(counted.fetchall())
