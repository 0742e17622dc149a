"""``gongxin explain``."""

from __future__ import annotations

from typing import Annotated, Any

from cyclopts import Parameter

from gongxin.cli.options import COMMON, Common, day
from gongxin.cli.output import print_json, print_table


def explain(
    subject: str,
    *,
    model: Annotated[str, Parameter(help="Model, e.g. zj.enterprise. 评价模型")],
    as_of: Annotated[str | None, Parameter(help="Day the question is about; today. 评价日期")] = None,
    known_at: Annotated[int | None, Parameter(help="Only what was known at this batch. 截至某批次的数据")] = None,
    common: Common = COMMON,
) -> None:
    """Unfold one subject's score: each record's points with its article; they add up exactly. 说明得分由来."""
    from gongxin.evaluation.explain import explain as unfold
    from gongxin.ledger import Ledger

    workspace = common.workspace()
    explanation = unfold(Ledger.open(workspace), workspace.law(), subject, model, as_of=day(as_of), known_at=known_at)
    answer: dict[str, Any] = explanation.as_dict()
    if common.json:
        print_json(answer)
        return
    headings = ("dimension", "indicator", "record_id", "points", "cite", "verified")
    rows = [[line[heading] for heading in headings] for line in answer["contributions"]]
    title = f"{answer['subject']}  {answer['model']}  {answer['as_of']}  {answer['score']}  {answer['grade'] or ''}"
    print_table(title, headings, [["", "", "", answer["base"], "", ""], *rows])
