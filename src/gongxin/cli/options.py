"""Options that every command shares; among them which day it is, if none is given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from gongxin.errors import UsageError
from gongxin.pages.clock import real_moment

if TYPE_CHECKING:
    from gongxin.workspace import Workspace


@Parameter(name="*")
@dataclass(frozen=True)
class Common:
    """Where the workspace is and how to answer."""

    home: Annotated[Path | None, Parameter(env_var="GONGXIN_HOME", help="Workspace folder. 工作区目录")] = None
    json: Annotated[bool, Parameter(negative=(), help="Answer in JSON. 以 JSON 输出")] = False

    def workspace(self) -> Workspace:
        """The workspace named by ``--home`` or ``GONGXIN_HOME``."""
        from gongxin.workspace import Workspace

        return Workspace.open(self.folder())

    def folder(self) -> Path:
        """The folder named, whether a workspace is in it yet or not."""
        if self.home is None:
            raise UsageError(
                "no-home",
                zh="没有指明工作区。请用 --home 目录，或设置环境变量 GONGXIN_HOME。",
                en="No workspace was named. Give --home FOLDER, or set GONGXIN_HOME.",
            )
        return self.home


#: ``*`` of a command's signature: leaves the shared options at their defaults.
COMMON = Common()


def today() -> date:
    """The day it is in Beijing."""
    return real_moment().date()


def now() -> datetime:
    """The moment it is, in Beijing's time."""
    return real_moment()


def day(text: str | None, *, option: str = "--as-of") -> date:
    """Read an option's date (``2026-11-24``); without one, today."""
    if text is None:
        return today()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(
            "not-a-date",
            zh=f"{option} 的值“{text}”不是日期，请写成 2026-11-24 的样子。",
            en=f"{text!r} is no date for {option}; write it as 2026-11-24.",
            where=option,
        ) from None
