"""The normal form of an identifier: half-width capitals and digits, without the separators people type."""

from __future__ import annotations

import re

from gongxin.subjects.sql_text import literal

_FULL_WIDTH = "".join(chr(code) for code in range(0xFF01, 0xFF5F))
_HALF_WIDTH = "".join(chr(code) for code in range(0x21, 0x7F))
_LOWER = "abcdefghijklmnopqrstuvwxyz"

# Width first, capitals second: one table does both, since 'ａ' goes straight to 'A'.
_FROM = _FULL_WIDTH + _LOWER
_TO = _HALF_WIDTH.upper() + _LOWER.upper()
_TABLE = str.maketrans(_FROM, _TO)

#: Spaces (also the wide and the invisible ones), hyphens and dashes: never part of an identifier.
_SEPARATORS = "[\u0000-\u0020\u0085\u00a0\u2000-\u200f\u2028-\u202f\u205f-\u2064\u3000\ufeff\u2010-\u2015\u2212-]"


def widths_and_capitals(text: str) -> str:
    """The text with full-width characters made half-width, and a-z made A-Z; nothing else is touched."""
    return text.translate(_TABLE)


def widths_and_capitals_sql(column: str) -> str:
    """:func:`widths_and_capitals` as a DuckDB expression."""
    # translate() is slow: most values need nothing of it, and plain ASCII has a faster way.
    return (
        f"CASE WHEN NOT regexp_matches({column}, '[a-z\uff01-\uff5e]') THEN {column} "
        f"WHEN strlen({column}) = length({column}) THEN upper({column}) "
        f"ELSE translate({column}, {literal(_FROM)}, {literal(_TO)}) END"
    )


def compact(text: str) -> str:
    """The normal form of an identifier: ``" ９1330106-ma2xxxxx0x "`` becomes ``"91330106MA2XXXXX0X"``."""
    return re.sub(_SEPARATORS, "", widths_and_capitals(text), flags=re.ASCII)


def compact_sql(column: str) -> str:
    """:func:`compact` as a DuckDB expression."""
    return f"regexp_replace({widths_and_capitals_sql(column)}, {literal(_SEPARATORS)}, '', 'g')"
