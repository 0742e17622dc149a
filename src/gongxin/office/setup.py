"""Opening the office of a workspace: Django is told where it is, and its tables are brought up to date."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from gongxin.errors import LedgerError

if TYPE_CHECKING:
    from gongxin.workspace import Workspace

_SETTINGS = "gongxin.office.settings"


def open_office(workspace: Workspace) -> None:
    """Make the office of ``workspace`` the one this process works in; its tables are made or brought up to date.

    One process has one office: opening another workspace's afterwards is a mistake of the caller. Errors:
    ``office-database-url``, ``environment-value``, ``office-driver``, ``office-unreachable`` where the database does
    not answer.
    """
    import django
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured
    from django.db import DatabaseError

    os.environ["GONGXIN_HOME"] = str(workspace.root)
    os.environ["DJANGO_SETTINGS_MODULE"] = _SETTINGS
    # Names, papers' titles and sealed values lie there: for the platform's own user alone.
    (workspace.root / "office").mkdir(mode=0o700, exist_ok=True)
    try:
        if not settings.configured:
            django.setup()
        _bring_up_to_date()
    except ImproperlyConfigured as error:
        # Django finds the engine when it first opens the database; what is missing can only be PostgreSQL's driver.
        raise LedgerError(
            "office-driver",
            zh="未安装 PostgreSQL 驱动；请运行 pip install 'gongxin[postgresql]'，或不设 GONGXIN_DATABASE_URL。",
            en="The driver of PostgreSQL is not installed: pip install 'gongxin[postgresql]', or leave "
            "GONGXIN_DATABASE_URL out.",
            where="GONGXIN_DATABASE_URL",
        ) from error
    except DatabaseError as error:
        raise LedgerError(
            "office-unreachable",
            zh="业务数据库无法连接或读写；请检查数据库是否在运行、地址与权限是否正确。",
            en="The office database does not answer, or refuses; check that it runs, its address and the rights.",
            where="GONGXIN_DATABASE_URL" if "GONGXIN_DATABASE_URL" in os.environ else str(workspace.root / "office"),
        ) from error


def _bring_up_to_date() -> None:
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", verbosity=0, interactive=False)
