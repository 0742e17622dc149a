"""``gongxin case``: open a case, hand papers in, move it, decide, look at it, list cases."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import App, Parameter

from gongxin.cli.acting import As, acting, office
from gongxin.cli.case_answers import show_case, show_cases, show_moves, show_options
from gongxin.cli.options import COMMON, Common, day, now
from gongxin.cli.output import print_json, print_pairs
from gongxin.cli.statements import Correct, Said, statements

if TYPE_CHECKING:
    from datetime import date

    from gongxin.casework.casework import Casework
    from gongxin.casework.models import Case, Step

app = App(name="case", help_format="plaintext")
for _name, _purpose in {
    "target": "Put subjects on the list of a campaign. 列入专项治理名单",
    "campaign": "How a campaign goes, in figures. 专项治理统计",
    "invite": "Whom to invite to an interview. 应约谈的主体",
    "opinions": "Opinions on the evaluation, summed up. 对评价的意见建议汇总",
}.items():
    app.command(f"gongxin.cli.case_reports:{_name}", name=_name, help=_purpose)

AsOf = Annotated[str | None, Parameter(name="--as-of", help="On which day. 办理日期")]
Reason = Annotated[str, Parameter(help="Why. 理由")]
RecordId = Annotated[
    str | None, Parameter(name="--record", help="Number of the record, or of its document. 记录号或文书号")
]
SubjectId = Annotated[str | None, Parameter(name="--subject", help="Identifier of the subject. 主体标识")]


def _casework(common: Common) -> Casework:
    workspace = office(common)
    from gongxin.casework.casework import Casework

    return Casework(workspace)


@app.command(name="options")
def options_(
    *,
    record: RecordId = None,
    subject: SubjectId = None,
    as_: As = None,
    as_of: AsOf = None,
    common: Common = COMMON,
) -> None:
    """What can be done about a record or a subject, and from which day. 就某条记录或某主体可以办理什么."""
    casework = _casework(common)
    from gongxin.accounts.actions import Action
    from gongxin.accounts.permissions import require_subject

    by = acting(as_)
    if subject is not None:
        require_subject(by, Action.SEE_WHOLE_FILE, subject)
    found = casework.options(record_id=record, subject_id=subject, as_of=day(as_of), by=by)
    show_options(found, common)


@app.command(name="open")
def open_(
    kind: str,
    *,
    record: RecordId = None,
    subject: SubjectId = None,
    procedure: Annotated[str | None, Parameter(help="Which of several procedures. 适用程序")] = None,
    said: Said = (),
    reason: Reason = "",
    as_: As = None,
    as_of: AsOf = None,
    common: Common = COMMON,
) -> None:
    """Open a case: repair, objection, commitment, interview ... 提起案件."""
    casework = _casework(common)
    case = casework.open(
        _kind(kind),
        by=acting(as_),
        as_of=day(as_of),
        at=now(),
        record_id=record,
        subject_id=subject,
        procedure=procedure,
        said=statements(said),
        reason=reason,
    )
    show_case(casework.view(case, as_of=day(as_of)), common)


@app.command
def show(number: str, *, as_: As = None, as_of: AsOf = None, common: Common = COMMON) -> None:
    """Show a whole case as it stands on a day. 查看案件."""
    casework = _casework(common)
    show_case(casework.view(_seen(casework, number, as_), as_of=day(as_of)), common)


@app.command
def moves(number: str, *, as_: As = None, as_of: AsOf = None, common: Common = COMMON) -> None:
    """What this account may do in the case now. 当前账户在案件中可以办理的事项."""
    casework = _casework(common)
    case = casework.find(number)
    show_moves(casework.moves(case, by=acting(as_), as_of=day(as_of)), common)


@app.command
def move(
    number: str,
    move_id: str,
    *,
    reason: Reason = "",
    said: Said = (),
    correct: Correct = (),
    as_: As = None,
    as_of: AsOf = None,
    common: Common = COMMON,
) -> None:
    """Make any move of the case. 办理案件的任一步骤."""
    _move(number, move_id, reason, statements(said, correct), as_, as_of, common)


@app.command
def submit(number: str, *, said: Said = (), as_: As = None, as_of: AsOf = None, common: Common = COMMON) -> None:
    """Hand the application in. 提交申请."""
    _move(number, "submit", "", statements(said), as_, as_of, common)


@app.command
def accept(number: str, *, said: Said = (), as_: As = None, as_of: AsOf = None, common: Common = COMMON) -> None:
    """Accept the application. 受理."""
    _move(number, "accept", "", statements(said), as_, as_of, common)


@app.command
def withdraw(number: str, *, reason: Reason = "", as_: As = None, as_of: AsOf = None, common: Common = COMMON) -> None:
    """Withdraw the application. 撤回申请."""
    _move(number, "withdraw", reason, {}, as_, as_of, common)


@app.command
def decide(
    number: str,
    *,
    outcome: Annotated[str, Parameter(help="The decision: grant, refuse, correct ... 决定")],
    reason: Reason,
    said: Said = (),
    correct: Correct = (),
    as_: As = None,
    as_of: AsOf = None,
    common: Common = COMMON,
) -> None:
    """Decide, with the reason. 作出决定并说明理由."""
    _move(number, outcome, reason, statements(said, correct), as_, as_of, common)


@app.command
def paper(
    number: str,
    paper_id: str,
    file: Path | None = None,
    *,
    fill_in: Annotated[
        bool, Parameter(negative=(), help="Have the platform fill it in, signed by this account. 由平台填写并签署")
    ] = False,
    as_: As = None,
    as_of: AsOf = None,
    common: Common = COMMON,
) -> None:
    """Hand a paper in. 提交材料."""
    from gongxin.errors import UsageError

    if fill_in == (file is not None):
        raise UsageError(
            "paper-or-fill-in",
            zh="请给出文件，或用 --fill-in 由平台填写，二者取一。",
            en="Give a file, or --fill-in to have the platform fill it in: one of the two.",
        )
    casework = _casework(common)
    case, by, on = casework.find(number), acting(as_), day(as_of)
    if file is None:
        kept = casework.fill_in(case, paper_id, by=by, as_of=on)
    else:
        kept = casework.hand_in(case, paper_id, file.name, file.read_bytes(), by=by, as_of=on)
    told = {
        "case": case.number,
        "paper": kept.paper,
        "name": kept.name,
        "form": kept.form,
        "size": kept.size,
        "digest": kept.digest,
    }
    print_json(told) if common.json else print_pairs(told)


@app.command(name="list")
def list_cases(
    *,
    kind: Annotated[str | None, Parameter(help="Only this kind. 仅此类")] = None,
    state: Annotated[str | None, Parameter(help="Only in this state. 仅此状态")] = None,
    department: Annotated[str | None, Parameter(help="Only those it decides (code). 仅由该部门决定的")] = None,
    subject: SubjectId = None,
    campaign: Annotated[str | None, Parameter(help="Only of this campaign. 仅此专项治理")] = None,
    open_only: Annotated[bool, Parameter(name="--open", negative=(), help="Only open ones. 仅未办结的")] = False,
    as_: As = None,
    as_of: AsOf = None,
    common: Common = COMMON,
) -> None:
    """List cases, the latest first. 列出案件."""
    casework = _casework(common)
    found = casework.cases(
        acting(as_),
        kind=kind if campaign is None else "campaign",
        state=state,
        department=department,
        subject_id=subject,
        topic=campaign,
        open_only=open_only,
    )
    show_cases(found, casework.states(found, day(as_of)), casework.law, common)


@app.command(name="catch-up")
def catch_up(*, as_of: AsOf = None, common: Common = COMMON) -> None:
    """Write what silence has done by a day; nothing depends on it. 记录期限届满的结果（不影响任何结论）."""
    casework = _casework(common)
    steps = casework.catch_up(day(as_of), now())
    _deliver(casework, day(as_of))
    written = [{"case": step.case.number, "move": step.move, "on": step.on.isoformat()} for step in steps]
    print_json({"written": written}) if common.json else print_pairs({one["case"]: one["move"] for one in written})


def _seen(casework: Casework, number: str, username: str | None) -> Case:
    """The case, if the account may see it."""
    from gongxin.accounts.actions import Action
    from gongxin.accounts.permissions import require_case

    case = casework.find(number)
    require_case(acting(username), Action.SEE_CASE, case)
    return case


def _move(
    number: str,
    move_id: str,
    reason: str,
    said: dict[str, Any],
    username: str | None,
    as_of: str | None,
    common: Common,
) -> None:
    casework = _casework(common)
    case, on = casework.find(number), day(as_of)
    step = casework.move(case, move_id, by=acting(username), as_of=on, at=now(), reason=reason, said=said)
    _deliver(casework, on)
    _tell(step, casework, case, on, common)


def _deliver(casework: Casework, on: date) -> None:
    """Carry decisions to the ledger at once; where somebody else is writing to it they wait for the next call."""
    from gongxin.casework.outbox import deliver
    from gongxin.errors import BusyError

    try:
        deliver(casework.workspace, casework.law, at=now(), as_of=on)
    except BusyError:
        return


def _tell(step: Step, casework: Casework, case: Case, on: date, common: Common) -> None:
    view = casework.view(case, as_of=on)
    if common.json:
        late_by = step.late_by
        print_json({"step": {"place": step.place, "move": step.move, "late_by": late_by}, "case": view.as_dict()})
    else:
        show_case(view, common)


def _kind(kind: str) -> str:
    """A kind of procedure, or the error that says which there are."""
    from gongxin.errors import UsageError
    from gongxin.law.schema.procedure import ProcedureKind

    kinds = [one.value for one in ProcedureKind]
    if kind not in kinds:
        listed = ", ".join(kinds)
        raise UsageError(
            "unknown-kind",
            zh=f"没有 {kind!r} 类案件；可选：{listed}。",
            en=f"There is no kind of case {kind!r}; choose from: {listed}.",
            where=kind,
        )
    return kind
