"""Failures of the disk, said in words: what happened, that nothing committed is harmed, what to do."""

from __future__ import annotations

import errno
from contextlib import contextmanager
from typing import TYPE_CHECKING

from gongxin.errors import LedgerError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_FULL_ERRNOS = frozenset({errno.ENOSPC, errno.EFBIG, errno.EDQUOT})
_FULL_WORDS = ("no space left", "file too large", "disk quota exceeded", "not enough space")


@contextmanager
def storage_errors(where: Path) -> Iterator[None]:
    """Turn failures to read or write files within the block into :class:`~gongxin.errors.LedgerError`.

    ``disk-full`` where the disk has no room, ``storage-failed`` for anything else the disk refuses.
    """
    import duckdb
    from deltalake.exceptions import DeltaError

    try:
        yield
    except (OSError, duckdb.IOException, DeltaError) as error:
        raise _refusal(error, where) from error


def _refusal(error: Exception, where: Path) -> LedgerError:
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
