"""What a subject can do about each record that stands against it, worked out from the record's standing alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.law.schema.basics import Text
from gongxin.law.schema.catalogue import Nature
from gongxin.reports.report import Advice
from gongxin.reports.wording import ADVICE

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from gongxin.law.library import Law
    from gongxin.reports.subject_file import FileRecord
    from gongxin.standing import Standing


def advice(law: Law, records: Iterable[FileRecord], as_of: date) -> tuple[Advice, ...]:
    """One piece of advice for each adverse record that still has an effect, in the order of the records."""
    return tuple(
        Advice(
            record_id=record.record_id,
            about=law.item(record.item).title,
            which=" ".join(str(part) for part in (record.columns["doc_no"], record.dated) if part),
            advice=_sentence(record.standing, as_of),
        )
        for record in records
        if law.item(record.item).nature is Nature.ADVERSE and _has_effect(record.standing)
    )


def _has_effect(standing: Standing) -> bool:
    return standing.displayed or standing.shared or standing.counted


def _sentence(standing: Standing, as_of: date) -> Text:
    pieces = []
    if standing.repairable_from is not None:
        pieces.append("repairable" if standing.repairable_from <= as_of else "repairable-later")
    if standing.ends_on is not None:
        pieces.append("ends-by-itself")
    if not pieces:
        pieces.append("no-early-end")
    if standing.objected:
        pieces.append("objected")
    dates = {"repairable_from": standing.repairable_from, "ends_on": standing.ends_on}
    return Text(
        zh="".join(ADVICE[piece].zh.format(**dates) for piece in pieces),
        en=" ".join(ADVICE[piece].en.format(**dates) for piece in pieces),
    )
