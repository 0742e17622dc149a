"""What a subject can do: about each record that stands against it, and to reach the next grade of each model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.law.schema.basics import Text
from gongxin.law.schema.catalogue import Nature
from gongxin.reports.entries import cited
from gongxin.reports.report import Advice, Mending, Way
from gongxin.reports.wording import ADVICE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from gongxin.evaluation.way_up import WayUp
    from gongxin.law.library import Law
    from gongxin.reports.subject_file import FileRecord
    from gongxin.standing import Standing


def advice(law: Law, records: Iterable[FileRecord], as_of: date) -> tuple[Advice, ...]:
    """One piece of advice for each adverse record that still has an effect, in the order of the records."""
    return tuple(
        Advice(
            record_id=record.record_id,
            about=law.item(record.item).title,
            which=_which(record),
            advice=_sentence(record.standing, as_of),
        )
        for record in records
        if law.item(record.item).nature is Nature.ADVERSE and _has_effect(record.standing)
    )


def ways(law: Law, found: Iterable[WayUp], shown: Iterable[FileRecord]) -> tuple[Way, ...]:
    """The ways up as far as the reader may see them: of a record that is not ``shown``, only that there is one."""
    by_id = {record.record_id: record for record in shown}
    return tuple(_way(law, way, by_id) for way in found)


def _way(law: Law, way: WayUp, shown: Mapping[str, FileRecord]) -> Way:
    mendings = tuple(
        Mending(
            record_id=of.record_id,
            about=law.item(of.item).title,
            which=_which(shown[of.record_id]),
            by=of.by,
            on=of.on,
            cite=None if of.citation is None else cited(law, of.citation),
        )
        for of in way.mendings
        if of.record_id in shown
    )
    return Way(
        model=way.model,
        title=law.model(way.model, way.as_of).title,
        grade=way.grade,
        better=way.better,
        score_then=way.score_then,
        on=way.on,
        mendings=mendings,
        hidden=len(way.mendings) - len(mendings),
    )


def _which(record: FileRecord) -> str:
    """Number and day of a record, as written."""
    return " ".join(str(part) for part in (record.columns["doc_no"], record.dated) if part)


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
