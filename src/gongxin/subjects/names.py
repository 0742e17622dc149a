"""Names of subjects: which spellings are the same name.

Two texts are the same name if they have the same key. The key leaves out what typists vary: width, case, spaces,
brackets, punctuation, and words for the legal form that mean the same. It keeps all that tells names apart, so two
different companies do not get one key: places, ``股份有限公司`` against ``有限公司``, branches.

Traditional characters are left as they are: a name is registered in standard characters (企业名称登记管理规定), and
folding them would make the keys of some different names equal.
"""

from __future__ import annotations

import re

from gongxin.subjects.identifiers.spelling import widths_and_capitals, widths_and_capitals_sql
from gongxin.subjects.sql_text import literal

# Control characters, spaces and punctuation, Latin and Chinese, of both widths. Not the ideographic nought and
# iteration mark (〇, 々), which names are written with.
_DROPPED = (
    "[\u0000-/:-@\\[-`{-\u00bf\u00d7\u00f7\u02b0-\u02ff\u2000-\u206f\u2190-\u245f\u2500-\u27bf"
    "\u3000-\u3004\u3008-\u3020\u3030\u30fb\ufe10-\ufe1f\ufe30-\ufe6f\ufeff"
    "\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65]+"
)

#: Words for a legal form on the left that mean what stands on the right.
_SAME_FORM = (
    ("有限责任公司", "有限公司"),
    ("责任有限公司", "有限公司"),
    ("股份制有限公司", "股份有限公司"),
    ("股份公司", "股份有限公司"),
)

#: The same at the end of a name only, as regular expressions.
_SAME_ENDING = (
    ("(.)(?:个体工商户)+$", "\\1"),
    ("LIMITEDLIABILITYCOMPANY$", "LLC"),
    ("(?:COMPANY|CO)(?:LIMITED|LTD)$", "COLTD"),
    ("LIMITED$", "LTD"),
    ("INCORPORATED$", "INC"),
    ("CORPORATION$", "CORP"),
)

# Only names with such characters can have capitals or widths to change, or one of the endings.
_LATIN_OR_ENDING = "(?s)[A-Za-z\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]|个.*户"

_SEPARATORS = "[;；、|\n]+"


def name_key(name: str) -> str:
    """The key under which all spellings of a name are one; empty for a text without letters or digits."""
    key = widths_and_capitals(re.sub(_DROPPED, "", name))
    for form, same in _SAME_FORM:
        key = key.replace(form, same)
    for ending, same in _SAME_ENDING:
        key = re.sub(ending, same, key)
    return key


def name_key_sql(column: str) -> str:
    """:func:`name_key` as a DuckDB expression."""
    bare = f"regexp_replace({column}, {literal(_DROPPED)}, '', 'g')"
    key = _same_form_sql(widths_and_capitals_sql(bare))
    for ending, same in _SAME_ENDING:
        key = f"regexp_replace({key}, {literal(ending)}, {literal(same)})"
    # Most names are spared the slow half.
    return f"CASE WHEN regexp_matches({column}, {literal(_LATIN_OR_ENDING)}) THEN {key} ELSE {_same_form_sql(bare)} END"


def _same_form_sql(key: str) -> str:
    for form, same in _SAME_FORM:
        key = f"replace({key}, {literal(form)}, {literal(same)})"
    return key


def split_names(text: str) -> list[str]:
    """The names in a cell that holds several, such as former names: split at semicolons, 、 and bars."""
    return [name for part in re.split(_SEPARATORS, text) if (name := part.strip(" \u3000"))]


def split_names_sql(column: str) -> str:
    """:func:`split_names` as a DuckDB expression of a list."""
    parts = f"regexp_split_to_array({column}, {literal(_SEPARATORS)})"
    return f"list_filter(list_transform({parts}, lambda part: trim(part, ' \u3000')), lambda part: part <> '')"
