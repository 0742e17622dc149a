"""Columns of records as numbers: equal where values are, or where what is asked of them is, or where they lie between
the same bounds. An empty value has a number of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gongxin.evaluation.alike.desk import registered
from gongxin.evaluation.alike.numbering import Key, numbered, numbered_with_values, sequences_numbered
from gongxin.standing.events_sql import OUTCOMES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    import pyarrow as pa
    from duckdb import DuckDBPyConnection
    from numpy.typing import NDArray

    from gongxin.evaluation.alike.numbering import Numbers, Places
    from gongxin.evaluation.alike.telling import Telling

#: Of a text with fewer different values it costs less to tell all of them apart than to ask anything of them.
_FEW = 64


class Columns:
    """Records as Arrow columns, each of which is turned into numbers once."""

    def __init__(self, records: pa.Table, connection: DuckDBPyConnection) -> None:
        self.records = records
        self._connection = connection
        self._turned: dict[str, tuple[Numbers, int]] = {}
        self._measured: dict[str, _Measured] = {}
        self._texts: dict[str, pa.Array] = {}

    def keys(self, telling: Telling, rows: Places, happened: Mapping[str, Numbers]) -> Numbers:
        """A number for each of some rows: equal where nothing tells them apart.

        ``happened`` has what happened to each of these rows, as numbers; nothing, where nothing did to any.
        """
        key = Key(len(rows))
        for name in sorted(telling.columns.difference(OUTCOMES)):
            numbers, room = self.turned(name)
            if room > 1:
                key.add(numbers[rows], room)
        for name, questions in sorted(telling.asked.items()):
            self._add_answers(key, name, questions, rows)
        for name, bounds in sorted(telling.between.items()):
            if name not in OUTCOMES:
                self._add_stretches(key, name, bounds, rows)
        for name in sorted(telling.read.intersection(happened)):
            key.add(happened[name], int(happened[name].max(initial=0)) + 1)
        return key.numbers

    def turned(self, name: str) -> tuple[Numbers, int]:
        """The values of a column as numbers, and a number above all of these."""
        if name not in self._turned:
            self._turned[name] = self._turn(name)
        return self._turned[name]

    def texts(self, name: str) -> pa.Array:
        """The texts that the numbers of a column of texts stand for."""
        self.turned(name)
        return self._texts[name]

    def whole(self, name: str) -> pa.Array:
        """A column in one piece."""
        return self.records.column(name).chunk(0)

    def _turn(self, name: str) -> tuple[Numbers, int]:
        import pyarrow as pa

        column = self.whole(name)
        if pa.types.is_null(column.type):
            return _zeros(len(column)), 1
        if pa.types.is_dictionary(column.type):
            self._texts[name] = column.dictionary
            return _with_empty(column.indices, len(column.dictionary))
        if pa.types.is_boolean(column.type):
            return _with_empty(column.cast(pa.int8()), 2)
        if pa.types.is_list(column.type):
            return _lists(column)
        measured = self._measure(name)
        numbers = measured.numbers - measured.least + 1
        if measured.empty is not None:
            numbers[measured.empty] = 0
        return numbers, measured.most - measured.least + 2

    def _add_answers(self, key: Key, name: str, questions: Sequence[str], rows: Places) -> None:
        """What some questions about a text come to; where there are few texts, which one it is."""
        import pyarrow as pa

        numbers, room = self.turned(name)
        if room <= 1:
            return
        if room <= _FEW:
            key.add(numbers[rows], room)
            return
        which, seen = numbered_with_values(numbers[rows])
        texts = self._texts[name]
        shown = texts.take(pa.array(seen, mask=seen == len(texts)))
        asked = ", ".join(f"{question} AS q{place}" for place, question in enumerate(questions))
        with registered(self._connection, {"texts_asked": pa.table({name: shown.cast(pa.string())})}):
            found = self._connection.sql(f"SELECT {asked} FROM texts_asked").to_arrow_table()
        answered = Key(len(seen))
        for answers in found.columns:
            encoded = answers.combine_chunks().dictionary_encode()
            answered.add(*_with_empty(encoded.indices, len(encoded.dictionary)))
        of_texts, different = numbered(answered.numbers)
        key.add(of_texts[which], different)

    def _add_stretches(self, key: Key, name: str, bounds: Sequence[int], rows: Places) -> None:
        """Between which bounds a day or a sum lies."""
        import numpy as np
        import pyarrow as pa

        if pa.types.is_null(self.records.column(name).type):
            return
        measured = self._measure(name)
        # Bounds that no value reaches, or that all have passed, tell nothing apart.
        telling = [bound for bound in bounds if measured.least < bound <= measured.most]
        if not telling and measured.empty is None:
            return
        stretches = np.ones(len(rows), dtype=np.int32)
        if telling:
            of_rows = measured.numbers[rows]
            for bound in telling:
                stretches += of_rows >= bound
        if measured.empty is not None:
            stretches[measured.empty[rows]] = 0
        key.add(stretches, len(telling) + 2)

    def _measure(self, name: str) -> _Measured:
        if name not in self._measured:
            self._measured[name] = _Measured.of(self.whole(name))
        return self._measured[name]


@dataclass(frozen=True, slots=True)
class _Measured:
    """The days (since 1970-01-01) or sums (in units of the last place) of a column, which of them are empty, the least
    and the greatest of the others."""

    numbers: Numbers
    empty: NDArray[np.bool_] | None
    least: int
    most: int

    @classmethod
    def of(cls, column: pa.Array) -> _Measured:
        numbers = _whole_numbers(column)
        if not column.null_count:
            return cls(numbers, None, int(numbers.min()), int(numbers.max()))
        empty = column.is_null().to_numpy(zero_copy_only=False)
        some = numbers[~empty]
        return cls(numbers, empty, int(some.min(initial=0)), int(some.max(initial=0)))


def _whole_numbers(column: pa.Array) -> Numbers:
    """Days since 1970-01-01, or units of the last place of a decimal; anything where it is empty."""
    import numpy as np
    import pyarrow as pa

    if pa.types.is_decimal(column.type):
        # Of the two words of a decimal of up to 18 digits the first is the number.
        words = np.frombuffer(column.buffers()[1], dtype=np.int64)
        return words[2 * column.offset : 2 * (column.offset + len(column)) : 2]
    if pa.types.is_date(column.type):
        column = column.view(pa.int32())
    return _numbers(column)


def _lists(column: pa.ListArray) -> tuple[Numbers, int]:
    """Lists of texts as numbers: place by place, as histories are. One that is empty is not one that is not there."""
    import numpy as np

    values = column.flatten().dictionary_encode()
    lengths = _numbers(column.value_lengths().fill_null(0))
    filled = np.flatnonzero(lengths)
    texts, room = _with_empty(values.indices, len(values.dictionary))
    of_filled, different = sequences_numbered(texts, lengths[filled].astype(np.int64), room)
    whole = np.ones(len(column), dtype=np.int32)
    whole[filled] = of_filled + 2
    if column.null_count:
        whole[column.is_null().to_numpy(zero_copy_only=False)] = 0
    return whole, different + 2


def _with_empty(column: pa.Array, number: int) -> tuple[Numbers, int]:
    """Numbers below ``number``, which those that are empty get, and how much room they take."""
    if not column.null_count:
        return _numbers(column), number
    return _numbers(column.fill_null(number)), number + 1


def _zeros(rows: int) -> Numbers:
    import numpy as np

    return np.zeros(rows, dtype=np.int64)


def _numbers(column: pa.Array) -> Numbers:
    """The numbers of a column; anything where it is empty."""
    import pyarrow as pa

    if column.null_count:
        column = pa.Array.from_buffers(column.type, len(column), [None, column.buffers()[1]], offset=column.offset)
    numbers: Numbers = column.to_numpy()
    return numbers
