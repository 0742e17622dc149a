"""Applying: the procedure as this subject may open it, and everything that one press of the button does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from gongxin.accounts.actions import Action
from gongxin.accounts.permissions import require_subject
from gongxin.errors import NotFound, UsageError
from gongxin.pages import clock, conclusions
from gongxin.pages.delivery import deliver
from gongxin.portal.commitment_letter import letter
from gongxin.portal.forms import Asked
from gongxin.portal.letter import letter_pdf

if TYPE_CHECKING:
    from gongxin.accounts.models import Account
    from gongxin.casework.models import Case
    from gongxin.casework.options import Option
    from gongxin.law.schema.procedure import Procedure
    from gongxin.portal.commitment_letter import About
    from gongxin.portal.forms import ApplicationForm

#: The move by which a case that was filled in is handed in.
_SUBMIT = "submit"


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
    """What the application has to say: what the move says by which it is handed in."""
    law = conclusions.law()
    procedure = _procedure(option)
    moves = (move for state in law.flows[procedure.flow].states[:1] for move in state.moves)
    submit = next(move for move in moves if move.id == _SUBMIT)
    days = frozenset(term.said for term in procedure.terms if term.said is not None)
    return Asked(option, submit.gives, submit.may_give, days)


def apply(account: Account, about: About, record_id: str | None, form: ApplicationForm) -> Case:
    """Open the case, hand the papers in, sign the letters and submit: all of it, or nothing."""
    casework, option = conclusions.casework(), form.asked.option
    today, now = clock.today(), clock.now()
    filled = form.cleaned_data
    with transaction.atomic():
        case = casework.open(
            option.kind,
            by=account,
            as_of=today,
            at=now,
            record_id=record_id,
            subject_id=about.subject_id,
            procedure=option.procedure,
            reason=filled["reason"],
        )
        for paper, file in form.papers():
            casework.hand_in(case, paper, file.name or paper, file.read(), by=account, as_of=today)
        for one in form.letters:
            title, paragraphs = letter(one.title.zh, about, option, form.declarations, filled["signer"], today)
            content = letter_pdf(title, paragraphs)
            casework.hand_in(case, one.paper, f"{title}.pdf", content, by=account, as_of=today)
        casework.move(case, _SUBMIT, by=account, as_of=today, at=now, reason=filled["reason"], said=form.said)
    deliver(today, now)
    return case


def _procedure(option: Option) -> Procedure:
    return next(
        procedure
        for procedure in conclusions.law().procedures
        if procedure.id == option.procedure and procedure.in_force.from_ == option.edition
    )
