"""Signing in, the second factor, the first password, and the own account, as a browser does it."""

from __future__ import annotations

from base64 import b32decode
from typing import TYPE_CHECKING

from django.test import Client
from tests.workbench.conftest import PASSWORD

if TYPE_CHECKING:
    from typing import Any

    from tests.workbench.conftest import Desks

    from gongxin.accounts.models import Account


def browser() -> Client:
    client = Client(SERVER_NAME="localhost")
    client.cookies["django_language"] = "en"
    return client


def gives(client: Client, username: str, password: str = PASSWORD, going_to: str = "") -> Any:
    return client.post("/desk/sign-in/", {"username": username, "password": password, "next": going_to})


def code_of(account: Account) -> str:
    """What the authenticator of the account shows now."""
    from django_otp.oath import TOTP
    from django_otp.plugins.otp_totp.models import TOTPDevice

    from gongxin.pages import clock

    device = TOTPDevice.objects.get(user_id=account.pk)
    totp = TOTP(device.bin_key, device.step, device.t0, device.digits)
    totp.time = clock.real_moment().timestamp()
    return f"{totp.token():06d}"


def test_clerk_li_signs_in_and_comes_to_the_queue(desks: Desks) -> None:
    client = browser()
    assert gives(client, "li").headers["Location"] == "/desk/"
    assert client.get("/desk/").headers["Location"] == "/desk/queue/"


def test_the_public_is_sent_to_sign_in_and_back_to_the_page(desks: Desks) -> None:
    client = browser()
    sent = client.get("/desk/due/")
    assert sent.headers["Location"] == "/desk/sign-in/?next=/desk/due/"
    assert gives(client, "li", going_to="/desk/due/").headers["Location"] == "/desk/due/"


def test_a_way_out_of_the_site_is_not_followed_after_signing_in(desks: Desks) -> None:
    assert gives(browser(), "li", going_to="https://elsewhere.example/").headers["Location"] == "/desk/"


def test_a_wrong_password_is_told_in_place_and_the_name_is_not_lost(desks: Desks) -> None:
    page = gives(browser(), "li", "not-the-password").content.decode()
    assert "The user name or the password is not right" in page
    assert 'value="li"' in page
    assert "not-the-password" not in page


def test_who_was_given_a_password_has_to_choose_another_before_anything_else(desks: Desks) -> None:
    person = desks.person("li")
    person.password_given = True
    person.save()
    client = browser()
    gives(client, "li")
    assert client.get("/desk/queue/").headers["Location"] == "/desk/account/password/?next=/desk/queue/"
    new = "seven-quiet-herons-wait"
    answer = client.post("/desk/account/password/", {"old": PASSWORD, "new": new, "again": new, "next": "/desk/queue/"})
    assert answer.headers["Location"] == "/desk/queue/"
    assert client.get("/desk/queue/").status_code == 200


def test_a_weak_password_is_refused_in_place(desks: Desks) -> None:
    client = desks.of("li")
    page = client.post("/desk/account/password/", {"old": PASSWORD, "new": "short", "again": "short"}).content.decode()
    assert "The password will not do" in page
    assert desks.person("li").check_password(PASSWORD)


def test_a_second_factor_is_set_up_and_asked_for_from_then_on(desks: Desks) -> None:
    client = desks.of("li")
    page = client.get("/desk/account/second-factor/").content.decode()
    assert "<svg" in page
    secret = page.split('class="code key">')[1].split("<")[0]
    assert len(b32decode(secret)) >= 16
    codes = client.post("/desk/account/second-factor/", {"code": code_of(desks.person("li"))}).content.decode()
    recovery = codes.split('<code class="code">')[1].split("<")[0]
    again = browser()
    assert gives(again, "li").headers["Location"] == "/desk/sign-in/code/"
    assert again.get("/desk/queue/").status_code == 302
    wrong = again.post("/desk/sign-in/code/", {"code": "000000"})
    assert "The code is not right" in wrong.content.decode()
    assert again.post("/desk/sign-in/code/", {"code": recovery}).headers["Location"] == "/desk/"
    account = again.get("/desk/account/").content.decode()
    assert '<span class="badge good">set up</span>' in account
    assert "9 recovery codes are left" in account


def test_a_wrong_first_code_leaves_the_secret_as_it_is(desks: Desks) -> None:
    client = desks.of("li")
    secret = client.get("/desk/account/second-factor/").content.decode().split('class="code key">')[1].split("<")[0]
    page = client.post("/desk/account/second-factor/", {"code": "000000"}).content.decode()
    assert secret in page
    assert "The code is not right" in page


def test_signing_out_takes_a_press_of_a_button_and_ends_the_session(desks: Desks) -> None:
    client = desks.of("li")
    assert client.get("/desk/sign-out/").status_code == 405
    assert client.post("/desk/sign-out/").headers["Location"] == "/"
    assert client.get("/desk/queue/").status_code == 302


def test_forms_without_the_token_against_forgery_are_refused(desks: Desks) -> None:
    client = Client(SERVER_NAME="localhost", enforce_csrf_checks=True)
    client.force_login(desks.person("li"))
    assert client.post("/desk/sign-out/").status_code == 403
