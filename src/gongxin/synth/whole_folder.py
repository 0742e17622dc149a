"""A folder that is there whole or not at all."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING

from gongxin.errors import LedgerError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def whole_folder(out: Path) -> Iterator[Path]:
    """A folder to write into, which becomes ``out`` once the block has ended well, and is removed if it has not.

    Raises :class:`UsageError` if ``out`` is there and holds something or is no folder, :class:`LedgerError` if the disk
    refuses.
    """
    import duckdb

    if out.is_file() or (out.is_dir() and any(out.iterdir())):
        raise UsageError(
            "folder-not-empty",
            zh=f"{out} 已存在且非空；请另选目录或先清空",
            en=f"{out} is there already and not empty; choose another folder or clear it first",
            where=str(out),
        )
    unfinished = out.parent / f".{out.name}.unfinished"
    try:
        # What an earlier run was killed over is of no use to anybody.
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(parents=True)
        yield unfinished
        unfinished.replace(out)
    except (OSError, duckdb.IOException) as error:
        raise LedgerError(
            "cannot-write-files",
            zh=f"无法写入 {out}：{error}；请检查磁盘空间和权限后重试",
            en=f"cannot write to {out}: {error}; check the room on the disk and its permissions, and run again",
            where=str(out),
        ) from error
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
