"""What the platform says when it cannot go on: in Chinese and in English, with the place and the cure.

An error message is part of the interface. Every one states what is wrong, where, and what to do about it,
and carries a short stable name (``rule``) that programs may rely on.
"""

from __future__ import annotations

import errno
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Message:
    """One sentence or two in both languages of the platform."""

    zh: str
    en: str

    def as_dict(self) -> dict[str, str]:
        """The message in the form in which receipts and JSON answers carry it."""
        return {"zh": self.zh, "en": self.en}

    def __str__(self) -> str:
        return f"{self.zh}\n{self.en}"


#: What the operating system says when it refuses a file, in Chinese; it speaks English itself.
_SYSTEM_SAYS = {
    errno.ENOENT: "没有这个文件或目录",
    errno.EACCES: "没有权限",
    errno.EPERM: "不允许这样操作",
    errno.EEXIST: "文件已经存在",
    errno.ENOTDIR: "路径中有一段不是目录",
    errno.EISDIR: "这是目录，不是文件",
    errno.ENOSPC: "磁盘空间不足",
    errno.EDQUOT: "超过磁盘配额",
    errno.EROFS: "文件系统只读",
    errno.EIO: "磁盘读写出错",
    errno.EMFILE: "打开的文件过多",
    errno.ENAMETOOLONG: "文件名过长",
    errno.EADDRINUSE: "地址已被占用",
    errno.EADDRNOTAVAIL: "本机没有这个地址",
}


def system_says(error: OSError) -> Message:
    """Why the operating system refused, as part of a sentence; in its own words where no Chinese ones are known."""
    said = error.strerror or str(error)
    return Message(zh=_SYSTEM_SAYS.get(error.errno or 0, said), en=said)


class GongxinError(Exception):
    """The root of every refusal the platform makes knowingly.

    ``rule`` is a stable kebab-case name of what was broken, ``where`` the file, line, row or field concerned.
    Each subclass has its own exit code; ``docs/commands.md`` lists them.
    """

    exit_code: ClassVar[int] = 1

    def __init__(self, rule: str, *, zh: str, en: str, where: str | None = None) -> None:
        self.rule = rule
        self.message = Message(zh=zh, en=en)
        self.where = where
        super().__init__(f"{where}: {en}" if where else en)

    def as_dict(self) -> dict[str, object]:
        """The error in the form in which ``--json`` prints it."""
        return {"error": {"rule": self.rule, "where": self.where, "message": self.message.as_dict()}}


class UsageError(GongxinError):
    """The command or call was put wrongly: an unknown item, a date that is none, an option missing."""

    exit_code = 2


class InputError(GongxinError):
    """A file cannot be taken at all (as opposed to rows in it that are rejected and counted)."""

    exit_code = 3


class LawError(GongxinError):
    """A pack says something it may not say, or says it in a way that cannot be read."""

    exit_code = 4


class LedgerError(GongxinError):
    """The ledger or the workspace cannot be opened, read or written."""

    exit_code = 5


class BusyError(GongxinError):
    """Another process is writing to the same workspace; trying again later is the cure."""

    exit_code = 6


class ConfirmationNeeded(GongxinError):
    """Something unusual was handed in and nothing was taken; it will be, once somebody confirms it."""

    exit_code = 7


class NotFound(GongxinError):
    """Nothing on file under that name, code or number."""

    exit_code = 8


class NotAllowed(GongxinError):
    """This account may not do this, or not here; the message says what is missing and who may."""

    exit_code = 9
