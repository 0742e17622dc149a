"""How cases look at the terminal: the whole of one, what can be done, lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.cli.both_languages import both, over
from gongxin.cli.case_words import StateWords, actor_words, kind_words
from gongxin.cli.output import print_json, print_pairs, print_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from gongxin.casework.models import Case
    from gongxin.casework.options import Option
    from gongxin.casework.possible_moves import PossibleMove
    from gongxin.casework.view_parts import CaseView
    from gongxin.cli.options import Common
    from gongxin.law.library import Law


_DEADLINES = ("期限\ndeadline", "办理方\nwho", "起始\nfrom", "截止\ndue", "办结\nmet", "逾期\nlate by")
_PAPERS = ("代号\nid", "名称\ntitle", "必需\nrequired", "已交\nhanded in")
_CASES = ("编号\nnumber", "类别\nkind", "主体\nsubject", "状态\nstate", "提起\nopened", "办结\nclosed")


def show_case(view: CaseView, common: Common) -> None:
    """The whole case."""
    if common.json:
        print_json(view.as_dict())
        return
    due = view.next_due
    waits_for = " ".join(actor_words(due.who).splitlines()) if due is not None else ""
    print_pairs(
        {
            "编号 number": view.number,
            "程序 procedure": both(view.title),
            "依据 basis": view.cite.text.zh,
            "主体 subject": f"{view.subject_name} {view.subject_id}",
            "记录 record": view.record_id,
            "办理部门 department": view.department_name,
            "状态 state": both(view.state_title),
            "下一期限 next due": f"{due.due_on or '—'} {both(due.title)} ({waits_for})" if due is not None else None,
            "结果 outcome": view.outcome,
            "救济 remedies": "; ".join(f"{both(one.title)} ({one.cite.text.zh})" for one in view.remedies) or None,
        }
    )
    steps = [
        (step.place, step.on, over(step.title), step.by or actor_words(step.actor), over(step.to_title), step.reason)
        for step in view.steps
    ]
    print_table("经过 steps", ("序\n#", "日期\non", "动作\nmove", "办理人\nby", "转为\nto", "理由\nreason"), steps)
    deadlines = [
        (over(one.title), actor_words(one.who), one.starts_on, one.due_on, one.met_on, one.late_by if one.late else "")
        for one in view.deadlines
    ]
    print_table("期限 deadlines", _DEADLINES, deadlines)
    papers = [(one.paper, over(one.title), "是 yes" if one.required else "", len(one.handed_in)) for one in view.papers]
    print_table("材料 papers", _PAPERS, papers, whole=_PAPERS[:1])


def show_options(found: Iterable[Option], common: Common) -> None:
    """What can be done, each with what stands in its way."""
    if common.json:
        print_json({"options": [option.as_dict() for option in found]})
        return
    print_pairs({f"{option.kind.value} {option.procedure}": _in_a_line(option) for option in found})


def _in_a_line(option: Option) -> str:
    """Whether it can be asked for; else from when, and why not now."""
    if option.open_case is not None:
        return f"已有未办结案件 an open case: {option.open_case}"
    if option.eligible:
        return "可以申请 can be asked for"
    why = " ".join(condition.message.zh for condition in option.unmet)
    return f"{option.from_day or '不可以 no'} {why}"


def show_moves(found: Iterable[PossibleMove], common: Common) -> None:
    """What an account may do now."""
    if common.json:
        print_json({"moves": [move.as_dict() for move in found]})
        return
    rows = [
        (
            move.move,
            both(move.title),
            "是 yes" if move.needs_reason else "",
            ", ".join(move.gives),
            ", ".join(move.lacking),
            move.against.zh if move.against is not None else "",
        )
        for move in found
    ]
    print_table("可以办理 moves", ("move", "title", "reason", "--said", "papers lacking", "against"), rows)


def show_cases(found: Iterable[Case], silent: Mapping[int, tuple[str, str]], law: Law, common: Common) -> None:
    """A list of cases; ``silent`` says how those stand in which silence has spoken."""
    now = [(case, *silent.get(case.pk, (case.state, case.outcome))) for case in found]
    if common.json:
        print_json({"cases": [_case_as_dict(*one) for one in now]})
        return
    words = StateWords(law)
    rows = [
        (
            case.number,
            kind_words(case.kind),
            case.subject_name,
            words.of(case.procedure, case.edition, state),
            case.opened_on,
            case.closed_on,
        )
        for case, state, _ in now
    ]
    print_table("案件 cases", _CASES, rows, whole=_CASES[:1])


def _case_as_dict(case: Case, state: str, outcome: str | None) -> dict[str, object]:
    return {
        "number": case.number,
        "kind": case.kind,
        "subject_id": case.subject_id,
        "subject_name": case.subject_name,
        "record_id": case.record_id,
        "topic": case.topic,
        "department": case.department.code if case.department is not None else None,
        "state": state,
        "opened_on": case.opened_on,
        "closed_on": case.closed_on,
        "outcome": outcome,
    }
