"""``gongxin evaluate``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter

from gongxin.cli.options import COMMON, Common, day
from gongxin.cli.output import print_json, print_table, progress_bar


def evaluate(
    *,
    model: Annotated[str, Parameter(help="Model, e.g. zj.enterprise. 评价模型")],
    out: Annotated[Path, Parameter(help="Parquet file to write. 输出文件")],
    as_of: Annotated[str | None, Parameter(help="Day the question is about; today. 评价日期")] = None,
    known_at: Annotated[int | None, Parameter(help="Only what was known at this batch. 截至某批次的数据")] = None,
    common: Common = COMMON,
) -> None:
    """Evaluate every subject a model is for; subjects without data are not evaluated. 按模型评价全部主体."""
    from gongxin.evaluation.run import evaluate as run
    from gongxin.ledger import Ledger

    workspace = common.workspace()
    with progress_bar("evaluate", quiet=common.json) as progress:
        summary = run(
            Ledger.open(workspace),
            workspace.law(),
            model,
            as_of=day(as_of),
            known_at=known_at,
            out=out,
            progress=progress,
        )
    answer: dict[str, Any] = summary.as_dict()
    if common.json:
        print_json(answer)
    else:
        grades = answer.pop("grades")
        print_table("评价 evaluation", ("", ""), [*answer.items(), *grades.items()])
