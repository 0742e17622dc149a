"""The keyed digest that stands for a natural person's identity number everywhere behind the door.

HMAC-SHA256 (RFC 2104, FIPS 180-4) under the key of the workspace, the first 128 bits in hex. Without the key nobody can
find out whose record it is, not even by trying all identity numbers there are; with it the same person is
recognised in every file. Any number of an identity document may be digested, a passport's too.

The SQL text holds material from which the key follows: it goes to the database and nowhere else, no log, no message.
"""

from __future__ import annotations

import hashlib
import hmac

from gongxin.subjects.identifiers.spelling import compact, compact_sql

#: What the subject id of a natural person starts with.
PREFIX = "person:"

_LENGTH = 32
_BLOCK = 64


def digest(number: str, key: bytes) -> str:
    """The digest of an identity number, 32 hex digits; spelling (width, case, spaces, hyphens) does not matter."""
    return hmac.new(key, compact(number).encode(), hashlib.sha256).hexdigest()[:_LENGTH]


def digest_sql(column: str, key: bytes) -> str:
    """:func:`digest` as a DuckDB expression. Keep its text secret: it holds the key."""
    block = (key if len(key) <= _BLOCK else hashlib.sha256(key).digest()).ljust(_BLOCK, b"\0")
    inner = bytes(byte ^ 0x36 for byte in block).hex()
    outer = bytes(byte ^ 0x5C for byte in block).hex()
    message = f"unhex('{inner}') || encode({compact_sql(column)})"
    return f"left(sha256(unhex('{outer}') || unhex(sha256({message}))), {_LENGTH})"


def person_subject_id(number: str, key: bytes) -> str:
    """The subject id of a natural person: the digest behind ``person:``."""
    return PREFIX + digest(number, key)
