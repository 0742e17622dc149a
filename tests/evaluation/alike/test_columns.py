"""A column as numbers: what a model tells apart has two, what it does not has one."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import duckdb
import pyarrow as pa
import pytest

from gongxin.evaluation.alike import columns as module
from gongxin.evaluation.alike.columns import Columns
from gongxin.evaluation.alike.telling import Telling

if TYPE_CHECKING:
    from collections.abc import Sequence

DAY = (date(2025, 9, 1) - date(1970, 1, 1)).days


def keys(name: str, values: Sequence[Any], type_: pa.DataType, telling: Telling) -> list[int]:
    """The numbers of a column of these values."""
    import numpy as np

    column = pa.array(values, type_)
    if pa.types.is_string(type_):
        column = column.dictionary_encode()
    with duckdb.connect() as connection:
        of = Columns(pa.table({name: column}), connection)
        numbers: list[int] = of.keys(telling, np.arange(len(values)), {}).tolist()
        return numbers


def classes(numbers: list[int]) -> list[int]:
    """The same, named by where each number comes first."""
    return [numbers.index(number) for number in numbers]


def whole(name: str) -> Telling:
    return Telling(frozenset({name}), {}, {})


@pytest.mark.parametrize(
    ("type_", "values"),
    [
        (pa.string(), ["a", None, "b", "a", None, ""]),
        (pa.bool_(), [True, None, False, True, None, False]),
        (pa.date32(), [date(2020, 1, 1), None, date(1960, 1, 1), date(2020, 1, 1), None, date(1970, 1, 1)]),
        (pa.decimal128(18, 2), [Decimal("1.10"), None, Decimal("-1.10"), Decimal("1.10"), None, Decimal(0)]),
        (pa.list_(pa.string()), [["a"], None, ["a", "a"], ["a"], None, []]),
        (pa.list_(pa.string()), [["a", "b"], ["b", "a"], ["a", None], ["a", "b"], ["b", "a"], [None]]),
    ],
)
def test_what_is_told_apart_by_every_value_has_a_number_for_each(type_: pa.DataType, values: list[Any]) -> None:
    assert classes(keys("column", values, type_, whole("column"))) == [values.index(value) for value in values]


def test_of_a_day_it_matters_only_between_which_it_lies_and_whether_it_is_there() -> None:
    days = [date(2025, 8, 31), date(2025, 9, 1), None, date(2025, 9, 2), date(1999, 1, 1), None, date(2025, 9, 3)]
    found = keys("column", days, pa.date32(), Telling(frozenset(), {}, {"column": (DAY, DAY + 2)}))
    assert classes(found) == [0, 1, 2, 1, 0, 2, 6]


def test_of_a_sum_likewise_to_the_last_place() -> None:
    sums = [Decimal("999.99"), Decimal("1000.00"), None, Decimal("1000.01"), Decimal("-5.00")]
    found = keys("column", sums, pa.decimal128(18, 2), Telling(frozenset(), {}, {"column": (100_000, 100_001)}))
    assert classes(found) == [0, 1, 2, 3, 0]


@pytest.mark.parametrize("few", [0, 64])
def test_of_a_text_it_matters_what_is_asked_of_it(few: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_FEW", few)
    texts = ["贷款诈骗案", "商品案", None, "集资诈骗案", "商品案", None, "逃废债务案"]
    asked = Telling(frozenset(), {"title": ("contains(title, '诈骗')", "title LIKE '%债务%'")}, {})
    found = classes(keys("title", texts, pa.string(), asked))
    # Where texts are few, each is told from the others: that costs less than to ask.
    assert found == ([0, 1, 2, 0, 1, 2, 6] if few == 0 else [0, 1, 2, 3, 1, 2, 6])


def test_a_column_in_which_nothing_stands_tells_nothing_apart() -> None:
    telling = Telling(frozenset({"column"}), {}, {})
    assert len(set(keys("column", [None, None], pa.null(), telling))) == 1
