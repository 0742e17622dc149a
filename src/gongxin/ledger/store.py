"""The parts of a ledger on disk, held together: workspace, batch files, the logs of the tables, the readers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.ledger.batches import BatchStore
from gongxin.ledger.reader_leases import ReaderEpochs
from gongxin.ledger.table_log import TableLog
from gongxin.ledger.tables import TABLES, Table

if TYPE_CHECKING:
    from pathlib import Path

    from gongxin.workspace import Workspace


class Store:
    """What writer, compaction, verification and snapshots all work on. Opening it reads nothing."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.directory: Path = workspace.ledger_dir
        self.batches = BatchStore(self.directory / "batches")
        self.readers = ReaderEpochs(self.directory / "readers")
        self.logs = {name: TableLog(self.directory / name, table) for name, table in TABLES.items()}

    def log(self, table: Table) -> TableLog:
        """The log of one table."""
        return self.logs[table.name]
