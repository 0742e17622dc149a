"""A view says which action it is: the public signs in first, and who may not is told who may."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from tests.accounts.conftest import COMPANY

from gongxin.accounts.actions import Action
from gongxin.accounts.roles import Role
from gongxin.errors import NotAllowed

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from tests.accounts.conftest import Hire
    from tests.office_fixture import Office


def asks(user: Any = None, address: str = "/due/?day=2026-11-24", method: str = "GET", **meta: str) -> HttpRequest:
    from django.contrib.auth.models import AnonymousUser
    from django.test import RequestFactory

    request = RequestFactory().generic(method, address, **meta)  # type: ignore[arg-type]
    request.user = AnonymousUser() if user is None else user
    return request


def view(*actions: Action) -> Any:
    from django.http import HttpResponse

    from gongxin.pages.access import needs

    @needs(*actions)
    def shown(request: HttpRequest, number: str = "") -> HttpResponse:
        """A page."""
        return HttpResponse(f"shown {number}")

    return shown


def test_the_view_keeps_its_name_and_says_its_actions(office: Office) -> None:
    shown = view(Action.SEE_DUE, Action.SEARCH)
    assert shown.needs == {Action.SEE_DUE, Action.SEARCH}
    assert shown.__name__ == "shown"
    assert shown.__doc__ == "A page."


def test_the_public_is_sent_to_sign_in_and_comes_back_to_the_page(office: Office) -> None:
    sent = view(Action.SEE_DUE)(asks())
    assert sent.status_code == 302
    assert sent.url.endswith("?next=/due/%3Fday%3D2026-11-24")
    assert view(Action.SEARCH)(asks()).content == b"shown "


def test_who_may_has_the_page_and_who_may_not_is_refused(hire: Hire) -> None:
    he = hire("he", Role.CREDIT_OFFICE, source="")
    assert view(Action.SEE_DUE)(asks(he), number="7").content == b"shown 7"
    chen = hire("chen", Role.SUBJECT, subject_id=COMPANY)
    with pytest.raises(NotAllowed) as refusal:
        view(Action.SEE_DUE)(asks(chen))
    assert refusal.value.rule == "not-allowed"
    with pytest.raises(NotAllowed):
        view(Action.SEARCH, Action.SEE_DUE)(asks(chen))


def test_whose_password_was_given_by_another_chooses_one_first(hire: Hire) -> None:
    he = hire("he", Role.CREDIT_OFFICE, source="")
    he.password_given = True
    sent = view(Action.SEE_DUE)(asks(he))
    assert sent.status_code == 302
    assert "next=/due/" in sent.url
    assert view(Action.KEEP_OWN_ACCOUNT)(asks(he)).status_code == 200


def test_a_disabled_account_is_refused_what_the_public_is(hire: Hire) -> None:
    he = hire("he", Role.CREDIT_OFFICE, source="")
    he.is_active = False
    with pytest.raises(NotAllowed) as refusal:
        view(Action.SEE_DUE)(asks(he))
    assert refusal.value.rule == "sign-in-first"


@pytest.mark.parametrize(
    ("behind_proxy", "forwarded", "address"),
    [
        (False, "203.0.113.5", "198.51.100.1"),  # anybody can write a header
        (True, "203.0.113.5", "203.0.113.5"),
        (True, "10.9.9.9, 203.0.113.5", "203.0.113.5"),  # what a client made up stands before what the proxy saw
        (True, "", "198.51.100.1"),
    ],
)
def test_the_address_is_the_one_that_the_proxy_saw(
    behind_proxy: bool, forwarded: str, address: str, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.conf import settings

    from gongxin.pages.access import address_of

    monkeypatch.setattr(settings, "BEHIND_PROXY", behind_proxy)
    assert address_of(asks(REMOTE_ADDR="198.51.100.1", HTTP_X_FORWARDED_FOR=forwarded)) == address


#: Changes nothing but the language of whoever asks.
OF_DJANGO = {"set_language"}


def views_of(patterns: Any) -> list[tuple[str, Any]]:
    """Every address of the site with the view it leads to."""
    found: list[tuple[str, Any]] = []
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            found += views_of(pattern.url_patterns)
        else:
            found.append((str(pattern.pattern), pattern.callback))
    return found


def test_no_address_of_the_site_leads_to_a_view_that_asks_for_nothing(office: Office) -> None:
    from django.urls import get_resolver

    views = views_of(get_resolver().url_patterns)
    assert len(views) > 20
    silent = {
        address for address, called in views if not getattr(called, "needs", None) and called.__name__ not in OF_DJANGO
    }
    assert silent == set()


def is_refused(called: Any, account: Any) -> bool:
    """Whether a view says no before it looks at anything else; one that takes forms only is sent an empty form."""
    try:
        answer = called(asks(account))
        if answer.status_code == 405:
            called(asks(account, method="POST"))
    except NotAllowed:
        return True
    return False


@pytest.mark.parametrize("role", [Role.SUBJECT, Role.AUDITOR, Role.ADMINISTRATOR, Role.RATING_AGENCY])
def test_who_may_not_is_refused_at_every_address_that_is_not_for_the_role(role: Role, hire: Hire) -> None:
    from django.urls import get_resolver

    from gongxin.accounts.permissions import may

    account = hire(role.value, role, subject_id=COMPANY if role is Role.SUBJECT else "")
    forbidden = [
        (address, called)
        for address, called in views_of(get_resolver().url_patterns)
        if not all(may(account, action) for action in getattr(called, "needs", ()))
    ]
    assert forbidden
    assert [address for address, called in forbidden if not is_refused(called, account)] == []
