"""Reading the next chunk while the present one is worked on, at the moment when it costs least."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterator

Item = TypeVar("Item")


class ReadingAhead(Generic[Item]):
    """The same items, in the same order, fetched by a thread of its own. No more than one item is ever waiting.

    Whoever works on an item says by :meth:`read_on` when the next may be fetched: best where the work has little use
    for a second processor. An error in fetching is raised in its turn.
    """

    def __init__(self, items: Iterator[Item], thread: ThreadPoolExecutor) -> None:
        self._items = items
        self._thread = thread
        self._under_way: Future[Item | None] | None = None

    def __iter__(self) -> Iterator[Item]:
        while (item := self._next()) is not None:
            yield item

    def read_on(self) -> None:
        """Have the next item fetched, if that is not under way."""
        if self._under_way is None:
            self._under_way = self._thread.submit(next, self._items, None)

    def _next(self) -> Item | None:
        self.read_on()
        assert self._under_way is not None, "reading on puts the next item under way"
        under_way, self._under_way = self._under_way, None
        return under_way.result()


@contextmanager
def reading_ahead(items: Iterator[Item]) -> Iterator[ReadingAhead[Item]]:
    """A thread that reads ahead of the block; at its end nothing is under way any more."""
    with ThreadPoolExecutor(max_workers=1) as thread:
        yield ReadingAhead(items, thread)
