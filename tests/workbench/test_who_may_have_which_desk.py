"""Every address of the desks, asked for in every role: who may not is refused, who may is answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.test import Client

from gongxin.accounts.actions import MAY, PUBLIC
from gongxin.accounts.roles import Role, role_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.workbench.conftest import Desks

    from gongxin.casework.models import Case

#: Somebody in each role; None is the public.
IN_ROLE = {
    Role.CREDIT_OFFICE: "wang",
    Role.SOURCE_DEPARTMENT: "li",
    Role.SUPERVISING_DEPARTMENT: "zhao",
    Role.SUBJECT: "zhang",
    Role.AUTHORISED_USER: "bank",
    Role.RATING_AGENCY: "rater",
    Role.AUDITOR: "audit",
    Role.ADMINISTRATOR: "admin",
}

#: What stands in addresses that have a place to fill.
FILLED = {
    "move_id": "accept",
    "paper_id": "proof-of-performance",
    "paper": 1,
    "username": "li",
    "record_id": "0" * 32,
}


def addresses(case: Case) -> Iterator[tuple[str, frozenset[object]]]:
    """Every address of the room, with the actions that it takes."""
    from django.urls import reverse

    from gongxin.workbench.urls import urlpatterns

    for pattern in urlpatterns:
        names = pattern.pattern.converters
        values = {name: FILLED.get(name, case.number) for name in names}
        yield reverse(f"workbench:{pattern.name}", kwargs=values), pattern.callback.needs  # type: ignore[attr-defined]


@pytest.mark.slow
def test_every_role_at_every_address(desks: Desks) -> None:
    case = desks.town.submitted_repair("2026-08-17")
    desks.it_is("2026-08-18")
    for role, name in IN_ROLE.items():
        client = desks.of(name)
        for address, needed in addresses(case):
            if address.endswith("/sign-out/"):
                continue
            status = client.get(address).status_code
            # What takes a press of a button says so first, whoever asks.
            assert status in (403, 405) or needed <= MAY[role], (role, address, status)
            assert status in (200, 302, 403, 404, 405), (role, address, status)
            if needed <= MAY[role] and not {"cases", "my-file", "my-consents"} & set(address.split("/")):
                assert status in (200, 302, 405), (role, address, status)


def test_the_public_is_sent_to_sign_in_from_every_desk(desks: Desks) -> None:
    case = desks.town.opens("repair", "zhang", "2026-08-17")
    client = Client(SERVER_NAME="localhost")
    for address, needed in addresses(case):
        answer = client.get(address)
        if needed <= PUBLIC:
            assert answer.status_code in (200, 302), address
        elif answer.status_code != 405:
            assert answer.headers["Location"].startswith("/desk/sign-in/?next="), address


def test_each_role_has_a_desk_and_its_menu_leads_nowhere_forbidden(desks: Desks) -> None:
    from django.urls import reverse

    from gongxin.workbench.menu import places_for

    for role, name in IN_ROLE.items():
        person = desks.person(name)
        assert role_of(person) is role
        places = places_for(person)
        assert places, role
        assert desks.of(name).get("/desk/").headers["Location"] == reverse(places[0].address)


def test_what_changes_something_takes_a_press_of_a_button(desks: Desks) -> None:
    case = desks.town.opens("repair", "zhang", "2026-08-17")
    desks.it_is("2026-08-17")
    before = case.steps.count()
    client = desks.of("zhang")
    for address, _ in addresses(case):
        if "/move/" in address:
            assert client.get(address).status_code == 405
    assert case.steps.count() == before


def test_no_page_can_be_kept_or_framed_and_none_has_script_of_its_own(desks: Desks) -> None:
    answer = desks.of("li").get("/desk/queue/")
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert "'unsafe-inline'" not in answer.headers["Content-Security-Policy"]
    page = answer.content.decode()
    assert " onclick=" not in page
    assert " style=" not in page
