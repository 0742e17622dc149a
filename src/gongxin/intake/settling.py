"""Settling a chunk that has been judged: what the ledger and other rows make of each of its rows, and what is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.intake import attribution, duplicates, known_subjects
from gongxin.intake.endings import end_rows
from gongxin.intake.held_store import HeldStore
from gongxin.intake.keeping import Keeping
from gongxin.intake.staging import ROW, raw, typed
from gongxin.intake.tally import Tally

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from gongxin.intake.delivery import Delivery
    from gongxin.intake.judging import Judged
    from gongxin.intake.receipt import ReceiptWriter
    from gongxin.law.schema.catalogue import CatalogueItem
    from gongxin.ledger import Ledger
    from gongxin.ledger.batch_writer import BatchWriter
    from gongxin.workspace import Workspace


class Settling:
    """Settles one chunk of a batch after the other. ``tally`` has what was counted of them."""

    def __init__(
        self,
        workspace: Workspace,
        ledger: Ledger,
        connection: DuckDBPyConnection,
        delivery: Delivery,
        batch: BatchWriter,
        receipt: ReceiptWriter,
    ) -> None:
        self._connection = connection
        self._delivery = delivery
        self._receipt = receipt
        self._held = HeldStore(workspace, batch.number - 1)
        self.tally = Tally()
        self._lay_out(ledger)
        self._guarded = attribution.prepare(connection, delivery.item, delivery.source)
        self._keeping = Keeping(connection, batch, delivery)

    def _lay_out(self, ledger: Ledger) -> None:
        """Lay out what the rows are compared with: the subjects, names, records and held rows on file."""
        self._held.forget_uncommitted()
        self._held.prepare(self._connection)
        with ledger.snapshot() as snapshot:
            known_subjects.prepare(self._connection, snapshot)
            duplicates.prepare(self._connection, snapshot, self._delivery.item.id, self._delivery.source)

    def settle(self, place: int, judged: Judged) -> None:
        """Take in the rows of a chunk: each ends in one of the four ways. ``place`` is that of its file in the
        delivery."""
        readable = judged.hand_over(self._connection, self._delivery.item)
        end_rows(self._connection, place, self._delivery.files, guarded=self._guarded)
        self._keeping.keep(judged.later, judged.parts)
        received = _received_sql(self._delivery.item, readable)
        self._receipt.add(self._connection, judged.malformed, "ending", received)
        self.tally.add(self._connection, judged.malformed)

    def finish(self) -> None:
        """Put on disk which rows are held, and what the batch says of those that were."""
        self._keeping.finish(self._held)


def _received_sql(item: CatalogueItem, readable: str) -> str:
    """The cells as received, under the names by which the receipt asks for them."""
    return f"(SELECT {ROW}, {', '.join(f'{typed(f.id)} AS {raw(f.id)}' for f in item.fields)} FROM {readable})"
