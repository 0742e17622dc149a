"""Reading the next chunk while the present one is worked on."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterator

Item = TypeVar("Item")


@contextmanager
def reading_ahead(items: Iterator[Item]) -> Iterator[Iterator[Item]]:
    """The same items, in the same order, fetched by a thread of its own; no more than one item is ever waiting.

    An error in fetching is raised in its turn. At the end of the block nothing is under way any more.
    """
    with ThreadPoolExecutor(max_workers=1) as thread:
        yield _fetched_by(thread, items)


def _fetched_by(thread: ThreadPoolExecutor, items: Iterator[Item]) -> Iterator[Item]:
    under_way = thread.submit(next, items, None)
    while (item := under_way.result()) is not None:
        under_way = thread.submit(next, items, None)
        yield item
