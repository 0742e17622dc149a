"""A column with a code list may be read value by value: each cell comes out as it does cell by cell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.intake.normalising.conftest import KINDS, InventedLaw, item_of

from gongxin.intake.normalise import normalised_sql

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Read = Callable[[str, list[str | None]], tuple[list[Any], list[Any]]]

SPELLINGS = [
    spelling for value in KINDS.values for spelling in (value.code, value.title.zh, value.title.en, *value.aliases)
]
#: Known and unknown values in their spellings and others, marks of an empty cell, nothing at all.
PARTS = st.sampled_from(
    [*SPELLINGS, "ｆｉｎｅ", "WARNING", "警 告", "口头批评", "拘留", "", " ", "----", "无", "***", "'"]
)
joined = st.lists(st.tuples(PARTS, st.sampled_from(KINDS.joiners)), max_size=4).map(
    lambda cell: "".join(part + joiner for part, joiner in cell)
)
columns = st.lists(st.one_of(st.none(), PARTS, joined, st.text(max_size=6)), max_size=15)


@pytest.fixture(scope="module")
def read() -> Iterator[Read]:
    """Reads a column as a field with a code list, cell by cell and value by value: all columns of all rows."""
    with duckdb.connect(config={"threads": 1}) as connection:
        connection.execute('CREATE TABLE staged ("row" BIGINT, one VARCHAR)')
        for type_ in ("code", "codes"):
            item = item_of({"type": type_, "values": KINDS.id})
            for by_value in ((), ("one",)):
                query = normalised_sql(item, InventedLaw(), by_value=by_value)  # type: ignore[arg-type]
                listed = 'row, one, one__text, one__raw, "one__outside", remarks'
                connection.execute(f"PREPARE {type_}_{len(by_value)} AS SELECT {listed} FROM ({query}) ORDER BY row")

        def reading(type_: str, cells: list[str | None]) -> tuple[list[Any], list[Any]]:
            connection.execute("DELETE FROM staged")
            rows = [list(range(len(cells))), cells]
            connection.execute("INSERT INTO staged SELECT unnest(?::BIGINT[]), unnest(?::VARCHAR[])", rows)
            by_cell, by_value = (connection.execute(f"EXECUTE {type_}_{way}").fetchall() for way in (0, 1))
            return by_cell, by_value

        yield reading


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(["code", "codes"]), columns)
def test_values_read_once_come_out_as_each_cell_read_for_itself(
    read: Read, type_: str, cells: list[str | None]
) -> None:
    by_cell, by_value = read(type_, cells)
    assert [row[3] for row in by_cell] == cells
    assert by_value == by_cell
