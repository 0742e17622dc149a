"""The order of Chicago's inspections by the record alone, from the city's file to the measure of its gain."""

from __future__ import annotations

import csv
import gzip
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow.parquet as pq
import pytest

from gongxin.evaluation.ordering import Inspection, order_quality
from gongxin.evaluation.run import evaluate
from gongxin.intake.pipeline import take
from gongxin.ledger import Ledger
from gongxin.workspace import Workspace

if TYPE_CHECKING:
    from gongxin.evaluation.ordering import OrderQuality

FILE = Path(__file__).parents[2] / ".." / "shared" / "data" / "chicago-food" / "inspections.csv.gz"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not FILE.exists(), reason="the inspections of Chicago are not on this machine"),
]

#: From the last day known to the first day judged, and how many days are judged: as in the city's own test.
GAP, LENGTH = timedelta(days=33), timedelta(days=60)


@pytest.fixture(scope="module")
def chicago(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A workspace that has taken in every inspection of the file."""
    workspace = Workspace.create(tmp_path_factory.mktemp("chicago") / "home", buckets=4)
    receipt = take(workspace, [FILE], "chicago-food.inspection", "chicago.health", date(2014, 8, 1))
    assert (receipt.accepted, receipt.rejected, receipt.held) == (23_568, 0, 0)
    return workspace


def quality(workspace: Workspace, known: date, out: Path) -> OrderQuality:
    """How well the scores of a day order the inspections of retail licences that follow; the unknown stand at 0."""
    evaluate(Ledger.open(workspace), workspace.law(), "chicago-food.priority", as_of=known, out=out)
    columns = pq.read_table(out).to_pydict()
    scores = dict(zip(columns["subject_id"], columns["score"], strict=True))
    first = known + GAP
    with gzip.open(FILE, "rt", encoding="utf-8") as rows:
        return order_quality(
            [
                Inspection(day, scores.get(row["license"], Decimal(0)), row["critical"] != "0")
                for row in csv.DictReader(rows)
                if first <= (day := date.fromisoformat(row["inspection_date"])) < first + LENGTH
                and row["license_description"] == "Retail Food Establishment"
            ]
        )


@pytest.mark.parametrize(
    ("known", "inspections", "findings"),
    [(date(2013, 12, 31), 1487, 265), (date(2014, 2, 28), 1404, 260), (date(2014, 4, 30), 1542, 295)],
)
def test_the_order_finds_critical_violations_sooner_than_chance(
    chicago: Workspace, tmp_path: Path, known: date, inspections: int, findings: int
) -> None:
    order = quality(chicago, known, tmp_path / "priority.parquet")
    assert (order.inspections, order.findings) == (inspections, findings)
    for measure in (order.days_earlier, order.first_half, order.auc):
        assert measure.beyond_chance > 2.5
    assert order.days_earlier.value > 4
    assert order.auc.value > 0.57
