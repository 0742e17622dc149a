"""Chicago through the whole platform: taken in, evaluated on six past days, followed, judged.

``python -m bench.chicago`` needs the inspections beside the checkout. The numbers are those of docs/chicago.md, column
"As shipped".
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from datetime import date
from decimal import Decimal
from pathlib import Path

from gongxin.evaluation.backtest import BackTest, Outcome, backtest
from gongxin.intake.pipeline import take
from gongxin.law.schema.basics import Duration
from gongxin.ledger import Ledger
from gongxin.workspace import Workspace

FILE = Path(__file__).parents[2] / "shared" / "data" / "chicago-food" / "inspections.csv.gz"
DAYS = tuple(
    map(date.fromisoformat, ("2013-06-30", "2013-08-31", "2013-10-31", "2013-12-31", "2014-02-28", "2014-04-30"))
)
#: From the last day known to the first day judged lie 33 days, and 60 days are judged: as in the city's own test.
GAP, HORIZON = 32, Duration.model_validate("60 days")
#: A critical violation found (numbers 1 to 14), among inspections of retail licences.
CRITICAL = Outcome(
    "chicago-food.inspection",
    f"kind_any({', '.join(repr(str(number)) for number in range(1, 15))})",
    observed_when="license_description = 'Retail Food Establishment'",
)


def taken_in(root: Path) -> Workspace:
    """A workspace with every inspection of the file."""
    workspace = Workspace.create(root, buckets=4)
    take(workspace, [FILE], "chicago-food.inspection", "City of Chicago", date(2014, 8, 1))
    return workspace


def judged(workspace: Workspace, day: date) -> BackTest:
    """The back-test of one day, subjects never inspected before placed at 0, and what postal codes would add."""
    return backtest(
        Ledger.open(workspace), workspace.law(), "chicago-food.priority", as_of=day, horizon=HORIZON, outcome=CRITICAL,
        gap=GAP, fields=("zip",), unevaluated_at=Decimal(0),
    )  # fmt: skip


def main() -> None:
    """Print the findings of each day, a line each."""
    if not FILE.exists():
        print("the inspections of Chicago are not on this machine", file=sys.stderr)
        return
    with tempfile.TemporaryDirectory() as name:
        started = time.perf_counter()
        workspace = taken_in(Path(name) / "workspace")
        print(json.dumps({"step": "intake", "seconds": round(time.perf_counter() - started, 1)}), flush=True)
        for day in DAYS:
            started = time.perf_counter()
            found = judged(workspace, day)
            order, window = found.inspection_order, found.asked.window
            assert order is not None
            assert found.by_grade is not None
            (by_zip,) = (added for added in found.added if added.field == "zip")
            line = {
                "as_of": day.isoformat(),
                "window": [found.asked.first_day.isoformat(), window.until.isoformat()],
                "inspections": order.inspections,
                "critical": order.findings,
                "days_earlier": round(order.days_earlier.value, 2),
                "days_earlier_at_random": [round(order.days_earlier.chance, 2), round(order.days_earlier.deviation, 2)],
                "first_half": round(order.first_half.value, 3),
                "first_half_as_it_was": round(order.first_half_actual, 3),
                "first_half_at_random": [round(order.first_half.chance, 3), round(order.first_half.deviation, 3)],
                "auc": round(order.auc.value, 4),
                "auc_at_random": [0.5, round(order.auc.deviation, 4)],
                "rate_by_grade": {named.name: float(named.rate.rate or 0) for named in found.by_grade.rates},
                "monotone": found.by_grade.order.monotone,
                "auc_postal_code_alone": float(by_zip.alone),
                "auc_gain_with_postal_code": float(by_zip.gain),
                "basis": found.asked.known.basis.value,
                "seconds": round(time.perf_counter() - started, 1),
            }
            print(json.dumps(line), flush=True)


if __name__ == "__main__":
    main()
