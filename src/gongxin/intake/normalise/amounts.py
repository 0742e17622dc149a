"""Sums of money: read in the unit the field is handed in with, unless the cell itself names another.

The typed value is in yuan, to the cent; the normalised text is the number in the field's own unit. Understood are
thousands separators, a currency before and a unit behind (人民币5万元), sums written out (伍万元整), and both together
if they agree (伍万元整（50000元）). A negative sum is none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.intake.normalise.numbers import trimmed_zeros
from gongxin.intake.normalise.reading import Reading, prepared
from gongxin.intake.normalise.spelling import (
    bound,
    given_sql,
    half_width_sql,
    is_full_width_sql,
    marker_note,
    matches_sql,
)
from gongxin.intake.normalise.written_sums import WRITTEN_SUM, written_sum_sql
from gongxin.intake.staging import literal, raw
from gongxin.law.columns import ColumnType
from gongxin.law.schema.catalogue import Unit

if TYPE_CHECKING:
    from gongxin.law.schema.catalogue import CatalogueField

#: Yuan in one of each unit, and the other way round, exactly.
_YUAN = {Unit.YUAN: "1", Unit.WAN_YUAN: "10000"}
_PER_YUAN = {Unit.YUAN: "1", Unit.WAN_YUAN: "0.0001"}

_PLAIN = "[0-9]{1,14}(?:[.][0-9]{1,8})?"
#: A number that is its own normalised text but for zeros at its end.
_NEAT = "(?:0|[1-9][0-9]{0,13})(?:[.][0-9]{1,8})?"
_NUMBER = "DECIMAL(22,8)"
_SUM = "DECIMAL(30,8)"

_LEAD = r"(?i)(?:罚款|处|没收|共计|合计|计|金额|为|:|\s)*(?:人民币|RMB|CNY|¥|￥)?\s*"
_TAIL = r"\s*(?:人民币)?[整正]?[。.]?"
_DIGITS = "([0-9]{1,3}(?:,[0-9]{3})+(?:[.][0-9]+)?|[0-9]+(?:[.][0-9]+)?)"
_SCALE_GROUP, _SIGN_GROUP = 2, 3
_IN_DIGITS = rf"{_LEAD}{_DIGITS}\s*(百万|千万|万|亿|千|百)?\s*([元圆块])?{_TAIL}"
_IN_WORDS = f"{_LEAD}({WRITTEN_SUM}){_TAIL}"
_TWICE = r"(.+?)\s*[(](.+)[)]\s*[。.]?"

_SCALES = {"百": 100, "千": 1000, "万": 10_000, "百万": 1_000_000, "千万": 10_000_000, "亿": 100_000_000}

#: Signs in a cell of another unit than the field's.
_OTHER_UNIT = {Unit.YUAN: "[百千万亿]", Unit.WAN_YUAN: "(?:^|[^万])[元圆块]|[百千亿]"}


def reading(field: CatalogueField) -> Reading:
    """A sum of money."""
    unit = field.unit or Unit.YUAN
    received, read, given = raw(field.id), prepared(field), given_sql(raw(field.id))
    value = f"TRY_CAST({read} AS {ColumnType.MONEY})"
    plain = f"CAST(CAST({received} AS {_NUMBER}) * {_YUAN[unit]} AS {_SUM})"
    return Reading(
        field,
        f"CASE WHEN {matches_sql(received, _PLAIN)} THEN {plain} "
        f"WHEN {given} IS NOT NULL THEN {_slow(received, unit)} END",
        text=f"CASE WHEN {matches_sql(received, _NEAT)} THEN {_neat(received)} "
        f"WHEN {read} IS NOT NULL THEN {trimmed_zeros(f'{read} * {_PER_YUAN[unit]}')} ELSE {given} END",
        value=value,
        note=f"CASE WHEN {read} IS NULL THEN {marker_note(received)} WHEN {value} <> {read} THEN 'rounded' "
        f"WHEN {matches_sql(received, _PLAIN)} THEN NULL "
        f"WHEN regexp_matches({received}, '{_OTHER_UNIT[unit]}') THEN 'unit-in-cell' "
        f"WHEN {is_full_width_sql(received)} THEN 'full-width' ELSE 'amount-spelling' END",
        problem=f"CASE WHEN {value} IS NULL AND {given} IS NOT NULL THEN 'not-an-amount' END",
    )


def _neat(received: str) -> str:
    return f"CASE WHEN contains({received}, '.') THEN {trimmed_zeros(received)} ELSE {received} END"


def _slow(received: str, unit: Unit) -> str:
    both = f"[{_group('half', _TWICE, 1)}, {_group('half', _TWICE, 2)}]"
    stated = f"CASE WHEN {matches_sql('half', _TWICE)} THEN {both} ELSE [half] END"
    sums = f"list_transform({stated}, lambda part: {_yuan('part', unit)})"
    agreed = "CASE WHEN sums[1] = sums[-1] THEN sums[1] END"
    return bound("half", half_width_sql(received), bound("sums", sums, agreed))


def _yuan(text: str, unit: Unit) -> str:
    """Yuan that the text states, in digits or in words; NULL if it states none."""
    number = f"TRY_CAST(replace({_group(text, _IN_DIGITS, 1)}, ',', '') AS {_NUMBER})"
    scales = " ".join(f"WHEN '{sign}' THEN {factor}" for sign, factor in _SCALES.items())
    # A bare number is in the field's unit; a number with any sign is in yuan, times what the sign says.
    bare = f"CASE WHEN {_group(text, _IN_DIGITS, _SIGN_GROUP)} = '' THEN {_YUAN[unit]} ELSE 1 END"
    factor = f"CASE {_group(text, _IN_DIGITS, _SCALE_GROUP)} {scales} ELSE {bare} END"
    in_words = written_sum_sql(_group(text, _IN_WORDS, 1))
    return (
        f"CASE WHEN {matches_sql(text, _IN_DIGITS)} THEN TRY_CAST({number} * ({factor}) AS {_SUM}) "
        f"WHEN {matches_sql(text, _IN_WORDS)} THEN CAST({in_words} AS {_SUM}) END"
    )


def _group(text: str, pattern: str, number: int) -> str:
    """A group of a pattern that the whole text matches; empty where it does not take part."""
    return f"regexp_extract({text}, {literal(f'^(?:{pattern})$')}, {number})"
