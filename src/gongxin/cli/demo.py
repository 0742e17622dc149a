"""``gongxin demo``: an invented city and a real one, from the departments' files to credit reports."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from gongxin.cli.options import COMMON, Common, day
from gongxin.cli.output import print_json, progress_bar

if TYPE_CHECKING:
    from collections.abc import Callable

    from gongxin.law.library import Law
    from gongxin.ledger import Ledger
    from gongxin.workspace import Workspace

    #: Tells how far the demo is: a heading in Chinese, in English, and what there is to say.
    Say = Callable[[str, str, str], None]

#: Where the prepared inspections of Chicago lie if somebody put them beside the checkout.
CHICAGO_FILE = Path("../shared/data/chicago-food/inspections.csv.gz")


@dataclass(frozen=True)
class RealCity:
    """A real city's inspections: the file, what it is handed in as, the model, and the day the records end."""

    name: str
    file: Path
    item: str
    source: str
    model: str
    as_of: date


@dataclass(frozen=True)
class Shown:
    """One evaluation shown: how many, their grades, and the subject whose reports were written."""

    model: str
    evaluated: int
    grades: dict[str, int]
    subject: str
    score: object
    pages: tuple[Path, ...]


def demo(
    *,
    subjects: Annotated[int, Parameter(help="Subjects of the invented city. 虚构城市的主体数量")] = 2_000,
    seed: Annotated[int, Parameter(help="Same seed, same city. 随机种子")] = 1,
    as_of: Annotated[str | None, Parameter(help="Day of everything; today. 日期")] = None,
    chicago: Annotated[Path, Parameter(help="Chicago's inspections, if there. 芝加哥检查数据")] = CHICAGO_FILE,
    serve: Annotated[bool, Parameter(help="Leave the pages running. 演示后继续提供网页服务")] = True,
    common: Common = COMMON,
) -> None:
    """Invent a city and take a real one; hand in, keep, evaluate, report, serve. 从文件到报告、到网页的演示."""
    from gongxin.ledger import Ledger
    from gongxin.workspace import Workspace

    on = day(as_of)
    say = _say if not common.json else _silent
    workspace = Workspace.create(common.folder())
    say("一、工作区", "Workspace", f"{workspace.root}")
    receipts = _invented_city(workspace, subjects=subjects, seed=seed, as_of=on, say=say)
    city = _real_city(chicago)
    receipts.append(_take_in(workspace, city.file, city.item, city.source, city.as_of, synthetic=False, say=say))
    _tell_held(workspace, say)
    ledger, law = Ledger.open(workspace), workspace.law()
    ledger.compact()
    say("四、评价与报告", "Evaluation and reports", "")
    shown = [
        _show(workspace, ledger, law, "zj.enterprise", on, worst_first=True, say=say),
        _show(workspace, ledger, law, city.model, city.as_of, worst_first=False, say=say),
    ]
    office = _open_the_office(workspace, law, on, say) if serve else None
    if common.json:
        answer = {"home": workspace.root, "receipts": receipts, "evaluations": [vars(one) for one in shown]}
        print_json(answer | {"site": office})
    else:
        _what_next(workspace, shown[0], on, served=serve)


def _invented_city(workspace: Workspace, *, subjects: int, seed: int, as_of: date, say: Say) -> list[dict[str, object]]:
    from gongxin.law.library import Law
    from gongxin.synth import write_city
    from gongxin.synth.manifest import MANIFEST, Manifest

    folder = workspace.root / "city"
    if (folder / MANIFEST).exists():
        manifest = Manifest.read(folder)
    else:
        manifest = write_city(folder, Law.load(), seed=seed, subjects=subjects, as_of=as_of, messy=True)
    say(
        "二、部门报送（虚构城市云泽市，数据均为虚构）",
        "Departments hand in (Yunze, an invented city; all synthetic)",
        str(folder),
    )
    return [
        _take_in(workspace, folder / file.path, file.item, file.source, manifest.as_of, synthetic=True, say=say)
        for file in manifest.files
    ]


def _real_city(chicago: Path) -> RealCity:
    """Chicago where its file is there; else Anchorage, whose file comes with an installed package."""
    from gongxin.intake.installed_data import installed_file

    if chicago.is_file():
        return RealCity(
            "Chicago", chicago, "chicago-food.inspection", "City of Chicago", "chicago-food.priority", date(2014, 8, 1)
        )
    file = installed_file("causaldata", "restaurant_inspections/restaurant_data.csv")
    return RealCity(
        "Anchorage", file, "anchorage-food.inspection", "Municipality of Anchorage", "anchorage-food.history",
        date(2019, 12, 31),
    )  # fmt: skip


def _take_in(
    workspace: Workspace, file: Path, item: str, source: str, as_of: date, *, synthetic: bool, say: Say
) -> dict[str, object]:
    from gongxin.intake.pipeline import take

    with progress_bar(file.name) as progress:
        receipt = take(workspace, [file], item, source, as_of, synthetic=synthetic, progress=progress)
    counts = {name: getattr(receipt, name) for name in ("total", "accepted", "unchanged", "held", "rejected")}
    say(
        f"  {file.name}（{source}）",
        item,
        f"共 {counts['total']} 接收 {counts['accepted']} 未变 {counts['unchanged']} "
        f"暂存 {counts['held']} 退回 {counts['rejected']}",
    )
    return {"file": file.name, "item": item, "source": source, "batch": receipt.batch, **counts}


def _tell_held(workspace: Workspace, say: Say) -> None:
    """The rows that would have stood under the wrong firm's name."""
    from gongxin.intake.held import held_rows

    held = [row for row in held_rows(workspace) if row.may_belong_to]
    say(
        "三、名称与代码不符而暂存，不进报告、不计分",
        "Held: name and code disagree; in no report, in no score",
        str(len(held)),
    )
    for row in held[:2]:
        say(f"  {row.doc_no} {row.name}", f"under {row.subject_id}, may be of", "; ".join(map(str, row.may_belong_to)))


def _show(
    workspace: Workspace, ledger: Ledger, law: Law, model: str, as_of: date, *, worst_first: bool, say: Say
) -> Shown:
    import duckdb

    from gongxin.evaluation.run import evaluate
    from gongxin.reports import credit_report, save_report

    out = workspace.root / f"{model}.parquet"
    summary = evaluate(ledger, law, model, as_of=as_of, out=out)
    order = "ASC" if worst_first else "DESC"
    found = duckdb.execute(
        f"SELECT subject_id, score FROM read_parquet(?) ORDER BY score {order}, subject_id LIMIT 1", [str(out)]
    ).fetchone()
    assert found is not None, "an evaluation of the demo's records is never empty"
    subject, score = found
    pages = tuple(workspace.root / name for name in (f"{model}.zh.html", f"{model}.en.html", f"{model}.json"))
    report = credit_report(ledger, law, subject, as_of=as_of)
    for page in pages:
        save_report(report, page, "en" if ".en." in page.name else "zh")
    say(f"  {model}（{as_of}）", f"{summary.evaluated} subjects {summary.grades}", f"{subject} {score} → {pages[0]}")
    return Shown(model, summary.evaluated, summary.grades, subject, score, pages)


def _open_the_office(workspace: Workspace, law: Law, as_of: date, say: Say) -> dict[str, object]:
    """Departments, people and cases for the invented city, and its pages served."""
    from gongxin.cli.demo_office import open_the_office

    say("五、办理", "Casework", "")
    shown, place = open_the_office(workspace, law, as_of)
    say("  网页地址", "the pages", place.address)
    say("  账户（口令相同）", "accounts, with one password", shown.password)
    for seat in shown.seats:
        say(f"    {seat.username}", f"{seat.role.called.zh} {seat.role.called.en}", seat.name)
    if shown.mistaken is not None:
        say(
            "  名下有他人处罚的企业", "a firm with another one's penalty under its code", f"{shown.mistaken} (objector)"
        )
    if shown.repairing is not None:
        say("  可以申请修复的企业", "a firm that may repair a penalty", f"{shown.repairing} (repairer)")
    return {
        "address": place.address,
        "password": shown.password,
        "accounts": [{"username": seat.username, "role": seat.role.value, "name": seat.name} for seat in shown.seats],
        "mistaken": shown.mistaken,
        "repairing": shown.repairing,
        "cases": shown.cases,
    }


def _what_next(workspace: Workspace, shown: Shown, as_of: date, *, served: bool) -> None:
    gongxin, home = sys.argv[0], f"--home {workspace.root}"
    lines = (
        f"{gongxin} explain {shown.subject} --model {shown.model} --as-of {as_of} {home}",
        f"{gongxin} ledger key --out {workspace.root}/platform.pem {home}",
        f"{gongxin} verify {shown.pages[-1]} --key {workspace.root}/platform.pem",
        f"{gongxin} held list {home}",
        f"{gongxin} quality {home}",
        *((f"{gongxin} due --as-of {as_of} {home}", f"{gongxin} serve --stop {home}") if served else ()),
    )
    sys.stdout.write("\n接下来 Next:\n" + "".join(f"  {line}\n" for line in lines))


def _say(zh: str, en: str, rest: str) -> None:
    sys.stdout.write(f"{zh} {en}: {rest}\n" if rest else f"{zh} {en}\n")
    sys.stdout.flush()


def _silent(_zh: str, _en: str, _rest: str) -> None:
    """What ``--json`` says on the way: nothing."""
