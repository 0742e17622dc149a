"""Applying: the procedure as this subject may open it, and everything that one press of the button does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from gongxin.accounts.actions import Action
from gongxin.accounts.permissions import require_subject
from gongxin.casework.letters import letter_lines
from gongxin.casework.models import Case
from gongxin.errors import NotFound, UsageError
from gongxin.pages import clock, conclusions
from gongxin.pages.delivery import deliver
from gongxin.portal.forms import Asked

if TYPE_CHECKING:
    from gongxin.accounts.models import Account
    from gongxin.casework.options import Option
    from gongxin.pages.conclusions import CreditFile
    from gongxin.portal.forms import ApplicationForm
    from gongxin.reports.report import Entry

#: The move by which a case that was filled in is handed in.
_SUBMIT = "submit"

#: Stands in a letter for the number that the case gets when it is handed in.
_NO_NUMBER_YET = "（提交后生成）"


def option_for(account: Account, subject_id: str, record_id: str | None, procedure: str) -> Option:
    """The procedure as the account may open it today, whether its conditions are met or not.

    Errors: ``another-subject`` and its like, ``no-such-application``, ``not-yours-to-open``.
    """
    require_subject(account, Action.OPEN_CASE, subject_id)
    options = conclusions.options(subject_id, record_id, clock.today(), account)
    found = next((option for option in options if option.procedure == procedure), None)
    if found is None:
        raise NotFound(
            "no-such-application",
            zh="对这条记录不能提出这种申请；请从记录页面重新选择。",
            en="This cannot be asked for here; choose again from the page of the record.",
        )
    if not found.yours:
        raise UsageError(
            "not-yours-to-open",
            zh="此类申请不由该主体提出；记录页面写明由谁提起。",
            en="The subject does not ask for this itself; the page of the record says who does.",
        )
    return found


def asked_by(option: Option) -> Asked:
    """What the application has to say: what the move says by which it is handed in.

    Where a flow has no such move, asking is all that the subject does for now: what is to be said and signed comes
    when the answer is there, at the subject's desk.
    """
    law = conclusions.law()
    procedure = law.procedure(option.procedure, option.edition)
    moves = (move for state in law.flows[procedure.flow].states[:1] for move in state.moves)
    submit = next((move for move in moves if move.id == _SUBMIT), None)
    if submit is None:
        return Asked(option, (), (), frozenset(), submits=False)
    days = frozenset(term.said for term in procedure.terms if term.said is not None)
    return Asked(option, submit.gives, submit.may_give, days)


def letters(account: Account, file: CreditFile, record: Entry | None, item: str, asked: Asked) -> list[list[str]]:
    """The letters to be signed in applying, line by line, as they will be once the case has its number."""
    law = conclusions.law()
    procedure = law.procedure(asked.option.procedure, asked.option.edition)
    draft = Case(
        number=_NO_NUMBER_YET,
        subject_id=file.subject_id,
        subject_name=file.identity.name or "",
        record_id=record.record_id if record is not None else "",
        item=item,
        source=(record.source or "") if record is not None else "",
    )
    return [
        letter_lines(law, procedure, paper, draft, by=account, on=clock.today())
        for paper in procedure.papers
        if any(paper.id == shown.paper for shown in asked.letters)
    ]


def apply(account: Account, subject_id: str, record_id: str | None, form: ApplicationForm) -> Case:
    """Open the case, hand the papers in, sign the letters and submit, where that is a step: all of it, or nothing."""
    casework, option = conclusions.casework(), form.asked.option
    today, now = clock.today(), clock.now()
    reason = form.cleaned_data["reason"]
    with transaction.atomic():
        case = casework.open(
            option.kind,
            by=account,
            as_of=today,
            at=now,
            record_id=record_id,
            subject_id=subject_id,
            procedure=option.procedure,
            reason=reason,
        )
        for paper, file in form.papers():
            casework.hand_in(case, paper, file.name or paper, file.read(), by=account, as_of=today)
        for one in form.asked.letters:
            casework.fill_in(case, one.paper, by=account, as_of=today)
        if form.asked.submits:
            casework.move(case, _SUBMIT, by=account, as_of=today, at=now, reason=reason, said=form.said)
    deliver(today, now)
    return case
