"""Opening an office: what goes wrong is told plainly, and no secret is told with it."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from gongxin.errors import UsageError
from gongxin.office.database import database_settings
from gongxin.office.environment import hosts, second_factor_required, secure
from gongxin.office.secret import secret_key
from gongxin.workspace import Workspace

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

SECRET = "heron-in-the-reeds"


def run_in(home: Path, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """A command in a process of its own, as an operator runs it."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("GONGXIN_", "DJANGO_"))}
    return subprocess.run(
        [sys.executable, "-m", "gongxin", *words, "--home", str(home)],
        env=environment | variables,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("variable", "value", "rule"),
    [
        ("GONGXIN_DATABASE_URL", f"postgresql://yunze:{SECRET}@localhost:1/office", "office-unreachable"),
        ("GONGXIN_DATABASE_URL", f"mysql://yunze:{SECRET}@localhost/office", "office-database-url"),
        ("GONGXIN_DATABASE_URL", "sqlite:////nowhere/at/all/office.sqlite3", "office-unreachable"),
        ("GONGXIN_SECOND_FACTOR", "maybe", "environment-value"),
    ],
)
def test_what_is_wrong_is_told_in_both_languages_without_a_traceback_or_the_password(
    variable: str, value: str, rule: str, tmp_path: Path
) -> None:
    Workspace.create(tmp_path, buckets=4)
    done = run_in(tmp_path, "account", "list", "--as", "zhou", "--json", **{variable: value})
    assert done.returncode in (2, 5)
    assert f'"rule": "{rule}"' in done.stderr
    assert '"zh": "' in done.stderr
    assert variable in done.stderr
    assert "Traceback" not in done.stderr
    assert SECRET not in done.stdout + done.stderr


def test_the_office_is_for_the_platform_s_own_user_alone(tmp_path: Path) -> None:
    Workspace.create(tmp_path, buckets=4)
    made = run_in(tmp_path, "account", "add", "zhou", "--name", "周明", "--role", "administrator")
    assert made.returncode == 0
    assert (tmp_path / "office").stat().st_mode & 0o077 == 0
    assert (tmp_path / "office" / "secret.key").stat().st_mode & 0o077 == 0


def test_a_command_opens_the_office_by_itself(tmp_path: Path) -> None:
    Workspace.create(tmp_path, buckets=4)
    told = run_in(tmp_path, "consent", "text", "query", "--json")
    assert told.returncode == 0, told.stderr
    assert '"purpose": "query"' in told.stdout


def test_sqlite_is_told_to_wait_to_write_at_once_and_to_forget(tmp_path: Path) -> None:
    options = database_settings(None, tmp_path)["OPTIONS"]
    assert options["transaction_mode"] == "IMMEDIATE"
    assert options["timeout"] >= 10
    for told in ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON", "foreign_keys=ON"):
        assert told in options["init_command"]


def test_postgresql_connections_are_kept_and_looked_at_before_use(tmp_path: Path) -> None:
    found = database_settings("postgresql://yunze@localhost/office", tmp_path)
    assert found["ENGINE"].endswith("postgresql")
    assert found["CONN_MAX_AGE"] > 0
    assert found["CONN_HEALTH_CHECKS"]


def test_processes_that_begin_at_once_share_one_secret(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(lambda _: secret_key(tmp_path), range(32)))
    assert len(found) == 1
    assert len(found.pop()) >= 50
    assert [path.name for path in tmp_path.iterdir()] == ["secret.key"]


def test_without_a_folder_the_secret_is_the_process_s_own(tmp_path: Path) -> None:
    missing = tmp_path / "none"
    assert secret_key(missing) != secret_key(missing)
    assert not missing.exists()


def test_the_environment_says_how_the_office_is_run() -> None:
    assert hosts("credit.example.gov.cn, localhost") == ["credit.example.gov.cn", "localhost"]
    assert "localhost" in hosts(None)
    assert secure("1")
    assert not secure(None)
    assert second_factor_required(None)  # nobody has to think of it
    assert not second_factor_required("optional")
    with pytest.raises(UsageError, match="GONGXIN_SECURE"):
        secure("yes")


def test_over_https_cookies_travel_by_it_alone_and_under_protected_names(tmp_path: Path) -> None:
    asked = (
        "import django; from django.conf import settings as s; print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, "
        "s.SESSION_COOKIE_HTTPONLY, s.SECURE_SSL_REDIRECT, s.SECURE_HSTS_SECONDS > 0, s.SESSION_COOKIE_NAME)"
    )
    told = {}
    for said in ("0", "1"):
        environment = os.environ | {
            "GONGXIN_SECURE": said,
            "GONGXIN_HOME": str(tmp_path),
            "DJANGO_SETTINGS_MODULE": "gongxin.office.settings",
        }
        done = subprocess.run(
            [sys.executable, "-c", asked], env=environment, capture_output=True, text=True, check=True
        )
        told[said] = done.stdout.split()
    assert told["1"] == ["True"] * 5 + ["__Host-session"]
    assert told["0"] == ["False", "False", "True", "False", "False", "session"]


def test_django_finds_nothing_to_warn_of_in_production_but_what_is_for_the_domain_to_decide(tmp_path: Path) -> None:
    asked = (
        "import django; django.setup(); from django.core.checks import run_checks; "
        "print(*sorted(found.id for found in run_checks(include_deployment_checks=True)))"
    )
    (tmp_path / "office").mkdir()
    environment = os.environ | {
        "GONGXIN_SECURE": "1",
        "GONGXIN_HOME": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "gongxin.office.settings",
    }
    done = subprocess.run([sys.executable, "-c", asked], env=environment, capture_output=True, text=True, check=True)
    # Other hosts of the domain, and browsers' lists of domains, are not this site's to speak for.
    assert done.stdout.split() == ["security.W005", "security.W021"]
