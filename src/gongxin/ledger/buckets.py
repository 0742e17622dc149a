"""Which bucket a subject lies in: one definition, for Python and for SQL.

The first four bytes of the MD5 of the subject's id (UTF-8), read as a big-endian number, modulo the bucket count: any
engine can work that out. MD5 spreads; nothing here rests on its being hard to invert.
"""

from __future__ import annotations

from hashlib import md5

#: Partition of rows that no compaction has moved to their bucket yet.
RECENT = -1


def bucket_of(subject_id: str, buckets: int) -> int:
    """The bucket of one subject."""
    return int.from_bytes(md5(subject_id.encode(), usedforsecurity=False).digest()[:4], "big") % buckets


def bucket_sql(column: str, buckets: int) -> str:
    """The bucket of the subject in ``column`` as a DuckDB expression of type INTEGER."""
    return f"CAST(CAST('0x' || left(md5({column}), 8) AS BIGINT) % {buckets} AS INTEGER)"
