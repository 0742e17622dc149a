"""``gongxin explain``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter

from gongxin.cli.options import COMMON, Common, day
from gongxin.cli.output import print_json, print_pairs, print_table, progress_bar


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
    answer: dict[str, Any] = explanation.as_dict()
    if common.json:
        print_json(answer)
        return
    headings = ("dimension", "indicator", "record_id", "points", "cite", "verified")
    rows = [[line[heading] for heading in headings] for line in answer["contributions"]]
    title = f"{answer['subject']}  {answer['model']}  {answer['as_of']}  {answer['score']}  {answer['grade'] or ''}"
    print_table(title, headings, [["", "", "", answer["base"], "", ""], *rows])


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
