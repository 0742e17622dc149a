"""Items whose files number nothing: rows with the same key are different facts, told apart by their order in the file.

The second such row of a file is another record than the first, and always the same one however often the file is sent.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def begin_file(connection: DuckDBPyConnection) -> None:
    """Make the empty ``key_met``: how often each key has been met in the file so far."""
    connection.execute("CREATE OR REPLACE TEMP TABLE key_met (record_id VARCHAR PRIMARY KEY, times BIGINT)")


def tell_apart(connection: DuckDBPyConnection, table: str) -> None:
    """Give each row of a candidates table whose key was met before in the file a record of its own."""
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE key_order AS
        SELECT row, record_id, coalesce(times, 0) + row_number() OVER (PARTITION BY record_id ORDER BY row) AS time
        FROM {table} LEFT JOIN key_met USING (record_id)
        """
    )
    connection.execute("INSERT OR REPLACE INTO key_met SELECT record_id, max(time) FROM key_order GROUP BY record_id")
    connection.execute(
        f"UPDATE {table} SET record_id = left(sha256(concat_ws(chr(31), key_order.record_id, time)), 32) "
        f"FROM key_order WHERE {table}.row = key_order.row AND time > 1"
    )
