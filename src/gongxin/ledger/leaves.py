"""What a batch says of one subject, as a leaf of its tree.

A leaf is a text of lines: the subject's id, then one line for each row that the batch brought about that subject, in
order of their bytes.

- ``record <record_id> <version> <content>``; a record that went to another subject has ``-`` for its content
- ``event <event_id> <SHA-256 of the row>``
- ``subject <SHA-256 of the row>``

The row that is hashed is its columns as text, joined by the unit separator (U+001F), elements of a list by the record
separator (U+001E). Leaves stand in order of batch, bucket and subject id.
"""

from __future__ import annotations

from hashlib import sha256
from itertools import pairwise
from typing import TYPE_CHECKING

from gongxin.ledger.tables import EVENT, RECORD, SUBJECT, TABLES, Table
from gongxin.ledger.text_ends import text_ends
from gongxin.ledger.transparency.merkle import LEAF_PREFIX
from gongxin.subjects.sql_text import literal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pyarrow as pa
    from duckdb import DuckDBPyConnection

    #: Whose a leaf is: the number of the batch, the bucket, the subject's id in UTF-8.
    Owner = tuple[int, int, bytes]

#: Lines taken from the database at a time.
_LINES_AT_A_TIME = 20_000


def leaf_hashes(
    connection: DuckDBPyConnection, relations: Mapping[str, str], condition: str
) -> Iterator[tuple[Owner, bytes]]:
    """Whose each leaf is, and its hash, over the rows of ``relations`` that meet ``condition``, in order.

    ``relations`` are table names with a relation each that has the stored columns.
    """
    # Lines are sorted by the database and put together here, where they lie one after the other in memory already; and
    # OpenSSL uses what the processor has for SHA-256, the database does not.
    query = f"FROM ({_lines_sql(relations, condition)}) ORDER BY batch, bucket, subject_id, line"
    whose, hashed = None, sha256()
    # A cursor of its own: what the connection is in the midst of goes on.
    for lines in connection.cursor().sql(query).to_arrow_reader(_LINES_AT_A_TIME):
        for owner, text in _by_owner(lines):
            if owner != whose:
                if whose is not None:
                    yield whose, hashed.digest()
                whose, hashed = owner, sha256(LEAF_PREFIX + owner[2])
            hashed.update(text)
    if whose is not None:
        yield whose, hashed.digest()


def leaf_text(
    connection: DuckDBPyConnection, relations: Mapping[str, str], condition: str, batch: int, subject_id: str
) -> str:
    """The leaf of a subject in a batch, over the same rows as :func:`leaf_hashes`."""
    of_subject = f"{condition} AND batch = {batch} AND subject_id = {literal(subject_id)}"
    lines = connection.execute(f"SELECT line FROM ({_lines_sql(relations, of_subject)}) ORDER BY line").fetchall()
    return subject_id + "".join(line for (line,) in lines)


def _by_owner(lines: pa.RecordBatch) -> Iterator[tuple[Owner, memoryview]]:
    """The lines of each leaf as one text; a leaf may go on in the next batch of lines."""
    import pyarrow.compute as pc

    if lines.num_rows == 0:
        return
    batches, buckets, subjects, texts = lines.columns
    changes = pc.or_(pc.not_equal(*_neighbours(subjects)), pc.not_equal(*_neighbours(batches)))
    starts = [0, *(place + 1 for place in pc.indices_nonzero(changes).to_pylist()), lines.num_rows]
    of_batch, of_bucket = _numbers(batches, "q"), _numbers(buckets, "i")
    subject_ends, subject_bytes = text_ends(subjects), memoryview(subjects.buffers()[2])
    ends, values = text_ends(texts), memoryview(texts.buffers()[2])
    for start, stop in pairwise(starts):
        subject = bytes(subject_bytes[subject_ends[start] : subject_ends[start + 1]])
        yield (of_batch[start], of_bucket[start], subject), values[ends[start] : ends[stop]]


def _neighbours(column: pa.Array) -> tuple[pa.Array, pa.Array]:
    """Each value of a column but the last, and the one after it."""
    return column.slice(0, len(column) - 1), column.slice(1)


def _numbers(column: pa.Array, of: str) -> memoryview:
    values: memoryview = memoryview(column.buffers()[1]).cast(of)  # type: ignore[call-overload]
    return values[column.offset : column.offset + len(column)]


def _lines_sql(relations: Mapping[str, str], condition: str) -> str:
    """A query for ``(batch, bucket, subject_id, line)``; each line begins with its line break."""
    return " UNION ALL ".join(
        f"SELECT batch, bucket, subject_id, {_line_sql(TABLES[name])} AS line FROM {relation} WHERE {condition}"
        for name, relation in relations.items()
    )


def _line_sql(table: Table) -> str:
    row = f"sha256({_row_text_sql(table)})"
    return {
        RECORD.name: "concat(chr(10), 'record ', record_id, ' ', version, ' ', coalesce(content, '-'))",
        EVENT.name: f"concat(chr(10), 'event ', event_id, ' ', {row})",
        SUBJECT.name: f"concat(chr(10), 'subject ', {row})",
    }[table.name]


def _row_text_sql(table: Table) -> str:
    texts = []
    for name, type_ in table.columns.items():
        text = f'array_to_string("{name}", chr(30))' if type_.endswith("[]") else f'CAST("{name}" AS VARCHAR)'
        texts.append(f"coalesce({text}, '')")
    return f"concat_ws(chr(31), {', '.join(texts)})"
