"""One office, whichever database it is in."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from gongxin.errors import UsageError
from gongxin.office.database import database_settings

if TYPE_CHECKING:
    from pathlib import Path

    from tests.office_fixture import Office


def test_a_department_written_is_there_for_another_process(office: Office) -> None:
    from gongxin.office.models import Department

    Department.objects.create(code="market", name="云泽市市场监督管理局", source="云泽市市场监督管理局")
    asked = (
        "import django; django.setup(); from gongxin.office.models import Department; "
        "print(Department.objects.get(code='market').name)"
    )
    told = subprocess.run(
        [sys.executable, "-c", asked], env=office.environment, capture_output=True, text=True, check=True
    )
    assert told.stdout.strip() == "云泽市市场监督管理局"


def test_each_test_begins_with_an_empty_office(office: Office) -> None:
    from gongxin.office.models import Department

    assert not Department.objects.exists()


def test_the_models_and_the_migrations_say_the_same(office: Office) -> None:
    from django.core.management import call_command

    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.parametrize("url", ["mysql://root@localhost/office", "nonsense"])
def test_an_address_of_another_kind_of_database_is_refused_without_repeating_it(url: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError) as refused:
        database_settings(url, tmp_path)
    assert refused.value.rule == "office-database-url"
    assert url not in refused.value.message.en
