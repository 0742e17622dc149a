"""Columns to fields: every column is mapped, left out knowingly, or reported."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pytest

from gongxin.errors import InputError
from gongxin.intake.headings import HeadingIndex, heading_key
from gongxin.intake.mapping import Mapping

if TYPE_CHECKING:
    from collections.abc import Callable

    from gongxin.law.schema.catalogue import CatalogueItem


@pytest.fixture
def mapped(penalties: CatalogueItem) -> Callable[..., Mapping]:
    return lambda *headings: Mapping(headings, HeadingIndex(penalties), "penalties.csv")


def english(mapping: Mapping) -> dict[str, str]:
    return {note.rule: note.message.en for note in mapping.notes}


def chunk_of(*columns: list[str | None]) -> pa.Table:
    rows = pa.array(range(2, 2 + len(columns[0])), pa.int64())
    cells = [pa.array(column, pa.string()) for column in columns]
    return pa.table([rows, *cells], ["row", *(str(number) for number in range(len(columns)))])


@pytest.mark.parametrize(
    "heading",
    [
        "CF_WSH",
        "cf_wsh",
        "ＣＦ＿ＷＳＨ",
        " CF_WSH ",
        "\ufeffCF_WSH",
        "文书号",
        "文 书 号",
        "*文书号",
        "文书号（必填）",
        "文书号(选填项)",
        "3.文书号",
        "3、文书号",
        "3. *文书号（必填）",
        "*（3）文书号*【必填】",
        "行政处罚决定书文号",
        "number of the decision",
        "doc_no",
    ],
)
def test_a_heading_is_known_by_code_title_or_alias_however_it_is_typed(penalties: CatalogueItem, heading: str) -> None:
    assert HeadingIndex(penalties).field_of(heading) == "doc_no"


def test_a_unit_in_a_heading_tells_headings_apart(penalties: CatalogueItem) -> None:
    index = HeadingIndex(penalties)
    assert index.field_of("罚款金额(万元)") == "fine"
    assert index.field_of("罚款金额（元）") is None
    assert heading_key("罚款金额（元）") != heading_key("罚款金额（万元）")


def test_every_column_is_mapped_ignored_or_reported(mapped: Callable[..., Mapping]) -> None:
    mapping = mapped("CF_XDR_MC", "CF_WSH", "SJC", "经办人", "", "公信·原因")
    assert mapping.fields == ("party_name", "doc_no")
    assert mapping.heading_of("doc_no") == "CF_WSH"
    assert mapping.heading_of("fine") is None
    notes = english(mapping)
    assert notes["mapped"] == "Columns recognised (2): CF_XDR_MC → party_name, CF_WSH → doc_no."
    assert "(1): SJC." in notes["ignored-headings"]
    assert "(2): 经办人, #5." in notes["unknown-headings"]
    assert "party's code (CF_XDR_SHXYM)" in notes["absent-fields"]


def test_a_long_list_of_unknown_columns_is_counted_and_cut_short(mapped: Callable[..., Mapping]) -> None:
    note = english(mapped("CF_WSH", *(f"X{number}" for number in range(299))))["unknown-headings"]
    assert "(299): X0, X1" in note
    assert "and 279 more" in note


def test_a_missing_required_column_refuses_the_file_by_title_and_code(mapped: Callable[..., Mapping]) -> None:
    with pytest.raises(InputError) as refusal:
        mapped("CF_XDR_MC", "CF_JDRQ")
    assert refusal.value.rule == "missing-headings"
    assert "行政处罚决定书文号 (CF_WSH)" in refusal.value.message.zh


def test_two_columns_for_one_field_are_refused(mapped: Callable[..., Mapping]) -> None:
    with pytest.raises(InputError) as refusal:
        mapped("CF_WSH", "文书号")
    assert refusal.value.rule == "two-headings-one-field"
    assert "CF_WSH、文书号" in refusal.value.message.zh


def test_several_columns_of_codes_are_joined(mapped: Callable[..., Mapping]) -> None:
    mapping = mapped("CF_WSH", "CF_CFLB1", "CF_CFLB2")
    staged = mapping.staged(chunk_of(["1", "2", "3"], ["警告", "", "罚款"], ["罚款", "罚款", ""]))
    assert staged["kinds"].to_pylist() == ["警告;罚款", "罚款", "罚款"]
    assert "CF_CFLB1, CF_CFLB2" in english(mapping)["joined-columns"]


def test_the_staged_table_has_the_fields_of_the_item_in_its_order(mapped: Callable[..., Mapping]) -> None:
    staged = mapped("CF_WSH", "经办人", "CF_XDR_MC").staged(chunk_of(["1"], ["某"], ["甲"]))
    assert staged.column_names == ["row", "party_name", "party_code", "doc_no", "decided_on", "fine", "kinds"]
    assert staged.to_pylist() == [
        {
            "row": 2,
            "party_name": "甲",
            "party_code": None,
            "doc_no": "1",
            "decided_on": None,
            "fine": None,
            "kinds": None,
        }
    ]


@pytest.mark.parametrize("space", [" ", "\t", "\n", "\u3000", "\u00a0", "\ufeff", "\u200b"])
@pytest.mark.parametrize("cell", ["甲", "《", "a", "", "一 二", "\u0300"])
def test_cells_are_freed_of_spaces_around_them(mapped: Callable[..., Mapping], space: str, cell: str) -> None:
    cells = ["x", space + cell, cell + space, None, space, space * 3 + cell + space]
    staged = mapped("CF_WSH").staged(chunk_of(cells))
    assert staged["doc_no"].to_pylist() == ["x", cell, cell, None, "", cell]


def test_cells_of_a_slice_are_freed_of_spaces_too(mapped: Callable[..., Mapping]) -> None:
    table = chunk_of(["a", " b", "c "]).slice(1, 1)
    assert mapped("CF_WSH").staged(table)["doc_no"].to_pylist() == ["b"]
