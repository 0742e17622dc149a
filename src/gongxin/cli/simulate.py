"""``gongxin simulate``."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from cyclopts import Parameter

from gongxin.cli.options import COMMON, Common, day
from gongxin.cli.output import print_json, print_table, progress_bar
from gongxin.errors import UsageError

if TYPE_CHECKING:
    from gongxin.evaluation.simulation import Simulation, Version
    from gongxin.workspace import Workspace


def simulate(
    *,
    model: Annotated[str, Parameter(help="Model, e.g. zj.enterprise. 评价模型")],
    against: Annotated[
        str,
        Parameter(
            help="Folder of a draft pack, or a day on which another edition held. 草案文件夹，或另一版本适用的日期"
        ),
    ],
    as_of: Annotated[str | None, Parameter(help="Day the question is about; today. 评价日期")] = None,
    known_at: Annotated[int | None, Parameter(help="Only what was known at this batch. 截至某批次的数据")] = None,
    shares: Annotated[
        str | None, Parameter(help="Table of inspection shares, e.g. inspection-share.henan. 抽查比例表")
    ] = None,
    most: Annotated[int, Parameter(help="Subjects named on each side. 每边列出的主体数")] = 10,
    out: Annotated[Path | None, Parameter(help="Page to write, .html. 输出网页")] = None,
    lang: Annotated[Literal["zh", "en"], Parameter(help="Language of the page. 页面语言")] = "zh",
    common: Common = COMMON,
) -> None:
    """Two versions of a model on one state of the ledger: who would move, and by what. 规则试算."""
    from gongxin.evaluation.simulation import simulate as run
    from gongxin.ledger import Ledger
    from gongxin.reports.files import check_page
    from gongxin.reports.simulation_page import write_simulation

    if out is not None:
        check_page(out)
    workspace = common.workspace()
    before, after = _versions(workspace, model, day(as_of), against)
    with progress_bar("simulate", quiet=common.json) as progress:
        result = run(
            Ledger.open(workspace),
            before,
            after,
            known_at=known_at,
            shares=shares,
            most=max(most, 0),
            progress=progress,
        )
    if out is not None:
        write_simulation(result, after.law, out, lang)
    if common.json:
        print_json({**result.as_dict(), "out": out})
    else:
        _print(result, out)


def _versions(workspace: Workspace, model: str, as_of: date, against: str) -> tuple[Version, Version]:
    """The version in force, and the one it is laid beside."""
    from gongxin.evaluation.simulation import drafted, edition_of, version_in_force

    current = version_in_force(workspace.law(), model, as_of)
    other = _as_day(against)
    if other is not None:
        return current, edition_of(current.law, model, as_of, other)
    folder = Path(against)
    if not folder.is_dir():
        raise UsageError(
            "no-such-version",
            zh=f"“{against}”既不是文件夹，也不是日期；请给出草案规则包的文件夹，或另一版本适用的日期（2019-01-01）。",
            en=f"{against!r} is neither a folder nor a day; give the folder of a draft pack, or a day on which another "
            "edition was in force (2019-01-01).",
            where="--against",
        )
    return current, drafted(current, workspace.law(folder))


def _as_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _print(result: Simulation, out: Path | None) -> None:
    moves = result.moves
    rows = [[grade, *row, sum(row)] for grade, row in zip(moves.before, moves.counts, strict=True)]
    title = f"{result.model}  {result.as_of}  {result.before.title.zh} → {result.after.title.zh}"
    print_table(title, ("现行 before \\ 对照 after", *moves.after, "合计 sum"), rows)
    pairs: dict[str, Any] = {
        "升级 up": moves.up,
        "不变 same": moves.same,
        "降级 down": moves.down,
        "变动 moved": moves.moved if moves.up is None else None,
        "新增评价 entered": moves.entered or None,
        "不再评价 left": moves.left or None,
        "得分降低 score lower": result.scores.lower,
        "得分升高 score higher": result.scores.higher,
        "规则定级新增 by rule, gained": result.direct_grades.gained,
        "规则定级减少 by rule, lost": result.direct_grades.lost,
        "检查量 inspections": result.load and f"{result.load.total_before:f} → {result.load.total_after:f}",
        "网页 page": out,
    }
    print_table("", ("", ""), [(name, value) for name, value in pairs.items() if value is not None])
