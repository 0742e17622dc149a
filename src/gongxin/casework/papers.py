"""Handing papers in, and reading them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from gongxin.accounts.actions import Action
from gongxin.accounts.permissions import require_case
from gongxin.casework import paper_store
from gongxin.casework.engine.refusals import NotPossible
from gongxin.casework.letters import fillable, letter
from gongxin.casework.models import Paper
from gongxin.casework.moving import Running, effective, locked
from gongxin.casework.paper_forms import TITLES, form_of
from gongxin.casework.paper_names import clean_name
from gongxin.errors import InputError, NotFound, UsageError

if TYPE_CHECKING:
    from datetime import date

    from gongxin.accounts.models import Account
    from gongxin.casework.models import Case
    from gongxin.law.library import Law
    from gongxin.law.schema.procedure import Paper as PaperRule
    from gongxin.law.schema.procedure import Procedure
    from gongxin.workspace import Workspace

_MEGABYTE = 1024 * 1024


def hand_in_paper(
    workspace: Workspace, law: Law, case: Case, paper_id: str, name: str, content: bytes, *, by: Account, as_of: date
) -> Paper:
    """Keep a paper with a case. One handed in before under the same heading is kept too, and marked as replaced.

    Errors: ``not-allowed`` and its like, ``case-closed``, ``unknown-paper``, ``paper-form``, ``paper-size``,
    ``before-the-last-move``.
    """
    require_case(by, Action.HAND_IN_PAPER, case)
    rule = _rule(Running.of(law, case).procedure, paper_id)
    return _keep(workspace, law, case, rule, name, content, by=by, as_of=as_of)


def fill_in_paper(workspace: Workspace, law: Law, case: Case, paper_id: str, *, by: Account, as_of: date) -> Paper:
    """Have the platform fill a paper in from what it knows, signed by ``by``, and keep it with the case.

    Errors: as :func:`hand_in_paper`, and ``not-filled-in`` for a paper that only the applicant can bring.
    """
    require_case(by, Action.HAND_IN_PAPER, case)
    procedure = Running.of(law, case).procedure
    rule = _rule(procedure, paper_id)
    fillable(rule)
    content = letter(law, procedure, rule, case, by=by, on=as_of)
    return _keep(workspace, law, case, rule, f"{rule.title.zh}.pdf", content, by=by, as_of=as_of)


def _keep(
    workspace: Workspace, law: Law, case: Case, rule: PaperRule, name: str, content: bytes, *, by: Account, as_of: date
) -> Paper:
    """Keep a paper, if its content fits and the case still takes any."""
    form = _fitting_form(rule, content)
    digest = paper_store.keep(workspace, content)
    with transaction.atomic():
        case = locked(case.pk)
        _still_open(Running.of(law, case), as_of)
        case.papers.filter(paper=rule.id).update(replaced=True)
        return Paper.objects.create(
            case=case,
            paper=rule.id,
            name=clean_name(name, form),
            form=form,
            size=len(content),
            digest=digest,
            handed_in_by=by,
            handed_in_on=as_of,
        )


def read_paper(workspace: Workspace, paper: Paper, *, by: Account) -> bytes:
    """The content of a paper, for whoever may see its case."""
    require_case(by, Action.SEE_CASE, paper.case)
    return paper_store.read(workspace, paper.digest)


def _rule(procedure: Procedure, paper_id: str) -> PaperRule:
    for paper in procedure.papers:
        if paper.id == paper_id:
            return paper
    listed = ", ".join(paper.id for paper in procedure.papers)
    raise NotFound(
        "unknown-paper",
        zh=f"该程序没有名为 {paper_id!r} 的材料；可提交：{listed or '（无）'}。",
        en=f"The procedure knows no paper {paper_id!r}; these can be handed in: {listed or '(none)'}.",
        where=paper_id,
    )


def _fitting_form(rule: PaperRule, content: bytes) -> str:
    """The form of the content, if the procedure takes it and it is not too large."""
    form = form_of(content)
    if form is None or form not in rule.accepts:
        accepted = ", ".join(TITLES[one] for one in rule.accepts)
        raise InputError(
            "paper-form",
            zh=f"“{rule.title.zh}”只接受下列格式（按文件内容判断，不看扩展名）：{accepted}。",
            en=f"For {rule.title.en!r} these forms are taken, told by content and not by name: {accepted}.",
            where=rule.id,
        )
    if len(content) > rule.largest * _MEGABYTE:
        raise InputError(
            "paper-size",
            zh=f"“{rule.title.zh}”不得超过 {rule.largest} MB；请压缩或分开扫描后重新提交。",
            en=f"{rule.title.en!r} may have {rule.largest} MB at most; scan it smaller and hand it in again.",
            where=rule.id,
        )
    return form


def _still_open(running: Running, as_of: date) -> None:
    """That the case goes on; silence may have closed it without anybody having written that down."""
    case, (situation, _) = running.case, effective(running, as_of)
    if running.rules.state(situation.state).outcome is not None:
        raise UsageError(
            "case-closed",
            zh=f"案件 {case.number} 已于 {situation.since} 办结，不再接收材料。",
            en=f"The case {case.number} was closed on {situation.since}; no more papers are taken.",
            where=case.number,
        )
    if as_of < case.opened_on:
        raise NotPossible(
            "before-the-last-move",
            zh=f"案件 {case.number} 于 {case.opened_on} 提出，材料不能早于该日。",
            en=f"The case {case.number} was opened on {case.opened_on}; no paper can come in before that day.",
            where=case.number,
        )
