"""``gongxin backtest``."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from cyclopts import Parameter

from gongxin.cli.options import COMMON, Common, day
from gongxin.cli.output import print_json, print_table, progress_bar
from gongxin.errors import UsageError

if TYPE_CHECKING:
    from gongxin.law.schema.basics import Duration


def backtest(
    *,
    model: Annotated[str, Parameter(help="Model, e.g. zj.enterprise. 评价模型")],
    as_of: Annotated[str, Parameter(help="Past day to evaluate. 评价日（过去的某一天）")],
    horizon: Annotated[str, Parameter(help="How long to follow: 12 months, 60 days. 观察期长度")],
    outcome_item: Annotated[str, Parameter(help="Item whose records are followed. 跟踪的目录事项")],
    outcome_when: Annotated[str | None, Parameter(help="Which of them are outcomes; all. 结果的条件")] = None,
    among: Annotated[
        Literal["subjects", "records"] | None,
        Parameter(help="What a case is; records for inspections, else subjects. 以主体还是记录为一例"),
    ] = None,
    observed_when: Annotated[str | None, Parameter(help="Which records count as a case; all. 计为一例的条件")] = None,
    gap: Annotated[
        int, Parameter(help="Days between the evaluation and what is followed. 评价日与观察期的间隔天数")
    ] = 0,
    field: Annotated[
        tuple[str, ...], Parameter(help="Field to try beside the score; may be repeated. 与得分比较的字段，可多次")
    ] = (),
    unevaluated_at: Annotated[
        Decimal | None, Parameter(help="Score at which subjects not evaluated are placed in the order. 未评价者的位置")
    ] = None,
    known_at: Annotated[int | None, Parameter(help="Another batch than that day's. 改用指定批次的数据")] = None,
    out: Annotated[Path | None, Parameter(help="Page to write, .html. 输出网页")] = None,
    lang: Annotated[Literal["zh", "en"], Parameter(help="Language of the page. 页面语言")] = "zh",
    common: Common = COMMON,
) -> None:
    """Evaluate a past day from what was known then and see what came of it: do grades come true? 回溯检验."""
    from gongxin.evaluation.backtest import Among, Outcome
    from gongxin.evaluation.backtest import backtest as run
    from gongxin.ledger import Ledger
    from gongxin.reports.backtest_writing import write_backtest
    from gongxin.reports.files import check_page

    if out is not None:
        check_page(out)
    workspace = common.workspace()
    law = workspace.law()
    with progress_bar("backtest", quiet=common.json) as progress:
        result = run(
            Ledger.open(workspace),
            law,
            model,
            as_of=day(as_of),
            horizon=_span(horizon),
            outcome=Outcome(outcome_item, outcome_when, None if among is None else Among(among), observed_when),
            known_at=known_at,
            gap=gap,
            fields=field,
            unevaluated_at=unevaluated_at,
            progress=progress,
        )
    if out is not None:
        write_backtest(result, law, out, lang)
    answer: dict[str, Any] = result.as_dict()
    if common.json:
        print_json({**answer, "out": out})
    else:
        _print(answer, out)


def _span(text: str) -> Duration:
    from pydantic import ValidationError

    from gongxin.law.schema.basics import Duration

    try:
        return Duration.model_validate(text)
    except ValidationError:
        raise UsageError(
            "backtest-horizon",
            zh=f"“{text}”不是时间段；请写 12 months、1 year 或 60 days。",
            en=f"{text!r} is no span of time; write 12 months, 1 year or 60 days.",
            where="--horizon",
        ) from None


def _print(answer: dict[str, Any], out: Path | None) -> None:
    rates = [] if answer["by_grade"] is None else answer["by_grade"]["rates"]
    rows = [[named["name"], *named["rate"].values()] for named in rates]
    headings = ("等级 grade", "例数 cases", "结果 outcomes", "比例 rate", "下限 low", "上限 high")
    print_table(f"{answer['model']}  {answer['as_of']}", headings, [*rows, ["全部 all", *answer["overall"].values()]])
    told, order = answer["discrimination"], answer["inspection_order"]
    pairs = {
        "依次排列 monotone": None if answer["by_grade"] is None else answer["by_grade"]["order"]["monotone"],
        "AUC": None if told is None else f"{told['auc']['value']} ({told['auc']['low']} - {told['auc']['high']})",
        "KS": None if told is None else told["ks"],
        "提前天数 days earlier": None if order is None else _beside_chance(order["days_earlier"]),
        "前一半工作 first half": None if order is None else _beside_chance(order["first_half"]),
        "数据依据 basis": answer["known"]["basis"].value,
        "须知 caveats": ", ".join(answer["caveats"]),
        "网页 page": out,
    }
    print_table("", ("", ""), [(name, value) for name, value in pairs.items() if value not in (None, "")])


def _beside_chance(measure: dict[str, float]) -> str:
    return f"{measure['value']:.3f} (chance {measure['chance']:.3f} ± {measure['deviation']:.3f})"
