"""The packs of Chicago and Anchorage read what these cities publish."""

from __future__ import annotations

import csv
import gzip
import io
from datetime import date
from typing import TYPE_CHECKING

import duckdb
import pytest

from gongxin.errors import NotFound, UsageError
from gongxin.intake.installed_data import installed_file
from gongxin.intake.pipeline import take
from gongxin.law.library import Law
from gongxin.ledger import Ledger
from gongxin.workspace import Workspace

if TYPE_CHECKING:
    from pathlib import Path

    from gongxin.intake.receipt import Receipt

pytestmark = pytest.mark.slow

PUBLIC_HEADINGS = (
    "Inspection ID,DBA Name,AKA Name,License #,Facility Type,Risk,Address,City,State,Zip,Inspection Date,"
    "Inspection Type,Results,Violations,Latitude,Longitude,Location"
)
PREPARED_HEADINGS = (
    "inspection_id,license,dba_name,facility_type,risk,address,zip,latitude,longitude,inspection_date,inspection_type,"
    "results,critical,serious,minor,violations,license_description,license_term_start"
)
FOUND = (
    "3. POTENTIALLY HAZARDOUS FOOD MEETS TEMPERATURE REQUIREMENT - Comments: 2 CONTAINERS AT 52.3F, SEE 7-38-005 | "
    "18. NO EVIDENCE OF RODENT - Comments: 30 DROPPINGS. | 32. FOOD AND NON-FOOD CONTACT SURFACES - Comments: CLEAN"
)


@pytest.fixture(scope="session")
def law() -> Law:
    return Law.load()


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace.create(tmp_path / "home", buckets=2)


def public_row(number: str = "1001", licence: str = "55", day: str = "10/31/2013", **other: str) -> list[str]:
    row = {
        "Inspection ID": number, "DBA Name": "LAKE VIEW DINER", "License #": licence, "Facility Type": "Restaurant",
        "Risk": "Risk 1 (High)", "Address": "1 N STATE ST", "City": "CHICAGO", "State": "IL", "Zip": "60601",
        "Inspection Date": day, "Inspection Type": "Canvass", "Results": "Fail", "Violations": FOUND, **other,
    }  # fmt: skip
    return [row.get(heading, "") for heading in PUBLIC_HEADINGS.split(",")]


def takes(workspace: Workspace, file: Path, item: str = "chicago-food.inspection") -> Receipt:
    return take(workspace, [file], item, "chicago.health", date(2014, 8, 1))


def write(file: Path, headings: str, *rows: list[str]) -> Path:
    text = io.StringIO()
    text.write(headings + "\n")
    csv.writer(text).writerows(rows)
    content = text.getvalue().encode()
    file.write_bytes(gzip.compress(content) if file.suffix == ".gz" else content)
    return file


def on_file(workspace: Workspace) -> list[tuple[object, ...]]:
    with Ledger.open(workspace).snapshot() as snapshot, duckdb.connect() as connection:
        snapshot.attach(connection)
        return connection.execute("SELECT subject_id, occurred_on, level, kinds FROM record ORDER BY ALL").fetchall()


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        (FOUND, ["3", "18", "32"]),
        ("32 33 70", ["32", "33", "70"]),
        ("8", ["8"]),
        ("34. FLOORS - Comments: 1. SWEEP 2. MOP 12 TILES", ["34"]),
        ("9. WATER\n SOURCE 10 GALLONS | 14. PREVIOUS SERIOUS VIOLATION", ["9", "14"]),
    ],
)
def test_numbers_of_violations_are_found_and_other_numbers_are_not(law: Law, text: str, numbers: list[str]) -> None:
    pattern = law.item("chicago-food.inspection").field("violations").extract
    (found,) = duckdb.execute("SELECT regexp_extract_all(?, ?, 1)", [text, pattern]).fetchall()[0]
    assert found == numbers


def test_the_prepared_file_and_the_citys_own_export_bring_the_same_record(workspace: Workspace, tmp_path: Path) -> None:
    prepared = [
        "1001",
        "55",
        "LAKE VIEW DINER",
        "Restaurant",
        "Risk 1 (High)",
        "1 N STATE ST",
        "60601",
        "41.8",
        "-87.6",
    ]
    prepared += ["2013-10-31", "Canvass", "Fail", "1", "1", "1", "3 18 32", "Retail Food Establishment", "2013-01-16"]
    receipt = takes(workspace, write(tmp_path / "prepared.csv.gz", PREPARED_HEADINGS, prepared))
    assert (receipt.accepted, receipt.rejected) == (1, 0)
    assert on_file(workspace) == [("55", date(2013, 10, 31), "fail", ["18", "3", "32"])]
    other = Workspace.create(tmp_path / "other", buckets=2)
    takes(other, write(tmp_path / "export.csv", PUBLIC_HEADINGS, public_row()))
    assert on_file(other) == on_file(workspace)


def test_an_inspection_without_licence_is_rejected_and_one_that_found_nobody_is_kept(
    workspace: Workspace, tmp_path: Path
) -> None:
    rows = [public_row("1", "0"), public_row("2", ""), public_row("3", "55", Results="No Entry", Violations="")]
    receipt = takes(workspace, write(tmp_path / "export.csv", PUBLIC_HEADINGS, *rows))
    assert (receipt.accepted, receipt.rejected) == (1, 2)
    assert on_file(workspace) == [("55", date(2013, 10, 31), "no_entry", None)]


def test_the_model_of_chicago_does_not_outlive_the_numbering_it_reads(law: Law) -> None:
    assert law.model("chicago-food.priority", date(2018, 6, 30))
    with pytest.raises(UsageError) as refusal:
        law.model("chicago-food.priority", date(2018, 7, 1))
    assert refusal.value.rule == "model-not-in-force"


def test_the_model_of_chicago_reads_neither_place_nor_official(law: Law) -> None:
    item = law.item("chicago-food.inspection")
    assert not {"latitude", "longitude", "location", "inspector"} & {field.id for field in item.fields}
    read = law.model("chicago-food.priority", date(2014, 8, 1)).model_dump_json()
    assert not any(f"{place} " in read for place in ("address", "zip", "city"))


def test_equal_inspections_of_anchorage_stay_apart_and_come_once(workspace: Workspace, tmp_path: Path) -> None:
    headings = "business_name,inspection_score,Year,NumberofLocations,Weekend"
    twice = ["MOOSE PUB", "94", "2017", "9", "FALSE"]
    file = write(tmp_path / "restaurants.csv", headings, twice, twice, ["MOOSE PUB", "80", "2017", "9", "FALSE"])
    item = "anchorage-food.inspection"
    assert takes(workspace, file, item).accepted == 3
    assert takes(workspace, file, item).unchanged == 3
    assert {row[:2] for row in on_file(workspace)} == {("anchorage:MOOSE PUB", date(2017, 12, 31))}
    assert len(on_file(workspace)) == 3


def test_data_of_an_installed_package_are_found_without_running_it() -> None:
    file = installed_file("pydantic", "py.typed")
    assert file.name == "py.typed"
    for package, path in (("pydantic", "no-such-table.csv"), ("no_such_package", "table.csv")):
        with pytest.raises(NotFound) as refusal:
            installed_file(package, path)
        assert refusal.value.rule == "installed-data"
