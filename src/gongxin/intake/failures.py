"""Failures of the database on the way, said without a word of the rows or of the key.

A message of the database may quote the value it stumbled over, or the statement with the digest key in it. Neither may
reach a screen or a log, so of such a failure only its kind is told.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from gongxin.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def without_text_of_rows(where: str) -> Iterator[None]:
    """Turn failures of the database within the block into an :class:`~gongxin.errors.InputError`.

    Failures of the disk pass: they quote paths only, and the ledger has its own words for them.
    """
    import duckdb

    try:
        yield
    except duckdb.IOException:
        raise
    except duckdb.OutOfMemoryException:
        raise InputError(
            "out-of-memory",
            zh="内存不足，本次未收录任何记录。请关闭其他程序，或拆成较小的文件后再报送。",
            en="There is not enough memory; nothing was taken. Close other programs, or hand in smaller files.",
            where=where,
        ) from None
    except duckdb.Error as error:
        kind = type(error).__name__
        raise InputError(
            "row-processing-failed",
            zh=f"处理数据时出错（{kind}），本次未收录任何记录。请保留文件，并向平台维护人员报告。",
            en=f"The rows could not be processed ({kind}); nothing was taken. Keep the file and tell the operators.",
            where=where,
        ) from None
