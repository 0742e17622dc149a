"""The public site of a town of two firms, as somebody at a browser sees it, without a browser."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest
from tests.browser.town import BRIDGE_CODE, MARKET, SWALLOW_CODE, on_file

from gongxin.law.library import Law

if TYPE_CHECKING:
    from pathlib import Path

    from django.test import Client
    from tests.office_fixture import Office

    from gongxin.accounts.models import Account

TODAY = "2026-08-17"


@dataclass
class Reader:
    """Somebody at the site. ``sees`` the text of the page that came last."""

    client: Client
    account: Account | None = None
    answer: Any = None

    def gets(self, path: str, headers: dict[str, str] | None = None, **asked: str) -> Reader:
        self.answer = self.client.get(path, asked, headers=headers)
        return self

    def posts(self, path: str, **data: Any) -> Reader:
        self.answer = self.client.post(path, data)
        return self

    @property
    def status(self) -> int:
        return int(self.answer.status_code)

    @property
    def html(self) -> str:
        found: str = self.answer.content.decode()
        return found

    @property
    def sees(self) -> str:
        return " ".join(unescape(re.sub(r"<[^>]+>", " ", self.html)).split())


@pytest.fixture(scope="session")
def _town_on_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return on_file(tmp_path_factory.mktemp("portal")).root


@pytest.fixture(scope="session")
def _law() -> Law:
    return Law.load()


@dataclass(frozen=True)
class Site:
    """The site, and whom it knows."""

    people: dict[str, Account]

    def public(self, lang: str = "zh-hans") -> Reader:
        from django.test import Client

        return Reader(Client(HTTP_HOST="localhost", HTTP_ACCEPT_LANGUAGE=lang))

    def as_(self, username: str, lang: str = "zh-hans") -> Reader:
        reader = self.public(lang)
        reader.client.force_login(self.people[username])
        reader.account = self.people[username]
        return reader


@pytest.fixture
def site(office: Office, _town_on_file: Path, _law: Law, monkeypatch: pytest.MonkeyPatch) -> Site:
    """张工 acts for the engineering firm, 孙经理 for the taxi company, 李 and 周 are clerks of market regulation."""
    shutil.copytree(_town_on_file, office.workspace.root, dirs_exist_ok=True)
    monkeypatch.setenv("GONGXIN_AS_OF", TODAY)
    from gongxin.accounts.models import Account
    from gongxin.office.models import Department
    from gongxin.pages.platform import platform

    platform().__dict__["law"] = _law  # read once a run
    market = Department.objects.create(code="market", name=MARKET, source=MARKET)
    posts: dict[str, tuple[str, str, dict[str, Any]]] = {
        "zhang": ("张工", "subject", {"subject_id": BRIDGE_CODE}),
        "sun": ("孙经理", "subject", {"subject_id": SWALLOW_CODE}),
        "li": ("李", "source-department", {"department": market}),
        "zhou": ("周", "source-department", {"department": market}),
    }
    return Site(
        {
            user: Account.objects.create(username=user, name=name, role=role, **more)
            for user, (name, role, more) in posts.items()
        }
    )


def first_record(reader: Reader) -> str:
    """The address of the first record on the page of a file."""
    found = re.search(r'href="(/subjects/[^"]+/records/[0-9a-f]+/)"', reader.html)
    assert found is not None, "the file shows no record"
    return found[1]
