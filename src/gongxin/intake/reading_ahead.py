"""Reading the next chunk while the present one is worked on."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

Item = TypeVar("Item")


def ahead(items: Iterator[Item]) -> Generator[Item, None, None]:
    """The same items, in the same order; while one is in use, the next is fetched by a thread of its own.

    An error in fetching is raised in its turn. No more than one item is ever waiting.
    """
    with ThreadPoolExecutor(max_workers=1) as reader:
        waiting = reader.submit(next, items, None)
        while (item := waiting.result()) is not None:
            waiting = reader.submit(next, items, None)
            yield item
