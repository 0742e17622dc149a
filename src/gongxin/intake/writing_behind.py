"""Writing what one chunk leaves behind while the next one is judged."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from duckdb import DuckDBPyConnection


class WritingBehind:
    """A thread that writes, on a connection of its own to the same tables. No more than one chunk is ever waiting."""

    def __init__(self, cursor: DuckDBPyConnection, thread: ThreadPoolExecutor) -> None:
        self._cursor = cursor
        self._thread = thread
        self._under_way: Future[None] | None = None

    def start(self, tables: str, write: Callable[[DuckDBPyConnection], object]) -> None:
        """Have ``write`` called with a connection that sees ``tables`` as they are now, whatever becomes of them.

        Temporary tables are out of its sight.
        """
        self.wait()
        self._cursor.begin()
        # A transaction sees things as they were when it first looked.
        self._cursor.execute(f"FROM {tables} LIMIT 0")
        self._under_way = self._thread.submit(self._carry_out, write)

    def wait(self) -> None:
        """Wait until all is written; raise what went wrong with it."""
        if self._under_way is not None:
            under_way, self._under_way = self._under_way, None
            under_way.result()

    def _carry_out(self, write: Callable[[DuckDBPyConnection], object]) -> None:
        try:
            write(self._cursor)
        finally:
            self._cursor.rollback()


@contextmanager
def writing_behind(connection: DuckDBPyConnection) -> Iterator[WritingBehind]:
    """A thread that writes beside ``connection`` for the block; at its end nothing is under way any more."""
    with ThreadPoolExecutor(max_workers=1) as thread:
        cursor = connection.cursor()
        try:
            yield WritingBehind(cursor, thread)
        finally:
            thread.shutdown(cancel_futures=True)
            cursor.close()
