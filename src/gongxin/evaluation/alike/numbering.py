"""Many numbers made into one, and the histories of subjects: equal where all of what they are made of is equal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    #: Whole numbers, of 32 bits or 64.
    Numbers = NDArray[np.signedinteger[Any]]

    #: Places in an array.
    Places = NDArray[np.int64]

#: Keys grow up to this; beyond, they are numbered anew.
_ROOM = 2**62


def numbered(keys: Numbers) -> tuple[Numbers, int]:
    """Equal keys as equal numbers from 0, and how many different ones there are."""
    numbers, values = numbered_with_values(keys)
    return numbers, len(values)


def numbered_with_values(keys: Numbers) -> tuple[Numbers, Numbers]:
    """Equal keys as equal numbers from 0, and the key that each number stands for."""
    import pyarrow as pa

    encoded = pa.array(keys).dictionary_encode()
    return encoded.indices.to_numpy(), encoded.dictionary.to_numpy()


def first_of_each(numbers: Numbers, different: int) -> Places:
    """Where each number, from 0, comes first."""
    import numpy as np

    first = np.empty(different, dtype=np.int64)
    first[numbers[::-1]] = np.arange(len(numbers) - 1, -1, -1)
    return first


class Key:
    """A number for each row, from the numbers of its columns."""

    def __init__(self, rows: int) -> None:
        import numpy as np

        self.numbers: Numbers = np.zeros(rows, dtype=np.int64)
        self._room = 1

    def add(self, numbers: Numbers, room: int) -> None:
        """Tell rows apart by one column more; its numbers are from 0 up to below ``room``."""
        if self._room * room > _ROOM:
            again, self._room = numbered(self.numbers)
            self.numbers = again.astype("int64")
        self.numbers = self.numbers * room + numbers
        self._room *= room


def sequences_numbered(things: Numbers, of_each: Places, room: int) -> tuple[Numbers, int]:
    """Equal sequences as equal numbers from 0, and how many different ones there are.

    ``things`` are those of all one after the other, from 0 up to below ``room``; ``of_each`` says how many each has.
    """
    import numpy as np

    first = np.cumsum(of_each) - of_each
    longest = int(of_each.max(initial=0))
    states, among = np.zeros(len(of_each), dtype=np.int64), np.flatnonzero(of_each)
    # All take a step at a time: what has been so far, and one thing more, become one number.
    for step in range(longest):
        among = among[of_each[among] > step]
        states[among], _ = numbered(states[among] * room + things[first[among] + step])
    # Numbers of sequences of different lengths have nothing to do with each other.
    return numbered(states * (longest + 1) + of_each)


@dataclass(frozen=True, slots=True)
class Histories:
    """The different histories among some subjects.

    ``of_subject`` has the number of each subject's history. ``one_of_each`` lists what one subject of each history has:
    two columns, the number of the history and one thing in it.
    """

    of_subject: Numbers
    one_of_each: tuple[Numbers, Numbers]

    @property
    def count(self) -> int:
        """How many histories there are."""
        return int(self.of_subject.max()) + 1 if len(self.of_subject) else 0


def histories_of(subjects: Numbers, things: Numbers, count: int) -> Histories:
    """The histories of ``count`` subjects, of each of which there is a row for each thing in it, in any order."""
    import numpy as np

    room = int(things.max(initial=0)) + 1
    of_each = np.bincount(subjects, minlength=count)
    in_order = np.sort(subjects.astype(np.int64) * room + things) % room
    of_subject, different = sequences_numbered(in_order, of_each, room)
    first = np.cumsum(of_each) - of_each
    shown = first_of_each(of_subject, different)
    lengths = of_each[shown]
    places = np.arange(int(lengths.sum())) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    rows = np.repeat(first[shown], lengths) + places
    return Histories(of_subject, (np.repeat(np.arange(different), lengths), in_order[rows]))
