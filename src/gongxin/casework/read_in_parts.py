"""Long lists of which a page shows a few: what is not shown is not read."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeVar, overload

if TYPE_CHECKING:
    from collections.abc import Iterator

Row = TypeVar("Row")

#: Rows read at a time where all are wanted.
_AT_A_TIME = 500


class ReadInParts(Sequence[Row]):
    """A list whose rows are read when they are asked for, as many at once as are asked for."""

    @abstractmethod
    def part(self, place: slice) -> list[Row]:
        """The rows of a stretch of the list."""

    def __iter__(self) -> Iterator[Row]:
        for start in range(0, len(self), _AT_A_TIME):
            yield from self.part(slice(start, start + _AT_A_TIME))

    @overload
    def __getitem__(self, place: int) -> Row: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[Row]: ...

    def __getitem__(self, place: int | slice) -> Row | Sequence[Row]:
        if isinstance(place, slice):
            return self.part(place)
        start = place if place >= 0 else len(self) + place
        # A place beyond the end has no rows: an IndexError, as of any list.
        return self.part(slice(start, start + 1))[0]
