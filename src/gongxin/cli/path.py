"""``gongxin path``."""

from __future__ import annotations

from typing import Annotated, Any

from cyclopts import Parameter

from gongxin.cli.options import COMMON, Common, day
from gongxin.cli.output import print_json, print_pairs, print_table, progress_bar


def path(
    subject: str,
    *,
    model: Annotated[str, Parameter(help="Model, e.g. zj.enterprise. 评价模型")],
    as_of: Annotated[str | None, Parameter(help="Day the question is about; today. 评价日期")] = None,
    known_at: Annotated[int | None, Parameter(help="Only what was known at this batch. 截至某批次的数据")] = None,
    months: Annotated[int, Parameter(help="How far ahead. 预测月数")] = 36,
    common: Common = COMMON,
) -> None:
    """What would bring the next grade, and how the grade goes if nothing new happens. 如何提升等级，等级如何变化."""
    from gongxin.evaluation.grade_path import grade_path
    from gongxin.evaluation.way_up import way_up
    from gongxin.ledger import Ledger

    workspace = common.workspace()
    ledger, law, on = Ledger.open(workspace), workspace.law(), day(as_of)
    way = way_up(ledger, law, subject, model, as_of=on, known_at=known_at).as_dict()
    with progress_bar("path", quiet=common.json) as progress:
        points = grade_path(ledger, law, subject, model, as_of=on, known_at=known_at, months=months, progress=progress)
    answer: dict[str, Any] = {**way, "path": [point.as_dict() for point in points]}
    if common.json:
        print_json(answer)
        return
    print_pairs({name: answer[name] for name in ("subject", "model", "as_of", "score", "grade", "better", "on")})
    headings = ("record_id", "item", "by", "on", "rule_set", "cite")
    print_table("提升等级 to the next grade", headings, [[of[name] for name in headings] for of in answer["mendings"]])
    rows = [(point.on, point.score, point.grade) for point in points]
    print_table("如无新增记录 if nothing new happens", ("on", "score", "grade"), rows)
