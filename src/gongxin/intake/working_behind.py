"""Settling one chunk while the next one is judged."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING

from gongxin.intake.single_value import single_number

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from duckdb import DuckDBPyConnection


class WorkingBehind:
    """A thread that does one piece of work after another. No more than one is ever under way, and none is waiting.

    Beside what goes on behind, work goes on in front. Two statements that each run on half of the cores take a tenth
    less of the processors than two that get into each other's way on all of them; one alone has use for all.
    """

    def __init__(self, thread: ThreadPoolExecutor, connection: DuckDBPyConnection) -> None:
        self._thread = thread
        self._connection = connection
        self._cores = single_number(connection, "SELECT current_setting('threads')")
        self._under_way: Future[None] | None = None

    def start(self, work: Callable[[], None]) -> None:
        """Have ``work`` done, once what is under way is finished; raise what went wrong with that."""
        self._wait()
        self._use(max(1, self._cores // 2))
        self._under_way = self._thread.submit(work)

    @property
    def busy(self) -> bool:
        """Whether something is under way."""
        return self._under_way is not None and not self._under_way.done()

    def finish(self) -> None:
        """Wait for what is under way, while nothing goes on in front; raise what went wrong with it."""
        self._use(self._cores)
        self._wait()

    def _wait(self) -> None:
        if self._under_way is not None:
            under_way, self._under_way = self._under_way, None
            under_way.result()

    def _use(self, cores: int) -> None:
        self._connection.execute(f"SET threads = {cores}")


@contextmanager
def working_behind(connection: DuckDBPyConnection) -> Iterator[WorkingBehind]:
    """A thread that works for the block; at its end nothing is under way any more.

    ``connection`` is the one in front, to the same database as those that the work behind is done on.
    """
    with ThreadPoolExecutor(max_workers=1) as thread:
        yield WorkingBehind(thread, connection)
