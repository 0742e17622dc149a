"""Dirt: every kind befalls some row, does what it says, and has a rule of intake to answer it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import duckdb
import pytest

from gongxin.intake.messages import ROW_RULES
from gongxin.subjects.identifiers import resident_id, uscc
from gongxin.synth import Manifest, write_city
from gongxin.synth.dirt.all_kinds import dirt_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from gongxin.law.library import Law
    from gongxin.law.schema.catalogue import CatalogueItem

    RowsOf = Callable[[Path], list[dict[str, str]]]

pytestmark = pytest.mark.slow

AS_OF = date(2026, 11, 24)


def all_fields(item: CatalogueItem) -> frozenset[str]:
    return frozenset(field.id for field in item.fields)


def spoilt(folder: Path, dirt: str, rows_of: RowsOf, item: str = "cn.penalty") -> list[dict[str, str]]:
    """The rows of an item with one kind of dirt, by the titles of their fields' national codes or not at all."""
    found = []
    for file in Manifest.read(folder).files:
        if file.item != item:
            continue
        rows = rows_of(folder / file.path)
        told = duckdb.execute(
            "SELECT row - min(row) OVER () FROM read_parquet($truth) WHERE file = $file QUALIFY dirt = $dirt",
            {"truth": str(folder / "truth.parquet"), "file": file.path, "dirt": dirt},
        ).fetchall()
        found += [rows[place] for (place,) in told]
    return found


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory, law: Law) -> Path:
    folder = tmp_path_factory.mktemp("yunze") / "large"
    write_city(folder, law, seed=3, subjects=20_000, as_of=AS_OF, messy=True)
    return folder


def test_kinds_of_dirt_have_names_of_their_own(law: Law) -> None:
    for item in law.items.values():
        if law.statutes.items.under(item.id)[0].pack == "cn-national":
            names = [dirt.id for source in dirt_of(item, all_fields(item), law, AS_OF) for dirt in source]
            assert len(set(names)) == len(names)


def test_every_rule_that_the_truth_names_is_one_that_intake_has(law: Law) -> None:
    for item in law.items.values():
        if law.statutes.items.under(item.id)[0].pack == "cn-national":
            for source in dirt_of(item, all_fields(item), law, AS_OF):
                for dirt in source:
                    assert set(dirt.rules) <= set(ROW_RULES), dirt.id


def test_every_unconditional_demand_of_the_catalogue_is_broken_by_some_dirt(law: Law) -> None:
    item = law.item("cn.penalty")
    names = {dirt.id for source in dirt_of(item, all_fields(item), law, AS_OF) for dirt in source}
    assert {f"missing-{field.id}" for field in item.fields if field.required is True} <= names
    assert {f"before-{earlier}-{later}" for earlier, later in item.date_order} <= names


@pytest.mark.slow
def test_in_a_large_city_every_kind_befalls_some_row(large: Path, law: Law) -> None:
    told = duckdb.execute("SELECT DISTINCT dirt FROM read_parquet(?)", [str(large / "truth.parquet")]).fetchall()
    penalty = law.item("cn.penalty")
    handed_in = all_fields(penalty) - {"publicity_state", "status", "second_kind", "note"}
    kinds = {dirt.id for source in dirt_of(penalty, handed_in, law, AS_OF) for dirt in source}
    assert kinds - {dirt for (dirt,) in told} == set()


@pytest.mark.slow
def test_a_misattributed_row_bears_one_firm_s_name_and_another_s_code(large: Path, rows_of: RowsOf) -> None:
    registered = {row["名称"]: row["统一社会信用代码"] for row in rows_of(large / "registration-market.csv")}
    rows = spoilt(large, "misattributed", rows_of)
    assert any("出租汽车" in name_of(row) for row in rows + spoilt(large, "misattributed", rows_of, "cn.licence"))
    for row in rows:
        code = next(text for text in row.values() if text and uscc.is_valid(text))
        assert name_of(row) in registered
        assert registered[name_of(row)] != code
        assert code in registered.values()


def name_of(row: dict[str, str]) -> str:
    """The name of the party: it comes first in every file."""
    return next(iter(row.values()))


def test_a_person_s_number_where_none_belongs_is_no_code_by_accident(messy: Path, rows_of: RowsOf) -> None:
    for item in ("cn.abnormal", "cn.honour", "cn.commitment", "cn.evaluation", "cn.inspection"):
        for row in spoilt(messy, "person-not-admitted", rows_of, item):
            numbers = [value for value in row.values() if value is not None and resident_id.is_valid(str(value))]
            assert len(numbers) == 1
            assert not uscc.is_valid(numbers[0])
