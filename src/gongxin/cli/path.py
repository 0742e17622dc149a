"""``gongxin path``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from gongxin.cli.model_words import ModelWords, points_of
from gongxin.cli.options import COMMON, Common, day
from gongxin.cli.output import print_json, print_pairs, print_table, progress_bar

if TYPE_CHECKING:
    from gongxin.evaluation.way_up import WayUp
    from gongxin.law.library import Law


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
    way = way_up(ledger, law, subject, model, as_of=on, known_at=known_at)
    with progress_bar("path", quiet=common.json) as progress:
        points = grade_path(ledger, law, subject, model, as_of=on, known_at=known_at, months=months, progress=progress)
    if common.json:
        print_json({**way.as_dict(), "path": [point.as_dict() for point in points]})
        return
    words = ModelWords(law.model(model, on))
    _print_way(way, words, law)
    rows = [
        (point.on, point.score is not None and points_of(point.score), point.grade and words.grade(point.grade))
        for point in points
    ]
    print_table("如无新增记录 if nothing new happens", ("日期 on", "得分 score", "等级 grade"), rows)


#: How a record stops counting.
_BY = {"repair": "修复 repair", "expiry": "期满 runs out"}


def _print_way(way: WayUp, words: ModelWords, law: Law) -> None:
    print_pairs(
        {
            "主体 subject": way.subject,
            "模型 model": words.model,
            "评价日 as of": way.as_of,
            "得分 score": points_of(way.score),
            "等级 grade": words.grade(way.grade),
        }
    )
    if way.better is None or way.score_then is None:
        print_pairs(
            {"更高等级 a better grade": "已是最高等级，或修复、期满均不能达到 the best is held, or none is in reach"}
        )
        return
    print_pairs({"可达等级 then": f"{words.grade(way.better)}，{points_of(way.score_then)}", "最早日期 from": way.on})
    if not way.exact:
        print_pairs({"说明 note": "记录很多，未逐一试遍 many records: not every set was tried"})
    headings = ("记录 record", "事项 item", "方式 by", "日期 on", "依据 cite")
    rows = [
        (
            of.record_id,
            law.item(of.item).title.zh,
            _BY[of.by],
            of.on,
            None if of.citation is None else law.cite(of.citation, "zh"),
        )
        for of in way.mendings
    ]
    print_table("提升等级 to the better grade", headings, rows, whole=("记录 record",))
