"""People of Yunze at their desks: browsers that are signed in, on a day that is fixed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from tests.casework.conftest import ENGINEERS, TAXIS, Yunze, _on_file, law, yunze

if TYPE_CHECKING:
    from django.test import Client

    from gongxin.accounts.models import Account
    from gongxin.law.library import Law

__all__ = ["ENGINEERS", "TAXIS", "_on_file", "law", "yunze"]

PASSWORD = "nine-lotus-lanterns-float"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The desks are the same on either database; the quick loop has them on one."""
    for item in items:
        if "[postgresql" in item.nodeid and "tests/workbench/" in item.nodeid:
            item.add_marker(pytest.mark.slow)


@dataclass
class Desks:
    """The town, its people at their desks, and the day it is."""

    town: Yunze
    monkeypatch: pytest.MonkeyPatch

    def it_is(self, day: str) -> None:
        """The day that all pages show from now on."""
        self.monkeypatch.setenv("GONGXIN_AS_OF", day)

    def person(self, name: str) -> Account:
        return self.town.people[name]

    def of(self, name: str, language: str = "en") -> Client:
        """A browser in which somebody is signed in, and has just confirmed who that is."""
        from django.test import Client

        client = Client(SERVER_NAME="localhost")
        client.cookies["django_language"] = language
        client.force_login(self.person(name))
        self.confirmed(client, name)
        return client

    def carried_out(self, day: str) -> None:
        """What was decided by a day is in the ledger."""
        from gongxin.casework.outbox import deliver

        deliver(self.town.workspace, self.town.casework.law, at=self.town.at(day), as_of=date.fromisoformat(day))

    def confirmed(self, client: Client, name: str) -> None:
        from gongxin.accounts import confirmation
        from gongxin.pages import clock

        session = client.session
        confirmation.note(session, self.person(name), clock.real_moment())
        session.save()


@pytest.fixture
def desks(yunze: Yunze, law: Law, monkeypatch: pytest.MonkeyPatch, settings_of_django: Any) -> Desks:
    from gongxin.accounts.models import Account
    from gongxin.pages.platform import Platform

    # Reading the packs takes a second; the run has read them already.
    monkeypatch.setattr(Platform, "law", law)
    for account in [
        Account(username="admin", name="管", role="administrator"),
        Account(username="bank", name="信贷员", role="authorised-user", consumer="yunze-bank"),
        Account(username="rater", name="评级员", role="rating-agency", consumer="ratings"),
    ]:
        account.save()
        yunze.people[account.username] = account
    for account in yunze.people.values():
        account.set_password(PASSWORD)
        account.save()
    found = Desks(yunze, monkeypatch)
    found.it_is("2026-08-20")
    return found


@pytest.fixture
def settings_of_django(monkeypatch: pytest.MonkeyPatch, yunze: Yunze) -> Any:
    """Django's settings; a second factor is asked of nobody, unless a test says otherwise."""
    from django.conf import settings

    monkeypatch.setattr(settings, "SECOND_FACTOR_REQUIRED", False)
    monkeypatch.setattr(settings, "ALLOWED_HOSTS", ["localhost"])
    return settings
