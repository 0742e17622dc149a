"""The second factor: an authenticator's code (TOTP, RFC 6238), or a recovery code when the authenticator is lost.

``at`` is the moment by the real clock everywhere here, since the authenticator has no other. A code is taken once.
Recovery codes are shown once and kept as keyed digests only.
"""

from __future__ import annotations

import secrets
from base64 import b32encode
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils.crypto import salted_hmac
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from gongxin.accounts.actions import Action
from gongxin.accounts.attempts import Scope, attempt
from gongxin.accounts.change_log import log_change
from gongxin.accounts.models import Change
from gongxin.accounts.permissions import may
from gongxin.errors import NotAllowed

if TYPE_CHECKING:
    from datetime import datetime

    from django_otp.models import Device

    from gongxin.accounts.models import Account

RECOVERY_CODES = 10

#: Bytes of a recovery code, and hex digits of its digest (the table keeps sixteen characters).
_CODE_BYTES = 8
_KEPT = 16

#: Name of the device that the recovery codes hang on.
_RECOVERY = "recovery"


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What an authenticator is told: as a picture to point it at (SVG for the page), and as letters to type."""

    secret: str
    qr_svg: str


def needed(account: Account) -> bool:
    """Whether the account must have a second factor before it may decide or keep accounts."""
    if not settings.SECOND_FACTOR_REQUIRED:
        return False
    return may(account, Action.DECIDE_CASE) or may(account, Action.KEEP_ACCOUNTS)


def enrolled(account: Account) -> bool:
    """Whether the account has an authenticator."""
    found: bool = TOTPDevice.objects.filter(user_id=account.pk, confirmed=True).exists()
    return found


def require_enrolled(account: Account) -> None:
    """Go on only if the account has the second factor it needs. Error: ``second-factor-first``."""
    if needed(account) and not enrolled(account):
        raise NotAllowed(
            "second-factor-first",
            zh="作出决定或管理账户的角色须先启用第二因素；请在“我的账户”中用验证器扫码启用。",
            en="Roles that decide or keep accounts need a second factor first; enrol one under 'my account'.",
        )


def begin_enrolment(account: Account) -> Enrolment:
    """A new secret for an authenticator. It counts once :func:`finish_enrolment` saw a code of it; an earlier
    beginning is forgotten."""
    with transaction.atomic():
        TOTPDevice.objects.filter(user_id=account.pk, confirmed=False).delete()
        device = TOTPDevice.objects.create(user_id=account.pk, name="authenticator", confirmed=False)
    return _told(device)


def begun(account: Account) -> Enrolment:
    """The enrolment that waits for its first code, to be shown once more after a wrong one; a new one if none waits."""
    device = TOTPDevice.objects.filter(user_id=account.pk, confirmed=False).first()
    return begin_enrolment(account) if device is None else _told(device)


def _told(device: TOTPDevice) -> Enrolment:
    import segno

    picture: str = segno.make(device.config_url, error="m").svg_inline(
        border=4, omitsize=True, title=None, svgclass="qr", lineclass=None
    )
    return Enrolment(secret=b32encode(device.bin_key).decode(), qr_svg=picture)


def finish_enrolment(account: Account, code: str, *, at: datetime) -> list[str]:
    """The first code of the new authenticator: from now on it is the second factor, instead of any before it.

    The recovery codes that come back are shown once. Errors: ``wrong-code``, ``no-enrolment``,
    ``wait-before-next-attempt``.
    """
    tried = attempt({Scope.CODE: account.username}, at)
    with transaction.atomic():
        device = TOTPDevice.objects.select_for_update().filter(user_id=account.pk, confirmed=False).first()
        if device is None:
            raise NotAllowed(
                "no-enrolment",
                zh="没有待完成的启用；请重新开始。",
                en="No enrolment has been begun; begin again.",
            )
        if not _takes(device, code, at):
            raise _wrong_code()
        TOTPDevice.objects.filter(user_id=account.pk, confirmed=True).delete()
        device.confirmed = True
        device.save()
        codes = _new_codes(account)
        log_change(account, Change.SECOND_FACTOR_SET_UP, by=account, at=at)
    tried.succeeded()
    return codes


def verify(account: Account, code: str, *, at: datetime, address: str = "") -> Device:
    """The device whose code this is: the authenticator, or the recovery codes, one of which is used up by it.

    Errors: ``wrong-code``, ``wait-before-next-attempt``.
    """
    tried = attempt({Scope.CODE: account.username, Scope.ADDRESS: address}, at)
    with transaction.atomic():
        device = TOTPDevice.objects.select_for_update().filter(user_id=account.pk, confirmed=True).first()
        if device is not None and _takes(device, code, at):
            device.save()
            found: Device | None = device
        else:
            found = _used_up(account, code)
    if found is None:
        raise _wrong_code()
    tried.succeeded()
    return found


def new_recovery_codes(account: Account, *, at: datetime) -> list[str]:
    """Fresh recovery codes in place of all before them; shown once. Error: ``second-factor-first``."""
    if not enrolled(account):
        raise NotAllowed(
            "second-factor-first",
            zh="尚未启用第二因素，没有可恢复的内容；请先启用。",
            en="There is no second factor to recover; enrol one first.",
        )
    with transaction.atomic():
        log_change(account, Change.RECOVERY_CODES_MADE, by=account, at=at)
        return _new_codes(account)


def recovery_codes_left(account: Account) -> int:
    """How many recovery codes have not been used."""
    return sum(device.token_set.count() for device in StaticDevice.objects.filter(user_id=account.pk))


def remove(account: Account) -> None:
    """Take the second factor away, recovery codes included: for an administrator, when both were lost."""
    with transaction.atomic():
        TOTPDevice.objects.filter(user_id=account.pk).delete()
        StaticDevice.objects.filter(user_id=account.pk).delete()


def _takes(device: TOTPDevice, code: str, at: datetime) -> bool:
    """Whether it is a code of the device at that moment, later than the last one taken; the device is not saved."""
    said = "".join(code.split())
    if not (said.isascii() and said.isdigit() and len(said) == device.digits):
        return False
    clock = TOTP(device.bin_key, device.step, device.t0, device.digits, device.drift)
    clock.time = at.timestamp()
    if not clock.verify(int(said), device.tolerance, device.last_t + 1):
        return False
    device.last_t, device.drift = clock.t(), clock.drift
    return True


def _new_codes(account: Account) -> list[str]:
    StaticDevice.objects.filter(user_id=account.pk).delete()
    device = StaticDevice.objects.create(user_id=account.pk, name=_RECOVERY, confirmed=True)
    codes = [secrets.token_hex(_CODE_BYTES) for _ in range(RECOVERY_CODES)]
    for code in codes:
        device.token_set.create(token=_digest(code))
    return ["-".join(code[place : place + 4] for place in range(0, len(code), 4)) for code in codes]


def _used_up(account: Account, code: str) -> StaticDevice | None:
    said = "".join(code.split()).replace("-", "").lower()
    for device in StaticDevice.objects.filter(user_id=account.pk, confirmed=True):
        deleted, _ = device.token_set.filter(token=_digest(said)).delete()
        if deleted:
            return device
    return None


def _digest(code: str) -> str:
    return salted_hmac("gongxin.accounts.recovery", code, algorithm="sha256").hexdigest()[:_KEPT]


def _wrong_code() -> NotAllowed:
    return NotAllowed(
        "wrong-code",
        zh="验证码不正确或已使用过；请等验证器显示下一个，或使用恢复码。",
        en="The code is not right, or was used before; wait for the next one, or use a recovery code.",
    )
