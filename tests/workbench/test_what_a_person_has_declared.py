"""Li Li reads at her desk what she handed in by her own consent, and takes it back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from tests.accounts.conftest import COMPANY, NOON, TODAY, hire
from tests.accounts.test_consents import PLACE, consents_to, law, lili

from gongxin.accounts.roles import Role

if TYPE_CHECKING:
    from django.test import Client
    from tests.accounts.conftest import Hire
    from tests.office_fixture import Office

    from gongxin.accounts.models import Account, Consent
    from gongxin.law.library import Law

__all__ = ["hire", "law", "lili"]

CONSENTS = "/desk/my-consents/"


def browser(account: Account) -> Client:
    from django.test import Client

    client = Client(SERVER_NAME="localhost")
    client.cookies["django_language"] = "en"
    client.force_login(account)
    return client


@pytest.fixture
def declared(office: Office, law: Law, lili: Account, monkeypatch: pytest.MonkeyPatch) -> Consent:
    """Her consent to benefits, under which she told where she helps."""
    from django.conf import settings

    from gongxin.accounts.declarations import declare
    from gongxin.pages.platform import Platform

    monkeypatch.setattr(Platform, "law", law)
    monkeypatch.setattr(settings, "ALLOWED_HOSTS", ["localhost"])
    monkeypatch.setenv("GONGXIN_AS_OF", TODAY.isoformat())
    consent = consents_to(office, law, "benefits", lili)
    values: dict[str, Any] = {"place": PLACE, "noted_on": "2026-05-01"}
    declare(office.workspace, law, consent, "yp.volunteering", values, by=lili, as_of=TODAY, at=NOON)
    return consent


def test_she_reads_what_she_declared_and_what_goes_with_a_withdrawal(declared: Consent, lili: Account) -> None:
    her = browser(lili)
    assert PLACE in her.get(CONSENTS).content.decode()
    leave = f"{CONSENTS}{declared.number}/withdraw/"
    asked = her.get(leave).content.decode()
    assert "What goes with it" in asked
    assert PLACE in asked
    gone = her.post(leave, follow=True).content.decode()
    assert "The consent is withdrawn" in gone
    assert PLACE not in gone
    assert PLACE not in her.get(f"{CONSENTS}{declared.number}/").content.decode()


def test_another_person_has_no_way_to_it(declared: Consent, hire: Hire) -> None:
    other = browser(hire("wen", Role.SUBJECT, subject_id="person:" + "7d" * 16))
    assert PLACE not in other.get(CONSENTS).content.decode()
    assert PLACE not in other.get(f"{CONSENTS}{declared.number}/withdraw/", follow=True).content.decode()


def test_only_a_natural_person_has_consents_in_her_menu(lili: Account, hire: Hire) -> None:
    from gongxin.workbench.menu import places_for

    firm = hire("chen", Role.SUBJECT, subject_id=COMPANY)
    assert "workbench:my-consents" in {place.address for place in places_for(lili)}
    assert "workbench:my-consents" not in {place.address for place in places_for(firm)}
