"""A DuckDB connection fit for the ledger: bounded memory, spilling to the workspace, metadata of files kept."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from duckdb import DuckDBPyConnection

    from gongxin.workspace import Workspace

#: Memory of one connection. Work that needs more spills to the workspace's temporary directory.
MEMORY_LIMIT = "2GB"


@contextmanager
def connect(
    workspace: Workspace, *, threads: int | None = None, memory_limit: str = MEMORY_LIMIT
) -> Iterator[DuckDBPyConnection]:
    """An in-memory DuckDB connection for the block. ``threads``: all cores if None."""
    import duckdb

    with workspace.scratch() as directory:
        settings: dict[str, str | bool | int | float | list[str]] = {
            "memory_limit": memory_limit,
            "temp_directory": str(directory),
        }
        if threads is not None:
            settings["threads"] = threads
        connection = duckdb.connect(":memory:", config=settings)
        try:
            keep_metadata(connection)
            yield connection
        finally:
            connection.close()


def keep_metadata(connection: DuckDBPyConnection) -> None:
    """Have DuckDB parse the footer of each Parquet file once. Files of the ledger never change under their name."""
    connection.execute("SET parquet_metadata_cache = true")
