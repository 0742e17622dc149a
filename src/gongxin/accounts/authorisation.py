"""By what right somebody sees a natural person's file: a consent of the person, or a statute.

An authorisation is written in one of two ways:

``CN-20261124-1a2b3c4d``
    the number of a receipt of consent (:mod:`gongxin.accounts.consents`) of this person, to a purpose of look-up
``statute:行政许可法:34:YZ-2026-0117``
    the instrument and the article that oblige the department to look, and the number of the matter in which it does

A bank has no statute: it sees what the person consented to.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gongxin.accounts.models import Account, Consent
from gongxin.accounts.roles import OF_DEPARTMENTS, role_of
from gongxin.errors import NotAllowed

if TYPE_CHECKING:
    from datetime import date

#: The purpose of a consent by which anybody who is given its number may look; ``query.CODE`` names one consumer.
QUERY = "query"

_STATUTE = re.compile(r"statute:(?P<instrument>[^:]+):(?P<article>[^:]+):(?P<matter>[^:]+)")


def authorised(account: Account | None, subject_id: str, authorisation: str, as_of: date | None) -> str:
    """The authorisation by which the account sees this person's file on ``as_of``, in the words of the log.

    Without one given, a standing consent to the account's own consumer is looked for. Error:
    ``person-without-authorisation``.
    """
    if account is not None and as_of is not None:
        if _STATUTE.fullmatch(authorisation) and role_of(account) in OF_DEPARTMENTS:
            return authorisation
        consent = _consent(account, subject_id, authorisation, as_of)
        if consent is not None:
            return consent.number
    raise NotAllowed(
        "person-without-authorisation",
        zh="查看自然人信用档案须有授权：本人登录查看、本人同意的回执编号，或（仅限部门）"
        "写明法律、条款和事项编号，如 statute:行政许可法:34:YZ-2026-0117。",
        en="A natural person's file takes an authorisation: the person's own account, the number of a receipt of the "
        "person's consent or, for departments, a statute, its article and the number of the matter, such as "
        "statute:行政许可法:34:YZ-2026-0117.",
    )


def _consent(account: Account, subject_id: str, number: str, as_of: date) -> Consent | None:
    """A consent never withdrawn: asking as of an earlier day does not bring back what was withdrawn since."""
    standing = Consent.objects.filter(subject_id=subject_id, given_on__lte=as_of, withdrawn_on__isnull=True)
    own = f"{QUERY}.{account.consumer}"
    if number:
        return standing.filter(number=number, purpose__in=[QUERY, own]).first()
    return standing.filter(purpose=own).first() if account.consumer else None
