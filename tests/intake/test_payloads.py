"""What a row says is kept as the same text, and known by the same digest, whichever way the two are made."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import duckdb
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongxin.intake.constant_columns import stage
from gongxin.intake.normalise.spelling import given_sql, is_given
from gongxin.intake.payload import payload_in_parts, unescaped_fields
from gongxin.intake.row_content import content_of, content_sql, digests
from gongxin.law.schema.catalogue import CatalogueItem
from gongxin.subjects.sql_text import literal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from duckdb import DuckDBPyConnection

    from gongxin.intake.payload import Payload

#: Cells of departments, with what JSON escapes, marks of an empty cell and letters that are folded in odd ways.
CELLS = st.one_of(
    st.sampled_from(
        ["", "无", "——", "罚款5万元", '"停业"', "a\\b", "第一行\n第二行", "\x7f", "＂", "Null", "nuLL\u212a"]
    ),
    st.text(max_size=6).filter(lambda cell: "\0" not in cell),
)
FIELDS = ("facts", "basis", "remark")
ITEM = CatalogueItem.model_validate(
    {
        "id": "invented.item",
        "title": {"zh": "虚构事项", "en": "invented item"},
        "catalogue_class": "administration",
        "nature": "neutral",
        "kinds": ["enterprise"],
        "in_force": {"from": "2020-01-01"},
        "cite": {"instrument": "invented-notice", "verified": False},
        "subject": {"scheme": "uscc", "code": "facts"},
        "key": ["facts"],
        "fields": [{"id": name, "title": {"zh": "字段", "en": "field"}, "type": "text"} for name in FIELDS],
    }
)


@pytest.fixture(scope="module")
def connection() -> Iterator[DuckDBPyConnection]:
    with duckdb.connect(config={"threads": 1}) as connected:
        yield connected


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=4), st.sets(st.sampled_from(FIELDS)))
def test_a_payload_put_together_in_one_go_is_the_one_made_member_by_member(
    connection: DuckDBPyConnection, rows: list[tuple[str, str, str]], alike: set[str]
) -> None:
    columns = {
        name: [rows[0][place]] * len(rows) if name in alike else [row[place] for row in rows]
        for place, name in enumerate(FIELDS)
    }
    staged = stage(connection, pa.table({"row": pa.array(range(len(rows)), pa.int64()), **columns}))
    texts = ", ".join(f'{given_sql(name)} AS "{name}__text"' for name in FIELDS)
    quick, plain = payload_in_parts(ITEM, staged.constants, unescaped_fields(ITEM, staged)), payload_in_parts(ITEM, {})

    def of_rows(payload: Payload) -> str:
        parts = ", ".join(f"{sql} AS {part}" for part, sql in payload.parts.items())
        return f"(SELECT *, {parts} FROM (SELECT row, {texts} FROM staged))"

    constant = {part: connection.execute(f"SELECT {part} FROM {of_rows(quick)}").fetchall() for part in quick.constant}
    assert all(len(set(found)) == 1 for found in constant.values())
    instead = {part: literal(found[0][0]) for part, found in constant.items()}
    expected = connection.execute(f"SELECT {plain.whole()} FROM {of_rows(plain)} ORDER BY row").fetchall()
    for (plainly,), (made, in_parts, *kept) in zip(
        expected,
        connection.execute(
            f"SELECT {quick.whole()}, {quick.whole(instead)}, COLUMNS('.*__text') FROM {of_rows(quick)} ORDER BY row"
        ).fetchall(),
        strict=True,
    ):
        assert made == in_parts == plainly
        assert json.loads(made) == {name: text for name, text in zip(FIELDS, kept, strict=True) if text is not None}


@given(CELLS)
@settings(max_examples=150, deadline=None)
def test_what_counts_as_given_is_never_nothing(connection: DuckDBPyConnection, cell: str) -> None:
    found = connection.execute(f"SELECT {given_sql('cell')} FROM (SELECT ? AS cell)", [cell]).fetchall()
    assert not is_given(cell) or found == [(cell,)]


@given(st.lists(st.tuples(st.booleans(), st.text(max_size=30).filter(lambda text: "\0" not in text)), max_size=6))
@settings(max_examples=40, deadline=None)
def test_a_row_has_one_digest_in_files_in_decisions_and_in_the_database(
    connection: DuckDBPyConnection, rows: list[tuple[bool, str]]
) -> None:
    subjects = [f"person:{place}" if person else f"9199{place}" for place, (person, _) in enumerate(rows)]
    columns = [list(range(len(rows))), [person for person, _ in rows], subjects, [text for _, text in rows]]
    connection.execute(
        "CREATE OR REPLACE TABLE candidate AS SELECT unnest(?::BIGINT[]) AS row, unnest(?::BOOLEAN[]) AS "
        "subject__person, unnest(?::VARCHAR[]) AS subject_id, unnest(?::VARCHAR[]) AS payload",
        columns,
    )
    said = digests(connection, "candidate")
    found = connection.execute(
        f"SELECT content, {content_sql()} FROM candidate JOIN said USING (row) ORDER BY row"
    ).fetchall()
    assert len(said) == len(rows)
    assert found == [(content_of(text, subject),) * 2 for subject, (_, text) in zip(subjects, rows, strict=True)]
