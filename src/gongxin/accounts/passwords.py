"""Passwords: what they must be, and who set them."""

from __future__ import annotations

import secrets
import string
from typing import TYPE_CHECKING

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import get_language

from gongxin.accounts.change_log import log_change
from gongxin.accounts.models import Change
from gongxin.errors import Message, NotAllowed, UsageError
from gongxin.subjects.identifiers.spelling import compact

if TYPE_CHECKING:
    from datetime import datetime

    from gongxin.accounts.models import Account

#: Where the organisation code (GB 11714) stands in a unified social credit code (GB 32100-2015).
_ORGANISATION_CODE = slice(8, 17)
_USCC_LENGTH = 18

#: Letters and digits that nobody mistakes for one another.
_CLEAR = "".join(sorted(set(string.ascii_lowercase + string.digits) - set("01ilo")))

#: What a validator objects to, by its code. Every validator of the settings has its line here.
_OBJECTIONS = {
    "password_too_short": Message(zh="不足 12 个字符", en="has fewer than 12 characters"),
    "password_too_common": Message(zh="是常见口令", en="is a common one"),
    "password_entirely_numeric": Message(zh="全是数字", en="is all digits"),
    "password_too_similar": Message(zh="与用户名或姓名过于相似", en="is too much like the user name or the name"),
    "password_is_an_identifier": Message(
        zh="包含用户名或单位代码", en="holds the user name or a code of the organisation"
    ),
}


class NotAnIdentifier:
    """Validator: a password holds neither the user name nor a code that anybody can look up."""

    def validate(self, password: str, user: Account | None = None) -> None:
        """Raise ``ValidationError`` if the password holds an identifier of the account."""
        if user is None:
            return
        said = compact(password).casefold()
        if any(len(name) > 2 and compact(name).casefold() in said for name in _identifiers(user)):
            raise ValidationError(self.get_help_text(), code="password_is_an_identifier")

    def get_help_text(self) -> str:
        """The rule in a sentence."""
        if (get_language() or "").startswith("en"):
            return "The password must not hold the user name or a code of the organisation."
        return "口令不能包含用户名或单位代码。"


def _identifiers(account: Account) -> list[str]:
    subject = account.subject_id
    found = [account.username, subject, account.consumer]
    if len(subject) == _USCC_LENGTH:
        found.append(subject[_ORGANISATION_CODE])
    if account.department is not None:
        found.append(account.department.code)
    return [name for name in found if name]


def set_password(account: Account, password: str, *, at: datetime, given: bool) -> None:
    """Give the account a password and save it. ``given`` says that somebody else than its owner chose it.

    Error: ``weak-password``, with every reason.
    """
    try:
        validate_password(password, account)
    except ValidationError as weak:
        raise _weak(weak) from None
    account.set_password(password)
    account.password_set_at = at
    account.password_given = given
    account.save(update_fields=["password", "password_set_at", "password_given"])


def choose_password(account: Account, old: str, new: str, *, at: datetime) -> None:
    """The owner of an account chooses another password. Errors: ``wrong-password``, ``same-password``,
    ``weak-password``. Sessions of the account elsewhere end by it."""
    if not account.check_password(old):
        raise NotAllowed(
            "wrong-password",
            zh="原口令不正确，口令未更改。",
            en="The old password is not right; nothing was changed.",
        )
    if old == new:
        raise UsageError(
            "same-password",
            zh="新口令与原口令相同；请换一个。",
            en="The new password is the old one; choose another.",
        )
    with transaction.atomic():
        set_password(account, new, at=at, given=False)
        log_change(account, Change.PASSWORD_CHOSEN, by=account, at=at)


def new_password() -> str:
    """A password made at random, of 79 bits, easy to read out: four groups of letters and digits."""
    return "-".join("".join(secrets.choice(_CLEAR) for _ in range(4)) for _ in range(4))


def _weak(weak: ValidationError) -> UsageError:
    said = [_OBJECTIONS[error.code] for error in weak.error_list if error.code in _OBJECTIONS]
    return UsageError(
        "weak-password",
        zh="口令不符合要求：" + "；".join(message.zh for message in said) + "。",
        en="The password will not do: it " + "; it ".join(message.en for message in said) + ".",
    )
