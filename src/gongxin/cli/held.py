"""``gongxin held``: rows whose name does not belong to their code, and what the department says about them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from cyclopts import App, Parameter

from gongxin.cli.options import COMMON, Common, day
from gongxin.cli.output import print_json, print_pairs, print_table

if TYPE_CHECKING:
    from gongxin.intake.held import HeldDecision

app = App(name="held", help_format="plaintext")

By = Annotated[str, Parameter(help="Who decides. 决定人")]
Reason = Annotated[str, Parameter(help="Why. 理由")]

_HEADINGS = (
    "编号 id",
    "事项 item",
    "单位 source",
    "文书号 document",
    "报送的代码 code",
    "名称 name",
    "可能属于 may belong to",
)


@app.command(name="list")
def list_held(
    *, source: Annotated[str | None, Parameter(help="Only this department. 仅限该部门")] = None, common: Common = COMMON
) -> None:
    """List the rows that wait for confirmation. 列出待确认的记录."""
    from gongxin.intake.held import held_rows

    rows = held_rows(common.workspace(), source=source)
    if common.json:
        print_json({"held": [row.as_dict() for row in rows]})
        return
    told = [
        (row.id, row.item, row.source, row.doc_no, row.subject_id, row.name, "; ".join(map(str, row.may_belong_to)))
        for row in rows
    ]
    print_table("待确认 held", _HEADINGS, told)


@app.command
def confirm(held_id: str, *, by: By, reason: Reason, as_of: str | None = None, common: Common = COMMON) -> None:
    """Take the row under the code it came with. 确认无误，按原代码入库."""
    from gongxin.intake.held import confirm as decide

    _show(decide(common.workspace(), held_id, by=by, reason=reason, as_of=day(as_of)), common)


@app.command
def reassign(
    held_id: str, *, to: str, by: By, reason: Reason, as_of: str | None = None, common: Common = COMMON
) -> None:
    """Take the row under another subject's code. 改归另一主体入库."""
    from gongxin.intake.held import reassign as decide

    _show(decide(common.workspace(), held_id, to=to, by=by, reason=reason, as_of=day(as_of)), common)


@app.command
def drop(held_id: str, *, by: By, reason: Reason, as_of: str | None = None, common: Common = COMMON) -> None:
    """Leave the row out; who did so and why is kept. 不予入库，留存决定人与理由."""
    from gongxin.intake.held import drop as decide

    _show(decide(common.workspace(), held_id, by=by, reason=reason, as_of=day(as_of)), common)


def _show(decision: HeldDecision, common: Common) -> None:
    answer = decision.as_dict()
    if common.json:
        print_json(answer)
    else:
        print_pairs({name: value for name, value in answer.items() if value is not None})
