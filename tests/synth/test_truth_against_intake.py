"""Intake against the truth: every row of a messy city ends as the truth file says."""

from __future__ import annotations

from datetime import date
from io import StringIO
from typing import TYPE_CHECKING

import duckdb
import pyarrow as pa
import pytest

from gongxin.intake.pipeline import take
from gongxin.synth import Manifest, write_city
from gongxin.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from gongxin.intake.receipt import Receipt
    from gongxin.law.library import Law

AS_OF = date(2026, 11, 24)

#: An identity number of the invented region.
NUMBER = "9901[0-9]{2}(19|20)[0-9]{9}[0-9Xx]"


def take_in(workspace: Workspace, folder: Path, wanted: Callable[[str], bool]) -> dict[str, Receipt]:
    """Take in the files of a city in the order of its manifest; the receipts by file."""
    manifest = Manifest.read(folder)
    return {
        file.path: take(workspace, [folder / file.path], file.item, file.source, manifest.as_of, synthetic=True)
        for file in manifest.files
        if wanted(file.path)
    }


def disagreements(folder: Path, receipts: dict[str, Receipt]) -> list[tuple[object, ...]]:
    """Rows whose outcome, named rules or lateness in the receipts differ from the truth."""
    said = pa.Table.from_pylist(
        [{"file": file, **remark} for file, receipt in receipts.items() for remark in remarks_of(receipt)],
        schema=pa.schema([("file", "string"), ("row", "int64"), ("outcome", "string"), ("rule", "string")]),
    )
    files = pa.table({"file": list(receipts)})
    with duckdb.connect() as connection:
        connection.register("said", said)
        connection.register("files", files)
        return connection.execute(
            f"""
            WITH receipt AS (
                SELECT file, row, any_value(outcome) AS outcome, list(rule) AS rules FROM said GROUP BY ALL
            )
            SELECT file, row, dirt, truth.outcome, receipt.outcome, truth.rules, receipt.rules
            FROM '{folder}/truth.parquet' AS truth SEMI JOIN files USING (file) LEFT JOIN receipt USING (file, row)
            -- What is plainly accepted is not in a receipt.
            WHERE truth.outcome <> coalesce(receipt.outcome, 'accepted')
                OR NOT list_has_all(coalesce(receipt.rules, []), truth.rules)
                OR truth.late <> coalesce(list_contains(receipt.rules, 'reported-late'), false)
            ORDER BY ALL
            """
        ).fetchall()


def remarks_of(receipt: Receipt) -> Iterable[dict[str, object]]:
    return ({"row": said.row, "outcome": said.outcome, "rule": said.rule} for said in receipt.remarks())


def counts_of_truth(folder: Path, file: str) -> dict[str, int]:
    rows = duckdb.execute(
        "SELECT outcome, count(*) FROM read_parquet(?) WHERE file = ? GROUP BY ALL",
        [str(folder / "truth.parquet"), file],
    ).fetchall()
    return dict.fromkeys(("accepted", "unchanged", "held", "rejected"), 0) | dict(rows)


def test_a_register_and_a_penalty_feed_end_as_the_truth_says(messy: Path, tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path / "home")
    receipts = take_in(workspace, messy, {"registration-market.csv", "penalty-market.csv"}.__contains__)
    assert disagreements(messy, receipts) == []


@pytest.mark.slow
def test_a_whole_city_ends_as_the_truth_says(law: Law, tmp_path: Path) -> None:
    folder = tmp_path / "city"
    write_city(folder, law, seed=2, subjects=10_000, as_of=AS_OF, messy=True)
    workspace = Workspace.create(tmp_path / "home")
    receipts = take_in(workspace, folder, lambda _: True)
    assert disagreements(folder, receipts) == []
    for file, receipt in receipts.items():
        counts = {name: getattr(receipt, name) for name in ("accepted", "unchanged", "held", "rejected")}
        assert counts == counts_of_truth(folder, file)
    assert places_with_identity_numbers(workspace.root, receipts) == []
    again = take_in(workspace, folder, lambda file: file.startswith("penalty"))
    assert all(receipt.accepted == 0 for receipt in again.values())


def places_with_identity_numbers(root: Path, receipts: dict[str, Receipt]) -> list[str]:
    """Where behind the door an identity number can be read: in a receipt, the ledger, the held rows."""
    places = []
    for file, receipt in receipts.items():
        text = StringIO()
        receipt.write_json(text)
        if duckdb.execute("SELECT regexp_matches(?, ?)", [text.getvalue(), NUMBER]).fetchone() == (True,):
            places.append(f"receipt of {file}")
    for path in root.rglob("*.parquet"):
        read = f"SELECT CAST(kept AS VARCHAR) AS kept FROM read_parquet('{path}') AS kept"
        found = duckdb.execute(f"SELECT count(*) FROM ({read}) WHERE regexp_matches(kept, '{NUMBER}')").fetchone()
        if found != (0,):
            places.append(str(path.relative_to(root)))
    return places
