"""Legal Entity Identifier (ISO 17442): eighteen digits or capitals and two check digits (ISO 7064 MOD 97-10).

python-stdnum checks the sum alone; the length and the form (check characters are digits) are checked here.
"""

from __future__ import annotations

import re

LENGTH = 20

_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_FORM = "[0-9A-Z]{18}[0-9]{2}"


def check_digits(first: str) -> str:
    """The two check digits of eighteen characters."""
    from stdnum.iso7064 import mod_97_10

    return str(mod_97_10.calc_check_digits(first))


def is_valid(text: str) -> bool:
    """Whether the text is an LEI in its normal form."""
    from stdnum import lei

    return re.fullmatch(_FORM, text) is not None and bool(lei.is_valid(text))


def valid_sql(column: str) -> str:
    """:func:`is_valid` as a DuckDB expression."""
    # The number is read from left to right: a digit shifts what stands before it by one place, a letter (10 to 35) by
    # two. The whole must be 1 modulo 97.
    rest = "0"
    for place in range(1, LENGTH + 1):
        shift = f"CASE WHEN {column}[{place}] < 'A' THEN 10 ELSE 100 END"
        rest = f"(({rest}) * ({shift}) + instr('{_ALPHABET}', {column}[{place}]) - 1) % 97"
    return f"(regexp_full_match({column}, '{_FORM}') AND {rest} = 1)"
