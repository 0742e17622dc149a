"""What happens when many come at once: on either database, no more is let through than one after another."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TYPE_CHECKING, Any

from tests.accounts.conftest import NOON, PERSON, TODAY

from gongxin.accounts.roles import Role
from gongxin.errors import GongxinError

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.accounts.conftest import Hire
    from tests.office_fixture import Office


def at_once(calls: list[Callable[[], Any]]) -> Counter[str]:
    """Make all calls at one moment, each in a thread and over a connection of its own; count what came of them."""
    from django.db import connections

    start = Barrier(len(calls))

    def one(call: Callable[[], Any]) -> str:
        start.wait(20)
        try:
            call()
        except GongxinError as error:
            return error.rule
        finally:
            connections.close_all()
        return "done"

    with ThreadPoolExecutor(len(calls)) as pool:
        return Counter(pool.map(one, calls))


def test_guesses_made_at_once_are_not_more_guesses(hire: Hire) -> None:
    from gongxin.accounts.sign_in import by_password

    hire("lin", Role.AUDITOR)
    guesses = [lambda: by_password("lin", "guess", address="", at=NOON)] * 12
    assert at_once(guesses) == {"wrong-password": 5, "wait-before-next-attempt": 7}


def test_one_code_lets_one_in(hire: Hire) -> None:
    from django_otp.oath import TOTP
    from django_otp.plugins.otp_totp.models import TOTPDevice

    from gongxin.accounts.second_factor import verify

    lin = hire("lin", Role.AUDITOR)
    device = TOTPDevice.objects.create(user_id=lin.pk, name="authenticator", confirmed=True)
    clock = TOTP(device.bin_key)
    clock.time = NOON.timestamp()
    code = f"{clock.token():06d}"
    assert at_once([lambda: verify(lin, code, at=NOON)] * 4) == {"done": 1, "wrong-code": 3}


def test_a_consent_given_twice_at_once_is_one_and_leaves_one_key(office: Office, hire: Hire) -> None:
    from gongxin.accounts.consent_text import ConsentText
    from gongxin.accounts.consents import give
    from gongxin.errors import Message

    lili = hire("lili", Role.SUBJECT, subject_id=PERSON)
    text = ConsentText("benefits", (), Message(zh="同意", en="yes"))
    gives = [lambda: give(office.workspace, text, by=lili, as_of=TODAY, at=NOON)] * 4
    assert at_once(gives) == {"done": 1, "consent-stands": 3}
    assert len(list(office.workspace.consent_keys_dir.glob("*.key"))) == 1


def test_two_administrators_cannot_disable_each_other_at_once(hire: Hire) -> None:
    from gongxin.accounts.keeping import set_active
    from gongxin.accounts.models import Account
    from gongxin.accounts.permissions import any_account

    def disables(whom: str, by: str) -> Callable[[], None]:
        kept, keeper = any_account(whom), any_account(by)  # as each of the two found them beforehand
        return lambda: set_active(kept, False, by=keeper, at=NOON)

    hire("zhou", Role.ADMINISTRATOR)
    hire("qian", Role.ADMINISTRATOR)
    calls = [disables("qian", by="zhou"), disables("zhou", by="qian")]
    assert at_once(calls) == {"done": 1, "last-administrator": 1}
    assert Account.objects.filter(role=Role.ADMINISTRATOR, is_active=True).count() == 1
