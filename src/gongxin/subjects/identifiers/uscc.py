"""Unified social credit code (统一社会信用代码, GB 32100-2015): eighteen characters that identify an organisation.

Character 1 is the registering department, 2 the type of body, 3-8 the region of the registrar (GB/T 2260), 9-17 the
organisation code (GB 11714), 18 the check character.

Checked are the form, the department and type (that there are such), and the check character. Not part of validity:

- the region, because codes outlive regions; :mod:`gongxin.subjects.regions` knows it,
- the check character of the organisation code inside, which :func:`org_code_sql` lets one test as a point of quality.

python-stdnum calculates the check character. Its own notion of validity is narrower in one place (it wants a digit in
front, and so refuses the departments A, N and Y) and wider in another (it takes any department and type).

Files carry seventeen noughts and an X where a code is missing. That is a placeholder and no code.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from gongxin.subjects.identifiers import org_code as gb11714
from gongxin.subjects.identifiers.registrars import INDIVIDUAL_BUSINESS, REGISTRARS, Registrar
from gongxin.subjects.identifiers.weighted_sum import weighted_sum_sql

if TYPE_CHECKING:
    from gongxin.subjects.kinds import SubjectKind

LENGTH = 18

#: Written where a code is missing; it fails the check (the check character of seventeen noughts is 0).
PLACEHOLDER = "0" * 17 + "X"

#: Digits and capitals without I, O, S, V, Z.
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"

_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
_PREFIXES = "|".join(
    f"{department}[{''.join(code[1] for code in codes)}]"
    for department, codes in groupby(REGISTRARS, key=lambda code: code[0])
)
_FORM = f"(?:{_PREFIXES})[0-9]{{6}}[0-9A-HJ-NPQRTUWXY]{{8}}[0-9X][0-9A-HJ-NPQRTUWXY]"


@dataclass(frozen=True, slots=True)
class UnifiedCode:
    """A valid code taken apart."""

    text: str
    registrar: Registrar
    region: str
    org_code: str

    @property
    def kind(self) -> SubjectKind:
        """The kind of subject that bears the code."""
        return self.registrar.kind

    @property
    def individual_business(self) -> bool:
        """Whether the bearer is an individual business (个体工商户)."""
        return self.registrar.code == INDIVIDUAL_BUSINESS


def check_character(first: str) -> str:
    """The check character of seventeen characters; ValueError if one is not in the alphabet."""
    from stdnum.cn import uscc

    return str(uscc.calc_check_digit(first))


def check_character_sql(first: str) -> str:
    """:func:`check_character` as a DuckDB expression over a column of seventeen-character texts."""
    return f"'{ALPHABET}'[(31 - {weighted_sum_sql(first, ALPHABET, _WEIGHTS)} % 31) % 31 + 1]"


def is_valid(text: str) -> bool:
    """Whether the text is a unified social credit code in its normal form."""
    return re.fullmatch(_FORM, text) is not None and text[17] == check_character(text[:17])


def valid_sql(column: str) -> str:
    """:func:`is_valid` as a DuckDB expression."""
    # The check character makes the weighted sum of all eighteen a multiple of 31.
    total = weighted_sum_sql(column, ALPHABET, (*_WEIGHTS, 1))
    return f"(regexp_full_match({column}, '{_FORM}') AND {total} % 31 = 0)"


def is_placeholder(text: str) -> bool:
    """Whether the text stands for a missing code."""
    return text == PLACEHOLDER


def placeholder_sql(column: str) -> str:
    """:func:`is_placeholder` as a DuckDB expression."""
    return f"({column} = '{PLACEHOLDER}')"


def parse(text: str) -> UnifiedCode | None:
    """The parts of a valid code, or None if it is not valid."""
    if not is_valid(text):
        return None
    return UnifiedCode(text=text, registrar=REGISTRARS[text[:2]], region=text[2:8], org_code=text[8:17])


def kind_sql(column: str) -> str:
    """The kind of subject that bears a valid code, as a DuckDB expression; NULL for an unknown department or type."""
    cases = " ".join(f"WHEN '{code}' THEN '{registrar.kind}'" for code, registrar in REGISTRARS.items())
    return f"CASE {column}[1:2] {cases} END"


def individual_business_sql(column: str) -> str:
    """Whether the bearer of a valid code is an individual business, as a DuckDB expression."""
    return f"({column}[1:2] = '{INDIVIDUAL_BUSINESS}')"


def org_code_sql(column: str) -> str:
    """The organisation code inside a valid code, as a DuckDB expression."""
    return f"{column}[9:17]"


def make(registrar: str, region: str, entry: str) -> str:
    """The valid code of a registrar (two characters), a region (six digits) and an entry (eight characters)."""
    first = registrar + region + entry + gb11714.check_character(entry)
    return first + check_character(first)
