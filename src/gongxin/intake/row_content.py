"""What a row says, as a digest: by it a row sent again is known to be unchanged, and it stands for the row in the
proofs of the ledger.

It is of the payload; of a person's row it takes in the subject as well, whose number is not in the payload. The digests
of a chunk are made outside the database: OpenSSL uses what the processor has for SHA-256, the database does not.
"""

from __future__ import annotations

import hashlib
from itertools import pairwise
from typing import TYPE_CHECKING

from gongxin.intake.chunk import ROW
from gongxin.intake.identity import SUBJECT_PERSON
from gongxin.ledger.text_ends import text_ends
from gongxin.subjects.identifiers import person_digest

if TYPE_CHECKING:
    import pyarrow as pa
    from duckdb import DuckDBPyConnection

#: Hex digits of the digest.
_LENGTH = 32

#: Rows hashed at a time: few enough that their texts stay in the processor's caches.
_ROWS_AT_A_TIME = 2048


#: Bytes of a row's number.
_ROW_BYTES = 8

_HASHED = f"CASE WHEN {SUBJECT_PERSON} THEN concat(subject_id, payload) ELSE payload END"


def content_sql() -> str:
    """The digest, over a row of the candidates table: for few rows."""
    return f"left(sha256({_HASHED}), {_LENGTH})"


def content_of(payload: str, subject_id: str) -> str:
    """:func:`content_sql` of one row of a subject."""
    text = subject_id + payload if subject_id.startswith(person_digest.PREFIX) else payload
    return _digest(text.encode()).hex()


def digests(connection: DuckDBPyConnection, candidates: str) -> pa.Table:
    """``row`` and ``content``, the digest of each row of a relation with the columns of ``candidate``."""
    import pyarrow as pa

    numbers, digests = bytearray(), bytearray()
    for rows, texts in connection.sql(f"SELECT {ROW}, {_HASHED} FROM {candidates}").to_arrow_reader(_ROWS_AT_A_TIME):
        # Copied: the rows of a batch, kept as they are, would keep its texts in memory, too.
        numbers += _values(rows)
        _hash(texts, digests)
    row = pa.Array.from_buffers(pa.int64(), len(numbers) // _ROW_BYTES, [None, pa.py_buffer(numbers)])
    in_hex = pa.py_buffer(digests.hex().encode())
    content = pa.Array.from_buffers(pa.binary(_LENGTH), len(row), [None, in_hex]).cast(pa.string())
    return pa.table([row, content], [ROW, "content"])


def _values(rows: pa.Int64Array) -> memoryview:
    return memoryview(rows.buffers()[1])[rows.offset * _ROW_BYTES : (rows.offset + len(rows)) * _ROW_BYTES]


def _hash(texts: pa.StringArray, digests: bytearray) -> None:
    """Add the digest of each text, none of which is null, to ``digests``."""
    whole = memoryview(texts.buffers()[2])
    for start, stop in pairwise(text_ends(texts)):
        digests += _digest(whole[start:stop])


def _digest(text: bytes | memoryview) -> bytes:
    return hashlib.sha256(text).digest()[: _LENGTH // 2]
