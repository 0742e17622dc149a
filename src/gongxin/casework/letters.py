"""Papers that the platform fills in from what it knows, for the applicant to sign on the page: commitment letters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.casework.pdf_text import pdf_of
from gongxin.errors import UsageError
from gongxin.subjects.identifiers import person_digest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from gongxin.accounts.models import Account
    from gongxin.casework.models import Case
    from gongxin.law.library import Law
    from gongxin.law.schema.procedure import Paper, Procedure


def letter_lines(law: Law, procedure: Procedure, paper: Paper, case: Case, *, by: Account, on: date) -> list[str]:
    """The letter as lines of text: what the applicant reads before signing, and what is kept once it is signed."""
    return list(_lines(law, procedure, paper, case, by, on))


def letter(law: Law, procedure: Procedure, paper: Paper, case: Case, *, by: Account, on: date) -> bytes:
    """The same letter as a PDF."""
    return pdf_of(letter_lines(law, procedure, paper, case, by=by, on=on))


def fillable(paper: Paper) -> None:
    """That the platform can fill the paper in. Error: ``not-filled-in``."""
    if not paper.filled_in or "pdf" not in paper.accepts:
        raise UsageError(
            "not-filled-in",
            zh=f"“{paper.title.zh}”不能由平台代为填写，请上传文件。",
            en=f"{paper.title.en!r} cannot be filled in by the platform; hand a file in.",
            where=paper.id,
        )


def _lines(law: Law, procedure: Procedure, paper: Paper, case: Case, by: Account, on: date) -> Iterator[str]:
    yield paper.title.zh
    yield ""
    yield f"案件编号：{case.number}　　程序：{procedure.title.zh}"
    yield f"依据：{law.cite(procedure.cite, 'zh')}"
    # A person stands under a digest, which tells nobody anything: the name, and who signs, are what the letter needs.
    code = "" if case.subject_id.startswith(person_digest.PREFIX) else f"（{case.subject_id}）"
    yield f"承诺人：{case.subject_name}{code}"
    if case.item:
        yield f"所涉信息：{law.item(case.item).title.zh}，记录号 {case.record_id}"
    if case.source:
        yield f"认定单位：{case.source}"
    if case.topic:
        yield f"承诺事项：{case.topic}"
    yield ""
    yield "承诺人郑重承诺："
    yield "一、所提交的材料真实、准确、完整，复印件与原件一致。"
    yield "二、已知悉本程序的条件和后果，并按要求履行全部义务。"
    yield "三、材料虚假或者违背承诺的，自愿承担由此产生的法律责任，并接受相关记录。"
    yield ""
    yield f"签署：{by.name}（账户 {by.username}）　　日期：{on.isoformat()}"
