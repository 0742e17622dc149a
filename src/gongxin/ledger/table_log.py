"""The Delta log of one table: which files make it up, and the atomic change from one set of files to the next."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gongxin.ledger.buckets import RECENT
from gongxin.ledger.data_files import DataFile
from gongxin.ledger.tables import Table, arrow_schema
from gongxin.workspace.durable import sync

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from deltalake import DeltaTable


@dataclass(frozen=True, slots=True)
class FileList:
    """The files of a table at one version of its log. Version -1: the table has not been made yet."""

    version: int
    files: tuple[DataFile, ...]

    @property
    def recent(self) -> list[DataFile]:
        """Files that no compaction has moved into buckets yet."""
        return [file for file in self.files if file.bucket == RECENT]


_EMPTY = FileList(version=-1, files=())


class TableLog:
    """One table's log. Reading it again costs next to nothing as long as nobody has committed to it."""

    def __init__(self, directory: Path, table: Table) -> None:
        self.directory = directory
        self.table = table
        self._current = _EMPTY
        self._guard = threading.Lock()

    def files(self) -> FileList:
        """The files of the latest version."""
        with self._guard:
            if self._version_exists(self._current.version + 1):
                self._current = self._read()
            return self._current

    def change(self, add: Sequence[DataFile], remove: Sequence[DataFile], *, rows_change: bool) -> None:
        """Put ``add`` in and take ``remove`` out in one atomic commit, which is on disk when this returns.

        ``rows_change`` is false where the same rows only lie in other files. Only the holder of the writer's lock may
        call this. Removing a file leaves it on disk for those who still read it.
        """
        from deltalake.transaction import AddAction, PostCommitHookProperties, RemoveAction

        stamp = max(file.modified_ms for file in (*add, *remove))
        actions: list[AddAction | RemoveAction] = [
            RemoveAction(file.path, rows_change, stamp, file.size, {"bucket": str(file.bucket)}) for file in remove
        ]
        actions += [
            AddAction(
                path=file.path,
                size=file.size,
                partition_values={"bucket": str(file.bucket)},
                modification_time=file.modified_ms,
                data_change=rows_change,
                stats=file.stats_json(),
            )
            for file in add
        ]
        table = self._opened()
        table.create_write_transaction(
            actions,
            mode="append",
            schema=table.schema(),
            partition_by=["bucket"],
            # Every version stays in the log: it is small, and the first one tells that the table has been made.
            post_commithook_properties=PostCommitHookProperties(create_checkpoint=True, cleanup_expired_logs=False),
        )
        self._sync_log(table.version() + 1)

    def _opened(self) -> DeltaTable:
        from deltalake import DeltaTable

        if self._version_exists(0):
            return DeltaTable(self.directory)
        self.directory.mkdir(parents=True, exist_ok=True)
        sync(self.directory.parent)
        return DeltaTable.create(
            self.directory,
            arrow_schema(self.table),
            partition_by=["bucket"],
            name=self.table.name,
            mode="ignore",
            # Statistics of these are all that readers prune by. Left alone, Delta keeps those of the first 32 columns.
            configuration={"delta.dataSkippingStatsColumns": ",".join(self.table.statistics)},
        )

    def _read(self) -> FileList:
        import pyarrow as pa
        from deltalake import DeltaTable

        table = DeltaTable(self.directory)
        rows = pa.table(table.get_add_actions(flatten=True)).to_pylist()
        return FileList(
            version=table.version(),
            files=tuple(
                DataFile(
                    path=row["path"],
                    bucket=row["partition.bucket"],
                    rows=row["num_records"],
                    size=row["size_bytes"],
                    modified_ms=row["modification_time"],
                    subjects=(row["min.subject_id"], row["max.subject_id"]),
                    batches=(row["min.batch"], row["max.batch"]),
                    highest_version=row.get("max.version"),
                )
                for row in rows
            ),
        )

    def _version_exists(self, version: int) -> bool:
        return self._version_file(version).exists()

    def _version_file(self, version: int) -> Path:
        return self.directory / "_delta_log" / f"{version:020}.json"

    def _sync_log(self, version: int) -> None:
        sync(self._version_file(version))
        sync(self.directory / "_delta_log")
