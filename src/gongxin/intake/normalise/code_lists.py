"""Values of code lists: looked up by code, title or alias; several in one cell split, and repeated ones left out.

What stands in no list keeps its text; whether that is allowed is a rule's to say.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gongxin.intake.normalise.reading import Reading, prepared
from gongxin.intake.normalise.spelling import given_sql, marker_note
from gongxin.intake.staging import literal, raw
from gongxin.law.readable import PAYLOAD_JOINER
from gongxin.subjects.identifiers.spelling import widths_and_capitals, widths_and_capitals_sql

if TYPE_CHECKING:
    from gongxin.law.schema.catalogue import CatalogueField, CodeList


def one_code(field: CatalogueField, code_list: CodeList) -> Reading:
    """One value of a code list."""
    received, read = raw(field.id), prepared(field)
    exact, folded = _lookup(code_list)
    given = given_sql(received)
    return Reading(
        field,
        f"coalesce({exact(received)}, CASE WHEN {received} <> '' THEN coalesce({folded(received)}, {given}) END)",
        text=read,
        value=read,
        note=f"CASE WHEN {read} IS NULL THEN {marker_note(received)} WHEN {exact(received)} IS NOT NULL "
        f"OR {read} = {received} THEN NULL ELSE 'code-spelling' END",
        outside=f"{read} NOT IN ({_codes(code_list)})",
    )


def several_codes(field: CatalogueField, code_list: CodeList) -> Reading:
    """Values of a code list, joined in one cell."""
    received, read = raw(field.id), prepared(field)
    exact, folded = _lookup(code_list)
    first, others = code_list.joiners[0], code_list.joiners[1:]
    joiners = f"[{re.escape(code_list.joiners)}]"
    one_joiner = f"translate({received}, {literal(others)}, {literal(first * len(others))})" if others else received
    parts = (
        f"list_transform(string_split({one_joiner}, {literal(first)}), "
        f"lambda part: coalesce({exact('part')}, {folded('part')}, trim(part, ' \u3000')))"
    )
    is_joined = f"regexp_matches({received}, {literal(joiners)})"
    whole = f"coalesce({exact(received)}, {folded(received)})"
    return Reading(
        field,
        f"CASE WHEN {received} = '' THEN NULL WHEN {exact(received)} IS NOT NULL THEN [{exact(received)}] "
        f"WHEN {is_joined} AND {folded(received)} IS NULL THEN list_filter({parts}, lambda part: part <> '') "
        f"WHEN {given_sql(received)} IS NOT NULL THEN [coalesce({whole}, {received})] END",
        text=f"array_to_string({_sorted_set(read)}, '{PAYLOAD_JOINER}')",
        value=_sorted_set(read),
        note=f"CASE WHEN {read} IS NULL THEN {marker_note(received)} WHEN {_repeats(read)} THEN 'repeated-values' "
        f"WHEN len({read}) = 1 AND {exact(received)} IS NULL AND {read}[1] <> {received} THEN 'code-spelling' END",
        outside=f"NOT list_has_all([{_codes(code_list)}], {read})",
    )


def numbers_met(field: CatalogueField) -> Reading:
    """Numbers found in a text by the field's own pattern, each once."""
    received, read = raw(field.id), prepared(field)
    found = f"regexp_extract_all({received}, {literal(field.extract or '([0-9]+)')}, 1)"
    return Reading(
        field,
        f"CASE WHEN {given_sql(received)} IS NOT NULL THEN {found} END",
        text=f"array_to_string({_sorted_set(read)}, '{PAYLOAD_JOINER}')",
        value=_sorted_set(read),
        note=f"CASE WHEN {read} IS NULL THEN {marker_note(received)} WHEN len({read}) = 0 THEN 'no-number-met' END",
    )


def _codes(code_list: CodeList) -> str:
    return ", ".join(literal(value.code) for value in code_list.values)


def _sorted_set(values: str) -> str:
    """Each value once and in one order, so that the same values are the same content however they were listed."""
    # Making a set is slow, and most lists are short and need none.
    return (
        f"CASE WHEN len({values}) < 2 THEN {values} WHEN NOT {_repeats(values)} THEN list_sort({values}) "
        f"ELSE list_sort(list_distinct({values})) END"
    )


def _repeats(values: str) -> str:
    """Whether a value is there twice."""
    return (
        f"CASE len({values}) WHEN 1 THEN false WHEN 2 THEN {values}[1] = {values}[2] "
        f"ELSE list_unique({values}) < len({values}) END"
    )


class _Lookup:
    """A look-up in constant lists: position among the spellings, code at that position."""

    def __init__(self, spellings: dict[str, str], *, folded: bool, named: str = "") -> None:
        self._spellings = ", ".join(literal(spelling) for spelling in spellings)
        self._codes = ", ".join(literal(code) for code in spellings.values())
        self._folded = folded
        self._named = named

    def __call__(self, text: str) -> str:
        key = f"replace({widths_and_capitals_sql(text)}, ' ', '')" if self._folded else text
        if not self._named:
            return self._code_at(key)
        # The list knows the value and not its name: that stays in the receipt.
        before_the_name = f"regexp_extract({key}, {literal(self._named)}, 1)"
        return f"coalesce({self._code_at(key)}, {self._code_at(before_the_name)})"

    def _code_at(self, key: str) -> str:
        return f"[{self._codes}][list_position([{self._spellings}], {key})]"


def _lookup(code_list: CodeList) -> tuple[_Lookup, _Lookup]:
    exact: dict[str, str] = {}
    for spellings in (
        ((value.code, value.code) for value in code_list.values),
        ((value.title.zh, value.code) for value in code_list.values),
        ((value.title.en, value.code) for value in code_list.values),
        ((alias, value.code) for value in code_list.values for alias in value.aliases),
    ):
        for spelling, code in spellings:
            exact.setdefault(spelling, code)
    folded: dict[str, str] = {}
    for spelling, code in exact.items():
        folded.setdefault(widths_and_capitals(spelling).replace(" ", ""), code)
    return _Lookup(exact, folded=False), _Lookup(folded, folded=True, named=_named_values(code_list))


def _named_values(code_list: CodeList) -> str:
    """A pattern of those values that a cell goes on to name, the value as its first group; empty if there are none."""
    spellings = [
        re.escape(widths_and_capitals(spelling))
        for value in code_list.values
        if value.named
        for spelling in (value.title.zh, *value.aliases)
    ]
    return f"^({'|'.join(spellings)})[-\u2014\u2013:(].+$" if spellings else ""
