"""Registration number of an enterprise (工商注册号, GS 15-2006): fifteen digits, the last one a check.

Six digits name the registering office, eight the entry, one is the check digit of ISO 7064 MOD 11,10.
Older numbers of thirteen digits had none and cannot be checked.
"""

from __future__ import annotations

import re

LENGTH = 15

_FORM = "[0-9]{15}"


def check_digit(first: str) -> str:
    """The check digit of fourteen digits."""
    from stdnum.iso7064 import mod_11_10

    return str(mod_11_10.calc_check_digit(first))


def is_valid(text: str) -> bool:
    """Whether the text is a fifteen-digit registration number whose check digit is right."""
    return re.fullmatch(_FORM, text) is not None and text[14] == check_digit(text[:14])


def valid_sql(column: str) -> str:
    """:func:`is_valid` as a DuckDB expression."""
    # ISO 7064 MOD 11,10: from 10 on, add the digit modulo 10 (0 counting as 10), then double modulo 11.
    # With the check digit added the sum must be 1 modulo 10.
    state = "10"
    for place in range(1, LENGTH):
        state = f"(({state} + {_digit(column, place)} + 9) % 10 + 1) * 2 % 11"
    return f"(regexp_full_match({column}, '{_FORM}') AND ({state} + {_digit(column, LENGTH)}) % 10 = 1)"


def _digit(column: str, place: int) -> str:
    return f"instr('123456789', {column}[{place}])"
