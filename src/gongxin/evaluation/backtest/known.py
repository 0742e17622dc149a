"""What was known on a past day, and whether the ledger can still tell."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from gongxin.errors import UsageError
from gongxin.evaluation.backtest.records import in_items, made_on_sql

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from duckdb import DuckDBPyConnection

    from gongxin.ledger import Ledger


class Basis(StrEnum):
    """Which records a past day is evaluated from.

    ``THEN``: those handed in by that day. ``DATED``: all that are dated to it, because the ledger was filled later and
    cannot tell what was known. ``GIVEN``: those known at a batch that was named.
    """

    THEN = "then"
    DATED = "dated"
    GIVEN = "given"


@dataclass(frozen=True, slots=True)
class Known:
    """The batch a past day is evaluated at, and why.

    Of ``records`` that are dated to the day or before it, ``handed_in_later`` came after the last batch of that day.
    ``first`` is the day of the earliest record, whenever handed in.
    """

    basis: Basis
    known_at: int
    records: int
    handed_in_later: int
    first: date | None


def what_was_known(
    ledger: Ledger, connection: DuckDBPyConnection, items: Sequence[str], as_of: date, known_at: int | None = None
) -> Known:
    """The batch at which to evaluate ``as_of`` from records of ``items``.

    That is the last one before any of these items was handed in on a later day. Where more than half of what is now on
    file for the day came later still, the ledger was filled in bulk: then all records dated to the day are used.
    """
    then = known_at if known_at is not None else _last_batch_by(ledger, items, as_of)
    with ledger.snapshot() as snapshot:
        rows = snapshot.all_rows()["record"]
        records, later, first = connection.execute(
            f"""SELECT count(*) FILTER (made_on <= DATE '{as_of}'),
                count(*) FILTER (made_on <= DATE '{as_of}' AND batch > {then}), min(made_on)
            FROM (SELECT {made_on_sql()} AS made_on, batch FROM {rows} WHERE version = 1 AND {in_items(items)})"""
        ).fetchall()[0]
        latest = snapshot.known_at
    if known_at is not None:
        return Known(Basis.GIVEN, known_at, records, later, first)
    if 2 * later > records:
        return Known(Basis.DATED, latest, records, later, first)
    return Known(Basis.THEN, then, records, later, first)


def last_day_handed_in(ledger: Ledger, item: str) -> date | None:
    """The latest day on which records of an item were handed in; None if they never were."""
    return max((batch.as_of for batch in ledger.batches() if batch.item == item), default=None)


def any_invented(ledger: Ledger, items: Sequence[str]) -> bool:
    """Whether records of these items were handed in as synthetic."""
    return any(batch.synthetic for batch in ledger.batches() if batch.item in items)


def _last_batch_by(ledger: Ledger, items: Sequence[str], as_of: date) -> int:
    later = (batch.number for batch in ledger.batches() if batch.item in items and batch.as_of > as_of)
    return min(later, default=ledger.last_batch + 1) - 1


def require_records(known: Known, items: Sequence[str], as_of: date) -> None:
    """Raise :class:`UsageError` where no record is dated so early (``backtest-before-data``)."""
    if known.records:
        return
    named, first = ", ".join(items), known.first
    zh = f"最早的记录为 {first}，请选用其后的日期" if first else "账本中没有这些事项的记录，请先报送"
    en = f"the first is of {first}: choose a later day" if first else "the ledger has none at all: hand them in first"
    raise UsageError(
        "backtest-before-data",
        zh=f"{as_of} 及以前没有模型所读事项（{named}）的记录；{zh}。",
        en=f"No record of the items that the model reads ({named}) is dated {as_of} or before; {en}.",
        where="--as-of",
    )
