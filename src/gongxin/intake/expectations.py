"""What is usual for a source: a delivery far outside it is stopped and asked about, not taken.

A department that usually sends 12,000 rows and now sends 12 has most likely lost the rest on the way; one whose rows
are half about subjects nobody has heard of has most likely shifted a column. Neither must go live unasked.
The bounds are settings of the catalogue item, shares of what the same source has sent of the same item before.
"""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING

from gongxin.errors import ConfirmationNeeded, Message

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gongxin.law.schema.catalogue import CatalogueItem, Expectations
    from gongxin.ledger.batches import BatchEntry

#: A handful of rows on new subjects is no sign of anything, whatever share of a small file they are.
_FEW_ROWS = 20


def usual_rows(item: CatalogueItem, source: str, batches: Iterable[BatchEntry]) -> int | None:
    """The median of rows in earlier deliveries; None while there are too few of them to call anything usual.

    Decisions on held rows are batches too, but no deliveries: they bring no file. Rows sent again to mend them are not
    usual in any sense.
    """
    if item.expectations is None:
        return None
    earlier = [
        entry.counts["total"]
        for entry in batches
        if (entry.item, entry.source) == (item.id, source)
        and entry.files
        and entry.counts["total"] > 0
        and not entry.counts.get("mending")
    ]
    return round(median(earlier)) if len(earlier) >= item.expectations.after_batches else None


def check_usual(item: CatalogueItem, source: str, rows: int, on_new_subjects: int, usual: int | None) -> None:
    """Raise :class:`ConfirmationNeeded` if a delivery is far outside what is usual for its source.

    ``rows`` is how many there were, ``on_new_subjects`` how many of them are about subjects nobody had named before.
    """
    if item.expectations is None or usual is None:
        return
    for rule, found in _oddities(item.expectations, rows, on_new_subjects, usual):
        raise ConfirmationNeeded(
            rule,
            zh=f"{found.zh}本次未收录任何记录。如数据无误，请加 --confirm-unusual 重新报送。",
            en=f"{found.en} Nothing was taken. If the data are right, hand them in again with --confirm-unusual.",
            where=source,
        )


def _oddities(bounds: Expectations, rows: int, on_new_subjects: int, usual: int) -> Iterator[tuple[str, Message]]:
    if rows < usual * bounds.fewer_than_share:
        yield (
            "far-fewer-rows",
            Message(
                zh=f"本次报送 {rows} 条，该单位通常约 {usual} 条，数量明显偏少。",
                en=f"{rows} rows were handed in; this source usually sends about {usual}, far more.",
            ),
        )
    if rows > usual * bounds.more_than_times:
        yield (
            "far-more-rows",
            Message(
                zh=f"本次报送 {rows} 条，该单位通常约 {usual} 条，数量明显偏多。",
                en=f"{rows} rows were handed in; this source usually sends about {usual}, far fewer.",
            ),
        )
    many_new = on_new_subjects > rows * bounds.new_subject_share
    if many_new and on_new_subjects > _FEW_ROWS:
        yield (
            "many-new-subjects",
            Message(
                zh=f"{rows} 条中有 {on_new_subjects} 条的主体此前从未出现，比例异常。",
                en=f"Of {rows} rows, {on_new_subjects} are about subjects never named before: that is unusual.",
            ),
        )
