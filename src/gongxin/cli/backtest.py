"""``gongxin backtest``."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from cyclopts import Parameter

from gongxin.cli.options import COMMON, Common, day
from gongxin.cli.output import print_json, print_pairs, print_table, progress_bar
from gongxin.errors import UsageError

if TYPE_CHECKING:
    from gongxin.evaluation.backtest import BackTest
    from gongxin.evaluation.backtest.rates import Rate
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
        _print(result, answer, out)


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


_HEADINGS = ("等级\ngrade", "例数\ncases", "结果\noutcomes", "比例\nrate", "95% 区间\n95 % interval")


def _print(result: BackTest, answer: dict[str, Any], out: Path | None) -> None:
    from gongxin.reports.backtest_words import CAVEATS

    by_grade = result.by_grade
    rows = [_rate_row(named.name, named.rate) for named in (() if by_grade is None else by_grade.rates)]
    print_table(f"{answer['model']}  {answer['as_of']}", _HEADINGS, [*rows, _rate_row("全部 all", result.overall)])
    told, order = answer["discrimination"], answer["inspection_order"]
    pairs = {
        "依次排列 monotone": None if by_grade is None else ("是 yes" if by_grade.order.monotone else "否 no"),
        "AUC": None if told is None else f"{told['auc']['value']} ({told['auc']['low']} - {told['auc']['high']})",
        "KS": None if told is None else told["ks"],
        "提前天数 days earlier": None if order is None else _beside_chance(order["days_earlier"]),
        "前一半工作 first half": None if order is None else _beside_chance(order["first_half"]),
        "网页 page": out,
    }
    print_pairs({name: value for name, value in pairs.items() if value is not None})
    for caveat in result.caveats:
        said = CAVEATS[caveat]
        values = {"data_until": result.asked.data_until, "hits": result.overall.hits}
        print_pairs({"须知": said.zh.format(**values), "caveat": said.en.format(**values)})


def _rate_row(name: str, rate: Rate) -> tuple[str, ...]:
    from gongxin.reports.figures import NOTHING, percent

    interval = NOTHING if rate.rate is None else f"{percent(rate.low)}–{percent(rate.high)}"
    return (name, f"{rate.cases:,}", f"{rate.hits:,}", percent(rate.rate), interval)


def _beside_chance(measure: dict[str, float]) -> str:
    return f"{measure['value']:.3f} (chance {measure['chance']:.3f} ± {measure['deviation']:.3f})"
