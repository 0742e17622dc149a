"""A receipt as JSON, in pieces, so that a million remarks never stand in memory."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gongxin.intake.receipt.receipt import Receipt, RowRemark


def json_text(receipt: Receipt) -> Iterator[str]:
    """The pieces of the document, in order."""
    head = {"batch": receipt.batch, "item": receipt.item.id, "source": receipt.source, "as_of": receipt.as_of}
    head |= receipt.counts.as_dict()
    head["files"] = [
        {
            "name": file.name,
            "rows": file.rows,
            "notes": [{"rule": note.rule, "message": note.message.as_dict()} for note in file.notes],
        }
        for file in receipt.files
    ]
    several = len(receipt.files) > 1
    yield _text(head)[:-1] + ', "rows": ['
    between = "\n"
    for remark in receipt.remarks():
        yield between + _text(_entry(remark, receipt.files[remark.file].name if several else None))
        between = ",\n"
    yield "]}\n"


def _entry(remark: RowRemark, file: str | None) -> dict[str, Any]:
    entry: dict[str, Any] = {} if file is None else {"file": file}
    entry |= {"row": remark.row, "outcome": remark.outcome, "field": remark.field, "rule": remark.rule}
    entry["message"] = remark.message.as_dict()
    if remark.value is not None:
        entry["value"] = remark.value
    return entry


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
