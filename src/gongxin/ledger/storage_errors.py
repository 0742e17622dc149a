"""Failures of the disk, said in words: what happened, that nothing committed is harmed, what to do."""

from __future__ import annotations

import errno
import re
from contextlib import contextmanager
from typing import TYPE_CHECKING

from gongxin.errors import LedgerError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_FULL_ERRNOS = frozenset({errno.ENOSPC, errno.EFBIG, errno.EDQUOT})
_FULL_WORDS = ("no space left", "file too large", "disk quota exceeded", "not enough space")

#: A data file of the ledger, as the query engine quotes it.
_DATA_FILE = re.compile(r"""["']([^"']+/ledger/(?:subject|record|event)/[^"']+\.parquet)["']""")


def damage_of(error: Exception) -> LedgerError | None:
    """What ``error`` says of a data file of the ledger that is damaged or gone; None if it is about anything else."""
    import duckdb

    if not isinstance(error, duckdb.InvalidInputException | duckdb.IOException):
        return None
    # The first line alone: those below it repeat the question, which names sound files as well.
    named = _DATA_FILE.search(str(error).partition("\n")[0])
    if named is None:
        return None
    return LedgerError(
        "ledger-damaged",
        zh="账本的数据文件已损坏或缺失。请停止写入，用 gongxin ledger verify 查明受损的文件，再从备份恢复。",
        en="A data file of the ledger is damaged or missing. Stop writing, find out with 'gongxin ledger verify' which "
        "files are, and restore them from a backup.",
        where=named[1],
    )


@contextmanager
def storage_errors(where: Path) -> Iterator[None]:
    """Turn failures to read or write files within the block into :class:`~gongxin.errors.LedgerError`.

    ``disk-full`` where the disk has no room, ``storage-failed`` for anything else the disk refuses.
    """
    import duckdb
    from deltalake.exceptions import DeltaError

    try:
        yield
    except (OSError, duckdb.IOException, duckdb.InvalidInputException, DeltaError) as error:
        if isinstance(error, duckdb.InvalidInputException) and damage_of(error) is None:
            raise
        raise _refusal(error, where) from error


def _refusal(error: Exception, where: Path) -> LedgerError:
    damage = damage_of(error)
    if damage is not None:
        return damage
    text = str(error)
    if getattr(error, "errno", None) in _FULL_ERRNOS or any(words in text.lower() for words in _FULL_WORDS):
        return LedgerError(
            "disk-full",
            zh="磁盘空间不足，此次写入已放弃；已提交的批次完好。请腾出空间后重新运行。",
            en="The disk is full; this write was given up. Committed batches are intact. Make room and run again.",
            where=str(where),
        )
    return LedgerError(
        "storage-failed",
        zh=f"读写账本失败：{text}。已提交的批次完好；请检查磁盘与权限后重新运行。",
        en=f"Reading or writing the ledger failed: {text}. Committed batches are intact; "
        "check disk and permissions and run again.",
        where=str(where),
    )
