"""``gongxin evaluate``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter

from gongxin.cli.model_words import ModelWords
from gongxin.cli.options import COMMON, Common, day
from gongxin.cli.output import print_json, print_pairs, progress_bar
from gongxin.errors import UsageError

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from gongxin.evaluation.engine import Engine
    from gongxin.evaluation.run import EvaluationSummary
    from gongxin.ledger import Ledger


def evaluate(
    *,
    model: Annotated[str | None, Parameter(help="Model, e.g. zj.enterprise. 评价模型")] = None,
    out: Annotated[Path, Parameter(help="Parquet file to write. 输出文件")],
    as_of: Annotated[str | None, Parameter(help="Day the question is about; today. 评价日期")] = None,
    known_at: Annotated[int | None, Parameter(help="Only what was known at this batch. 截至某批次的数据")] = None,
    contributions: Annotated[Path | None, Parameter(help="Also write every part of every score. 得分构成文件")] = None,
    since: Annotated[Path | None, Parameter(help="Build on this earlier result. 在前一结果上增量评价")] = None,
    changed_only: Annotated[
        bool, Parameter(negative=(), help="With --since: only subjects touched. 只写出有变动的主体")
    ] = False,
    keep_workings: Annotated[
        bool, Parameter(negative=(), help="Keep what records bring, for runs --since. 保留底稿，供增量评价")
    ] = False,
    reproduce: Annotated[Path | None, Parameter(help="Repeat the run of a stamp. 按印记文件复现")] = None,
    workers: Annotated[int | None, Parameter(help="Parts worked on at once; one a core. 并行数")] = None,
    engine: Annotated[Literal["duckdb", "spark"], Parameter(help="What computes. 计算引擎")] = "duckdb",
    common: Common = COMMON,
) -> None:
    """Evaluate every subject a model is for; subjects without data are not evaluated. 按模型评价全部主体."""
    from gongxin.evaluation.reproduce import reproduce as run_again
    from gongxin.evaluation.run import evaluate as run
    from gongxin.ledger import Ledger

    _check_options(model, as_of, known_at, since, contributions, reproduce, changed_only, keep_workings, workers)
    workspace = common.workspace()
    ledger, law = Ledger.open(workspace), workspace.law()
    with progress_bar("evaluate", quiet=common.json) as progress, _engine(engine, ledger, workers) as running:
        if reproduce is not None:
            summary = run_again(ledger, law, reproduce, out, engine=running, progress=progress)
        else:
            summary = run(
                ledger,
                law,
                model or "",
                as_of=day(as_of),
                known_at=known_at,
                out=out,
                contributions=contributions,
                since=since,
                changed_only=changed_only,
                keep_workings=keep_workings,
                engine=running,
                progress=progress,
            )
    if common.json:
        print_json({**summary.as_dict(), **({} if reproduce is None else {"reproduced": True})})
    else:
        words = ModelWords(law.model(summary.stamp.model, summary.stamp.as_of))
        _print(summary, words, reproduced=reproduce is not None)


def _engine(name: str, ledger: Ledger, workers: int | None) -> AbstractContextManager[Engine]:
    if name == "spark":
        from gongxin.evaluation.spark_engine import spark_engine

        return spark_engine(workers)
    from gongxin.evaluation.duckdb_engine import duckdb_engine

    return duckdb_engine(ledger, workers)


def _print(summary: EvaluationSummary, words: ModelWords, *, reproduced: bool) -> None:
    from gongxin.evaluation.stamp import stamp_path

    stamp, informs = summary.stamp, summary.stamp.reference_only
    print_pairs(
        {
            "模型 model": words.model,
            "评价日 as of": stamp.as_of,
            "截至批次 known at batch": stamp.known_at,
            "参评主体 subjects evaluated": f"{summary.evaluated:,}",
        }
    )
    for grade, subjects in summary.grades.items():
        print_pairs({f"  {words.grade(grade)}": f"{subjects:,}"})
    for rule, subjects in summary.not_evaluated.items():
        print_pairs({f"未参评 not evaluated, {words.rule(rule)}": f"{subjects:,}"})
    if informs is not None:
        print_pairs({"仅供参考": informs["zh"], "reference only": informs["en"]})
    print_pairs({"结果 result": summary.out, "印记 stamp": stamp_path(summary.out)})
    if summary.workings is not None:
        print_pairs({"底稿 workings": summary.workings})
    if reproduced:
        print_pairs({"复现 reproduced": "逐字节相同 the same to the byte"})


def _check_options(
    model: str | None,
    as_of: str | None,
    known_at: int | None,
    since: Path | None,
    contributions: Path | None,
    reproduce: Path | None,
    changed_only: bool,
    keep_workings: bool,
    workers: int | None,
) -> None:
    if reproduce is not None and any(given is not None for given in (model, as_of, known_at, since, contributions)):
        raise _misused(
            "--reproduce",
            zh="印记已载明模型、日期和批次；请不要同时给出这些选项。",
            en="The stamp says model, day and batch; leave those options out.",
        )
    if reproduce is None and model is None:
        raise _misused("--model", zh="请用 --model 指明评价模型。", en="Say with --model by which model.")
    if changed_only and since is None:
        raise _misused(
            "--changed-only",
            zh="请用 --since 指明前一评价结果。",
            en="Say with --since which earlier result the changes are to.",
        )
    if keep_workings and (since is not None or reproduce is not None):
        raise _misused(
            "--keep-workings",
            zh="底稿只在评价全部主体时保留；请不要与 --since 或 --reproduce 同用。",
            en="Workings are kept by a run over all subjects only; leave it out with --since and --reproduce.",
        )
    if workers is not None and workers < 1:
        raise _misused("--workers", zh="并行数至少为 1。", en="At least one worker is needed.")


def _misused(option: str, *, zh: str, en: str) -> UsageError:
    return UsageError("evaluate-options", zh=zh, en=en, where=option)
