"""The people of an invented city, each with an account."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.office_fixture import Office

    from gongxin.accounts.models import Account
    from gongxin.accounts.roles import Role

    Hire = Callable[..., Account]

PASSWORD = "Seven-quiet-herons"
TODAY = date(2026, 11, 24)
NOON = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)

#: An invented person, and the code of an invented company.
PERSON = "person:" + "5c" * 16
COMPANY = "91330106MA2XXXXX0X"


#: Tests of rules, not of a database: the quick loop has them on one.
_RULES = ("test_permissions", "test_access_to_pages", "test_keeping_accounts", "test_signing_in")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what is tried on PostgreSQL for completeness' sake as slow."""
    for item in items:
        if "[postgresql" in item.nodeid and any(f"tests/accounts/{name}.py" in item.nodeid for name in _RULES):
            item.add_marker(pytest.mark.slow)


@pytest.fixture
def hire(office: Office) -> Hire:
    """Make somebody an account: ``hire("lin", Role.SOURCE_DEPARTMENT, source="...")``."""
    from gongxin.accounts.models import Account
    from gongxin.accounts.passwords import set_password
    from gongxin.office.models import Department

    def make(name: str, role: Role, *, source: str | None = None, subject_id: str = "", consumer: str = "") -> Account:
        department = None
        if source is not None:
            department, _ = Department.objects.get_or_create(
                code=f"d{len(source)}-{abs(hash(source)) % 10**6}", defaults={"name": source, "source": source or None}
            )
        account = Account(username=name, name=name.title(), role=role, department=department)
        account.subject_id, account.consumer = subject_id, consumer
        account.set_unusable_password()
        account.save()
        set_password(account, PASSWORD, at=NOON, given=False)
        return account

    return make
