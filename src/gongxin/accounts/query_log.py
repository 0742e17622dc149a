"""Who looked up whom: written for every look-up by somebody who signed in, kept as long as the law says, seen by the
subject.

A natural person's file takes an authorisation, and the look-up is refused without one: the person's own account, a
receipt of consent, or a statute with the number of the matter (:mod:`gongxin.accounts.authorisation`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.accounts.actions import Action
from gongxin.accounts.authorisation import authorised
from gongxin.accounts.models import Account, Query
from gongxin.accounts.permissions import is_own, require, require_subject
from gongxin.errors import UsageError
from gongxin.exchange.models import Consumer
from gongxin.law.durations import end_of
from gongxin.law.schema.basics import Duration
from gongxin.subjects.identifiers import person_digest

if TYPE_CHECKING:
    from datetime import date, datetime

    from django.db.models import QuerySet

    from gongxin.law.library import Law

#: The parameter that says how long entries are kept (浙江省公共信用信息管理条例, article 20).
KEPT = "zj.query-log.kept"

#: How an entry calls the right of somebody to the file of the subject the account is for.
OWN = "own"

#: What an entry says a look-up on the public pages was for; nobody is asked for a reason there.
ON_PUBLIC_PAGE = "public page 公示查询"

#: Rows that are deleted in one statement.
_AT_A_TIME = 1000


def log_query(
    account: Account | None, subject_id: str, *, purpose: str, authorisation: str = "", on: date, at: datetime
) -> Query | None:
    """Note that the account looks the subject up; call it before anything of the file is shown.

    What the public sees of an organisation is not noted: nobody knows who it is. Errors: ``query-without-purpose`` and,
    of a natural person's file, ``sign-in-first``, ``not-allowed``, ``person-without-authorisation``.
    """
    if subject_id.startswith(person_digest.PREFIX):
        require(account, Action.SEE_PERSON)
    if account is None:
        return None
    if not purpose.strip():
        raise UsageError(
            "query-without-purpose",
            zh="查询须写明用途；请用一句话说明为何查询。",
            en="A look-up says what it is for; put it in a sentence.",
        )
    if is_own(account, subject_id):
        right = OWN
    elif subject_id.startswith(person_digest.PREFIX):
        right = authorised(account, subject_id, authorisation, on)
    else:
        right = authorisation
    return Query.objects.create(
        subject_id=subject_id,
        by=account,
        role=account.role,
        organisation=_organisation(account),
        purpose=purpose.strip(),
        authorisation=right,
        asked_on=on,
        asked_at=at,
    )


def queries_of(account: Account | None, subject_id: str) -> QuerySet[Query]:
    """Who looked the subject up, the latest first. Errors: ``not-allowed``, ``sign-in-first``, ``another-subject``."""
    require_subject(account, Action.SEE_QUERIES, subject_id)
    return Query.objects.filter(subject_id=subject_id).select_related("by").order_by("-asked_at", "-pk")


def purge(law: Law, *, by: Account, as_of: date) -> int:
    """Delete the entries whose term of keeping ended before ``as_of``, and none other; return how many.

    Errors: ``not-allowed``, ``no-term-of-keeping`` where the law in force names no term: then all are kept.
    """
    require(by, Action.PURGE_QUERIES)
    term = _term(law, as_of)
    days = Query.objects.filter(asked_on__lt=as_of).order_by("asked_on").values_list("asked_on", flat=True).distinct()
    over = [day for day in days.iterator() if end_of(term, day) < as_of]
    if not over:
        return 0
    gone = 0
    while ids := list(Query.objects.filter(asked_on__lte=over[-1]).values_list("pk", flat=True)[:_AT_A_TIME]):
        gone += Query.objects.filter(pk__in=ids).delete()[0]
    return gone


def _term(law: Law, as_of: date) -> Duration:
    parameter = law.parameters.get(KEPT)
    dated = None if parameter is None else parameter.on(as_of)
    if dated is None or not isinstance(dated.value, Duration):
        raise UsageError(
            "no-term-of-keeping",
            zh=f"规则包中没有 {as_of} 适用的查询日志保存期限（{KEPT}），不能清理。",
            en=f"The packs name no term of keeping the query log in force on {as_of} ({KEPT}); nothing can be purged.",
            where=KEPT,
        )
    return dated.value


def _organisation(account: Account) -> str:
    """For whom the account acts, as the entry keeps it whatever becomes of the account."""
    if account.department is not None:
        return account.department.name
    if account.consumer:
        consumer = Consumer.objects.filter(code=account.consumer).first()
        return account.consumer if consumer is None else consumer.name
    return ""
