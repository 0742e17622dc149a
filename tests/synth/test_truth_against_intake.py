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
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from gongxin.intake.receipt import Receipt
    from gongxin.law.library import Law

pytestmark = pytest.mark.slow

AS_OF = date(2026, 11, 24)

#: An identity number of the invented region.
NUMBER = "9901[0-9]{2}(19|20)[0-9]{9}[0-9Xx]"


def take_in(workspace: Workspace, folder: Path, wanted: Callable[[str], bool]) -> dict[tuple[str, ...], Receipt]:
    """Take in the files of a city, all of one item as one batch; the receipts by their files."""
    manifest = Manifest.read(folder)
    receipts = {}
    for item in dict.fromkeys(file.item for file in manifest.files):
        files = tuple(file.path for file in manifest.files if file.item == item and wanted(file.path))
        if files:
            paths = [folder / file for file in files]
            receipts[files] = take(workspace, paths, item, "云泽市", manifest.as_of, synthetic=True)
    return receipts


def disagreements(folder: Path, receipts: dict[tuple[str, ...], Receipt]) -> list[tuple[object, ...]]:
    """Rows whose outcome, named rules or lateness in the receipts differ from the truth."""
    said = pa.Table.from_pylist(
        [remark for files, receipt in receipts.items() for remark in remarks_of(receipt, files)],
        schema=pa.schema([("file", "string"), ("row", "int64"), ("outcome", "string"), ("rule", "string")]),
    )
    with duckdb.connect() as connection:
        connection.register("said", said)
        connection.register("files", pa.table({"file": [file for files in receipts for file in files]}))
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


def remarks_of(receipt: Receipt, files: Sequence[str]) -> Iterable[dict[str, object]]:
    for said in receipt.remarks():
        yield {"file": files[said.file], "row": said.row, "outcome": said.outcome, "rule": said.rule}


def counts_of_truth(folder: Path, files: Sequence[str]) -> dict[str, int]:
    rows = duckdb.execute(
        "SELECT outcome, count(*) FROM read_parquet(?) WHERE file IN (FROM (SELECT unnest(?))) GROUP BY ALL",
        [str(folder / "truth.parquet"), list(files)],
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
    for files, receipt in receipts.items():
        counts = {name: getattr(receipt, name) for name in ("accepted", "unchanged", "held", "rejected")}
        assert counts == counts_of_truth(folder, files)
    assert places_with_identity_numbers(workspace.root, receipts) == []
    again = take_in(workspace, folder, lambda file: file.startswith("penalty"))
    assert all(receipt.accepted == 0 for receipt in again.values())


def places_with_identity_numbers(root: Path, receipts: dict[tuple[str, ...], Receipt]) -> list[str]:
    """Where behind the door an identity number can be read: in a receipt, the ledger, the held rows."""
    places = []
    for files, receipt in receipts.items():
        text = StringIO()
        receipt.write_json(text)
        if duckdb.execute("SELECT regexp_matches(?, ?)", [text.getvalue(), NUMBER]).fetchone() == (True,):
            places.append(f"receipt of {files}")
    for path in root.rglob("*.parquet"):
        read = f"SELECT CAST(kept AS VARCHAR) AS kept FROM read_parquet('{path}') AS kept"
        found = duckdb.execute(f"SELECT count(*) FROM ({read}) WHERE regexp_matches(kept, '{NUMBER}')").fetchone()
        if found != (0,):
            places.append(str(path.relative_to(root)))
    return places
