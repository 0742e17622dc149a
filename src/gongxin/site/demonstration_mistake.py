"""The mistake of the demonstration: a department hands a penalty in again, under a code that is not its bearer's.

The platform holds such a row and asks; here the department says that it is right. What follows is what an objection is
for.
"""

from __future__ import annotations

import csv
import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from gongxin.intake.held import confirm, held_rows
from gongxin.intake.pipeline import take
from gongxin.law.schema.catalogue import FieldType
from gongxin.ledger import Ledger
from gongxin.reports.facts import coded

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from gongxin.law.library import Law
    from gongxin.law.schema.catalogue import CatalogueItem
    from gongxin.site.demonstration_cases import OnDisplay
    from gongxin.workspace import Workspace

_PENALTY = "cn.penalty"
_OTHER_NUMBERS = (FieldType.ORG_CODE, FieldType.REG_NO)


def put_under_another_code(workspace: Workspace, law: Law, penalty: OnDisplay, code: str, as_of: date) -> str | None:
    """Hand the decision in once more, numbered apart, under ``code``, and confirm it; the number of the decision, or
    None where the platform did not hold the row."""
    item = law.item(_PENALTY)
    payload = _payload(workspace, penalty)
    payload |= {"doc_no": f"{payload['doc_no']}之二", item.subject.code: code}
    before = {row.id for row in held_rows(workspace)}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "penalty.csv"
        _write(path, law, item, payload)
        take(workspace, [path], item.id, penalty.source, as_of, confirm_unusual=True, synthetic=True)
    held = next((row for row in held_rows(workspace) if row.id not in before), None)
    if held is None:
        return None
    confirm(workspace, held.id, by="演示 demonstration", reason="误作确认（演示）", as_of=as_of)
    return payload["doc_no"]


def _payload(workspace: Workspace, penalty: OnDisplay) -> dict[str, str]:
    ledger = Ledger.open(workspace)
    with ledger.snapshot() as snapshot, ledger.connect() as connection:
        snapshot.attach(connection)
        query = "SELECT payload FROM record WHERE subject_id = ? AND record_id = ?"
        ((payload,),) = connection.execute(query, [penalty.subject_id, penalty.record_id]).fetchall()
    return dict(json.loads(payload))


def _write(path: Path, law: Law, item: CatalogueItem, payload: Mapping[str, str]) -> None:
    """One row under the item's own headings, codes by their titles, as a department writes them."""
    # Other numbers of the bearer's would contradict the code, and the row would not be held but rejected.
    filled = [field for field in item.fields if payload.get(field.id) and field.type not in _OTHER_NUMBERS]
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(field.title.zh for field in filled)
        table.writerow(
            payload[field.id] if field.values is None else coded(law, field.values, payload[field.id]).zh
            for field in filled
        )
