"""``gongxin explain``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from gongxin.cli.model_words import ModelWords, points_of
from gongxin.cli.options import COMMON, Common, day
from gongxin.cli.output import print_json, print_pairs, print_table, progress_bar

if TYPE_CHECKING:
    from gongxin.evaluation.explain import Contribution, Explanation


def explain(
    subject: Annotated[str | None, Parameter(help="Code of the subject, or --all. 主体代码")] = None,
    /,
    *,
    model: Annotated[str, Parameter(help="Model, e.g. zj.enterprise. 评价模型")],
    as_of: Annotated[str | None, Parameter(help="Day the question is about; today. 评价日期")] = None,
    known_at: Annotated[int | None, Parameter(help="Only what was known at this batch. 截至某批次的数据")] = None,
    all_: Annotated[bool, Parameter(name="--all", negative=(), help="All subjects, into --out. 全部主体")] = False,
    out: Annotated[Path | None, Parameter(help="Parquet file to write, with --all. 输出文件")] = None,
    common: Common = COMMON,
) -> None:
    """Unfold one subject's score: each record's points with its article; they add up exactly. 说明得分由来."""
    from gongxin.evaluation.explain import explain as unfold
    from gongxin.ledger import Ledger

    if all_ or subject is None:
        _explain_all(subject, model, as_of, known_at, out, common)
        return
    workspace = common.workspace()
    explanation = unfold(Ledger.open(workspace), workspace.law(), subject, model, as_of=day(as_of), known_at=known_at)
    if common.json:
        print_json(explanation.as_dict())
        return
    _print(explanation, ModelWords(workspace.law().model(model, explanation.as_of)))


#: What moved the points of a line that no single record did.
_BOUNDS = {"floor": "下限 floor", "cap": "上限 cap", "missing": "无记录 no record"}


def _print(explanation: Explanation, words: ModelWords) -> None:
    cite = explanation.law.cite
    print_pairs(
        {
            "主体 subject": explanation.subject,
            "模型 model": words.model,
            "评价日 as of": explanation.as_of,
            "截至批次 known at batch": explanation.known_at,
            "得分 score": points_of(explanation.score),
        }
    )
    if explanation.grade is not None:
        print_pairs({"等级 grade": words.grade(explanation.grade)})
    if explanation.direct is not None:
        rule, article = explanation.direct
        print_pairs({"等级由规则确定或封顶 grade set or limited by rule": f"{words.rule(rule)}，{cite(article, 'zh')}"})
    if explanation.reference_only is not None:
        print_pairs({"仅供参考 reference only": cite(explanation.reference_only, "zh")})
    headings = ("指标 indicator", "记录 record", "分值 points", "依据 cite")
    rows = [
        (_line(part, words), part.record_id, points_of(part.points), cite(part.citation, "zh"))
        for part in explanation.contributions
    ]
    start = ("起评分 start score", None, points_of(explanation.base), cite(explanation.base_cite, "zh"))
    total = ("得分 score", None, points_of(explanation.score), None)
    print_table("得分构成 how the score adds up", headings, [start, *rows, total], whole=("记录 record",))


def _line(part: Contribution, words: ModelWords) -> str:
    line = words.line(part.dimension, part.indicator)
    if part.measured is not None:
        line += f"\n（计得 measured {points_of(part.measured)}）"
    bound = _BOUNDS.get(part.kind.value)
    return line if bound is None else f"{line}\n（{bound}）"


def _explain_all(
    subject: str | None, model: str, as_of: str | None, known_at: int | None, out: Path | None, common: Common
) -> None:
    from gongxin.errors import UsageError
    from gongxin.evaluation.run import evaluate
    from gongxin.ledger import Ledger

    if subject is not None or out is None:
        raise UsageError(
            "one-subject-or-all",
            zh="请给出一个主体代码；或用 --all --out FILE.parquet 写出全部主体的得分构成。",
            en="Give the code of one subject, or write the contributions of all with --all --out FILE.parquet.",
        )
    workspace = common.workspace()
    ledger, law, on = Ledger.open(workspace), workspace.law(), day(as_of)
    with progress_bar("explain", quiet=common.json) as progress, ledger.scratch() as folder:
        scores = folder / "scores.parquet"
        summary = evaluate(
            ledger, law, model, as_of=on, known_at=known_at, out=scores, contributions=out, progress=progress
        )
    answer = {
        "model": model,
        "as_of": on,
        "known_at": summary.stamp.known_at,
        "subjects": summary.evaluated,
        "out": out,
    }
    if common.json:
        print_json(answer)
    else:
        print_pairs(answer)
