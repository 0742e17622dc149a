"""Resident identity number (公民身份号码, GB 11643-1999): region, day of birth, sequence, check character.

Checked are the form, the day of birth (that there is such a day) and the check character. The region is not: cards
bear the region of the office that entered the person, under the codes of that time, and lists of old codes have gaps.
(python-stdnum refuses a number whose region it does not know for the year of birth, and lets a birth in the
future pass; here the former is a matter for :mod:`gongxin.subjects.regions` and the latter for the rules of intake.)

The number itself is never kept: see :mod:`~gongxin.subjects.identifiers.person_digest`.
"""

from __future__ import annotations

import re
from datetime import date

from gongxin.subjects.identifiers.weighted_sum import weighted_sum_sql

LENGTH = 18

_FORM = "[1-9][0-9]{5}(18|19|20)[0-9]{9}[0-9X]"
_DIGITS = "0123456789"
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"


def check_character(first: str) -> str:
    """The check character of seventeen digits (ISO 7064 MOD 11-2)."""
    from stdnum.cn import ric

    return str(ric.calc_check_digit(first + "0"))


def check_character_sql(first: str) -> str:
    """:func:`check_character` as a DuckDB expression over a column of seventeen-digit texts."""
    return f"'{_CHECKS}'[{weighted_sum_sql(first, _DIGITS, _WEIGHTS)} % 11 + 1]"


def is_valid(text: str) -> bool:
    """Whether the text is an identity number in its normal form (a capital X if there is one)."""
    if re.fullmatch(_FORM, text) is None or text[17] != check_character(text[:17]):
        return False
    try:
        date(int(text[6:10]), int(text[10:12]), int(text[12:14]))
    except ValueError:
        return False
    return True


def valid_sql(column: str) -> str:
    """:func:`is_valid` as a DuckDB expression."""
    born = f"TRY_CAST({column}[7:10] || '-' || {column}[11:12] || '-' || {column}[13:14] AS DATE)"
    return (
        f"(regexp_full_match({column}, '{_FORM}') AND {column}[18] = {check_character_sql(column)} "
        f"AND coalesce({born} >= DATE '1800-01-01', {column} IS NULL))"
    )
