"""Organisation code (组织机构代码, GB 11714-1997): eight characters and a check character.

Issued on its own until 2015; since then it lives on as characters 9 to 17 of the unified social credit code.
"""

from __future__ import annotations

import re

from gongxin.subjects.identifiers.weighted_sum import weighted_sum, weighted_sum_sql

LENGTH = 9

_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_FORM = "[0-9A-Z]{8}[0-9X]"
# 11 - sum mod 11, where 10 is written X and 11 is written 0.
_CHECKS = "0X987654321"


def check_character(first: str) -> str:
    """The check character of eight characters; ValueError if one of them is no digit or capital."""
    return _CHECKS[weighted_sum(first, _ALPHABET, _WEIGHTS) % 11]


def check_character_sql(first: str) -> str:
    """:func:`check_character` as a DuckDB expression over a column of eight-character texts."""
    return f"'{_CHECKS}'[{weighted_sum_sql(first, _ALPHABET, _WEIGHTS)} % 11 + 1]"


def is_valid(text: str) -> bool:
    """Whether the text is an organisation code in its normal form: nine characters, no hyphen, check right."""
    return re.fullmatch(_FORM, text) is not None and text[8] == check_character(text[:8])


def valid_sql(column: str) -> str:
    """:func:`is_valid` as a DuckDB expression."""
    return f"(regexp_full_match({column}, '{_FORM}') AND {column}[9] = {check_character_sql(column)})"
