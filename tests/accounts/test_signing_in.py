"""Lin Lan of market regulation signs in, enrols an authenticator, and confirms before she decides."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from tests.accounts.conftest import COMPANY, NOON, PASSWORD

from gongxin.accounts.roles import Role
from gongxin.errors import GongxinError

if TYPE_CHECKING:
    from datetime import datetime

    from tests.accounts.conftest import Hire
    from tests.office_fixture import Office

    from gongxin.accounts.models import Account

MARKET = "云泽市市场监督管理局"
ADDRESS = "192.0.2.7"


def refused(rule: str, call: Any, *args: Any, **named: Any) -> GongxinError:
    with pytest.raises(GongxinError) as caught:
        call(*args, **named)
    assert caught.value.rule == rule
    return caught.value


@pytest.fixture
def lin(hire: Hire) -> Account:
    return hire("lin", Role.SOURCE_DEPARTMENT, source=MARKET)


def signs_in(name: str, password: str, at: datetime = NOON, address: str = ADDRESS) -> Account:
    from gongxin.accounts.sign_in import by_password

    return by_password(name, password, address=address, at=at)


def code_of(account: Account, at: datetime, *, confirmed: bool = True) -> str:
    """What her authenticator shows at that moment."""
    from django_otp.oath import TOTP
    from django_otp.plugins.otp_totp.models import TOTPDevice

    clock = TOTP(TOTPDevice.objects.get(user_id=account.pk, confirmed=confirmed).bin_key)
    clock.time = at.timestamp()
    return f"{clock.token():06d}"


def enrols(account: Account, at: datetime = NOON) -> list[str]:
    from gongxin.accounts.second_factor import begin_enrolment, finish_enrolment

    begin_enrolment(account)
    return finish_enrolment(account, code_of(account, at, confirmed=False), at=at)


def test_she_signs_in_with_her_password_and_with_no_other(lin: Account) -> None:
    assert signs_in("lin", PASSWORD) == lin
    wrong = refused("wrong-password", signs_in, "lin", "Eight-loud-herons")
    nobody = refused("wrong-password", signs_in, "nobody", PASSWORD)
    assert wrong.message == nobody.message  # whether there is such an account is not told


def test_a_disabled_account_does_not_sign_in(lin: Account) -> None:
    lin.is_active = False
    lin.save()
    refused("wrong-password", signs_in, "lin", PASSWORD)


def test_guessing_at_one_name_gets_slow_and_the_right_password_waits_too(lin: Account) -> None:
    for _ in range(5):
        refused("wrong-password", signs_in, "lin", "guess")
    refused("wait-before-next-attempt", signs_in, "lin", PASSWORD)
    refused("wait-before-next-attempt", signs_in, "lin", PASSWORD, NOON + timedelta(seconds=59), "198.51.100.9")
    assert signs_in("lin", PASSWORD, NOON + timedelta(seconds=60)) == lin
    refused("wrong-password", signs_in, "lin", "guess", NOON + timedelta(seconds=61))  # counted from the beginning


def test_each_further_failure_doubles_the_wait_up_to_an_hour(lin: Account) -> None:
    from gongxin.accounts.models import Failures

    at, waits = NOON, []
    for _ in range(4):
        refused("wrong-password", signs_in, "lin", "guess", at, "")
    for _ in range(9):
        refused("wrong-password", signs_in, "lin", "guess", at, "")
        until = Failures.objects.get().wait_until
        assert until is not None
        refused("wait-before-next-attempt", signs_in, "lin", PASSWORD, until - timedelta(seconds=1), "")
        waits.append((until - at) // timedelta(minutes=1))
        at = until
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60, 60]


def test_one_address_that_tries_many_names_gets_slow_and_others_do_not(lin: Account) -> None:
    for number in range(50):
        refused("wrong-password", signs_in, f"name{number}", "guess")
    refused("wait-before-next-attempt", signs_in, "lin", PASSWORD)
    assert signs_in("lin", PASSWORD, address="198.51.100.9") == lin


def test_neither_names_nor_addresses_are_kept_or_logged(lin: Account, caplog: pytest.LogCaptureFixture) -> None:
    from gongxin.accounts.models import Failures

    refused("wrong-password", signs_in, "lin", "guess")
    kept = "".join(str(row) for row in Failures.objects.values_list("key"))
    assert Failures.objects.count() == 2
    for told in (kept, caplog.text):
        assert ADDRESS not in told
        assert "lin" not in told
    assert "a sign-in was refused" in caplog.text


def test_failures_are_forgotten_after_a_day(lin: Account) -> None:
    from gongxin.accounts.models import Failures

    refused("wrong-password", signs_in, "lin", "guess")
    assert signs_in("lin", PASSWORD, NOON + timedelta(days=1, seconds=1), address="") == lin
    assert Failures.objects.get().count == 0  # hers, of this attempt; the address's row is gone


@pytest.mark.parametrize(
    ("password", "objection"),
    [
        ("short", "fewer than 12"),
        ("password1234", "a common one"),
        ("839201748561", "all digits"),
        ("lin-and-a-lot-more", "user name"),
        (f"my-{COMPANY}-pass", "code"),
        ("ma2xxxxx0-secret", "code"),
    ],
)
def test_a_weak_password_is_refused_with_its_reason(password: str, objection: str, hire: Hire) -> None:
    from gongxin.accounts.passwords import set_password

    lin = hire("lin", Role.SUBJECT, subject_id=COMPANY)
    said = refused("weak-password", set_password, lin, password, at=NOON, given=False)
    assert objection in said.message.en
    assert lin.check_password(PASSWORD)


def test_every_validator_has_its_words(office: Office) -> None:
    """Each objection that Django's validators raise is told in both languages."""
    from django.contrib.auth.password_validation import get_default_password_validators

    from gongxin.accounts.passwords import _OBJECTIONS

    assert len(get_default_password_validators()) == len(_OBJECTIONS)


def test_passwords_made_here_are_strong_and_never_alike() -> None:
    from gongxin.accounts.passwords import new_password

    made = [new_password() for _ in range(200)]
    assert {len(password) for password in made} == {19}
    assert len(set(made)) == 200
    assert not set("".join(made)) & set("01iloIO ")


def test_she_chooses_another_password_and_what_somebody_else_gave_is_over(lin: Account) -> None:
    from gongxin.accounts.passwords import choose_password, set_password

    set_password(lin, "Given-by-the-admin", at=NOON, given=True)
    assert lin.password_given
    refused("wrong-password", choose_password, lin, PASSWORD, "Nine-calm-herons", at=NOON)
    refused("same-password", choose_password, lin, "Given-by-the-admin", "Given-by-the-admin", at=NOON)
    choose_password(lin, "Given-by-the-admin", "Nine-calm-herons", at=NOON)
    lin.refresh_from_db()
    assert not lin.password_given
    assert lin.check_password("Nine-calm-herons")


def test_her_authenticator_counts_once_it_has_shown_a_code(lin: Account) -> None:
    from gongxin.accounts.second_factor import begin_enrolment, enrolled, finish_enrolment, recovery_codes_left

    refused("no-enrolment", finish_enrolment, lin, "000000", at=NOON)
    told = begin_enrolment(lin)
    assert told.qr_svg.startswith("<svg")
    assert "style=" not in told.qr_svg  # the pages allow no inline style
    assert not enrolled(lin)
    codes = finish_enrolment(lin, code_of(lin, NOON, confirmed=False), at=NOON)
    assert enrolled(lin)
    assert len(set(codes)) == recovery_codes_left(lin) == 10


def test_a_code_is_taken_once_and_an_old_one_never(lin: Account) -> None:
    from gongxin.accounts.second_factor import verify

    enrols(lin)
    later = NOON + timedelta(minutes=2)
    code = code_of(lin, later)
    assert verify(lin, f"{code[:3]} {code[3:]}", at=later).user_id == lin.pk
    refused("wrong-code", verify, lin, code, at=later)
    refused("wrong-code", verify, lin, code_of(lin, NOON), at=later + timedelta(minutes=2))
    refused("wrong-code", verify, lin, "一二三四五六", at=later + timedelta(minutes=2))


def test_a_recovery_code_serves_once_and_its_words_are_not_kept(lin: Account) -> None:
    from django_otp.plugins.otp_static.models import StaticToken

    from gongxin.accounts.second_factor import new_recovery_codes, recovery_codes_left, verify

    codes = enrols(lin)
    assert not StaticToken.objects.filter(token__in=[code.replace("-", "") for code in codes]).exists()
    verify(lin, codes[0].upper(), at=NOON)
    assert recovery_codes_left(lin) == 9
    refused("wrong-code", verify, lin, codes[0], at=NOON)
    fresh = new_recovery_codes(lin, at=NOON)
    refused("wrong-code", verify, lin, codes[1], at=NOON)
    verify(lin, fresh[0], at=NOON)


def test_guessing_codes_gets_slow(lin: Account) -> None:
    from gongxin.accounts.second_factor import verify

    enrols(lin)
    later = NOON + timedelta(minutes=2)
    for _ in range(5):
        refused("wrong-code", verify, lin, "12345", at=later)
    refused("wait-before-next-attempt", verify, lin, code_of(lin, later), at=later)


def test_whoever_decides_needs_a_second_factor_first(lin: Account, hire: Hire, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.conf import settings

    from gongxin.accounts.second_factor import needed, require_enrolled

    assert needed(lin)
    assert needed(hire("zhou", Role.ADMINISTRATOR))
    assert not needed(hire("chen", Role.SUBJECT, subject_id=COMPANY))
    refused("second-factor-first", require_enrolled, lin)
    monkeypatch.setattr(settings, "SECOND_FACTOR_REQUIRED", False)
    require_enrolled(lin)


def test_a_confirmation_holds_five_minutes_for_one_account_and_one_password(lin: Account, hire: Hire) -> None:
    from gongxin.accounts.confirmation import confirm, standing
    from gongxin.accounts.passwords import set_password

    enrols(lin)
    session: dict[str, Any] = {}
    at = NOON + timedelta(minutes=2)
    call = {"address": ADDRESS, "at": at}
    refused("wrong-password", confirm, session, lin, "guess", code_of(lin, at), **call)
    refused("wrong-code", confirm, session, lin, PASSWORD, "000000", **call)
    assert not standing(session, lin, at)
    confirm(session, lin, PASSWORD, code_of(lin, at), address=ADDRESS, at=at)
    assert standing(session, lin, at + timedelta(minutes=5))
    assert not standing(session, lin, at + timedelta(minutes=5, seconds=1))
    assert not standing(session, lin, at - timedelta(seconds=1))
    assert not standing(session, hire("he", Role.CREDIT_OFFICE, source=""), at)
    set_password(lin, "Nine-calm-herons", at=at, given=False)
    assert not standing(session, lin, at)


def test_who_gave_the_password_has_five_minutes_for_the_code(lin: Account) -> None:
    from gongxin.accounts.sign_in import begin, waiting

    session: dict[str, Any] = {}
    assert waiting(session, NOON) is None
    begin(session, lin, NOON)
    assert waiting(session, NOON + timedelta(minutes=5)) == lin
    assert waiting(session, NOON + timedelta(minutes=6)) is None
    lin.is_active = False
    lin.save()
    assert waiting(session, NOON) is None


def test_the_session_is_hers_under_a_new_key_and_ends_with_her_password(lin: Account) -> None:
    from django.contrib.auth import get_user
    from django.contrib.sessions.backends.db import SessionStore
    from django.http import HttpRequest

    from gongxin.accounts.confirmation import standing
    from gongxin.accounts.passwords import set_password
    from gongxin.accounts.second_factor import verify
    from gongxin.accounts.sign_in import begin, finish

    codes = enrols(lin)
    request = HttpRequest()
    request.session = SessionStore()
    begin(request.session, lin, NOON)
    request.session.create()
    before = request.session.session_key
    finish(request, lin, verify(lin, codes[0], at=NOON), at=NOON)
    assert request.session.session_key != before
    assert get_user(request) == lin
    assert standing(request.session, lin, NOON)
    set_password(lin, "Nine-calm-herons", at=NOON, given=False)
    assert not get_user(request).is_authenticated
