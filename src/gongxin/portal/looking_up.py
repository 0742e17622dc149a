"""Looking a subject up: which file somebody is shown, and the line of the log that tells of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.accounts.permissions import is_own
from gongxin.accounts.query_log import ON_PUBLIC_PAGE, log_query
from gongxin.errors import NotAllowed, NotFound
from gongxin.pages import clock, conclusions
from gongxin.pages.access import signed_in
from gongxin.subjects.identifiers import person_digest

if TYPE_CHECKING:
    from django.http import HttpRequest

    from gongxin.pages.conclusions import CreditFile


def public_file(request: HttpRequest, subject_id: str, *, log: bool = True) -> CreditFile:
    """What is on public display about a subject today. Errors: ``unknown-subject``, ``person-not-public``.

    A look-up by somebody who has signed in is logged, save that of one's own subject; those of the public are not, for
    nobody knows whose they are.
    """
    if subject_id.startswith(person_digest.PREFIX):
        raise person_not_public()
    today = clock.today()
    account = signed_in(request)
    if log and account is not None and not is_own(account, subject_id):
        log_query(account, subject_id, purpose=ON_PUBLIC_PAGE, on=today, at=clock.now())
    try:
        return conclusions.credit_file(subject_id, today)
    except NotFound as error:
        raise NotFound(
            error.rule,
            zh="没有该主体的公共信用信息；请核对代码，或从首页按名称查询。",
            en="Nothing is on file about that subject; check the code, or search by name from the first page.",
        ) from error


def person_not_public() -> NotAllowed:
    """That files of natural persons are not shown here: 浙江省公共信用信息管理条例 art. 19."""
    return NotAllowed(
        "person-not-public",
        zh="自然人的公共信用信息不向社会公开；本人请登录后在“我的档案”查看。",
        en="Public credit information on natural persons is not open to the public; sign in to see your own file.",
    )
