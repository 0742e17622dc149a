"""Which database the office is in: one URL, or a file of the workspace."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import dj_database_url

from gongxin.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

#: Seconds that a writer waits for another before it gives up.
_PATIENCE = 20

#: What SQLite is told on each connection. The journal lets readers read while one writes; a decision is on the disk
#: before its transaction is done; what is deleted is overwritten, for destroyed keys must not linger in free pages.
_PRAGMAS = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; PRAGMA foreign_keys=ON;"


def database_settings(url: str | None, folder: Path) -> dict[str, Any]:
    """Django's settings of the database under ``url``; of the SQLite file in ``folder`` if there is none.

    Error: ``office-database-url`` for one that is neither SQLite nor PostgreSQL.
    """
    if url is None:
        found: dict[str, Any] = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(folder / "office.sqlite3")}
    else:
        found = _read(url)
    if found["ENGINE"].endswith("sqlite3"):
        # A transaction that reads first and writes later would fail where another wrote in between: begin as a writer.
        options = {"timeout": _PATIENCE, "transaction_mode": "IMMEDIATE", "init_command": _PRAGMAS}
        return found | {"OPTIONS": options}
    return found | {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}


def _read(url: str) -> dict[str, Any]:
    try:
        found: dict[str, Any] = dict(dj_database_url.parse(url))
    except (dj_database_url.ParseError, dj_database_url.UnknownSchemeError, ValueError) as error:
        raise _not_known() from error
    if not found.get("ENGINE", "").endswith(("sqlite3", "postgresql")):
        raise _not_known()
    return found


def _not_known() -> UsageError:
    # The address itself is not told: it may hold a password.
    return UsageError(
        "office-database-url",
        zh="GONGXIN_DATABASE_URL 不是可用的数据库地址；"
        "请写成 postgresql://用户:口令@主机/库名 或 sqlite:///路径，不设则用工作区内的 SQLite。",
        en="GONGXIN_DATABASE_URL is no address of a database that can be used: write "
        "postgresql://user:password@host/name or sqlite:///path, or leave it out for SQLite in the workspace.",
        where="GONGXIN_DATABASE_URL",
    )
