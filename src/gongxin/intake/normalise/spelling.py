"""What all kinds of fields share: markers that stand for nothing, and full-width characters."""

from __future__ import annotations

import re

from gongxin.intake.staging import literal

#: Words that people write into a cell to say that there is nothing, as a whole cell and in any case.
_WORDS = ("无", "暂无", "空", "未填写", "不适用", "null", "(null)", "none", "nil", "n/a", "#n/a", "nan", r"\\n")
#: Dashes, strokes, dots and asterisks alone say the same.
_STROKES = "[-\u2010-\u2015\u2212\uff0d_/\uff0f\\\\.。*\\s\u3000]+"

EMPTY_MARKER = f"(?i){_STROKES}|{'|'.join(_WORDS).replace('(', '[(]').replace(')', '[)]')}"

#: Longest marker in bytes; anything longer is not even compared.
_LONGEST = 24

_FULL = "".join(chr(code) for code in range(0xFF01, 0xFF5F)) + "\u3000"
_HALF = "".join(chr(code) for code in range(0x21, 0x7F)) + " "


def given_sql(raw: str) -> str:
    """The text received, NULL where the cell is empty or a marker says that there is nothing."""
    return (
        f"CASE WHEN {raw} = '' THEN NULL WHEN strlen({raw}) <= {_LONGEST} AND "
        f"{matches_sql(raw, EMPTY_MARKER)} THEN NULL ELSE {raw} END"
    )


def is_given(raw: str | None) -> bool:
    """Whether :func:`given_sql` surely gives something of the text received: never true where it gives NULL."""
    return raw is not None and raw != "" and re.fullmatch(EMPTY_MARKER, raw) is None


def matches_sql(text: str, pattern: str) -> str:
    """Whether the whole text matches a regular expression."""
    return f"regexp_full_match({text}, {literal(pattern)})"


def half_width_sql(text: str) -> str:
    """The text with full-width letters, digits, signs and spaces made half-width."""
    # Plain ASCII, known by its length in bytes, has none; translating is slow.
    translated = f"translate({text}, {literal(_FULL)}, {literal(_HALF)})"
    return f"CASE WHEN strlen({text}) = length({text}) THEN {text} ELSE {translated} END"


def is_full_width_sql(text: str) -> str:
    """Whether there is a full-width character in the text."""
    return f"regexp_matches({text}, '[\uff01-\uff5e\u3000]')"


def marker_note(raw: str) -> str:
    """The note that a marker was read as an empty cell, of a field whose text is known to be NULL."""
    return f"CASE WHEN {raw} <> '' AND {given_sql(raw)} IS NULL THEN 'empty-marker' END"


def bound(name: str, value: str, body: str) -> str:
    """``body`` with ``name`` standing for ``value``, which is worked out once."""
    return f"list_transform([{value}], lambda {name}: {body})[1]"
