"""Writing a finished document to the file that was asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.errors import Message, UsageError, system_says

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path


#: What each kind of file is for.
_USES = {
    ".html": Message(zh="供阅读、打印", en="to read and print"),
    ".json": Message(zh="为数据", en="for data"),
}


def ending_of(out: Path, known: Collection[str]) -> str:
    """The ending of the file, or :class:`UsageError` (``report-format``) where no document has it."""
    ending = out.suffix.lower()
    if ending not in known:
        zh = "、".join(f"{of}（{_USES[of].zh}）" for of in known)
        en = ", ".join(f"{of} ({_USES[of].en})" for of in known)
        raise UsageError(
            "report-format",
            zh=f"不能生成 {ending or '无扩展名的'} 文件；可用的扩展名：{zh}。",
            en=f"Nothing is written as {ending or 'a file without an ending'}; the endings are: {en}.",
            where=str(out),
        )
    return ending


def check_page(out: Path) -> None:
    """That a page can be written to ``out`` by its name: before the work, not after.

    Raises :class:`UsageError` (``report-format``).
    """
    ending_of(out, (".html",))


def write_document(out: Path, text: str) -> None:
    """Write a document, or raise :class:`UsageError` (``cannot-write-report``)."""
    try:
        out.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(
            "cannot-write-report",
            zh=f"无法写入：{system_says(error).zh}；请检查目录和权限。",
            en=f"It cannot be written: {system_says(error).en}; check folder and permissions.",
            where=str(out),
        ) from error
